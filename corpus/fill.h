/* fill.h - putting what a reader found into an article.
 *
 * Everything is copied nowhere: spans stay borrowed from where they were
 * found; lists and bylines that are taken apart live in the reader's arena.
 */
#ifndef NEWSDEX_CORPUS_FILL_H
#define NEWSDEX_CORPUS_FILL_H

#include "common/arena.h"
#include "common/buf.h"
#include "corpus/article.h"

/* Is VALUE blank, or what tables of floats, databases and careless scripts
 * write for "nothing": nan, None, null, N/A, \N? */
bool fill_is_nothing(struct span value);

/* Sets a single text unless VALUE is blank or the field has one already. */
void fill_text(struct article *article, enum article_field field, struct span value, const char *found_by);

/* The date that FIELD (FIELD_PUBLISHED, FIELD_MODIFIED, FIELD_CRAWLED) is. */
struct date *fill_date_slot(struct article *article, enum article_field field);

/* Sets a date of DATE_NONE precision never, and another only where there is none yet. */
void fill_date(struct article *article, enum article_field field, struct date date, const char *found_by);

/* Parses VALUE and sets it as FIELD, or as the modified date when it calls
 * itself so.  False when it is no date. */
bool fill_date_text(struct article *article, enum article_field field, struct span value,
                    const struct date_hint *hint, const char *found_by);

/* Sets the version: NUMBER in digits, CREATED a date; what is not one is left out. */
void fill_version(struct article *article, struct span number, struct span created);

/* Adds one item to a list (FIELD_AUTHOR, FIELD_TAG); blank ones are left out. */
enum status fill_item(struct article *article, enum article_field field, struct span value,
                      struct arena *arena, const char *found_by);

/* Adds the names in a byline: "By Jane Doe and John Roe". */
enum status fill_byline(struct article *article, struct span byline, struct arena *arena, const char *found_by);

/* BODY from behind its last paragraph that is TITLE, when nothing but lines as short
 * as headlines stand before it; paragraphs are separated by an empty line. */
struct span fill_behind_title(struct span body, struct span title);

/* Adds the items of a text that commas, semicolons or bars separate. */
enum status fill_separated(struct article *article, enum article_field field, struct span value,
                           struct arena *arena, const char *found_by);

/* Would LINE do as a person's name: one to six words with capitals, particles
 * ("van", "de", "al") among them, no mark that names do not have? */
bool fill_is_name(struct span line);

/* Is LINE "By" or its like with names behind it? */
bool fill_is_byline(struct span line);

#endif
