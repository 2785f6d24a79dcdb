#include "index/segment/pfor.h"

#include "index/segment/bitpack.h"

uint32_t
pfor_put(const uint32_t *numbers, enum pack_aim aim, unsigned char *out)
{
	return PACK_HEAD + pack_put(numbers, PFOR_COUNT, aim, out, out + PACK_HEAD);
}

/* Bytes of the group, its head included; 0 when it is not there whole. */
static inline uint32_t
group_size(const unsigned char *in, const unsigned char *end)
{
	uint32_t size;

	if (end - in < PACK_HEAD)
		return 0;
	size = pack_size(in, in + PACK_HEAD, (size_t)(end - in) - PACK_HEAD, PFOR_COUNT);
	return size == PACK_BAD ? 0 : PACK_HEAD + size;
}

const unsigned char *
pfor_get(const unsigned char *in, const unsigned char *end, uint32_t add, uint32_t *numbers)
{
	uint32_t size = group_size(in, end);
	unsigned width;

	if (!size)
		return NULL;
	width = pack_width(in);
	bitpack_get(in + PACK_HEAD, width, add, numbers);
	if (pack_exceptions(in) && !pack_add_exceptions(in, in + PACK_HEAD + bitpack_size(width), PFOR_COUNT, numbers))
		return NULL;
	return in + size;
}

const unsigned char *
pfor_get_sums(const unsigned char *in, const unsigned char *end, uint32_t base, uint32_t *numbers, int *sure)
{
	uint32_t size = group_size(in, end);
	unsigned width;

	if (!size)
		return NULL;
	width = pack_width(in);
	*sure = width + pack_more(in) <= 24;
	if (!pack_exceptions(in)) {
		bitpack_get_sums(in + PACK_HEAD, width, base, numbers);
		return in + size;
	}
	/* Numbers of no bits: zeros, stored by vectors. */
	bitpack_get(in + PACK_HEAD, 0, 0, numbers);
	if (!pack_add_exceptions(in, in + PACK_HEAD + bitpack_size(width), PFOR_COUNT, numbers))
		return NULL;
	bitpack_add_sums(in + PACK_HEAD, width, base, numbers);
	return in + size;
}

const unsigned char *
pfor_skip(const unsigned char *in, const unsigned char *end)
{
	uint32_t size = group_size(in, end);

	return size ? in + size : NULL;
}
