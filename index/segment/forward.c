#include "index/segment/forward.h"

#define FORWARD_TAIL 6

enum status
forward_open(struct forward *forward, const char *folder, const char *name, uint32_t docs, uint64_t terms, struct error *err)
{
	struct infile *in = &forward->in;
	enum status status = infile_open(in, folder, name, KIND_FORWARD, FORWARD_TAIL, err);
	uint64_t words, chunks;

	if (status < 0)
		return status;
	forward->symbols = infile_tail(in, 0);
	words = infile_tail(in, 1);
	forward->docs = docs;
	forward->chunks = infile_tail(in, 3);
	forward->firsts = infile_tail(in, 4);
	forward->terms = infile_tail(in, 5);
	chunks = forward->symbols / (FORWARD_CHUNK * FORWARD_GROUP) + (forward->symbols % (FORWARD_CHUNK * FORWARD_GROUP) != 0);
	if (infile_tail(in, 2) != docs || words > terms || words > UINT32_MAX - FORWARD_WORD
	    || !infile_holds(in, forward->chunks, chunks, FORWARD_CHUNK_SIZE) || !infile_holds(in, forward->firsts, (uint64_t)docs + 1, 8)
	    || !infile_holds(in, forward->terms, words, 4))
		return infile_corrupt(in, in->body_end, "the forward index is not of this segment", err);
	forward->words = (uint32_t)words;
	return STATUS_OK;
}

void
forward_release(struct forward *forward)
{
	infile_release(&forward->in);
}

void
forward_cursor_init(struct forward_cursor *cursor, const struct forward *forward)
{
	cursor->forward = forward;
	cursor->bytes = NULL;
	cursor->at = cursor->end = cursor->group = 0;
}

enum status
forward_cursor_seek(struct forward_cursor *cursor, uint32_t doc, struct error *err)
{
	const struct forward *forward = cursor->forward;

	cursor->at = forward_first(forward, doc);
	cursor->end = forward_first(forward, doc + 1);
	if (cursor->at > cursor->end || cursor->end > forward->symbols)
		return infile_corrupt(&forward->in, forward->firsts + 8 * (uint64_t)doc, "a document's words are not in their place", err);
	return STATUS_OK;
}

/* Where GROUP begins, and its size. */
static inline uint64_t
group_place(const struct forward *forward, uint64_t group, uint64_t *size)
{
	const unsigned char *chunk = forward->in.data + forward->chunks + FORWARD_CHUNK_SIZE * (group / FORWARD_CHUNK);
	uint64_t at = load_u64(chunk);

	for (uint64_t before = 0; before < group % FORWARD_CHUNK; before++)
		at += load_u16(chunk + 8 + 2 * before);
	*size = load_u16(chunk + 8 + 2 * (group % FORWARD_CHUNK));
	return at;
}

void
forward_bytes(const struct forward *forward, uint32_t from, uint32_t until, uint64_t *begin, uint64_t *end)
{
	uint64_t first = forward_first(forward, from), last = forward_first(forward, until), size;

	*begin = *end = 0;
	if (first >= last || last > forward->symbols)
		return;
	*begin = group_place(forward, first / FORWARD_GROUP, &size);
	*end = group_place(forward, (last - 1) / FORWARD_GROUP, &size) + size;
	if (*begin > *end || *end > forward->in.body_end)
		*end = *begin = 0;
}

/* Unpacks GROUP. */
static enum status
group_get(struct forward_cursor *cursor, uint64_t group, struct error *err)
{
	const struct forward *forward = cursor->forward;
	const struct infile *in = &forward->in;
	uint64_t size, at = group_place(forward, group, &size);
	const unsigned char *bytes;
	uint32_t beyond = 0;

	cursor->group = 0;
	if (!infile_holds(in, at, size, 1))
		return infile_corrupt(in, at, "a group of words is not there", err);
	bytes = in->data + at;
	if (cursor->bytes && at >= cursor->bytes_from && at <= cursor->bytes_end && cursor->bytes_end - at >= size)
		bytes = cursor->bytes + (at - cursor->bytes_from);
	if (pfor_get(bytes, bytes + size, 0, cursor->symbols) != bytes + size)
		return infile_corrupt(in, at, "a group of words cannot be read", err);
	for (unsigned i = 0; i < FORWARD_GROUP; i++)
		beyond |= cursor->symbols[i] >= forward->words + FORWARD_WORD;
	if (beyond)
		return infile_corrupt(in, at, "a word has a number that none has", err);
	cursor->group = group + 1;
	return STATUS_OK;
}

enum status
forward_cursor_next(struct forward_cursor *cursor, const uint32_t **symbols, uint32_t *count, struct error *err)
{
	uint64_t group = cursor->at / FORWARD_GROUP, left = cursor->end - cursor->at;
	uint32_t from = (uint32_t)(cursor->at % FORWARD_GROUP);
	enum status status = STATUS_OK;

	if (!left)
		return STATUS_END;
	if (cursor->group != group + 1)
		status = group_get(cursor, group, err);
	if (status < 0)
		return status;
	*symbols = cursor->symbols + from;
	*count = FORWARD_GROUP - from < left ? FORWARD_GROUP - from : (uint32_t)left;
	cursor->at += *count;
	return STATUS_OK;
}
