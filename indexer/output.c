#include "indexer/output.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "common/utf8.h"
#include "indexer/message.h"

enum status
output_open(struct output *output, uint64_t limit, const char *rejects, struct error *err)
{
	*output = (struct output){ .limit = limit, .rejects_path = rejects };
	pthread_mutex_init(&output->lock, NULL);
	if (!rejects)
		return STATUS_OK;
	output->rejects = strcmp(rejects, "-") == 0 ? stdout : fopen(rejects, "we");
	return output->rejects ? STATUS_OK : error_set_errno(err, rejects, "cannot write", errno);
}

struct outcome *
outcome_new(uint64_t order)
{
	struct outcome *outcome = calloc(1, sizeof(*outcome));

	if (outcome)
		outcome->order = order;
	return outcome;
}

void
outcome_free(struct outcome *outcome)
{
	buf_release(&outcome->skips);
	buf_release(&outcome->rejects);
	buf_release(&outcome->explain);
	free(outcome);
}

static int
append_json(const char *text, size_t len, void *out)
{
	buf_append(out, text, len);
	return 0;
}

/* A JSON string must be UTF-8; a path need not be. */
static json_t *
json_valid(struct span text)
{
	struct buf valid = BUF_INIT;
	json_t *string;

	utf8_append_valid(&valid, text);
	string = json_stringn(valid.data ? valid.data : "", valid.len);
	buf_release(&valid);
	return string;
}

static void
append_reject(struct buf *out, struct span place, uint64_t offset, uint64_t number, const char *reason)
{
	json_t *line = json_object();

	json_object_set_new(line, "path", json_valid(place));
	json_object_set_new(line, "offset", offset == ERROR_NO_OFFSET ? json_null() : json_integer((json_int_t)offset));
	json_object_set_new(line, "number", number == OUTPUT_NO_NUMBER ? json_null() : json_integer((json_int_t)number));
	json_object_set_new(line, "reason", json_valid(span_from_string(reason)));
	json_dump_callback(line, append_json, out, JSON_COMPACT);
	buf_append_byte(out, '\n');
	json_decref(line);
}

void
outcome_skip(struct output *output, struct outcome *outcome, struct span place, uint64_t offset,
             uint64_t number, const char *reason)
{
	struct buf *line = &outcome->skips;

	buf_append_span(line, place);
	if (number != OUTPUT_NO_NUMBER)
		buf_append_format(line, "#%" PRIu64, number);
	if (offset != ERROR_NO_OFFSET)
		buf_append_format(line, " (byte %" PRIu64 ")", offset);
	buf_append_format(line, ": %s", reason);
	buf_append_byte(line, '\0');
	if (output->rejects)
		append_reject(&outcome->rejects, place, offset, number, reason);
}

static void
print_skips(struct output *output, const struct buf *skips)
{
	const char *line = skips->data, *end = line + skips->len;

	for (; line && line < end; line += strlen(line) + 1) {
		if (output->shown < output->limit) {
			message("%s", line);
			output->shown++;
		} else {
			output->hidden++;
		}
	}
}

static void
print_outcome(struct output *output, struct outcome *outcome)
{
	if (buf_status(&outcome->skips) == STATUS_OK)
		print_skips(output, &outcome->skips);
	if (output->rejects && outcome->rejects.len
	    && fwrite(outcome->rejects.data, 1, outcome->rejects.len, output->rejects) != outcome->rejects.len
	    && !output->rejects_errno)
		output->rejects_errno = errno;
	if (outcome->explain.len && !output->closed) {
		fwrite(outcome->explain.data, 1, outcome->explain.len, stdout);
		output->closed = fflush(stdout) != 0;
	}
	outcome_free(outcome);
}

void
output_give(struct output *output, struct outcome *outcome)
{
	struct outcome **at;

	pthread_mutex_lock(&output->lock);
	for (at = &output->waiting; *at && (*at)->order < outcome->order; at = &(*at)->next)
		;
	outcome->next = *at;
	*at = outcome;
	while (output->waiting && output->waiting->order == output->next_order) {
		struct outcome *first = output->waiting;

		output->waiting = first->next;
		output->next_order++;
		print_outcome(output, first);
	}
	pthread_mutex_unlock(&output->lock);
}

bool
output_closed(struct output *output)
{
	bool closed;

	pthread_mutex_lock(&output->lock);
	closed = output->closed;
	pthread_mutex_unlock(&output->lock);
	return closed;
}

enum status
output_close(struct output *output, struct error *err)
{
	enum status status = STATUS_OK;

	while (output->waiting) {
		struct outcome *first = output->waiting;

		output->waiting = first->next;
		print_outcome(output, first);
	}
	if (output->hidden && output->limit)
		message("and %" PRIu64 " more%s", output->hidden, output->rejects ? "" : " (use --rejects FILE)");
	if (output->rejects) {
		if (fflush(output->rejects) != 0 && !output->rejects_errno)
			output->rejects_errno = errno;
		if (output->rejects != stdout && fclose(output->rejects) != 0 && !output->rejects_errno)
			output->rejects_errno = errno;
		if (output->rejects_errno)
			status = error_set_errno(err, output->rejects_path, "cannot write", output->rejects_errno);
	}
	pthread_mutex_destroy(&output->lock);
	return status;
}
