#include "indexer/joined.h"

#include <inttypes.h>
#include <stdio.h>

#include "indexer/message.h"

/* Rows whose lines are put together before they are printed. */
#define ROWS_AT_ONCE 1000

enum status
joined_read(const struct add_options *options, struct join **join, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = STATUS_OK;

	*join = NULL;
	if (!options->join_count)
		return STATUS_OK;
	*join = join_new(joined_memory(options));
	if (!*join)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; status == STATUS_OK && i < options->join_count; i++) {
		buf_clear(&path);
		status = path_absolute(span_from_string(options->joins[i]), &path, err);
		if (status == STATUS_OK)
			status = join_read(*join, buf_string(&path), err);
	}
	buf_release(&path);
	if (status < 0) {
		join_free(*join);
		*join = NULL;
	}
	return status;
}

static void
report_bad(const struct join *join, struct account *account, struct output *output)
{
	struct join_rest first;
	uint64_t count = join_bad_lines(join, &first);
	struct outcome *outcome = count ? outcome_new(output->next_order) : NULL;
	char reason[80];

	account->skipped += count;
	if (!outcome)
		return;
	snprintf(reason, sizeof(reason), "no row of a table of GDELT, and %" PRIu64 " lines behind it", count - 1);
	if (count == 1)
		snprintf(reason, sizeof(reason), "no row of a table of GDELT");
	outcome_skip(output, outcome, first.origin, first.offset, first.number, reason);
	output_give(output, outcome);
}

static void
report_rests(const struct join *join, struct account *account, struct output *output)
{
	struct outcome *outcome = NULL;
	struct join_rest rest;
	struct buf reason = BUF_INIT;
	unsigned rows = 0;

	for (size_t at = 0; join_next_rest(join, &at, &rest);) {
		account->skipped++;
		if (!outcome)
			outcome = outcome_new(output->next_order);
		if (!outcome)
			break;
		buf_clear(&reason);
		buf_append_string(&reason, "a row without an article: ");
		buf_append_span(&reason, rest.url);
		outcome_skip(output, outcome, rest.origin, rest.offset, rest.number, buf_string(&reason));
		if (++rows % ROWS_AT_ONCE == 0) {
			output_give(output, outcome);
			outcome = NULL;
		}
	}
	if (outcome)
		output_give(output, outcome);
	buf_release(&reason);
}

void
joined_report(const struct join *join, struct account *account, struct output *output)
{
	struct join_rest rest;
	uint64_t count = 0;

	if (!join)
		return;
	report_bad(join, account, output);
	if (!account->unread) {
		report_rests(join, account, output);
		return;
	}
	for (size_t at = 0; join_next_rest(join, &at, &rest);)
		count++;
	if (count)
		message("addresses in tables, but no article that was read: %" PRIu64 " (unchanged files were not looked at)", count);
}
