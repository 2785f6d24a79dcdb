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

static void
value_put(struct outfile *out, enum columns_array array, const struct doc_values *values, struct error *err)
{
	unsigned char bytes[SKETCH_BINS];
	size_t len = 8;

	switch (array) {
	case ARRAY_DATE:
		store_u64(bytes, (uint64_t)values->date);
		break;
	case ARRAY_LENGTH:
		store_u32(bytes, values->length);
		len = 4;
		break;
	case ARRAY_WORDS:
		store_u32(bytes, values->words);
		len = 4;
		break;
	case ARRAY_HASH:
		store_u64(bytes, values->hash.low);
		store_u64(bytes + 8, values->hash.high);
		len = 16;
		break;
	case ARRAY_SKETCH:
		memcpy(bytes, values->sketch.bins, SKETCH_BINS);
		len = SKETCH_BINS;
		break;
	default:
		store_u32(bytes, values->store_block);
		store_u32(bytes + 4, values->store_offset);
	}
	outfile_put(out, bytes, len, err);
}

static void
ids_put(const struct columns_source *source, struct outfile *out, uint64_t *tail, struct error *err)
{
	unsigned char bytes[8];
	uint64_t total = 0;

	tail[ARRAY_ID_OFFSET] = out->size;
	for (uint32_t doc = 0; doc <= source->docs; doc++) {
		store_u64(bytes, total);
		outfile_put(out, bytes, 8, err);
		if (doc < source->docs)
			total += source->text(source->context, doc, DOC_ID).len;
	}
	tail[ARRAY_ID_BYTES] = out->size;
	for (uint32_t doc = 0; doc < source->docs; doc++) {
		struct span id = source->text(source->context, doc, DOC_ID);

		outfile_put(out, id.ptr, id.len, err);
	}
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
ordinals_put(const struct columns_source *source, enum doc_text which, const struct table *table,
             const uint32_t *ordinals, unsigned width, struct outfile *out, struct error *err)
{
	for (uint32_t doc = 0; doc < source->docs; doc++) {
		struct span text = source->text(source->context, doc, which);
		unsigned char bytes[4];

		store_u32(bytes, text.ptr ? ordinals[table_get(table, text)] : 0);
		outfile_put(out, bytes, width, err);
	}
}

/* One string column: which strings there are, their order, ordinals, bytes. */
static enum status
strings_put(const struct columns_source *source, enum doc_text which, struct outfile *out, uint64_t *tail,
            struct error *err)
{
	struct table table;
	struct sort_key *keys = NULL;
	uint32_t *ordinals = NULL, offset = 0;
	unsigned char bytes[4];
	enum status status = STATUS_OK;

	table_init(&table);
	for (uint32_t doc = 0; doc < source->docs && status == STATUS_OK; doc++) {
		struct span text = source->text(source->context, doc, which);

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
	tail[1] = table.count < 256 ? 1 : table.count < 65536 ? 2 : 4;
	tail[2] = out->size;
	ordinals_put(source, which, &table, ordinals, (unsigned)tail[1], out, err);
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
	struct doc_values values;
	uint64_t tail[COLUMNS_TAIL];
	enum status status = outfile_open(&out, folder, name, KIND_COLS, err);

	columns_sums_init(sums);
	for (uint32_t doc = 0; doc < source->docs && status == STATUS_OK; doc++) {
		source->values(source->context, doc, &values);
		columns_sums_add(sums, &values);
	}
	for (enum columns_array array = ARRAY_DATE; array < ARRAY_ID_OFFSET && status == STATUS_OK; array++) {
		tail[COLUMNS_SUMS + array] = out.size;
		for (uint32_t doc = 0; doc < source->docs; doc++) {
			source->values(source->context, doc, &values);
			value_put(&out, array, &values, err);
		}
		status = out.status;
	}
	if (status == STATUS_OK)
		ids_put(source, &out, tail + COLUMNS_SUMS, err);
	for (unsigned i = 0; i < DOC_STRINGS && status == STATUS_OK; i++)
		status = strings_put(source, (enum doc_text)i, &out, tail + COLUMNS_STRINGS + 5 * i, err);
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
