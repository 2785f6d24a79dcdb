#include "corpus/site_text.h"

#include <stdlib.h>

#include "common/hash.h"
#include "common/table.h"
#include "corpus/site_page.h"
#include "corpus/url.h"

#define SITES_MOST ((uint32_t)1 << 20)

struct site_text {
	struct table names;
	struct site_sample **samples;   /* by number in names; NULL: nothing is known */
	uint64_t *met;                  /* when each was met last, in pages */
	size_t size;
	uint64_t pages;
	size_t lines;                   /* in all samples */
	struct buf name;                /* of the site at hand */
	bool is_host;                   /* it is a host, not a folder */
};

struct site_text *
site_text_new(void)
{
	struct site_text *sites = calloc(1, sizeof(*sites));

	if (sites)
		table_init(&sites->names);
	return sites;
}

void
site_text_free(struct site_text *sites)
{
	if (!sites)
		return;
	for (size_t i = 0; i < sites->size; i++)
		site_sample_free(sites->samples[i]);
	free(sites->samples);
	free(sites->met);
	table_release(&sites->names);
	buf_release(&sites->name);
	free(sites);
}

/* The site of ARTICLE into sites->name; false when it has none. */
static bool
name_site(struct site_text *sites, const struct article *article)
{
	const char *slash;

	buf_clear(&sites->name);
	url_append_site(&sites->name, article->text[FIELD_URL]);
	sites->is_host = sites->name.len > 0;
	if (sites->is_host)
		return true;
	slash = article->origin.len ? memrchr(article->origin.ptr, '/', article->origin.len) : NULL;
	if (slash)
		buf_append(&sites->name, article->origin.ptr, (size_t)(slash + 1 - article->origin.ptr));
	return sites->name.len > 0;
}

static bool
samples_grow(struct site_text *sites)
{
	size_t size = sites->size ? 2 * sites->size : 256;
	struct site_sample **samples = reallocarray(sites->samples, size, sizeof(*samples));
	uint64_t *met;

	if (!samples)
		return false;
	sites->samples = samples;
	met = reallocarray(sites->met, size, sizeof(*met));
	if (!met)
		return false;
	sites->met = met;
	for (size_t i = sites->size; i < size; i++) {
		samples[i] = NULL;
		met[i] = 0;
	}
	sites->size = size;
	return true;
}

/* The sample of the site in sites->name, a new one when it has none; *SAMPLE is
 * NULL when there are too many sites. */
static enum status
find_sample(struct site_text *sites, struct site_sample **sample)
{
	struct span name = buf_span(&sites->name);
	uint32_t number = table_get(&sites->names, name);

	*sample = NULL;
	if (number == TABLE_NONE && sites->names.count >= SITES_MOST)
		return STATUS_OK;
	if (number == TABLE_NONE)
		number = table_put(&sites->names, name, NULL);
	if (number == TABLE_NONE || (number >= sites->size && !samples_grow(sites)))
		return STATUS_NOMEM;
	if (!sites->samples[number])
		sites->samples[number] = site_sample_new();
	sites->met[number] = ++sites->pages;
	*sample = sites->samples[number];
	return *sample ? STATUS_OK : STATUS_NOMEM;
}

static int
compare_times(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* Forgets that half of the sites which were not met for longest. */
static enum status
forget_sites(struct site_text *sites)
{
	uint64_t *times = reallocarray(NULL, sites->names.count, sizeof(*times)), middle;
	size_t count = 0;

	if (!times)
		return STATUS_NOMEM;
	for (uint32_t i = 0; i < sites->names.count; i++)
		if (sites->samples[i])
			times[count++] = sites->met[i];
	qsort(times, count, sizeof(*times), compare_times);
	middle = times[count / 2];
	free(times);
	for (uint32_t i = 0; i < sites->names.count; i++) {
		/* The one site that fills everything is no better kept. */
		if (!sites->samples[i] || (sites->met[i] >= middle && count > 1))
			continue;
		sites->lines -= site_sample_lines(sites->samples[i]);
		site_sample_free(sites->samples[i]);
		sites->samples[i] = NULL;
	}
	return STATUS_OK;
}

/* The lines of a body, one after the other. */
struct lines {
	struct span rest;
	struct span text;         /* the one at hand, trimmed */
	unsigned breaks;          /* line feeds before it */
};

static bool
lines_next(struct lines *lines)
{
	lines->breaks = 0;
	while (lines->rest.len) {
		const char *end = memchr(lines->rest.ptr, '\n', lines->rest.len);
		size_t len = end ? (size_t)(end - lines->rest.ptr) : lines->rest.len;

		lines->text = span_trim(span_from(lines->rest.ptr, len));
		lines->rest = span_from(lines->rest.ptr + len, lines->rest.len - len);
		if (lines->text.len)
			return true;
		while (lines->rest.len && lines->rest.ptr[0] == '\n') {
			lines->rest = span_from(lines->rest.ptr + 1, lines->rest.len - 1);
			lines->breaks++;
		}
	}
	return false;
}

/* Takes ARTICLE apart into PAGE, whose lines are LIST (room for SITE_PAGE_LINES). */
static void
read_page(struct site_text *sites, const struct article *article, struct site_page_line *list, struct site_page *page)
{
	struct lines lines = { .rest = article->text[FIELD_BODY] };

	*page = (struct site_page){
		.id = hash_bytes(article->text[FIELD_ID], 0),
		.title = hash_bytes(article->text[FIELD_TITLE], 0),
		.titled = article->text[FIELD_TITLE].len > 0,
		.lines = list,
	};
	site_topic_set(&page->topic, article->text[FIELD_TITLE], sites->is_host ? buf_span(&sites->name) : SPAN_NONE);
	while (page->count < SITE_PAGE_LINES && lines_next(&lines))
		list[page->count++] = (struct site_page_line){ hash_bytes(lines.text, 0), lines.text };
}

enum status
site_text_learn(struct site_text *sites, const struct article *article)
{
	struct site_page_line *list;
	struct site_sample *sample;
	struct site_page page;
	size_t before;
	enum status status;

	if (!article->text[FIELD_BODY].len || !name_site(sites, article))
		return buf_status(&sites->name);
	status = find_sample(sites, &sample);
	if (status < 0 || !sample)
		return status;
	list = reallocarray(NULL, SITE_PAGE_LINES, sizeof(*list));
	if (!list)
		return STATUS_NOMEM;
	read_page(sites, article, list, &page);
	before = site_sample_lines(sample);
	status = site_sample_add(sample, &page);
	sites->lines = sites->lines - before + site_sample_lines(sample);
	free(list);
	if (status == STATUS_OK && sites->lines > SITE_TEXT_LINES)
		status = forget_sites(sites);
	return status;
}

/* How many lines of TEXT are the site's. */
static size_t
count_drops(const struct site_sample *sample, struct span text)
{
	struct lines lines = { .rest = text };
	struct site_drop drop;
	size_t count = 0;

	for (size_t i = 0; i < SITE_PAGE_LINES && lines_next(&lines); i++)
		count += site_sample_has(sample, hash_bytes(lines.text, 0), &drop.pages, &drop.of);
	return count;
}

/* The lines of TEXT that stay, put together again, into BODY; the others into LIST, which has room for them. */
static enum status
part_lines(const struct site_sample *sample, struct span text, struct site_drop *list, struct buf *body)
{
	struct lines lines = { .rest = text };
	unsigned breaks = 0;

	for (size_t i = 0; lines_next(&lines); i++) {
		struct site_drop drop = { .text = lines.text };

		if (lines.breaks > breaks)
			breaks = lines.breaks;
		if (i < SITE_PAGE_LINES && site_sample_has(sample, hash_bytes(lines.text, 0), &drop.pages, &drop.of)) {
			*list++ = drop;
			continue;
		}
		if (body->len)
			buf_append_string(body, breaks > 1 ? "\n\n" : "\n");
		breaks = 0;
		buf_append_span(body, lines.text);
	}
	return buf_status(body);
}

enum status
site_text_drop(struct site_text *sites, struct article *article, struct arena *arena, struct site_drops *drops)
{
	struct span *text = &article->text[FIELD_BODY], kept = SPAN_NONE;
	const struct site_sample *sample;
	struct buf body = BUF_INIT;
	struct site_drop *list;
	uint32_t number;
	size_t count;
	enum status status;

	*drops = (struct site_drops){ SPAN_NONE, NULL, 0 };
	if (!text->len || !name_site(sites, article))
		return STATUS_OK;
	number = table_get(&sites->names, buf_span(&sites->name));
	sample = number == TABLE_NONE ? NULL : sites->samples[number];
	count = sample ? count_drops(sample, *text) : 0;
	if (!count)
		return STATUS_OK;
	list = arena_zalloc(arena, count, sizeof(*list));
	if (!list)
		return STATUS_NOMEM;
	status = part_lines(sample, *text, list, &body);
	if (status == STATUS_OK && body.len) {
		kept = arena_copy(arena, buf_span(&body));
		status = kept.ptr ? STATUS_OK : STATUS_NOMEM;
	}
	buf_release(&body);
	if (status < 0 || (!kept.len && !article->text[FIELD_TITLE].len))
		return status;
	*text = kept;
	*drops = (struct site_drops){ arena_copy(arena, buf_span(&sites->name)), list, count };
	return drops->site.ptr ? STATUS_OK : STATUS_NOMEM;
}
