#include "index/segment/merge.h"

#include <stdlib.h>

#include "index/segment/forward.h"
#include "index/segment/lists_out.h"
#include "index/segment/merge_bases.h"
#include "index/segment/merge_lists.h"
#include "index/segment/merge_store.h"
#include "index/segment/merge_terms.h"
#include "index/segment/merge_window.h"

struct merge {
	const struct merge_map *map;
	const struct merge_options *options;
	struct merged_terms terms;
	struct dict_walk *words;       /* by segment: the words that stems may share the list of */
	bool *words_ended;
	bool deletes;                  /* some documents are left out */
	struct merged_list list, word;
	struct lists_out out;
	struct merge_bases bases;
	struct merge_window *window;
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
merged_string(const void *context, uint32_t doc, enum doc_string which)
{
	const struct merge *merge = context;
	const struct merge_from *from = &merge->map->from[doc];
	struct span text = SPAN_NONE;

	/* One that cannot be read is left out. */
	(void)columns_string(&merge->map->segments[from->segment]->columns, from->doc, which, &text, NULL);
	return text;
}

static enum status
merged_id(const void *context, uint32_t doc, struct span *id, struct error *err)
{
	const struct merge *merge = context;
	const struct merge_from *from = &merge->map->from[doc];

	return columns_id(&merge->map->segments[from->segment]->columns, from->doc, &merge->map->ids[from->segment], id, err);
}

/* ---- Lists ------------------------------------------------------------ */

/* What segment NUMBER has of WORD, onto or behind which the second walk was moved; or NULL. */
static const struct list *
word_of(const struct merge *merge, size_t number, struct span word)
{
	const struct dict_walk *walk = &merge->words[number];

	return !merge->words_ended[number] && span_equal(walk->term, word) ? &walk->list : NULL;
}

/* Whether a stem can have the list of WORD, an entry. */
static bool
list_lends(const struct list *word)
{
	return (word->flags & (LIST_COUNTED | LIST_SHARED)) == LIST_COUNTED;
}

/* The list of the entry ENTRY of TERM in segment NUMBER.  Where that is shared,
 * the second walk stands on the word. */
static enum status
list_of(const struct merge *merge, size_t number, struct span term, const struct list *entry, struct list *list,
        struct error *err)
{
	const struct list *word;
	enum status status = STATUS_OK;

	*list = *entry;
	if (!(entry->flags & LIST_SHARED))
		return STATUS_OK;
	word = word_of(merge, number, span_from(term.ptr + 1, term.len - 1));
	if (word && list_lends(word))
		*list = *word;
	else
		status = segment_list_of(merge->map->segments[number], term, entry, list, err);
	list->flags = LIST_STEM_FLAGS(list->flags);
	return status;
}

/* What the segments have under the present term. */
static enum status
term_gather(struct merge *merge, struct error *err)
{
	const struct merged_terms *terms = &merge->terms;
	enum status status = STATUS_OK;

	merged_list_begin(&merge->list);
	for (size_t i = 0; i < terms->group_count && status == STATUS_OK; i++) {
		size_t number = terms->group[i];
		struct list own;

		status = list_of(merge, number, terms->term, &terms->walks[number].list, &own, err);
		if (status == STATUS_OK)
			status = merged_list_add(&merge->list, number, &own, err);
	}
	return status < 0 ? status : merged_list_first(&merge->list, err);
}

/* What they have under WORD. */
static enum status
word_gather(struct merge *merge, struct span word, struct error *err)
{
	enum status status = STATUS_OK;

	merged_list_begin(&merge->word);
	for (size_t i = 0; i < merge->map->count && status == STATUS_OK; i++) {
		const struct list *own = word_of(merge, i, word);

		if (own)
			status = merged_list_add(&merge->word, i, own, err);
	}
	return status < 0 ? status : merged_list_first(&merge->word, err);
}

/* Moves the second walks onto WORD or behind it. */
static enum status
words_seek(struct merge *merge, struct span word, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < merge->map->count; i++)
		while (status == STATUS_OK && !merge->words_ended[i] && span_compare(merge->words[i].term, word) < 0) {
			status = dict_walk_next(&merge->words[i], err);
			merge->words_ended[i] = status == STATUS_END;
			status = status < 0 ? status : STATUS_OK;
		}
	return status;
}

/* ---- Shared lists ----------------------------------------------------- */

enum sharing { SHARING_UNKNOWN, SHARING_NONE, SHARING_ALL };

struct list_sums {
	uint64_t df, cf;
};

/* What the entries alone say, where every document stays, of whether the
 * present term, a stem, has the list of WORD. */
static enum sharing
sharing_of_entries(const struct merge *merge, struct span word)
{
	const struct merged_terms *terms = &merge->terms;
	struct list_sums words = { 0, 0 }, stems = { 0, 0 };
	size_t shared = 0, present = 0;

	if (merge->deletes)
		return SHARING_UNKNOWN;
	for (size_t i = 0; i < merge->map->count; i++) {
		const struct list *own = word_of(merge, i, word);

		present += own != NULL;
		words.df += own ? own->df : 0;
		words.cf += own ? own->cf : 0;
	}
	for (size_t i = 0; i < terms->group_count; i++) {
		const struct list *stem = &terms->walks[terms->group[i]].list, *own = word_of(merge, terms->group[i], word);
		bool same = own && stem->flags & LIST_SHARED && list_lends(own);

		shared += same;
		stems.df += same ? own->df : stem->df;
		stems.cf += same ? own->cf : stem->cf;
	}
	if (stems.df != words.df || stems.cf != words.cf)
		return SHARING_NONE;
	return shared == terms->group_count && shared == present ? SHARING_ALL : SHARING_UNKNOWN;
}

/* Whether the stem that is in merge->list has the list of WORD, posting by posting. */
static enum status
lists_compare(struct merge *merge, struct span word, bool *shared, struct error *err)
{
	struct merged_list *list = &merge->list, *other = &merge->word;
	bool any = list->doc != DOC_END;
	enum status status = word_gather(merge, word, err);

	while (status == STATUS_OK && list->doc != DOC_END && list->doc == other->doc
	       && list->posting_count == other->posting_count) {
		status = merged_list_next(list, err);
		if (status == STATUS_OK)
			status = merged_list_next(other, err);
	}
	*shared = list->doc == DOC_END && other->doc == DOC_END && (other->flags & LIST_COUNTED) && any;
	return status;
}

/* ---- Terms ------------------------------------------------------------ */

/* The list that was begun is that of the word TERM: it may be ranks in its stem's. */
static enum status
word_base(struct merge *merge, struct span term, struct error *err)
{
	struct span language = merged_string(merge, merge->list.doc, DOC_LANGUAGE);
	struct list_base base;
	enum status status = merge_bases_find(&merge->bases, term, language, &base, err);

	return status < 0 ? status : lists_out_base(&merge->out, &base, merge->list.postings, err);
}

static enum status
list_write(struct merge *merge, struct span term, struct error *err)
{
	struct merged_list *list = &merge->list;
	struct list_writer *out = &merge->out.list;
	enum status status = STATUS_OK;

	list_writer_begin(out, list->flags);
	/* Most words are in few articles: their lists are no ranks, and need no stem. */
	if (list->postings >= LIST_BASE_LEAST / LIST_BASE_TIMES && list->flags & LIST_POSITIONS
	    && (term.ptr[0] < 'A' || term.ptr[0] > 'Z'))
		status = word_base(merge, term, err);
	if (status < 0)
		return status;
	if (list->postings >= MERGE_WINDOW_POSTINGS) {
		status = merge_window_write(merge->window, list, out, err);
		return status < 0 ? status : lists_out_term(&merge->out, term, err);
	}
	while (status == STATUS_OK && list->doc != DOC_END) {
		const uint32_t *positions = NULL;

		if (list->flags & LIST_POSITIONS) {
			buf_clear(&merge->positions);
			status = list_cursor_positions(&list->present->cursor, &merge->positions, err);
			if (status == STATUS_OK && merge->positions.len != list->posting_count * sizeof(uint32_t))
				status = infile_corrupt(list->present->cursor.files->pos, 0, "positions are missing", err);
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
stem_write(struct merge *merge, struct span term, struct error *err)
{
	enum status status = list_write(merge, term, err);
	struct list_base base = lists_out_last_base(&merge->out);

	return status < 0 ? status : merge_bases_add(&merge->bases, term, &base, err);
}

/* The present term, a stem: with the list of the word it is spelt like where
 * that is the same. */
static enum status
stem_merge(struct merge *merge, struct error *err)
{
	struct span term = merge->terms.term, word = span_from(term.ptr + 1, term.len - 1);
	enum sharing sharing;
	bool shared;
	enum status status = words_seek(merge, word, err);

	if (status < 0)
		return status;
	sharing = sharing_of_entries(merge, word);
	shared = sharing == SHARING_ALL;
	if (!shared)
		status = term_gather(merge, err);
	if (status < 0 || (!shared && merge->list.doc == DOC_END))
		return status;
	if (sharing == SHARING_UNKNOWN) {
		status = lists_compare(merge, word, &shared, err);
		if (status == STATUS_OK && !shared)
			status = term_gather(merge, err);
	}
	if (status < 0 || !shared)
		return status < 0 ? status : stem_write(merge, term, err);
	lists_out_shared(&merge->out, term, err);
	return merge->out.dict_file.status;
}

static enum status
term_merge(struct merge *merge, struct error *err)
{
	struct span term = merge->terms.term;
	enum status status;

	if (term.ptr[0] == 'Z' && term.len > 1)
		return stem_merge(merge, err);
	status = term_gather(merge, err);
	return status < 0 || merge->list.doc == DOC_END ? status : list_write(merge, term, err);
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
	uint64_t paused = 0;
	enum status status;

	while ((status = merged_terms_next(&merge->terms, err)) == STATUS_OK) {
		status = term_merge(merge, err);
		if (status == STATUS_OK && lists_size(merge) - paused >= MERGE_PAUSE_BYTES) {
			paused = lists_size(merge);
			status = merge_pause(merge->map, merge->options, err);
		}
		if (status < 0)
			break;
	}
	return status < 0 ? status : STATUS_OK;
}

/* ---- The whole -------------------------------------------------------- */

static enum status
merge_init(struct merge *merge, const struct merge_map *map, const struct merge_options *options, struct error *err)
{
	size_t count = map->count + 1;

	memset(merge, 0, sizeof(*merge));
	merge->map = map;
	merge->options = options;
	merge_bases_init(&merge->bases, options->language);
	merge->words = malloc(count * sizeof(*merge->words));
	merge->words_ended = calloc(count, sizeof(bool));
	merge->store_block = malloc(((size_t)map->docs + 1) * sizeof(uint32_t));
	merge->store_offset = malloc(((size_t)map->docs + 1) * sizeof(uint32_t));
	merge->window = merge_window_new();
	if (!merge->window || !merge->words || !merge->words_ended || !merge->store_block || !merge->store_offset
	    || merged_list_init(&merge->list, map, err) < 0 || merged_list_init(&merge->word, map, err) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < map->count; i++) {
		dict_walk_start(&merge->words[i], &map->segments[i]->dict);
		merge->deletes |= map->segments[i]->deletes.bits != NULL;
	}
	return merged_terms_init(&merge->terms, map, err);
}

static void
merge_release(struct merge *merge)
{
	merged_terms_release(&merge->terms);
	merge_bases_release(&merge->bases);
	merge_window_free(merge->window);
	free(merge->words);
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
	struct columns_source source = { merge, map->docs, merged_values, merged_string, merged_id };
	char file[SEGMENT_FILE_NAME_MAX];
	uint64_t store = 0, lists = 0, columns = 0;
	enum status status = store_merge(map, merge->options, name, merge->store_block, merge->store_offset, &store, err);

	if (status < 0)
		return status;
	status = lists_out_open(&merge->out, merge->options->folder, name, map->lengths,
	                        map->docs, (double)map->length_sum / (double)map->docs, err);
	merge->out.list.aim = merge->options->smallest ? PACK_SMALL : PACK_FAST;
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
	about->smallest = merge->options->smallest;
	if (status == STATUS_OK && merge->options->forward) {
		const struct forward_options forward = { merge->options->memory, merge->options->stop, merge->options->context };

		status = forward_make(merge->options->folder, about, &forward, err);
	}
	return status;
}

enum status
segments_merge(const struct merge_map *map, const struct segment_name *name, const struct merge_options *options,
               struct manifest_segment *about, struct error *err)
{
	struct merge merge;
	enum status status;

	memset(about, 0, sizeof(*about));
	about->name = *name;
	if (map->docs == 0)
		return STATUS_END;
	status = merge_init(&merge, map, options, err);
	if (status == STATUS_OK)
		status = merge_write(&merge, name, about, err);
	merge_release(&merge);
	return status;
}
