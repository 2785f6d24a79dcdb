/* flush_lists.h - inside a flush: from counted terms to lists and dictionary. */
#ifndef NEWSDEX_INDEX_SEGMENT_FLUSH_LISTS_H
#define NEWSDEX_INDEX_SEGMENT_FLUSH_LISTS_H

#include "index/segment/flush.h"

/* What is known of one term of the batch. */
struct term_state {
	uint32_t last;             /* the last document it was seen in, plus 1 */
	uint32_t df;
	uint32_t tokens;           /* occurrences */
	uint32_t flags;            /* LIST_COUNTED, LIST_POSITIONS */
};

struct inversion {
	struct batch *batch;
	struct stems *stems;
	uint32_t *order;           /* by new number: the article in the batch */
	uint32_t docs;
	uint32_t *lengths;         /* by new number */
	uint64_t length_sum;
	struct pages terms;        /* struct term_state by term */
	struct pages stem_of[STEMS_MAX];  /* by language and word: 0 not known, 1 none, else the stem plus 2 */
};

/* Behind the last element of document DOC (new number) in the batch's stream. */
static inline uint64_t
inversion_doc_end(const struct inversion *inversion, uint32_t doc)
{
	uint32_t next = inversion->order[doc] + 1;

	return next < inversion->batch->doc_count ? inversion->batch->docs[next].stream : inversion->batch->stream_used;
}

/* Writes .dict, .post and .pos; *SIZE gets their size together. */
enum status inversion_write_lists(struct inversion *inversion, const struct segment_name *name,
                                  const struct flush_options *options, uint64_t *size, struct error *err);

#endif
