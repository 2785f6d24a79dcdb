#include "index/segment/segment.h"

#include <stdlib.h>

#include "index/segment/forward.h"

static enum status
file_open(struct infile *in, const char *folder, const struct segment_name *name, const char *extension,
          enum file_kind kind, struct error *err)
{
	char file[SEGMENT_FILE_NAME_MAX];

	segment_file_name(name, extension, file);
	return infile_open(in, folder, file, kind, 0, err);
}

static enum status
files_open(struct segment *segment, const char *folder, struct error *err)
{
	const struct manifest_segment *about = &segment->about;
	char file[SEGMENT_FILE_NAME_MAX];
	enum status status;

	segment_file_name(&about->name, "cols", file);
	status = columns_open(&segment->columns, folder, file, err);
	if (status == STATUS_OK && segment->columns.docs != about->docs)
		status = infile_corrupt(&segment->columns.in, 0, "the segment has not the size that the manifest says", err);
	if (status == STATUS_OK) {
		segment_file_name(&about->name, "dict", file);
		status = dict_open(&segment->dict, folder, file, err);
	}
	if (status == STATUS_OK)
		status = file_open(&segment->post, folder, &about->name, "post", KIND_POST, err);
	if (status == STATUS_OK)
		status = file_open(&segment->pos, folder, &about->name, "pos", KIND_POS, err);
	if (status == STATUS_OK) {
		segment_file_name(&about->name, "store", file);
		status = store_open(&segment->store, folder, file, err);
	}
	if (status == STATUS_OK && about->deletes) {
		deletes_file_name(&about->name, about->deletes, file);
		status = deletes_open(&segment->deletes, folder, file, about->docs, about->deleted, err);
	}
	if (status == STATUS_OK && about->forward) {
		segment_file_name(&about->name, "fwd", file);
		status = forward_open(&segment->forward, folder, file, about->docs, segment->dict.terms, err);
	}
	return status;
}

enum status
segment_open(struct segment **out, const char *folder, const struct manifest_segment *about, struct error *err)
{
	struct segment *segment = calloc(1, sizeof(*segment));
	enum status status;

	*out = NULL;
	if (!segment)
		return error_set(err, STATUS_NOMEM, folder, "out of memory");
	segment->about = *about;
	segment->docs = about->docs;
	status = files_open(segment, folder, err);
	if (status < 0) {
		segment_free(segment);
		return status;
	}
	segment->files = (struct list_files){ &segment->dict.in, &segment->post, &segment->pos, segment->docs };
	*out = segment;
	return STATUS_OK;
}

void
segment_free(struct segment *segment)
{
	if (!segment)
		return;
	dict_release(&segment->dict);
	infile_release(&segment->post);
	infile_release(&segment->pos);
	columns_release(&segment->columns);
	store_release(&segment->store);
	deletes_release(&segment->deletes);
	forward_release(&segment->forward);
	free(segment);
}

void
segment_forget(const struct segment *segment)
{
	file_map_forget(&segment->dict.in.map);
	file_map_forget(&segment->post.map);
	file_map_forget(&segment->pos.map);
	file_map_forget(&segment->columns.in.map);
	file_map_forget(&segment->store.in.map);
	file_map_forget(&segment->forward.in.map);
}

enum status
segment_list_of(const struct segment *segment, struct span term, const struct list *entry, struct list *list,
                struct error *err)
{
	enum status status;

	*list = *entry;
	if (!(entry->flags & LIST_SHARED))
		return STATUS_OK;
	status = dict_find(&segment->dict, span_from(term.ptr + 1, term.len - 1), list, err);
	if (status < 0)
		return status;
	if (!list->df || (list->flags & LIST_SHARED) || !(list->flags & LIST_COUNTED))
		return infile_corrupt(&segment->dict.in, 0, "a stem shares the list of a word that has none", err);
	return STATUS_OK;
}

enum status
segment_list(const struct segment *segment, struct span term, struct list *list, struct error *err)
{
	struct list entry;
	enum status status = dict_find(&segment->dict, term, &entry, err);

	if (status < 0)
		return status;
	status = segment_list_of(segment, term, &entry, list, err);
	/* The stem has no positions, whatever its word has.  Counts are stored all
	 * the same: LIST_COUNTED says so. */
	if (entry.flags & LIST_SHARED)
		list->flags = LIST_STEM_FLAGS(list->flags);
	return status;
}

/* Few deleted documents are looked for one by one; of many the list is read through. */
#define SEEK_COST 64

static enum status
deleted_by_seeking(const struct segment *segment, struct list_cursor *cursor, struct term_stats *stats,
                   struct error *err)
{
	const unsigned char *bits = segment->deletes.bits;
	enum status status = STATUS_OK;

	for (uint32_t byte = 0; byte < (segment->docs + 7) / 8 && status == STATUS_OK; byte++) {
		for (unsigned left = bits[byte]; left && status == STATUS_OK; left &= left - 1) {
			uint32_t doc = 8 * byte + (uint32_t)__builtin_ctz(left);

			if (doc >= segment->docs)
				break;
			status = list_cursor_seek(cursor, doc, err);
			if (status < 0 || cursor->doc != doc)
				continue;
			stats->df--;
			stats->cf -= list_cursor_frequency(cursor);
		}
	}
	return status;
}

static enum status
deleted_by_reading(const struct segment *segment, struct list_cursor *cursor, struct term_stats *stats,
                   struct error *err)
{
	enum status status = list_cursor_next(cursor, err);

	while (status == STATUS_OK && cursor->doc != DOC_END) {
		if (deletes_test(&segment->deletes, cursor->doc)) {
			stats->df--;
			stats->cf -= list_cursor_frequency(cursor);
		}
		status = list_cursor_next(cursor, err);
	}
	return status;
}

enum status
segment_live_stats(const struct segment *segment, const struct list *list, struct term_stats *stats, struct error *err)
{
	struct list_cursor cursor;
	enum status status;

	*stats = (struct term_stats){ list->df, list->cf };
	if (!list->df || !segment->deletes.bits)
		return STATUS_OK;
	status = list_cursor_open(&cursor, &segment->files, list, err);
	if (status < 0)
		return status;
	if (segment->deletes.deleted < list->df / SEEK_COST)
		return deleted_by_seeking(segment, &cursor, stats, err);
	return deleted_by_reading(segment, &cursor, stats, err);
}

enum status
segment_find(const struct segment *segment, struct span term, struct span id, uint32_t *doc, struct error *err)
{
	struct list_cursor cursor;
	struct list list;
	struct id_block ids = ID_BLOCK_INIT;
	bool whole = term.len > id.len;
	enum status status = segment_list(segment, term, &list, err);

	*doc = DOC_END;
	if (status < 0 || !list.df)
		return status;
	status = list_cursor_open(&cursor, &segment->files, &list, err);
	if (status == STATUS_OK)
		status = list_cursor_next(&cursor, err);
	while (status == STATUS_OK && cursor.doc != DOC_END) {
		struct span there = id;

		/* Only ids too long for a term may share one. */
		if (!whole)
			status = columns_id(&segment->columns, cursor.doc, &ids, &there, err);
		if (status == STATUS_OK && span_equal(there, id) && !deletes_test(&segment->deletes, cursor.doc)) {
			*doc = cursor.doc;
			break;
		}
		if (status == STATUS_OK)
			status = list_cursor_next(&cursor, err);
	}
	id_block_release(&ids);
	return status;
}
