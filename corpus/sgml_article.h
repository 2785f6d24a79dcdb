/* sgml_article.h - an article out of SGML elements, by a table of their names.
 */
#ifndef NEWSDEX_CORPUS_SGML_ARTICLE_H
#define NEWSDEX_CORPUS_SGML_ARTICLE_H

#include "common/arena.h"
#include "corpus/reader.h"
#include "corpus/sgml.h"

/* What an element is taken as. */
enum sgml_use {
	SGML_USE_NONE,
	SGML_USE_ID,
	SGML_USE_TITLE,
	SGML_USE_BODY,
	SGML_USE_DATELINE, /* place and day that the text starts with */
	SGML_USE_DATE,
	SGML_USE_AUTHOR,
	SGML_USE_SOURCE,
	SGML_USE_SECTION,
	SGML_USE_TAGS,     /* several, between semicolons or on lines of their own */
	SGML_USE_TAG,      /* one */
	SGML_USE_BREAK,    /* separates paragraphs of the element it is in */
};

struct sgml_element {
	const char *name;
	enum sgml_use use;
};

/* Takes the next NAME element of the chunk as the current record, with its
 * opening tag in *OPEN; false at the end. */
bool sgml_article_take(struct reader *reader, const char *name, struct span *record, struct sgml_token *open);

/* Fills ARTICLE from the elements in RECORD that MAP (ended by a NULL name)
 * knows; text inside an element that it does not know belongs to the one around
 * it.  Texts live in ARENA. */
enum status sgml_article_fill(struct span record, const struct sgml_element *map, const struct date_hint *hint,
                              struct arena *arena, struct article *article);

#endif
