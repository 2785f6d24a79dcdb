/* foreign_tree.h - what the files of foreign.h share; nobody else includes it.
 *
 * A foreign query becomes a small tree, because a section around it (HEADLINE,
 * BODY) has to be written to every part that has a place.
 */
#ifndef NEWSDEX_QUERY_FOREIGN_TREE_H
#define NEWSDEX_QUERY_FOREIGN_TREE_H

#include "common/arena.h"
#include "query/foreign.h"

enum part_kind {
	PART_PLACE,      /* words, in our language, that can stand in any operator */
	PART_FILTER,     /* what only chooses: a date, a source */
	PART_AND,
	PART_OR,
	PART_NOT,        /* its one child */
	PART_NEAR,       /* two children and the operator in text */
	PART_WITHIN,     /* its one child in a section: text is the opening, such as title:( */
	PART_SEGMENT,    /* two children, both in the title or both in the body */
};

/* The openings of sections; each is closed by one bracket. */
#define WITHIN_TITLE "title:("
#define WITHIN_AUTHOR "author:("
#define WITHIN_LEAD "LEAD("
#define WITHIN_CAPS "CAPS("
/* Longer than any article: everything but the title. */
#define WITHIN_BODY "FIRST1000000("

struct part {
	enum part_kind kind;
	size_t at;                 /* byte of the foreign query */
	struct span text;
	struct part **children;
	size_t count, room;
};

#define FOREIGN_DEPTH_MAX 60   /* of brackets: ours has 100 for what they become */
#define FOREIGN_PARTS_MAX 5000

/* A reader of either grammar. */
struct foreign {
	struct span text;
	size_t at;                 /* next byte */
	unsigned depth;
	size_t parts;
	struct arena arena;
	struct error *err;         /* never NULL */
};

enum status foreign_error(struct foreign *foreign, size_t at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Whether TEXT is NAME in any case. */
bool foreign_called(struct span text, const char *name);

/* NULL with an error set. */
struct part *part_new(struct foreign *foreign, enum part_kind kind, size_t at);

/* Adds CHILD (may be NULL: nothing was made); takes the children of a child of
 * the same kind where that means the same.  STATUS_OK or the error that is set. */
enum status part_add(struct foreign *foreign, struct part *part, struct part *child);

/* KIND of LEFT and RIGHT; NULL when one is, or there is no memory. */
struct part *part_pair(struct foreign *foreign, enum part_kind kind, struct part *left, struct part *right);

/* A part that is what TEXT, made in BUF, says; BUF is cleared. */
struct part *part_text(struct foreign *foreign, enum part_kind kind, size_t at, struct buf *buf);

/* Appends PART in our language. */
enum status part_print(struct foreign *foreign, const struct part *part, struct buf *out);

/* ---- Words --------------------------------------------------------------- */

/* Appends WORD, without wildcards, so that nothing in it is an operator; EXACT:
 * only as it is written. */
void foreign_word(struct buf *out, struct span word, bool exact);

/* Appends WORD and its regular plural, or singular, as alternatives. */
void foreign_plural(struct buf *out, struct span word);

/* Appends STEM with up to COUNT letters more, as alternatives. */
void foreign_endings(struct buf *out, struct span stem, size_t count);

/* ---- Fields -------------------------------------------------------------- */

/* How a database, or an index, calls what ours calls otherwise. */
enum foreign_field {
	FOREIGN_NONE,
	FOREIGN_TEXT, FOREIGN_BODY, FOREIGN_TITLE, FOREIGN_LEAD, FOREIGN_AUTHOR,  /* words in them */
	FOREIGN_SOURCE, FOREIGN_SECTION, FOREIGN_TAG, FOREIGN_LANGUAGE, FOREIGN_URL, FOREIGN_ID,
	FOREIGN_DATE, FOREIGN_LENGTH,
};

enum foreign_field foreign_field_find(enum query_syntax syntax, struct span name);

/* The opening of a field with words, or NULL. */
const char *foreign_field_opening(enum foreign_field field);

/* Appends the filter of a field without words: VALUE as part of the whole
 * (WHOLE: the whole). */
void foreign_value(struct buf *out, enum foreign_field field, struct span value, bool whole);

/* A language's code for its English name; the name where it has none here. */
struct span foreign_language(struct span name);

/* Appends TEXT, a day, month or year in a notation of SYNTAX, as ours is. */
enum status foreign_date(struct foreign *foreign, enum query_syntax syntax, size_t at, struct span text,
                         struct buf *out);

/* ---- Grammars ------------------------------------------------------------ */

enum status database_parse(struct foreign *foreign, enum query_syntax syntax, struct part **part);
enum status lucene_parse(struct foreign *foreign, struct part **part);

#endif
