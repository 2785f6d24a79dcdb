#include "index/segment/promise.h"

#include <stdbool.h>

static const struct bm25 usual = PROMISE_BM25;

/* For how many documents a promise is made. */
static const uint32_t promise_counts[PROMISE_SIZE / 2] = { 10, 100 };

void
promise_norms(struct norms *norms, double mean)
{
	norms_make(norms, &usual, mean);
}

void
promise_start(struct promise_maker *maker)
{
	memset(maker->drawers, 0, sizeof(maker->drawers));
}

void
promise_add(struct promise_maker *maker, const uint32_t *docs, const uint32_t *counts, unsigned count,
            const uint32_t *lengths, const struct norms *norms)
{
	for (unsigned i = 0; i < count; i++) {
		/* Below 1; a drawer's foot is what is promised. */
		double times = counts[i], share = PROMISE_DRAWERS * (times / (norms_get(norms, lengths[docs[i]]) + times));

		maker->drawers[share < PROMISE_DRAWERS - 1 ? (unsigned)share : PROMISE_DRAWERS - 1]++;
	}
}

void
promise_make(const struct promise_maker *maker, unsigned char out[PROMISE_SIZE])
{
	unsigned drawer = PROMISE_DRAWERS;
	uint64_t above = 0;

	for (unsigned i = 0; i < PROMISE_SIZE / 2; i++) {
		while (drawer > 0 && above < promise_counts[i])
			above += maker->drawers[--drawer];
		store_u16(out + 2 * i, (uint16_t)(above < promise_counts[i] ? 0 : drawer * (65536 / PROMISE_DRAWERS)));
	}
}

double
promise_share(const unsigned char promise[PROMISE_SIZE], size_t wanted, const struct bm25 *bm25,
              double segment_mean, double mean)
{
	bool alike = !(bm25->k1 > usual.k1) && !(bm25->b < usual.b || bm25->b > usual.b)
		&& !(bm25->min_normlen < usual.min_normlen || bm25->min_normlen > usual.min_normlen);
	/* With a smaller mean articles count as longer, and scores shrink by no more than this. */
	double shrunk = mean < segment_mean ? mean / segment_mean : 1;

	for (unsigned i = 0; i < PROMISE_SIZE / 2 && alike; i++)
		if (wanted <= promise_counts[i])
			return load_u16(promise + 2 * i) / 65536.0 * shrunk * (1 - 1e-9);
	return 0;
}
