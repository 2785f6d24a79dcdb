/* segment_reader.h - inside the native engine: the reader over the segments of
 * one index or of several.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_SEGMENT_READER_H
#define NEWSDEX_INDEX_SEGMENT_SEGMENT_READER_H

#include "index/segment/ahead.h"
#include "index/segment/norms.h"
#include "index/segment/view.h"

#define RECENT_LISTS 16        /* a power of 2 */
#define RECENT_TERM_MAX 23

/* A list that was looked up not long ago: a query's terms are asked for when it
 * is bound, and again when it is answered. */
struct recent_list {
	size_t segment;
	unsigned char term_len;      /* 0: none */
	char term[RECENT_TERM_MAX];
	struct list list;
};

struct segment_reader {
	struct index_reader base;
	struct view *views;
	size_t view_count;
	struct segment **segments;   /* of all, in order of their base */
	size_t count;
	uint64_t articles, length_sum;  /* that are not deleted */
	struct store_cache cache;
	struct ahead *ahead;         /* articles that another thread fetches, or NULL */
	struct id_cache ids;
	struct id_block tied[2];     /* ids that are compared */
	struct norms *norms;     /* of the last search, or NULL */
	struct top_room *room;       /* for leaves (top.h), or NULL */
	struct waiting *waiting;     /* room for phrases (top_all.h), or NULL */
	struct recent_list recent[RECENT_LISTS];   /* by hash */
};

static inline double
reader_mean_length(const struct segment_reader *reader)
{
	return reader->articles ? (double)reader->length_sum / (double)reader->articles : 0;
}

/* The segment that DOC is in, and its number there. */
enum status reader_locate(const struct segment_reader *reader, docid_t doc, struct segment **segment,
                          uint32_t *local, struct error *err);

/* The list of TERM in a segment, as segment_list() gives it. */
enum status reader_list(struct segment_reader *reader, size_t segment, struct span term, struct list *list,
                        struct error *err);

/* df and cf of TERM over all segments. */
enum status reader_term(struct segment_reader *reader, struct span term, struct term_stats *stats, struct error *err);

/* The operations that have files of their own. */
enum status reader_postings(struct index_reader *reader, struct span term, struct postings **postings, struct error *err);
enum status reader_all(struct index_reader *reader, struct postings **postings, struct error *err);
enum status reader_walk(struct index_reader *reader, struct span from, struct span prefix, struct term_walk **walk,
                        struct error *err);
enum status reader_top(struct index_reader *reader, struct search *search, struct error *err);
enum status reader_words(struct index_reader *reader, const struct word_scan *scan, struct error *err);

enum status segment_reader_open(const struct span *paths, size_t count, struct buf *partial,
                                struct index_reader **reader, struct error *err);

#endif
