#include "query/fold.h"

#include <stdlib.h>

#include "index/copies.h"

/* GROUPS as copies_group() answers. */
static enum status
find_groups(struct index_reader *reader, const struct search *search, uint32_t *groups, struct error *err)
{
	docid_t *docs = calloc(search->hit_count + 1, sizeof(*docs));
	struct copy_sketch *sketches = NULL;
	enum status status;

	if (!docs)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu articles", search->hit_count);
	for (size_t i = 0; i < search->hit_count; i++)
		docs[i] = search->hits[i].doc;
	status = copies_read(reader, docs, search->hit_count, &sketches, err);
	if (status == STATUS_OK)
		status = copies_group(sketches, search->hit_count, groups, err);
	free(sketches);
	free(docs);
	return status;
}

/* Where the copies of each first one begin: STARTS by hit, then by group. */
static size_t
count_copies(const uint32_t *groups, size_t count, size_t *starts)
{
	size_t total = 0, leaders = 0;

	for (size_t i = 0; i < count; i++)
		starts[groups[i]] += groups[i] != i;
	for (size_t i = 0; i < count; i++) {
		size_t copies = starts[i];

		starts[i] = total;
		total += copies;
		leaders += groups[i] == i;
	}
	return leaders;
}

enum status
fold_hits(struct index_reader *reader, struct search *search, struct arena *arena,
          const struct fold **fold, struct error *err)
{
	size_t count = search->hit_count, kept = 0;
	uint32_t *groups = arena_zalloc(arena, count + 1, sizeof(*groups));
	size_t *starts = arena_zalloc(arena, count + 1, sizeof(*starts));
	size_t *next = arena_zalloc(arena, count + 1, sizeof(*next));
	docid_t *copies = arena_zalloc(arena, count + 1, sizeof(*copies));
	struct fold *made = arena_zalloc(arena, 1, sizeof(*made));
	enum status status;

	if (!groups || !starts || !next || !copies || !made)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu articles", count);
	*made = (struct fold){ .articles = search->total, .copies = copies, .starts = starts };
	*fold = made;
	status = find_groups(reader, search, groups, err);
	if (status < 0)
		return status;
	search->total = count_copies(groups, count, next);
	for (size_t i = 0; i < count; i++) {
		if (groups[i] == i) {
			starts[kept] = next[i];
			search->hits[kept++] = search->hits[i];
		} else {
			copies[next[groups[i]]++] = search->hits[i].doc;
		}
	}
	starts[kept] = count - kept;
	search->hit_count = kept;
	return STATUS_OK;
}
