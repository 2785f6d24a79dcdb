#include "query/output_rows.h"

#include <unistd.h>

const char *const output_format_names[] = { "text", "json", "jsonl", "tsv", "csv", "trec", "bibtex", "ris", "csl", "html", "svg", NULL };

struct value
value_boolean(bool boolean)
{
	return (struct value){ .kind = VALUE_BOOLEAN, .integer = boolean };
}

struct value
value_integer(int64_t integer)
{
	return (struct value){ .kind = VALUE_INTEGER, .integer = integer };
}

struct value
value_real(double real)
{
	return (struct value){ .kind = VALUE_REAL, .real = real };
}

struct value
value_text(struct span text)
{
	return (struct value){ .kind = text.ptr ? VALUE_TEXT : VALUE_NONE, .text = text };
}

struct value
value_string(const char *string)
{
	return value_text(*string ? span_from_string(string) : SPAN_NONE);
}

struct value
value_list(const struct span *items, size_t count)
{
	return (struct value){ .kind = VALUE_LIST, .list = { items, count } };
}

struct value
value_ranges(const struct highlight *items, size_t count)
{
	return (struct value){ .kind = VALUE_RANGES, .ranges = { items, count } };
}

struct value
value_records(const char *const *names, const struct value *items, size_t columns, size_t count)
{
	return (struct value){ .kind = VALUE_RECORDS, .records = { names, items, columns, count } };
}

void
output_init(struct output *output, enum output_format format, struct stream *stream,
            const char *const *names, size_t count)
{
	bool table = format == FORMAT_TSV || format == FORMAT_CSV;

	*output = (struct output){
		.ops = table ? &output_table_ops : &output_json_ops,
		.stream = stream,
		.names = names,
		.count = count,
		.separator = format == FORMAT_TSV ? '\t' : ',',
		.lines = format == FORMAT_JSONL,
		.safe = table && isatty(stream->fd),
	};
}

void
output_release(struct output *output)
{
	buf_release(&output->cell);
	buf_release(&output->line);
}

void
output_begin(struct output *output)
{
	output->ops->begin(output);
}

enum status
output_row(struct output *output, const struct value *values, struct error *err)
{
	enum status status = output->ops->row(output, values, err);

	output->rows++;
	stream_ready(output->stream);
	return status;
}

void
output_end(struct output *output)
{
	output->ops->end(output);
}

enum status
output_object(struct output *output, const struct value *values, struct error *err)
{
	if (output->ops == &output_table_ops)
		output_begin(output);
	else
		output->lines = true;
	return output_row(output, values, err);
}
