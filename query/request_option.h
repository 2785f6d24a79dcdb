/* request_option.h - what the files of request.h share; nobody else includes it.
 */
#ifndef NEWSDEX_QUERY_REQUEST_OPTION_H
#define NEWSDEX_QUERY_REQUEST_OPTION_H

#include "query/request.h"

enum option_id {
	OPT_INDEX = 1, OPT_PARTIAL,
	OPT_QUERY, OPT_FILE, OPT_ANY, OPT_LITERAL, OPT_EXPAND, OPT_FROM, OPT_SYNTAX, OPT_STOP_WORDS, OPT_LANGUAGE, OPT_SINCE,
	OPT_UNTIL,
	OPT_LIMIT, OPT_OFFSET, OPT_SORT, OPT_GROUP,
	OPT_COUNT, OPT_PATHS, OPT_NULL, OPT_QUIET, OPT_SHOW, OPT_CITE, OPT_TERMS, OPT_EXPLAIN, OPT_LIKE,
	OPT_NEW_SINCE, OPT_FORGET, OPT_RERUN, OPT_BATCH, OPT_EVAL,
	OPT_TREND, OPT_BY, OPT_RELATIVE, OPT_FACET, OPT_KWIC, OPT_SORT_KWIC, OPT_SAMPLE, OPT_SEED, OPT_COLLOCATES, OPT_KEYNESS, OPT_AGAINST,
	OPT_NGRAMS, OPT_CLUSTERS, OPT_LEAST, OPT_STARTING, OPT_CONTAINING, OPT_ENDING, OPT_MEMORY,
	OPT_FORMAT, OPT_JSON, OPT_FIELDS, OPT_RECORD, OPT_RUN_TAG,
	OPT_COLOR, OPT_HYPERLINKS, OPT_PAGER, OPT_NO_PAGER,
	OPT_VERBOSE, OPT_GENERIC, OPT_SHORT_HELP, OPT_HELP, OPT_VERSION,
};

/* A command line on its way into a request, whose arrays are no longer than the arguments. */
struct reading {
	struct request *request;
	struct buf words;            /* the arguments that are the query */
	bool has_words;
	const char *since, *until;
	struct error *err;
};

void reading_add_query(struct reading *reading, struct span text, const char *place);
enum status reading_add_word(struct reading *reading, const char *word);

/* Names what is to be done; STATUS_BADQUERY when another option did. */
enum status reading_set_command(struct reading *reading, enum command_id command, const char *option, const char *argument);

/* Takes option ID with its VALUE, or NULL.  STATUS_END: no more of the arguments matters. */
enum status reading_take(struct reading *reading, int id, const char *value);

#endif
