/* Rows as JSON, one array or an object a line.
 */
#include <jansson.h>
#include <math.h>

#include "common/terminal.h"
#include "common/utf8.h"
#include "query/output_rows.h"

/* Digits enough to tell 1e-9 apart, few enough that 0.1 is 0.1. */
#define REAL_DIGITS 15

/* Text of an index is not trusted to be UTF-8, which jansson insists on. */
static json_t *
json_text(struct output *output, struct span text)
{
	if (utf8_valid(text))
		return json_stringn_nocheck(text.len ? text.ptr : "", text.len);
	buf_clear(&output->cell);
	utf8_append_valid(&output->cell, text);
	return json_stringn_nocheck(buf_string(&output->cell), output->cell.len);
}

static json_t *
json_ranges(const struct value *value)
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < value->ranges.count; i++) {
		const struct highlight *range = &value->ranges.items[i];
		json_t *pair = json_pack("[I, I]", (json_int_t)range->first_point, (json_int_t)range->end_point);

		if (json_array_append_new(array, pair) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *
json_list(struct output *output, const struct value *value)
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < value->list.count; i++) {
		if (json_array_append_new(array, json_text(output, value->list.items[i])) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *json_row(struct output *output, const char *const *names, const struct value *values, size_t count, bool part);

static json_t *
json_records(struct output *output, const struct value *value)
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < value->records.count; i++) {
		json_t *row = json_row(output, value->records.names, value->records.items + i * value->records.columns,
		                       value->records.columns, true);

		if (json_array_append_new(array, row) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *
json_value(struct output *output, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NONE:
		return json_null();
	case VALUE_BOOLEAN:
		return json_boolean(value->integer != 0);
	case VALUE_INTEGER:
		return json_integer((json_int_t)value->integer);
	case VALUE_REAL:
		return isfinite(value->real) ? json_real(value->real) : json_null();
	case VALUE_TEXT:
		return json_text(output, value->text);
	case VALUE_LIST:
		return json_list(output, value);
	case VALUE_RANGES:
		return json_ranges(value);
	case VALUE_RECORDS:
		return json_records(output, value);
	}
	return NULL;
}

/* {NAMES: VALUES}, with the schema's number in front unless it is a part of
 * another object.  NULL when memory is short. */
static json_t *
json_row(struct output *output, const char *const *names, const struct value *values, size_t count, bool part)
{
	json_t *object = json_object();

	if (object && !part && json_object_set_new(object, "schema", json_integer(OUTPUT_SCHEMA)) != 0)
		goto failed;
	for (size_t i = 0; object && i < count; i++)
		if (json_object_set_new_nocheck(object, names[i], json_value(output, &values[i])) != 0)
			goto failed;
	return object;
failed:
	json_decref(object);
	return NULL;
}

static int
append_piece(const char *piece, size_t len, void *context)
{
	struct buf *out = context;

	buf_append(out, piece, len);
	return 0;
}

/* What a terminal would obey and jansson leaves as it is becomes an escape,
 * which is the same JSON. */
static void
append_escaped(struct buf *out, struct span json)
{
	const char *p = json.ptr, *end = p + json.len, *plain = p;
	size_t len;

	for (; p < end; p += len) {
		uint32_t code = utf8_decode(p, end, &len);

		if (code < 0x7F || !terminal_obeys(code))
			continue;
		buf_append(out, plain, (size_t)(p - plain));
		buf_append_format(out, "\\u%04X", code);
		plain = p + len;
	}
	buf_append(out, plain, (size_t)(end - plain));
}

static enum status
json_write(struct output *output, json_t *json, struct error *err)
{
	int failed = -1;

	buf_clear(&output->line);
	if (json)
		failed = json_dump_callback(json, append_piece, &output->line,
		                            JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS));
	json_decref(json);
	append_escaped(&output->stream->buf, buf_span(&output->line));
	if (failed || output->line.failed)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the answer");
	return STATUS_OK;
}

static void
json_begin(struct output *output)
{
	if (!output->lines)
		buf_append_byte(&output->stream->buf, '[');
}

static enum status
json_one(struct output *output, const struct value *values, struct error *err)
{
	struct buf *out = &output->stream->buf;
	enum status status;

	if (!output->lines)
		buf_append_string(out, output->rows ? ",\n" : "\n");
	status = json_write(output, json_row(output, output->names, values, output->count, output->list != NULL), err);
	if (output->lines)
		buf_append_byte(out, '\n');
	return status;
}

static void
json_end(struct output *output)
{
	struct buf *out = &output->stream->buf;

	if (output->lines)
		return;
	buf_append_string(out, output->rows ? "\n]" : "]");
	buf_append_string(out, output->list ? "}\n" : "\n");
}

const struct output_ops output_json_ops = {
	.begin = json_begin,
	.row = json_one,
	.end = json_end,
};

enum status
output_begin_record(struct output *output, const char *list, const char *const *names,
                    const struct value *values, size_t count, struct error *err)
{
	struct buf *out = &output->stream->buf;
	enum status status;

	buf_append_format(out, "{\"schema\": %d, \"record\": ", OUTPUT_SCHEMA);
	status = json_write(output, json_row(output, names, values, count, true), err);
	if (output->lines) {
		buf_append_string(out, "}\n");
	} else {
		output->list = list;
		buf_append_format(out, ",\n\"%s\": [", list);
	}
	return status;
}
