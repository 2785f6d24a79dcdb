/* Columns: what is written is read again, from no bit a number to sixty-four, and ids of any
 * length; damage is answered. */
#include <stdlib.h>
#include <sys/stat.h>

#include "common/file.h"
#include "index/segment/columns.h"
#include "tests/tap.h"

#define FOLDER "test_columns.dir"
#define DOCS 2000

static uint64_t state = 3;

static uint64_t
number_random(void)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return state ^ state >> 29;
}

/* Documents to be written: in order of date, the undated last, and of id. */
struct made {
	uint32_t docs;
	struct doc_values values[DOCS];
	char *ids[DOCS];
	const char *sources[DOCS];
};

static struct made made;

static void
made_values(const void *context, uint32_t doc, struct doc_values *values)
{
	(void)context;
	*values = made.values[doc];
}

static struct span
made_string(const void *context, uint32_t doc, enum doc_string which)
{
	(void)context;
	return which == DOC_SOURCE && made.sources[doc] ? span_from_string(made.sources[doc]) : SPAN_NONE;
}

static enum status
made_id(const void *context, uint32_t doc, struct span *id, struct error *err)
{
	(void)context;
	(void)err;
	*id = span_from_string(made.ids[doc]);
	return STATUS_OK;
}

/* DOCS documents, UNDATED of them; dates lie STEP apart from FIRST on, numbers are below MOST, and
 * ids have ID_LEN bytes besides their number. */
static void
made_fill(uint32_t docs, uint32_t undated, int64_t first, uint64_t step, uint64_t most, size_t id_len)
{
	static const char *const sources[] = { NULL, "Daily", "Evening", "", "Weekly" };

	for (uint32_t i = 0; i < made.docs; i++)
		free(made.ids[i]);
	memset(&made, 0, sizeof(made));
	made.docs = docs;
	for (uint32_t i = 0; i < docs; i++) {
		struct doc_values *values = &made.values[i];

		values->date = i < docs - undated ? (int64_t)((uint64_t)first + (docs - undated - 1 - i) * step) : DATE_UNDATED;
		values->length = (uint32_t)(number_random() % most);
		values->words = (uint32_t)(number_random() % most) / 2;
		values->store_block = (uint32_t)(number_random() % most);
		values->store_offset = (uint32_t)(number_random() % most);
		values->hash = (struct hash128){ number_random(), number_random() };
		for (unsigned k = 0; k < SKETCH_BINS; k++)
			values->sketch.bins[k] = (unsigned char)number_random();
		made.ids[i] = calloc(id_len + 24, 1);
		snprintf(made.ids[i], id_len + 24, "%06u-", i);
		for (size_t k = 0; k < id_len; k++)
			made.ids[i][7 + k] = (char)('a' + number_random() % 3);
		made.sources[i] = sources[number_random() % 5];
	}
}

static bool
made_write(void)
{
	const struct columns_source source = { NULL, made.docs, made_values, made_string, made_id };
	struct columns_sums sums;

	return columns_write(&source, FOLDER, "1-0.cols", &sums, NULL, NULL) == STATUS_OK;
}

static bool
doc_same(const struct columns *columns, uint32_t doc, struct id_block *ids)
{
	const struct doc_values *want = &made.values[doc];
	struct doc_values got;
	struct span id, source;

	columns_values(columns, doc, &got);
	return got.date == want->date && got.length == want->length && got.words == want->words
		&& got.store_block == want->store_block && got.store_offset == want->store_offset
		&& got.hash.low == want->hash.low && got.hash.high == want->hash.high
		&& memcmp(&got.sketch, &want->sketch, sizeof(got.sketch)) == 0
		&& columns_id(columns, doc, ids, &id, NULL) == STATUS_OK && span_equal(id, span_from_string(made.ids[doc]))
		&& columns_string(columns, doc, DOC_SOURCE, &source, NULL) == STATUS_OK
		&& (made.sources[doc] ? source.ptr && span_equal(source, span_from_string(made.sources[doc])) : !source.ptr)
		&& columns_string(columns, doc, DOC_LANGUAGE, &source, NULL) == STATUS_OK && !source.ptr;
}

/* Documents with a date in [LOW, HIGH) are those that a look at each one finds. */
static bool
range_same(const struct columns *columns, int64_t low, int64_t high)
{
	uint32_t from, until, count = 0;

	columns_date_range(columns, low, high, &from, &until);
	for (uint32_t doc = 0; doc < made.docs; doc++) {
		int64_t date = made.values[doc].date;
		bool inside = date != DATE_UNDATED && date >= low && date < high;

		count += inside;
		if (inside != (doc >= from && doc < until))
			return false;
	}
	return until - from == count;
}

static void
round_trip(const char *what)
{
	struct columns columns = { .docs = 0 };
	struct id_block ids = ID_BLOCK_INIT;
	struct id_cache cache = { .blocks = NULL };
	bool same = true;

	ok(made_write() && columns_open(&columns, FOLDER, "1-0.cols", NULL) == STATUS_OK, "%s: written and opened", what);
	ok(columns_check(&columns, NULL) == STATUS_OK, "%s: sound", what);
	for (uint32_t doc = 0; doc < made.docs; doc++)
		same &= doc_same(&columns, doc, &ids);
	for (uint32_t i = 0; i < made.docs; i++)
		same &= doc_same(&columns, (uint32_t)(number_random() % made.docs), &ids);
	ok(same, "%s: all values, in order and in no order", what);
	for (uint32_t i = 0; i < 10 * made.docs; i++) {
		uint32_t doc = (uint32_t)(number_random() % made.docs);
		struct span id;

		same &= id_cache_get(&cache, &columns.ids, doc, &id, NULL) == STATUS_OK
			&& span_equal(id, span_from_string(made.ids[doc]));
	}
	ok(same && cache.read <= (made.docs + ID_BLOCK - 1) / ID_BLOCK, "%s: ids in no order, %u blocks read", what, (unsigned)cache.read);
	id_cache_release(&cache);
	same = range_same(&columns, INT64_MIN, INT64_MAX) && range_same(&columns, 0, 0) && range_same(&columns, INT64_MIN, 1);
	for (int i = 0; i < 300; i++) {
		int64_t low = made.values[number_random() % made.docs].date, high = made.values[number_random() % made.docs].date;

		same &= range_same(&columns, low + (low < INT64_MAX && i % 3 == 0), high - (high > INT64_MIN && i % 5 == 0));
	}
	ok(same, "%s: ranges of dates", what);
	id_block_release(&ids);
	columns_release(&columns);
}

/* Reads everything of a file whose body has other bytes: any answer, no crash. */
static void
damage(void)
{
	struct columns columns = { .docs = 0 };
	struct buf file = BUF_INIT;
	unsigned answered = 0;

	made_fill(700, 20, 1000000000, 3600, 5000, 40);
	made_write();
	file_read(FOLDER "/1-0.cols", 1 << 24, &file, NULL);
	for (int round = 0; round < 400; round++) {
		struct id_block ids = ID_BLOCK_INIT;
		struct span id;
		FILE *out = fopen(FOLDER "/2-0.cols", "wb");
		size_t body = file.len - 24 - 8 * COLUMNS_TAIL, hits = 1 + number_random() % 20;
		char *bytes = malloc(file.len);

		memcpy(bytes, file.data, file.len);
		for (size_t i = 0; i < hits; i++)
			bytes[16 + number_random() % (body - 16)] = (char)number_random();
		fwrite(bytes, 1, file.len, out);
		fclose(out);
		free(bytes);
		if (columns_open(&columns, FOLDER, "2-0.cols", NULL) != STATUS_OK)
			continue;
		answered += columns_check(&columns, NULL) != STATUS_OK;
		for (uint32_t doc = 0; doc < columns.docs; doc++) {
			struct doc_values values;

			columns_values(&columns, doc, &values);
			(void)columns_id(&columns, doc, &ids, &id, NULL);
		}
		id_block_release(&ids);
		columns_release(&columns);
	}
	ok(answered > 300, "%u of 400 damaged files were found out", answered);
	buf_release(&file);
}

int
main(void)
{
	file_remove_tree(FOLDER, NULL);
	mkdir(FOLDER, 0755);
	made_fill(1, 0, 5, 0, 1, 0);
	round_trip("one document, no bits");
	made_fill(1, 1, 0, 0, 1, 3);
	round_trip("one without a date");
	made_fill(2000, 100, -500000, 977, 3000, 30);
	round_trip("usual numbers, ids that are packed");
	made_fill(1999, 0, INT64_MIN + 1, UINT64_C(9229000000000000), UINT64_C(1) << 32, 0);
	round_trip("dates of 64 bits");
	made_fill(300, 299, 77, 1, 2, 0);
	round_trip("one with a date");
	made_fill(320, 10, 0, UINT64_C(1) << 47, 1000000, 3000);
	round_trip("ids that are too long to be packed");
	damage();
	file_remove_tree(FOLDER, NULL);
	return tap_done();
}
