#include "corpus/formats.h"

#include <csv.h>
#include <stdlib.h>

#include "corpus/clean.h"
#include "corpus/csv_dialect.h"
#include "corpus/csv_marks.h"
#include "corpus/fill.h"
#include "corpus/gdelt.h"
#include "corpus/html_text.h"
#include "corpus/json_article.h"

/* So much of a file is looked at for its dialect and its columns. */
#define CSV_HEAD ((size_t)32 << 10)

struct column {
	enum article_field field;        /* FIELD_COUNT: not used */
	int rank;
	char name[64];
};

struct csv_state {
	struct csv_parser parser;
	bool ready;
	struct csv_dialect dialect;
	bool has_header;
	bool useful;                     /* some column is a title or a text */
	enum csv_marks marks;
	struct column columns[CSV_COLUMNS];
	size_t order[CSV_COLUMNS];       /* the used ones by field and rank */
	size_t used;
	struct buf fields;               /* of the current row, each with a NUL behind it */
	size_t starts[CSV_COLUMNS + 1];
	size_t count;
};

static void
state_release(void *data)
{
	struct csv_state *state = data;

	if (state->ready)
		csv_free(&state->parser);
	buf_release(&state->fields);
	free(state);
}

static void
take_field(void *text, size_t len, void *data)
{
	struct csv_state *state = data;

	if (state->count == CSV_COLUMNS)
		return;
	state->starts[state->count++] = state->fields.len;
	if (text)
		buf_append(&state->fields, text, len);
	buf_append_byte(&state->fields, '\0');
	state->starts[state->count] = state->fields.len;
}

static void
take_row(int terminator, void *data)
{
	(void)terminator, (void)data;
}

static int
is_space(unsigned char c)
{
	return c == ' ';
}

/* Takes ROW apart. */
static enum status
parse_row(struct csv_state *state, struct span row)
{
	buf_clear(&state->fields);
	state->count = 0;
	if (row.len && row.ptr[row.len - 1] == '\r')
		row.len--;
	if (csv_parse(&state->parser, row.ptr, row.len, take_field, take_row, state) != row.len
	    || csv_fini(&state->parser, take_field, take_row, state) != 0)
		return STATUS_NOMEM;
	return buf_status(&state->fields);
}

static struct span
field_at(const struct csv_state *state, size_t column)
{
	if (column >= state->count)
		return SPAN_NONE;
	return span_from(state->fields.data + state->starts[column], state->starts[column + 1] - state->starts[column] - 1);
}

static bool
is_label(struct span text)
{
	if (text.len > 40)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("_ -.:/#", c)))
			return false;
	}
	return true;
}

/* The first row names the columns when all its fields look like names, and one
 * is the name of a title or a text, or was mapped by the user. */
static bool
take_header(struct csv_state *state, const struct reader_options *options)
{
	bool header = true, known = false, mapped[FIELD_COUNT] = { false };

	for (size_t i = 0; i < state->count; i++) {
		struct span name = clean_trim(field_at(state, i));
		struct column *column = &state->columns[i];

		if (i == 0 && span_starts(name, SPAN("\xEF\xBB\xBF")))
			name = span_from(name.ptr + 3, name.len - 3);
		column->field = json_key_field(name, &column->rank);
		snprintf(column->name, sizeof(column->name), "column %.*s", (int)(name.len < 40 ? name.len : 40), name.ptr ? name.ptr : "");
		header &= is_label(name);
		known |= column->field == FIELD_TITLE || column->field == FIELD_BODY;
		for (size_t j = 0; j < options->map_count; j++)
			if (span_equal(options->maps[j].name, name)) {
				column->field = options->maps[j].field;
				column->rank = -1;
				mapped[column->field] = header = known = true;
			}
	}
	for (size_t i = 0; i < state->count; i++)
		if (state->columns[i].field < FIELD_COUNT && mapped[state->columns[i].field] && state->columns[i].rank >= 0)
			state->columns[i].field = FIELD_COUNT;
	state->useful = known;
	return header && known;
}

/* What the rows of a table without names show of a column. */
struct shape {
	size_t bytes, rows, spaced, dates, urls, digits, letters;
};

static void
measure_columns(struct csv_state *state, struct span head, struct shape *shapes)
{
	size_t at = 0;

	for (int rows = 0; rows < 30 && at < head.len; rows++) {
		bool ended;
		size_t end = csv_row_end(head, at, &state->dialect, NULL, NULL, &ended);

		if (!ended || (end == head.len && rows > 0) || parse_row(state, span_from(head.ptr + at, end - at)) < 0)
			break;
		at = end + 1;
		for (size_t i = 0; i < state->count; i++) {
			struct span text = clean_trim(field_at(state, i));
			struct date date;
			size_t digits = 0;

			for (size_t j = 0; j < text.len; j++)
				digits += text.ptr[j] >= '0' && text.ptr[j] <= '9';
			shapes[i].rows++;
			shapes[i].bytes += text.len;
			shapes[i].spaced += memchr(text.ptr ? text.ptr : "", ' ', text.len) != NULL;
			shapes[i].digits += text.len && digits == text.len;
			shapes[i].letters += text.len && digits == 0;
			shapes[i].urls += span_starts(text, SPAN("http"));
			shapes[i].dates += digits != text.len && date_parse(text, &date, NULL) == STATUS_OK;
		}
	}
}

/* A table without names: the longest column is the text, the next the title,
 * short words the section; dates and addresses show what they are.  Short
 * numbers in front are classes, of a table that was made for teaching machines. */
#define CLASS_DIGITS 2

static void
guess_columns(struct csv_state *state, struct span head)
{
	struct shape shapes[CSV_COLUMNS] = { 0 };
	size_t text = 0, title = CSV_COLUMNS;
	static const char *const names[] = { "column of dates", "column of addresses", "column of short words" };

	measure_columns(state, head, shapes);
	if (shapes[0].rows && shapes[0].digits == shapes[0].rows && shapes[0].bytes <= CLASS_DIGITS * shapes[0].rows)
		state->marks = csv_marks_find(head);
	for (size_t i = 0; i < CSV_COLUMNS; i++) {
		state->columns[i] = (struct column){ .field = FIELD_COUNT };
		if (shapes[i].bytes > shapes[text].bytes)
			text = i;
	}
	for (size_t i = 0; i < CSV_COLUMNS && shapes[i].rows; i++) {
		struct shape *shape = &shapes[i];
		int what = shape->dates == shape->rows ? 0 : shape->urls == shape->rows ? 1
			: shape->letters == shape->rows && shape->bytes < 25 * shape->rows && shape->spaced * 4 <= shape->rows ? 2 : 3;

		if (i == text)
			continue;
		if (what < 3) {
			state->columns[i].field = what == 0 ? FIELD_PUBLISHED : what == 1 ? FIELD_URL : FIELD_SECTION;
			snprintf(state->columns[i].name, sizeof(state->columns[i].name), "%s", names[what]);
		} else if (shape->spaced * 2 > shape->rows && (title == CSV_COLUMNS || shape->bytes > shapes[title].bytes)) {
			title = i;
		}
	}
	if (shapes[text].rows && shapes[text].bytes > 40 * shapes[text].rows && shapes[text].spaced * 2 > shapes[text].rows) {
		state->columns[text] = (struct column){ FIELD_BODY, 0, "longest column" };
		state->useful = true;
	}
	if (title < CSV_COLUMNS)
		state->columns[title] = (struct column){ FIELD_TITLE, 0, "second longest column" };
}

static bool
is_before(const struct column *a, const struct column *b)
{
	return a->field != b->field ? a->field < b->field : a->rank < b->rank;
}

static void
order_columns(struct csv_state *state)
{
	state->used = 0;
	for (size_t i = 0; i < CSV_COLUMNS; i++) {
		size_t at = state->used;

		if (state->columns[i].field == FIELD_COUNT)
			continue;
		for (; at && is_before(&state->columns[i], &state->columns[state->order[at - 1]]); at--)
			state->order[at] = state->order[at - 1];
		state->order[at] = i;
		state->used++;
	}
}

static enum status
table_open(struct reader *reader)
{
	struct csv_state *state = reader->state;
	struct span head = reader->chunk->head;
	bool ended;

	if (!state) {
		state = calloc(1, sizeof(*state));
		if (!state)
			return STATUS_NOMEM;
		reader->state = state;
	}
	if (state->ready)
		csv_free(&state->parser);
	state->ready = state->useful = state->has_header = false;
	state->marks = CSV_MARKS_NONE;
	/* A row may be longer than the first: nobody said what the rest of it is. */
	for (size_t i = 0; i < CSV_COLUMNS; i++)
		state->columns[i] = (struct column){ .field = FIELD_COUNT };
	if (!csv_dialect_find(head, &state->dialect))
		return STATUS_OK;
	if (csv_init(&state->parser, CSV_APPEND_NULL) != 0)
		return STATUS_NOMEM;
	state->ready = true;
	csv_set_delim(&state->parser, (unsigned char)state->dialect.delimiter);
	/* 0xFF is in no text of UTF-8. */
	csv_set_quote(&state->parser, state->dialect.quote ? (unsigned char)state->dialect.quote : 0xFF);
	csv_set_space_func(&state->parser, is_space);
	csv_set_blk_size(&state->parser, 4096);
	if (parse_row(state, span_from(head.ptr, csv_row_end(head, 0, &state->dialect, NULL, NULL, &ended))) < 0)
		return STATUS_NOMEM;
	state->has_header = take_header(state, reader->options);
	if (!state->has_header)
		guess_columns(state, head);
	order_columns(state);
	return STATUS_OK;
}

/* Takes COLUMN's text in the current row, unless a better one gave the field. */
static enum status
fill_column(struct reader *reader, const struct column *column, struct span text, struct article *article)
{
	const struct csv_state *state = reader->state;
	struct arena *arena = &reader->arena;

	if (fill_is_nothing(text))
		return STATUS_OK;
	text = arena_copy(arena, text);
	if (!text.ptr)
		return STATUS_NOMEM;
	if (column->field >= FIELD_PUBLISHED) {
		fill_date_text(article, column->field, text, &reader->hint, column->name);
		return STATUS_OK;
	}
	if (column->field == FIELD_AUTHOR)
		return article->author_count ? STATUS_OK : fill_byline(article, text, arena, column->name);
	if (column->field == FIELD_TAG)
		return fill_separated(article, column->field, text, arena, column->name);
	if (column->field == FIELD_TITLE || column->field == FIELD_BODY) {
		text.len = csv_marks_apply(state->marks, (char *)(uintptr_t)text.ptr, text.len);
		if (html_text_plain(arena, &text) < 0)
			return STATUS_NOMEM;
	}
	fill_text(article, column->field, text, column->name);
	return STATUS_OK;
}

/* The next row that is not blank: [*START, *END); false at the end of the chunk. */
static bool
next_row(const struct csv_dialect *dialect, struct span data, size_t at, size_t *start, size_t *end)
{
	bool ended;

	while (at < data.len && (data.ptr[at] == '\n' || data.ptr[at] == '\r'))
		at++;
	*start = at;
	if (at == data.len)
		return false;
	*end = csv_row_end(data, at, dialect, NULL, NULL, &ended);
	return true;
}

static enum status
csv_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data;
	struct csv_state *state = reader->state;
	size_t start, end;
	struct span row;
	bool first = reader->count == 0;

	if (first) {
		if (table_open(reader) < 0)
			return STATUS_NOMEM;
		state = reader->state;
	}
	if (!state->ready || !state->useful || (!reader->options->map_count && gdelt_table_of(reader->chunk->head))) {
		if (!first)
			return STATUS_END;
		reader_take(reader, 0, data.len);
		return reader_bad(reader, err, gdelt_table_of(reader->chunk->head)
		                  ? "a table of GDELT, which has no text (--join=FILE adds what it says to articles)"
		                  : "no column of titles or texts; --map says which it is");
	}
	if (!next_row(&state->dialect, data, reader->at, &start, &end))
		return STATUS_END;
	/* The row of names has a number too, as in a spreadsheet. */
	if (first && state->has_header && reader->chunk->offset == 0) {
		reader_take(reader, start, end);
		if (!next_row(&state->dialect, data, reader->at, &start, &end))
			return STATUS_END;
	}
	row = reader_take(reader, start, end);
	if (reader_utf8(reader, &row) < 0 || parse_row(state, row) < 0)
		return STATUS_NOMEM;
	for (size_t i = 0; i < state->used; i++)
		if (fill_column(reader, &state->columns[state->order[i]], field_at(state, state->order[i]), article) < 0)
			return STATUS_NOMEM;
	return STATUS_OK;
}

static size_t
csv_head(struct span head)
{
	return head.len < CSV_HEAD ? head.len : CSV_HEAD;
}

static size_t
csv_split(struct span data, struct span head, bool at_end, uint64_t *records)
{
	struct csv_dialect dialect;
	size_t whole = 0, start, end;

	*records = 0;
	if (!csv_dialect_find(head, &dialect)) {
		*records = at_end;
		return at_end ? data.len : 0;
	}
	while (next_row(&dialect, data, whole, &start, &end)) {
		if (end == data.len && !at_end)
			break;
		++*records;
		whole = end < data.len ? end + 1 : end;
	}
	return at_end ? data.len : whole;
}

/* Lines that happen to have commas are no table: either columns have names that
 * articles have, or most fields are quoted, or the file's name says so. */
static int
csv_sniff(struct span head, struct span path)
{
	static const struct reader_options none;
	struct csv_dialect dialect;
	struct chunk chunk = { .head = span_from(head.ptr, csv_head(head)) };
	struct reader reader = { .chunk = &chunk, .options = &none };
	struct csv_state *state;
	bool named;
	int sure = 0;

	if (head.len == 0 || strchr("{[<%", head.ptr[0]) || memchr(head.ptr, '\0', head.len)
	    || !csv_dialect_find(chunk.head, &dialect))
		return 0;
	if (gdelt_table_of(head))
		return 90;
	named = path_has_ending(path, ".csv") || path_has_ending(path, ".tsv") || path_has_ending(path, ".tab") || path_has_ending(path, ".csv.gz")
		|| path_has_ending(path, ".tsv.gz");
	if (dialect.agreement >= 0.9 && dialect.quoted * 10 >= dialect.fields * 9)
		sure = 60;
	else if (named)
		sure = 55;
	if (table_open(&reader) == STATUS_OK && ((struct csv_state *)reader.state)->has_header)
		sure = 85;
	state = reader.state;
	if (state)
		state_release(state);
	return sure;
}

const struct format format_csv = {
	.name = "csv",
	.summary = "tables of text: CSV, TSV and their like",
	.unlabelled = true,
	.sniff = csv_sniff,
	.head = csv_head,
	.split = csv_split,
	.next = csv_next,
	.release = state_release,
};
