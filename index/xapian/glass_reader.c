#include "index/xapian/glass_reader.h"

#include <stdlib.h>

#include "index/record.h"
#include "index/xapian/folder.h"

/* ---- Keeping up ------------------------------------------------------- */

enum status
reader_reopen(struct xreader *reader, struct error *err)
{
	enum status status;

	reader_forget(reader);
	status = shards_reopen(&reader->shards, err);
	return status == STATUS_OK ? xapian_database_stats(reader->shards.all, &reader->stats, err) : status;
}

bool
reader_again(struct xreader *reader, enum status *status, int *tries, struct error *err)
{
	if (*status == STATUS_CHANGED && ++*tries <= READER_RETRIES) {
		error_clear(err);
		*status = reader_reopen(reader, err);
		if (*status == STATUS_OK)
			return true;
	}
	error_place(err, buf_string(&reader->place));
	return false;
}

/* ---- Questions -------------------------------------------------------- */

/* Bytes of a shard's files: of the database that the folder's stub names, or
 * of the folder itself. */
static uint64_t
shard_bytes(const struct shard *shard)
{
	struct folder folder = { shard->place, "", -1 };
	struct buf path = BUF_INIT;
	uint64_t bytes = 0;

	if (shard->remote)
		return 0;
	if (folder_current(shard->place, folder.current, NULL) == STATUS_OK && folder.current[0]
	    && folder_path(&folder, folder.current, &path, NULL) == STATUS_OK)
		bytes = folder_bytes(buf_string(&path));
	else
		bytes = folder_bytes(shard->place);
	buf_release(&path);
	return bytes;
}

static enum status
reader_stats(struct index_reader *index_reader, struct index_stats *stats, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	struct state sum = STATE_INIT;

	(void)err;
	for (size_t i = 0; i < reader->shards.count; i++) {
		state_add(&sum, &reader->shards.items[i].state);
		stats->bytes += shard_bytes(&reader->shards.items[i]);
	}
	stats->engine = "xapian";
	stats->articles = reader->stats.documents;
	stats->words = sum.words;
	stats->mean_length = reader->stats.average_length;
	stats->first = sum.first;
	stats->last = sum.last;
	stats->undated = sum.undated;
	stats->segments = reader->shards.count;
	stats->generation = sum.generation;
	state_fingerprint(&sum, stats->fingerprint);
	return STATUS_OK;
}

static enum status
reader_term(struct index_reader *index_reader, struct span term, struct term_stats *stats, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	struct xapian_term_stats found;
	enum status status;
	int tries = 0;

	do
		status = xapian_database_term(reader->shards.all, term, &found, err);
	while (reader_again(reader, &status, &tries, err));
	stats->df = found.df;
	stats->cf = found.cf;
	return status;
}

static enum status
reader_length(struct index_reader *index_reader, docid_t doc, uint64_t *length, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	uint32_t found;
	enum status status;
	int tries = 0;

	do
		status = xapian_database_length(reader->shards.all, doc, &found, err);
	while (reader_again(reader, &status, &tries, err));
	*length = found;
	return status;
}

static enum status
reader_article(struct index_reader *index_reader, docid_t doc, struct arena *arena, struct article *article, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	struct buf data = BUF_INIT;
	struct span record;
	enum status status;
	int tries = 0;

	do {
		buf_clear(&data);
		status = reader_document(reader, doc, err);
		if (status == STATUS_OK)
			status = xapian_document_data(reader->document, &data, err);
	} while (reader_again(reader, &status, &tries, err));
	if (status < 0)
		goto done;
	record = arena_copy(arena, buf_span(&data));
	status = record.ptr ? record_decode(record, arena, article, err) : error_set(err, STATUS_NOMEM, NULL, "out of memory");
	error_place(err, buf_string(&reader->place));
done:
	buf_release(&data);
	return status;
}

/* ---- Metadata --------------------------------------------------------- */

static enum status
shard_meta(struct shard *shard, struct span key, struct buf *value, struct error *err)
{
	struct buf full = BUF_INIT;
	size_t before = value->len;
	enum status status;

	buf_append_string(&full, SCHEMA_META_PREFIX);
	buf_append_span(&full, key);
	status = buf_status(&full) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory")
	                               : xapian_database_metadata(shard->db, buf_span(&full), value, err);
	buf_release(&full);
	return status == STATUS_OK && value->len == before ? STATUS_NOTFOUND : status;
}

static enum status
reader_meta(struct index_reader *index_reader, struct span key, struct buf *value, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	enum status status;
	int tries = 0;

	do {
		status = STATUS_NOTFOUND;
		for (size_t i = 0; i < reader->shards.count && status == STATUS_NOTFOUND; i++)
			status = shard_meta(&reader->shards.items[i], key, value, err);
	} while (reader_again(reader, &status, &tries, err));
	return status == STATUS_NOTFOUND ? error_set(err, status, NULL, "nothing is stored under %.*s", (int)key.len, key.ptr) : status;
}

/* The first key of SHARD behind AFTER that starts with PREFIX, both with the
 * schema's own prefix; kept in BEST if it is before what is there. */
static enum status
shard_meta_next(struct shard *shard, struct span prefix, struct span after, struct buf *best, struct error *err)
{
	struct xapian_terms *keys = NULL;
	enum status status = xapian_terms_metadata(shard->db, prefix, &keys, err);

	if (status == STATUS_OK)
		status = span_compare(after, prefix) > 0 ? xapian_terms_seek(keys, after, err) : xapian_terms_next(keys, err);
	if (status == STATUS_OK && span_equal(xapian_terms_term(keys), after))
		status = xapian_terms_next(keys, err);
	if (status == STATUS_OK && (!best->len || span_compare(xapian_terms_term(keys), buf_span(best)) < 0)) {
		buf_clear(best);
		buf_append_span(best, xapian_terms_term(keys));
		status = buf_status(best);
	}
	xapian_terms_free(keys);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
reader_meta_next(struct index_reader *index_reader, struct span prefix, struct buf *key, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	struct buf start = BUF_INIT, after = BUF_INIT, best = BUF_INIT;
	size_t own = strlen(SCHEMA_META_PREFIX);
	enum status status = STATUS_OK;
	int tries = 0;

	buf_append_string(&start, SCHEMA_META_PREFIX);
	buf_append_span(&start, prefix);
	buf_append_string(&after, SCHEMA_META_PREFIX);
	buf_append_span(&after, buf_span(key));
	if (buf_status(&start) < 0 || buf_status(&after) < 0) {
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
		goto done;
	}
	do {
		buf_clear(&best);
		status = STATUS_OK;
		for (size_t i = 0; i < reader->shards.count && status == STATUS_OK; i++)
			status = shard_meta_next(&reader->shards.items[i], buf_span(&start), buf_span(&after), &best, err);
	} while (reader_again(reader, &status, &tries, err));
	if (status == STATUS_OK && best.len) {
		buf_clear(key);
		buf_append(key, best.data + own, best.len - own);
		status = buf_status(key);
	} else if (status == STATUS_OK) {
		status = STATUS_END;
	}
done:
	buf_release(&start);
	buf_release(&after);
	buf_release(&best);
	return status;
}

/* ---- Life ------------------------------------------------------------- */

static void
reader_free(struct index_reader *index_reader)
{
	struct xreader *reader = (struct xreader *)index_reader;

	reader_forget(reader);
	for (size_t i = 0; i < SLOT_COUNT; i++)
		buf_release(&reader->columns[i].text);
	shards_release(&reader->shards);
	buf_release(&reader->place);
	free(reader);
}

static const struct index_reader_ops reader_ops = {
	.stats = reader_stats,
	.term = reader_term,
	.walk = reader_walk,
	.postings = reader_postings,
	.all = reader_all,
	.length = reader_length,
	.number = reader_number,
	.string = reader_string,
	.article = reader_article,
	.id = reader_id,
	.meta = reader_meta,
	.meta_next = reader_meta_next,
	.top = reader_top,
	.free = reader_free,
};

enum status
reader_open(const struct span *paths, size_t count, struct buf *partial, struct index_reader **out, struct error *err)
{
	struct xreader *reader = calloc(1, sizeof(*reader));
	enum status status;

	*out = NULL;
	if (!reader)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	reader->reader.ops = &reader_ops;
	status = shards_open(&reader->shards, paths, count, partial, err);
	if (status == STATUS_OK)
		status = xapian_database_stats(reader->shards.all, &reader->stats, err);
	for (size_t i = 0; i < reader->shards.count; i++)
		buf_append_format(&reader->place, "%s%s", i ? ", " : "", reader->shards.items[i].place);
	error_place(err, buf_string(&reader->place));
	if (status == STATUS_OK)
		*out = &reader->reader;
	else
		reader_free(&reader->reader);
	return status;
}
