#include "index/segment/merge.h"

#include <stdlib.h>

#include "index/segment/lists_out.h"
#include "index/segment/merge_lists.h"
#include "index/segment/merge_store.h"

struct merge {
	const struct merge_map *map;
	const struct merge_options *options;
	struct dict_walk *walks;       /* by segment: the terms */
	struct dict_walk *words;       /* by segment: the words that stems may share the list of */
	bool *ended, *words_ended;
	struct merged_list list, word;
	struct lists_out out;
	struct buf positions;
	uint32_t *store_block, *store_offset;  /* by new number */
};

/* ---- Columns ---------------------------------------------------------- */

static void
merged_values(const void *context, uint32_t doc, struct doc_values *values)
{
	const struct merge *merge = context;
	const struct merge_from *from = &merge->map->from[doc];

	columns_values(&merge->map->segments[from->segment]->columns, from->doc, values);
	values->store_block = merge->store_block[doc];
	values->store_offset = merge->store_offset[doc];
}

static struct span
merged_text(const void *context, uint32_t doc, enum doc_text which)
{
	const struct merge *merge = context;
	const struct merge_from *from = &merge->map->from[doc];
	struct span text = SPAN_NONE;

	/* A text that cannot be read was found when the map was made (ids), or is left out. */
	(void)columns_text(&merge->map->segments[from->segment]->columns, from->doc, which, &text, NULL);
	return text;
}

/* ---- Lists ------------------------------------------------------------ */

static enum status
walk_step(struct dict_walk *walks, bool *ended, size_t number, struct error *err)
{
	enum status status = dict_walk_next(&walks[number], err);

	ended[number] = status == STATUS_END;
	return status < 0 ? status : STATUS_OK;
}

/* The list of the entry ENTRY of TERM in segment NUMBER.  Where that is shared,
 * the second walk stands on the word. */
static enum status
list_of(const struct merge *merge, size_t number, struct span term, const struct list *entry, struct list *list,
        struct error *err)
{
	const struct dict_walk *word = &merge->words[number];
	enum status status = STATUS_OK;

	*list = *entry;
	if (!(entry->flags & LIST_SHARED))
		return STATUS_OK;
	if (!merge->words_ended[number] && span_equal(word->term, span_from(term.ptr + 1, term.len - 1))
	    && word->list.df == entry->df && word->list.cf == entry->cf && !(word->list.flags & LIST_SHARED))
		*list = word->list;
	else
		status = segment_list_of(merge->map->segments[number], term, entry, list, err);
	list->flags &= ~(unsigned)LIST_POSITIONS;
	return status;
}

/* Adds to LIST what each segment has under TERM according to its walk. */
static enum status
lists_gather(struct merge *merge, struct merged_list *list, const struct dict_walk *walks, const bool *ended,
             struct span term, struct error *err)
{
	enum status status = STATUS_OK;

	merged_list_begin(list);
	for (size_t i = 0; i < merge->map->count && status == STATUS_OK; i++) {
		struct list own;

		if (ended[i] || !span_equal(walks[i].term, term))
			continue;
		status = list_of(merge, i, term, &walks[i].list, &own, err);
		if (status == STATUS_OK)
			status = merged_list_add(list, i, &own, err);
	}
	return status < 0 ? status : merged_list_first(list, err);
}

/* Moves the second walks onto WORD or behind it. */
static enum status
words_seek(struct merge *merge, struct span word, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < merge->map->count; i++)
		while (status == STATUS_OK && !merge->words_ended[i] && span_compare(merge->words[i].term, word) < 0)
			status = walk_step(merge->words, merge->words_ended, i, err);
	return status;
}

/* Whether the stem TERM, which is in merge->list, has the list of the word it
 * is spelt like; *DF and *CF of it. */
static enum status
stem_shared(struct merge *merge, struct span term, bool *shared, uint32_t *df, uint64_t *cf, struct error *err)
{
	struct span word = span_from(term.ptr + 1, term.len - 1);
	struct merged_list *list = &merge->list, *other = &merge->word;
	enum status status = lists_gather(merge, other, merge->words, merge->words_ended, word, err);

	*shared = false;
	*df = 0;
	*cf = 0;
	while (status == STATUS_OK && list->doc != DOC_END && list->doc == other->doc
	       && list->posting_count == other->posting_count) {
		++*df;
		*cf += list->posting_count;
		status = merged_list_next(list, err);
		if (status == STATUS_OK)
			status = merged_list_next(other, err);
	}
	*shared = list->doc == DOC_END && other->doc == DOC_END && (other->flags & LIST_COUNTED) && *df;
	return status;
}

static enum status
list_write(struct merge *merge, struct span term, struct error *err)
{
	struct merged_list *list = &merge->list;
	struct list_writer *out = &merge->out.list;
	enum status status = STATUS_OK;

	list_writer_begin(out, list->flags);
	while (status == STATUS_OK && list->doc != DOC_END) {
		const uint32_t *positions = NULL;

		if (list->flags & LIST_POSITIONS) {
			buf_clear(&merge->positions);
			status = list_cursor_positions(&list->sources[list->present].cursor, &merge->positions, err);
			if (status == STATUS_OK && merge->positions.len != list->posting_count * sizeof(uint32_t))
				status = infile_corrupt(list->sources[list->present].cursor.files->pos, 0, "positions are missing", err);
			positions = (const uint32_t *)(const void *)merge->positions.data;
		}
		if (status < 0)
			return status;
		list_writer_add(out, list->doc, list->posting_count, positions, err);
		status = merged_list_next(list, err);
	}
	return status < 0 ? status : lists_out_term(&merge->out, term, err);
}

static enum status
term_merge(struct merge *merge, struct span term, struct error *err)
{
	bool shared = false;
	uint32_t df = 0;
	uint64_t cf = 0;
	bool stem = term.ptr[0] == 'Z' && term.len > 1;
	enum status status = stem ? words_seek(merge, span_from(term.ptr + 1, term.len - 1), err) : STATUS_OK;

	if (status == STATUS_OK)
		status = lists_gather(merge, &merge->list, merge->walks, merge->ended, term, err);
	if (status < 0 || merge->list.doc == DOC_END)
		return status;
	if (stem) {
		status = stem_shared(merge, term, &shared, &df, &cf, err);
		if (status < 0)
			return status;
		if (shared) {
			lists_out_shared(&merge->out, term, df, cf, err);
			return merge->out.dict_file.status;
		}
		status = lists_gather(merge, &merge->list, merge->walks, merge->ended, term, err);
	}
	return status < 0 ? status : list_write(merge, term, err);
}

/* Bytes of lists and terms that are written. */
static uint64_t
lists_size(const struct merge *merge)
{
	return merge->out.dict_file.size + merge->out.post.size + merge->out.pos.size;
}

static enum status
terms_merge(struct merge *merge, struct error *err)
{
	size_t count = merge->map->count;
	uint64_t paused = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		dict_walk_start(&merge->walks[i], &merge->map->segments[i]->dict);
		dict_walk_start(&merge->words[i], &merge->map->segments[i]->dict);
		status = walk_step(merge->walks, merge->ended, i, err);
		if (status == STATUS_OK)
			status = walk_step(merge->words, merge->words_ended, i, err);
	}
	while (status == STATUS_OK) {
		struct span term = SPAN_NONE;
		char bytes[TERM_MAX];

		for (size_t i = 0; i < count; i++)
			if (!merge->ended[i] && (!term.ptr || span_compare(merge->walks[i].term, term) < 0))
				term = merge->walks[i].term;
		if (!term.ptr)
			break;
		memcpy(bytes, term.ptr, term.len);
		term.ptr = bytes;
		status = term_merge(merge, term, err);
		for (size_t i = 0; i < count && status == STATUS_OK; i++)
			if (!merge->ended[i] && span_equal(merge->walks[i].term, term))
				status = walk_step(merge->walks, merge->ended, i, err);
		if (status == STATUS_OK && lists_size(merge) - paused >= MERGE_PAUSE_BYTES) {
			paused = lists_size(merge);
			status = merge_pause(merge->map, merge->options, err);
		}
	}
	return status;
}

/* ---- The whole -------------------------------------------------------- */

static enum status
merge_init(struct merge *merge, const struct merge_map *map, const struct merge_options *options, struct error *err)
{
	size_t count = map->count + 1;

	memset(merge, 0, sizeof(*merge));
	merge->map = map;
	merge->options = options;
	merge->walks = malloc(count * sizeof(*merge->walks));
	merge->words = malloc(count * sizeof(*merge->words));
	merge->ended = calloc(count, sizeof(bool));
	merge->words_ended = calloc(count, sizeof(bool));
	merge->store_block = malloc(((size_t)map->docs + 1) * sizeof(uint32_t));
	merge->store_offset = malloc(((size_t)map->docs + 1) * sizeof(uint32_t));
	if (!merge->walks || !merge->words || !merge->ended || !merge->words_ended || !merge->store_block
	    || !merge->store_offset || merged_list_init(&merge->list, map, err) < 0
	    || merged_list_init(&merge->word, map, err) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return STATUS_OK;
}

static void
merge_release(struct merge *merge)
{
	free(merge->walks);
	free(merge->words);
	free(merge->ended);
	free(merge->words_ended);
	buf_release(&merge->positions);
	free(merge->store_block);
	free(merge->store_offset);
	merged_list_release(&merge->list);
	merged_list_release(&merge->word);
}

static enum status
merge_write(struct merge *merge, const struct segment_name *name, struct manifest_segment *about, struct error *err)
{
	const struct merge_map *map = merge->map;
	struct columns_source source = { merge, map->docs, merged_values, merged_text };
	char file[SEGMENT_FILE_NAME_MAX];
	uint64_t store = 0, lists = 0, columns = 0;
	enum status status = store_merge(map, merge->options, name, merge->store_block, merge->store_offset, &store, err);

	if (status < 0)
		return status;
	status = lists_out_open(&merge->out, merge->options->folder, name, map->lengths,
	                        (double)map->length_sum / (double)map->docs, err);
	if (status == STATUS_OK)
		status = terms_merge(merge, err);
	if (status == STATUS_OK)
		status = lists_out_finish(&merge->out, &lists, err);
	lists_out_release(&merge->out);
	segment_file_name(name, "cols", file);
	if (status == STATUS_OK)
		status = columns_write(&source, merge->options->folder, file, &about->live, &columns, err);
	about->docs = map->docs;
	about->bytes = store + lists + columns;
	about->optimized = merge->options->best;
	return status;
}

enum status
segments_merge(struct segment *const *segments, size_t count, const struct segment_name *name,
               const struct merge_options *options, struct manifest_segment *about, struct error *err)
{
	struct merge_map map;
	struct merge merge;
	enum status status = merge_map_init(&map, segments, count, err);

	memset(about, 0, sizeof(*about));
	about->name = *name;
	if (status == STATUS_OK && map.docs == 0)
		status = STATUS_END;
	if (status == STATUS_OK) {
		status = merge_init(&merge, &map, options, err);
		if (status == STATUS_OK)
			status = merge_write(&merge, name, about, err);
		merge_release(&merge);
	}
	merge_map_release(&map);
	return status;
}
