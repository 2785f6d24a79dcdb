#include "index/segment/columns.h"

static enum status
strings_open(struct columns *columns, unsigned number, struct error *err)
{
	struct string_column *strings = &columns->strings[number];
	const struct infile *in = &columns->in;
	size_t at = COLUMNS_STRINGS + 5 * (size_t)number;

	strings->count = infile_tail(in, at);
	strings->offsets = infile_tail(in, at + 3);
	strings->bytes = infile_tail(in, at + 4);
	if (strings->count >= UINT32_MAX || !infile_holds(in, strings->offsets, strings->count + 1, 4)
	    || !infile_holds(in, strings->bytes, 0, 1))
		return infile_corrupt(in, in->body_end, "a column's sizes do not fit", err);
	return bit_column_open(&strings->ordinals, in, at + 1, columns->docs, err);
}

static enum status
numbers_open(struct columns *columns, struct error *err)
{
	const struct infile *in = &columns->in;
	uint64_t undated = infile_tail(in, 5), hashes = infile_tail(in, COLUMNS_HASHES), sketches = infile_tail(in, COLUMNS_SKETCHES);
	enum status status = STATUS_OK;

	if (undated > columns->docs || !infile_holds(in, hashes, columns->docs, 16)
	    || !infile_holds(in, sketches, columns->docs, SKETCH_BINS))
		return infile_corrupt(in, in->body_end, "a column's sizes do not fit", err);
	columns->dated = columns->docs - (uint32_t)undated;
	columns->first = (int64_t)infile_tail(in, 3);
	columns->hashes = in->data + hashes;
	columns->sketches = in->data + sketches;
	for (unsigned i = 0; i < DOC_NUMBERS && status == STATUS_OK; i++)
		status = bit_column_open(&columns->numbers[i], in, COLUMNS_NUMBERS + 2 * i,
		                         i == DOC_DATE ? columns->dated : columns->docs, err);
	return status;
}

enum status
columns_open(struct columns *columns, const char *folder, const char *name, struct error *err)
{
	struct infile *in = &columns->in;
	enum status status = infile_open(in, folder, name, KIND_COLS, COLUMNS_TAIL, err);

	if (status < 0)
		return status;
	if (infile_tail(in, 0) == 0 || infile_tail(in, 0) > SEGMENT_DOCS_MAX)
		return infile_corrupt(in, in->body_end, "the number of documents cannot be", err);
	columns->docs = (uint32_t)infile_tail(in, 0);
	status = numbers_open(columns, err);
	if (status == STATUS_OK)
		status = id_column_open(&columns->ids, in, COLUMNS_IDS, columns->docs, err);
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
	const unsigned char *hash = columns->hashes + 16 * (uint64_t)doc;
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

enum status
columns_string(const struct columns *columns, uint32_t doc, enum doc_string which, struct span *text, struct error *err)
{
	const struct infile *in = &columns->in;
	const struct string_column *strings = &columns->strings[which];
	uint64_t ordinal = bit_column_get(&strings->ordinals, doc);
	const unsigned char *at;
	uint32_t from, until;

	*text = SPAN_NONE;
	if (ordinal == 0)
		return STATUS_OK;
	if (ordinal > strings->count)
		return infile_corrupt(in, (uint64_t)(strings->ordinals.data - in->data), "an ordinal is not of its column", err);
	at = in->data + strings->offsets + 4 * (ordinal - 1);
	from = load_u32(at);
	until = load_u32(at + 4);
	if (from > until || until > in->body_end - strings->bytes)
		return infile_corrupt(in, (uint64_t)(at - in->data), "a string lies outside its column", err);
	*text = span_from((const char *)in->data + strings->bytes + from, until - from);
	return STATUS_OK;
}

/* One step of a search for the first document whose date is below BOUND, counted from the
 * smallest date: it is in LEFT documents from LOW on, or right behind them. */
static inline uint32_t
below_step(const struct bit_column *dates, uint64_t bound, uint32_t low, uint32_t left)
{
	uint32_t half = left / 2;

	/* Both places that may be looked at next are fetched, and none is guessed. */
	__builtin_prefetch(dates->data + (uint64_t)(low + half / 2) * dates->bits / 8);
	__builtin_prefetch(dates->data + (uint64_t)(low + half + (left - half) / 2) * dates->bits / 8);
	return bit_column_get(dates, low + half - 1) < bound ? low : low + half;
}

void
columns_date_range(const struct columns *columns, int64_t low, int64_t high, uint32_t *from, uint32_t *until)
{
	const struct bit_column *dates = &columns->numbers[DOC_DATE];
	uint64_t first = (uint64_t)columns->first;
	uint64_t lower = low > columns->first ? (uint64_t)low - first : 0;
	uint64_t upper = high > columns->first ? (uint64_t)high - first : 0;

	*from = *until = 0;
	if (!columns->dated)
		return;
	/* Both searches go on at once, for memory is slow. */
	for (uint32_t left = columns->dated; left > 1; left -= left / 2) {
		*from = below_step(dates, upper, *from, left);
		*until = below_step(dates, lower, *until, left);
	}
	*from += !(bit_column_get(dates, *from) < upper);
	*until += !(bit_column_get(dates, *until) < lower);
	if (low >= high || *until < *from)
		*until = *from;
}

enum status
columns_check(const struct columns *columns, struct error *err)
{
	struct columns_sums sums, stored;
	struct doc_values values;
	struct id_block blocks[2] = { ID_BLOCK_INIT, ID_BLOCK_INIT };
	struct span id = SPAN_NONE, last_id = SPAN_NONE, text;
	int64_t last_date = INT64_MAX;
	enum status status = STATUS_OK;

	columns_sums_init(&sums);
	for (uint32_t doc = 0; doc < columns->docs && status == STATUS_OK; doc++) {
		columns_values(columns, doc, &values);
		columns_sums_add(&sums, &values);
		for (unsigned i = 0; i < DOC_STRINGS && status == STATUS_OK; i++)
			status = columns_string(columns, doc, (enum doc_string)i, &text, err);
		/* The last id of a block is compared with the first of the next. */
		if (status == STATUS_OK)
			status = columns_id(columns, doc, &blocks[doc / ID_BLOCK % 2], &id, err);
		if (status == STATUS_OK && doc
		    && (values.date > last_date || (values.date == last_date && span_compare(last_id, id) > 0)))
			status = infile_corrupt(&columns->in, (uint64_t)(columns->numbers[DOC_DATE].data - columns->in.data),
			                        "documents are not in order", err);
		last_date = values.date;
		last_id = id;
	}
	id_block_release(&blocks[0]);
	id_block_release(&blocks[1]);
	if (status < 0)
		return status;
	columns_stored_sums(columns, &stored);
	if (sums.length != stored.length || sums.words != stored.words || sums.first != stored.first
	    || sums.last != stored.last || sums.undated != stored.undated || sums.hash.low != stored.hash.low
	    || sums.hash.high != stored.hash.high)
		return infile_corrupt(&columns->in, columns->in.body_end, "the sums of the columns are wrong", err);
	return STATUS_OK;
}
