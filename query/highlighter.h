/* highlighter.h - what the files of snippet.h share; nobody else includes it.
 */
#ifndef NEWSDEX_QUERY_HIGHLIGHTER_H
#define NEWSDEX_QUERY_HIGHLIGHTER_H

#include "common/buf.h"
#include "common/table.h"
#include "query/languages.h"
#include "query/other_words.h"
#include "query/snippet.h"
#include "text/token.h"

#define USES_MAX 64      /* of one term in a query: further ones are not highlighted */
#define NO_PHRASE UINT32_MAX

/* One place of a term in the query. */
struct term_use {
	uint32_t next;         /* number of the term's next use, or TABLE_NONE */
	uint32_t unit;
	uint32_t phrase;       /* number, or NO_PHRASE */
	uint32_t element;      /* of the phrase, from 0 */
	struct span spelt;     /* or SPAN_NONE */
};

/* How far a phrase has been read: bit n of bits says that its first n + 1
 * elements end at the word before position. */
struct phrase_state {
	uint64_t bits;
	uint64_t before;       /* the same of the word before that */
	uint32_t position;
	uint32_t unit;
	uint32_t length;
};

/* Stemming is what costs, and words repeat. */
#define STEMS_KEPT 4096
#define STEMS_BYTES ((size_t)256 << 10)

struct kept_stems {
	uint32_t *slots;             /* STEMS_KEPT, by hash: where in pool, or 0 */
	struct buf pool;             /* a byte that is no word, then length, stem's length, word, stem */
};

struct highlighter {
	struct languages languages;
	struct table terms;          /* as in the index: huawei, Zhuawei, Shuawei, XCus, ... */
	uint32_t *first_use;         /* by a term's number */
	uint32_t *use_counts;
	size_t terms_size;
	struct term_use *uses;
	size_t use_count, use_size;
	struct phrase_state *phrases;
	size_t phrase_count, phrase_size;
	uint32_t unit_count;
	bool stems, titles, caps;    /* whether any term is of that kind */
	bool begins[256];            /* with which byte a term without its prefix begins */
	struct buf key, spelling;    /* scratch */
	struct kept_stems kept;
	struct other_words others;   /* that have no use in any field */
	struct stemmer *kept_by;     /* both made by this one */
};

/* Highlights of a text in a list that grows. */
struct highlights {
	struct highlight *items;
	size_t count, size;
};

/* Finds the highlights of FIELD's TEXT, at most LIMIT of them, by start and
 * without overlaps.  The caller frees items. */
enum status highlighter_scan(struct highlighter *highlighter, struct span language, enum article_field field,
                             struct span text, size_t limit, struct highlights *found, struct error *err);

/* Appends the bytes [START, END) of TEXT as they may be shown, and those of
 * HIGHLIGHTS that lie there to OUT with their new offsets.  POINTS: code
 * points in CLEAN so far. */
enum status clean_append(struct buf *clean, size_t *points, struct span text, size_t start, size_t end,
                         const struct highlight *highlights, size_t count, struct highlights *out);

enum status highlights_add(struct highlights *highlights, struct highlight highlight);

#endif
