#include "common/varint.h"
#include "index/segment/pfor.h"
#include "index/segment/postings_read.h"
#include "index/segment/varints.h"

static enum status
positions_corrupt(const struct list_cursor *cursor, struct error *err)
{
	const struct infile *in = cursor->list.flags & LIST_IN_ENTRY ? cursor->files->dict : cursor->files->pos;
	const unsigned char *at = cursor->position_next;

	return infile_corrupt(in, at ? (uint64_t)(at - in->data) : 0, "positions cannot be read", err);
}

/* Goes to the positions of the present block. */
static enum status
block_locate(struct list_cursor *cursor, struct error *err)
{
	cursor->position_at = 0;
	cursor->delta_at = cursor->group_at = cursor->delta_count = cursor->skipped = 0;
	cursor->group_size = 0;
	if (cursor->list.flags & LIST_IN_ENTRY) {
		cursor->positions = cursor->tail_end;
		cursor->positions_end = cursor->data_end;
		cursor->position_next = cursor->positions;
	} else {
		const unsigned char *skip = cursor->data + SKIP_SIZE * (size_t)cursor->block;
		uint32_t offset = cursor->skips ? load_u32(skip + 8) : 0;

		cursor->position_next = NULL;
		if (offset > (size_t)(cursor->positions_end - cursor->positions))
			return positions_corrupt(cursor, err);
		cursor->position_next = cursor->positions + offset;
	}
	if (cursor->block < cursor->full) {
		const unsigned char *next = pfor_get(cursor->position_next, cursor->positions_end, 0, cursor->firsts);

		if (!next)
			return positions_corrupt(cursor, err);
		cursor->position_next = next;
		for (uint32_t i = 0; i < cursor->size; i++)
			cursor->delta_count += cursor->counts[i] - 1;
	}
	cursor->placed = true;
	return STATUS_OK;
}

/* ---- Full blocks ------------------------------------------------------ */

/* Unpacks the next group of deltas. */
static enum status
group_next(struct list_cursor *cursor, struct error *err)
{
	uint64_t left = cursor->delta_count - cursor->group_at - cursor->group_size;

	cursor->group_at += cursor->group_size;
	cursor->group_size = 0;
	if (left >= PFOR_COUNT) {
		const unsigned char *next = pfor_get(cursor->position_next, cursor->positions_end, 0, cursor->deltas);

		if (!next)
			return positions_corrupt(cursor, err);
		cursor->position_next = next;
		cursor->group_size = PFOR_COUNT;
		return STATUS_OK;
	}
	for (uint64_t i = 0; i < left; i++) {
		uint64_t delta;
		size_t len = varint_get(cursor->position_next, cursor->positions_end, &delta);

		if (!len || delta > UINT32_MAX)
			return positions_corrupt(cursor, err);
		cursor->position_next += len;
		cursor->deltas[i] = (uint32_t)delta;
	}
	cursor->group_size = (uint32_t)left;
	return left ? STATUS_OK : positions_corrupt(cursor, err);
}

/* Brings the group with delta NUMBER; whole groups before it are jumped over. */
static enum status
group_seek(struct list_cursor *cursor, uint64_t number, struct error *err)
{
	while (number >= cursor->group_at + cursor->group_size + PFOR_COUNT
	       && cursor->delta_count - cursor->group_at - cursor->group_size >= PFOR_COUNT) {
		const unsigned char *next = pfor_skip(cursor->position_next, cursor->positions_end);

		if (!next)
			return positions_corrupt(cursor, err);
		cursor->position_next = next;
		cursor->group_at += cursor->group_size + PFOR_COUNT;
		cursor->group_size = 0;
	}
	while (number >= cursor->group_at + cursor->group_size) {
		enum status status = group_next(cursor, err);

		if (status < 0)
			return status;
	}
	return STATUS_OK;
}

static enum status
block_positions(struct list_cursor *cursor, uint32_t count, uint32_t *out, struct error *err)
{
	uint32_t position = cursor->firsts[cursor->at];
	uint64_t number = cursor->delta_at;

	*out++ = position;
	for (uint32_t left = count - 1; left;) {
		uint64_t some;
		enum status status = group_seek(cursor, number, err);

		if (status < 0)
			return status;
		some = cursor->group_at + cursor->group_size - number;
		if (some > left)
			some = left;
		for (const uint32_t *delta = cursor->deltas + (number - cursor->group_at), *end = delta + some; delta < end; delta++)
			*out++ = position += *delta;
		number += some;
		left -= (uint32_t)some;
	}
	return STATUS_OK;
}

/* ---- Tails ------------------------------------------------------------ */

static enum status
tail_positions(struct list_cursor *cursor, uint32_t count, uint32_t *out, struct error *err)
{
	uint64_t delta;
	uint32_t position = 0;
	const unsigned char *at = varints_skip(cursor->position_next, cursor->positions_end, cursor->skipped);

	if (!at)
		return positions_corrupt(cursor, err);
	cursor->position_next = at;
	cursor->skipped = 0;
	for (uint32_t i = 0; i < count; i++) {
		size_t len = varint_get(at, cursor->positions_end, &delta);

		if (!len || delta > UINT32_MAX)
			return positions_corrupt(cursor, err);
		at += len;
		*out++ = position += (uint32_t)delta;
	}
	return STATUS_OK;
}

/* From posting position_at on to the present one. */
static void
postings_pass(struct list_cursor *cursor)
{
	for (; cursor->position_at < cursor->at; cursor->position_at++) {
		uint32_t count = cursor->counts[cursor->position_at];

		cursor->skipped += count;
		cursor->delta_at += count - 1;
	}
}

enum status
list_cursor_positions(struct list_cursor *cursor, struct buf *out, struct error *err)
{
	uint32_t count, *room;
	enum status status = STATUS_OK;

	if (!(cursor->list.flags & LIST_POSITIONS))
		return STATUS_OK;
	count = list_cursor_count(cursor);
	if (!cursor->placed || cursor->position_at > cursor->at)
		status = block_locate(cursor, err);
	if (status < 0)
		return status;
	postings_pass(cursor);
	/* Groups are read forward alone; a second look at a posting may have to begin again. */
	if (cursor->delta_at < cursor->group_at) {
		status = block_locate(cursor, err);
		if (status < 0)
			return status;
		postings_pass(cursor);
	}
	/* No position takes less than a bit. */
	if (count == 0 || count / 8 > (uint64_t)(cursor->positions_end - cursor->positions) + 1)
		return positions_corrupt(cursor, err);
	room = (uint32_t *)(void *)buf_reserve(out, count * sizeof(uint32_t));
	if (!room)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = cursor->block < cursor->full ? block_positions(cursor, count, room, err)
	                                      : tail_positions(cursor, count, room, err);
	if (status == STATUS_OK)
		out->len += count * sizeof(uint32_t);
	return status;
}
