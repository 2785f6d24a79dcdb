#include "indexer/dry_writer.h"

#include <pthread.h>
#include <stdlib.h>

#include "index/claims.h"
#include "index/record.h"
#include "index/terms.h"
#include "index/version.h"
#include "index/withdrawals.h"
#include "indexer/files.h"

struct dry_writer {
	struct index_writer base;
	pthread_mutex_t lock;
	struct snapshot snapshot;
	struct claims claims;
	void (*displaced)(void *context, enum add_result was, enum add_result now);
	void *context;
	struct arena arena;
};

static struct dry_writer *
dry_writer(struct index_writer *writer)
{
	return (struct dry_writer *)writer;
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

	if (!article->withdrawn && old.low == content.low && old.high == content.high)
		*result = ADD_UNCHANGED;
	else if (version_told(&article->version) && version_told(&stored.version)
	         && version_compare(&article->version, &stored.version) < 0)
		*result = ADD_OLDER;
	else
		*result = ADD_REPLACED;
	return STATUS_OK;
}

/* Whether another article of the run with this id makes ARTICLE a duplicate. */
static enum status
dry_claim(struct dry_writer *dry, const struct article *article, struct hash128 content, enum add_result *result,
          struct error *err)
{
	struct claim claim = claim_of(article, content, *result), before;

	switch (claims_take(&dry->claims, &claim, &before)) {
	case CLAIM_NOMEM:
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	case CLAIM_LOST:
		if (!article->withdrawn)
			*result = ADD_DUPLICATE;
		break;
	case CLAIM_TAKEN:
		if (dry->displaced)
			dry->displaced(dry->context, (enum add_result)before.result, *result);
		if (!article->withdrawn)
			*result = ADD_RENEWED;
		break;
	case CLAIM_NEW:
		break;
	}
	return STATUS_OK;
}

static enum status
dry_add(struct index_writer *writer, unsigned lane, const struct article *article, enum add_result *result,
        struct error *err)
{
	struct dry_writer *dry = dry_writer(writer);
	struct hash128 content = article_hash(article);
	enum status status;

	(void)lane;
	pthread_mutex_lock(&dry->lock);
	status = compare_committed(dry, article, content, result, err);
	if (status == STATUS_OK && article->withdrawn)
		*result = ADD_WITHDRAWN;
	if (status == STATUS_OK && *result != ADD_OLDER)
		status = dry_claim(dry, article, content, result, err);
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

static struct claims *
dry_claims(struct index_writer *writer)
{
	return &dry_writer(writer)->claims;
}

/* No commit forgets the claims: it must not be told again. */
static enum status
dry_drop(struct index_writer *writer, const struct claim *claim, struct error *err)
{
	(void)err;
	claims_dropped(&dry_writer(writer)->claims, claim);
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
	claims_release(&dry->claims);
	arena_release(&dry->arena);
	pthread_mutex_destroy(&dry->lock);
	free(dry);
	return STATUS_OK;
}

enum status
dry_writer_open(const char *path, const struct index_writer_options *options, struct index_writer **writer,
                struct error *err)
{
	static const struct index_writer_ops ops = {
		dry_add, dry_remove, dry_meta, dry_claims, dry_drop, NULL, dry_nothing, dry_nothing, dry_close,
	};
	struct dry_writer *dry = calloc(1, sizeof(*dry));
	enum status status;

	*writer = NULL;
	if (!dry)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	dry->base.ops = &ops;
	dry->snapshot.path = path;
	pthread_mutex_init(&dry->lock, NULL);
	claims_init(&dry->claims);
	arena_init(&dry->arena);
	dry->displaced = options->displaced;
	dry->context = options->context;
	status = withdrawals_open(path, &dry->base.withdrawals, err);
	if (status < 0)
		dry_close(&dry->base, NULL);
	else
		*writer = &dry->base;
	return status;
}
