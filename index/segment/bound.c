#include "index/segment/bound.h"

void
bound_start(struct bound_maker *maker)
{
	memset(maker->least, 255, sizeof(maker->least));
	maker->top = 0;
}

void
bound_add(struct bound_maker *maker, uint32_t count, uint8_t code)
{
	unsigned at = count < BOUND_COUNT_ANY ? count : BOUND_COUNT_ANY;

	if (code < maker->least[at])
		maker->least[at] = code;
	if (at > maker->top)
		maker->top = at;
}

void
bound_join(struct bound_maker *maker, const struct bound_maker *more)
{
	for (unsigned i = 0; i <= more->top; i++)
		if (more->least[i] < maker->least[i])
			maker->least[i] = more->least[i];
	if (more->top > maker->top)
		maker->top = more->top;
}

static double
pair_score(unsigned count, uint8_t code, double mean)
{
	static const struct bm25 usual = BM25_DEFAULT;
	unsigned char bound[BOUND_SIZE] = { (uint8_t)count, code, (uint8_t)count, code };

	return bound_score(bound, &usual, 1, mean);
}

void
bound_make(const struct bound_maker *maker, double mean, unsigned char out[BOUND_SIZE])
{
	uint8_t above[257], below = 255;
	unsigned top = maker->top;
	double best;

	/* above[c]: the smallest length of those with c or more. */
	above[top + 1] = 255;
	for (unsigned c = top + 1; c-- > 0;)
		above[c] = maker->least[c] < above[c + 1] ? maker->least[c] : above[c + 1];
	out[0] = out[2] = (uint8_t)top;
	out[1] = out[3] = above[0];
	best = pair_score(top, above[0], mean);
	/* The second pair takes the postings with c and less. */
	for (unsigned c = 0; c < top; c++) {
		double high, low;

		if (maker->least[c] == 255 && below == 255)
			continue;
		if (maker->least[c] < below)
			below = maker->least[c];
		high = pair_score(top, above[c + 1], mean);
		low = pair_score(c, below, mean);
		if (fmax(high, low) >= best)
			continue;
		best = fmax(high, low);
		out[0] = (uint8_t)top;
		out[1] = above[c + 1];
		out[2] = (uint8_t)c;
		out[3] = below;
	}
}
