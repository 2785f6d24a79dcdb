#include "corpus/join.h"

#include <stdlib.h>

#include "corpus/fill.h"
#include "corpus/join_table.h"
#include "corpus/reader.h"
#include "corpus/url.h"

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

static enum status
fill_tags(const struct join *join, const struct join_known *known, struct article *article, struct arena *arena)
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
fill_dates(const struct join_known *known, struct article *article)
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
	struct join_known *known;
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
		const struct join_known *known = join->known[(*at)++];

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
