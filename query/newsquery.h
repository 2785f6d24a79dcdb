/* newsquery.h - the commands of newsquery, one a file.
 *
 * A command answers STATUS_OK when it found something, STATUS_END when there
 * was nothing to find, or an error.  newsquery.c opens what it needs before, and
 * turns the answer into the exit status 0, 1 or 2.
 */
#ifndef NEWSDEX_QUERY_NEWSQUERY_H
#define NEWSDEX_QUERY_NEWSQUERY_H

#include "query/session.h"

#define FORMAT_BIT(format) (1u << (format))
#define FORMATS_ROWS (FORMAT_BIT(FORMAT_JSON) | FORMAT_BIT(FORMAT_JSONL) | FORMAT_BIT(FORMAT_TSV) | FORMAT_BIT(FORMAT_CSV))
#define FORMATS_CITE (FORMAT_BIT(FORMAT_BIBTEX) | FORMAT_BIT(FORMAT_RIS) | FORMAT_BIT(FORMAT_CSL))
#define FORMATS_REPORT (FORMATS_ROWS | FORMAT_BIT(FORMAT_TEXT))
#define FORMATS_HITS (FORMATS_REPORT | FORMATS_CITE | FORMAT_BIT(FORMAT_TREC) | FORMAT_BIT(FORMAT_HTML))

enum query_need {
	QUERY_NONE,      /* takes no query */
	QUERY_MAY,
	QUERY_ONE,
	QUERY_PERIOD,    /* makes its own; --since and --until apply */
	QUERY_FILE,      /* of a file: parses and binds them itself */
	QUERY_MANY,      /* likewise, those of the command line */
};

enum command_option {
	KNOWS_FIELDS = 1,    /* --fields */
	KNOWS_RECORD = 2,    /* --record */
	NEEDS_NO_INDEX = 4,
	KNOWS_EXPAND = 8,    /* --expand */
	KNOWS_SAMPLE = 16,   /* --sample of articles */
};

struct command {
	enum command_id id;
	enum status (*run)(struct session *session, struct error *err);
	enum query_need query;
	unsigned formats;    /* FORMAT_BIT() of those it can */
	unsigned options;    /* enum command_option */
};

enum status cmd_search(struct session *session, struct error *err);
enum status cmd_count(struct session *session, struct error *err);
enum status cmd_paths(struct session *session, struct error *err);
enum status cmd_quiet(struct session *session, struct error *err);
enum status cmd_show(struct session *session, struct error *err);
enum status cmd_like(struct session *session, struct error *err);
enum status cmd_new(struct session *session, struct error *err);
enum status cmd_forget(struct session *session, struct error *err);
enum status cmd_rerun(struct session *session, struct error *err);
enum status cmd_terms(struct session *session, struct error *err);
enum status cmd_cite(struct session *session, struct error *err);
enum status cmd_explain(struct session *session, struct error *err);
enum status report_batch(struct session *session, struct error *err);
enum status report_collocates(struct session *session, struct error *err);
enum status report_eval(struct session *session, struct error *err);
enum status report_facet(struct session *session, struct error *err);
enum status report_keyness(struct session *session, struct error *err);
enum status report_ngrams(struct session *session, struct error *err);
enum status report_kwic(struct session *session, struct error *err);
enum status report_trend(struct session *session, struct error *err);

/* References to the hits of SEARCH, in a format of FORMATS_CITE. */
enum status cite_hits(struct session *session, const struct search *search, struct error *err);

/* Does what REQUEST asks for; the answer goes to FD, which is closed. */
enum status newsquery_run(const struct request *request, int fd, struct error *err);

struct hit_columns;

/* Writes the hits of SEARCH in the request's format. */
enum status search_answer(struct session *session, const struct hit_columns *columns, const struct search *search,
                          struct error *err);

/* Says on standard error that the session's query found nothing: its words'
 * numbers, and what was likely meant. */
void nothing_found(struct session *session);

#endif
