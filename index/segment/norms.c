#include "index/segment/norms.h"

#include <string.h>

#include "index/segment/bound.h"

void
norms_make(struct norms *norms, const struct bm25 *bm25, double mean)
{
	norms->bm25 = *bm25;
	norms->mean = mean;
	for (uint32_t i = 0; i < NORMS_LENGTHS; i++)
		norms->by_length[i] = norm_of(bm25, mean, i);
	for (unsigned i = 0; i < 256; i++)
		norms->by_code[i] = norm_of(bm25, mean, length_of_code((uint8_t)i));
}

bool
norms_are(const struct norms *norms, const struct bm25 *bm25, double mean)
{
	return memcmp(&norms->bm25, bm25, sizeof(*bm25)) == 0 && memcmp(&norms->mean, &mean, sizeof(mean)) == 0;
}
