#include "index/xapian/glass_purge.h"

#include <stdlib.h>

/* Deletions that are committed together: some 60 kB each until then. */
#define PURGE_BATCH 500

/* ---- Lists ------------------------------------------------------------ */

enum status
dead_add(struct dead *dead, docid_t doc)
{
	if (dead->count == dead->size) {
		size_t more = dead->size ? dead->size * 2 : 256;
		docid_t *bigger = reallocarray(dead->docs, more, sizeof(*bigger));

		if (!bigger)
			return STATUS_NOMEM;
		dead->docs = bigger;
		dead->size = more;
	}
	dead->docs[dead->count++] = doc;
	return STATUS_OK;
}

static int
compare_docs(const void *a, const void *b)
{
	docid_t x = *(const docid_t *)a, y = *(const docid_t *)b;

	return (x > y) - (x < y);
}

void
dead_sort(struct dead *dead)
{
	size_t kept = 0;

	if (dead->count)
		qsort(dead->docs, dead->count, sizeof(*dead->docs), compare_docs);
	for (size_t i = 0; i < dead->count; i++)
		if (kept == 0 || dead->docs[i] != dead->docs[kept - 1])
			dead->docs[kept++] = dead->docs[i];
	dead->count = kept;
}

void
dead_release(struct dead *dead)
{
	free(dead->docs);
	*dead = (struct dead)DEAD_INIT;
}

/* ---- Purging ---------------------------------------------------------- */

bool
purge_copies(size_t dead, uint64_t total)
{
	return dead * 3 > total;
}

enum status
purge_delete(struct xapian_database *db, const struct dead *dead, docid_t shift, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < dead->count && status == STATUS_OK; i++) {
		status = xapian_database_delete(db, dead->docs[i] - shift, err);
		if (status == STATUS_OK && (i + 1) % PURGE_BATCH == 0)
			status = xapian_database_commit(db, err);
	}
	return status;
}

/* A shard that copies go to, as long as it is not full. */
struct copier {
	struct pile *pile;
	struct pile_ladder ladder;
	struct xapian_database *shard;
	uint32_t number, documents;
	uint64_t postings;
};

static enum status
copier_end(struct copier *copier, struct error *err)
{
	enum status status;

	if (!copier->shard)
		return STATUS_OK;
	status = pile_close(copier->shard, err);
	copier->shard = NULL;
	return status == STATUS_OK ? pile_end(copier->pile, &copier->ladder, copier->number, copier->documents, err) : status;
}

static enum status
copier_add(struct copier *copier, const struct xapian_document *document, struct error *err)
{
	uint32_t doc, terms;
	enum status status = STATUS_OK;

	if (!copier->shard) {
		copier->documents = 0;
		copier->postings = 0;
		status = pile_begin(copier->pile, &copier->number, &copier->shard, err);
	}
	if (status == STATUS_OK)
		status = xapian_document_term_count(document, &terms, err);
	if (status == STATUS_OK)
		status = xapian_database_add_document(copier->shard, document, &doc, err);
	if (status < 0)
		return status;
	copier->documents++;
	copier->postings += terms;
	return pile_is_full(copier->documents, copier->postings) ? copier_end(copier, err) : STATUS_OK;
}

enum status
purge_copy(struct pile *pile, struct xapian_database *from, const struct dead *dead, struct error *err)
{
	struct copier copier = { .pile = pile };
	struct xapian_postings *all = NULL;
	size_t next = 0;
	enum status status = xapian_postings_new(from, SPAN(""), &all, err);

	while (status == STATUS_OK) {
		struct xapian_document *document = NULL;
		uint32_t doc;

		status = xapian_postings_next(all, err);
		if (status != STATUS_OK)
			break;
		doc = xapian_postings_document(all);
		while (next < dead->count && dead->docs[next] < doc)
			next++;
		if (next < dead->count && dead->docs[next] == doc)
			continue;
		status = xapian_database_document(from, doc, &document, err);
		if (status == STATUS_OK)
			status = copier_add(&copier, document, err);
		xapian_document_free(document);
	}
	if (status == STATUS_END)
		status = copier_end(&copier, err);
	xapian_database_free(copier.shard);
	xapian_postings_free(all);
	return status;
}
