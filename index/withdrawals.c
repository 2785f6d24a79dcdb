#include "index/withdrawals.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

#include "common/hash.h"
#include "common/table.h"
#include "index/version.h"

#define KEY_MAX 200     /* libxapian's limit for a key is somewhat over this */
#define KEY_CUT 160

/* The newest version that is withdrawn, by meta key. */
struct version_map {
	struct table keys;
	struct article_version *versions;   /* by number of the key */
	size_t size;
};

struct withdrawals {
	struct version_map committed;       /* changed by a commit alone */
	pthread_mutex_t lock;               /* of NOTED */
	struct version_map noted;
};

static enum status
map_put(struct version_map *map, struct span key, const struct article_version *version)
{
	bool added;
	uint32_t number = table_put(&map->keys, key, &added);

	if (number == TABLE_NONE)
		return STATUS_NOMEM;
	if (number >= map->size) {
		size_t size = map->size ? 2 * map->size : 64;
		struct article_version *grown = reallocarray(map->versions, size, sizeof(*grown));

		if (!grown)
			return STATUS_NOMEM;
		map->versions = grown;
		map->size = size;
	}
	if (added || version_compare(version, &map->versions[number]) > 0)
		map->versions[number] = *version;
	return STATUS_OK;
}

static void
map_release(struct version_map *map)
{
	table_release(&map->keys);
	free(map->versions);
}

static void
key_make(struct span id, struct buf *key)
{
	buf_append_string(key, WITHDRAWALS_PREFIX);
	if (id.len <= KEY_MAX) {
		buf_append_span(key, id);
	} else {
		struct hash128 hash = hash_content(id);

		buf_append(key, id.ptr, KEY_CUT);
		buf_append_format(key, "#%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
	}
}

/* ---- What is committed ------------------------------------------------ */

static enum status
read_all(struct withdrawals *withdrawals, struct index_reader *reader, struct error *err)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct article_version version;
	enum status status;

	while ((status = index_meta_next(reader, SPAN(WITHDRAWALS_PREFIX), &key, err)) == STATUS_OK) {
		buf_clear(&value);
		status = index_meta(reader, buf_span(&key), &value, err);
		if (status == STATUS_OK && version_parse(buf_span(&value), &version)
		    && map_put(&withdrawals->committed, buf_span(&key), &version) < 0)
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
		if (status < 0)
			break;
	}
	buf_release(&value);
	buf_release(&key);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status
withdrawals_open(const char *path, struct withdrawals **out, struct error *err)
{
	struct withdrawals *withdrawals = calloc(1, sizeof(*withdrawals));
	struct span place = span_from_string(path);
	struct index_reader *reader = NULL;
	struct error why = ERROR_INIT;
	enum status status;

	*out = NULL;
	if (!withdrawals)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	table_init(&withdrawals->committed.keys);
	table_init(&withdrawals->noted.keys);
	pthread_mutex_init(&withdrawals->lock, NULL);
	status = index_open(&place, 1, NULL, &reader, &why);
	if (status == STATUS_OK)
		status = read_all(withdrawals, reader, &why);
	index_reader_free(reader);
	if (status < 0 && status != STATUS_NOTFOUND) {
		withdrawals_free(withdrawals);
		return error_set(err, status, why.place, "%s", why.reason);
	}
	*out = withdrawals;
	return STATUS_OK;
}

void
withdrawals_free(struct withdrawals *withdrawals)
{
	if (!withdrawals)
		return;
	map_release(&withdrawals->committed);
	map_release(&withdrawals->noted);
	pthread_mutex_destroy(&withdrawals->lock);
	free(withdrawals);
}

bool
withdrawals_cover(const struct withdrawals *withdrawals, const struct article *article)
{
	struct buf key = BUF_INIT;
	uint32_t number;

	if (!withdrawals || !withdrawals->committed.keys.count || !version_told(&article->version))
		return false;
	key_make(article->text[FIELD_ID], &key);
	number = table_get(&withdrawals->committed.keys, buf_span(&key));
	buf_release(&key);
	return number != TABLE_NONE && version_compare(&article->version, &withdrawals->committed.versions[number]) <= 0;
}

/* ---- What is to be ---------------------------------------------------- */

enum status
withdrawals_note(struct withdrawals *withdrawals, const struct article *article, struct error *err)
{
	struct buf key = BUF_INIT;
	enum status status = STATUS_OK;

	if (!withdrawals || !version_told(&article->version))
		return STATUS_OK;
	key_make(article->text[FIELD_ID], &key);
	pthread_mutex_lock(&withdrawals->lock);
	if (buf_status(&key) < 0 || map_put(&withdrawals->noted, buf_span(&key), &article->version) < 0)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	pthread_mutex_unlock(&withdrawals->lock);
	buf_release(&key);
	return status;
}

enum status
withdrawals_commit(struct withdrawals *withdrawals, struct index_writer *writer, struct error *err)
{
	enum status status = STATUS_OK;

	for (uint32_t i = 0; withdrawals && i < withdrawals->noted.keys.count && status == STATUS_OK; i++) {
		char version[VERSION_TEXT_SIZE];

		version_format(&withdrawals->noted.versions[i], version);
		status = map_put(&withdrawals->committed, table_key(&withdrawals->noted.keys, i), &withdrawals->noted.versions[i]);
		if (status < 0)
			return error_set(err, status, NULL, "out of memory");
		status = index_writer_meta(writer, table_key(&withdrawals->noted.keys, i), span_from_string(version), err);
	}
	if (withdrawals)
		table_clear(&withdrawals->noted.keys);
	return status;
}
