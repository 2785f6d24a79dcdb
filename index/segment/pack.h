/* pack.h - up to 128 numbers in the bits that most of them need, under a head
 * that tells the size (doc/index-format.md, section 7).
 *
 * Heads lie apart from what they are of, one behind another: packs can be jumped
 * over, and a number be read alone, without a look at the others.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_PACK_H
#define NEWSDEX_INDEX_SEGMENT_PACK_H

#include <stdbool.h>
#include <stdint.h>

#define PACK_COUNT 128
#define PACK_HEAD 2
#define PACK_SIZE_MAX (512 + 5 * PACK_COUNT)
#define PACK_SLACK 8                 /* bytes behind a pack that a reader may touch */
#define PACK_BAD UINT32_MAX

/* Writes COUNT numbers, 1 to 128, in the fewest bytes: HEAD, and to OUT, which
 * has room for PACK_SIZE_MAX, the pack; returns its size. */
uint32_t pack_put(const uint32_t *numbers, unsigned count, unsigned char head[PACK_HEAD], unsigned char *out);

/* The size of a pack of COUNT numbers, PACK_BAD when no head is like this. */
static inline uint32_t
pack_size(const unsigned char head[PACK_HEAD], unsigned count)
{
	uint32_t width = head[0] & 63, exceptions = head[1];

	if (width > 32 || exceptions > count || (width == 32 && exceptions))
		return PACK_BAD;
	return (width * count + 7) / 8 + exceptions * (2u + (head[0] >> 6));
}

/* Reads all numbers of a pack whose pack_size() bytes are there, and PACK_SLACK
 * more, and are not PACK_BAD.  NUMBERS has room for 128.  False when a
 * number cannot be. */
bool pack_get(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, uint32_t *numbers);

/* Reads the number at AT alone.  What is damaged gives some number. */
uint32_t pack_get_one(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, unsigned at);

#endif
