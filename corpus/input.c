#include "corpus/input.h"

#include <stdlib.h>

#include "common/buf.h"
#include "common/spill.h"
#include "corpus/date_order.h"
#include "corpus/json_c.h"
#include "corpus/magic.h"
#include "corpus/walk.h"

#define HEAD ((size_t)64 << 10)
/* Kept of a record that is too long, so that a mark across two reads is seen. */
#define OVERLAP 64

/* A chunk's memory: the origin's name behind the bytes. */
struct block {
	size_t size;          /* room for data, without what is behind it */
	size_t len;
	char *data;
	struct spill *spill;  /* where the data is, or NULL */
};

struct input {
	struct input_options options;
	struct walk *walk;
	_Atomic uint64_t seen, read;
	uint64_t sequence;

	/* The file that is being read; UNPACK is NULL between files. */
	struct walk_file file;
	struct file_stamp stamp;
	struct unpack *unpack;
	bool failed;                      /* it was not read to its end */

	/* The file in it, or the file itself; MEMBER.stream is NULL between them. */
	struct unpacked member;
	const struct format *format;
	uint64_t offset;                  /* of the block's first byte */
	uint64_t number;                  /* of its first record */
	struct block block;
	struct buf head;                  /* what the format wants every chunk to know */
	enum date_order order;            /* of dates, in a file of many records */
	char charset[CHARSET_NAME];
	bool at_end;                      /* the block holds the file's last bytes */
	bool skipping;                    /* inside a record that is too long */
	struct error trouble;             /* found while reading, told behind what is sound */
};

enum status
input_new(const struct input_options *options, struct input **input, struct error *err)
{
	*input = calloc(1, sizeof(**input));
	if (!*input)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	(*input)->options = *options;
	if (!options->chunk_size)
		(*input)->options.chunk_size = INPUT_CHUNK;
	if (!options->reader.record_limit)
		(*input)->options.reader.record_limit = READER_RECORD_LIMIT;
	error_clear(&(*input)->trouble);
	(*input)->walk = walk_new(options->follow_links, options->index);
	if ((*input)->walk)
		return STATUS_OK;
	free(*input);
	*input = NULL;
	return error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

static void
memory_free(void *memory, struct spill *spill)
{
	if (spill)
		spill_free(spill);
	else
		free(memory);
}

static void
block_release(struct block *block)
{
	memory_free(block->data, block->spill);
	*block = (struct block){ 0 };
}

static void
close_member(struct input *input)
{
	input->member.stream = NULL;
	block_release(&input->block);
	buf_clear(&input->head);
}

static void
close_file(struct input *input)
{
	close_member(input);
	unpack_free(input->unpack);
	input->unpack = NULL;
}

void
input_free(struct input *input)
{
	if (!input)
		return;
	close_file(input);
	buf_release(&input->head);
	walk_free(input->walk);
	free(input);
}

enum status
input_add(struct input *input, struct span path, struct error *err)
{
	return walk_add(input->walk, path, err);
}

void
input_progress(const struct input *input, uint64_t *seen, uint64_t *read_so_far)
{
	*seen = atomic_load_explicit(&input->seen, memory_order_relaxed);
	*read_so_far = atomic_load_explicit(&input->read, memory_order_relaxed);
}

void
input_chunk_release(struct input_chunk *chunk)
{
	memory_free(chunk->memory, chunk->spill);
	*chunk = (struct input_chunk){ 0 };
}

static enum status
no_memory(struct input *input, struct error *err)
{
	return error_set(err, STATUS_NOMEM, input->member.name, "out of memory");
}

/* Where SIZE bytes are too many for memory: false when the disk has no room for them either. */
static bool
block_spill(const struct input *input, struct block *block, size_t size)
{
	struct spill *spill = block->spill;

	if (spill ? !spill_grow(spill, size) : !(spill = spill_new(input->options.spill, size)))
		return false;
	if (!block->spill && block->data) {
		memcpy(spill_data(spill), block->data, block->len);
		free(block->data);
	}
	block->spill = spill;
	block->data = spill_data(spill);
	return true;
}

static bool
block_hold(struct block *block, size_t size)
{
	char *data = realloc(block->spill ? NULL : block->data, size);

	if (!data)
		return false;
	if (block->spill) {
		memcpy(data, block->data, block->len);
		spill_free(block->spill);
		block->spill = NULL;
	}
	block->data = data;
	return true;
}

/* Room for SIZE bytes, for the padding that JSON wants, the file's head and the origin. */
static bool
block_grow(struct input *input, struct block *block, size_t size)
{
	size_t extra = JSON_PADDING + HEAD + strlen(input->member.name) + 1;
	bool large = input->options.spill && size > input->options.spill_least;

	if (size >= SIZE_MAX - extra)
		return false;
	if (!(large && block_spill(input, block, size + extra)) && !block_hold(block, size + extra))
		return false;
	block->size = size;
	return true;
}

/* Fills the block; an error is kept for later and ends the file. */
static void
block_fill(struct input *input)
{
	struct block *block = &input->block;
	size_t got;

	if (input->at_end || block->len == block->size)
		return;
	if (stream_fill(input->member.stream, block->data + block->len, block->size - block->len, &got, &input->trouble) < 0
	    || got < block->size - block->len)
		input->at_end = true;
	block->len += got;
}

static size_t
first_size(const struct input *input)
{
	size_t size = input->options.chunk_size;
	uint64_t said = input->member.size;

	if (!unpack_is_archive(input->unpack) && !input->file.is_stdin)
		said = input->stamp.size;
	/* One byte more than the file has shows that it ended. */
	if (said && said < size)
		size = (size_t)said + 1;
	return size < HEAD ? HEAD : size;
}

static enum status
unknown_format(struct input *input, struct span head, struct error *err)
{
	const char *kind = magic_kind(head);

	if (kind)
		return error_set(err, STATUS_BADINPUT, input->member.name, "not a known format: %s", kind);
	return error_set(err, STATUS_BADINPUT, input->member.name, "not a known format");
}

/* Goes to the next file in the file and looks at it. */
static enum status
next_member(struct input *input, struct error *err)
{
	struct span head;
	enum status status = unpack_next(input->unpack, &input->member, err);

	if (status != STATUS_OK)
		return status;
	input->offset = 0;
	input->number = 1;
	input->at_end = input->skipping = false;
	error_clear(&input->trouble);
	if (!block_grow(input, &input->block, first_size(input)))
		return no_memory(input, err);
	block_fill(input);
	if (input->block.len == 0 && input->trouble.status == STATUS_OK)
		return error_set(err, STATUS_BADINPUT, input->member.name, "an empty file");
	head = span_from(input->block.data, input->block.len < HEAD ? input->block.len : HEAD);
	input->format = input->options.reader.format;
	if (!input->format && !magic_kind(head))
		input->format = format_sniff(head, span_from_string(input->member.name));
	if (!input->format && input->trouble.status == STATUS_OK)
		return unknown_format(input, head, err);
	input->order = input->format && input->format->split ? date_order_of(head) : DATE_ORDER_UNKNOWN;
	*input->charset = '\0';
	if (input->format && input->format->unlabelled && !json_valid_utf8(head))
		charset_guess(head, input->charset);
	if (input->format && input->format->head)
		buf_append(&input->head, head.ptr, input->format->head(head));
	return buf_status(&input->head) < 0 ? no_memory(input, err) : STATUS_OK;
}

static enum status
open_file(struct input *input, struct error *err)
{
	int fd;
	enum status status = walk_open(input->walk, &input->file, &fd, err);

	input->failed = false;
	if (status < 0)
		return status;
	return unpack_open(fd, input->file.path, &input->options.unpack, &input->read, &input->unpack, err);
}

/* Goes to the next file that is to be read and opens it. */
static enum status
next_file(struct input *input, struct error *err)
{
	for (;;) {
		const struct stat *st = &input->file.stat;
		enum status status = walk_next(input->walk, &input->file, err);

		if (status != STATUS_OK)
			return status;
		input->stamp = (struct file_stamp){ 0 };
		if (!input->file.is_stdin) {
			input->stamp.size = (uint64_t)st->st_size;
			input->stamp.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
			input->stamp.inode = st->st_ino;
			atomic_fetch_add_explicit(&input->seen, input->stamp.size, memory_order_relaxed);
			if (input->options.skip
			    && input->options.skip(input->options.context, span_from_string(input->file.path), &input->stamp)) {
				atomic_fetch_add_explicit(&input->read, input->stamp.size, memory_order_relaxed);
				continue;
			}
		}
		return open_file(input, err);
	}
}

/* Drops LEN bytes at the start of the block. */
static void
block_drop(struct input *input, size_t len)
{
	struct block *block = &input->block;

	memmove(block->data, block->data + len, block->len - len);
	block->len -= len;
	input->offset += len;
	input->sequence += len;
}

/* Looks for the record behind one that is too long; true when it was found. */
static bool
skip_record(struct input *input)
{
	struct block *block = &input->block;

	for (;;) {
		size_t at = input->format->resync(span_from(block->data, block->len));

		if (at < block->len) {
			block_drop(input, at);
			input->skipping = false;
			block_fill(input);
			return true;
		}
		if (input->at_end)
			return false;
		block_drop(input, block->len > OVERLAP ? block->len - OVERLAP : 0);
		/* The room that the long record was given is not needed for finding its end. */
		if (block->size > 2 * input->options.chunk_size && block->len < input->options.chunk_size)
			block_grow(input, block, input->options.chunk_size);
		block_fill(input);
	}
}

/* A record is longer than the limit: it is named, and left out. */
static enum status
too_long(struct input *input, struct error *err)
{
	enum status status = error_set_at(err, STATUS_LIMIT, input->member.name, input->offset,
	                                  "a record of more than %zu bytes", input->options.reader.record_limit);

	if (!input->format->resync) {
		input->at_end = true;
		input->block.len = 0;
		return status;
	}
	/* The start of the long record is not the start of the one behind it. */
	block_drop(input, 1);
	input->skipping = true;
	input->number++;
	return status;
}

/* How much of the block is whole records; reads on until there is one. */
static enum status
find_records(struct input *input, size_t *whole, uint64_t *records, struct error *err)
{
	struct block *block = &input->block;
	size_t limit = input->options.reader.record_limit;

	for (;;) {
		struct span data = span_from(block->data, block->len);

		*records = 1;
		*whole = input->at_end ? block->len : 0;
		/* What is behind the last whole record of a damaged file is part of one. */
		if (input->format->split)
			*whole = input->format->split(data, buf_span(&input->head), input->at_end && input->trouble.status == STATUS_OK, records);
		if (*whole || input->at_end)
			return STATUS_OK;
		if (block->len > limit)
			return too_long(input, err);
		if (!block_grow(input, block, block->size * 2 < limit ? block->size * 2 : limit + 1))
			return no_memory(input, err);
		block_fill(input);
	}
}

/* Hands the first WHOLE bytes of the block out and keeps the rest. */
static enum status
hand_out(struct input *input, size_t whole, uint64_t records, struct input_chunk *chunk, struct error *err)
{
	struct block *block = &input->block, rest = { 0 };
	size_t left = block->len - whole;
	size_t name = strlen(input->member.name);
	char *head, *origin;

	if (!input->at_end || left) {
		size_t size = input->options.chunk_size < HEAD ? HEAD : input->options.chunk_size;

		if (!block_grow(input, &rest, left < size / 2 ? size : left * 2))
			return no_memory(input, err);
		memcpy(rest.data, block->data + whole, left);
		rest.len = left;
	}
	memset(block->data + whole, 0, JSON_PADDING);
	head = block->data + whole + JSON_PADDING;
	if (input->head.len)
		memcpy(head, input->head.data, input->head.len);
	origin = head + input->head.len;
	memcpy(origin, input->member.name, name + 1);
	*chunk = (struct input_chunk){
		.chunk = {
			.data = span_from(block->data, whole),
			.head = span_from(head, input->head.len),
			.origin = span_from(origin, name),
			.file_len = strlen(input->file.path),
			.format = input->format,
			.order = input->order,
			.offset = input->offset,
			.number = input->number,
			.sequence = input->sequence,
			.owned = true,
		},
		.stamp = input->stamp,
		.memory = block->data,
		.spill = block->spill,
	};
	memcpy(chunk->chunk.charset, input->charset, CHARSET_NAME);
	*block = rest;
	input->offset += whole;
	input->number += records;
	input->sequence += whole;
	return STATUS_OK;
}

/* Ends the file in the file; what went wrong in it is told now. */
static enum status
end_member(struct input *input, struct error *err)
{
	struct error trouble = input->trouble;

	close_member(input);
	if (trouble.status == STATUS_OK)
		return STATUS_OK;
	if (err && err->status == STATUS_OK)
		*err = trouble;
	return trouble.status;
}

/* The next chunk of the member that is open.  STATUS_END: it has no more. */
static enum status
next_chunk(struct input *input, struct input_chunk *chunk, struct error *err)
{
	enum status status = STATUS_OK;
	size_t whole = 0;
	uint64_t records;

	if (input->skipping && !skip_record(input))
		input->block.len = 0;
	/* What the chunk before left is the start of a record, seldom a whole one. */
	block_fill(input);
	if (input->block.len && input->format)
		status = find_records(input, &whole, &records, err);
	if (status < 0)
		return status;
	if (whole == 0) {
		status = end_member(input, err);
		return status < 0 ? status : STATUS_END;
	}
	status = hand_out(input, whole, records, chunk, err);
	/* Whether this was the last chunk is known only when reading on finds nothing. */
	if (status == STATUS_OK && !input->at_end && input->block.len == 0)
		block_fill(input);
	return status;
}

/* One step: a chunk, an error, or STATUS_END for nothing yet. */
static enum status
step(struct input *input, struct input_chunk *chunk, struct error *err)
{
	enum status status;

	if (!input->member.stream) {
		status = next_member(input, err);
		if (status < 0)
			close_member(input);
		if (status != STATUS_END)
			return status < 0 ? status : STATUS_END;
		chunk->last = !input->failed;
		close_file(input);
		return chunk->last ? STATUS_OK : STATUS_END;
	}
	status = next_chunk(input, chunk, err);
	if (status != STATUS_OK || unpack_is_archive(input->unpack))
		return status;
	chunk->last = input->at_end && input->block.len == 0 && input->trouble.status == STATUS_OK;
	if (chunk->last)
		close_file(input);
	return STATUS_OK;
}

enum status
input_next(struct input *input, struct input_chunk *chunk, struct error *err)
{
	enum status status = STATUS_END;

	/* What went wrong has its place among the files, too. */
	*chunk = (struct input_chunk){ .chunk.sequence = input->sequence };
	while (status == STATUS_END) {
		if (!input->unpack) {
			status = next_file(input, err);
			if (status != STATUS_OK)
				return status;
		}
		status = step(input, chunk, err);
		chunk->stamp = input->stamp;
	}
	if (status < 0 && input->unpack) {
		chunk->goes_on = unpack_goes_on(input->unpack);
		input->failed |= !chunk->goes_on;
	}
	return status;
}
