#include "index/segment/flush.h"

#include <stdlib.h>

#include "index/segment/flush_lists.h"
#include "index/segment/forward.h"
#include "index/segment/postings_read.h"

/* ---- Order of articles ------------------------------------------------ */

static int
doc_compare(const void *a, const void *b, void *context)
{
	const struct batch_doc *docs = context;
	const struct batch_doc *first = &docs[*(const uint32_t *)a], *second = &docs[*(const uint32_t *)b];

	/* Newest first; DATE_UNDATED is the smallest number. */
	if (first->values.date != second->values.date)
		return first->values.date > second->values.date ? -1 : 1;
	return span_compare(first->id, second->id);
}

static void
docs_order(struct inversion *inversion)
{
	struct batch *batch = inversion->batch;

	for (uint32_t i = 0; i < batch->doc_count; i++)
		if (!batch->docs[i].dead)
			inversion->order[inversion->docs++] = i;
	qsort_r(inversion->order, inversion->docs, sizeof(uint32_t), doc_compare, batch->docs);
	for (uint32_t doc = 0; doc < inversion->docs; doc++) {
		inversion->lengths[doc] = batch->docs[inversion->order[doc]].values.length;
		inversion->length_sum += inversion->lengths[doc];
	}
}

static enum status
docs_number(const struct inversion *inversion, uint32_t **numbers, struct error *err)
{
	uint32_t count = inversion->batch->doc_count;

	*numbers = malloc(((size_t)count + 1) * sizeof(**numbers));
	if (!*numbers)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (uint32_t i = 0; i < count; i++)
		(*numbers)[i] = DOC_END;
	for (uint32_t doc = 0; doc < inversion->docs; doc++)
		(*numbers)[inversion->order[doc]] = doc;
	return STATUS_OK;
}

/* ---- Columns ---------------------------------------------------------- */

static void
doc_values_get(const void *context, uint32_t doc, struct doc_values *values)
{
	const struct inversion *inversion = context;

	*values = inversion->batch->docs[inversion->order[doc]].values;
}

static struct span
doc_string_get(const void *context, uint32_t doc, enum doc_string which)
{
	const struct inversion *inversion = context;
	const struct batch_doc *from = &inversion->batch->docs[inversion->order[doc]];

	return from->texts[which] == TABLE_NONE ? SPAN_NONE : table_key(&inversion->batch->strings, from->texts[which]);
}

static enum status
doc_id_get(const void *context, uint32_t doc, struct span *id, struct error *err)
{
	const struct inversion *inversion = context;

	(void)err;
	*id = inversion->batch->docs[inversion->order[doc]].id;
	return STATUS_OK;
}

/* ---- The whole -------------------------------------------------------- */

static enum status
inversion_init(struct inversion *inversion, struct batch *batch, struct stem_set *stems, struct error *err)
{
	size_t docs = (size_t)batch->doc_count + 1;

	memset(inversion, 0, sizeof(*inversion));
	inversion->batch = batch;
	inversion->stems = stems;
	inversion->words = batch->vocabulary.count;
	inversion->passes = batch->spill && batch->doc_count == 1;
	inversion->order = malloc(docs * sizeof(uint32_t));
	inversion->lengths = malloc(docs * sizeof(uint32_t));
	if (!inversion->order || !inversion->lengths)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return doc_counts_init(&inversion->counts, batch->doc_count, err);
}

static void
inversion_release(struct inversion *inversion)
{
	pages_release(&inversion->elements);
	free(inversion->begins);
	free(inversion->states);
	free(inversion->stem_begins);
	free(inversion->stem_words);
	free(inversion->word_stems);
	free(inversion->bases);
	free(inversion->sorted);
	doc_counts_release(&inversion->counts);
	buf_release(&inversion->merged);
	free(inversion->order);
	free(inversion->lengths);
}

enum status
batch_flush(struct batch *batch, struct stem_set *stems, struct store_writer *store,
            const struct segment_name *name, const struct flush_options *options,
            struct manifest_segment *segment, uint32_t **numbers, struct error *err)
{
	struct inversion inversion;
	char file[SEGMENT_FILE_NAME_MAX];
	uint64_t size = 0, columns_size = 0;
	enum status status = inversion_init(&inversion, batch, stems, err);

	*numbers = NULL;
	memset(segment, 0, sizeof(*segment));
	segment->name = *name;
	if (status < 0)
		goto done;
	docs_order(&inversion);
	if (!inversion.docs) {
		status = STATUS_END;
		goto done;
	}
	segment->docs = inversion.docs;
	status = store_writer_finish(store, &size, err);
	segment->bytes = size;
	if (status == STATUS_OK)
		status = inversion.passes ? inversion_passes_init(&inversion, err) : inversion_scatter(&inversion, options, err);
	if (status == STATUS_OK)
		status = inversion_stem(&inversion, err);
	if (status == STATUS_OK)
		status = inversion_write_lists(&inversion, name, options, &size, err);
	segment->bytes += size;
	if (status == STATUS_OK) {
		struct columns_source source = { &inversion, inversion.docs, doc_values_get, doc_string_get, doc_id_get };

		segment_file_name(name, "cols", file);
		status = columns_write(&source, options->folder, file, &segment->live, &columns_size, err);
	}
	segment->bytes += columns_size;
	if (status == STATUS_OK && options->forward) {
		const struct forward_options forward = { options->memory, options->stop, options->context };

		status = forward_make(options->folder, segment, &forward, err);
	}
	if (status == STATUS_OK)
		status = docs_number(&inversion, numbers, err);
done:
	inversion_release(&inversion);
	return status;
}
