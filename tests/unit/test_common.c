#include "tests/tap.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"
#include "common/file.h"
#include "common/hash.h"
#include "common/table.h"
#include "common/utf8.h"
#include "common/varint.h"

static void
test_error(void)
{
	struct error err = ERROR_INIT;

	is_int(error_set(&err, STATUS_CORRUPT, "here", "bad %d", 7), STATUS_CORRUPT, "error_set answers its status");
	error_set(&err, STATUS_IO, "there", "later");
	is_str(err.place, "here", "the first error is kept");
	is_str(err.reason, "bad 7", "reason is formatted");
	error_clear(&err);
	is_int(error_set_errno(&err, "x", "cannot open", ENOENT), STATUS_NOTFOUND, "ENOENT is not found");
	is_int(error_set(NULL, STATUS_IO, NULL, "unheard"), STATUS_IO, "a NULL record is allowed");
}

static void
test_varint(void)
{
	const uint64_t values[] = { 0, 1, 127, 128, 300, 16383, 16384, UINT32_MAX, UINT64_MAX };
	unsigned char bytes[VARINT_MAX], bad[11];
	uint64_t back;
	bool same = true;

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		size_t len = varint_put(bytes, values[i]);

		same &= varint_get(bytes, bytes + len, &back) == len && back == values[i];
		same &= varint_get(bytes, bytes + len - 1, &back) == 0;
	}
	ok(same, "varints come back, and a cut one does not");
	memset(bad, 0xFF, sizeof(bad));
	is_int((int64_t)varint_get(bad, bad + sizeof(bad), &back), 0, "an endless varint is refused");
	bad[9] = 2;
	is_int((int64_t)varint_get(bad, bad + sizeof(bad), &back), 0, "a varint over 64 bits is refused");
}

static void
test_buf(void)
{
	struct buf buf = BUF_INIT;

	for (int i = 0; i < 1000; i++)
		buf_append_format(&buf, "%d,", i);
	is_int((int64_t)buf.len, 3890, "appends add up");
	ok(strncmp(buf_string(&buf), "0,1,2,", 6) == 0, "contents in order");
	buf_reserve(&buf, SIZE_MAX - 10);
	is_int(buf_status(&buf), STATUS_NOMEM, "an impossible size is out of memory");
	buf_append_string(&buf, "x");
	is_int((int64_t)buf.len, 3890, "a failed buffer stays as it was");
	buf_release(&buf);
}

static void
test_arena(void)
{
	struct arena arena = ARENA_INIT;
	struct buf buf = BUF_INIT;
	bool aligned = true;

	for (size_t i = 1; i < 3000; i++) {
		char *bytes = arena_alloc(&arena, i);

		aligned &= (uintptr_t)bytes % 16 == 0;
		memset(bytes, 1, i);
	}
	ok(aligned, "arena memory is aligned");
	is_bytes(arena_copy(&arena, SPAN("Huawei")).ptr, 6, "Huawei", "copies hold");
	buf_append_string(&buf, "Huawei");
	is_bytes(arena_take(&arena, &buf).ptr, 6, "Huawei", "so does what a buffer held");
	ok(!buf.data && !arena_take(&arena, &buf).ptr, "which is empty then, and empty is none");
	buf.failed = true;
	ok(!arena_take(&arena, &buf).ptr && !buf.failed, "a failed one is none");
	ok(!arena_zalloc(&arena, SIZE_MAX, 2), "an overflowing product is refused");
	arena_clear(&arena);
	ok(arena.blocks && arena.used == 0, "clear keeps a block");
	arena_release(&arena);
}

static void
test_table(void)
{
	struct table table;
	char key[32];
	bool good = true, added;

	table_init(&table);
	for (unsigned i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "word%u", i);
		good &= table_put(&table, span_from_string(key), &added) == i && added;
	}
	for (unsigned i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "word%u", i);
		good &= table_put(&table, span_from_string(key), &added) == i && !added;
		good &= span_equal(table_key(&table, i), span_from_string(key));
	}
	ok(good, "5,000 keys keep their numbers");
	ok(table_get(&table, SPAN("absent")) == TABLE_NONE, "an absent key has none");
	table_clear(&table);
	ok(table_get(&table, SPAN("word1")) == TABLE_NONE, "a cleared table is empty");
	table_release(&table);
}

static void
test_utf8(void)
{
	struct buf out = BUF_INIT;
	bool good = true;

	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		char bytes[4];
		size_t len = utf8_encode(bytes, code), back;
		uint32_t want = code >= 0xD800 && code <= 0xDFFF ? UTF8_REPLACEMENT : code;

		good &= utf8_decode(bytes, bytes + len, &back) == want && back == len;
	}
	ok(good, "every code point survives");
	ok(!utf8_valid(SPAN("\xC0\x80")) && !utf8_valid(SPAN("\xED\xA0\x80")) &&
	   !utf8_valid(SPAN("\xF4\x90\x80\x80")) && !utf8_valid(SPAN("caf\xC3")),
	   "overlong forms, surrogates, too large and cut sequences are invalid");
	utf8_append_valid(&out, SPAN("a\xFF" "b\xE9"));
	is_str(buf_string(&out), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD", "invalid bytes are replaced");
	is_int((int64_t)utf8_count(SPAN("caf\xC3\xA9 \xE4\xB8\xAD")), 6, "code points are counted");
	buf_release(&out);
}

static void
test_file(void)
{
	char folder[] = "/tmp/newsdex-common-XXXXXX", path[64];
	struct error err = ERROR_INIT;
	struct buf data = BUF_INIT;
	struct file_map map;

	if (!mkdtemp(folder)) {
		ok(false, "temporary folder");
		return;
	}
	snprintf(path, sizeof(path), "%s/file", folder);
	is_int(file_map_open(&map, path, &err), STATUS_NOTFOUND, "a missing file is not found");
	error_clear(&err);
	is_int(file_replace(path, SPAN("one"), &err), STATUS_OK, "a file is written");
	is_int(file_replace(path, SPAN("second"), &err), STATUS_OK, "and replaced");
	is_int(file_read(path, 100, &data, &err), STATUS_OK, "and read");
	is_str(buf_string(&data), "second", "with its contents");
	is_int(file_read(path, 3, &data, &err), STATUS_LIMIT, "a limit holds");
	error_clear(&err);
	is_int(file_map_open(&map, path, &err), STATUS_OK, "and mapped");
	is_bytes(map.data.ptr, map.data.len, "second", "with its contents");
	file_map_release(&map);
	is_int(file_replace("/nonexistent/x", SPAN("x"), &err), STATUS_NOTFOUND, "no folder, no file");
	error_clear(&err);
	is_int(file_remove_tree(folder, &err), STATUS_OK, "a tree is removed");
	ok(access(folder, F_OK) < 0, "and gone");
	is_int(file_remove_tree(folder, &err), STATUS_OK, "removing nothing is no error");
	buf_release(&data);
}

int
main(void)
{
	test_error();
	test_varint();
	test_buf();
	test_arena();
	test_table();
	test_utf8();
	test_file();
	return tap_done();
}
