/* segment_decode_lists.h - of the second reader: sections 6 and 7 of doc/index-format.md,
 * one list with its positions.
 */
#ifndef NEWSDEX_TESTS_SEGMENT_DECODE_LISTS_H
#define NEWSDEX_TESTS_SEGMENT_DECODE_LISTS_H

#include <stdbool.h>
#include <stdint.h>

struct posting_list {
	uint64_t *docs, *counts, **positions;
	uint64_t df;
};

void list_free(struct posting_list *list);

/* The postings of an INLINE list, behind which *AT is then. */
void list_inside(const unsigned char **at, struct posting_list *list, bool counted);

/* Those of a list at START of .post, whose skips take SKIP bytes each.  HEADS: each block, and the list tail,
 * has the number of ranks before it in front. */
void list_blocks(const unsigned char *start, struct posting_list *list, bool counted, uint64_t skip, bool heads);

/* Whether the skips tell the last document of each block. */
void lasts_check(const unsigned char *start, const struct posting_list *list, uint64_t skip);

/* Puts documents for ranks in the list of DF documents at BASE_START. */
void list_unrank(const unsigned char *base_start, uint64_t df, struct posting_list *list);

/* Reads the positions of all postings. */
void list_positions(const unsigned char *at, struct posting_list *list, bool inside);

#endif
