/* record.h - a stored article as bytes: what both engines keep, and what
 * `newsindex dump` and --show read back.
 *
 * Lines `name=value` in the order of enum article_field (authors and tags once
 * for each), then version, origin, offset and number; absent fields are left out, a
 * newline in a value is written \n and a backslash \\; then an empty line and
 * the body as it is, to the end.  Where bodies are not kept a line content=HASH,
 * 32 hex digits, comes last, and nothing behind the empty line.  Xapian's own
 * tools can show it.
 */
#ifndef NEWSDEX_INDEX_RECORD_H
#define NEWSDEX_INDEX_RECORD_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"
#include "common/hash.h"
#include "corpus/article.h"

/* Appends the record of ARTICLE. */
void record_encode(const struct article *article, struct buf *out);

/* The same without the body, which is the rest of the record. */
void record_encode_head(const struct article *article, struct buf *out);

/* ARTICLE as it is without its body, whose CONTENT is known. */
struct article record_bodiless(const struct article *article, struct hash128 content);

/* Fills ARTICLE from RECORD; spans point into RECORD or ARENA.  Any bytes are
 * safe; what cannot be a record is STATUS_CORRUPT.  All texts are UTF-8 but the
 * origin: a file may be called anything. */
enum status record_decode(struct span record, struct arena *arena, struct article *article, struct error *err);

/* Reads what date_format() writes, and nothing else. */
bool record_date(struct span text, struct date *date);

/* A hash over what a reader of the article would notice, and its version: every
 * field but crawled, origin and numbers.  Equal hashes: the article is unchanged.
 * The low half leaves out the id, and all of the address but its site (url.h): with it
 * equal one article repeats the other.  One that is bodiless knows the hash from before. */
struct hash128 article_hash(const struct article *article);

#endif
