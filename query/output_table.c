/* Rows as TSV and CSV, a header line first.
 */
#include <inttypes.h>

#include "common/terminal.h"
#include "query/output_rows.h"

#define LIST_SEPARATOR "; "

/* A tab or a line's end would break the table; a backslash has to be told from
 * those that stand for them. */
static void
append_tsv(struct buf *out, struct span text)
{
	static const char *const stand[256] = { ['\t'] = "\\t", ['\n'] = "\\n", ['\r'] = "\\r", ['\\'] = "\\\\" };
	size_t from = 0;

	for (size_t at = 0; at < text.len; at++) {
		const char *other = stand[(unsigned char)text.ptr[at]];

		if (!other)
			continue;
		buf_append(out, text.ptr + from, at - from);
		buf_append_string(out, other);
		from = at + 1;
	}
	buf_append(out, text.ptr + from, text.len - from);
}

/* RFC 4180, section 2, rules 5 to 7. */
static void
append_csv(struct buf *out, struct span text)
{
	bool plain = true;

	for (size_t i = 0; plain && i < text.len; i++)
		plain = !strchr(",\"\r\n", text.ptr[i]);
	if (plain) {
		buf_append_span(out, text);
		return;
	}
	buf_append_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_append_byte(out, '"');
		buf_append_byte(out, text.ptr[i]);
	}
	buf_append_byte(out, '"');
}

static void
append_cell(struct output *output, struct span text)
{
	if (output->safe) {
		buf_clear(&output->line);
		terminal_append_safe(&output->line, text);
		text = buf_span(&output->line);
	}
	if (output->separator == '\t')
		append_tsv(&output->stream->buf, text);
	else
		append_csv(&output->stream->buf, text);
}

/* The texts of a record, with spaces between. */
static void
append_record(struct buf *cell, const struct value *values, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (values[i].kind != VALUE_TEXT)
			continue;
		buf_append_string(cell, any ? " " : "");
		buf_append_span(cell, values[i].text);
		any = true;
	}
}

static void
append_value(struct output *output, const struct value *value)
{
	struct buf *cell = &output->cell;

	buf_clear(cell);
	switch (value->kind) {
	case VALUE_NONE:
		return;
	case VALUE_BOOLEAN:
		buf_append_string(cell, value->integer ? "true" : "false");
		break;
	case VALUE_INTEGER:
		buf_append_format(cell, "%" PRId64, value->integer);
		break;
	case VALUE_REAL:
		buf_append_format(cell, "%.15g", value->real);
		break;
	case VALUE_TEXT:
		append_cell(output, value->text);
		return;
	case VALUE_LIST:
		for (size_t i = 0; i < value->list.count; i++) {
			buf_append_string(cell, i ? LIST_SEPARATOR : "");
			buf_append_span(cell, value->list.items[i]);
		}
		break;
	case VALUE_RANGES:
		for (size_t i = 0; i < value->ranges.count; i++)
			buf_append_format(cell, "%s%zu-%zu", i ? " " : "",
			                  value->ranges.items[i].first_point, value->ranges.items[i].end_point);
		break;
	case VALUE_RECORDS:
		for (size_t i = 0; i < value->records.count; i++) {
			buf_append_string(cell, i ? LIST_SEPARATOR : "");
			append_record(cell, value->records.items + i * value->records.columns, value->records.columns);
		}
		break;
	}
	append_cell(output, buf_span(cell));
}

static void
table_begin(struct output *output)
{
	struct buf *out = &output->stream->buf;

	for (size_t i = 0; i < output->count; i++) {
		if (i)
			buf_append_byte(out, output->separator);
		buf_append_string(out, output->names[i]);
	}
	buf_append_byte(out, '\n');
}

static enum status
table_row(struct output *output, const struct value *values, struct error *err)
{
	struct buf *out = &output->stream->buf;

	for (size_t i = 0; i < output->count; i++) {
		if (i)
			buf_append_byte(out, output->separator);
		append_value(output, &values[i]);
	}
	buf_append_byte(out, '\n');
	if (output->cell.failed || output->line.failed)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the answer");
	return STATUS_OK;
}

static void
table_end(struct output *output)
{
	(void)output;
}

const struct output_ops output_table_ops = {
	.begin = table_begin,
	.row = table_row,
	.end = table_end,
};
