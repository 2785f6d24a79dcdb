#include "indexer/verbatim.h"

#include <stdlib.h>

#include "index/repeats.h"

/* An article, and what it says but for its id and address. */
struct said {
	uint64_t content;
	docid_t doc;
};

static enum status
said_read(struct index_reader *reader, struct said **said, size_t *count, struct error *err)
{
	struct postings *all = NULL;
	struct index_stats stats;
	enum status status = index_stats(reader, &stats, err);

	*count = 0;
	if (status < 0)
		return status;
	*said = calloc(stats.articles + 1, sizeof(**said));
	if (!*said)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = index_all(reader, &all, err);
	while (status == STATUS_OK && *count < stats.articles && (status = postings_next(all, err)) == STATUS_OK) {
		struct said *own = &(*said)[(*count)++];

		own->doc = all->doc;
		status = repeats_content(reader, all->doc, &own->content, err);
	}
	postings_free(all);
	return status < 0 ? status : STATUS_OK;
}

static int
said_compare(const void *a, const void *b)
{
	const struct said *x = a, *y = b;

	return (x->content > y->content) - (x->content < y->content);
}

static int
id_compare(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

/* SAID are COUNT articles that say the same. */
static enum status
take_all_but_one(struct index_reader *reader, const struct said *said, size_t count,
                 enum status (*take)(void *context, struct span id, struct error *err), void *context, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct buf id = BUF_INIT;
	struct span *ids = arena_zalloc(&arena, count, sizeof(*ids));
	enum status status = ids ? STATUS_OK : STATUS_NOMEM;

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		buf_clear(&id);
		status = index_id(reader, said[i].doc, &id, err);
		ids[i] = arena_copy(&arena, buf_span(&id));
		if (status == STATUS_OK && !ids[i].ptr)
			status = STATUS_NOMEM;
	}
	if (status == STATUS_OK)
		qsort(ids, count, sizeof(*ids), id_compare);
	for (size_t i = 1; i < count && status == STATUS_OK; i++)
		status = take(context, ids[i], err);
	buf_release(&id);
	arena_release(&arena);
	return status == STATUS_NOMEM ? error_set(err, status, NULL, "out of memory") : status;
}

enum status
verbatim_each(struct index_reader *reader, enum status (*take)(void *context, struct span id, struct error *err),
              void *context, struct error *err)
{
	struct said *said = NULL;
	size_t count;
	enum status status = said_read(reader, &said, &count, err);

	if (status == STATUS_OK && count)
		qsort(said, count, sizeof(*said), said_compare);
	for (size_t from = 0, until; status == STATUS_OK && from < count; from = until) {
		until = from + 1;
		while (until < count && said[until].content == said[from].content)
			until++;
		if (until - from > 1)
			status = take_all_but_one(reader, &said[from], until - from, take, context, err);
	}
	free(said);
	return status;
}
