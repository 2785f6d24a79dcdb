#include <stdlib.h>

#include "index/segment/postings_write.h"
#include "index/segment/top.h"

/* The lists of a synonym are added up into one, which is coded like those of a
 * segment: all that reads lists, bounds included, reads it too. */

struct sums {
	uint32_t *counts, *lengths;    /* by document */
	uint64_t *touched;             /* one bit a document */
};

static enum status
list_add(struct top_search *top, struct span term, struct sums *sums, struct error *err)
{
	struct list_cursor cursor;
	struct list list = { .df = 0 };
	enum status status = term.len && term.len <= TERM_MAX ? segment_list(top->segment, term, &list, err) : STATUS_OK;

	if (status < 0 || !list.df)
		return status;
	if (!(list.flags & LIST_COUNTED))
		return STATUS_UNSUPPORTED;
	status = list_cursor_open(&cursor, &top->segment->files, &list, err);
	if (status == STATUS_OK)
		status = list_cursor_next(&cursor, err);
	while (status == STATUS_OK && cursor.doc != DOC_END) {
		if (!cursor.counted)
			list_cursor_unpack(&cursor);
		for (uint32_t i = 0; i < cursor.size; i++) {
			uint32_t doc = cursor.docs[i], sum = sums->counts[doc] + cursor.counts[i];

			/* As much as a frequency can be. */
			sums->counts[doc] = sum < cursor.counts[i] ? UINT32_MAX : sum;
			sums->touched[doc / 64] |= UINT64_C(1) << doc % 64;
		}
		status = list_cursor_enter(&cursor, cursor.block + 1, err);
	}
	return status;
}

static enum status
list_make(struct top_search *top, struct top_run *run, struct top_made *made, const struct sums *sums, struct error *err)
{
	struct list_writer writer;
	enum status status;

	list_writer_init(&writer, NULL, NULL, sums->lengths, top->norms);
	list_writer_begin(&writer, LIST_COUNTED);
	for (uint32_t word = 0; word <= top->segment->docs / 64; word++)
		for (uint64_t left = sums->touched[word]; left; left &= left - 1) {
			uint32_t doc = 64 * word + (uint32_t)__builtin_ctzll(left);

			sums->lengths[doc] = columns_length(&top->segment->columns, doc);
			list_writer_add(&writer, doc, sums->counts[doc], NULL, err);
		}
	run->list.df = 0;
	status = writer.df ? list_writer_end_memory(&writer, &made->bytes, &run->list, err) : STATUS_OK;
	list_writer_release(&writer);
	made->file = (struct infile){
		.data = (const unsigned char *)made->bytes.data, .body_end = made->bytes.len, .path = top->segment->post.path,
	};
	made->files = (struct list_files){ &made->file, &made->file, &made->file, top->segment->docs };
	run->files = &made->files;
	return status;
}

enum status
top_synonym_make(struct top_search *top, struct top_run *run, struct top_made *made, struct error *err)
{
	const struct node *node = run->leaf->synonym;
	size_t docs = (size_t)top->segment->docs + 1;
	struct sums sums = {
		calloc(docs, sizeof(uint32_t)), calloc(docs, sizeof(uint32_t)), calloc(docs / 64 + 1, sizeof(uint64_t)),
	};
	enum status status = sums.counts && sums.lengths && sums.touched
		? STATUS_OK
		: error_set(err, STATUS_NOMEM, NULL, "out of memory");

	for (size_t i = 0; i < node->child_count && status == STATUS_OK; i++)
		status = list_add(top, node->children[i]->term, &sums, err);
	if (status == STATUS_OK)
		status = list_make(top, run, made, &sums, err);
	free(sums.counts);
	free(sums.lengths);
	free(sums.touched);
	return status;
}
