/* pack.h - up to 128 numbers in the bits that most of them need, under a head
 * that tells the size (doc/index-format.md, section 6).
 *
 * Heads may lie apart from what they are of, one behind another: packs can be
 * jumped over, and a number be read alone, without a look at the others.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_PACK_H
#define NEWSDEX_INDEX_SEGMENT_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACK_COUNT 128
#define PACK_HEAD 2
#define PACK_SIZE_MAX (512 + 16 + 4 * PACK_COUNT)
#define PACK_SLACK 8                 /* bytes behind a pack that a reader may touch */
#define PACK_BAD UINT32_MAX
#define PACK_BITMAP 31               /* instead of a number of exceptions: a bit for each number says it */

/* With PACK_BITMAP and no bits for exceptions, every number has the part above the width in
 * unary: so the width is at most PACK_UNARY_WIDTH, and the unary bytes are at most PACK_UNARY_MOST. */
#define PACK_UNARY_WIDTH 16
#define PACK_UNARY_MOST 64

/* What a writer wants: FAST weighs bytes against the time of a reader. */
enum pack_aim { PACK_FAST, PACK_SMALL };

/* What a head says. */
static inline unsigned
pack_width(const unsigned char head[PACK_HEAD])
{
	return head[0] & 63;
}

/* Bits that each exception has besides. */
static inline unsigned
pack_more(const unsigned char head[PACK_HEAD])
{
	return head[0] >> 6 | (head[1] & 7u) << 2;
}

static inline unsigned
pack_exceptions(const unsigned char head[PACK_HEAD])
{
	return head[1] >> 3;
}

/* Writes COUNT numbers, 1 to 128: HEAD, and to OUT, which
 * has room for PACK_SIZE_MAX, the pack; returns its size. */
uint32_t pack_put(const uint32_t *numbers, unsigned count, enum pack_aim aim, unsigned char head[PACK_HEAD],
                  unsigned char *out);

/* pack_size() of a pack with exceptions. */
uint32_t pack_size_exceptions(const unsigned char head[PACK_HEAD], const unsigned char *in, size_t left, unsigned count);

/* The size of the pack of COUNT numbers at IN, of which LEFT bytes are there and
 * PACK_SLACK more; PACK_BAD when no pack is like this. */
static inline uint32_t
pack_size(const unsigned char head[PACK_HEAD], const unsigned char *in, size_t left, unsigned count)
{
	uint32_t size = (pack_width(head) * count + 7) / 8;

	if (head[1] || head[0] > 32)
		return pack_size_exceptions(head, in, left, count);
	return size <= left ? size : PACK_BAD;
}

/* Reads all numbers of a pack whose pack_size() is not PACK_BAD.  NUMBERS has room
 * for 128.  False when a number cannot be. */
bool pack_get(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, uint32_t *numbers);

/* Adds to NUMBERS what the exceptions of such a pack have besides; IN is where they begin. */
bool pack_add_exceptions(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count,
                         uint32_t *numbers);

/* Reads the number at AT alone.  What is damaged gives some number. */
uint32_t pack_get_one(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, unsigned at);

#endif
