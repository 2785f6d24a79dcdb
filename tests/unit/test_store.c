/* Stored articles come out as they went in, in any order of asking; how many
 * threads packed them changes no byte. */
#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "index/segment/doc_counts.h"
#include "index/segment/store_scan.h"
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
           struct span dictionary, struct error *err)
{
	struct store_writer writer = STORE_WRITER_INIT;
	enum status status = store_writer_open(&writer, folder, name, options, err);

	if (status == STATUS_OK)
		status = store_writer_dictionary(&writer, dictionary, err);
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

/* All blocks of one store behind an article in another: the dictionary is still found. */
static void
test_copy(const char *folder, const char *name, struct record *records)
{
	struct store_options options = STORE_USUAL;
	struct store_writer writer = STORE_WRITER_INIT;
	struct error err = ERROR_INIT;
	struct store store;
	uint32_t block, offset;
	bool good = store_open(&store, folder, name, &err) == STATUS_OK
		&& store_writer_open(&writer, folder, "copy", &options, &err) == STATUS_OK
		&& store_writer_add(&writer, SPAN("first"), SPAN_NONE, &block, &offset, &err) == STATUS_OK
		&& store_writer_end_block(&writer, &err) == STATUS_OK;

	for (uint32_t i = 0; good && i < store.blocks; i++) {
		struct span bytes;

		good = store_block_bytes(&store, i, &bytes, &err) == STATUS_OK && store_writer_copy(&writer, bytes, &err) == STATUS_OK;
	}
	ok(good && store_writer_finish(&writer, NULL, &err) == STATUS_OK, "blocks are copied");
	store_writer_release(&writer);
	store_release(&store);
	for (unsigned i = 0; i < RECORDS; i++)
		records[i].block++;
	test_read(folder, "copy", records);
	for (unsigned i = 0; i < RECORDS; i++)
		records[i].block--;
}

/* Records that a scan of FOLDER/NAME finds and that are as they were. */
static unsigned
scan_count(const char *folder, const char *name, const struct record *records)
{
	struct error err = ERROR_INIT;
	struct store_scan scan;
	struct span record;
	unsigned next = 0, good = 0;

	if (store_scan_open(&scan, folder, name, &err) < 0)
		return 0;
	while (store_scan_next(&scan, &record, &err) == STATUS_OK) {
		unsigned i = next;

		while (i < RECORDS && !span_equal(records[i].text, record))
			i++;
		good += i < RECORDS;
		next = i < RECORDS ? i + 1 : next;
	}
	store_scan_release(&scan);
	return good;
}

/* One byte of the dictionary is wrong: nothing is read, and a scan saves what
 * does not need that byte, and nothing false. */
static void
test_damaged_dictionary(const char *folder, const char *name, const struct record *records)
{
	struct error err = ERROR_INIT;
	struct store_cache cache = STORE_CACHE_INIT;
	struct store store;
	char path[100], command[300];
	unsigned saved;

	is_int(scan_count(folder, name, records), RECORDS, "a scan finds all");
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	snprintf(command, sizeof(command), "printf '~' | dd of=%s bs=1 seek=%d conv=notrunc 2>/dev/null", path,
	         FORMAT_HEAD_SIZE + STORE_HEAD_SIZE + 2000);
	ok(system(command) == 0 && store_open(&store, folder, name, &err) == STATUS_OK, "a byte of the dictionary is changed");
	ok(!record_is(&store, &cache, &records[0]), "then nothing is read");
	ok(store_check(&store, &cache, NULL) == STATUS_CORRUPT, "a check finds it");
	store_cache_release(&cache);
	store_release(&store);
	saved = scan_count(folder, name, records);
	ok(saved > RECORDS / 4, "a scan saves %u of %d", saved, RECORDS);
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
	struct span dictionary;

	if (!mkdtemp(folder))
		return 1;
	records_make(records);
	dictionary = span_from(records[1].text.ptr, records[1].text.len < 5000 ? records[1].text.len : 5000);
	ok(store_make(folder, "one", records, &options, SPAN_NONE, &err) == STATUS_OK, "packed by one thread");
	test_read(folder, "one", records);
	options.threads = 3;
	ok(store_make(folder, "three", records, &options, SPAN_NONE, &err) == STATUS_OK, "packed by three");
	ok(same_files(folder, "one", "three"), "both are the same");
	options = (struct store_options){ 600000, { 1, 16 }, 2 };
	ok(store_make(folder, "large", records, &options, SPAN_NONE, &err) == STATUS_OK, "in larger blocks");
	test_read(folder, "large", records);
	options = (struct store_options){ 100000, { 12, 0 }, 1 };
	ok(store_make(folder, "dictionary", records, &options, dictionary, &err) == STATUS_OK, "with a dictionary");
	test_read(folder, "dictionary", records);
	options.threads = 3;
	ok(store_make(folder, "threads", records, &options, dictionary, &err) == STATUS_OK, "by three");
	ok(same_files(folder, "dictionary", "threads"), "both are the same");
	test_copy(folder, "dictionary", records);
	test_damaged_dictionary(folder, "dictionary", records);
	test_doc_counts();
	for (unsigned i = 0; i < RECORDS; i++)
		free((void *)(uintptr_t)records[i].text.ptr);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	ok(system(command) == 0, "cleared away");
	return tap_done();
}
