/* request.h - what the command line of newsquery asks for.
 */
#ifndef NEWSDEX_QUERY_REQUEST_H
#define NEWSDEX_QUERY_REQUEST_H

#include "common/arena.h"
#include "common/error.h"
#include "common/options.h"
#include "common/terminal.h"
#include "index/index.h"
#include "query/foreign.h"
#include "query/output_rows.h"

/* What is to be done; an option names each but the first. */
enum command_id {
	COMMAND_SEARCH,
	COMMAND_COUNT,
	COMMAND_PATHS,
	COMMAND_QUIET,
	COMMAND_SHOW,
	COMMAND_TERMS,
	COMMAND_CITE,
	COMMAND_EXPLAIN,
	COMMAND_LIKE,
	COMMAND_NEW,
	COMMAND_FORGET,
	COMMAND_RERUN,
	COMMAND_BATCH,
	COMMAND_EVAL,
	COMMAND_TREND,
	COMMAND_FACET,
	COMMAND_KWIC,
	COMMAND_COLLOCATES,
	COMMAND_KEYNESS,
	COMMAND_NGRAMS,
	COMMAND_CLUSTERS,
	COMMAND_HELP,        /* the short help */
	COMMAND_MANUAL,
	COMMAND_VERSION,
};

enum pager_choice { PAGER_AUTO, PAGER_ALWAYS, PAGER_NEVER };

/* One query as given. */
struct query_text {
	struct span text;
	const char *place;           /* for messages: "query", "-e", a file */
};

/* Everything lives in ARENA or in the arguments. */
struct request {
	struct arena arena;

	enum command_id command;
	const char *command_option;  /* as it is written in messages, or NULL */
	const char *argument;        /* of --show, --terms, --batch, ... */
	const char **words;          /* the arguments that are no options, also joined in queries */
	size_t word_count;
	bool quiet, count;           /* -q, -c were given; to --eval, --batch they mean something else */

	struct span *indexes;        /* with a NUL behind each */
	size_t index_count;
	bool partial;                /* go on without shards that do not answer */

	struct query_text *queries;
	size_t query_count;
	unsigned parse_flags;        /* enum parse_flag */
	enum query_syntax syntax;    /* that the queries are written in */
	bool keep_stop_words;        /* --stop-words=keep */
	bool stop_words_given;
	const char *language;        /* of the query's words, or NULL */
	int64_t since, until;        /* [since, until), INT64_MIN, INT64_MAX: open */
	bool generic;

	enum result_order order;
	bool order_given;            /* --sort was */
	bool limit_given;            /* -n was */
	size_t limit;                /* SIZE_MAX: all */
	size_t offset;
	bool group;                  /* copies under the first of them */

	enum output_format format;
	const char *fields;          /* --fields, or NULL */
	bool record;
	bool null;                   /* NUL instead of a newline */
	const char *run_tag;
	enum color_choice color;
	bool hyperlinks;
	enum pager_choice pager;
	bool verbose;

	const char *batch;           /* the file of --batch, or NULL */
	const char *by;              /* --trend: a field to part it by, or NULL */
	bool relative;               /* --trend: draw shares */
	const char *against;         /* --keyness: the other query, or NULL */
	const char *sort_kwic;       /* --kwic: what lines are sorted by, or NULL */
	size_t least;                /* --ngrams, --clusters, --collocates, --keyness: occurrences; 0: any */
	const char *starting, *containing, *ending;  /* with such words, or NULL */
	size_t memory;               /* bytes; 0: the usual */
	size_t sample;               /* --kwic: so many lines by lot, else so many articles; 0: all */
	uint64_t seed;               /* --sample, --eval: other lots */
	bool seed_given;
	size_t expand;               /* --expand: words to be added; 0: none */
	const char *from;            /* --expand: ids with commas that words are taken from, or NULL */
};

/* The options, for the parser, the short help, and the tests that hold manual
 * and completions against them. */
extern const struct option request_options[];

/* Reads the command line.  What is wrong with it is STATUS_BADQUERY; a file of
 * -f that cannot be read what file_read() answers.  REQUEST is to be released
 * either way. */
enum status request_read(struct request *request, int argc, const char *const *argv, struct error *err);
void request_release(struct request *request);

/* How many hits a search shows: -n, else the whole of --sample, else what is usual for
 * the format. */
size_t request_hits(const struct request *request);

/* The largest number of hits to show where -n did not say. */
size_t request_limit(const struct request *request, size_t usual);

/* Which of COUNT lines -n and --offset leave: [*FROM, *TO). */
void request_slice(const struct request *request, size_t usual, size_t count, size_t *from, size_t *to);

#endif
