#include "index/xapian/pile.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/file.h"

#define NO_SHARD UINT32_MAX
#define DROPPED (UINT32_MAX - 1)

/* Where libxapian is quickest, measured; news has some 250 articles a shard. */
#define FULL_POSTINGS 150000
#define FULL_DOCUMENTS 5000

struct pile_shard {
	uint32_t parent;      /* what it was merged into; NO_SHARD: nothing; DROPPED */
	docid_t shift;        /* its documents' numbers grew by this there */
	uint32_t documents;
	bool complete;
};

void
pile_init(struct pile *pile, const char *folder, bool (*stop)(void *context), void *context)
{
	memset(pile, 0, sizeof(*pile));
	pthread_mutex_init(&pile->mutex, NULL);
	pile->folder = folder;
	pile->stop = stop;
	pile->context = context;
}

void
pile_release(struct pile *pile)
{
	free(pile->shards);
	pthread_mutex_destroy(&pile->mutex);
}

void
pile_clear(struct pile *pile)
{
	pile->count = 0;
	pile->documents = 0;
}

enum status
pile_path(const struct pile *pile, uint32_t number, struct buf *path, struct error *err)
{
	buf_append_format(path, "%s/%u", pile->folder, number);
	return buf_status(path) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}

/* ---- Numbers ---------------------------------------------------------- */

static enum status
pile_number(struct pile *pile, uint32_t *number, struct error *err)
{
	enum status status = STATUS_OK;

	pthread_mutex_lock(&pile->mutex);
	if (pile->count == pile->size) {
		uint32_t more = pile->size ? pile->size * 2 : 64;
		struct pile_shard *bigger = reallocarray(pile->shards, more, sizeof(*bigger));

		if (bigger) {
			pile->shards = bigger;
			pile->size = more;
		} else {
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
		}
	}
	if (status == STATUS_OK) {
		*number = pile->count++;
		pile->shards[*number] = (struct pile_shard){ .parent = NO_SHARD };
	}
	pthread_mutex_unlock(&pile->mutex);
	return status;
}

bool
pile_next(struct pile *pile, uint32_t *number)
{
	bool found = false;

	pthread_mutex_lock(&pile->mutex);
	for (; *number < pile->count && !found; ++*number) {
		const struct pile_shard *shard = &pile->shards[*number];

		found = shard->complete && shard->parent == NO_SHARD;
	}
	*number -= found;
	pthread_mutex_unlock(&pile->mutex);
	return found;
}

void
pile_resolve(const struct pile *pile, struct claim_place *place)
{
	while (pile->shards[place->lane].parent != NO_SHARD) {
		place->doc += pile->shards[place->lane].shift;
		place->lane = pile->shards[place->lane].parent;
	}
}

/* ---- Shards ----------------------------------------------------------- */

enum status
pile_begin(struct pile *pile, uint32_t *number, struct xapian_database **shard, struct error *err)
{
	/* Nobody else sees a shard and a broken one is thrown away whole: neither
	 * fsync nor old blocks are needed. */
	static const struct xapian_write_options options = { .action = XAPIAN_CREATE, .no_sync = true, .dangerous = true };
	struct buf path = BUF_INIT;
	enum status status = STATUS_OK;

	*shard = NULL;
	if (mkdir(pile->folder, 0777) < 0 && errno != EEXIST)
		status = error_set_errno(err, pile->folder, "cannot make the folder", errno);
	if (status == STATUS_OK)
		status = pile_number(pile, number, err);
	if (status == STATUS_OK)
		status = pile_path(pile, *number, &path, err);
	if (status == STATUS_OK)
		status = xapian_database_open_writable(buf_string(&path), &options, shard, err);
	/* Without a transaction freeing it would write what nobody wants any more. */
	if (status == STATUS_OK)
		status = xapian_database_begin(*shard, true, err);
	buf_release(&path);
	return status;
}

bool
pile_is_full(uint32_t documents, uint64_t postings)
{
	return documents >= FULL_DOCUMENTS || postings >= FULL_POSTINGS;
}

enum status
pile_close(struct xapian_database *shard, struct error *err)
{
	enum status status = xapian_database_end(shard, err);

	if (status == STATUS_OK)
		status = xapian_database_close(shard, err);
	xapian_database_free(shard);
	return status;
}

uint32_t
pile_documents(const struct pile *pile, uint32_t number)
{
	return pile->shards[number].documents;
}

enum status
pile_open(struct pile *pile, uint32_t number, struct xapian_database **shard, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = pile_path(pile, number, &path, err);

	if (status == STATUS_OK)
		status = xapian_database_open(buf_string(&path), shard, err);
	buf_release(&path);
	return status;
}

/* ---- Merging ---------------------------------------------------------- */

/* Compacts the COUNT shards NUMBERS into the new shard INTO. */
static enum status
compact_shards(struct pile *pile, const uint32_t *numbers, uint32_t count, uint32_t into, struct error *err)
{
	const struct xapian_compact_options options = { .stop = pile->stop, .context = pile->context };
	struct xapian_database *group = NULL;
	struct buf path = BUF_INIT;
	enum status status = xapian_database_new(&group, err);

	for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
		struct xapian_database *shard = NULL;

		status = pile_open(pile, numbers[i], &shard, err);
		if (status == STATUS_OK)
			status = xapian_database_add(group, shard, err);
		xapian_database_free(shard);
	}
	if (status == STATUS_OK)
		status = pile_path(pile, into, &path, err);
	if (status == STATUS_OK)
		status = xapian_database_compact(group, buf_string(&path), &options, err);
	xapian_database_free(group);
	buf_release(&path);
	return status;
}

/* Notes that the COUNT shards NUMBERS are INTO now. */
static void
note_merged(struct pile *pile, const uint32_t *numbers, uint32_t count, uint32_t into)
{
	docid_t shift = 0;

	pthread_mutex_lock(&pile->mutex);
	for (uint32_t i = 0; i < count; i++) {
		struct pile_shard *shard = &pile->shards[numbers[i]];

		shard->parent = into;
		shard->shift = shift;
		shift += shard->documents;
	}
	pile->shards[into].documents = shift;
	pile->shards[into].complete = true;
	pthread_mutex_unlock(&pile->mutex);
}

static enum status
remove_shard(struct pile *pile, uint32_t number, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = pile_path(pile, number, &path, err);

	if (status == STATUS_OK)
		status = file_remove_tree(buf_string(&path), err);
	buf_release(&path);
	return status;
}

enum status
pile_drop(struct pile *pile, uint32_t number, struct error *err)
{
	pile->shards[number].parent = DROPPED;
	return remove_shard(pile, number, err);
}

static enum status
merge(struct pile *pile, const uint32_t *numbers, uint32_t count, uint32_t *into, struct error *err)
{
	enum status status = pile_number(pile, into, err);

	if (status == STATUS_OK)
		status = compact_shards(pile, numbers, count, *into, err);
	if (status == STATUS_OK)
		note_merged(pile, numbers, count, *into);
	for (uint32_t i = 0; i < count && status == STATUS_OK; i++)
		status = remove_shard(pile, numbers[i], err);
	return status;
}

enum status
pile_end(struct pile *pile, struct pile_ladder *ladder, uint32_t number, uint32_t documents, struct error *err)
{
	enum status status = STATUS_OK;

	pthread_mutex_lock(&pile->mutex);
	pile->shards[number].documents = documents;
	pile->shards[number].complete = true;
	pile->documents += documents;
	pthread_mutex_unlock(&pile->mutex);
	for (int level = 0; level < PILE_LEVELS && status == STATUS_OK; level++) {
		ladder->waiting[level][ladder->count[level]++] = number;
		if (ladder->count[level] < PILE_FAN)
			break;
		status = merge(pile, ladder->waiting[level], PILE_FAN, &number, err);
		ladder->count[level] = 0;
	}
	return status;
}

enum status
pile_reduce(struct pile *pile, uint32_t limit, struct error *err)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK) {
		uint32_t numbers[PILE_FAN], taken = 0, left = 0, into;

		for (uint32_t number = 0; pile_next(pile, &number); number++) {
			if (taken < PILE_FAN)
				numbers[taken++] = number;
			left++;
		}
		if (left <= limit)
			break;
		status = merge(pile, numbers, taken, &into, err);
	}
	return status;
}
