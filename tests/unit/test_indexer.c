#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "indexer/files.h"
#include "indexer/output.h"
#include "indexer/paths.h"
#include "indexer/queue.h"
#include "tests/tap.h"

static void
check_absolute(const char *path, const char *want)
{
	struct buf got = BUF_INIT;
	struct error err = ERROR_INIT;
	enum status status = path_absolute(span_from_string(path), &got, &err);

	is_str(status == STATUS_OK ? buf_string(&got) : err.reason, want, path);
	buf_release(&got);
}

static void
test_absolute(void)
{
	check_absolute("/a/b", "/a/b");
	check_absolute("//a///b/", "/a/b");
	check_absolute("/a/./b/.", "/a/b");
	check_absolute("/", "/");
	check_absolute("/.", "/");
	check_absolute("/a/..b", "/a/..b");
	check_absolute("/usr/bin/../lib/.", "/usr/lib");
	check_absolute("/a/.../b..", "/a/.../b..");
	check_absolute("x", "/x");
	check_absolute(".", "/");
	check_absolute("", "an empty path");
}

static void
test_lists(const char *folder)
{
	struct paths paths = PATHS_INIT;
	struct error err = ERROR_INIT;
	struct buf got = BUF_INIT;
	struct span path;
	char lines[256], at[260], nuls[256];
	enum status status;

	snprintf(lines, sizeof(lines), "%s/lines", folder);
	snprintf(nuls, sizeof(nuls), "%s/nuls", folder);
	snprintf(at, sizeof(at), "@%s", lines);
	file_replace(lines, SPAN("/a\n\n/b c\r\n-"), NULL);
	file_replace(nuls, span_from("/d\ne\0/f", 7), NULL);
	paths_add(&paths, "/", NULL);
	paths_add(&paths, at, NULL);
	paths_add(&paths, "@/nonexistent", NULL);
	paths_add(&paths, "/nonexistent", NULL);
	paths_add(&paths, "-", NULL);
	paths.files0 = nuls;
	while ((status = paths_next(&paths, &path, &err)) != STATUS_END) {
		buf_append_byte(&got, '[');
		buf_append_span(&got, status == STATUS_OK ? path : span_from_string(err.place));
		buf_append_byte(&got, ']');
		error_clear(&err);
	}
	is_str(buf_string(&got), "[/][/a][/b c][/-][/nonexistent][/nonexistent][-][/d\ne][/f]",
	       "arguments, a list, a list that is not there, a path that is not, standard input, paths with NUL");
	ok(!paths_repeat_stdin(&paths), "standard input once");
	paths_add(&paths, "@-", NULL);
	ok(paths_repeat_stdin(&paths), "standard input as articles and as list");
	ok(paths_present(&paths), "something is there");
	buf_release(&got);
	paths_release(&paths);
}

static void
check_record(size_t path_len)
{
	struct file_record record = {
		.stamp = { UINT64_MAX, -5, 77 }, .settings = UINT64_MAX - 1, .articles = 12, .skipped = 3, .shared = true,
	}, got = { 0 };
	struct buf name = BUF_INIT, key = BUF_INIT, value = BUF_INIT;
	struct span path = SPAN_NONE;

	for (size_t i = 0; i < path_len; i++)
		buf_append_byte(&name, i % 10 ? 'a' : '/');
	file_key(buf_span(&name), &key);
	file_record_encode(&record, buf_span(&name), &value);
	ok(key.len < 240, "a key of %zu bytes", key.len);
	ok(file_record_decode(buf_span(&key), buf_span(&value), &got, &path), "a record is read back");
	ok(memcmp(&got.stamp, &record.stamp, sizeof(got.stamp)) == 0 && got.settings == record.settings &&
	   got.articles == 12 && got.skipped == 3 && got.shared, "all its numbers");
	ok(span_equal(path, buf_span(&name)), "and the path of %zu bytes", path_len);
	ok(!file_record_decode(buf_span(&key), SPAN("2 1 1 1 1 1 1 0"), &got, &path), "another version is no record");
	ok(!file_record_decode(buf_span(&key), SPAN("1 1 1"), &got, &path), "nor are too few numbers");
	buf_release(&value);
	buf_release(&key);
	buf_release(&name);
}

static void
test_tracking(void)
{
	struct files files;
	struct file_record counts = { .articles = 2 }, record = { .stamp = { 1, 2, 3 } };
	struct tracked_file *file;

	files_init(&files, false);
	file = files_begin(&files, SPAN("/a"), &record, false, 0);
	files_begin_chunk(&files, file);
	files_begin_chunk(&files, file);
	files_end_chunk(&files, file, &counts, NULL, 0, FILE_WHOLE);
	is_int((int64_t)files.done_count, 0, "a file with a chunk on its way is not done");
	files_end(&files, file, FILE_WHOLE);
	is_int((int64_t)files.done_count, 0, "nor once its last chunk was handed out");
	files_end_chunk(&files, file, &counts, NULL, 0, FILE_WHOLE);
	is_int((int64_t)files.done_count, 1, "but when that one is done too");
	is_int((int64_t)files.done->record.articles, 4, "with the articles of all its chunks");
	file = files_begin(&files, SPAN("/b"), &record, false, 100);
	files_begin_chunk(&files, file);
	files_end(&files, file, FILE_WHOLE);
	files_end_chunk(&files, file, &counts, NULL, 0, FILE_DROPPED);
	is_int((int64_t)files.done_count, 1, "a file that was not read to its end gets no record");
	files_release(&files);
}

/* Files of 100 bytes each, one behind another; two are being read still. */
static void
test_sharing(void)
{
	uint64_t sequences[] = { 250, 100, 299, 599, 0 };
	struct file_record record = { .articles = 0 };
	struct tracked_file *list[6];
	struct files files;
	bool shared[6];

	files_init(&files, false);
	for (unsigned i = 0; i < 6; i++) {
		char name[] = { '/', (char)('a' + i), 0 };

		list[i] = files_begin(&files, span_from_string(name), &record, false, 100 * (uint64_t)i);
		if (i != 2 && i != 5)
			files_end(&files, list[i], FILE_WHOLE);
	}
	is_int(files_share(&files, NULL, 0, NULL), STATUS_OK, "no article is shared");
	is_int(files_share(&files, sequences, 4, NULL), STATUS_OK, "some are");
	for (unsigned i = 0; i < 6; i++)
		shared[i] = list[i]->record.shared;
	ok(!shared[0] && shared[1] && shared[2] && !shared[3] && !shared[4] && shared[5],
	   "and so are the files that hold them, read or being read");
	list[3]->sequence = list[4]->sequence;
	sequences[0] = 450;
	is_int(files_share(&files, sequences, 1, NULL), STATUS_OK, "one more is");
	ok(list[3]->record.shared && list[4]->record.shared, "of two files in one place nobody knows which has it");
	files_end(&files, list[2], FILE_WHOLE);
	files_end(&files, list[5], FILE_WHOLE);
	files_release(&files);
}

static void
test_output(const char *folder)
{
	static const uint64_t order[] = { 2, 0, 3, 1 };
	struct output output;
	struct error err = ERROR_INIT;
	struct buf text = BUF_INIT;
	char path[256];

	snprintf(path, sizeof(path), "%s/rejects", folder);
	output_open(&output, 0, path, &err);
	for (size_t i = 0; i < 4; i++) {
		struct outcome *outcome = outcome_new(order[i]);

		outcome_skip(&output, outcome, SPAN("caf\xC3\xA9\xFF"), order[i] == 3 ? ERROR_NO_OFFSET : order[i],
		             order[i] == 3 ? OUTPUT_NO_NUMBER : order[i] + 1, "bad \"quote\"");
		output_give(&output, outcome);
	}
	is_int(output_close(&output, &err), STATUS_OK, "rejects are written");
	file_read(path, 10000, &text, NULL);
	is_str(buf_string(&text),
	       "{\"path\":\"caf\xC3\xA9\xEF\xBF\xBD\",\"offset\":0,\"number\":1,\"reason\":\"bad \\\"quote\\\"\"}\n"
	       "{\"path\":\"caf\xC3\xA9\xEF\xBF\xBD\",\"offset\":1,\"number\":2,\"reason\":\"bad \\\"quote\\\"\"}\n"
	       "{\"path\":\"caf\xC3\xA9\xEF\xBF\xBD\",\"offset\":2,\"number\":3,\"reason\":\"bad \\\"quote\\\"\"}\n"
	       "{\"path\":\"caf\xC3\xA9\xEF\xBF\xBD\",\"offset\":null,\"number\":null,\"reason\":\"bad \\\"quote\\\"\"}\n",
	       "in the order of the input");
	buf_release(&text);
	ok(output_open(&output, 0, "/nonexistent/x", &err) < 0, "a file that cannot be made is an error");
}

static void
test_queue(void)
{
	struct queue queue;
	struct work *work;

	queue_init(&queue, 1, 2);
	work = calloc(1, sizeof(*work));
	ok(queue_put(&queue, work), "one piece always fits");
	ok(queue_take(&queue) == work, "and comes out");
	work_free(work);
	queue_close(&queue);
	ok(queue_take(&queue) == NULL, "a closed queue ends");
	queue_stop(&queue);
	work = calloc(1, sizeof(*work));
	ok(!queue_put(&queue, work), "a stopped one takes nothing");
	work_free(work);
	queue_release(&queue);
}

int
main(void)
{
	char folder[] = "/tmp/newsdex-indexer-XXXXXX";

	if (!mkdtemp(folder) || chdir("/") < 0)
		return 99;
	test_absolute();
	test_lists(folder);
	check_record(30);
	check_record(200);
	check_record(201);
	check_record(4000);
	test_tracking();
	test_sharing();
	test_output(folder);
	test_queue();
	file_remove_tree(folder, NULL);
	return tap_done();
}
