/* segment_decode_bytes.h - of the second reader: sections 1 and 3 of
 * doc/index-format.md, numbers and the envelope, and of section 6 packs and numbers
 * of list tails.  Careless: files have zeros behind them.
 */
#ifndef NEWSDEX_TESTS_SEGMENT_DECODE_BYTES_H
#define NEWSDEX_TESTS_SEGMENT_DECODE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Something was complained of. */
extern bool decode_wrong;

/* Says what is wrong; the answer is false. */
bool complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

struct bytes {
	unsigned char *data;   /* to be freed */
	size_t len;            /* of the whole file */
	size_t body_end;
	uint64_t tail[64];
};

/* WIDTH bytes. */
uint64_t number(const unsigned char *at, int width);

/* Moves *AT on. */
uint64_t varint(const unsigned char **at);

bool whole_file(const char *folder, const char *name, struct bytes *file);

/* The file, which is of KIND and has TAIL numbers in its tail. */
bool enveloped_file(const char *folder, const char *name, char kind, size_t tail, struct bytes *file);

/* A pack of COUNT numbers, of which *HEAD and *AT are moved on. */
void pack(const unsigned char **head, const unsigned char **at, uint64_t count, uint64_t *out);

/* Inside a list a pack of 128 has its head before it. */
void group(const unsigned char **at, uint64_t *out);

/* The next number of a list tail. */
uint64_t tail_number(const unsigned char *from, uint64_t *place, unsigned width);

#endif
