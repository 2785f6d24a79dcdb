#include "query/trec_files.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "query/measures.h"

#define COLUMNS_MAX 6

/* A file taken line by line and column by column. */
struct columns {
	const char *path;
	struct span rest;
	size_t line;                     /* from 1 */
	struct span column[COLUMNS_MAX];
};

static bool
is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static struct span
take_column(struct span *line)
{
	struct span column;

	while (line->len && is_space(*line->ptr))
		line->ptr++, line->len--;
	column = span_from(line->ptr, 0);
	while (line->len && !is_space(*line->ptr)) {
		line->ptr++;
		line->len--;
		column.len++;
	}
	return column;
}

/* The next line that is not empty, its first COUNT columns: STATUS_OK,
 * STATUS_END, or STATUS_BADINPUT. */
static enum status
next_line(struct columns *columns, size_t count, struct error *err)
{
	while (columns->rest.len) {
		const char *newline = memchr(columns->rest.ptr, '\n', columns->rest.len);
		size_t len = newline ? (size_t)(newline - columns->rest.ptr) : columns->rest.len;
		struct span line = span_trim(span_from(columns->rest.ptr, len));
		size_t found = 0;

		columns->rest.ptr += len + (newline != NULL);
		columns->rest.len -= len + (newline != NULL);
		columns->line++;
		if (!line.len)
			continue;
		while (found < count && line.len)
			columns->column[found++] = take_column(&line);
		if (found == count)
			return STATUS_OK;
		return error_set(err, STATUS_BADINPUT, columns->path, "line %zu does not have %zu columns", columns->line, count);
	}
	return STATUS_END;
}

static enum status
bad_number(const struct columns *columns, struct span text, struct error *err)
{
	return error_set(err, STATUS_BADINPUT, columns->path, "line %zu: '%.*s' is not a number", columns->line,
	                 (int)(text.len < 40 ? text.len : 40), text.ptr);
}

static enum status
twice(const struct columns *columns, struct span docno, struct error *err)
{
	return error_set(err, STATUS_BADINPUT, columns->path, "line %zu: %.*s is there twice for this query", columns->line,
	                 (int)(docno.len < 200 ? docno.len : 200), docno.ptr);
}

static bool
copy_number(struct span text, char out[64])
{
	if (!text.len || text.len >= 64)
		return false;
	memcpy(out, text.ptr, text.len);
	out[text.len] = '\0';
	return true;
}

static bool
whole_number(struct span text, int32_t *number)
{
	char copy[64], *end;
	long value;

	if (!copy_number(text, copy))
		return false;
	errno = 0;
	value = strtol(copy, &end, 10);
	*number = (int32_t)value;
	return !*end && !errno && value > INT32_MIN && value <= INT32_MAX;
}

static bool
real_number(struct span text, double *number)
{
	char copy[64], *end;

	if (!copy_number(text, copy))
		return false;
	*number = strtod(copy, &end);
	return !*end && !isnan(*number);
}

/* ---- Judgements --------------------------------------------------------- */

static enum status
judged_key(uint32_t query, struct span docno, struct buf *key)
{
	buf_clear(key);
	buf_append(key, &query, sizeof(query));
	buf_append_span(key, docno);
	return buf_status(key);
}

static enum status
qrels_room(struct qrels *qrels, struct error *err)
{
	size_t room = qrels->room ? 2 * qrels->room : 1024;
	int32_t *judgements;
	uint32_t *query_of;

	if (qrels->judged.count < qrels->room)
		return STATUS_OK;
	judgements = realloc(qrels->judgements, room * sizeof(*judgements));
	if (judgements)
		qrels->judgements = judgements;
	query_of = realloc(qrels->query_of, room * sizeof(*query_of));
	if (query_of)
		qrels->query_of = query_of;
	if (!judgements || !query_of)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the judgements");
	qrels->room = room;
	return STATUS_OK;
}

static enum status
qrels_add(struct qrels *qrels, const struct columns *columns, struct buf *key, struct error *err)
{
	uint32_t query = table_put(&qrels->queries, columns->column[0], NULL), number = TABLE_NONE;
	bool added = false;
	int32_t judgement;

	if (!whole_number(columns->column[3], &judgement))
		return bad_number(columns, columns->column[3], err);
	if (query != TABLE_NONE && judged_key(query, columns->column[2], key) == STATUS_OK)
		number = table_put(&qrels->judged, buf_span(key), &added);
	if (number == TABLE_NONE)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the judgements");
	if (!added)
		return twice(columns, columns->column[2], err);
	qrels->judgements[number] = judgement;
	qrels->query_of[number] = query;
	return STATUS_OK;
}

enum status
qrels_read(struct qrels *qrels, const char *path, struct error *err)
{
	struct columns columns = { .path = path };
	struct buf key = BUF_INIT;
	enum status status;

	*qrels = (struct qrels){ .room = 0 };
	table_init(&qrels->queries);
	table_init(&qrels->judged);
	status = file_read(path, TREC_FILE_MAX, &qrels->content, err);
	columns.rest = buf_span(&qrels->content);
	while (status == STATUS_OK && (status = next_line(&columns, 4, err)) == STATUS_OK) {
		status = qrels_room(qrels, err);
		if (status == STATUS_OK)
			status = qrels_add(qrels, &columns, &key, err);
	}
	buf_release(&key);
	return status == STATUS_END ? STATUS_OK : status;
}

int32_t
qrels_judgement(const struct qrels *qrels, uint32_t query, struct span docno)
{
	struct buf key = BUF_INIT;
	uint32_t number = TABLE_NONE;

	if (judged_key(query, docno, &key) == STATUS_OK)
		number = table_get(&qrels->judged, buf_span(&key));
	buf_release(&key);
	return number == TABLE_NONE ? JUDGED_NOT : qrels->judgements[number];
}

void
qrels_release(struct qrels *qrels)
{
	free(qrels->judgements);
	free(qrels->query_of);
	table_release(&qrels->judged);
	table_release(&qrels->queries);
	buf_release(&qrels->content);
}

/* ---- Runs --------------------------------------------------------------- */

static int
by_query_and_score(const void *a, const void *b)
{
	const struct run_line *x = a, *y = b;
	int order = span_compare(x->qid, y->qid);

	if (order)
		return order;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return span_compare(y->docno, x->docno);
}

static int
by_query_and_docno(const void *a, const void *b)
{
	const struct run_line *x = a, *y = b;
	int order = span_compare(x->qid, y->qid);

	return order ? order : span_compare(x->docno, y->docno);
}

static enum status
run_check_twice(struct run *run, const char *path, struct error *err)
{
	if (run->count)
		qsort(run->lines, run->count, sizeof(*run->lines), by_query_and_docno);
	for (size_t i = 1; i < run->count; i++)
		if (by_query_and_docno(&run->lines[i - 1], &run->lines[i]) == 0)
			return error_set(err, STATUS_BADINPUT, path, "%.*s is there twice for query %.*s",
			                 (int)(run->lines[i].docno.len < 200 ? run->lines[i].docno.len : 200),
			                 run->lines[i].docno.ptr, (int)(run->lines[i].qid.len < 100 ? run->lines[i].qid.len : 100),
			                 run->lines[i].qid.ptr);
	return STATUS_OK;
}

static enum status
run_add(struct run *run, size_t *room, const struct columns *columns, struct error *err)
{
	struct run_line *line;

	if (run->count == *room) {
		size_t more = *room ? 2 * *room : 1024;
		struct run_line *lines = realloc(run->lines, more * sizeof(*lines));

		if (!lines)
			return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the run");
		run->lines = lines;
		*room = more;
	}
	line = &run->lines[run->count];
	if (!real_number(columns->column[4], &line->score))
		return bad_number(columns, columns->column[4], err);
	line->qid = columns->column[0];
	line->docno = columns->column[2];
	run->tag = columns->column[5];
	run->count++;
	return STATUS_OK;
}

enum status
run_read(struct run *run, const char *path, struct error *err)
{
	struct columns columns = { .path = path };
	enum status status;
	size_t room = 0;

	*run = (struct run){ .count = 0 };
	status = file_read(path, TREC_FILE_MAX, &run->content, err);
	columns.rest = buf_span(&run->content);
	while (status == STATUS_OK && (status = next_line(&columns, 6, err)) == STATUS_OK)
		status = run_add(run, &room, &columns, err);
	if (status == STATUS_END)
		status = run_check_twice(run, path, err);
	if (status == STATUS_OK && run->count)
		qsort(run->lines, run->count, sizeof(*run->lines), by_query_and_score);
	return status;
}

void
run_release(struct run *run)
{
	free(run->lines);
	buf_release(&run->content);
}
