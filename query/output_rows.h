/* output_rows.h - rows for machines: JSON, JSON lines, TSV, CSV.
 *
 * A report has named columns and yields rows of values; how a row looks is the
 * business of one format each (output_json.c, output_table.c).  What people
 * read (text) and TREC runs are each report's own.  newsdex-json(5) describes
 * the result.
 */
#ifndef NEWSDEX_QUERY_OUTPUT_ROWS_H
#define NEWSDEX_QUERY_OUTPUT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/error.h"
#include "query/snippet.h"
#include "query/stream.h"

/* In every JSON object.  It grows when a field changes its meaning or goes;
 * not when one is added. */
#define OUTPUT_SCHEMA 1

enum output_format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_JSONL,
	FORMAT_TSV,
	FORMAT_CSV,
	FORMAT_TREC,
	FORMAT_BIBTEX,
	FORMAT_RIS,
	FORMAT_CSL,
	FORMAT_HTML,
	FORMAT_SVG,
};

/* What --format takes, in the order of the enum, ended by NULL. */
extern const char *const output_format_names[];

enum value_kind {
	VALUE_NONE,      /* null; an empty cell */
	VALUE_BOOLEAN,   /* integer: 0 or 1 */
	VALUE_INTEGER,
	VALUE_REAL,
	VALUE_TEXT,
	VALUE_LIST,      /* of texts */
	VALUE_RANGES,    /* of code points: pairs [start, end) */
	VALUE_RECORDS,   /* a list of rows with names; none of their values is a list */
};

struct value {
	enum value_kind kind;
	union {
		int64_t integer;
		double real;
		struct span text;
		struct { const struct span *items; size_t count; } list;
		struct { const struct highlight *items; size_t count; } ranges;
		struct { const char *const *names; const struct value *items; size_t columns, count; } records;
	};
};

struct value value_boolean(bool boolean);
struct value value_integer(int64_t integer);
struct value value_real(double real);
struct value value_text(struct span text);  /* SPAN_NONE is VALUE_NONE */
struct value value_string(const char *string);  /* "" is VALUE_NONE */
struct value value_list(const struct span *items, size_t count);
struct value value_ranges(const struct highlight *items, size_t count);

/* COUNT rows of COLUMNS values, one behind the other. */
struct value value_records(const char *const *names, const struct value *items, size_t columns, size_t count);

struct output {
	const struct output_ops *ops;
	struct stream *stream;
	const char *const *names;   /* of the columns; borrowed */
	size_t count;
	uint64_t rows;              /* written so far */
	char separator;             /* TSV, CSV */
	bool lines;                 /* JSONL */
	const char *list;           /* JSON: the rows are this key's in one object, or NULL */
	bool safe;                  /* TSV, CSV: to a terminal, which shall not obey it */
	struct buf cell, line;
};

struct output_ops {
	void (*begin)(struct output *output);
	enum status (*row)(struct output *output, const struct value *values, struct error *err);
	void (*end)(struct output *output);
};

extern const struct output_ops output_json_ops, output_table_ops;

/* FORMAT is one of JSON, JSONL, TSV, CSV. */
void output_init(struct output *output, enum output_format format, struct stream *stream,
                 const char *const *names, size_t count);
void output_release(struct output *output);

/* Says before the rows how they came about (--record): in JSON the answer is
 * then one object {schema, record, LIST: [rows]}, in JSONL an object {schema,
 * record} comes first.  Not for TSV and CSV.  Instead of output_begin(). */
enum status output_begin_record(struct output *output, const char *list, const char *const *names,
                                const struct value *values, size_t count, struct error *err);

void output_begin(struct output *output);
enum status output_row(struct output *output, const struct value *values, struct error *err);
void output_end(struct output *output);

/* One object alone, such as a count: a row of JSON without the array around
 * it, a header and a line of TSV and CSV. */
enum status output_object(struct output *output, const struct value *values, struct error *err);

#endif
