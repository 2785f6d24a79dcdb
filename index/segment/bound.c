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

static inline double
pair_share(const struct norms *norms, unsigned count, uint8_t code)
{
	double most = count == BOUND_COUNT_ANY ? 1e300 : (double)count;

	return most / (norms->by_code[code] + most);
}

void
bound_make(const struct bound_maker *maker, const struct norms *norms, unsigned char out[BOUND_SIZE])
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
	best = pair_share(norms, top, above[0]);
	/* The second pair takes the postings with c and less. */
	for (unsigned c = 0; c < top; c++) {
		double high, low;

		/* Where none has c the pair before is as good. */
		if (maker->least[c] == 255)
			continue;
		if (maker->least[c] < below)
			below = maker->least[c];
		high = pair_share(norms, top, above[c + 1]);
		low = pair_share(norms, c, below);
		if (high >= best || low >= best)
			continue;
		best = high > low ? high : low;
		out[0] = (uint8_t)top;
		out[1] = above[c + 1];
		out[2] = (uint8_t)c;
		out[3] = below;
	}
}
