/* snippet.h - where in an article the query is, and the best part to show.
 *
 * A highlighter is made once for a bound query and then used for any number of
 * articles.  It reads the stored text with the tokenizer and stemmer that
 * indexed it, so it finds every word that matched, stems included, whichever
 * engine answered.  Phrases are one highlight.  What a query excludes is not
 * highlighted.  Time is linear in the text.  Of a phrase of more than
 * HIGHLIGHT_PHRASE_MAX words the first so many are looked for.
 */
#ifndef NEWSDEX_QUERY_SNIPPET_H
#define NEWSDEX_QUERY_SNIPPET_H

#include "common/arena.h"
#include "common/error.h"
#include "corpus/article.h"
#include "index/index.h"

#define HIGHLIGHT_PHRASE_MAX 64

struct highlight {
	size_t start, end;              /* bytes of the text, [start, end) */
	size_t first_point, end_point;  /* the same in code points */
	unsigned unit;                  /* which word or phrase of the query, from 0 in order of the tree */
};

struct snippet {
	struct span text;               /* valid UTF-8, no control characters, white space
	                                   as single spaces; "" when there is none */
	struct highlight *highlights;   /* by start, never overlapping */
	size_t count;
	bool cut_before, cut_after;     /* the article's text goes on there */
	enum article_field field;       /* where it is from: FIELD_BODY, FIELD_NOTE or FIELD_TITLE */
	size_t offset;                  /* byte of that field where the first part begins */
};

struct snippet_options {
	size_t width;                   /* about so many code points in all; 0: 240 */
	unsigned parts;                 /* at most so many, joined by " … "; 0: 2 */
};

struct highlighter;

/* Prepares TREE (which must outlive it).  READER gives the languages of the
 * index; it is not kept. */
enum status highlighter_new(const struct node *tree, struct index_reader *reader,
                            struct highlighter **highlighter, struct error *err);
void highlighter_free(struct highlighter *highlighter);

/* The best part of the body (of the note, where only it has matches; the start
 * of the body where nothing has), in ARENA. */
enum status snippet_make(struct highlighter *highlighter, const struct article *article,
                         const struct snippet_options *options, struct arena *arena,
                         struct snippet *snippet, struct error *err);

/* The whole title, cleaned in the same way, with its highlights. */
enum status snippet_title(struct highlighter *highlighter, const struct article *article,
                          struct arena *arena, struct snippet *snippet, struct error *err);

/* Every highlight of a field's text as it is stored (offsets in
 * article->text[field]; FIELD_TITLE, FIELD_BODY or FIELD_NOTE), in ARENA. */
enum status highlighter_find(struct highlighter *highlighter, const struct article *article, enum article_field field,
                             struct arena *arena, struct highlight **highlights, size_t *count, struct error *err);

#endif
