/* Archives of every kind, made by libarchive, whole and damaged. */
#include "tests/tap.h"

#include <archive.h>
#include <archive_entry.h>
#include <lzma.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/input_run.h"

struct file {
	const char *name;
	struct span data;
};

static const struct file news[] = {
	{ "news/", SPAN_NONE },
	{ "news/a.jsonl", SPAN("{\"title\": \"A\"}\n{\"title\": \"B\"}\n") },
	{ "news/.hidden", SPAN("{\"title\": \"no\"}\n") },
	{ "__MACOSX/._a", SPAN("{\"title\": \"no\"}\n") },
	{ "./news/b.txt", SPAN("A bridge opens\n\nThe harbour bridge opened on Monday.\n") },
	{ "news/c.jpg", SPAN("\xFF\xD8\xFF\xE0 picture") },
	{ "news/empty", SPAN("") },
	{ "/news/d.jsonl", SPAN("{\"title\": \"D\"}\n") },
	{ NULL, SPAN_NONE },
};

#define NEWS(archive) archive "/news/a.jsonl#1 " archive "/news/a.jsonl#2 " archive "/news/b.txt#1 " \
	"(c.jpg: not a known format: a JPEG picture) (empty: an empty file) " archive "/news/d.jsonl#1 "

static void
add_file(struct archive *archive, const char *name, struct span data)
{
	struct archive_entry *entry = archive_entry_new();
	bool is_folder = name[strlen(name) - 1] == '/';

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, is_folder ? AE_IFDIR : AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)data.len);
	archive_write_header(archive, entry);
	if (data.len)
		archive_write_data(archive, data.ptr, data.len);
	archive_entry_free(entry);
}

/* Writes FILES as KIND ("zip", "ustar", "cpio", "raw") through FILTER. */
static void
pack(const char *name, int kind, int filter, const struct file *files)
{
	struct archive *archive = archive_write_new();

	archive_write_set_format(archive, kind);
	archive_write_add_filter(archive, filter);
	archive_write_set_bytes_in_last_block(archive, 1);
	archive_write_open_filename(archive, at(name));
	for (; files->name; files++)
		add_file(archive, files->name, files->data);
	archive_write_free(archive);
}

static struct span
slurp(const char *name)
{
	static struct buf data[2];
	static unsigned turn;
	struct buf *out = &data[turn++ % 2];

	buf_clear(out);
	file_read(at(name), SIZE_MAX, out, NULL);
	return buf_span(out);
}

static void
like(const char *got, const char *want, const char *what)
{
	if (!ok(strstr(got, want) != NULL, "%s", what))
		printf("# got  %.2000s\n# like %s\n", got, want);
}

static void
test_kinds(void)
{
	static const struct { const char *name; int kind, filter; } kinds[] = {
		{ "n", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE },
		{ "n", ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_GZIP },
		{ "n", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_ZSTD },
		{ "n", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ },
		{ "n", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_BZIP2 },
		{ "n", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_COMPRESS },
		{ "n", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_LZ4 },
		{ "n", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_LZIP },
		{ "n", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
		{ "n", ARCHIVE_FORMAT_CPIO_POSIX, ARCHIVE_FILTER_NONE },
		{ "n", ARCHIVE_FORMAT_CPIO_SVR4_NOCRC, ARCHIVE_FILTER_NONE },
	};
	struct input_options options = { 0 };
	char what[64];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		pack(kinds[i].name, kinds[i].kind, kinds[i].filter, news);
		snprintf(what, sizeof(what), "format %x, filter %d", (unsigned)kinds[i].kind, kinds[i].filter);
		is_str(run(&options, at("n")), NEWS("n") "[last] ", what);
	}
}

static void
test_streams(void)
{
	static const struct file one[] = { { "x", SPAN("{\"title\": \"A\"}\n{\"title\": \"B\"}\n") }, { NULL, SPAN_NONE } };
	static const int filters[] = {
		ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_COMPRESS, ARCHIVE_FILTER_LZ4, ARCHIVE_FILTER_LZIP,
	};
	struct input_options options = { 0 };
	char what[64];

	for (size_t i = 0; i < sizeof(filters) / sizeof(*filters); i++) {
		struct span packed;

		pack("a.jsonl", ARCHIVE_FORMAT_RAW, filters[i], one);
		snprintf(what, sizeof(what), "filter %d keeps the file's name", filters[i]);
		is_str(run(&options, at("a.jsonl")), "a.jsonl#1 a.jsonl#2 [last] ", what);
		packed = slurp("a.jsonl");
		put("cut", span_from(packed.ptr, packed.len - 5));
		/* A .Z has neither length nor checksum. */
		if (filters[i] == ARCHIVE_FILTER_COMPRESS)
			continue;
		snprintf(what, sizeof(what), "filter %d, cut short", filters[i]);
		like(run(&options, at("cut")), "(cut: ", what);
	}
}

/* Archives that ask for more memory than there is. */
static void
test_dictionaries(void)
{
	static const struct file one[] = { { "x", SPAN("{\"title\": \"A\"}\n") }, { NULL, SPAN_NONE } };
	struct input_options options = { 0 };
	struct span packed;
	char *bytes;
	size_t len;
	uint32_t sum;

	pack("d.xz", ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, one);
	packed = slurp("d.xz");
	bytes = (char *)(uintptr_t)packed.ptr;
	/* The first block's header: its length, no sizes, one filter (LZMA2), its dictionary; a sum at its end. */
	len = 4 * (size_t)(unsigned char)bytes[12];
	ok(packed.len > 16 + len && bytes[13] == 0 && bytes[14] == 0x21, "an xz as it is thought to be");
	bytes[16] = 37;
	sum = lzma_crc32((const uint8_t *)bytes + 12, len, 0);
	for (int i = 0; i < 4; i++)
		bytes[12 + len + (size_t)i] = (char)(sum >> 8 * i & 0xFF);
	put("d.xz", packed);
	like(run(&options, at("d.xz")), "(d.xz: xz: unpacking wants 1536 MB of memory, more than 256)", "an xz with a dictionary of 1.5 GB");

	pack("d.lz", ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_LZIP, one);
	packed = slurp("d.lz");
	bytes = (char *)(uintptr_t)packed.ptr;
	bytes[5] = 29;
	put("d.lz", packed);
	like(run(&options, at("d.lz")), "(d.lz: lzip: unpacking wants 512 MB of memory, more than 256)", "an lzip with one of 512 MB");
	/* Magic, a frame of one segment without a checksum, 1.5 GB of content and so of window. */
	put("d.zst", SPAN("\x28\xB5\x2F\xFD\xA0\0\0\0\x60\1\0\0"));
	like(run(&options, at("d.zst")), "too much memory", "a zstd with a window of 1.5 GB");
}

static void
test_nested(void)
{
	struct input_options options = { 0 };
	struct file files[3] = { { "in.zip", SPAN_NONE }, { "a.jsonl", SPAN("{\"title\": \"A\"}\n") }, { NULL, SPAN_NONE } };

	pack("in.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, news);
	files[0].data = slurp("in.zip");
	pack("mid.tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, files);
	is_str(run(&options, at("mid.tar.gz")), NEWS("mid.tar.gz/in.zip") "mid.tar.gz/a.jsonl#1 [last] ", "zip in tar in gzip");
	files[0] = (struct file){ "mid.tgz", slurp("mid.tar.gz") };
	pack("out.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, files);
	is_str(run(&options, at("out.zip")), NEWS("out.zip/mid.tgz/in.zip") "out.zip/mid.tgz/a.jsonl#1 out.zip/a.jsonl#1 [last] ",
	       "and that in zip");
	options.unpack.depth = 3;
	is_str(run(&options, at("out.zip")), "(in.zip: packed more than 3 deep (--unpack-depth)) "
	       "out.zip/mid.tgz/a.jsonl#1 out.zip/a.jsonl#1 [last] ", "not deeper than was said");
}

static void
test_damage(void)
{
	struct input_options options = { 0 };
	struct file files[3] = { { "in.tar", SPAN_NONE }, { "a.jsonl", SPAN("{\"title\": \"A\"}\n") }, { NULL, SPAN_NONE } };
	struct span whole;

	pack("n.tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, news);
	whole = slurp("n.tar");
	put("cut.tar", span_from(whole.ptr, 6 * 512 + 100));
	is_str(run(&options, at("cut.tar")), "cut.tar/news/a.jsonl#1 cut.tar/news/a.jsonl#2 "
	       "(cut.tar: tar: Truncated input file (needed 512 bytes, only 100 available)) ", "a tar that is cut short");
	files[0].data = slurp("cut.tar");
	pack("out.tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, files);
	is_str(run(&options, at("out.tar")), "out.tar/in.tar/news/a.jsonl#1 out.tar/in.tar/news/a.jsonl#2 "
	       "(in.tar: tar: Truncated input file (needed 512 bytes, only 100 available)) out.tar/a.jsonl#1 [last] ",
	       "in another, which goes on");
	pack("n.tgz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, news);
	whole = slurp("n.tgz");
	put("cut.tgz", span_from(whole.ptr, whole.len - 100));
	like(run(&options, at("cut.tgz")), "gzip: the compressed data is cut short", "a tar.gz that is cut short");
	pack("n.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, news);
	whole = slurp("n.zip");
	put("cut.zip", span_from(whole.ptr, whole.len / 3));
	like(run(&options, at("cut.zip")), "cut.zip/news/a.jsonl#1 cut.zip/news/a.jsonl#2 ", "a zip without its directory");
}

static void
test_refused(void)
{
	static const struct file docx[] = {
		{ "[Content_Types].xml", SPAN("<Types/>") }, { "word/document.xml", SPAN("<w:document/>") }, { NULL, SPAN_NONE },
	};
	struct input_options options = { 0 };
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	pack("a.docx", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, docx);
	is_str(run(&options, at("a.docx")), "(a.docx: an office document (DOCX, XLSX), not read) ", "an office document is one thing");
	archive_write_set_format_zip(archive);
	archive_write_set_options(archive, "zip:encryption=traditional");
	archive_write_set_passphrase(archive, "secret");
	archive_write_open_filename(archive, at("locked.zip"));
	add_file(archive, "a.jsonl", news[1].data);
	archive_write_free(archive);
	is_str(run(&options, at("locked.zip")), "(a.jsonl: encrypted, not read) [last] ", "an encrypted member");
	archive = archive_write_new();
	archive_write_set_format_ustar(archive);
	archive_write_open_filename(archive, at("links.tar"));
	archive_entry_set_pathname(entry, "link");
	archive_entry_set_filetype(entry, AE_IFLNK);
	archive_entry_set_symlink(entry, "/etc/passwd");
	archive_write_header(archive, entry);
	archive_entry_free(entry);
	archive_write_free(archive);
	is_str(run(&options, at("links.tar")), "(link: a link, not read) [last] ", "a link");
}

static void
test_bombs(void)
{
	struct input_options options = { 0 };
	struct file bomb[3] = { { "bomb.jsonl", SPAN_NONE }, { "b.jsonl", SPAN("{\"title\": \"B\"}\n") }, { NULL, SPAN_NONE } };
	char *zeros = calloc(1, 160 << 20);

	bomb[0].data = span_from(zeros, 160 << 20);
	pack("bomb.tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, bomb);
	is_str(run(&options, at("bomb.tar.gz")), "(bomb.jsonl: not a known format) "
	       "(bomb.tar.gz: unpacks to more times its size than 500 (--unpack-ratio); the rest of it is left out) ", "a bomb in tar.gz");
	pack("bomb.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, bomb);
	like(run(&options, at("bomb.zip")), "b.jsonl#1", "what is not read of a zip is not unpacked");
	options.unpack.ratio = 100000;
	is_str(run(&options, at("bomb.tar.gz")), "(bomb.jsonl: not a known format) bomb.tar.gz/b.jsonl#1 [last] ", "a ratio may be allowed");
	options.unpack.bytes = 100 << 20;
	like(run(&options, at("bomb.tar.gz")), "(bomb.tar.gz: unpacks to more bytes than 104857600 (--unpack-size); the rest of it is left out) ",
	     "the sum has a limit");
	options = (struct input_options){ .unpack.members = 2 };
	is_str(run(&options, at("n.tar")), "n.tar/news/a.jsonl#1 n.tar/news/a.jsonl#2 "
	       "(n.tar: has more members than 2 (--unpack-members); the rest of it is left out) ", "the number of members has one");
	free(zeros);
}

static void
test_sizes(void)
{
	struct input_options options = { .chunk_size = 65536 };
	struct buf text = BUF_INIT, want = BUF_INIT;
	struct file files[3] = { { "many.jsonl", SPAN_NONE }, { "b.jsonl", SPAN("{\"title\": \"B\"}\n") }, { NULL, SPAN_NONE } };

	for (int i = 1; i <= 5000; i++) {
		buf_append_format(&text, "{\"title\": \"article %d\", \"body\": \"%0*d\"}\n", i, i % 400, 0);
		buf_append_format(&want, "big.tar/many.jsonl#%d ", i);
	}
	buf_append_string(&want, "big.tar/b.jsonl#1 [last] ");
	files[0].data = buf_span(&text);
	pack("big.tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, files);
	is_str(run(&options, at("big.tar")), buf_string(&want), "a member of many chunks");
	buf_release(&text);
	buf_release(&want);
}

int
main(void)
{
	if (!mkdtemp(folder))
		return 1;
	test_kinds();
	test_streams();
	test_dictionaries();
	test_nested();
	test_damage();
	test_refused();
	test_bombs();
	test_sizes();
	file_remove_tree(folder, NULL);
	return tap_done();
}
