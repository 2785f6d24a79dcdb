#include "index/xapian/glass_commit.h"

#include <stdlib.h>

#include "common/file.h"
#include "index/xapian/schema.h"

/* Up to this many changed articles, and up to one in so many of the index, are
 * written into the committed database itself; beyond that a new one is made.
 * Measured: writing an article there takes as long as merging 50, and its
 * blocks, which are full, part into halves. */
#define DIRECT_DOCUMENTS 2000
#define DIRECT_SHARE 100
#define DIRECT_BYTES (128 << 10)   /* of memory for each of them */

/* ---- What is to go ---------------------------------------------------- */

static enum status
take_replaced(void *context, const struct claim *claim)
{
	return claim->committed != DOCID_NONE && claim->result != ADD_UNCHANGED ? dead_add(context, claim->committed) : STATUS_OK;
}

/* Gathers the base's documents that were replaced, withdrawn or removed. */
static enum status
dead_gather(struct commit *commit, struct error *err)
{
	struct writer *writer = commit->writer;
	enum status status = claims_each(&writer->claims, take_replaced, &commit->dead);

	for (docid_t doc = 1; writer->removed_count && doc <= writer->base_last && status == STATUS_OK; doc++)
		if (writer_removed(writer, doc))
			status = dead_add(&commit->dead, doc);
	dead_sort(&commit->dead);
	return status < 0 ? error_set(err, status, NULL, "out of memory") : STATUS_OK;
}

static int
compare_places(const void *a, const void *b)
{
	const struct claim_place *x = a, *y = b;

	return x->lane != y->lane ? (x->lane > y->lane) - (x->lane < y->lane) : (x->doc > y->doc) - (x->doc < y->doc);
}

static enum status
shard_delete(struct pile *pile, uint32_t number, const struct dead *dead, struct error *err)
{
	static const struct xapian_write_options options = { .action = XAPIAN_OPEN, .no_sync = true, .dangerous = true };
	struct xapian_database *shard = NULL;
	struct buf path = BUF_INIT;
	enum status status = pile_path(pile, number, &path, err);

	if (status == STATUS_OK)
		status = xapian_database_open_writable(buf_string(&path), &options, &shard, err);
	if (status == STATUS_OK)
		status = purge_delete(shard, dead, 0, err);
	if (status == STATUS_OK)
		status = xapian_database_close(shard, err);
	xapian_database_free(shard);
	buf_release(&path);
	return status;
}

static enum status
shard_purge(struct pile *pile, uint32_t number, const struct dead *dead, struct error *err)
{
	struct xapian_database *shard = NULL;
	enum status status;

	if (!purge_copies(dead->count, pile_documents(pile, number)))
		return shard_delete(pile, number, dead, err);
	status = pile_open(pile, number, &shard, err);
	if (status == STATUS_OK)
		status = purge_copy(pile, shard, dead, err);
	xapian_database_free(shard);
	return status == STATUS_OK ? pile_drop(pile, number, err) : status;
}

/* Takes those out of the shards that another article of the run has beaten. */
static enum status
losers_purge(struct writer *writer, struct error *err)
{
	struct claim_place *losers = writer->losers.places;
	size_t count = writer->losers.count;
	struct dead dead = DEAD_INIT;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count; i++)
		pile_resolve(&writer->pile, &losers[i]);
	if (count)
		qsort(losers, count, sizeof(*losers), compare_places);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		status = dead_add(&dead, losers[i].doc);
		if (status < 0)
			error_set(err, status, NULL, "out of memory");
		else if (i + 1 == count || losers[i + 1].lane != losers[i].lane) {
			status = shard_purge(&writer->pile, losers[i].lane, &dead, err);
			dead.count = 0;
		}
	}
	dead_release(&dead);
	return status;
}

enum status
commit_meta(struct commit *commit, struct error *err)
{
	struct writer *writer = commit->writer;
	struct buf key = BUF_INIT;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < writer->meta_keys.count && status == STATUS_OK; i++) {
		buf_clear(&key);
		buf_append_string(&key, SCHEMA_META_PREFIX);
		buf_append_span(&key, table_key(&writer->meta_keys, i));
		status = buf_status(&key) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory")
		                              : xapian_database_set_metadata(commit->target, buf_span(&key), buf_span(&writer->meta_values[i]), err);
	}
	buf_release(&key);
	return status;
}

/* ---- A commit --------------------------------------------------------- */

static bool
is_small(const struct commit *commit)
{
	const struct writer *writer = commit->writer;
	uint64_t changed = writer->pile.documents + commit->dead.count;

	return writer->base && changed <= DIRECT_DOCUMENTS && changed <= writer->options.memory / DIRECT_BYTES
		&& changed * DIRECT_SHARE <= writer->state.articles;
}

/* Begins anew after a commit. */
static enum status
forget(struct writer *writer, struct error *err)
{
	enum status status;

	claims_clear(&writer->claims);
	writer->losers.count = 0;
	table_clear(&writer->meta_keys);
	pile_clear(&writer->pile);
	for (unsigned i = 0; i < writer->options.lanes; i++)
		memset(&writer->lanes[i].ladder, 0, sizeof(writer->lanes[i].ladder));
	status = file_remove_tree(writer->work, err);
	return status == STATUS_OK ? writer_rebase(writer, err) : status;
}

enum status
writer_commit(struct writer *writer, bool optimize, struct error *err)
{
	struct commit commit = { .writer = writer };
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < writer->options.lanes && status == STATUS_OK; i++)
		status = lane_finish(&writer->lanes[i], err);
	if (status == STATUS_OK)
		status = losers_purge(writer, err);
	if (status == STATUS_OK)
		status = dead_gather(&commit, err);
	if (status < 0)
		goto done;
	if (writer->base && !optimize && !writer->pile.count && !commit.dead.count && !writer->meta_keys.count) {
		claims_clear(&writer->claims);
		writer->losers.count = 0;
		goto done;
	}
	status = is_small(&commit) && !optimize ? commit_directly(&commit, err) : commit_anew(&commit, optimize, err);
	if (status == STATUS_OK)
		status = forget(writer, err);
done:
	dead_release(&commit.dead);
	return status;
}
