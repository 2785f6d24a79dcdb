#include "index/segment/forward_scan.h"
#include "index/segment/segment_reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/record.h"
#include "index/segment/top_all.h"

#define LIST_AHEAD 512      /* bytes of a list that are asked for when it was found */

static struct segment_reader *
reader_of(struct index_reader *reader)
{
	return (struct segment_reader *)reader;
}

enum status
reader_locate(const struct segment_reader *reader, docid_t doc, struct segment **segment, uint32_t *local,
              struct error *err)
{
	size_t low = 0, high = reader->count;

	/* The last segment whose base is not above DOC. */
	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (reader->segments[middle]->base <= doc)
			low = middle;
		else
			high = middle;
	}
	if (low < reader->count) {
		*segment = reader->segments[low];
		*local = doc - (*segment)->base;
		if (doc >= (*segment)->base && *local < (*segment)->docs && !deletes_test(&(*segment)->deletes, *local))
			return STATUS_OK;
	}
	return error_set(err, STATUS_NOTFOUND, NULL, "there is no document %" PRIu32, doc);
}

/* ---- Statistics ------------------------------------------------------- */

static void
stats_add(struct index_stats *stats, const struct manifest_segment *about)
{
	stats->articles += about->live.docs;
	stats->words += about->live.words;
	stats->undated += about->live.undated;
	stats->bytes += about->bytes;
	stats->segments++;
	if (about->live.first == DATE_UNDATED)
		return;
	if (stats->first == DATE_UNDATED || about->live.first < stats->first)
		stats->first = about->live.first;
	if (stats->last == DATE_UNDATED || about->live.last > stats->last)
		stats->last = about->live.last;
}

static enum status
op_stats(struct index_reader *base, struct index_stats *stats, struct error *err)
{
	struct segment_reader *reader = reader_of(base);
	struct hash128 sum = { 0, 0 };

	(void)err;
	stats->engine = "segment";
	for (size_t i = 0; i < reader->count; i++) {
		const struct manifest_segment *about = &reader->segments[i]->about;
		uint64_t low = sum.low;

		stats_add(stats, about);
		sum.low += about->live.hash.low;
		sum.high += about->live.hash.high + (sum.low < low);
	}
	/* Terms that segments share, or whose articles are all deleted, cannot be
	 * counted without reading the dictionaries. */
	if (reader->count == 1 && !reader->segments[0]->about.deleted)
		stats->terms = reader->segments[0]->dict.terms;
	for (size_t i = 0; i < reader->view_count; i++)
		stats->generation += reader->views[i].manifest.generation;
	stats->mean_length = reader_mean_length(reader);
	stats->forward = forward_everywhere(reader);
	snprintf(stats->fingerprint, sizeof(stats->fingerprint), "%016" PRIx64 "%016" PRIx64, sum.high, sum.low);
	return STATUS_OK;
}

/* Asks for the beginning of LIST's data, and for the end of its skips. */
static void
segment_list_ahead(const struct segment *segment, const struct list *list)
{
	uint64_t size = segment->post.body_end, skips = SKIP_SIZE(list->flags) * (((uint64_t)list->df + LIST_BLOCK - 1) / LIST_BLOCK);

	for (uint64_t ahead = 0; ahead < LIST_AHEAD && list->post + ahead < size; ahead += 64)
		__builtin_prefetch(segment->post.data + list->post + ahead);
	if (list->df >= LIST_BLOCK && skips < size && list->post < size - skips)
		__builtin_prefetch(segment->post.data + list->post + skips);
}

static struct recent_list *
recent_slot(struct segment_reader *reader, size_t segment, struct span term)
{
	uint32_t hash = (uint32_t)segment * 31 + (uint32_t)term.len;

	for (size_t i = 0; i < term.len; i++)
		hash = hash * 31 + (unsigned char)term.ptr[i];
	return &reader->recent[(hash ^ hash >> 8) % RECENT_LISTS];
}

enum status
reader_list(struct segment_reader *reader, size_t segment, struct span term, struct list *list, struct error *err)
{
	struct recent_list *recent;
	enum status status;

	if (!term.len || term.len > RECENT_TERM_MAX)
		return segment_list(reader->segments[segment], term, list, err);
	recent = recent_slot(reader, segment, term);
	if (recent->segment == segment && recent->term_len == term.len && memcmp(recent->term, term.ptr, term.len) == 0) {
		*list = recent->list;
		return STATUS_OK;
	}
	status = segment_list(reader->segments[segment], term, list, err);
	if (status < 0)
		return status;
	/* It is likely to be read soon. */
	if (list->df && !(list->flags & LIST_IN_ENTRY))
		segment_list_ahead(reader->segments[segment], list);
	recent->segment = segment;
	recent->term_len = (unsigned char)term.len;
	memcpy(recent->term, term.ptr, term.len);
	recent->list = *list;
	return STATUS_OK;
}

enum status
reader_term(struct segment_reader *reader, struct span term, struct term_stats *stats, struct error *err)
{
	enum status status = STATUS_OK;

	*stats = (struct term_stats){ 0, 0 };
	for (size_t i = 0; i < reader->count && status == STATUS_OK; i++) {
		struct term_stats own;
		struct list list;

		status = reader_list(reader, i, term, &list, err);
		if (status == STATUS_OK)
			status = segment_live_stats(reader->segments[i], &list, &own, err);
		if (status == STATUS_OK) {
			stats->df += own.df;
			stats->cf += own.cf;
		}
	}
	return status;
}

static enum status
op_term(struct index_reader *base, struct span term, struct term_stats *stats, struct error *err)
{
	return reader_term(reader_of(base), term, stats, err);
}

/* ---- Documents -------------------------------------------------------- */

static enum status
op_length(struct index_reader *base, docid_t doc, uint64_t *length, struct error *err)
{
	struct segment *segment;
	uint32_t local;
	enum status status = reader_locate(reader_of(base), doc, &segment, &local, err);

	if (status == STATUS_OK)
		*length = columns_length(&segment->columns, local);
	return status;
}

static enum status
op_number(struct index_reader *base, enum index_column column, docid_t doc, int64_t *value, struct error *err)
{
	struct segment *segment;
	uint32_t local;
	enum status status = reader_locate(reader_of(base), doc, &segment, &local, err);

	if (status == STATUS_OK)
		*value = column == COLUMN_DATE ? columns_date(&segment->columns, local)
		                               : (int64_t)columns_words(&segment->columns, local);
	return status;
}

static enum status
op_string(struct index_reader *base, enum index_column column, docid_t doc, struct span *value, struct error *err)
{
	enum doc_string which = column == COLUMN_SOURCE ? DOC_SOURCE : column == COLUMN_SECTION ? DOC_SECTION : DOC_LANGUAGE;
	struct segment *segment;
	uint32_t local;
	enum status status = reader_locate(reader_of(base), doc, &segment, &local, err);

	if (status < 0)
		return status;
	if (column == COLUMN_SKETCH)
		*value = columns_sketch(&segment->columns, local);
	else if (column == COLUMN_CONTENT)
		*value = columns_hash(&segment->columns, local);
	else
		status = columns_string(&segment->columns, local, which, value, err);
	return status;
}

static enum status
op_id(struct index_reader *base, docid_t doc, struct buf *id, struct error *err)
{
	struct segment_reader *reader = reader_of(base);
	struct segment *segment;
	struct span text;
	uint32_t local;
	enum status status = reader_locate(reader, doc, &segment, &local, err);

	if (status == STATUS_OK)
		status = id_cache_get(&reader->ids, &segment->columns.ids, local, &text, err);
	if (status < 0)
		return status;
	buf_append_span(id, text);
	return buf_status(id) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}

/* A place has the first document of the segment, the block, and which part of the
 * block: what has no room may be put out of order. */
#define PLACE_PART ((uint32_t)256)
#define PLACE_PARTS ((uint32_t)1 << 12)
#define PLACE_BLOCKS ((uint32_t)1 << 20)

static enum status
op_place(struct index_reader *base, docid_t doc, uint64_t *place, struct error *err)
{
	struct segment_reader *reader = reader_of(base);
	struct store_place store;
	struct segment *segment;
	uint32_t local, part;
	enum status status = reader_locate(reader, doc, &segment, &local, err);

	if (status < 0)
		return status;
	store = columns_store(&segment->columns, local);
	part = store.offset / PLACE_PART;
	*place = (uint64_t)segment->base << 32 | (store.block % PLACE_BLOCKS) * PLACE_PARTS
		| (part < PLACE_PARTS ? part : PLACE_PARTS - 1);
	return STATUS_OK;
}

static enum status
reader_place(const struct segment_reader *reader, docid_t doc, struct ahead_place *place, struct error *err)
{
	struct store_place store;
	struct segment *segment;
	uint32_t local;
	enum status status = reader_locate(reader, doc, &segment, &local, err);

	if (status < 0)
		return status;
	store = columns_store(&segment->columns, local);
	*place = (struct ahead_place){ doc, &segment->store, store.block, store.offset };
	return STATUS_OK;
}

static void
op_ahead(struct index_reader *base, const docid_t *docs, size_t count)
{
	struct segment_reader *reader = reader_of(base);
	struct ahead_place places[INDEX_AHEAD];
	enum status status = STATUS_OK;

	ahead_free(reader->ahead);
	reader->ahead = NULL;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = reader_place(reader, docs[i], &places[i], NULL);
	if (status == STATUS_OK)
		reader->ahead = ahead_new(places, count);
}

static enum status
op_article(struct index_reader *base, docid_t doc, struct arena *arena, struct article *article, struct error *err)
{
	struct segment_reader *reader = reader_of(base);
	struct ahead_place place;
	struct span record;
	enum status status = STATUS_OK;

	if (!reader->ahead || !ahead_take(reader->ahead, doc, &record)) {
		status = reader_place(reader, doc, &place, err);
		if (status == STATUS_OK)
			status = store_get(place.store, &reader->cache, place.block, place.offset, &record, err);
	}
	if (status < 0)
		return status;
	record = arena_copy(arena, record);
	if (!record.ptr)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return record_decode(record, arena, article, err);
}

/* ---- Metadata --------------------------------------------------------- */

static enum status
op_meta(struct index_reader *base, struct span key, struct buf *value, struct error *err)
{
	struct segment_reader *reader = reader_of(base);

	for (size_t i = 0; i < reader->view_count; i++) {
		const struct metafile *meta = &reader->views[i].meta;
		struct span there = SPAN_NONE, found;
		uint64_t number;
		enum status status = metafile_find(meta, key, false, &number, err);

		if (status == STATUS_OK && number < meta->records)
			status = metafile_get(meta, number, &there, &found, err);
		if (status < 0)
			return status;
		if (!there.ptr || !span_equal(there, key))
			continue;
		buf_append_span(value, found);
		return buf_status(value) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
	}
	return error_set(err, STATUS_NOTFOUND, NULL, "the index has no such key");
}

static enum status
op_meta_next(struct index_reader *base, struct span prefix, struct buf *key, struct error *err)
{
	struct segment_reader *reader = reader_of(base);
	struct span best = SPAN_NONE, after = buf_span(key);
	/* Keys before the prefix are of no use. */
	bool above = span_compare(after, prefix) >= 0 && after.len;

	for (size_t i = 0; i < reader->view_count; i++) {
		const struct metafile *meta = &reader->views[i].meta;
		struct span there = SPAN_NONE, value;
		uint64_t number;
		enum status status = metafile_find(meta, above ? after : prefix, above, &number, err);

		if (status == STATUS_OK && number < meta->records)
			status = metafile_get(meta, number, &there, &value, err);
		if (status < 0)
			return status;
		if (there.ptr && span_starts(there, prefix) && (!best.ptr || span_compare(there, best) < 0))
			best = there;
	}
	if (!best.ptr)
		return STATUS_END;
	buf_clear(key);
	buf_append_span(key, best);
	return buf_status(key) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}

/* ---- Opening ---------------------------------------------------------- */

static void
op_free(struct index_reader *base)
{
	struct segment_reader *reader = reader_of(base);

	ahead_free(reader->ahead);
	for (size_t i = 0; i < reader->view_count; i++)
		view_release(&reader->views[i]);
	free(reader->views);
	free(reader->segments);
	store_cache_release(&reader->cache);
	id_cache_release(&reader->ids);
	id_block_release(&reader->tied[0]);
	id_block_release(&reader->tied[1]);
	free(reader->norms);
	top_room_free(reader->room);
	waiting_free(reader->waiting);
	free(reader);
}

static const struct index_reader_ops reader_ops = {
	.stats = op_stats,
	.term = op_term,
	.walk = reader_walk,
	.postings = reader_postings,
	.all = reader_all,
	.length = op_length,
	.number = op_number,
	.string = op_string,
	.article = op_article,
	.id = op_id,
	.meta = op_meta,
	.meta_next = op_meta_next,
	.top = reader_top,
	.words = reader_words,
	.place = op_place,
	.ahead = op_ahead,
	.free = op_free,
};

/* Puts the segments of all views into one row and numbers their documents. */
static enum status
segments_join(struct segment_reader *reader, struct error *err)
{
	uint64_t next = 1;
	size_t count = 0;

	for (size_t i = 0; i < reader->view_count; i++)
		count += reader->views[i].count;
	reader->segments = calloc(count + 1, sizeof(*reader->segments));
	if (!reader->segments)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < reader->view_count; i++) {
		for (size_t k = 0; k < reader->views[i].count; k++) {
			struct segment *segment = reader->views[i].segments[k];

			if (next + segment->docs >= DOCID_END)
				return error_set(err, STATUS_LIMIT, reader->views[i].folder, "too many articles to be searched together");
			segment->base = (docid_t)next;
			next += segment->docs;
			reader->articles += segment->about.live.docs;
			reader->length_sum += segment->about.live.length;
			reader->segments[reader->count++] = segment;
		}
	}
	return STATUS_OK;
}

enum status
segment_reader_open(const struct span *paths, size_t count, struct buf *partial, struct index_reader **out,
                    struct error *err)
{
	struct segment_reader *reader = calloc(1, sizeof(*reader));
	struct error why = ERROR_INIT;
	enum status status = STATUS_OK;

	*out = NULL;
	if (reader)
		reader->views = calloc(count, sizeof(*reader->views));
	if (!reader || !reader->views) {
		free(reader);
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	reader->base.ops = &reader_ops;
	reader->cache.least = STORE_ROOM_HUGE;
	for (size_t i = 0; i < count; i++) {
		char *folder = strndup(paths[i].ptr, paths[i].len);
		struct error own = ERROR_INIT;

		status = folder ? view_open(&reader->views[reader->view_count], folder, &own)
		                : error_set(&own, STATUS_NOMEM, NULL, "out of memory");
		free(folder);
		reader->view_count += status == STATUS_OK;
		if (status == STATUS_OK)
			continue;
		error_copy(&why, status, &own);
		if (!partial || status == STATUS_NOMEM)
			break;
		buf_append_format(partial, "%s: %s\n", own.place, own.reason);
	}
	if (reader->view_count == count || (partial && reader->view_count && status != STATUS_NOMEM))
		status = segments_join(reader, err);
	else
		status = error_copy(err, why.status, &why);
	if (status < 0) {
		op_free(&reader->base);
		return status;
	}
	*out = &reader->base;
	return STATUS_OK;
}
