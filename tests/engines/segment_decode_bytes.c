#include "tests/engines/segment_decode_bytes.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "tests/engines/segment_decode.h"

bool decode_wrong;

bool
complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	printf("# decode: ");
	vprintf(format, args);
	putchar('\n');
	va_end(args);
	decode_wrong = true;
	return false;
}

/* ---- Sections 1 and 3: numbers and the envelope ------------------------ */

uint64_t
number(const unsigned char *at, int width)
{
	uint64_t value = 0;

	for (int i = width; i-- > 0;)
		value = value << 8 | at[i];
	return value;
}

uint64_t
varint(const unsigned char **at)
{
	uint64_t value = 0;
	int shift = 0;

	do
		value |= (uint64_t)(**at & 127) << shift;
	while (shift += 7, *(*at)++ >= 128);
	return value;
}

bool
whole_file(const char *folder, const char *name, struct bytes *file)
{
	char path[4096];
	FILE *in;

	memset(file, 0, sizeof(*file));
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	in = fopen(path, "rb");
	if (!in)
		return complain("%s cannot be opened", path);
	fseek(in, 0, SEEK_END);
	file->len = (size_t)ftell(in);
	rewind(in);
	/* Some zeros behind, so that this reader may be careless. */
	file->data = calloc(file->len + 4096, 1);
	if (!file->data || fread(file->data, 1, file->len, in) != file->len)
		return complain("%s cannot be read", path);
	fclose(in);
	return true;
}

bool
enveloped_file(const char *folder, const char *name, char kind, size_t tail, struct bytes *file)
{
	char magic[9] = "ndx \r\n\x1a\n";
	unsigned char *both;
	uint64_t sum;

	magic[3] = kind;
	if (!whole_file(folder, name, file))
		return false;
	if (file->len < 40 + 8 * tail || memcmp(file->data, magic, 8) != 0 || number(file->data + 8, 8) != 6)
		return complain("%s begins wrongly", name);
	if (number(file->data + file->len - 24, 8) != 8 * tail)
		return complain("%s has a tail of %" PRIu64 " bytes", name, number(file->data + file->len - 24, 4));
	if (XXH3_64bits(file->data, file->len - 8) != number(file->data + file->len - 8, 8))
		return complain("%s has a wrong sum", name);
	file->body_end = file->len - 24 - 8 * tail;
	both = malloc(16 + 8 * tail);
	memcpy(both, file->data, 16);
	memcpy(both + 16, file->data + file->body_end, 8 * tail);
	sum = XXH3_64bits(both, 16 + 8 * tail);
	free(both);
	if (sum != number(file->data + file->len - 16, 8))
		return complain("%s has a wrong sum of its tail", name);
	for (size_t i = 0; i < tail; i++)
		file->tail[i] = number(file->data + file->body_end + 8 * i, 8);
	return true;
}

/* ---- Section 6: packs and list tails ------------------------------------ */

static bool
bit(const unsigned char *from, uint64_t place)
{
	return from[place / 8] >> place % 8 & 1;
}

/* The number in WIDTH bits at PLACE, the lowest first. */
static uint64_t
bits(const unsigned char *from, uint64_t place, unsigned width)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < width; i++)
		value |= (uint64_t)bit(from, place + i) << i;
	return value;
}

static size_t unary_packs;

size_t
decode_unary_packs(void)
{
	return unary_packs;
}

void
pack(const unsigned char **head, const unsigned char **at, uint64_t count, uint64_t *out)
{
	unsigned both = (unsigned)number(*head, 2), width = both % 64, more = both / 64 % 32, exceptions = both / 2048;
	const unsigned char *packed = *at, *places = packed + (width * count + 7) / 8, *highs = places;
	uint64_t which[128], found = 0;

	for (uint64_t i = 0; i < count; i++) {
		/* 128 numbers have four lanes, fewer have one. */
		for (unsigned k = 0; k < width && count == 128; k++) {
			uint64_t place = i / 4 * width + k;

			out[i] = (k ? out[i] : 0) | (uint64_t)bit(packed, 128 * (place / 32) + 32 * (i % 4) + place % 32) << k;
		}
		if (count < 128 || width == 0)
			out[i] = bits(packed, i * width, width);
		if (exceptions == 31 && bit(places, i))
			which[found++] = i;
	}
	for (unsigned i = 0; exceptions < 31 && i < exceptions; i++)
		which[found++] = places[i];
	highs += exceptions == 31 ? (count + 7) / 8 : exceptions;
	if (exceptions == 31 && more == 0) {
		uint64_t place = 0;

		for (uint64_t i = 0; i < count; i++, place++)
			for (; !bit(places, place); place++)
				out[i] += UINT64_C(1) << width;
		*head += 2;
		*at = places + (place + 7) / 8;
		unary_packs++;
		return;
	}
	for (uint64_t i = 0; i < found; i++)
		out[which[i]] += bits(highs, i * more, more) << width;
	*head += 2;
	*at = highs + (found * more + 7) / 8;
}

void
group(const unsigned char **at, uint64_t *out)
{
	const unsigned char *head = *at;

	*at += 2;
	pack(&head, at, 128, out);
}

uint64_t
tail_number(const unsigned char *from, uint64_t *place, unsigned width)
{
	uint64_t units = 0, value;

	while (units < 20 && !bit(from, *place + units))
		units++;
	*place += units + (units < 20);
	if (units == 20)
		width = 32;
	value = bits(from, *place, width);
	*place += width;
	return units == 20 ? value : (units << width) + value;
}
