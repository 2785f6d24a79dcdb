#include <stdlib.h>

#include "corpus/clean.h"
#include "corpus/gdelt.h"
#include "corpus/input.h"
#include "corpus/join_table.h"
#include "corpus/url.h"

/* More items of one column are not looked at. */
#define ITEMS_MOST ((size_t)10 * READER_LIST_LIMIT)

/* Lines; none is ever read as an article. */
static size_t
lines_split(struct span data, struct span head, bool at_end, uint64_t *records)
{
	const char *last = data.len ? memrchr(data.ptr, '\n', data.len) : NULL;
	size_t whole = at_end ? data.len : last ? (size_t)(last + 1 - data.ptr) : 0;

	(void)head;
	*records = 0;
	for (size_t at = 0; at < whole; ++*records) {
		const char *end = memchr(data.ptr + at, '\n', whole - at);

		at = end ? (size_t)(end + 1 - data.ptr) : whole;
	}
	return whole;
}

static enum status
lines_next(struct reader *reader, struct article *article, struct error *err)
{
	(void)reader;
	(void)article;
	(void)err;
	return STATUS_END;
}

static const struct format table_lines = {
	.name = "table", .summary = "rows to be joined", .split = lines_split, .next = lines_next,
};

/* A copy of TEXT that stays, one for all that are equal; SPAN_NONE when it is blank. */
static enum status
keep_text(struct join *join, struct span text, struct span *kept, uint32_t *number)
{
	struct arena scratch = ARENA_INIT;
	enum status status = clean_line(&scratch, &text);

	*kept = SPAN_NONE;
	*number = TABLE_NONE;
	if (status == STATUS_OK && text.len) {
		*number = table_put(&join->names, text, NULL);
		if (*number == TABLE_NONE)
			status = STATUS_NOMEM;
		else
			*kept = table_key(&join->names, *number);
	}
	arena_release(&scratch);
	return status;
}

static enum status
add_tag(struct join *join, struct join_known *known, struct span text)
{
	struct span kept;
	uint32_t number;
	enum status status = keep_text(join, text, &kept, &number);

	if (status < 0 || !kept.len || known->tag_count == READER_LIST_LIMIT)
		return status;
	for (size_t i = 0; i < known->tag_count; i++)
		if (known->tags[i] == number)
			return STATUS_OK;
	if (known->tag_count == known->tag_size) {
		size_t size = known->tag_size ? 2 * known->tag_size : 8;
		uint32_t *tags = arena_zalloc(&join->arena, size, sizeof(*tags));

		if (!tags)
			return STATUS_NOMEM;
		if (known->tag_count)
			memcpy(tags, known->tags, known->tag_count * sizeof(*tags));
		known->tags = tags;
		known->tag_size = size;
	}
	known->tags[known->tag_count++] = number;
	return STATUS_OK;
}

static enum status
add_lists(struct join *join, struct join_known *known, const struct gdelt_row *row)
{
	struct buf text = BUF_INIT;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < row->list_count; i++) {
		struct span item;
		size_t left = ITEMS_MOST;

		for (size_t at = 0; status == STATUS_OK && left-- && gdelt_list_next(&row->lists[i], &at, &item);) {
			buf_clear(&text);
			buf_append_string(&text, row->lists[i].prefix);
			buf_append_span(&text, item);
			status = buf_status(&text) < 0 ? STATUS_NOMEM : add_tag(join, known, buf_span(&text));
		}
	}
	buf_release(&text);
	return status;
}

static const char *
rule_of(enum gdelt_table table)
{
	switch (table) {
	case GDELT_GRAPH: return "GDELT knowledge graph";
	case GDELT_EVENTS: return "GDELT events";
	case GDELT_MENTIONS: return "GDELT mentions";
	case GDELT_NONE: break;
	}
	return "table";
}

/* The entry of the address in join->key, a new one for the row at PLACE. */
static enum status
find_known(struct join *join, const struct gdelt_row *row, const struct join_rest *place, struct join_known **known)
{
	bool added;
	uint32_t number = table_put(&join->keys, buf_span(&join->key), &added), url;

	if (number == TABLE_NONE)
		return STATUS_NOMEM;
	if (number >= join->size) {
		size_t size = join->size ? 2 * join->size : 1024;
		struct join_known **list = reallocarray(join->known, size, sizeof(*list));

		if (!list)
			return STATUS_NOMEM;
		join->known = list;
		join->size = size;
	}
	if (added) {
		join->known[number] = arena_zalloc(&join->arena, 1, sizeof(**known));
		if (!join->known[number])
			return STATUS_NOMEM;
		join->known[number]->rule = rule_of(row->table);
		join->known[number]->place = *place;
		*known = join->known[number];
		return keep_text(join, row->url, &(*known)->place.url, &url);
	}
	*known = join->known[number];
	return STATUS_OK;
}

static enum status
add_row(struct join *join, const struct gdelt_row *row, const struct join_rest *place)
{
	struct join_known *known;
	struct span kept;
	uint32_t number;
	enum status status = find_known(join, row, place, &known);

	if (status < 0)
		return status;
	/* Of several rows the graph's knows most, then the first. */
	if (row->table == GDELT_GRAPH)
		known->rule = rule_of(row->table);
	if (!known->source.len) {
		status = keep_text(join, row->source, &kept, &number);
		known->source = kept;
	}
	if (status == STATUS_OK && !known->authors.len) {
		status = keep_text(join, row->authors, &kept, &number);
		known->authors = kept;
	}
	if (row->published.precision != DATE_NONE && known->published.precision == DATE_NONE)
		known->published = row->published;
	if (row->seen.precision != DATE_NONE
	    && (known->seen.precision == DATE_NONE || row->seen.seconds < known->seen.seconds))
		known->seen = row->seen;
	return status == STATUS_OK ? add_lists(join, known, row) : status;
}

static size_t
memory_used(const struct join *join)
{
	return join->arena.total + join->keys.arena.total + join->names.arena.total + join->size * sizeof(*join->known)
		+ ((size_t)join->keys.size + join->names.size) * 16
		+ ((size_t)join->keys.keys_size + join->names.keys_size) * sizeof(struct span);
}

static enum status
read_line(struct join *join, struct span line, const struct join_rest *place, bool *is_row)
{
	struct gdelt_row row;

	*is_row = false;
	if (!span_trim(line).len)
		return STATUS_OK;
	buf_clear(&join->key);
	if (gdelt_row_read(line, &row))
		url_append_key(&join->key, row.url);
	if (buf_status(&join->key) < 0)
		return STATUS_NOMEM;
	if (!join->key.len) {
		if (!join->bad++)
			join->first_bad = *place;
		return STATUS_OK;
	}
	*is_row = true;
	return add_row(join, &row, place);
}

static enum status
read_chunk(struct join *join, const struct chunk *chunk, uint64_t *rows, struct error *err)
{
	struct join_rest place = { .number = chunk->number };
	uint32_t origin = table_put(&join->origins, chunk->origin, NULL);
	size_t at = 0;

	if (origin == TABLE_NONE)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	place.origin = table_key(&join->origins, origin);
	for (; at < chunk->data.len; place.number++) {
		const char *end = memchr(chunk->data.ptr + at, '\n', chunk->data.len - at);
		size_t len = end ? (size_t)(end - chunk->data.ptr) - at : chunk->data.len - at;
		bool is_row;

		place.offset = chunk->offset + at;
		if (read_line(join, span_from(chunk->data.ptr + at, len), &place, &is_row) < 0)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		*rows += is_row;
		at += len + (end != NULL);
		if (memory_used(join) > join->limit)
			return error_set(err, STATUS_LIMIT, "--join", "the tables take more than a quarter of --memory");
	}
	return STATUS_OK;
}

enum status
join_read(struct join *join, const char *path, struct error *err)
{
	struct input_options options = { .reader = { .format = &table_lines } };
	struct input *input;
	uint64_t rows = 0;
	enum status status = input_new(&options, &input, err);

	if (status < 0)
		return status;
	status = input_add(input, span_from_string(path), err);
	while (status == STATUS_OK) {
		struct input_chunk chunk;

		status = input_next(input, &chunk, err);
		if (status == STATUS_OK && chunk.chunk.format)
			status = read_chunk(join, &chunk.chunk, &rows, err);
		input_chunk_release(&chunk);
	}
	input_free(input);
	if (status != STATUS_END)
		return status;
	return rows ? STATUS_OK : error_set(err, STATUS_BADINPUT, path, "no table of GDELT");
}
