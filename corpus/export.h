/* export.h - what files that were saved from a news database have in common:
 * many articles in one text or page, and a word of how many there should be.
 */
#ifndef NEWSDEX_CORPUS_EXPORT_H
#define NEWSDEX_CORPUS_EXPORT_H

#include "common/buf.h"
#include "corpus/reader.h"

struct export {
	struct buf text;          /* the whole file as lines of UTF-8 */
	size_t at;                /* behind the articles that were read */
	uint64_t found;           /* articles of the series at hand */
	uint64_t announced;       /* how many it should have; 0: nobody said */
	uint64_t last;            /* number of the last one; 0: they have none */
	uint64_t missing;         /* articles that were announced and not found, */
	uint64_t missing_first;   /* the first of them; 0: its number is not known */
	uint64_t all;             /* articles of all series */
	uint64_t cut;             /* articles with less than half of the words they announce, */
	uint64_t cut_first;       /* the first of them, counted from 1 */
	uint64_t cut_words, cut_length;   /* what it has, and should have */
	bool told;
};

/* The reader's state for its chunk, which is the whole file: pages are turned into
 * lines when the first article is asked for, and ANNOUNCE looks how many there
 * should be.  *EXPORT may be NULL when memory was short before; no article is left
 * then.  Released with export_release() (a struct format's release). */
enum status export_open(struct reader *reader, void (*announce)(struct export *export), struct export **export,
                        struct error *err);
void export_release(void *export);

/* The line at *AT of TEXT, trimmed, and *AT behind it; false at the end. */
bool export_line(struct span text, size_t *at, struct span *line);

/* Counts an article that calls itself NUMBER of OF (0, 0: it does not say).  A
 * number that does not rise starts another series: files are often joined. */
void export_count(struct export *export, uint64_t number, uint64_t of);

/* Compares the words of BODY with the LENGTH that the article gives ("1,204 words"). */
void export_check_length(struct export *export, struct span length, struct span body);

/* At the end, once for each: STATUS_BADINPUT that says what is missing or cut,
 * then STATUS_END. */
enum status export_end(struct reader *reader, struct export *export, struct error *err);

/* The number that TEXT starts with, "1,204" or "1.204"; 0 when there is none or
 * it is too long.  *LEN is the length of its digits and marks. */
uint64_t export_number(struct span text, size_t *len);

/* A line "28 January 2019 Monday, Late Edition - Final": the date that it starts
 * with.  False when it does not. */
bool export_date(struct span line, struct date *date);

#endif
