/* --rerun: an answer that --record wrote, got again.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "corpus/date.h"
#include "query/complain.h"
#include "query/newsquery.h"
#include "query/page_record.h"
#include "query/parse.h"
#include "query/read_all.h"

#define ANSWER_MAX ((size_t)1 << 30)
#define ARGUMENTS_FIXED 32  /* room for all that build_arguments() adds, but the indexes */

/* The first line has the record, in JSON and as text; the rest is the answer.
 * A page has it in one of its sections. */
struct answer {
	struct buf text;
	struct buf page;        /* without the section */
	struct span rest;       /* in one of the two */
	json_t *line, *record;  /* the second lives in the first */
};

static void
answer_release(struct answer *answer)
{
	json_decref(answer->line);
	buf_release(&answer->text);
	buf_release(&answer->page);
}

/* The first line; where there is one array, it ends inside the object. */
static void
take_line(struct answer *answer, struct buf *line)
{
	const char *text = buf_string(&answer->text);
	const char *end = memchr(text, '\n', answer->text.len);

	if (!end)
		return;
	answer->rest = span_from(end + 1, answer->text.len - (size_t)(end + 1 - text));
	buf_append(line, text, (size_t)(end - text));
	if (end > text && end[-1] == ',' && !line->failed)
		line->data[line->len - 1] = '}';
}

static enum status
answer_parse(struct answer *answer, const char *place, struct error *err)
{
	struct buf line = BUF_INIT;

	if (page_record_find(buf_span(&answer->text), &line, &answer->page))
		answer->rest = buf_span(&answer->page);
	else
		take_line(answer, &line);
	answer->line = json_loadb(buf_string(&line), line.len, JSON_REJECT_DUPLICATES, NULL);
	answer->record = json_object_get(answer->line, "record");
	buf_release(&line);
	if (!json_is_object(answer->record))
		return error_set(err, STATUS_BADINPUT, place, "not an answer with a record, as newsquery --record writes it");
	return STATUS_OK;
}

static const char *
record_text(const struct answer *answer, const char *name)
{
	const char *text = json_string_value(json_object_get(answer->record, name));

	return text ? text : "";
}

struct arguments {
	const char **items;
	size_t count;
};

static void
add_argument(struct arguments *arguments, const char *option, const char *value)
{
	if (!*value)
		return;
	arguments->items[arguments->count++] = option;
	arguments->items[arguments->count++] = value;
}

/* The number NAME of the record, where it has one; false: out of memory. */
static bool
add_number(struct arguments *arguments, const struct answer *answer, const char *option, const char *name,
           struct arena *arena)
{
	const json_t *number = json_object_get(answer->record, name);
	char digits[24];
	struct span text;

	if (!json_is_integer(number))
		return true;
	snprintf(digits, sizeof(digits), "%lld", (long long)json_integer_value(number));
	text = arena_copy(arena, span_from_string(digits));
	if (text.ptr)
		add_argument(arguments, option, text.ptr);
	return text.ptr != NULL;
}

static void
add_indexes(struct arguments *arguments, const struct answer *answer, const struct request *request)
{
	const json_t *list = json_object_get(answer->record, "index"), *path;
	size_t i;

	for (i = 0; i < request->index_count; i++)
		add_argument(arguments, "-d", request->indexes[i].ptr);
	if (request->index_count)
		return;
	json_array_foreach(list, i, path)
		add_argument(arguments, "-d", json_is_string(path) ? json_string_value(path) : "");
}

/* The command line that asked, as the record has it. */
static enum status
build_arguments(struct arguments *arguments, const struct answer *answer, struct session *session, struct error *err)
{
	const struct request *request = session->request;
	size_t room = ARGUMENTS_FIXED + 2 * (request->index_count + json_array_size(json_object_get(answer->record, "index")));
	arguments->items = arena_zalloc(&session->arena, room, sizeof(*arguments->items));
	if (!arguments->items)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	arguments->items[arguments->count++] = PROGRAM;
	add_argument(arguments, "--format", record_text(answer, "format"));
	add_argument(arguments, "--fields", record_text(answer, "fields"));
	add_argument(arguments, "--language", record_text(answer, "language"));
	add_argument(arguments, "--sort", record_text(answer, "sort"));
	add_argument(arguments, "--stop-words", record_text(answer, "stop_words"));
	add_argument(arguments, "--limit", json_is_integer(json_object_get(answer->record, "limit")) ? "" : "all");
	if (!add_number(arguments, answer, "--limit", "limit", &session->arena) ||
	    !add_number(arguments, answer, "--offset", "offset", &session->arena) ||
	    !add_number(arguments, answer, "--sample", "sample", &session->arena) ||
	    !add_number(arguments, answer, "--seed", "seed", &session->arena))
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	add_argument(arguments, "--like", record_text(answer, "like"));
	if (!*record_text(answer, "like"))
		add_argument(arguments, "-e", record_text(answer, "query"));
	add_indexes(arguments, answer, request);
	arguments->items[arguments->count++] = "--record";
	if (json_is_true(json_object_get(answer->record, "any")))
		arguments->items[arguments->count++] = "--any";
	if (json_is_true(json_object_get(answer->record, "literal")))
		arguments->items[arguments->count++] = "--literal";
	if (json_is_true(json_object_get(answer->record, "scores")))
		arguments->items[arguments->count++] = "--verbose";
	if (json_is_true(json_object_get(answer->record, "group")))
		arguments->items[arguments->count++] = "--group";
	return STATUS_OK;
}

/* The record has the period as it was then, not as it was said. */
static enum status
take_period(struct request *again, const struct answer *answer, const char *place, struct error *err)
{
	const char *since = record_text(answer, "since"), *before = record_text(answer, "before");
	int64_t other;

	if ((*since && date_period(span_from_string(since), &again->since, &other) < 0) ||
	    (*before && date_period(span_from_string(before), &again->until, &other) < 0))
		return error_set(err, STATUS_BADINPUT, place, "the record has a period that is none");
	if (*since || *before)
		again->parse_flags |= PARSE_EMPTY;
	return STATUS_OK;
}

static enum status
read_back(int fd, struct buf *out, struct error *err)
{
	char piece[1 << 14];
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return error_set(err, STATUS_IO, NULL, "cannot keep the answer");
	while ((got = read(fd, piece, sizeof(piece))) > 0)
		buf_append(out, piece, (size_t)got);
	return got < 0 || out->failed ? error_set(err, STATUS_IO, NULL, "cannot keep the answer") : STATUS_OK;
}

static enum status
run_again(struct request *again, struct answer *now, struct error *err)
{
	int fd = memfd_create("answer", MFD_CLOEXEC), copy = fd < 0 ? -1 : dup(fd);
	enum status status = STATUS_IO;

	if (copy >= 0)
		status = newsquery_run(again, copy, err);
	else
		error_set(err, status, NULL, "cannot keep the answer");
	if (status >= 0)
		status = read_back(fd, &now->text, err);
	if (status >= 0)
		status = answer_parse(now, PROGRAM, err);
	if (fd >= 0)
		close(fd);
	return status;
}

/* Whether both are the same; says what is not. */
static bool
compare_answers(const struct answer *then, const struct answer *now)
{
	const char *was = record_text(then, "fingerprint"), *is = record_text(now, "fingerprint");
	long long before = (long long)json_integer_value(json_object_get(then->record, "articles"));
	long long after = (long long)json_integer_value(json_object_get(now->record, "articles"));
	bool same = before == after && span_equal(then->rest, now->rest);

	if (strcmp(was, is) == 0)
		complain_note("the index is the same (%s)", is);
	else
		complain_note("the index has changed: %.40s is now %s", was, is);
	if (same)
		complain_note("the answer of %.40s is the same", record_text(then, "time"));
	else
		complain_note("the answer of %.40s is not the same: %lld articles then, %lld now",
		              record_text(then, "time"), before, after);
	return same;
}

enum status
cmd_rerun(struct session *session, struct error *err)
{
	const char *place = session->request->argument;
	struct answer then = { .text = BUF_INIT, .page = BUF_INIT }, now = { .text = BUF_INIT, .page = BUF_INIT };
	struct arguments arguments = { .count = 0 };
	struct request again = { .argument = NULL };
	enum status status = read_all(place, ANSWER_MAX, &then.text, err);

	if (status == STATUS_OK)
		status = answer_parse(&then, place, err);
	if (status == STATUS_OK && strcmp(record_text(&then, "like"), "-") == 0)
		status = error_set(err, STATUS_BADINPUT, place, "the text that was asked about is not in the record");
	if (status == STATUS_OK)
		status = build_arguments(&arguments, &then, session, err);
	if (status < 0)
		goto done;
	status = request_read(&again, (int)arguments.count, arguments.items, err);
	if (status == STATUS_OK)
		status = take_period(&again, &then, place, err);
	if (status == STATUS_OK)
		status = run_again(&again, &now, err);
	if (status >= 0) {
		buf_append_span(&session->out.buf, buf_span(&now.text));
		stream_flush(&session->out);
		status = compare_answers(&then, &now) ? STATUS_OK : STATUS_END;
	}
	request_release(&again);
done:
	answer_release(&then);
	answer_release(&now);
	return status;
}
