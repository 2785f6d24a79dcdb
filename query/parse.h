/* parse.h - the query language: text to tree.
 *
 *   huawei ban            all words (any of them with PARSE_ANY)
 *   =banned =café         the exact word; accents that are written must be there
 *   AND OR NOT -x ( )     NOT binds before AND, AND before OR; `and` is a word
 *   "security threat"     the words one behind the other
 *   cyber* *port h?awei   any letters, one letter; also in phrases
 *   huawai~1 ~2           misspelt by so many letters
 *   a NEAR/5 b, a W/5 b   within 5 words of each other; neighbours are 1 apart
 *   a PRE/5 b             the same, a first
 *   a NOT W/5 b           a with no b within 5 words
 *   a W/S b, a W/P b      in one sentence, in one paragraph
 *   title: author:        words in a field; title:(a OR b) for several
 *   source: section: tag: lang: url: id:     the whole value, wildcards allowed
 *   date:2019-01  date:2019-01..2019-03  date:>=2019  date:..2018
 *   words:>1000   words:200..500
 *   ATLEAST3(x)  FIRST50(x)  LEAD(x)  CAPS(US)
 *   x^2  (a b)^0.5        counts so much more or less in the ranking
 *
 * Words beside each other bind before AND and after NOT, near operators before
 * everything.  With PARSE_ANY a run of words beside each other asks for any of
 * them; what only filters (date:, source:, ...) and what is excluded still
 * applies to all of the run.
 *
 * A word is cut into terms as text is (text/token.h).  One that becomes
 * several (win-win, 10:30, a@b.org) is the phrase of them.  Punctuation that
 * stands alone is passed over, and so is the ? that ends three or more plain
 * words.  A word of Chinese, Japanese or Thai is the
 * phrase of its pairs of characters; a single character stands for every pair
 * that it begins.
 */
#ifndef NEWSDEX_QUERY_PARSE_H
#define NEWSDEX_QUERY_PARSE_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"
#include "query/ast.h"

enum parse_flag {
	PARSE_ANY = 1,       /* words beside each other: any of them */
	PARSE_LITERAL = 2,   /* no operators, no fields, no wildcards: only words */
	PARSE_EMPTY = 4,     /* a query without words is AST_ALL, not an error */
};

#define QUERY_LENGTH_MAX 65536  /* bytes of a query */
#define QUERY_DEPTH_MAX 100     /* brackets within brackets */
#define QUERY_NODES_MAX 10000   /* leaves and operators */
#define QUERY_DISTANCE_MAX 255  /* words, for NEAR, W, PRE */
#define QUERY_EDITS_MAX 2       /* letters, for ~n */

/* Parses TEXT into *AST, which lives in ARENA with copies of what it needs of
 * TEXT.  STATUS_BADQUERY: ERR holds the reason and the byte offset of the
 * place; STATUS_LIMIT: over a limit above. */
enum status query_parse(struct span text, unsigned flags, struct arena *arena,
                        struct ast **ast, struct error *err);

/* Appends ERR, which query_parse() or query_bind() filled for TEXT, as people
 * read it, each line ended by a newline:
 *
 *   huawei AND (ban
 *              ^
 *   this bracket is not closed
 *
 * A long query is shown around the place; characters that would disturb a
 * terminal are replaced, and wide ones are counted as two columns. */
void query_error_format(struct span text, const struct error *err, struct buf *out);

/* The period that TEXT, the part behind date:, means, [*LOW, *HIGH) in
 * wall-clock seconds, INT64_MIN or INT64_MAX where it is open: a period of
 * date_period(), from..until, and >, >=, <, <= before one.  STATUS_BADQUERY;
 * offsets in ERR count from the start of TEXT. */
enum status query_date_range(struct span text, int64_t *low, int64_t *high, struct error *err);

/* The same for the part behind words: 500, 200..500, >1000, ... */
enum status query_number_range(struct span text, int64_t *low, int64_t *high, struct error *err);

#endif
