/* lists_out.h - the three files that hold a segment's terms, open for writing. */
#ifndef NEWSDEX_INDEX_SEGMENT_LISTS_OUT_H
#define NEWSDEX_INDEX_SEGMENT_LISTS_OUT_H

#include "index/segment/dict_write.h"
#include "index/segment/manifest.h"
#include "index/segment/postings_write.h"

struct lists_out {
	struct outfile dict_file, post, pos;
	struct dict_writer dict;
	struct list_writer list;
	struct norms norms;
	uint32_t docs;
	struct list last;          /* of lists_out_term() */
	uint64_t base_post;        /* whose bytes are in base_bytes; 0: none */
	struct buf base_bytes;
};

/* LENGTHS (borrowed) of DOCS documents; MEAN of them. */
enum status lists_out_open(struct lists_out *out, const char *folder, const struct segment_name *name,
                           const uint32_t *lengths, uint32_t docs, double mean, struct error *err);

/* What lists_out_base() takes of the list that was written last: without documents if it is no base. */
struct list_base lists_out_last_base(const struct lists_out *out);

/* The list that was begun in out->list, of POSTINGS at most, may be written as ranks in BASE (ranks.h). */
enum status lists_out_base(struct lists_out *out, const struct list_base *base, uint64_t postings, struct error *err);

/* Ends the list that was begun in out->list and gives it to TERM. */
enum status lists_out_term(struct lists_out *out, struct span term, struct error *err);

/* A stem whose list is that of the word; DF and CF of it. */
void lists_out_shared(struct lists_out *out, struct span term, struct error *err);

/* *SIZE: of the three files together. */
enum status lists_out_finish(struct lists_out *out, uint64_t *size, struct error *err);
void lists_out_release(struct lists_out *out);

#endif
