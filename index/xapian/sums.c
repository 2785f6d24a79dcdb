#include "index/xapian/sums.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

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

static size_t
block_len(struct span data, size_t block)
{
	size_t rest = data.len - block * SUMS_BLOCK;

	return rest < SUMS_BLOCK ? rest : SUMS_BLOCK;
}

static size_t
block_count(struct span data)
{
	return data.len / SUMS_BLOCK + (data.len % SUMS_BLOCK != 0);
}

/* Maps file NAME of the database; STATUS_NOTFOUND when it has none. */
static enum status
map_file(const char *path, const char *name, struct file_map *map, struct error *err)
{
	struct buf file = BUF_INIT;
	struct error why = ERROR_INIT;
	enum status status;

	buf_append_format(&file, "%s/%s", path, name);
	status = buf_status(&file) < 0 ? error_set(&why, STATUS_NOMEM, NULL, "out of memory") : file_map_open(map, buf_string(&file), &why);
	buf_release(&file);
	if (status < 0 && status != STATUS_NOTFOUND)
		error_set(err, status, why.place, "%s", why.reason);
	return status;
}

/* ---- Writing ---------------------------------------------------------- */

static enum status
put_file(const char *path, const char *name, struct buf *out, struct error *err)
{
	struct file_map map;
	enum status status = map_file(path, name, &map, err);
	size_t blocks;

	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status < 0)
		return status;
	blocks = block_count(map.data);
	buf_append_format(out, "%s %zu\n", name, blocks);
	for (size_t i = 0; i < blocks; i++) {
		uint32_t sum = block_sum(map.data.ptr + i * SUMS_BLOCK, block_len(map.data, i));
		unsigned char bytes[SUM_SIZE] = { (unsigned char)sum, (unsigned char)(sum >> 8), (unsigned char)(sum >> 16), (unsigned char)(sum >> 24) };

		buf_append(out, bytes, sizeof(bytes));
	}
	file_map_release(&map);
	return STATUS_OK;
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
compare_block(const struct comparison *c, const char *name, struct span data, size_t block, const unsigned char *sum)
{
	const char *start = data.ptr + block * SUMS_BLOCK;
	uint32_t want = (uint32_t)sum[0] | (uint32_t)sum[1] << 8 | (uint32_t)sum[2] << 16 | (uint32_t)sum[3] << 24;
	size_t len = block_len(data, block);

	if (block_sum(start, len) == want)
		c->found->compared++;
	else if (is_newer(c, name, start, len))
		c->found->newer++;
	else
		say(c, name, block);
}

static enum status
compare_file(const struct comparison *c, const char *name, const unsigned char *sums, size_t blocks, struct error *err)
{
	struct file_map map;
	enum status status = map_file(c->path, name, &map, err);
	size_t present;

	if (status == STATUS_NOTFOUND) {
		say(c, name, 0);
		return STATUS_OK;
	}
	if (status < 0)
		return status;
	present = block_count(map.data);
	for (size_t i = 0; i < blocks && i < present; i++)
		compare_block(c, name, map.data, i, sums + i * SUM_SIZE);
	if (present < blocks)
		say(c, name, present);
	else
		c->found->newer += present - blocks;
	file_map_release(&map);
	return STATUS_OK;
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
