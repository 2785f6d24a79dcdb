#include "indexer/files.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/hash.h"

#define RECORD_VERSION 1
#define KEY_MAX 200     /* libxapian's limit for a key is somewhat over this */
#define KEY_CUT 160

void
file_key(struct span path, struct buf *key)
{
	buf_append_string(key, FILES_PREFIX);
	if (path.len <= KEY_MAX) {
		buf_append_span(key, path);
	} else {
		struct hash128 hash = hash_content(path);

		buf_append(key, path.ptr, KEY_CUT);
		buf_append_format(key, "#%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
	}
}

void
file_record_encode(const struct file_record *record, struct span path, struct buf *value)
{
	buf_append_format(value, "%d %" PRIu64 " %" PRId64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %d",
	                  RECORD_VERSION, record->stamp.size, record->stamp.mtime_ns, record->stamp.inode,
	                  record->settings, record->articles, record->skipped, record->shared);
	if (path.len > KEY_MAX) {
		buf_append_byte(value, ' ');
		buf_append_span(value, path);
	}
}

bool
file_record_decode(struct span key, struct span value, struct file_record *record, struct span *path)
{
	struct buf text = BUF_INIT;
	int version = 0, shared = 0, used = 0, got;

	buf_append_span(&text, value);
	got = sscanf(buf_string(&text), "%d %" SCNu64 " %" SCNd64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %d%n",
	             &version, &record->stamp.size, &record->stamp.mtime_ns, &record->stamp.inode,
	             &record->settings, &record->articles, &record->skipped, &shared, &used);
	buf_release(&text);
	if (got != 8 || version != RECORD_VERSION || !span_starts(key, SPAN(FILES_PREFIX)))
		return false;
	record->shared = shared != 0;
	if (!path)
		return true;
	if ((size_t)used + 1 < value.len)
		*path = span_from(value.ptr + used + 1, value.len - (size_t)used - 1);
	else
		*path = span_from(key.ptr + strlen(FILES_PREFIX), key.len - strlen(FILES_PREFIX));
	return true;
}

void
snapshot_release(struct snapshot *snapshot)
{
	index_reader_free(snapshot->reader);
	snapshot->reader = NULL;
}

enum status
snapshot_reader(struct snapshot *snapshot, struct index_reader **reader, struct error *err)
{
	struct span path = span_from_string(snapshot->path);
	struct error why = ERROR_INIT;
	enum status status = STATUS_OK;

	if (!snapshot->reader)
		status = index_open(&path, 1, NULL, &snapshot->reader, &why);
	*reader = snapshot->reader;
	if (status == STATUS_NOTFOUND) {
		*reader = snapshot->reader = NULL;
		return STATUS_OK;
	}
	return status < 0 ? error_set(err, status, why.place, "%s", *why.reason ? why.reason : status_string(status)) : STATUS_OK;
}

enum status
snapshot_file(struct snapshot *snapshot, struct span path, struct file_record *record, struct error *err)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	enum status status = STATUS_CHANGED;

	file_key(path, &key);
	for (int tries = 0; status == STATUS_CHANGED && tries < 4; tries++) {
		struct error why = ERROR_INIT;
		struct index_reader *reader;

		buf_clear(&value);
		status = snapshot_reader(snapshot, &reader, &why);
		if (status == STATUS_OK && reader)
			status = index_meta(reader, buf_span(&key), &value, &why);
		else if (status == STATUS_OK)
			status = STATUS_NOTFOUND;
		if (status == STATUS_CHANGED)
			snapshot_release(snapshot);
		else if (status < 0 && status != STATUS_NOTFOUND)
			error_set(err, status, why.place, "%s", why.reason);
	}
	if (status == STATUS_OK && !file_record_decode(buf_span(&key), buf_span(&value), record, NULL))
		status = STATUS_NOTFOUND;
	buf_release(&value);
	buf_release(&key);
	return status;
}

static void
tracked_file_free(struct tracked_file *file)
{
	free(file->seen);
	free(file->path);
	free(file);
}

void
files_init(struct files *files, bool keep_seen)
{
	*files = (struct files){ .keep_seen = keep_seen };
	pthread_mutex_init(&files->lock, NULL);
}

static void
free_list(struct tracked_file *file)
{
	while (file) {
		struct tracked_file *next = file->next;

		tracked_file_free(file);
		file = next;
	}
}

void
files_release(struct files *files)
{
	/* What is open still is that of a thread that was left behind. */
	free_list(files->done);
	free_list(files->recorded);
	pthread_mutex_destroy(&files->lock);
}

struct tracked_file *
files_begin(struct files *files, struct span path, const struct file_record *record, bool known, uint64_t sequence)
{
	struct tracked_file *file = calloc(1, sizeof(*file));

	if (!file)
		return NULL;
	file->path = strndup(path.ptr, path.len);
	if (!file->path) {
		free(file);
		return NULL;
	}
	file->path_len = path.len;
	file->record = *record;
	file->known = known;
	file->sequence = sequence;
	pthread_mutex_lock(&files->lock);
	file->next = files->open;
	files->open = file;
	pthread_mutex_unlock(&files->lock);
	return file;
}

static void
finish_locked(struct files *files, struct tracked_file *file)
{
	struct tracked_file **at = &files->open;

	if (!file->ended || file->pending)
		return;
	while (*at != file)
		at = &(*at)->next;
	*at = file->next;
	if (file->end == FILE_DROPPED) {
		tracked_file_free(file);
		return;
	}
	if (file->end == FILE_BROKEN)
		file->record.settings = FILE_UNREAD;
	file->next = files->done;
	files->done = file;
	files->done_count++;
}

void
files_begin_chunk(struct files *files, struct tracked_file *file)
{
	pthread_mutex_lock(&files->lock);
	file->pending++;
	pthread_mutex_unlock(&files->lock);
}

static void
end_with(struct tracked_file *file, enum file_end end)
{
	if (end > file->end)
		file->end = end;
}

/* A file whose ids do not fit into memory is treated as if it was not read:
 * nothing is removed and it is read again next time. */
static void
seen_append_locked(struct tracked_file *file, const uint64_t *ids, size_t count)
{
	if (file->seen_count + count > file->seen_size) {
		size_t size = 2 * file->seen_size + count;
		uint64_t *grown = reallocarray(file->seen, size, sizeof(*grown));

		if (!grown) {
			end_with(file, FILE_DROPPED);
			return;
		}
		file->seen = grown;
		file->seen_size = size;
	}
	if (count)
		memcpy(file->seen + file->seen_count, ids, count * sizeof(*ids));
	file->seen_count += count;
}

void
files_end_chunk(struct files *files, struct tracked_file *file, const struct file_record *counts,
                const uint64_t *ids, size_t id_count, enum file_end end)
{
	pthread_mutex_lock(&files->lock);
	file->record.articles += counts->articles;
	file->record.skipped += counts->skipped;
	file->record.shared |= counts->shared;
	end_with(file, end);
	seen_append_locked(file, ids, id_count);
	file->pending--;
	finish_locked(files, file);
	pthread_mutex_unlock(&files->lock);
}

void
files_end(struct files *files, struct tracked_file *file, enum file_end end)
{
	pthread_mutex_lock(&files->lock);
	file->ended = true;
	end_with(file, end);
	finish_locked(files, file);
	pthread_mutex_unlock(&files->lock);
}

/* ---- Shared files ----------------------------------------------------- */

int
compare_u64(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static int
compare_sequences(const void *a, const void *b)
{
	return compare_u64(&(*(struct tracked_file *const *)a)->sequence, &(*(struct tracked_file *const *)b)->sequence);
}

static size_t
list_gather(struct tracked_file *file, struct tracked_file **list, size_t count)
{
	for (; file; file = file->next, count++)
		if (list)
			list[count] = file;
	return count;
}

/* Both in order.  Files that begin at one place, as all but one of them have no
 * articles, are marked together. */
static void
mark_shared(struct tracked_file **list, size_t files_count, const uint64_t *sequences, size_t count)
{
	for (size_t from = 0, until, at = 0; from < files_count; from = until) {
		uint64_t end;

		until = from + 1;
		while (until < files_count && list[until]->sequence == list[from]->sequence)
			until++;
		end = until < files_count ? list[until]->sequence : UINT64_MAX;
		while (at < count && sequences[at] < list[from]->sequence)
			at++;
		for (size_t i = from; i < until; i++)
			list[i]->record.shared |= at < count && sequences[at] < end;
	}
}

enum status
files_share(struct files *files, uint64_t *sequences, size_t count, struct error *err)
{
	struct tracked_file **list;
	size_t files_count;

	if (!count)
		return STATUS_OK;
	qsort(sequences, count, sizeof(*sequences), compare_u64);
	pthread_mutex_lock(&files->lock);
	files_count = list_gather(files->done, NULL, list_gather(files->open, NULL, 0));
	list = calloc(files_count + 1, sizeof(*list));
	if (list) {
		list_gather(files->done, list, list_gather(files->open, list, 0));
		qsort(list, files_count, sizeof(*list), compare_sequences);
		mark_shared(list, files_count, sequences, count);
	}
	pthread_mutex_unlock(&files->lock);
	free(list);
	return list ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

enum status
files_record(struct files *files, struct index_writer *writer, struct error *err)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct tracked_file *file, *next;
	enum status status = STATUS_OK;

	pthread_mutex_lock(&files->lock);
	file = files->done;
	files->done = NULL;
	files->done_count = 0;
	pthread_mutex_unlock(&files->lock);
	for (; file; file = next) {
		struct span path = span_from(file->path, file->path_len);

		next = file->next;
		buf_clear(&key);
		buf_clear(&value);
		file_key(path, &key);
		file_record_encode(&file->record, path, &value);
		if (status == STATUS_OK)
			status = buf_status(&key) < 0 || buf_status(&value) < 0 ? STATUS_NOMEM
				: index_writer_meta(writer, buf_span(&key), buf_span(&value), err);
		if (files->keep_seen && file->known && file->end == FILE_WHOLE) {
			file->next = files->recorded;
			files->recorded = file;
		} else {
			tracked_file_free(file);
		}
	}
	buf_release(&value);
	buf_release(&key);
	return status;
}
