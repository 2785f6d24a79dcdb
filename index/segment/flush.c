#include "index/segment/flush.h"

#include <stdlib.h>

#include "index/segment/flush_lists.h"
#include "index/terms.h"

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

	inversion->docs = 0;
	for (uint32_t i = 0; i < batch->doc_count; i++)
		if (!batch->docs[i].dead)
			inversion->order[inversion->docs++] = i;
	qsort_r(inversion->order, inversion->docs, sizeof(uint32_t), doc_compare, batch->docs);
}

/* ---- Stems ------------------------------------------------------------ */

/* The term under which WORD is stemmed, or TERM_NONE when it is not a word of
 * the text: plain words begin with no capital, title words with S. */
static enum status
stem_of(struct inversion *inversion, uint32_t language, uint32_t word, uint32_t *stem)
{
	struct vocabulary *vocabulary = &inversion->batch->vocabulary;
	struct span text = vocabulary_term(vocabulary, word);
	bool title = text.ptr[0] == 'S';
	char room[2 * TERM_MAX];
	struct term_key key;
	struct span stemmed;
	size_t prefix = 1 + (size_t)title;

	*stem = TERM_NONE;
	if (!title && text.ptr[0] >= 'A' && text.ptr[0] <= 'Z')
		return STATUS_OK;
	stemmed = stemmer_stem(inversion->stems->stemmers[language], span_from(text.ptr + title, text.len - title));
	if (stemmed.len > TERM_MAX - prefix)
		return STATUS_OK;
	memcpy(room, PREFIX_STEM PREFIX_TITLE, prefix);
	memcpy(room + prefix, stemmed.ptr, stemmed.len);
	stemmed = span_from(room, prefix + stemmed.len);
	vocabulary_key(vocabulary, stemmed, &key);
	*stem = vocabulary_put(vocabulary, &key, stemmed);
	return *stem < BATCH_TERMS_MAX ? STATUS_OK : STATUS_NOMEM;
}

enum status
inversion_stem(struct inversion *inversion, uint32_t language, uint32_t word, uint32_t *stem)
{
	uint32_t *known = (uint32_t *)inversion->stem_of[language].data + word;
	enum status status = STATUS_OK;

	*stem = *known > 1 ? *known - 2 : TERM_NONE;
	if (*known)
		return STATUS_OK;
	status = stem_of(inversion, language, word, stem);
	*known = *stem == TERM_NONE ? 1 : *stem + 2;
	return status;
}

/* ---- Columns ---------------------------------------------------------- */

static void
doc_values_get(const void *context, uint32_t doc, struct doc_values *values)
{
	const struct inversion *inversion = context;

	*values = inversion->batch->docs[inversion->order[doc]].values;
}

static struct span
doc_text_get(const void *context, uint32_t doc, enum doc_text which)
{
	const struct inversion *inversion = context;
	const struct batch_doc *from = &inversion->batch->docs[inversion->order[doc]];

	if (which == DOC_ID)
		return from->id;
	return from->texts[which] == TABLE_NONE ? SPAN_NONE : table_key(&inversion->batch->strings, from->texts[which]);
}

/* ---- The whole -------------------------------------------------------- */

static enum status
inversion_init(struct inversion *inversion, struct batch *batch, struct stem_set *stems, struct error *err)
{
	size_t docs = (size_t)batch->doc_count + 1;

	memset(inversion, 0, sizeof(*inversion));
	inversion->batch = batch;
	inversion->stems = stems;
	inversion->order = malloc(docs * sizeof(uint32_t));
	inversion->lengths = malloc(docs * sizeof(uint32_t));
	return inversion->order && inversion->lengths ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

static void
inversion_release(struct inversion *inversion)
{
	for (int i = 0; i < STEM_SET_MAX; i++)
		pages_release(&inversion->stem_of[i]);
	pages_release(&inversion->terms);
	pages_release(&inversion->touched);
	pages_release(&inversion->post);
	pages_release(&inversion->pos);
	free(inversion->sorted);
	free(inversion->order);
	free(inversion->lengths);
}

enum status
batch_flush(struct batch *batch, struct stem_set *stems, struct store_writer *store,
            const struct segment_name *name, const struct flush_options *options,
            struct manifest_segment *segment, struct error *err)
{
	struct inversion inversion;
	char file[SEGMENT_FILE_NAME_MAX];
	uint64_t size = 0, columns_size = 0;
	enum status status = inversion_init(&inversion, batch, stems, err);

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
		status = inversion_count(&inversion, options, err);
	if (status == STATUS_OK)
		status = inversion_sort(&inversion, err);
	if (status == STATUS_OK)
		status = inversion_scatter(&inversion, options, err);
	if (status == STATUS_OK)
		status = inversion_write_lists(&inversion, name, options, &size, err);
	segment->bytes += size;
	if (status == STATUS_OK) {
		struct columns_source source = { &inversion, inversion.docs, doc_values_get, doc_text_get };

		segment_file_name(name, "cols", file);
		status = columns_write(&source, options->folder, file, &segment->live, &columns_size, err);
	}
	segment->bytes += columns_size;
done:
	inversion_release(&inversion);
	return status;
}
