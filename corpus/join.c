#include "corpus/join.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/table.h"
#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/gdelt.h"
#include "corpus/input.h"
#include "corpus/url.h"

/* More items of one column are not looked at. */
#define ITEMS_MOST ((size_t)10 * READER_LIST_LIMIT)

/* What the rows with one address say together. */
struct known {
	struct span source, authors;
	struct date seen, published;
	const char *rule;              /* which table */
	uint32_t *tags;                /* numbers of names */
	size_t tag_count, tag_size;
	struct join_rest place;
	_Atomic bool met;              /* an article with this address came */
};

struct join {
	size_t limit;
	struct table keys;             /* of addresses; numbers are those of KNOWN */
	struct table names;            /* of tags, sources and authors */
	struct table origins;          /* of the files */
	struct arena arena;
	struct known **known;
	size_t size, bytes;
	struct buf key;
	uint64_t bad;
	struct join_rest first_bad;
};

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

struct join *
join_new(size_t limit)
{
	struct join *join = calloc(1, sizeof(*join));

	if (!join)
		return NULL;
	join->limit = limit;
	table_init(&join->keys);
	table_init(&join->names);
	table_init(&join->origins);
	arena_init(&join->arena);
	return join;
}

void
join_free(struct join *join)
{
	if (!join)
		return;
	table_release(&join->keys);
	table_release(&join->names);
	table_release(&join->origins);
	arena_release(&join->arena);
	free(join->known);
	buf_release(&join->key);
	free(join);
}

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
add_tag(struct join *join, struct known *known, struct span text)
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
add_lists(struct join *join, struct known *known, const struct gdelt_row *row)
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
find_known(struct join *join, const struct gdelt_row *row, const struct join_rest *place, struct known **known)
{
	bool added;
	uint32_t number = table_put(&join->keys, buf_span(&join->key), &added), url;

	if (number == TABLE_NONE)
		return STATUS_NOMEM;
	if (number >= join->size) {
		size_t size = join->size ? 2 * join->size : 1024;
		struct known **list = reallocarray(join->known, size, sizeof(*list));

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
	struct known *known;
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

static enum status
fill_tags(const struct join *join, const struct known *known, struct article *article, struct arena *arena)
{
	size_t count = article->tag_count + known->tag_count;
	struct span *tags;
	size_t at = article->tag_count;

	if (!known->tag_count)
		return STATUS_OK;
	tags = arena_zalloc(arena, count, sizeof(*tags));
	if (!tags)
		return STATUS_NOMEM;
	if (at)
		memcpy(tags, article->tags, at * sizeof(*tags));
	for (size_t i = 0; i < known->tag_count; i++) {
		struct span tag = table_key(&join->names, known->tags[i]);
		size_t same = 0;

		while (same < article->tag_count && !span_equal(tags[same], tag))
			same++;
		if (same == article->tag_count)
			tags[at++] = tag;
	}
	if (article->found_by[FIELD_TAG]) {
		struct buf rule = BUF_INIT;

		buf_append_format(&rule, "%s, %s", article->found_by[FIELD_TAG], known->rule);
		article->found_by[FIELD_TAG] = arena_string(arena, buf_span(&rule));
		buf_release(&rule);
	} else {
		article->found_by[FIELD_TAG] = known->rule;
	}
	article->tags = tags;
	article->tag_count = at < READER_LIST_LIMIT ? at : READER_LIST_LIMIT;
	return article->found_by[FIELD_TAG] ? STATUS_OK : STATUS_NOMEM;
}

static void
fill_dates(const struct known *known, struct article *article)
{
	struct date day = known->seen;

	fill_date(article, FIELD_CRAWLED, known->seen, known->rule);
	if (article_date(article).precision != DATE_NONE)
		return;
	fill_date(article, FIELD_PUBLISHED, known->published, known->rule);
	if (day.precision == DATE_NONE || article->published.precision != DATE_NONE)
		return;
	/* GDELT meets a page within the hour: its day is the day, its time says less. */
	day.seconds -= ((day.seconds % 86400) + 86400) % 86400;
	day.precision = DATE_DAY;
	day.zone = DATE_ZONE_UNKNOWN;
	fill_date(article, FIELD_PUBLISHED, day, "GDELT, the day it was met");
}

enum status
join_fill(const struct join *join, struct article *article, struct arena *arena)
{
	struct buf key = BUF_INIT;
	struct known *known;
	uint32_t number;

	url_append_key(&key, article->text[FIELD_URL]);
	number = key.len ? table_get(&join->keys, buf_span(&key)) : TABLE_NONE;
	if (buf_status(&key) < 0)
		return STATUS_NOMEM;
	buf_release(&key);
	if (number == TABLE_NONE)
		return STATUS_OK;
	known = join->known[number];
	atomic_store_explicit(&known->met, true, memory_order_relaxed);
	/* What --source says is of those that name none. */
	if (known->source.len && article->found_by[FIELD_SOURCE] && strcmp(article->found_by[FIELD_SOURCE], "--source") == 0)
		article->text[FIELD_SOURCE] = SPAN_NONE;
	fill_text(article, FIELD_SOURCE, known->source, known->rule);
	fill_dates(known, article);
	if (known->authors.len && !article->author_count
	    && fill_separated(article, FIELD_AUTHOR, known->authors, arena, known->rule) < 0)
		return STATUS_NOMEM;
	return fill_tags(join, known, article, arena);
}

bool
join_next_rest(const struct join *join, size_t *at, struct join_rest *rest)
{
	while (*at < join->keys.count) {
		const struct known *known = join->known[(*at)++];

		if (!atomic_load_explicit(&known->met, memory_order_relaxed)) {
			*rest = known->place;
			return true;
		}
	}
	return false;
}

uint64_t
join_bad_lines(const struct join *join, struct join_rest *first)
{
	if (first)
		*first = join->first_bad;
	return join->bad;
}
