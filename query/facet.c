#include "query/facet.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "text/token.h"

static const char *const names[] = {
	"source", "section", "language", "author", "tag", "site", "date:day", "date:week", "date:month", "date:year",
};

#define NAME_COUNT (sizeof(names) / sizeof(*names))

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the values");
}

enum status
facet_init(struct facet *facet, struct span name, struct error *err)
{
	*facet = (struct facet){ .last = TABLE_NONE };
	table_init(&facet->seen);
	/* As a query writes it. */
	if (span_equal(name, SPAN("lang")))
		name = SPAN("language");
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (!span_equal(name, span_from_string(names[i])))
			continue;
		facet->field = i < FACET_DATE ? (enum facet_field)i : FACET_DATE;
		facet->period = i < FACET_DATE ? PERIOD_DAY : (enum period)(i - FACET_DATE);
		snprintf(facet->name, sizeof(facet->name), "%s", names[i]);
		return STATUS_OK;
	}
	return error_set(err, STATUS_BADQUERY, "--facet",
	                 "'%.*s' is not one of source, section, language, author, tag, site, date:day, date:week, date:month, date:year",
	                 (int)(name.len < 40 ? name.len : 40), name.ptr ? name.ptr : "");
}

void
facet_release(struct facet *facet)
{
	table_release(&facet->seen);
	free(facet->counts);
	buf_release(&facet->key);
}

bool
facet_needs_article(const struct facet *facet)
{
	return facet->field == FACET_AUTHOR || facet->field == FACET_TAG || facet->field == FACET_SITE;
}

/* ---- Counting ----------------------------------------------------------- */

static enum status
count_value(struct facet *facet, struct span value, uint32_t *number, struct error *err)
{
	*number = table_put(&facet->seen, value, NULL);
	if (*number == TABLE_NONE)
		return no_memory(err);
	if (*number >= facet->room) {
		size_t room = facet->room ? 2 * facet->room : 64;
		uint64_t *counts = realloc(facet->counts, room * sizeof(*counts));

		if (!counts)
			return no_memory(err);
		memset(counts + facet->room, 0, (room - facet->room) * sizeof(*counts));
		facet->counts = counts;
		facet->room = room;
	}
	facet->counts[*number]++;
	return STATUS_OK;
}

static enum status
add_list(struct facet *facet, const struct span *values, size_t count, struct error *err)
{
	enum status status = STATUS_OK;
	uint32_t number;

	facet->without += count == 0;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		bool again = false;

		for (size_t j = 0; j < i && !again; j++)
			again = span_equal(values[i], values[j]);
		if (!again)
			status = count_value(facet, values[i], &number, err);
	}
	return status;
}

static enum status
add_string(struct facet *facet, struct index_reader *reader, enum index_column column, docid_t doc, struct error *err)
{
	struct span value;
	uint32_t number;
	enum status status = index_string(reader, column, doc, &value, err);

	if (status < 0)
		return status;
	if (value.len)
		return count_value(facet, value, &number, err);
	facet->without++;
	return STATUS_OK;
}

/* The host of an address, without a user, a port or www. */
static struct span
site_of(struct span url)
{
	const char *at = url.len ? memmem(url.ptr, url.len, "://", 3) : NULL, *stop;

	if (!at)
		return SPAN_NONE;
	url = span_from(at + 3, url.len - (size_t)(at + 3 - url.ptr));
	for (stop = url.ptr; stop < url.ptr + url.len && !strchr("/?#", *stop); )
		stop++;
	url.len = (size_t)(stop - url.ptr);
	at = url.len ? memrchr(url.ptr, '@', url.len) : NULL;
	if (at)
		url = span_from(at + 1, url.len - (size_t)(at + 1 - url.ptr));
	stop = url.len && *url.ptr != '[' ? memchr(url.ptr, ':', url.len) : NULL;
	if (stop)
		url.len = (size_t)(stop - url.ptr);
	if (url.len > 4 && strncasecmp(url.ptr, "www.", 4) == 0)
		url = span_from(url.ptr + 4, url.len - 4);
	return url;
}

static enum status
add_site(struct facet *facet, struct span url, struct error *err)
{
	struct span site = site_of(url);

	return add_list(facet, &site, site.len > 0, err);
}

static enum status
add_date(struct facet *facet, struct index_reader *reader, docid_t doc, struct error *err)
{
	char name[PERIOD_NAME_SIZE];
	int64_t date;
	enum status status = index_number(reader, COLUMN_DATE, doc, &date, err);

	if (status < 0)
		return status;
	if (date == DATE_UNDATED) {
		facet->without++;
		return STATUS_OK;
	}
	if (facet->last != TABLE_NONE && date >= facet->start && date < facet->end) {
		facet->counts[facet->last]++;
		return STATUS_OK;
	}
	facet->start = period_start(facet->period, date);
	facet->end = period_next(facet->period, facet->start);
	period_name(facet->period, facet->start, name);
	return count_value(facet, span_from_string(name), &facet->last, err);
}

enum status
facet_add(struct facet *facet, struct index_reader *reader, docid_t doc, const struct article *article,
          struct error *err)
{
	switch (facet->field) {
	case FACET_SOURCE:
		return add_string(facet, reader, COLUMN_SOURCE, doc, err);
	case FACET_SECTION:
		return add_string(facet, reader, COLUMN_SECTION, doc, err);
	case FACET_LANGUAGE:
		return add_string(facet, reader, COLUMN_LANGUAGE, doc, err);
	case FACET_AUTHOR:
		return add_list(facet, article->authors, article->author_count, err);
	case FACET_TAG:
		return add_list(facet, article->tags, article->tag_count, err);
	case FACET_SITE:
		return add_site(facet, article->text[FIELD_URL], err);
	case FACET_DATE:
		break;
	}
	return add_date(facet, reader, doc, err);
}

/* ---- Order -------------------------------------------------------------- */

static int
by_count(const void *a, const void *b)
{
	const struct facet_value *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles < y->articles ? 1 : -1;
	return span_compare(x->text, y->text);
}

static int
by_text(const void *a, const void *b)
{
	const struct facet_value *x = a, *y = b;

	return span_compare(x->text, y->text);
}

/* Adds up spellings of one value: VALUES come with the most frequent first, so
 * the first of a kind is the one to keep. */
static enum status
merge_spellings(struct facet *facet, struct error *err)
{
	struct table folded;
	enum status status = STATUS_OK;
	size_t kept = 0;

	table_init(&folded);
	for (size_t i = 0; status == STATUS_OK && i < facet->value_count; i++) {
		uint32_t number;
		bool added;

		buf_clear(&facet->key);
		fold_append(&facet->key, facet->values[i].text);
		number = buf_status(&facet->key) == STATUS_OK ? table_put(&folded, buf_span(&facet->key), &added) : TABLE_NONE;
		if (number == TABLE_NONE)
			status = no_memory(err);
		else if (added)
			facet->values[kept++] = facet->values[i];
		else
			facet->values[number].articles += facet->values[i].articles;
	}
	facet->value_count = kept;
	table_release(&folded);
	return status;
}

enum status
facet_finish(struct facet *facet, struct arena *arena, struct error *err)
{
	enum status status = STATUS_OK;

	facet->values = arena_zalloc(arena, (size_t)facet->seen.count + 1, sizeof(*facet->values));
	if (!facet->values)
		return no_memory(err);
	for (uint32_t i = 0; i < facet->seen.count; i++)
		facet->values[facet->value_count++] = (struct facet_value){ table_key(&facet->seen, i), facet->counts[i] };
	qsort(facet->values, facet->value_count, sizeof(*facet->values), facet->field == FACET_DATE ? by_text : by_count);
	if (facet->field != FACET_DATE) {
		status = merge_spellings(facet, err);
		qsort(facet->values, facet->value_count, sizeof(*facet->values), by_count);
	}
	if (facet->without)
		facet->values[facet->value_count++] = (struct facet_value){ SPAN_NONE, facet->without };
	return status;
}
