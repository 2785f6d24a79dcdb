/* --record: what is needed to get the same answer again, and to see whether it
 * is still the same.
 */
#include <limits.h>
#include <time.h>

#include "config.h"
#include "corpus/date.h"
#include "query/ast.h"
#include "query/complain.h"
#include "query/parse.h"
#include "query/session.h"

static const char *const record_names[] = {
	"program", "version", "time", "query", "parsed", "any", "literal", "since", "before",
	"sort", "limit", "offset", "index", "fingerprint", "indexed", "articles",
	"format", "fields", "like", "scores", "group", "language",
	"sample", "seed", "stop_words",
};

#define RECORD_COUNT (sizeof(record_names) / sizeof(*record_names))

static struct value
value_second(int64_t seconds, struct arena *arena)
{
	struct date date = { .seconds = seconds, .zone = DATE_ZONE_UNKNOWN, .precision = DATE_MINUTE };
	char text[DATE_TEXT_SIZE];

	if (seconds == INT64_MIN || seconds == INT64_MAX)
		return (struct value){ .kind = VALUE_NONE };
	date_format(&date, text);
	return value_text(arena_copy(arena, span_from_string(text)));
}

static struct value
value_now(struct arena *arena)
{
	struct date date = { .seconds = (int64_t)time(NULL), .zone = 0, .precision = DATE_SECOND };
	char text[DATE_TEXT_SIZE];

	date_format(&date, text);
	return value_text(arena_copy(arena, span_from_string(text)));
}

static struct value
value_parsed(const struct ast *ast, struct arena *arena)
{
	struct buf text = BUF_INIT;
	struct value value = { .kind = VALUE_NONE };

	if (ast) {
		ast_print(ast, &text);
		value = value_text(arena_copy(arena, buf_span(&text)));
	}
	buf_release(&text);
	return value;
}

static const char *
order_name(enum result_order order)
{
	return order == ORDER_RELEVANCE ? "relevance" : order == ORDER_OLDEST ? "date" : "-date";
}

enum status
session_record(struct session *session, uint64_t total, struct arena *arena,
               const char *const **names, struct value **values, size_t *count, struct error *err)
{
	const struct request *request = session->request;
	size_t limit = request_hits(request);
	/* What was made of the query is written out in full. */
	bool own = request->query_count && session->query == &request->queries[0];
	struct index_stats stats;
	struct value *value = arena_zalloc(arena, RECORD_COUNT, sizeof(*value));
	enum status status = index_stats(session->reader, &stats, err);

	if (status < 0)
		return status;
	if (!value)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	*names = record_names;
	*values = value;
	*count = RECORD_COUNT;
	*value++ = value_string(PROGRAM);
	*value++ = value_string(PACKAGE_VERSION);
	*value++ = value_now(arena);
	*value++ = value_text(session->query ? session->query->text : SPAN_NONE);
	*value++ = value_parsed(session->ast, arena);
	*value++ = value_boolean(own && request->parse_flags & PARSE_ANY);
	*value++ = value_boolean(own && request->parse_flags & PARSE_LITERAL);
	*value++ = value_second(request->since, arena);
	*value++ = value_second(request->until, arena);
	*value++ = value_string(order_name(request->order));
	*value++ = limit != SIZE_MAX ? value_integer((int64_t)limit) : (struct value){ .kind = VALUE_NONE };
	*value++ = value_integer((int64_t)request->offset);
	*value++ = value_list(session->indexes, session->index_count);
	*value++ = value_text(arena_copy(arena, span_from_string(stats.fingerprint)));
	*value++ = value_integer((int64_t)stats.articles);
	*value++ = value_integer((int64_t)total);
	*value++ = value_string(output_format_names[request->format]);
	*value++ = value_string(request->fields ? request->fields : "");
	*value++ = value_string(request->command == COMMAND_LIKE ? request->argument : "");
	*value++ = value_boolean(request->verbose);
	*value++ = value_boolean(request->group);
	*value++ = value_string(request->language ? request->language : "");
	*value++ = request->sample ? value_integer((int64_t)request->sample) : (struct value){ .kind = VALUE_NONE };
	*value++ = request->sample ? value_integer((int64_t)request->seed) : (struct value){ .kind = VALUE_NONE };
	*value++ = value_string(request->keep_stop_words ? "keep" : "");
	return STATUS_OK;
}
