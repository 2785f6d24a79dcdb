/* passport.h - what an index holds, counted for a methods section.
 *
 * Articles are counted by source and month, by section and by language, in one
 * walk over the columns of the index, and copies of each other are put together
 * by their sketches; --precision reads the articles too.
 * Names are as the articles spell them, "" where they have none.  Memory grows
 * with the number of names and of source-months, and by 200 bytes an article.
 *
 * A source's months are numbered year * 12 + month - 1.
 */
#ifndef NEWSDEX_INDEXER_PASSPORT_H
#define NEWSDEX_INDEXER_PASSPORT_H

#include "common/table.h"
#include "index/index.h"

/* Articles of one source in one month. */
struct passport_cell {
	uint32_t name;            /* of the source, in passport->source.names */
	int32_t month;
	uint64_t articles;
};

struct passport_row {
	uint32_t name;            /* number in the group's table */
	uint64_t articles, words, undated;
	int64_t first, last;      /* DATE_UNDATED: no article has a date */
	size_t cell, cell_count;  /* of a source: its cells, by month */
	uint64_t missing;         /* of a source: months between its first and last without an article */
};

/* All values of one column, the most frequent first. */
struct passport_group {
	struct table names;
	struct passport_row *rows;
	size_t size;
};

#define PASSPORT_COPIES_SHOWN 10

/* Articles that are copies of each other: index/copies.h. */
struct passport_copy {
	uint64_t articles, sources;
	int64_t first, last;
	struct buf id;            /* of the first of them */
};

struct passport_copies {
	uint64_t groups;          /* of two articles or more */
	uint64_t articles;        /* in these */
	uint64_t across;          /* groups with more than one source */
	uint64_t verbatim;        /* articles that say the same as another, word by word */
	struct passport_copy largest[PASSPORT_COPIES_SHOWN];
	size_t largest_count;
};

struct passport {
	struct index_stats stats;
	struct passport_row all;             /* the whole index */
	struct passport_group source, section, language;
	struct passport_copies copies;
	struct table months;                 /* of (source, month) */
	struct passport_cell *cells;         /* after passport_read(): by source, then month */
	size_t cell_size;
	uint64_t *lengths;                   /* articles with so many words */
	double median_words;
	bool has_precision;
	uint64_t precision[DATE_SECOND + 1]; /* articles by enum date_precision */
	uint64_t files, skipped;             /* on record: files, and articles in them that could not be read */
};

void passport_init(struct passport *passport);
void passport_release(struct passport *passport);

/* Counts what is in READER; PRECISION: how exact the dates are as well. */
enum status passport_read(struct passport *passport, struct index_reader *reader, bool precision, struct error *err);

/* Counts the copies among what was counted. */
enum status passport_copies_count(struct passport *passport, struct index_reader *reader, struct error *err);

/* The name of a row of GROUP. */
struct span passport_name(const struct passport_group *group, const struct passport_row *row);

/* The cells of the source ROW run together into periods of UNIT months (1 or
 * 12): *AT begins at 0 and moves behind the period.  False at the end. */
bool passport_period(const struct passport *passport, const struct passport_row *row, int unit, size_t *at,
                     int32_t *period, uint64_t *articles);

/* The next months of the source ROW without an article between ones with:
 * [*FROM, *UNTIL].  *AT begins at 0.  False at the end. */
bool passport_gap(const struct passport *passport, const struct passport_row *row, size_t *at,
                  int32_t *from, int32_t *until);

/* Articles of the whole index by period, to be freed: *COUNT of them, from
 * *PERIOD on, empty ones too.  NULL with *COUNT 0 when all are undated. */
enum status passport_totals(const struct passport *passport, int unit, int32_t *period, uint64_t **articles,
                            size_t *count, struct error *err);

#define PASSPORT_PERIOD_SIZE 16

/* "2019-01" for UNIT 1, "2019" for 12. */
void passport_period_format(int32_t period, int unit, char out[PASSPORT_PERIOD_SIZE]);

/* As JSON, or for people, on standard output.  UNIT is 1 or 12. */
enum status passport_print_json(const struct passport *passport, int unit, struct error *err);
enum status passport_print_text(const struct passport *passport, int unit, const char *index, struct error *err);

#endif
