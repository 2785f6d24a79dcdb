/* seen.h - which articles --new-since has reported, and in which state.
 *
 * A memory is 16 bytes an article, two hashes: of its id, and of what a reader
 * would notice of it (record.h).  An article with a known id and an unknown
 * content has changed.  What no longer matches stays remembered, so that it is
 * not new when it matches again.
 *
 * As a file: the line `newsdex seen 1`; the subject, lines that say what the
 * memory is of; `fingerprint=` and an empty line; the pairs, by id and content,
 * as little-endian numbers; the 128-bit hash of all that, low half first.
 */
#ifndef NEWSDEX_QUERY_SEEN_H
#define NEWSDEX_QUERY_SEEN_H

#include "common/buf.h"
#include "common/error.h"

struct seen_pair {
	uint64_t id, content;
};

struct seen {
	struct seen_pair *pairs;  /* by id, then content; owned */
	size_t count;
	char fingerprint[33];     /* of the index in which nothing is left to report, or "" */
};

#define SEEN_INIT { .pairs = NULL, .count = 0, .fingerprint = "" }

enum seen_verdict {
	SEEN_BEFORE,
	SEEN_NEW,
	SEEN_CHANGED,
	SEEN_TWICE,               /* another of these articles is the same */
	SEEN_LATER,               /* the caller's: new or changed, but not reported now */
};

/* An article that matches now. */
struct seen_article {
	struct seen_pair pair;
	size_t place;             /* the caller's number of it; no two are equal */
	enum seen_verdict verdict;
};

void seen_release(struct seen *seen);

/* Fills SEEN from the bytes of a file.  STATUS_CORRUPT; STATUS_BADQUERY where
 * the file is of another subject.  PLACE is for messages. */
enum status seen_decode(struct seen *seen, struct span data, struct span subject, const char *place, struct error *err);
void seen_encode(const struct seen *seen, struct span subject, struct buf *out);

/* Sorts ARTICLES by pair and place, and gives each its verdict. */
void seen_judge(const struct seen *seen, struct seen_article *articles, size_t count);

/* Remembers ARTICLES as seen_judge() left them, but for those put off. */
enum status seen_update(struct seen *seen, const struct seen_article *articles, size_t count, struct error *err);

#endif
