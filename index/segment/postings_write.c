#include "index/segment/postings_write.h"

#include <stdlib.h>

#include "index/segment/pack.h"
#include "index/segment/pfor.h"
#include "index/segment/position_block.h"
#include "index/segment/tail.h"

/* Positions are handed on in pieces of this size. */
#define POSITIONS_PIECE ((size_t)64 << 10)

/* Ranks take longer to read: they are written where one part in so many of the list is saved. */
#define RANKS_SAVE 8

void
list_writer_init(struct list_writer *writer, struct outfile *post, struct outfile *pos,
                 const uint32_t *lengths, const struct norms *norms)
{
	memset(writer, 0, sizeof(*writer));
	writer->post = post;
	writer->pos = pos;
	writer->lengths = lengths;
	writer->norms = norms;
}

void
list_writer_release(struct list_writer *writer)
{
	buf_release(&writer->skips);
	buf_release(&writer->blocks);
	buf_release(&writer->positions);
	buf_release(&writer->ranked_blocks);
	buf_release(&writer->ranked_offsets);
	free(writer->deltas);
}

void
list_writer_begin(struct list_writer *writer, unsigned flags)
{
	writer->flags = flags;
	writer->df = 0;
	writer->cf = 0;
	writer->position_bytes = writer->block_positions = 0;
	writer->base = UINT32_MAX;
	writer->pending = 0;
	bound_start(&writer->bound);
	buf_clear(&writer->skips);
	buf_clear(&writer->blocks);
	buf_clear(&writer->positions);
	writer->delta_count = 0;
	writer->ranked = false;
}

void
list_writer_base(struct list_writer *writer, const struct list_base *base, struct span bytes, uint32_t docs)
{
	writer->base_of = *base;
	writer->ranked = ranks_open(&writer->ranks, bytes, base->df, docs);
	writer->rank_base = UINT32_MAX;
	buf_clear(&writer->ranked_blocks);
	buf_clear(&writer->ranked_offsets);
}

/* The bound of the pending postings, which joins that of the list. */
static void
bound_of_pending(struct list_writer *writer, unsigned char out[BOUND_SIZE])
{
	struct bound_maker own;

	bound_start(&own);
	for (unsigned i = 0; i < writer->pending; i++)
		bound_add(&own, writer->counts[i], length_code(writer->lengths[writer->docs[i]]));
	bound_join(&writer->bound, &own);
	bound_make(&own, writer->norms, out);
}

/* The skip of the pending postings, whose bytes come next. */
static void
skip_put(struct list_writer *writer)
{
	unsigned char skip[SKIP_SIZE_MAX];

	store_u32(skip, writer->docs[writer->pending - 1]);
	store_u32(skip + 4, (uint32_t)writer->blocks.len);  /* the skips' own size is added at the end */
	bound_of_pending(writer, skip + 8);
	store_u32(skip + 12, (uint32_t)writer->block_positions);
	if (!writer->skips.len)
		promise_start(&writer->promise);
	if (writer->flags & LIST_COUNTED)
		promise_add(&writer->promise, writer->docs, writer->counts, writer->pending, writer->lengths, writer->norms);
	buf_append(&writer->skips, skip, SKIP_SIZE(writer->flags));
}

/* 128 numbers behind OUT. */
static void
numbers_put(const struct list_writer *writer, struct buf *out, const uint32_t *numbers)
{
	unsigned char *at = (unsigned char *)buf_reserve(out, PFOR_SIZE_MAX);

	if (at)
		out->len += pfor_put(numbers, writer->aim, at);
}

static void
varint_append(struct buf *out, uint64_t value)
{
	unsigned char bytes[VARINT_MAX];

	buf_append(out, bytes, varint_put(bytes, value));
}

/* Those of the pending postings. */
static void
block_positions_put(struct list_writer *writer)
{
	size_t before = writer->positions.len, count = writer->delta_count;
	const uint32_t *deltas = writer->deltas;

	position_block_put(&writer->positions, writer->firsts, writer->pending, deltas, count, writer->aim);
	writer->position_bytes += writer->positions.len - before;
	writer->delta_count = 0;
}

/* A list in the dictionary has them one posting after the other. */
static void
entry_positions_put(struct list_writer *writer)
{
	const uint32_t *deltas = writer->deltas;

	if (buf_status(&writer->positions) < 0)
		return;
	for (unsigned i = 0; i < writer->pending; i++) {
		varint_append(&writer->positions, writer->firsts[i]);
		for (uint32_t k = 1; k < writer->counts[i]; k++)
			varint_append(&writer->positions, *deltas++);
	}
}

static void
positions_flush(struct list_writer *writer, struct error *err)
{
	outfile_put(writer->pos, writer->positions.data, writer->positions.len, err);
	buf_clear(&writer->positions);
}

/* 128 ascending numbers behind BASE. */
static void
ascending_put(const struct list_writer *writer, struct buf *out, const uint32_t *ascending, uint32_t base)
{
	uint32_t numbers[LIST_BLOCK];

	for (int i = 0; i < LIST_BLOCK; i++) {
		numbers[i] = ascending[i] - base - 1;
		base = ascending[i];
	}
	numbers_put(writer, out, numbers);
}

static void
head_append(struct buf *out, uint32_t rank_base)
{
	unsigned char head[RANKS_HEAD_SIZE];

	store_u32(head, rank_base + 1);
	buf_append(out, head, sizeof(head));
}

/* The pending block as ranks; its counts are COUNTS. */
static void
ranked_block_put(struct list_writer *writer, struct span counts)
{
	unsigned char offset[4];
	uint32_t numbers[LIST_BLOCK];

	writer->ranked = ranks_of_docs(&writer->ranks, writer->docs, LIST_BLOCK, numbers);
	if (!writer->ranked)
		return;
	store_u32(offset, (uint32_t)writer->ranked_blocks.len);
	buf_append(&writer->ranked_offsets, offset, sizeof(offset));
	head_append(&writer->ranked_blocks, writer->rank_base);
	ascending_put(writer, &writer->ranked_blocks, numbers, writer->rank_base);
	buf_append_span(&writer->ranked_blocks, counts);
	writer->rank_base = numbers[LIST_BLOCK - 1];
}

static void
block_put(struct list_writer *writer, struct error *err)
{
	uint32_t numbers[LIST_BLOCK];
	size_t counts_at;

	skip_put(writer);
	ascending_put(writer, &writer->blocks, writer->docs, writer->base);
	counts_at = writer->blocks.len;
	if (LIST_HAS_COUNTS(writer->flags)) {
		for (int i = 0; i < LIST_BLOCK; i++)
			numbers[i] = writer->counts[i] - 1;
		numbers_put(writer, &writer->blocks, numbers);
	}
	if (writer->ranked)
		ranked_block_put(writer, span_from(writer->blocks.data + counts_at, writer->blocks.len - counts_at));
	if (writer->flags & LIST_POSITIONS)
		block_positions_put(writer);
	if (writer->positions.len >= POSITIONS_PIECE)
		positions_flush(writer, err);
	writer->base = writer->docs[LIST_BLOCK - 1];
	writer->block_positions = writer->position_bytes;
	writer->pending = 0;
}

/* The postings of a list in the dictionary. */
static void
entry_put(struct list_writer *writer)
{
	unsigned char *out = (unsigned char *)buf_reserve(&writer->blocks, 2 * VARINT_MAX * (size_t)writer->pending);
	uint32_t before = writer->base;
	size_t len = 0;

	for (unsigned i = 0; out && i < writer->pending; i++) {
		uint64_t delta = writer->docs[i] - before - 1;

		before = writer->docs[i];
		if (!LIST_HAS_COUNTS(writer->flags)) {
			len += varint_put(out + len, delta);
		} else if (writer->counts[i] == 1) {
			len += varint_put(out + len, delta * 2 + 1);
		} else {
			len += varint_put(out + len, delta * 2);
			len += varint_put(out + len, writer->counts[i] - 2);
		}
	}
	writer->blocks.len += len;
}

static void
tail_append(const struct list_writer *writer, struct buf *out, const uint32_t *numbers, uint32_t base)
{
	const uint32_t *counts = LIST_HAS_COUNTS(writer->flags) ? writer->counts : NULL;
	unsigned char *at = (unsigned char *)buf_reserve(out, TAIL_SIZE_MAX);

	if (at)
		out->len += tail_put(numbers, counts, writer->pending, base, at);
}

/* The list tail, in both ways; SKIPS: it has one. */
static void
pending_put(struct list_writer *writer, bool skips)
{
	unsigned char offset[4];
	uint32_t numbers[LIST_BLOCK];

	if (!writer->pending)
		return;
	tail_append(writer, &writer->blocks, writer->docs, writer->base);
	if (!writer->ranked)
		return;
	writer->ranked = ranks_of_docs(&writer->ranks, writer->docs, writer->pending, numbers);
	if (!writer->ranked)
		return;
	store_u32(offset, (uint32_t)writer->ranked_blocks.len);
	buf_append(&writer->ranked_offsets, offset, sizeof(offset));
	if (skips)
		head_append(&writer->ranked_blocks, writer->rank_base);
	tail_append(writer, &writer->ranked_blocks, numbers, writer->rank_base);
}

/* Takes the ranks for the list, or drops them. */
static void
ranks_choose(struct list_writer *writer)
{
	struct buf blocks = writer->blocks;
	unsigned char *skip = (unsigned char *)writer->skips.data;

	writer->ranked = writer->ranked && writer->df > LIST_INLINE && writer->base_of.df / LIST_BASE_TIMES <= writer->df
		&& writer->ranked_blocks.len + writer->ranked_blocks.len / (RANKS_SAVE - 1) <= blocks.len
		&& buf_status(&writer->ranked_blocks) == STATUS_OK && buf_status(&writer->ranked_offsets) == STATUS_OK
		&& buf_status(&writer->skips) == STATUS_OK;
	if (!writer->ranked)
		return;
	writer->blocks = writer->ranked_blocks;
	writer->ranked_blocks = blocks;
	for (size_t at = 0, i = 0; at < writer->skips.len; at += SKIP_SIZE(writer->flags), i += 4)
		memcpy(skip + at + 4, writer->ranked_offsets.data + i, 4);
}

/* Room for COUNT deltas more. */
static bool
deltas_room(struct list_writer *writer, size_t count)
{
	size_t room = 2 * (writer->delta_count + count) + LIST_BLOCK;
	uint32_t *deltas;

	if (writer->delta_count + count <= writer->delta_room)
		return true;
	deltas = realloc(writer->deltas, room * sizeof(*deltas));
	if (!deltas) {
		writer->positions.failed = true;
		return false;
	}
	writer->deltas = deltas;
	writer->delta_room = room;
	return true;
}

static inline void
posting_add(struct list_writer *writer, uint32_t doc, uint32_t count, const uint32_t *positions, struct error *err)
{
	if (writer->pending == LIST_BLOCK)
		block_put(writer, err);
	if (writer->flags & LIST_POSITIONS && deltas_room(writer, count)) {
		uint32_t *deltas = writer->deltas + writer->delta_count;

		/* A damaged list that is merged may have a count of 0. */
		writer->firsts[writer->pending] = count ? positions[0] : 0;
		for (uint32_t i = 1; i < count; i++)
			deltas[i - 1] = positions[i] - positions[i - 1];
		writer->delta_count += count - (count > 0);
	}
	writer->docs[writer->pending] = doc;
	writer->counts[writer->pending++] = count;
	writer->df++;
	if (writer->flags & LIST_COUNTED)
		writer->cf += count;
}

void
list_writer_add(struct list_writer *writer, uint32_t doc, uint32_t count, const uint32_t *positions, struct error *err)
{
	posting_add(writer, doc, count, positions, err);
}

void
list_writer_elements(struct list_writer *writer, const uint32_t *elements, size_t count, struct error *err)
{
	const uint32_t *at = elements, *end = elements + count;

	while (at < end) {
		uint32_t doc = *at++ & ~ELEMENT_DOC;
		const uint32_t *positions = at;

		while (!(*at & ELEMENT_DOC))
			at++;
		/* A term without positions or counts: each count is 1. */
		posting_add(writer, doc, at > positions ? (uint32_t)(at - positions) : 1, positions, err);
	}
}

/* Skips hold where a block begins in the list: they and the promise come before the blocks. */
static void
skips_close(struct list_writer *writer)
{
	size_t own = writer->skips.len;
	unsigned char promise[PROMISE_SIZE], *skip;

	if (!own)
		return;
	promise_make(&writer->promise, promise);
	buf_append(&writer->skips, promise, sizeof(promise));
	skip = (unsigned char *)writer->skips.data;
	for (size_t at = 0; at < own && buf_status(&writer->skips) == STATUS_OK; at += SKIP_SIZE(writer->flags))
		store_u32(skip + at + 4, load_u32(skip + at + 4) + (uint32_t)own + PROMISE_SIZE);
}

/* Codes what is pending, and makes the skips what they will be. */
static void
list_close(struct list_writer *writer, struct error *err)
{
	unsigned char unused[BOUND_SIZE];

	if (writer->pending == LIST_BLOCK)
		block_put(writer, err);
	if (writer->pending && writer->skips.len)
		skip_put(writer);
	else if (writer->pending && writer->df > LIST_INLINE)
		bound_of_pending(writer, unused);
	if (writer->df <= LIST_INLINE)
		entry_put(writer);
	else
		pending_put(writer, writer->skips.len != 0);
	ranks_choose(writer);
	if (writer->pending && writer->flags & LIST_POSITIONS) {
		if (writer->df <= LIST_INLINE)
			entry_positions_put(writer);
		else
			block_positions_put(writer);
	}
	if (buf_status(&writer->skips) == STATUS_OK)
		skips_close(writer);
}

static enum status
list_entry(struct list_writer *writer, struct list *entry, struct error *err)
{
	*entry = (struct list){ .flags = writer->flags, .df = writer->df, .cf = writer->cf };
	list_close(writer, err);
	if (buf_status(&writer->skips) < 0 || buf_status(&writer->blocks) < 0 || buf_status(&writer->positions) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (writer->df <= LIST_INLINE)
		entry->flags |= LIST_IN_ENTRY;
	else
		bound_make(&writer->bound, writer->norms, entry->bound);
	if (writer->ranked) {
		entry->flags |= LIST_RANKED;
		entry->base = writer->base_of;
	}
	return STATUS_OK;
}

enum status
list_writer_end(struct list_writer *writer, struct list *entry, struct error *err)
{
	enum status status = list_entry(writer, entry, err);

	if (status < 0)
		return status;
	if (entry->flags & LIST_IN_ENTRY) {
		buf_append(&writer->blocks, writer->positions.data, writer->positions.len);
		entry->in_entry = buf_span(&writer->blocks);
		return buf_status(&writer->blocks) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
	}
	positions_flush(writer, err);
	entry->post = writer->post->size;
	entry->post_size = writer->skips.len + writer->blocks.len;
	entry->pos = writer->pos->size - writer->position_bytes;
	entry->pos_size = writer->position_bytes;
	if (entry->post_size > UINT32_MAX || entry->pos_size > UINT32_MAX)
		return error_set(err, STATUS_LIMIT, NULL, "the postings of one word are longer than a segment allows");
	outfile_put(writer->post, writer->skips.data, writer->skips.len, err);
	outfile_put(writer->post, writer->blocks.data, writer->blocks.len, err);
	return writer->post->status < 0 ? writer->post->status : writer->pos->status;
}

enum status
list_writer_end_memory(struct list_writer *writer, struct buf *out, struct list *entry, struct error *err)
{
	static const char head[FORMAT_HEAD_SIZE];
	enum status status = list_entry(writer, entry, err);

	if (status < 0)
		return status;
	buf_clear(out);
	buf_append(out, head, sizeof(head));
	buf_append(out, writer->skips.data, writer->skips.len);
	buf_append(out, writer->blocks.data, writer->blocks.len);
	entry->post = sizeof(head);
	entry->post_size = out->len - sizeof(head);
	/* What a reader may touch behind it. */
	buf_append(out, head, PACK_SLACK);
	if (buf_status(out) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	entry->in_entry = span_from(out->data + sizeof(head), (size_t)entry->post_size);
	return STATUS_OK;
}
