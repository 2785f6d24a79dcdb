/* kwic.h - key words in context: every place of a query with what stands
 * beside it.
 */
#ifndef NEWSDEX_QUERY_KWIC_H
#define NEWSDEX_QUERY_KWIC_H

#include "query/snippet.h"

struct kwic_line {
	struct span left, match, right;  /* cleaned; in the arena of kwic_cut() */
	size_t offset;                   /* byte of the match in the field as it is stored */
};

/* The line of HIGHLIGHT in TEXT, with up to WIDTH code points of whole words on
 * each side.  STATUS_NOMEM. */
enum status kwic_cut(struct span text, const struct highlight *highlight, size_t width, struct arena *arena,
                     struct kwic_line *line);

#define KWIC_KEYS_MAX 6

/* What lines are sorted by: the first before the second. */
struct kwic_order {
	int keys[KWIC_KEYS_MAX];  /* -n: the nth word to the left; n: to the right; 0: the match */
	size_t count;
};

/* Reads "R1,L1,M".  STATUS_BADQUERY. */
enum status kwic_order_read(struct kwic_order *order, const char *text, struct error *err);

/* Appends what LINE is sorted by, to be compared by bytes. */
void kwic_key(const struct kwic_order *order, const struct kwic_line *line, struct buf *key);

#endif
