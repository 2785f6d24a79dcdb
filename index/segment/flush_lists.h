/* flush_lists.h - inside a flush: how the batch's stream becomes lists.
 *
 * A word's postings are u32 elements: a document with ELEMENT_DOC set, behind
 * it the positions that the word has there.  A stem's postings are made of
 * those of its words when its list is written.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_FLUSH_LISTS_H
#define NEWSDEX_INDEX_SEGMENT_FLUSH_LISTS_H

#include "index/segment/doc_counts.h"
#include "index/segment/flush.h"
#include "index/segment/lists_out.h"

/* Where the next element of a word goes. */
struct scatter_state {
	uint32_t next;
	uint32_t doc;              /* the last document, plus 1 */
};

/* A word of a stem. */
struct stem_word {
	uint32_t word;
	uint32_t language;         /* whose articles alone count, or LANGUAGE_ANY */
};

#define LANGUAGE_ANY UINT32_MAX

struct inversion {
	struct batch *batch;
	struct stem_set *stems;
	uint32_t *order;           /* by new number: the article in the batch */
	uint32_t docs;
	uint32_t *lengths;         /* by new number */
	uint64_t length_sum;

	uint32_t words;            /* terms of the stream: those behind are stems */
	struct pages elements;
	uint32_t *begins;          /* by word: its first element */
	struct scatter_state *states;

	uint32_t *stem_begins;     /* by stem, from 0: its first stem_word; one more at the end */
	struct stem_word *stem_words;
	uint32_t *word_stems;      /* by word: the stem whose list it may be ranks in, or TERM_NONE */
	struct list_base *bases;   /* by stem: its list, once it is written */
	uint32_t *sorted;          /* words and stems in byte order */
	uint32_t sorted_count;
	struct doc_counts counts;  /* for a stem of several words */
	struct buf merged;         /* its elements: each document, and its count */
	bool passes;               /* the words of one article, some at a time: see flush_passes.c */
	uint32_t pass_begin, pass_end; /* in SORTED: those whose elements are there */
};

/* Behind the last element of document DOC (new number) in the batch's stream. */
static inline uint64_t
inversion_doc_end(const struct inversion *inversion, uint32_t doc)
{
	uint32_t next = inversion->order[doc] + 1;

	return next < inversion->batch->doc_count ? inversion->batch->docs[next].stream : inversion->batch->stream_used;
}

static inline uint32_t
inversion_language(const struct inversion *inversion, uint32_t doc)
{
	return inversion->batch->docs[inversion->order[doc]].language;
}

/* The elements of WORD, *COUNT of them; behind them is one with ELEMENT_DOC. */
static inline const uint32_t *
inversion_elements(struct inversion *inversion, uint32_t word, size_t *count)
{
	uint32_t *elements = inversion->elements.data;

	elements[inversion->states[word].next] = ELEMENT_DOC;
	*count = inversion->states[word].next - inversion->begins[word];
	return elements + inversion->begins[word];
}

/* Puts every word's postings into its elements. */
enum status inversion_scatter(struct inversion *inversion, const struct flush_options *options, struct error *err);

/* The same for one article whose words are too many to lie in memory together: no postings yet. */
enum status inversion_passes_init(struct inversion *inversion, struct error *err);

/* Puts the postings of the words from sorted[AT] on into their elements, as many as there is room for. */
enum status inversion_pass(struct inversion *inversion, uint32_t at, struct error *err);

/* Makes the stems terms of the batch, and finds the words of each. */
enum status inversion_stem(struct inversion *inversion, struct error *err);

/* Writes .dict, .post and .pos; *SIZE gets their size together. */
enum status inversion_write_lists(struct inversion *inversion, const struct segment_name *name,
                                  const struct flush_options *options, uint64_t *size, struct error *err);

#endif
