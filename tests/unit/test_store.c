/* Stored articles come out as they went in, in any order of asking; how many
 * threads packed them changes no byte. */
#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "index/segment/doc_counts.h"
#include "index/segment/store.h"
#include "tests/tap.h"

#define RECORDS 700
#define LONG 300            /* the record that is longer than a block */
#define EMPTY 301

static uint64_t seed = 88172645463325252u;

static uint32_t
draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % below;
}

struct record {
	struct span text;
	uint32_t block, offset;
};

/* Words, or, for one in nine, what cannot be compressed. */
static void
records_make(struct record *records)
{
	for (unsigned i = 0; i < RECORDS; i++) {
		size_t len = i == LONG ? 700000 : i == EMPTY ? 0 : 1 + draw(9000);
		char *text = malloc(len + 1);

		for (size_t k = 0; k < len; k++)
			text[k] = i % 9 == 0 ? (char)draw(256) : "abcdefgh "[draw(9) * (draw(4) > 0)];
		records[i].text = span_from(text, len);
	}
}

static enum status
store_make(const char *folder, const char *name, struct record *records, const struct store_options *options,
           struct error *err)
{
	struct store_writer writer = STORE_WRITER_INIT;
	enum status status = store_writer_open(&writer, folder, name, options, err);

	for (unsigned i = 0; i < RECORDS && status == STATUS_OK; i++)
		status = store_writer_add(&writer, records[i].text, SPAN_NONE, &records[i].block, &records[i].offset, err);
	if (status == STATUS_OK)
		status = store_writer_finish(&writer, NULL, err);
	store_writer_release(&writer);
	return status;
}

static bool
record_is(const struct store *store, struct store_cache *cache, const struct record *record)
{
	struct error err = ERROR_INIT;
	struct span got;

	return store_get(store, cache, record->block, record->offset, &got, &err) == STATUS_OK
		&& span_equal(got, record->text);
}

static void
test_read(const char *folder, const char *name, const struct record *records)
{
	struct error err = ERROR_INIT;
	struct store store;
	struct store_cache cache = STORE_CACHE_INIT;
	struct span got;
	bool good;

	if (!ok(store_open(&store, folder, name, &err) == STATUS_OK, "%s: opens", name))
		return;
	good = true;
	for (unsigned i = 0; i < RECORDS; i++)
		good &= record_is(&store, &cache, &records[i]);
	ok(good, "%s: read in order", name);
	for (unsigned i = RECORDS; i-- > 0;)
		good &= record_is(&store, &cache, &records[i]);
	ok(good, "%s: read from the end", name);
	for (unsigned i = 0; i < 2000; i++)
		good &= record_is(&store, &cache, &records[draw(RECORDS)]);
	ok(good, "%s: read here and there", name);
	ok(store_check(&store, &cache, &err) == STATUS_OK, "%s: sound", name);
	ok(store_get(&store, &cache, records[RECORDS - 1].block, 1 << 30, &got, &err) == STATUS_CORRUPT
	   && store_get(&store, &cache, records[RECORDS - 1].block + 1, 0, &got, &err) == STATUS_CORRUPT,
	   "%s: places outside are refused", name);
	store_cache_release(&cache);
	store_release(&store);
}

static bool
same_files(const char *folder, const char *first, const char *second)
{
	char command[400];

	snprintf(command, sizeof(command), "cmp -s %s/%s %s/%s", folder, first, folder, second);
	return system(command) == 0;
}

/* Against adding up in an array. */
static void
test_doc_counts(void)
{
	static uint32_t wanted[20000];
	struct doc_counts counts;
	struct error err = ERROR_INIT;
	struct buf out = BUF_INIT;
	bool good = doc_counts_init(&counts, 20000, &err) == STATUS_OK;

	for (int round = 0; round < 3; round++) {
		const uint32_t *at;
		size_t count = 0;

		for (unsigned i = 0; i < 50u << 3 * round; i++) {
			uint32_t doc = round == 2 && i == 0 ? 19999 : draw(20000), more = 1 + draw(5);

			wanted[doc] += more;
			doc_counts_add(&counts, doc, more);
		}
		buf_clear(&out);
		doc_counts_take(&counts, &out);
		at = (const uint32_t *)(const void *)out.data;
		for (uint32_t doc = 0; doc < 20000; doc++) {
			if (!wanted[doc])
				continue;
			good = good && 2 * count < out.len / sizeof(*at) && at[2 * count] == doc && at[2 * count + 1] == wanted[doc];
			count++;
			wanted[doc] = 0;
		}
		good &= out.len == 2 * count * sizeof(*at);
	}
	ok(good, "counts by document are added up and come in order");
	doc_counts_release(&counts);
	buf_release(&out);
}

int
main(void)
{
	struct store_options options = { 100000, { 5, 0 }, 1 };
	char folder[] = "/tmp/newsdex-store.XXXXXX", command[100];
	struct record records[RECORDS];
	struct error err = ERROR_INIT;

	if (!mkdtemp(folder))
		return 1;
	records_make(records);
	ok(store_make(folder, "one", records, &options, &err) == STATUS_OK, "packed by one thread");
	test_read(folder, "one", records);
	options.threads = 3;
	ok(store_make(folder, "three", records, &options, &err) == STATUS_OK, "packed by three");
	ok(same_files(folder, "one", "three"), "both are the same");
	options = (struct store_options){ 600000, { 1, 16 }, 2 };
	ok(store_make(folder, "large", records, &options, &err) == STATUS_OK, "in larger blocks");
	test_read(folder, "large", records);
	test_doc_counts();
	for (unsigned i = 0; i < RECORDS; i++)
		free((void *)(uintptr_t)records[i].text.ptr);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	ok(system(command) == 0, "cleared away");
	return tap_done();
}
