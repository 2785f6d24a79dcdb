#include "index/segment/batch.h"

#include <stdlib.h>

#include "index/terms.h"

/* What flush.c keeps by term (a stem of its own included) and by article. */
#define FLUSH_BYTES_TERM 288
#define FLUSH_BYTES_DOC 16

/* A stream in a file grows by so much. */
#define SPILL_STEP ((size_t)16 << 20)

enum status
batch_init(struct batch *batch, struct error *err)
{
	memset(batch, 0, sizeof(*batch));
	table_init(&batch->strings);
	arena_init(&batch->arena);
	return vocabulary_init(&batch->vocabulary) ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

void
batch_release(struct batch *batch)
{
	vocabulary_release(&batch->vocabulary);
	pages_release(&batch->terms);
	pages_release(&batch->stream_pages);
	spill_free(batch->spill);
	free(batch->docs);
	table_release(&batch->strings);
	arena_release(&batch->arena);
}

void
batch_clear(struct batch *batch)
{
	pages_zero(&batch->terms);
	vocabulary_clear(&batch->vocabulary);
	table_clear(&batch->strings);
	arena_clear(&batch->arena);
	spill_free(batch->spill);
	batch->spill = NULL;
	batch->stream = batch->stream_pages.data;
	batch->stream_used = batch->units = 0;
	batch->doc_count = 0;
	batch->ring_used = 0;
}

size_t
batch_kept(const struct batch *batch)
{
	return batch->vocabulary.slots.size + batch->vocabulary.offsets.size + batch->vocabulary.pool.size + batch->terms.size
		+ batch->stream_pages.size + batch->doc_room * sizeof(struct batch_doc) + batch->arena.total;
}

size_t
batch_memory(const struct batch *batch)
{
	return vocabulary_memory(&batch->vocabulary)
		+ (size_t)(batch->stream_used + batch->units) * sizeof(uint32_t)
		+ batch->doc_count * (sizeof(struct batch_doc) + FLUSH_BYTES_DOC) + batch->arena.total
		+ batch->strings.arena.total + (size_t)batch->vocabulary.count * FLUSH_BYTES_TERM;
}

void
batch_spill(struct batch *batch, const char *folder)
{
	batch->spill = spill_new(folder, SPILL_STEP);
	if (batch->spill)
		batch->stream = spill_data(batch->spill);
}

/* The stream goes on in memory when the disk is full. */
static bool
stream_hold(struct batch *batch, size_t size)
{
	if (size > batch->stream_pages.size && !pages_grow(&batch->stream_pages, size))
		return false;
	if (batch->spill)
		memcpy(batch->stream_pages.data, batch->stream, (size_t)batch->stream_used * sizeof(uint32_t));
	spill_free(batch->spill);
	batch->spill = NULL;
	batch->stream = batch->stream_pages.data;
	return true;
}

static bool
stream_room(struct batch *batch, size_t elements)
{
	size_t need = ((size_t)batch->stream_used + elements) * sizeof(uint32_t);

	if (!batch->spill)
		return need <= batch->stream_pages.size || stream_hold(batch, need + need / 4);
	if (!spill_grow(batch->spill, (need + SPILL_STEP - 1) / SPILL_STEP * SPILL_STEP))
		return stream_hold(batch, need + need / 4);
	batch->stream = spill_data(batch->spill);
	return true;
}

/* Room for what is known of all terms there are. */
static bool
terms_room(struct batch *batch)
{
	size_t need = (size_t)batch->vocabulary.count * sizeof(struct batch_term);

	return need <= batch->terms.size || pages_grow(&batch->terms, need + need / 2);
}

/* One term and its place into the stream, which has room for two elements. */
static inline void
stream_put(struct batch *batch, uint32_t term, uint32_t position)
{
	uint32_t *out = batch->stream + batch->stream_used;
	uint32_t element = term << BATCH_SHIFT;

	if (position == 0) {
		*out = element | BATCH_NOWHERE;
	} else if (position == batch->position + 1) {
		*out = element | BATCH_NEXT;
	} else if (position == batch->position) {
		*out = element | BATCH_SAME;
	} else {
		out[0] = element | BATCH_AT;
		out[1] = position;
		batch->stream_used++;
	}
	batch->stream_used++;
	if (position)
		batch->position = position;
}

static inline void
term_count(struct batch *batch, const struct ring_term *from)
{
	const struct batch_doc *doc = &batch->docs[batch->doc_count];
	struct batch_term *term = (struct batch_term *)batch->terms.data + from->number;
	uint32_t placed = from->position != 0, units = placed + (term->doc != batch->doc_count + 1);

	if (!term->doc)
		term->language = (uint16_t)doc->language;
	term->several |= term->language != doc->language;
	term->doc = batch->doc_count + 1;
	term->flags |= (uint8_t)(from->counted * LIST_COUNTED | placed * LIST_POSITIONS);
	term->units += units;
	batch->units += units;
}

static enum status
ring_empty(struct batch *batch)
{
	unsigned count = batch->ring_used;

	batch->ring_used = 0;
	for (unsigned i = 0; i < count; i++) {
		struct ring_term *term = &batch->ring[i];

		term->number = vocabulary_put(&batch->vocabulary, &term->key, SPAN_NONE);
		if (term->number >= BATCH_TERMS_MAX)
			return STATUS_NOMEM;
		/* A term that is new has no place yet: to fetch that does no harm. */
		__builtin_prefetch((struct batch_term *)batch->terms.data + term->number, 1);
	}
	if (!stream_room(batch, 2 * BATCH_RING) || !terms_room(batch))
		return STATUS_NOMEM;
	for (unsigned i = 0; i < count; i++) {
		stream_put(batch, batch->ring[i].number, batch->ring[i].position);
		term_count(batch, &batch->ring[i]);
	}
	return STATUS_OK;
}

/* A term too long for its key. */
static enum status
long_term(struct batch *batch, const struct ring_term *from, struct span text)
{
	struct ring_term term = *from;
	enum status status = ring_empty(batch);

	if (status < 0)
		return status;
	term.number = vocabulary_put(&batch->vocabulary, &term.key, text);
	if (term.number >= BATCH_TERMS_MAX || !stream_room(batch, 2) || !terms_room(batch))
		return STATUS_NOMEM;
	stream_put(batch, term.number, term.position);
	term_count(batch, &term);
	return STATUS_OK;
}

/* The sink of article_terms(). */
static enum status
take_term(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	struct batch *batch = context;
	struct ring_term *next = &batch->ring[batch->ring_used];

	if (position > BATCH_POSITION_MAX)
		return STATUS_OK;
	if (frequency)
		batch->length += term_has_stem(term) ? 2 : 1;
	vocabulary_key(&batch->vocabulary, term, &next->key);
	next->position = position;
	next->counted = frequency != 0;
	if (term.len > KEY_INLINE)
		return long_term(batch, next, term);
	vocabulary_prefetch(&batch->vocabulary, &next->key);
	return ++batch->ring_used == BATCH_RING ? ring_empty(batch) : STATUS_OK;
}

static bool
doc_texts(struct batch *batch, const struct article *article, struct batch_doc *doc)
{
	static const enum article_field fields[DOC_STRINGS] = {
		[DOC_SOURCE] = FIELD_SOURCE, [DOC_SECTION] = FIELD_SECTION, [DOC_LANGUAGE] = FIELD_LANGUAGE,
	};

	for (int i = 0; i < DOC_STRINGS; i++) {
		struct span text = article->text[fields[i]];

		doc->texts[i] = TABLE_NONE;
		if (text.ptr && (doc->texts[i] = table_put(&batch->strings, text, NULL)) == TABLE_NONE)
			return false;
	}
	doc->id = arena_copy(&batch->arena, article->text[FIELD_ID]);
	return doc->id.ptr != NULL;
}

static bool
docs_room(struct batch *batch)
{
	uint32_t room = batch->doc_room ? 2 * batch->doc_room : 1024;
	struct batch_doc *docs;

	if (batch->doc_count < batch->doc_room)
		return true;
	docs = realloc(batch->docs, room * sizeof(*docs));
	if (!docs)
		return false;
	batch->docs = docs;
	batch->doc_room = room;
	return true;
}

enum status
batch_add(struct batch *batch, const struct article *article, const struct doc_values *values,
          uint32_t language, struct error *err)
{
	const struct term_sink sink = { .add = take_term, .context = batch, .last = true };
	struct batch_doc *doc;
	enum status status;

	if (!docs_room(batch))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	doc = &batch->docs[batch->doc_count];
	*doc = (struct batch_doc){ .values = *values, .stream = batch->stream_used, .language = language };
	batch->position = 0;
	batch->length = 0;
	status = doc_texts(batch, article, doc) ? article_terms(article, NULL, &sink, &doc->values.words, &doc->values.sketch)
	                                       : STATUS_NOMEM;
	if (status == STATUS_OK)
		status = ring_empty(batch);
	if (status != STATUS_OK)
		return error_set(err, status, NULL, "out of memory");
	doc->values.length = batch->length < UINT32_MAX ? (uint32_t)batch->length : UINT32_MAX;
	batch->doc_count++;
	return STATUS_OK;
}
