#include "tests/tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/unit/input_run.h"

/* DATA as gzip; CUT bytes are left out at the end. */
static void
put_gzip(const char *name, struct span data, size_t cut, bool append)
{
	unsigned char out[65536];
	z_stream stream = { 0 };
	int fd = open(at(name), O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC), 0644);

	deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	stream.next_in = (unsigned char *)(uintptr_t)data.ptr;
	stream.avail_in = (uInt)data.len;
	stream.next_out = out;
	stream.avail_out = sizeof(out);
	deflate(&stream, Z_FINISH);
	file_write_all(fd, out, sizeof(out) - stream.avail_out - cut, name, NULL);
	deflateEnd(&stream);
	close(fd);
}

static void
test_files(void)
{
	struct input_options options = { 0 };

	put("a.jsonl", SPAN("{\"title\": \"A\"}\n{\"title\": \"B\"}\n"));
	is_str(run(&options, at("a.jsonl")), "a.jsonl#1 a.jsonl#2 [last] ", "a file");
	put("empty", SPAN(""));
	is_str(run(&options, at("empty")), "(empty: an empty file) ", "an empty one");
	put("binary", SPAN("\x7f" "ELF\0\0\0\x01\x02"));
	is_str(run(&options, at("binary")), "(binary: not a known format: a program) ", "a program");
	is_str(run(&options, at("nowhere")), "(nowhere: cannot open: No such file or directory) ", "none");
	put_gzip("b.gz", SPAN("{\"title\": \"A\"}\n"), 0, false);
	put_gzip("b.gz", SPAN("{\"title\": \"B\"}\n{\"title\": \"C\"}\n"), 0, true);
	is_str(run(&options, at("b.gz")), "b.gz#1 b.gz#2 b.gz#3 [last] ", "two gzip members");
	put_gzip("cut.gz", SPAN("{\"title\": \"A\"}\n{\"title\": \"B\"}\n"), 9, false);
	is_str(run(&options, at("cut.gz")), "cut.gz#1 cut.gz#2 (cut.gz: gzip: the compressed data is cut short) ",
	       "gzip that is cut short");
	put_gzip("more.gz", SPAN("{\"title\": \"A\"}\n"), 0, false);
	{
		int fd = open(at("more.gz"), O_WRONLY | O_APPEND);

		file_write_all(fd, "\0\0\0junk", 7, "more.gz", NULL);
		close(fd);
	}
	is_str(run(&options, at("more.gz")), "more.gz#1 (more.gz: gzip: something else follows the compressed data) ",
	       "gzip with something behind it");
	put_gzip("empty.gz", SPAN(""), 0, false);
	is_str(run(&options, at("empty.gz")), "(empty.gz: an empty file) ", "nothing, compressed");
}

static void
test_chunks(void)
{
	struct input_options options = { .chunk_size = 65536 };
	struct buf text = BUF_INIT, want = BUF_INIT;

	for (int i = 1; i <= 5000; i++) {
		buf_append_format(&text, "{\"title\": \"article %d\", \"body\": \"%0*d\"}\n", i, i % 400, 0);
		buf_append_format(&want, "many.jsonl#%d ", i);
	}
	buf_append_string(&want, "[last] ");
	put("many.jsonl", buf_span(&text));
	is_str(run(&options, at("many.jsonl")), buf_string(&want), "numbers go on from chunk to chunk");

	buf_clear(&text);
	buf_append_string(&text, "[");
	for (int i = 1; i <= 5000; i++)
		buf_append_format(&text, "%s{\"title\": \"article %d\", \"body\": \"%0*d\"}", i > 1 ? ",\n" : "", i, i % 400, 0);
	buf_append_string(&text, "]");
	put("many.jsonl", buf_span(&text));
	is_str(run(&options, at("many.jsonl")), buf_string(&want), "in a list too");

	buf_clear(&text);
	buf_append_format(&text, "{\"title\": \"A\"}\n{\"title\": \"%0200000d\"}\n{\"title\": \"C\"}\n", 0);
	put("long.jsonl", buf_span(&text));
	is_str(run(&options, at("long.jsonl")), "long.jsonl#1 long.jsonl#2 long.jsonl#3 [last] ", "a record longer than a chunk");
	options.spill = folder;
	options.spill_least = 100000;
	is_str(run(&options, at("long.jsonl")), "long.jsonl#1 long.jsonl#2 long.jsonl#3 [last] ", "one that lies in a file");
	options.spill = at("nowhere");
	is_str(run(&options, at("long.jsonl")), "long.jsonl#1 long.jsonl#2 long.jsonl#3 [last] ", "one for which there is no file");
	options.spill = NULL;
	options.reader.record_limit = 100000;
	is_str(run(&options, at("long.jsonl")),
	       "long.jsonl#1 (long.jsonl: a record of more than 100000 bytes) long.jsonl#3 [last] ",
	       "a record longer than the limit is skipped");
	put("long.txt", span_from(text.data + 20, text.len - 20));
	options.reader.format = format_find(SPAN("text"));
	is_str(run(&options, at("long.txt")), "(long.txt: a record of more than 100000 bytes) ", "a whole file too long");
	buf_release(&text);
	buf_release(&want);
}

static bool
skip_a(void *context, struct span path, const struct file_stamp *stamp)
{
	++*(int *)context;
	return memmem(path.ptr, path.len, "/a", 2) != NULL && stamp->size == 14;
}

static void
test_walk(void)
{
	int asked = 0;
	struct input_options options = { .skip = skip_a, .context = &asked };
	struct span text = SPAN("{\"title\": \"A\"}");

	mkdir(at("tree"), 0755);
	mkdir(at("tree/sub"), 0755);
	mkdir(at("tree/B"), 0755);
	put("tree/sub/x", text);
	put("tree/B/y", text);
	put("tree/a", text);
	put("tree/.hidden", text);
	put("tree/c", text);
	mkfifo(at("tree/fifo"), 0644);
	if (symlink("c", at("tree/link")) || symlink("..", at("tree/sub/up")))
		ok(false, "links can be made");
	is_str(run(&options, at("tree")),
	       "tree/B/y#1 [last] tree/c#1 [last] (fifo: a FIFO, not read) (link: a link, not read) "
	       "(up: a link, not read) tree/sub/x#1 [last] ", "a folder in byte order");
	is_int(asked, 4, "each file is asked for once");
	options.skip = NULL;
	is_str(run(&options, at("tree/link")), "tree/link#1 [last] ", "a link that was given is followed");
	options.follow_links = true;
	is_str(run(&options, at("tree")),
	       "tree/B/y#1 [last] tree/a#1 [last] tree/c#1 [last] (fifo: a FIFO, not read) tree/link#1 [last] "
	       "(up: this folder contains itself) tree/sub/x#1 [last] ", "links below, when asked for; no circles");
	is_str(run(&options, at("tree/fifo")), "(fifo: a FIFO, not read) ", "a FIFO that was given");
	is_str(run(&options, "/dev/null"), "(null: a device, not read) ", "a device");
	if (geteuid() != 0) {
		chmod(at("tree/sub"), 0);
		is_str(run(&options, at("tree/sub")), "(sub: cannot open the folder: Permission denied) ", "an unreadable folder");
		chmod(at("tree/sub"), 0755);
	} else {
		tap_skip("root reads every folder");
	}
}

static void
test_stdin(void)
{
	struct input_options options = { 0 };
	int ends[2];

	if (pipe(ends) < 0)
		return;
	file_write_all(ends[1], "{\"title\": \"A\"}\n{\"title\": \"B\"}", 29, "pipe", NULL);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	is_str(run(&options, "-"), "-#1 -#2 [last] ", "standard input");
}

int
main(void)
{
	if (!mkdtemp(folder))
		return 1;
	test_files();
	test_chunks();
	test_walk();
	test_stdin();
	file_remove_tree(folder, NULL);
	return tap_done();
}
