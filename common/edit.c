#include "common/edit.h"

#include "common/utf8.h"

void
edit_word_set(struct edit_word *word, struct span text)
{
	size_t len;

	word->count = 0;
	for (size_t at = 0; at < text.len && word->count < EDIT_WORD_MAX; at += len)
		word->points[word->count++] = utf8_decode(text.ptr + at, text.ptr + text.len, &len);
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned
edit_distance(const struct edit_word *a, const struct edit_word *b, unsigned limit)
{
	unsigned rows[3][EDIT_WORD_MAX + 1], *before = rows[0], *last = rows[1], *row = rows[2], *spare;
	const uint32_t *p = a->points, *q = b->points;

	if (a->count > b->count + limit || b->count > a->count + limit)
		return limit + 1;
	for (unsigned j = 0; j <= b->count; j++)
		last[j] = before[j] = j;
	for (unsigned i = 1; i <= a->count; i++) {
		unsigned smallest = row[0] = i;

		for (unsigned j = 1; j <= b->count; j++) {
			unsigned cost = last[j - 1] + (p[i - 1] != q[j - 1]);

			cost = least(cost, least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && p[i - 1] == q[j - 2] && p[i - 2] == q[j - 1])
				cost = least(cost, before[j - 2] + 1);
			row[j] = cost;
			smallest = least(smallest, cost);
		}
		/* A row is at most one better than the row before it, so a swap, which
		 * reaches two rows back and costs one, cannot come under the limit again. */
		if (smallest > limit)
			return limit + 1;
		spare = before, before = last, last = row, row = spare;
	}
	return least(last[b->count], limit + 1);
}

unsigned
edit_distance_string(const char *a, const char *b, unsigned limit)
{
	struct edit_word first, second;

	edit_word_set(&first, span_from_string(a));
	edit_word_set(&second, span_from_string(b));
	return edit_distance(&first, &second, limit);
}
