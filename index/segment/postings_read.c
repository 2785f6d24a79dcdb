#include "index/segment/postings_read.h"

#include "index/segment/pfor.h"
#include "index/segment/tail.h"
#include "index/segment/varints.h"

static enum status
cursor_corrupt(const struct list_cursor *cursor, const char *what, struct error *err)
{
	const struct infile *in = cursor->list.flags & LIST_IN_ENTRY ? cursor->files->dict : cursor->files->post;

	return infile_corrupt(in, cursor->data ? (uint64_t)(cursor->data - in->data) : 0, what, err);
}

static bool
base_open(struct list_cursor *cursor)
{
	const struct infile *post = cursor->files->post;
	const struct list_base *base = &cursor->list.base;

	return infile_holds(post, base->post, base->size, 1)
		&& ranks_open(&cursor->ranks, span_from((const char *)post->data + base->post, base->size), base->df,
		              cursor->files->docs);
}

enum status
list_cursor_open(struct list_cursor *cursor, const struct list_files *files, const struct list *list,
                 struct error *err)
{
	uint32_t tail = list->df % LIST_BLOCK;

	cursor->list = *list;
	cursor->files = files;
	cursor->full = list->df / LIST_BLOCK;
	cursor->blocks = cursor->full + (tail != 0);
	cursor->skips = cursor->full != 0;
	cursor->skip_size = SKIP_SIZE(list->flags);
	cursor->block_head = cursor->skips && list->flags & LIST_RANKED ? RANKS_HEAD_SIZE : 0;
	cursor->block = 0;
	cursor->size = cursor->at = 0;
	cursor->doc = 0;
	cursor->counted = false;
	cursor->positions = cursor->positions_end = NULL;
	cursor->placed = false;
	cursor->tail_end = NULL;
	cursor->data = NULL;
	if (list->df > files->docs || (list->flags & LIST_SHARED))
		return cursor_corrupt(cursor, "a list is longer than its segment", err);
	if (list->flags & LIST_IN_ENTRY) {
		cursor->data = (const unsigned char *)list->in_entry.ptr;
		cursor->data_end = cursor->data + list->in_entry.len;
		if (cursor->skips)
			return cursor_corrupt(cursor, "a list in the dictionary is too long", err);
		return STATUS_OK;
	}
	if (!infile_holds(files->post, list->post, list->post_size, 1))
		return cursor_corrupt(cursor, "a list lies outside its file", err);
	cursor->data = files->post->data + list->post;
	cursor->data_end = cursor->data + list->post_size;
	if (cursor->skips && list->post_size < (uint64_t)cursor->skip_size * cursor->blocks + PROMISE_SIZE)
		return cursor_corrupt(cursor, "a list is too short for its skips", err);
	if (list->flags & LIST_RANKED && !base_open(cursor))
		return cursor_corrupt(cursor, "a list's base cannot be read", err);
	if (list->flags & LIST_POSITIONS) {
		if (!infile_holds(files->pos, list->pos, list->pos_size, 1))
			return cursor_corrupt(cursor, "positions lie outside their file", err);
		cursor->positions = files->pos->data + list->pos;
		cursor->positions_end = cursor->positions + list->pos_size;
	}
	return STATUS_OK;
}

/* The document that the first of BLOCK is counted from; UINT32_MAX for none. */
static inline uint32_t
block_base(const struct list_cursor *cursor, uint32_t block)
{
	return block ? load_u32(list_cursor_skip(cursor, block - 1)) : UINT32_MAX;
}

/* The number that the first of a block at IN is counted from, whose document would be BASE. */
static inline uint32_t
number_base(const struct list_cursor *cursor, const unsigned char *in, uint32_t base)
{
	return cursor->block_head ? load_u32(in) - 1 : base;
}

static enum status
block_read(struct list_cursor *cursor, const unsigned char *in, uint32_t base, struct error *err)
{
	uint32_t last = load_u32(list_cursor_skip(cursor, cursor->block));
	int sure;

	base = number_base(cursor, in, base);
	in = pfor_get_sums(in + cursor->block_head, cursor->data_end, base, cursor->docs, &sure);
	if (!in)
		return cursor_corrupt(cursor, "a block of postings does not fit", err);
	/* Where no sum can wrap around the last document vouches for all. */
	if (!sure && !docs_ascend(cursor->docs, LIST_BLOCK, base))
		return cursor_corrupt(cursor, "documents of a list do not ascend", err);
	if (cursor->block_head && !ranks_to_docs(&cursor->ranks, cursor->docs, LIST_BLOCK))
		return cursor_corrupt(cursor, "ranks cannot be read", err);
	if (cursor->docs[LIST_BLOCK - 1] != last)
		return cursor_corrupt(cursor, "a block of postings does not end as its skip says", err);
	cursor->packed_counts = in;
	if (LIST_HAS_COUNTS(cursor->list.flags) && !pfor_skip(in, cursor->data_end))
		return cursor_corrupt(cursor, "a block of counts does not fit", err);
	cursor->size = LIST_BLOCK;
	cursor->counted = false;
	return STATUS_OK;
}

/* The postings of a list in the dictionary. */
static const unsigned char *
entry_get(struct list_cursor *cursor, const unsigned char *in)
{
	bool counts = LIST_HAS_COUNTS(cursor->list.flags);
	uint64_t doc = 0, code, count;

	for (uint32_t i = 0; i < cursor->list.df; i++) {
		size_t len = varint_get(in, cursor->data_end, &code);

		if (!len)
			return NULL;
		in += len;
		count = 1;
		if (counts && !(code & 1)) {
			len = varint_get(in, cursor->data_end, &count);
			if (!len || count > UINT32_MAX - 2)
				return NULL;
			in += len;
			count += 2;
		}
		if (counts)
			code >>= 1;
		if (code >= cursor->files->docs || (doc += code) >= cursor->files->docs)
			return NULL;
		cursor->docs[i] = (uint32_t)doc++;
		cursor->counts[i] = (uint32_t)count;
	}
	return in;
}

static enum status
tail_read(struct list_cursor *cursor, const unsigned char *in, uint32_t base, struct error *err)
{
	uint32_t size = cursor->list.df % LIST_BLOCK;
	uint32_t limit = cursor->list.flags & LIST_RANKED ? cursor->ranks.df : cursor->files->docs;

	if (cursor->list.flags & LIST_IN_ENTRY)
		in = entry_get(cursor, in);
	else
		in = tail_get(in + cursor->block_head, cursor->data_end, size, number_base(cursor, in, base), limit,
		              LIST_HAS_COUNTS(cursor->list.flags), cursor->docs, cursor->counts);
	if (in && cursor->list.flags & LIST_RANKED && !ranks_to_docs(&cursor->ranks, cursor->docs, size))
		in = NULL;
	if (!in)
		return cursor_corrupt(cursor, "the tail of a list cannot be read", err);
	if (cursor->skips && cursor->docs[size - 1] != load_u32(list_cursor_skip(cursor, cursor->block)))
		return cursor_corrupt(cursor, "the tail of a list does not end as its skip says", err);
	cursor->tail_end = in;
	cursor->size = size;
	cursor->counted = true;
	return STATUS_OK;
}

enum status
list_cursor_enter(struct list_cursor *cursor, uint32_t block, struct error *err)
{
	uint32_t base, last = 0, offset = 0;
	enum status status;

	if (block >= cursor->blocks) {
		cursor->block = cursor->blocks;
		cursor->doc = DOC_END;
		return STATUS_OK;
	}
	base = block_base(cursor, block);
	if (cursor->skips) {
		last = load_u32(list_cursor_skip(cursor, block));
		offset = load_u32(list_cursor_skip(cursor, block) + 4);
		if (last >= cursor->files->docs || (base != UINT32_MAX && base >= last)
		    || (cursor->size && base != UINT32_MAX && base < cursor->docs[cursor->size - 1])
		    || offset > cursor->list.post_size || cursor->list.post_size - offset < cursor->block_head
		    || (cursor->block_head && load_u32(cursor->data + offset) > cursor->ranks.df))
			return cursor_corrupt(cursor, "the skips of a list do not ascend", err);
	}
	cursor->block = block;
	cursor->placed = false;
	status = block < cursor->full ? block_read(cursor, cursor->data + offset, base, err)
	                              : tail_read(cursor, cursor->data + offset, base, err);
	if (status < 0) {
		cursor->size = 0;
		return status;
	}
	memset(cursor->docs + cursor->size, 0xFF, (LIST_BLOCK + 1 - cursor->size) * sizeof(*cursor->docs));
	cursor->at = 0;
	cursor->doc = cursor->docs[0];
	return STATUS_OK;
}

enum status
list_cursor_next(struct list_cursor *cursor, struct error *err)
{
	if (cursor->doc == DOC_END)
		return STATUS_OK;
	if (cursor->size && cursor->at + 1 < cursor->size) {
		cursor->doc = cursor->docs[++cursor->at];
		return STATUS_OK;
	}
	return list_cursor_enter(cursor, cursor->size ? cursor->block + 1 : 0, err);
}

/* A block not behind the one to find: where TARGET would be if documents were spread
 * evenly, or further back. */
static uint32_t
block_guess(const struct list_cursor *cursor, uint32_t target)
{
	uint32_t guess = (uint32_t)((uint64_t)target * cursor->blocks / ((uint64_t)cursor->files->docs + 1)), step = 4;

	while (guess && load_u32(list_cursor_skip(cursor, guess - 1)) >= target) {
		guess = guess > step ? guess - step : 0;
		step *= 2;
	}
	return guess;
}

uint32_t
list_cursor_find(const struct list_cursor *cursor, uint32_t target)
{
	uint32_t low = cursor->size ? cursor->block + 1 : 0, high = cursor->blocks, step = 1;

	if (!cursor->skips)
		return low;
	/* All blocks before LOW end before TARGET. */
	if (!cursor->size && target)
		low = block_guess(cursor, target);
	/* Most targets are near: gallop, then halve. */
	while (low + step < high && load_u32(list_cursor_skip(cursor, low + step - 1)) < target) {
		low += step;
		step *= 2;
	}
	if (low + step < high)
		high = low + step;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (load_u32(list_cursor_skip(cursor, middle)) < target)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

enum status
list_cursor_seek(struct list_cursor *cursor, uint32_t target, struct error *err)
{
	enum status status;

	if (cursor->size && cursor->doc >= target)
		return STATUS_OK;
	if (!cursor->size || cursor->docs[cursor->size - 1] < target) {
		status = list_cursor_enter(cursor, list_cursor_find(cursor, target), err);
		if (status < 0 || cursor->doc >= target)
			return status;
		/* A list without skips has one block, which may end before TARGET. */
		if (cursor->docs[cursor->size - 1] < target)
			return list_cursor_enter(cursor, cursor->block + 1, err);
	}
	cursor->at = list_cursor_search(cursor, target);
	cursor->doc = cursor->docs[cursor->at];
	return STATUS_OK;
}

void
list_cursor_unpack(struct list_cursor *cursor)
{
	/* What cannot be unpacked has counts of 1: damage, found by a check. */
	if (!LIST_HAS_COUNTS(cursor->list.flags)
	    || !pfor_get(cursor->packed_counts, cursor->data_end, 1, cursor->counts))
		for (uint32_t i = 0; i < LIST_BLOCK; i++)
			cursor->counts[i] = 1;
	cursor->counted = true;
}
