/* varint.h - unsigned integers of one to ten bytes.
 *
 * Seven bits a byte, the lowest first; the high bit says that another byte
 * follows.  Worked example: 300 is the bytes AC 02.  A reader refuses a run of
 * more than ten bytes, a value over 64 bits, and input that ends inside.
 */
#ifndef NEWSDEX_COMMON_VARINT_H
#define NEWSDEX_COMMON_VARINT_H

#include <stddef.h>
#include <stdint.h>

#define VARINT_MAX 10

/* Writes VALUE to OUT, which has room for VARINT_MAX bytes; returns the length. */
static inline size_t
varint_put(unsigned char *out, uint64_t value)
{
	size_t len = 0;

	while (value >= 0x80) {
		out[len++] = (unsigned char)(value | 0x80);
		value >>= 7;
	}
	out[len++] = (unsigned char)value;
	return len;
}

/* Reads a value from IN, before END, into *VALUE; returns the bytes taken, 0
 * when there is no valid value there. */
static inline size_t
varint_get(const unsigned char *in, const unsigned char *end, uint64_t *value)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < VARINT_MAX && in + i < end; i++) {
		uint64_t byte = in[i];

		if (i == VARINT_MAX - 1 && byte > 1)
			return 0;
		sum |= (byte & 0x7f) << (7 * i);
		if (byte < 0x80) {
			*value = sum;
			return i + 1;
		}
	}
	return 0;
}

#endif
