/* flush_lists.h - inside a flush: what is known of each term, and how the
 * batch's stream becomes lists.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_FLUSH_LISTS_H
#define NEWSDEX_INDEX_SEGMENT_FLUSH_LISTS_H

#include "index/segment/flush.h"

/* One term of the batch: 32 bytes, two in a cache line. */
struct term_state {
	uint32_t doc;              /* the last document it was seen in, plus 1 */
	uint32_t before;           /* the one before that, plus 1; 0: none */
	uint32_t count;            /* occurrences in doc */
	uint32_t position;         /* the last in doc */
	uint32_t post, pos;        /* while counting: bytes its list and positions take;
	                              while scattering: where the next go */
	uint32_t df_flags;         /* documents; the two highest bits are the flags */
	uint32_t tokens;           /* occurrences in all documents */
};

/* Bytes between the places of two terms: see flush_scatter.c. */
#define PLACE_SLACK 4

#define STATE_DF(state) ((state)->df_flags & (((uint32_t)1 << 30) - 1))
#define STATE_FLAGS(state) ((state)->df_flags >> 30)

struct inversion {
	struct batch *batch;
	struct stem_set *stems;
	uint32_t *order;           /* by new number: the article in the batch */
	uint32_t docs;
	uint32_t *lengths;         /* by new number */
	uint64_t length_sum;
	struct pages terms;        /* struct term_state by term */
	struct pages stem_of[STEM_SET_MAX];  /* by language and word: 0 not known, 1 none, else the stem plus 2 */
	uint32_t *sorted;          /* terms with documents, in byte order */
	uint32_t sorted_count;
	struct pages touched;      /* u32: terms of the present document */
	struct pages post, pos;    /* lists and positions, coded, in order of terms */
};

/* Behind the last element of document DOC (new number) in the batch's stream. */
static inline uint64_t
inversion_doc_end(const struct inversion *inversion, uint32_t doc)
{
	uint32_t next = inversion->order[doc] + 1;

	return next < inversion->batch->doc_count ? inversion->batch->docs[next].stream : inversion->batch->stream_used;
}

/* The stem of a word, as a term of the batch; TERM_NONE: it has none. */
enum status inversion_stem(struct inversion *inversion, uint32_t language, uint32_t word, uint32_t *stem);

/* Counts what each term has, and sums the articles' lengths. */
enum status inversion_count(struct inversion *inversion, const struct flush_options *options, struct error *err);

/* Sorts the terms. */
enum status inversion_sort(struct inversion *inversion, struct error *err);

/* Puts each posting where it belongs. */
enum status inversion_scatter(struct inversion *inversion, const struct flush_options *options, struct error *err);

/* Writes .dict, .post and .pos; *SIZE gets their size together. */
enum status inversion_write_lists(struct inversion *inversion, const struct segment_name *name,
                                  const struct flush_options *options, uint64_t *size, struct error *err);

#endif
