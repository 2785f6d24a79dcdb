#include "query/doc_set.h"

#include <stdlib.h>

#include "query/match.h"

void
doc_set_release(struct doc_set *set)
{
	free(set->bits);
	*set = (struct doc_set){ .bits = NULL };
}

/* Room for documents before END. */
static enum status
grow(struct doc_set *set, docid_t end, struct error *err)
{
	size_t need = (size_t)end / 64 + 1, room = need + need / 2 + 16;
	uint64_t *bits;

	if (need <= set->room)
		return STATUS_OK;
	bits = realloc(set->bits, room * sizeof(*bits));
	if (!bits)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the articles that were found");
	memset(bits + set->room, 0, (room - set->room) * sizeof(*bits));
	set->bits = bits;
	set->room = room;
	return STATUS_OK;
}

enum status
doc_set_match(struct doc_set *set, struct index_reader *reader, const struct node *tree, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct match_cursor *cursor = NULL;
	enum status status = match_open(reader, tree, &bm25, &cursor, err);

	while (status == STATUS_OK && (status = match_next(cursor, err)) == STATUS_OK) {
		docid_t doc = match_doc(cursor);

		status = grow(set, doc + 1, err);
		if (status < 0)
			break;
		set->bits[doc / 64] |= UINT64_C(1) << doc % 64;
		set->end = doc + 1;
		set->count++;
	}
	match_close(cursor);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status
doc_set_join(struct doc_set *set, const struct doc_set *other, struct error *err)
{
	enum status status = grow(set, other->end, err);

	if (status < 0)
		return status;
	if (other->end > set->end)
		set->end = other->end;
	for (size_t i = 0; i * 64 < other->end; i++)
		set->bits[i] |= other->bits[i];
	set->count = 0;
	for (size_t i = 0; i * 64 < set->end; i++)
		set->count += (uint64_t)__builtin_popcountll(set->bits[i]);
	return STATUS_OK;
}

docid_t
doc_set_next(const struct doc_set *set, docid_t from)
{
	size_t word = from / 64;
	uint64_t left;

	if (from >= set->end)
		return DOCID_END;
	left = set->bits[word] >> from % 64 << from % 64;
	while (!left && (word + 1) * 64 < set->end)
		left = set->bits[++word];
	return left ? (docid_t)(word * 64 + (size_t)__builtin_ctzll(left)) : DOCID_END;
}
