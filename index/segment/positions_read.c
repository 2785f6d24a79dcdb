#include "common/varint.h"
#include "index/segment/pfor.h"
#include "index/segment/postings_read.h"
#include "index/segment/varints.h"

enum status
list_cursor_positions_corrupt(const struct list_cursor *cursor, struct error *err)
{
	const struct infile *in = cursor->list.flags & LIST_IN_ENTRY ? cursor->files->dict : cursor->files->pos;
	const unsigned char *at = cursor->list.flags & LIST_IN_ENTRY ? cursor->tail_end : cursor->positions;

	return infile_corrupt(in, at ? (uint64_t)(at - in->data) : 0, "positions cannot be read", err);
}

static enum status
positions_room(struct buf *out, uint64_t count, uint32_t **room, struct error *err)
{
	*room = (uint32_t *)(void *)buf_reserve(out, (count + POSITION_SPARE) * sizeof(uint32_t));
	if (!*room)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	out->len += count * sizeof(uint32_t);
	return STATUS_OK;
}

/* Those of a list in the dictionary: varints, one posting after the other. */
static enum status
entry_positions(struct list_cursor *cursor, struct buf *out, struct error *err)
{
	const unsigned char *at = cursor->tail_end;
	uint32_t count = cursor->counts[cursor->at], *room, position = 0;
	uint64_t before = 0;
	enum status status;

	for (uint32_t i = 0; i < cursor->at; i++)
		before += cursor->counts[i];
	at = varints_skip(at, cursor->data_end, before);
	if (!at || count > (size_t)(cursor->data_end - at))
		return list_cursor_positions_corrupt(cursor, err);
	status = positions_room(out, count, &room, err);
	for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
		uint64_t delta;
		size_t len = varint_get(at, cursor->data_end, &delta);

		if (!len || delta > UINT32_MAX)
			return list_cursor_positions_corrupt(cursor, err);
		at += len;
		room[i] = position += (uint32_t)delta;
	}
	return status;
}

/* Opens the positions of the present block, whose counts are in place. */
static enum status
place_open(struct list_cursor *cursor, struct error *err)
{
	uint32_t offset = cursor->skips ? load_u32(list_cursor_skip(cursor, cursor->block) + 12) : 0;

	if (offset > (size_t)(cursor->positions_end - cursor->positions)
	    || !position_block_open(&cursor->place, cursor->positions + offset, cursor->positions_end, cursor->size))
		return list_cursor_positions_corrupt(cursor, err);
	cursor->placed = true;
	return STATUS_OK;
}

static enum status
block_place(struct list_cursor *cursor, struct error *err)
{
	int sure;

	/* Where counts are not asked for singly, their sums alone are enough. */
	if (!cursor->counted && cursor->block < cursor->full
	    && pfor_get_sums(cursor->packed_counts, cursor->data_end, 0, cursor->place.ends + 1, &sure) && sure)
		return place_open(cursor, err);
	if (!cursor->counted)
		list_cursor_unpack(cursor);
	return position_block_count_up(&cursor->place, cursor->counts, cursor->size) ? place_open(cursor, err)
	                                                                             : list_cursor_positions_corrupt(cursor, err);
}

/* The same for a full block of which nothing else is read. */
static enum status
block_place_alone(struct list_cursor *cursor, uint32_t block, struct error *err)
{
	uint32_t offset = load_u32(list_cursor_skip(cursor, block) + 4);
	int sure;

	if (offset > cursor->list.post_size || cursor->list.post_size - offset < cursor->block_head)
		return list_cursor_positions_corrupt(cursor, err);
	cursor->packed_counts = pfor_skip(cursor->data + offset + cursor->block_head, cursor->data_end);
	if (!cursor->packed_counts
	    || !pfor_get_sums(cursor->packed_counts, cursor->data_end, 0, cursor->place.ends + 1, &sure))
		return list_cursor_positions_corrupt(cursor, err);
	cursor->block = block;
	cursor->size = LIST_BLOCK;
	cursor->counted = false;
	/* Sums that may have gone beyond 32 bits are looked at one by one. */
	return sure ? place_open(cursor, err) : block_place(cursor, err);
}

enum status
list_cursor_place(struct list_cursor *cursor, uint32_t posting, struct error *err)
{
	uint32_t block = posting / LIST_BLOCK;
	enum status status = STATUS_OK;

	if (!(cursor->list.flags & LIST_POSITIONS))
		return STATUS_OK;
	if (!cursor->size || cursor->block != block) {
		cursor->size = 0;
		cursor->placed = false;
		status = block < cursor->full ? block_place_alone(cursor, block, err) : list_cursor_enter(cursor, block, err);
		if (status == STATUS_OK && !cursor->placed && !(cursor->list.flags & LIST_IN_ENTRY))
			status = block_place(cursor, err);
		if (status < 0)
			cursor->size = 0;
	}
	cursor->at = posting % LIST_BLOCK;
	return status;
}

enum status
list_cursor_positions(struct list_cursor *cursor, struct buf *out, struct error *err)
{
	enum status status = STATUS_OK;
	uint32_t *room;

	if (!(cursor->list.flags & LIST_POSITIONS))
		return STATUS_OK;
	if (cursor->list.flags & LIST_IN_ENTRY)
		return entry_positions(cursor, out, err);
	if (!cursor->placed)
		status = block_place(cursor, err);
	if (status == STATUS_OK)
		status = positions_room(out, position_block_count(&cursor->place, cursor->at), &room, err);
	if (status == STATUS_OK && !position_block_get(&cursor->place, cursor->at, room))
		status = list_cursor_positions_corrupt(cursor, err);
	return status;
}

/* The same of a list in the dictionary, which has few. */
static enum status
entry_beside(struct list_cursor *cursor, struct beside *beside, struct buf *room, struct error *err)
{
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < beside->count && status == STATUS_OK; i++) {
		cursor->at = beside->at[i];
		buf_clear(room);
		status = entry_positions(cursor, room, err);
		if (status == STATUS_OK)
			beside_add(beside, beside->numbers[i], (const uint32_t *)(const void *)room->data, cursor->counts[cursor->at]);
	}
	return status;
}

enum status
list_cursor_beside(struct list_cursor *cursor, struct beside *beside, struct buf *room, struct error *err)
{
	uint32_t longest = 0, *at;
	enum status status = STATUS_OK;

	if (!(cursor->list.flags & LIST_POSITIONS))
		return list_cursor_positions_corrupt(cursor, err);
	if (cursor->list.flags & LIST_IN_ENTRY)
		return entry_beside(cursor, beside, room, err);
	if (!cursor->placed)
		status = block_place(cursor, err);
	for (uint32_t i = 0; i < beside->count && status == STATUS_OK; i++) {
		uint32_t count = position_block_count(&cursor->place, beside->at[i]);

		longest = count > longest ? count : longest;
	}
	buf_clear(room);
	if (status == STATUS_OK)
		status = positions_room(room, (uint64_t)longest + POSITION_ZEROS, &at, err);
	if (status == STATUS_OK && !beside_block(beside, &cursor->place, at))
		status = list_cursor_positions_corrupt(cursor, err);
	return status;
}

enum status
list_cursor_positions_end(struct list_cursor *cursor, struct error *err)
{
	const unsigned char *end = cursor->data_end, *until = NULL;
	uint64_t sum = 0;
	enum status status = STATUS_OK;

	if (!(cursor->list.flags & LIST_POSITIONS))
		return STATUS_OK;
	if (cursor->list.flags & LIST_IN_ENTRY) {
		for (uint32_t i = 0; i < cursor->size; i++)
			sum += cursor->counts[i];
		until = varints_skip(cursor->tail_end, end, sum);
	} else {
		status = cursor->placed ? STATUS_OK : block_place(cursor, err);
		if (status == STATUS_OK)
			until = position_block_end(&cursor->place);
		end = cursor->positions_end;
		if (cursor->block + 1 < cursor->blocks)
			end = cursor->positions + load_u32(list_cursor_skip(cursor, cursor->block + 1) + 12);
	}
	return status < 0 || until == end ? status : list_cursor_positions_corrupt(cursor, err);
}
