#include <stdlib.h>

#include "index/segment/commit.h"
#include "index/segment/merge.h"

/* Merges COUNT segments of MANIFEST, given by number in ascending order, and puts the result
 * in the place of the first. */
static enum status
merge_some(struct segment_writer *writer, struct manifest *manifest, const size_t *numbers, size_t count,
           struct error *err)
{
	struct merge_options options = {
		writer->folder, true, writer->smallest, writer->stop, writer->context, writer->forward, writer_forward_memory(writer, true),
		span_from_string(writer->language),
	};
	struct segment **segments = calloc(count, sizeof(*segments));
	struct segment_name name = writer_next_name(writer);
	struct manifest_segment about;
	struct merge_map map;
	enum status status = segments ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
	size_t kept = 0, next = 0;

	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = segment_open(&segments[i], writer->folder, &manifest->segments[numbers[i]], err);
	memset(&map, 0, sizeof(map));
	if (status == STATUS_OK)
		status = merge_map_init(&map, segments, count, err);
	if (status == STATUS_OK)
		status = segments_merge(&map, &name, &options, &about, err);
	merge_map_release(&map);
	for (size_t i = 0; segments && i < count; i++)
		segment_free(segments[i]);
	free(segments);
	if (status < 0)
		return status;
	for (size_t i = 0; i < manifest->count; i++) {
		bool mine = next < count && numbers[next] == i;

		if (mine && next++ == 0 && status == STATUS_OK)
			manifest->segments[kept++] = about;
		else if (!mine)
			manifest->segments[kept++] = manifest->segments[i];
	}
	manifest->count = kept;
	return STATUS_OK;
}

/* The next segments that one can be made of: from number FROM on. */
static size_t
all_choose(const struct manifest *manifest, size_t from, size_t *numbers)
{
	uint64_t docs = 0;
	size_t count = 0;

	for (size_t i = from; i < manifest->count && docs + manifest->segments[i].live.docs <= SEGMENT_DOCS_MAX; i++) {
		docs += manifest->segments[i].live.docs;
		numbers[count++] = i;
	}
	return count;
}

enum status
commit_merge_all(struct segment_writer *writer, struct manifest *manifest, bool *changed, struct error *err)
{
	size_t *numbers = calloc(manifest->count + 1, sizeof(*numbers));
	enum status status = numbers ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");

	*changed = false;
	for (size_t at = 0; status == STATUS_OK && at < manifest->count; at++) {
		size_t count = all_choose(manifest, at, numbers);

		if (count == 1 && manifest->segments[at].optimized && !manifest->segments[at].deleted
		    && manifest->segments[at].forward == writer->forward && manifest->segments[at].smallest >= writer->smallest)
			continue;
		status = merge_some(writer, manifest, numbers, count, err);
		*changed = true;
	}
	free(numbers);
	return status;
}
