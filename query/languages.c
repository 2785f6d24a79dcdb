#include "query/languages.h"

#include <stdlib.h>

#include "index/terms.h"

static struct stemmer *
language_find(const struct languages *languages, struct span code)
{
	for (size_t i = 0; i < languages->count; i++)
		if (span_equal(code, span_from_string(languages->codes[i])))
			return languages->stemmers[i];
	return NULL;
}

enum status
languages_add(struct languages *languages, struct span code, struct error *err)
{
	enum status status = STATUS_UNSUPPORTED;

	code = span_trim(code);
	if (language_find(languages, code) || languages->count == LANGUAGES_MAX)
		return STATUS_OK;
	if (code.len && code.len < sizeof(languages->codes[0]))
		status = stemmer_new(code, &languages->stemmers[languages->count], NULL);
	if (status == STATUS_UNSUPPORTED && !span_equal(code, SPAN("none")))
		return languages_add(languages, SPAN("none"), err);
	if (status < 0)
		return error_set(err, status, NULL, "cannot make a stemmer");
	memcpy(languages->codes[languages->count++], code.ptr, code.len);
	return STATUS_OK;
}

static enum status
add_stored(struct languages *languages, struct span list, struct error *err)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && list.len) {
		const char *comma = memchr(list.ptr, ',', list.len);
		size_t len = comma ? (size_t)(comma - list.ptr) : list.len;

		status = languages_add(languages, span_from(list.ptr, len), err);
		len += comma != NULL;
		list = span_from(list.ptr + len, list.len - len);
	}
	return status;
}

struct counted {
	char code[8];
	uint64_t articles;
};

static int
by_articles(const void *left, const void *right)
{
	const struct counted *a = left, *b = right;

	if (a->articles != b->articles)
		return a->articles > b->articles ? -1 : 1;
	return strcmp(a->code, b->code);
}

/* The L terms of the index; a code too long for any language counts as none. */
static enum status
add_found(struct languages *languages, struct index_reader *reader, struct error *err)
{
	struct counted found[LANGUAGES_MAX];
	struct term_walk *walk = NULL;
	struct index_stats stats;
	uint64_t known = 0;
	size_t count = 0;
	enum status status = index_stats(reader, &stats, err);

	if (status == STATUS_OK)
		status = index_walk(reader, SPAN(PREFIX_LANGUAGE), SPAN(PREFIX_LANGUAGE), &walk, err);
	while (status == STATUS_OK && count < LANGUAGES_MAX && (status = term_walk_next(walk, err)) == STATUS_OK) {
		struct span code = span_from(walk->term.ptr + 1, walk->term.len - 1);

		memset(&found[count], 0, sizeof(found[count]));
		if (code.len < sizeof(found[count].code))
			memcpy(found[count].code, code.ptr, code.len);
		found[count++].articles = walk->stats.df;
		known += walk->stats.df;
	}
	term_walk_free(walk);
	if (status < 0)
		return status;
	qsort(found, count, sizeof(found[0]), by_articles);
	status = known < stats.articles ? languages_add(languages, SPAN("en"), err) : STATUS_OK;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = languages_add(languages, span_from_string(found[i].code), err);
	return status;
}

enum status
languages_open(struct languages *languages, struct index_reader *reader, struct error *err)
{
	struct buf value = BUF_INIT;
	enum status status = STATUS_NOTFOUND;

	memset(languages, 0, sizeof(*languages));
	if (reader)
		status = index_meta(reader, SPAN("languages"), &value, NULL);
	if (status == STATUS_OK)
		status = buf_status(&value) < 0 ? STATUS_NOMEM : add_stored(languages, buf_span(&value), err);
	else if (status == STATUS_NOTFOUND)
		status = reader ? add_found(languages, reader, err) : STATUS_OK;
	if (status == STATUS_OK && languages->count == 0)
		status = languages_add(languages, SPAN("en"), err);
	buf_release(&value);
	if (status < 0)
		languages_release(languages);
	return status < 0 ? error_set(err, status, NULL, "cannot read the languages of the index") : STATUS_OK;
}

void
languages_release(struct languages *languages)
{
	for (size_t i = 0; i < languages->count; i++)
		stemmer_free(languages->stemmers[i]);
	memset(languages, 0, sizeof(*languages));
}

struct stemmer *
languages_stemmer(const struct languages *languages, struct span code)
{
	struct stemmer *stemmer = code.len ? language_find(languages, code) : NULL;

	if (!stemmer && code.len)
		stemmer = language_find(languages, SPAN("none"));
	return stemmer ? stemmer : languages->stemmers[0];
}
