#include "index/index.h"
#include "index/segment/columns.h"

static enum status
strings_open(struct columns *columns, unsigned number, struct error *err)
{
	struct string_column *strings = &columns->strings[number];
	const struct infile *in = &columns->in;
	size_t at = COLUMNS_STRINGS + 5 * (size_t)number;

	strings->count = infile_tail(in, at);
	strings->width = infile_tail(in, at + 1);
	strings->ordinals = infile_tail(in, at + 2);
	strings->offsets = infile_tail(in, at + 3);
	strings->bytes = infile_tail(in, at + 4);
	if ((strings->width != 1 && strings->width != 2 && strings->width != 4) || strings->count >= UINT32_MAX
	    || !infile_holds(in, strings->ordinals, columns->docs, strings->width)
	    || !infile_holds(in, strings->offsets, strings->count + 1, 4)
	    || !infile_holds(in, strings->bytes, 0, 1))
		return infile_corrupt(in, in->body_end, "a column's sizes do not fit", err);
	return STATUS_OK;
}

enum status
columns_open(struct columns *columns, const char *folder, const char *name, struct error *err)
{
	static const uint64_t sizes[] = { 8, 4, 4, 16, 8, SKETCH_BINS, 8, 1 };
	struct infile *in = &columns->in;
	enum status status = infile_open(in, folder, name, KIND_COLS, COLUMNS_TAIL, err);

	if (status < 0)
		return status;
	if (infile_tail(in, 0) == 0 || infile_tail(in, 0) > SEGMENT_DOCS_MAX)
		return infile_corrupt(in, in->body_end, "the number of documents cannot be", err);
	columns->docs = (uint32_t)infile_tail(in, 0);
	for (unsigned i = 0; i < ARRAY_COUNT; i++) {
		uint64_t count = i < ARRAY_ID_OFFSET ? columns->docs : i == ARRAY_ID_OFFSET ? columns->docs + UINT64_C(1) : 0;

		columns->array[i] = infile_tail(in, COLUMNS_SUMS + i);
		if (!infile_holds(in, columns->array[i], count, sizes[i]))
			return infile_corrupt(in, in->body_end, "a column's sizes do not fit", err);
	}
	for (unsigned i = 0; i < DOC_STRINGS && status == STATUS_OK; i++)
		status = strings_open(columns, i, err);
	return status;
}

void
columns_release(struct columns *columns)
{
	infile_release(&columns->in);
}

void
columns_stored_sums(const struct columns *columns, struct columns_sums *sums)
{
	const struct infile *in = &columns->in;

	sums->docs = infile_tail(in, 0);
	sums->length = infile_tail(in, 1);
	sums->words = infile_tail(in, 2);
	sums->first = (int64_t)infile_tail(in, 3);
	sums->last = (int64_t)infile_tail(in, 4);
	sums->undated = infile_tail(in, 5);
	sums->hash.high = infile_tail(in, 6);
	sums->hash.low = infile_tail(in, 7);
}

void
columns_values(const struct columns *columns, uint32_t doc, struct doc_values *values)
{
	const unsigned char *hash = columns->in.data + columns->array[ARRAY_HASH] + 16 * (uint64_t)doc;
	struct store_place store = columns_store(columns, doc);

	values->date = columns_date(columns, doc);
	values->length = columns_length(columns, doc);
	values->words = columns_words(columns, doc);
	values->hash.low = load_u64(hash);
	values->hash.high = load_u64(hash + 8);
	values->store_block = store.block;
	values->store_offset = store.offset;
	memcpy(values->sketch.bins, columns_sketch(columns, doc).ptr, SKETCH_BINS);
}

static enum status
id_text(const struct columns *columns, uint32_t doc, struct span *text, struct error *err)
{
	const struct infile *in = &columns->in;
	const unsigned char *offset = in->data + columns->array[ARRAY_ID_OFFSET] + 8 * (uint64_t)doc;
	uint64_t from = load_u64(offset), until = load_u64(offset + 8);

	if (from > until || until > in->body_end - columns->array[ARRAY_ID_BYTES])
		return infile_corrupt(in, (uint64_t)(offset - in->data), "an id lies outside its column", err);
	*text = span_from((const char *)in->data + columns->array[ARRAY_ID_BYTES] + from, (size_t)(until - from));
	return STATUS_OK;
}

enum status
columns_text(const struct columns *columns, uint32_t doc, enum doc_text which, struct span *text, struct error *err)
{
	const struct infile *in = &columns->in;
	const struct string_column *strings = &columns->strings[which];
	const unsigned char *at;
	uint32_t ordinal, from, until;

	if (which == DOC_ID)
		return id_text(columns, doc, text, err);
	*text = SPAN_NONE;
	at = in->data + strings->ordinals + strings->width * doc;
	ordinal = strings->width == 1 ? at[0] : strings->width == 2 ? at[0] | (uint32_t)at[1] << 8 : load_u32(at);
	if (ordinal == 0)
		return STATUS_OK;
	if (ordinal > strings->count)
		return infile_corrupt(in, (uint64_t)(at - in->data), "an ordinal is not of its column", err);
	at = in->data + strings->offsets + 4 * (uint64_t)(ordinal - 1);
	from = load_u32(at);
	until = load_u32(at + 4);
	if (from > until || until > in->body_end - strings->bytes)
		return infile_corrupt(in, (uint64_t)(at - in->data), "a string lies outside its column", err);
	*text = span_from((const char *)in->data + strings->bytes + from, until - from);
	return STATUS_OK;
}

/* One step of a search for the first document whose date is below BOUND: it is in
 * LEFT documents from LOW on, or right behind them. */
static inline uint32_t
below_step(const struct columns *columns, int64_t bound, uint32_t low, uint32_t left)
{
	const unsigned char *dates = columns->in.data + columns->array[ARRAY_DATE];
	uint32_t half = left / 2;

	/* Both places that may be looked at next are fetched, and none is guessed. */
	__builtin_prefetch(dates + 8 * ((uint64_t)low + half / 2));
	__builtin_prefetch(dates + 8 * ((uint64_t)low + half + (left - half) / 2));
	return columns_date(columns, low + half - 1) < bound ? low : low + half;
}

void
columns_date_range(const struct columns *columns, int64_t low, int64_t high, uint32_t *from, uint32_t *until)
{
	*from = *until = 0;
	if (!columns->docs)
		return;
	/* DATE_UNDATED is the smallest number: it is no date, so never in a range. */
	if (low == DATE_UNDATED)
		low++;
	/* Undated documents are below all.  Both searches go on at once, for memory is slow. */
	for (uint32_t left = columns->docs; left > 1; left -= left / 2) {
		*from = below_step(columns, high, *from, left);
		*until = below_step(columns, low, *until, left);
	}
	*from += !(columns_date(columns, *from) < high);
	*until += !(columns_date(columns, *until) < low);
	if (low >= high || *until < *from)
		*until = *from;
}

enum status
columns_check(const struct columns *columns, struct error *err)
{
	struct columns_sums sums, stored;
	struct doc_values values;
	struct span id = SPAN_NONE, last_id = SPAN_NONE, text;
	int64_t last_date = INT64_MAX;
	enum status status = STATUS_OK;

	columns_sums_init(&sums);
	for (uint32_t doc = 0; doc < columns->docs && status == STATUS_OK; doc++) {
		columns_values(columns, doc, &values);
		columns_sums_add(&sums, &values);
		for (unsigned i = 0; i < DOC_STRINGS && status == STATUS_OK; i++)
			status = columns_text(columns, doc, (enum doc_text)i, &text, err);
		if (status == STATUS_OK)
			status = columns_text(columns, doc, DOC_ID, &id, err);
		if (status == STATUS_OK && doc
		    && (values.date > last_date || (values.date == last_date && span_compare(last_id, id) > 0)))
			status = infile_corrupt(&columns->in, columns->array[ARRAY_DATE] + 8 * (uint64_t)doc,
			                        "documents are not in order", err);
		last_date = values.date;
		last_id = id;
	}
	if (status < 0)
		return status;
	columns_stored_sums(columns, &stored);
	if (sums.length != stored.length || sums.words != stored.words || sums.first != stored.first
	    || sums.last != stored.last || sums.undated != stored.undated || sums.hash.low != stored.hash.low
	    || sums.hash.high != stored.hash.high)
		return infile_corrupt(&columns->in, columns->in.body_end, "the sums of the columns are wrong", err);
	return STATUS_OK;
}
