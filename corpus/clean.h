/* clean.h - the texts of an article as they are kept: valid UTF-8, trimmed.
 *
 * No-break spaces, soft hyphens and the like stay inside a text, where the
 * tokenizer knows them; at its ends they go, and a text of nothing else is blank.
 */
#ifndef NEWSDEX_CORPUS_CLEAN_H
#define NEWSDEX_CORPUS_CLEAN_H

#include "common/arena.h"
#include "common/span.h"
#include "common/status.h"

/* TEXT without white and invisible characters at its ends. */
struct span clean_trim(struct span text);

/* Is there nothing in TEXT to see? */
bool clean_blank(struct span text);

/* Trims *TEXT and makes it valid: a bad byte becomes U+FFFD, NUL a space, CR LF
 * and CR a line feed.  What is sound stays where it is; the rest is copied to
 * ARENA.  What is blank becomes SPAN_NONE. */
enum status clean_text(struct arena *arena, struct span *text);

/* The same for a text of one line: every run of white space is one space. */
enum status clean_line(struct arena *arena, struct span *text);

/* A text whose paragraphs are its lines gets empty lines between them; one
 * that has empty lines already, or lines wrapped at a column, stays as it is. */
enum status clean_paragraphs(struct arena *arena, struct span *text);

#endif
