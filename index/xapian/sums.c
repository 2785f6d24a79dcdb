#include "index/xapian/sums.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/hash.h"
#include "index/xapian/state.h"

/* The files a glass database may have: tables, and what every commit writes anew. */
#define VERSION_FILE "iamglass"

static const char *const files[] = {
	"docdata.glass", "position.glass", "postlist.glass", "spelling.glass", "synonym.glass", "termlist.glass", VERSION_FILE,
};

#define FILE_COUNT (sizeof(files) / sizeof(*files))
#define SUM_SIZE 4
#define SUMS_LIMIT ((size_t)1 << 32)

static uint32_t
block_sum(const char *block, size_t len)
{
	return (uint32_t)hash_content(span_from(block, len)).low;
}

/* The revision that wrote BLOCK. */
static uint32_t
block_revision(const char *block)
{
	const unsigned char *p = (const unsigned char *)block;

	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* ---- A file, block by block ------------------------------------------- */

/* Read and not mapped: mapped pages count as memory in use, all of the index's. */
struct blocks {
	int fd;
	uint64_t size;       /* bytes */
	char *data;          /* BLOCKS_AHEAD blocks */
	size_t len, next;    /* of data: bytes in it; where the next block begins */
};

#define BLOCKS_AHEAD 128

static void
blocks_close(struct blocks *blocks)
{
	if (blocks->fd >= 0)
		close(blocks->fd);
	free(blocks->data);
}

static enum status
blocks_init(struct blocks *blocks, const char *path, struct error *err)
{
	struct stat st;

	blocks->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	if (blocks->fd < 0)
		return errno == ENOENT ? STATUS_NOTFOUND : error_set_errno(err, path, "cannot open", errno);
	if (fstat(blocks->fd, &st) < 0)
		return error_set_errno(err, path, "cannot examine", errno);
	if (!S_ISREG(st.st_mode))
		return error_set(err, STATUS_IO, path, "not a regular file");
	blocks->size = (uint64_t)st.st_size;
	blocks->data = malloc(BLOCKS_AHEAD * SUMS_BLOCK);
	return blocks->data ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

/* Opens file NAME of the database in folder PATH; STATUS_NOTFOUND, without
 * words, when it has none. */
static enum status
blocks_open(struct blocks *blocks, const char *path, const char *name, struct error *err)
{
	struct buf file = BUF_INIT;
	enum status status;

	*blocks = (struct blocks){ .fd = -1 };
	buf_append_format(&file, "%s/%s", path, name);
	status = buf_status(&file) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : blocks_init(blocks, buf_string(&file), err);
	buf_release(&file);
	if (status < 0)
		blocks_close(blocks);
	return status;
}

static uint64_t
blocks_count(const struct blocks *blocks)
{
	return blocks->size / SUMS_BLOCK + (blocks->size % SUMS_BLOCK != 0);
}

static enum status
blocks_fill(struct blocks *blocks, const char *name, struct error *err)
{
	blocks->len = blocks->next = 0;
	while (blocks->len < BLOCKS_AHEAD * SUMS_BLOCK) {
		ssize_t got = read(blocks->fd, blocks->data + blocks->len, BLOCKS_AHEAD * SUMS_BLOCK - blocks->len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set_errno(err, name, "cannot read", errno);
		if (got == 0)
			break;
		blocks->len += (size_t)got;
	}
	return STATUS_OK;
}

/* The next block, at most SUMS_BLOCK bytes; STATUS_END. */
static enum status
blocks_next(struct blocks *blocks, const char *name, struct span *block, struct error *err)
{
	enum status status = STATUS_OK;

	if (blocks->next >= blocks->len)
		status = blocks_fill(blocks, name, err);
	if (status < 0)
		return status;
	if (!blocks->len)
		return STATUS_END;
	block->ptr = blocks->data + blocks->next;
	block->len = blocks->len - blocks->next < SUMS_BLOCK ? blocks->len - blocks->next : SUMS_BLOCK;
	blocks->next += block->len;
	return STATUS_OK;
}

/* ---- Writing ---------------------------------------------------------- */

static void
put_sum(struct buf *out, uint32_t sum)
{
	for (int i = 0; i < SUM_SIZE; i++)
		buf_append_byte(out, (int)(sum >> (8 * i) & 0xff));
}

static enum status
put_file(const char *path, const char *name, struct buf *out, struct error *err)
{
	struct blocks blocks;
	struct span block;
	uint64_t count = 0;
	enum status status = blocks_open(&blocks, path, name, err);

	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status < 0)
		return status;
	buf_append_format(out, "%s %" PRIu64 "\n", name, blocks_count(&blocks));
	while (status == STATUS_OK) {
		status = blocks_next(&blocks, name, &block, err);
		if (status == STATUS_OK) {
			put_sum(out, block_sum(block.ptr, block.len));
			count++;
		}
	}
	if (status == STATUS_END)
		status = count == blocks_count(&blocks) ? STATUS_OK : error_set(err, STATUS_IO, name, "has another size than a moment ago");
	blocks_close(&blocks);
	return status;
}

enum status
sums_write(const char *path, uint64_t revision, struct error *err)
{
	struct buf out = BUF_INIT, file = BUF_INIT;
	unsigned char own[16];
	enum status status = STATUS_OK;

	buf_append_format(&out, "newsdex sums 1 %" PRIu64 "\n", revision);
	for (size_t i = 0; i < FILE_COUNT && status == STATUS_OK; i++)
		status = put_file(path, files[i], &out, err);
	hash_pack(hash_content(buf_span(&out)), own);
	buf_append(&out, own, sizeof(own));
	buf_append_format(&file, "%s/" SUMS_FILE, path);
	if (status == STATUS_OK && (buf_status(&out) < 0 || buf_status(&file) < 0))
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (status == STATUS_OK)
		status = file_replace(buf_string(&file), buf_span(&out), err);
	buf_release(&out);
	buf_release(&file);
	return status;
}

/* ---- Comparing -------------------------------------------------------- */

struct comparison {
	const char *path;
	uint64_t written, present;   /* revisions */
	struct sums_found *found;
	void (*report)(void *context, const char *line);
	void *context;
};

static void
say(const struct comparison *c, const char *name, size_t block)
{
	char line[256];

	snprintf(line, sizeof(line), "%s: the block at byte %" PRIu64 " is not as it was written", name, (uint64_t)block * SUMS_BLOCK);
	c->found->damaged++;
	c->report(c->context, line);
}

/* Whether a block that is not as it was written was written again since. */
static bool
is_newer(const struct comparison *c, const char *name, const char *block, size_t len)
{
	if (strcmp(name, VERSION_FILE) == 0)
		return c->present > c->written;
	return len >= 4 && block_revision(block) > c->written && block_revision(block) <= c->present;
}

static void
compare_block(const struct comparison *c, const char *name, struct span block, size_t number, const unsigned char *sum)
{
	uint32_t want = (uint32_t)sum[0] | (uint32_t)sum[1] << 8 | (uint32_t)sum[2] << 16 | (uint32_t)sum[3] << 24;

	if (block_sum(block.ptr, block.len) == want)
		c->found->compared++;
	else if (is_newer(c, name, block.ptr, block.len))
		c->found->newer++;
	else
		say(c, name, number);
}

static enum status
compare_file(const struct comparison *c, const char *name, const unsigned char *sums, size_t count, struct error *err)
{
	struct blocks blocks;
	struct span block;
	size_t number = 0;
	enum status status = blocks_open(&blocks, c->path, name, err);

	if (status == STATUS_NOTFOUND) {
		say(c, name, 0);
		return STATUS_OK;
	}
	if (status < 0)
		return status;
	while (status == STATUS_OK && number < count) {
		status = blocks_next(&blocks, name, &block, err);
		if (status == STATUS_OK) {
			compare_block(c, name, block, number, sums + number * SUM_SIZE);
			number++;
		}
	}
	if (status == STATUS_END)
		say(c, name, number);
	else if (blocks_count(&blocks) > count)
		c->found->newer += blocks_count(&blocks) - count;
	blocks_close(&blocks);
	return status < 0 ? status : STATUS_OK;
}

/* Takes "NAME COUNT\n" off the front of REST. */
static bool
take_heading(struct span *rest, char name[32], uint64_t *count)
{
	const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len < 256 ? rest->len : 256) : NULL;
	char line[256];
	size_t len;

	if (!end)
		return false;
	len = (size_t)(end - rest->ptr);
	memcpy(line, rest->ptr, len);
	line[len] = '\0';
	*rest = span_from(end + 1, rest->len - len - 1);
	return sscanf(line, "%31s %" SCNu64, name, count) == 2;
}

static enum status
compare_all(struct comparison *c, struct span text, struct error *err)
{
	static const char first[] = "newsdex sums 1 ";
	char name[32];
	uint64_t count;
	enum status status = STATUS_OK;

	if (!span_starts(text, span_from_string(first)))
		return STATUS_CORRUPT;
	/* "1 REVISION" reads as a heading. */
	text.ptr += strlen(first) - 2;
	text.len -= strlen(first) - 2;
	if (!take_heading(&text, name, &c->written))
		return STATUS_CORRUPT;
	while (text.len && status == STATUS_OK) {
		if (!take_heading(&text, name, &count) || count > text.len / SUM_SIZE || strchr(name, '/'))
			return STATUS_CORRUPT;
		status = compare_file(c, name, (const unsigned char *)text.ptr, (size_t)count, err);
		text.ptr += count * SUM_SIZE;
		text.len -= count * SUM_SIZE;
	}
	return status;
}

enum status
sums_compare(const char *path, uint64_t revision, struct sums_found *found,
             void (*report)(void *context, const char *line), void *context, struct error *err)
{
	struct comparison c = { .path = path, .present = revision, .found = found, .report = report, .context = context };
	struct buf file = BUF_INIT, text = BUF_INIT;
	unsigned char own[16];
	enum status status;

	*found = (struct sums_found){ 0, 0, 0 };
	buf_append_format(&file, "%s/" SUMS_FILE, path);
	status = file_read(buf_string(&file), SUMS_LIMIT, &text, err);
	if (status < 0)
		goto done;
	status = STATUS_CORRUPT;
	if (text.len > sizeof(own)) {
		hash_pack(hash_content(span_from(text.data, text.len - sizeof(own))), own);
		if (memcmp(own, text.data + text.len - sizeof(own), sizeof(own)) == 0)
			status = compare_all(&c, span_from(text.data, text.len - sizeof(own)), err);
	}
	if (status == STATUS_CORRUPT)
		error_set(err, status, buf_string(&file), "the file of checksums is damaged");
done:
	buf_release(&file);
	buf_release(&text);
	return status;
}
