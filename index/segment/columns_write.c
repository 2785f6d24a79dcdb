#include <stdlib.h>

#include "common/table.h"
#include "index/index.h"
#include "index/segment/columns.h"

void
columns_sums_init(struct columns_sums *sums)
{
	memset(sums, 0, sizeof(*sums));
	sums->first = sums->last = DATE_UNDATED;
}

void
columns_sums_add(struct columns_sums *sums, const struct doc_values *values)
{
	uint64_t low = sums->hash.low;

	sums->docs++;
	sums->length += values->length;
	sums->words += values->words;
	sums->hash.low += values->hash.low;
	sums->hash.high += values->hash.high + (sums->hash.low < low);
	if (values->date == DATE_UNDATED) {
		sums->undated++;
		return;
	}
	if (sums->first == DATE_UNDATED || values->date < sums->first)
		sums->first = values->date;
	if (sums->last == DATE_UNDATED || values->date > sums->last)
		sums->last = values->date;
}

static uint64_t
value_of(const struct doc_values *values, enum doc_number which, int64_t first)
{
	switch (which) {
	case DOC_DATE:
		return (uint64_t)values->date - (uint64_t)first;
	case DOC_LENGTH:
		return values->length;
	case DOC_WORDS:
		return values->words;
	case DOC_STORE_BLOCK:
		return values->store_block;
	default:
		return values->store_offset;
	}
}

/* Numbers that are written, and the largest of each. */
struct numbers {
	struct columns_sums *sums;
	uint64_t most[DOC_NUMBERS];
};

static void
numbers_look(const struct columns_source *source, struct numbers *numbers)
{
	struct doc_values values;

	columns_sums_init(numbers->sums);
	for (uint32_t doc = 0; doc < source->docs; doc++) {
		source->values(source->context, doc, &values);
		columns_sums_add(numbers->sums, &values);
		for (unsigned i = DOC_DATE + 1; i < DOC_NUMBERS; i++) {
			uint64_t value = value_of(&values, (enum doc_number)i, 0);

			numbers->most[i] = value > numbers->most[i] ? value : numbers->most[i];
		}
	}
	/* Two bytes are read faster than fewer bits. */
	if (numbers->most[DOC_LENGTH] < UINT16_MAX)
		numbers->most[DOC_LENGTH] = UINT16_MAX;
	numbers->most[DOC_DATE] = (uint64_t)numbers->sums->last - (uint64_t)numbers->sums->first;
}

static void
numbers_put(const struct columns_source *source, const struct numbers *numbers, struct outfile *out, uint64_t *tail,
            struct error *err)
{
	struct bit_writer writer;
	struct doc_values values;

	for (unsigned i = 0; i < DOC_NUMBERS; i++) {
		uint64_t count = source->docs - (i == DOC_DATE ? numbers->sums->undated : 0);

		bit_writer_begin(&writer, out, numbers->most[i], tail + COLUMNS_NUMBERS + 2 * i);
		for (uint32_t doc = 0; doc < count; doc++) {
			source->values(source->context, doc, &values);
			bit_writer_put(&writer, value_of(&values, (enum doc_number)i, numbers->sums->first), err);
		}
		bit_writer_end(&writer, err);
	}
}

static void
hashes_put(const struct columns_source *source, struct outfile *out, struct error *err)
{
	struct doc_values values;
	unsigned char bytes[16];

	for (uint32_t doc = 0; doc < source->docs; doc++) {
		source->values(source->context, doc, &values);
		store_u64(bytes, values.hash.low);
		store_u64(bytes + 8, values.hash.high);
		outfile_put(out, bytes, sizeof(bytes), err);
	}
}

static void
sketches_put(const struct columns_source *source, struct outfile *out, struct error *err)
{
	struct doc_values values;

	for (uint32_t doc = 0; doc < source->docs; doc++) {
		source->values(source->context, doc, &values);
		outfile_put(out, values.sketch.bins, SKETCH_BINS, err);
	}
}

static enum status
ids_put(const struct columns_source *source, struct outfile *out, uint64_t *tail, struct error *err)
{
	struct id_writer writer;
	enum status status = STATUS_OK;

	id_writer_init(&writer, out);
	for (uint32_t doc = 0; doc < source->docs && status == STATUS_OK; doc++) {
		struct span id;

		status = source->id(source->context, doc, &id, err);
		if (status == STATUS_OK)
			id_writer_add(&writer, id, err);
	}
	if (status == STATUS_OK)
		status = id_writer_finish(&writer, tail, err);
	id_writer_release(&writer);
	return status;
}

struct sort_key {
	struct span text;
	uint32_t number;
};

static int
sort_key_compare(const void *a, const void *b)
{
	return span_compare(((const struct sort_key *)a)->text, ((const struct sort_key *)b)->text);
}

static void
ordinals_put(const struct columns_source *source, enum doc_string which, const struct table *table,
             const uint32_t *ordinals, struct outfile *out, uint64_t *tail, struct error *err)
{
	struct bit_writer writer;

	bit_writer_begin(&writer, out, table->count, tail);
	for (uint32_t doc = 0; doc < source->docs; doc++) {
		struct span text = source->string(source->context, doc, which);

		bit_writer_put(&writer, text.ptr ? ordinals[table_get(table, text)] : 0, err);
	}
	bit_writer_end(&writer, err);
}

/* One string column: which strings there are, their order, ordinals, bytes. */
static enum status
strings_put(const struct columns_source *source, enum doc_string which, struct outfile *out, uint64_t *tail,
            struct error *err)
{
	struct table table;
	struct sort_key *keys = NULL;
	uint32_t *ordinals = NULL, offset = 0;
	unsigned char bytes[4];
	enum status status = STATUS_OK;

	table_init(&table);
	for (uint32_t doc = 0; doc < source->docs && status == STATUS_OK; doc++) {
		struct span text = source->string(source->context, doc, which);

		if (text.ptr && table_put(&table, text, NULL) == TABLE_NONE)
			status = STATUS_NOMEM;
	}
	keys = calloc((size_t)table.count + 1, sizeof(*keys));
	ordinals = calloc((size_t)table.count + 1, sizeof(*ordinals));
	if (status < 0 || !keys || !ordinals) {
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
		goto done;
	}
	for (uint32_t i = 0; i < table.count; i++)
		keys[i] = (struct sort_key){ table_key(&table, i), i };
	qsort(keys, table.count, sizeof(*keys), sort_key_compare);
	for (uint32_t i = 0; i < table.count; i++)
		ordinals[keys[i].number] = i + 1;
	tail[0] = table.count;
	ordinals_put(source, which, &table, ordinals, out, tail + 1, err);
	tail[3] = out->size;
	for (uint32_t i = 0; i <= table.count; i++) {
		store_u32(bytes, offset);
		outfile_put(out, bytes, 4, err);
		if (i < table.count && keys[i].text.len > UINT32_MAX - offset) {
			status = error_set(err, STATUS_LIMIT, NULL, "the sources, sections or languages of a segment are too long");
			goto done;
		}
		offset += i < table.count ? (uint32_t)keys[i].text.len : 0;
	}
	tail[4] = out->size;
	for (uint32_t i = 0; i < table.count; i++)
		outfile_put(out, keys[i].text.ptr, keys[i].text.len, err);
done:
	free(keys);
	free(ordinals);
	table_release(&table);
	return status;
}

enum status
columns_write(const struct columns_source *source, const char *folder, const char *name,
              struct columns_sums *sums, uint64_t *size, struct error *err)
{
	struct outfile out;
	struct numbers numbers = { .sums = sums };
	uint64_t tail[COLUMNS_TAIL];
	enum status status = outfile_open(&out, folder, name, KIND_COLS, err);

	numbers_look(source, &numbers);
	numbers_put(source, &numbers, &out, tail, err);
	tail[COLUMNS_HASHES] = out.size;
	hashes_put(source, &out, err);
	tail[COLUMNS_SKETCHES] = out.size;
	sketches_put(source, &out, err);
	if (status == STATUS_OK)
		status = ids_put(source, &out, tail + COLUMNS_IDS, err);
	for (unsigned i = 0; i < DOC_STRINGS && status == STATUS_OK; i++)
		status = strings_put(source, (enum doc_string)i, &out, tail + COLUMNS_STRINGS + 5 * i, err);
	if (status == STATUS_OK) {
		tail[0] = sums->docs;
		tail[1] = sums->length;
		tail[2] = sums->words;
		tail[3] = (uint64_t)sums->first;
		tail[4] = (uint64_t)sums->last;
		tail[5] = sums->undated;
		tail[6] = sums->hash.high;
		tail[7] = sums->hash.low;
		status = outfile_finish(&out, tail, sizeof(tail) / sizeof(tail[0]), size, err);
	}
	outfile_release(&out);
	return status;
}
