/* forward.h - the words of each document in their order: the forward index, which
 * a segment may have (doc/index-format.md, section 12).
 *
 * The inverted index tells where a word stands; this one tells what stands at a
 * place.  It holds nothing that the lists do not, and is made of them.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_FORWARD_H
#define NEWSDEX_INDEX_SEGMENT_FORWARD_H

#include "index/segment/pfor.h"
#include "index/segment/segment.h"

/* Symbols: two for places that have no word, the words behind. */
#define FORWARD_JUMP 0u
#define FORWARD_HOLE 1u
#define FORWARD_WORD 2u

#define FORWARD_JUMP_PLACES 99u      /* between the last word of a title and the first of a body */
#define FORWARD_GROUP PFOR_COUNT     /* symbols */
#define FORWARD_CHUNK 16u            /* groups */
#define FORWARD_CHUNK_SIZE (8 + 2 * FORWARD_CHUNK)   /* what is said of a chunk: where it begins, its groups' sizes */

/* FORWARD is zeroed; STATUS_CORRUPT where it is not of a segment of DOCS documents and TERMS terms. */
enum status forward_open(struct forward *forward, const char *folder, const char *name, uint32_t docs, uint64_t terms,
                         struct error *err);
void forward_release(struct forward *forward);

/* The number of the first symbol of DOC, of which the last is before that of DOC + 1.  DOC is at most docs. */
static inline uint64_t
forward_first(const struct forward *forward, uint32_t doc)
{
	return load_u64(forward->in.data + forward->firsts + 8 * (uint64_t)doc);
}

/* The number of WORD's term in the dictionary; WORD is below words. */
static inline uint32_t
forward_term(const struct forward *forward, uint32_t word)
{
	return load_u32(forward->in.data + forward->terms + 4 * (uint64_t)word);
}

/* The symbols of DOC one part after another.  Many documents are read faster from bytes of the
 * file that were read into memory than from those that are mapped: a page costs the more, the less
 * of it is wanted. */
struct forward_cursor {
	const struct forward *forward;
	const unsigned char *bytes;      /* copy of the file's from bytes_from to before bytes_end, with PACK_SLACK more, or NULL */
	uint64_t bytes_from, bytes_end;
	uint64_t at, end;                /* the next symbol, and behind the last one */
	uint64_t group;                  /* that is unpacked, plus 1; 0: none */
	uint32_t symbols[FORWARD_GROUP];
};

void forward_cursor_init(struct forward_cursor *cursor, const struct forward *forward);

/* Puts CURSOR before the symbols of DOC. */
enum status forward_cursor_seek(struct forward_cursor *cursor, uint32_t doc, struct error *err);

/* Where in the file the words of the documents FROM to before UNTIL lie; *BEGIN is *END where that cannot be said. */
void forward_bytes(const struct forward *forward, uint32_t from, uint32_t until, uint64_t *begin, uint64_t *end);

/* The next *COUNT symbols, 1 to FORWARD_GROUP, valid until the next call: words are below
 * FORWARD_WORD + words.  STATUS_END: there are none. */
enum status forward_cursor_next(struct forward_cursor *cursor, const uint32_t **symbols, uint32_t *count, struct error *err);

/* What a file is made with. */
struct forward_options {
	size_t memory;                   /* bytes for places of words, and as many again that are mapped of the
	                                    lists; 16 for each word and 8 for each document besides */
	bool (*stop)(void *context);     /* may be NULL */
	void *context;
};

/* Gives the segment ABOUT, whose other files are written in FOLDER, its forward index. */
enum status forward_make(const char *folder, struct manifest_segment *about, const struct forward_options *options,
                         struct error *err);

/* Whether the forward index of SEGMENT says what its lists say. */
enum status forward_check(const struct segment *segment, struct error *err);

#endif
