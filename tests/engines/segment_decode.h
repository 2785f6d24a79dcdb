/* segment_decode.h - a second reader of the native index format, written from
 * doc/index-format.md alone: slow, simple, sharing no code with the engine.
 */
#ifndef NEWSDEX_TESTS_SEGMENT_DECODE_H
#define NEWSDEX_TESTS_SEGMENT_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is found, one call for each. */
struct decode_sink {
	void (*document)(void *context, const char *id, size_t id_len, int64_t date, uint32_t length, uint32_t words,
	                 const unsigned char *sketch, const char *record, size_t record_len);
	/* One posting of a document that is not deleted. */
	void (*posting)(void *context, const char *id, size_t id_len, const char *term, size_t term_len,
	                uint32_t frequency, const uint32_t *positions, size_t count);
	void *context;
};

/* Reads the whole index in FOLDER.  False, with a message on standard output,
 * at the first thing that is not as the format says. */
bool decode_index(const char *folder, const struct decode_sink *sink);

/* Packed blocks of dictionaries that were read so far. */
size_t decode_packed_blocks(void);

/* The same of ids. */
size_t decode_packed_ids(void);

/* How many packs had parts in unary. */
size_t decode_unary_packs(void);

/* How many lists were ranks in others. */
size_t decode_ranked_lists(void);

/* Words of forward indexes that were read so far. */
size_t decode_forward_words(void);

#endif
