#include "indexer/dry_writer.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/table.h"
#include "index/record.h"
#include "index/terms.h"
#include "indexer/files.h"

struct dry_writer {
	struct index_writer base;
	pthread_mutex_t lock;
	struct snapshot snapshot;
	struct table ids;            /* hashes of the ids met in this run */
	struct hash128 *contents;    /* by number in ids */
	size_t contents_size;
	struct arena arena;
};

static struct dry_writer *
dry_writer(struct index_writer *writer)
{
	return (struct dry_writer *)writer;
}

/* Whether ARTICLE was met before in this run; *SAME: with this content. */
static enum status
met_before(struct dry_writer *dry, const struct article *article, struct hash128 content, bool *met, bool *same)
{
	struct hash128 id = hash_content(article->text[FIELD_ID]);
	bool added;
	uint32_t number = table_put(&dry->ids, span_from((const char *)&id, sizeof(id)), &added);

	if (number == TABLE_NONE)
		return STATUS_NOMEM;
	if (number >= dry->contents_size) {
		size_t size = 2 * dry->contents_size + 1024;
		struct hash128 *grown = reallocarray(dry->contents, size, sizeof(*grown));

		if (!grown)
			return STATUS_NOMEM;
		dry->contents = grown;
		dry->contents_size = size;
	}
	*met = !added;
	*same = !added && dry->contents[number].low == content.low && dry->contents[number].high == content.high;
	dry->contents[number] = content;
	return STATUS_OK;
}

/* What is committed under the id of ARTICLE. */
static enum status
compare_committed(struct dry_writer *dry, const struct article *article, struct hash128 content,
                  enum add_result *result, struct error *err)
{
	struct error none = ERROR_INIT;
	struct index_reader *reader;
	struct article stored;
	docid_t doc;
	enum status status = snapshot_reader(&dry->snapshot, &reader, err);

	*result = ADD_NEW;
	if (status < 0 || !reader)
		return status;
	status = index_find(reader, article->text[FIELD_ID], &doc, &none);
	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	arena_clear(&dry->arena);
	if (status == STATUS_OK)
		status = index_article(reader, doc, &dry->arena, &stored, &none);
	if (status < 0)
		return error_set(err, status, none.place, "%s", none.reason);
	struct hash128 old = article_hash(&stored);

	*result = old.low == content.low && old.high == content.high ? ADD_UNCHANGED : ADD_REPLACED;
	return STATUS_OK;
}

static enum status
dry_add(struct index_writer *writer, unsigned lane, const struct article *article, enum add_result *result,
        struct error *err)
{
	struct dry_writer *dry = dry_writer(writer);
	struct hash128 content = article_hash(article);
	bool met, same;
	enum status status;

	(void)lane;
	pthread_mutex_lock(&dry->lock);
	status = met_before(dry, article, content, &met, &same);
	if (status == STATUS_OK && met)
		*result = same ? ADD_DUPLICATE : ADD_REPLACED;
	else if (status == STATUS_OK)
		status = compare_committed(dry, article, content, result, err);
	pthread_mutex_unlock(&dry->lock);
	return status;
}

static enum status
dry_remove(struct index_writer *writer, struct span term, uint64_t *removed, struct error *err)
{
	struct dry_writer *dry = dry_writer(writer);
	struct term_stats stats = { 0, 0 };
	struct index_reader *reader;
	enum status status = snapshot_reader(&dry->snapshot, &reader, err);

	if (status == STATUS_OK && reader)
		status = index_term(reader, term, &stats, err);
	*removed = stats.df;
	return status;
}

static enum status
dry_meta(struct index_writer *writer, struct span key, struct span value, struct error *err)
{
	(void)writer;
	(void)key;
	(void)value;
	(void)err;
	return STATUS_OK;
}

static enum status
dry_nothing(struct index_writer *writer, struct error *err)
{
	(void)writer;
	(void)err;
	return STATUS_OK;
}

static enum status
dry_close(struct index_writer *writer, struct error *err)
{
	struct dry_writer *dry = dry_writer(writer);

	(void)err;
	snapshot_release(&dry->snapshot);
	table_release(&dry->ids);
	arena_release(&dry->arena);
	pthread_mutex_destroy(&dry->lock);
	free(dry->contents);
	free(dry);
	return STATUS_OK;
}

enum status
dry_writer_open(const char *path, struct index_writer **writer, struct error *err)
{
	static const struct index_writer_ops ops = {
		dry_add, dry_remove, dry_meta, dry_nothing, dry_nothing, dry_close,
	};
	struct dry_writer *dry = calloc(1, sizeof(*dry));

	if (!dry)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	dry->base.ops = &ops;
	dry->snapshot.path = path;
	pthread_mutex_init(&dry->lock, NULL);
	table_init(&dry->ids);
	arena_init(&dry->arena);
	*writer = &dry->base;
	return STATUS_OK;
}
