#include "index/segment/manifest.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

#include "index/index.h"

#define MANIFEST_LIMIT ((size_t)64 << 20)
#define FIRST_WORDS "newsdex-segment "

#define MANIFEST_VERSION 7

/* The last word of a segment's line. */
#define FLAG_OPTIMIZED 1u
#define FLAG_FORWARD 2u
#define FLAG_SMALLEST 4u

const char *const segment_extensions[] = { "dict", "post", "pos", "cols", "store", "fwd", NULL };

void
segment_file_name(const struct segment_name *name, const char *extension, char out[SEGMENT_FILE_NAME_MAX])
{
	snprintf(out, SEGMENT_FILE_NAME_MAX, "%" PRIu64 "-%" PRIu64 ".%s", name->generation, name->number, extension);
}

void
deletes_file_name(const struct segment_name *name, uint64_t generation, char out[SEGMENT_FILE_NAME_MAX])
{
	snprintf(out, SEGMENT_FILE_NAME_MAX, "%" PRIu64 "-%" PRIu64 "-%" PRIu64 ".del", name->generation, name->number,
	         generation);
}

void
meta_file_name(uint64_t generation, char out[SEGMENT_FILE_NAME_MAX])
{
	snprintf(out, SEGMENT_FILE_NAME_MAX, "%" PRIu64 ".meta", generation);
}

void
manifest_release(struct manifest *manifest)
{
	free(manifest->segments);
	*manifest = (struct manifest)MANIFEST_INIT;
}

struct manifest_segment *
manifest_add(struct manifest *manifest)
{
	struct manifest_segment *more = realloc(manifest->segments, (manifest->count + 1) * sizeof(*more));

	if (!more)
		return NULL;
	manifest->segments = more;
	more += manifest->count++;
	memset(more, 0, sizeof(*more));
	return more;
}

/* ---- Reading ---------------------------------------------------------- */

/* Takes what is before the next END byte. */
static bool
take_word(struct span *rest, char end, struct span *word)
{
	const char *stop = rest->len ? memchr(rest->ptr, end, rest->len) : NULL;

	if (!stop)
		return false;
	*word = span_from(rest->ptr, (size_t)(stop - rest->ptr));
	*rest = span_from(stop + 1, rest->len - word->len - 1);
	return true;
}

static bool
number_of(struct span word, unsigned base, uint64_t *value)
{
	*value = 0;
	if (!word.len || word.len > 20)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99;

		if (digit >= base || *value > (UINT64_MAX - digit) / base)
			return false;
		*value = *value * base + digit;
	}
	return true;
}

static bool
take_number(struct span *rest, char end, unsigned base, uint64_t *value)
{
	struct span word;

	return take_word(rest, end, &word) && number_of(word, base, value);
}

static bool
take_date(struct span *rest, int64_t *date)
{
	struct span word;
	uint64_t value;
	bool minus;

	if (!take_word(rest, ' ', &word))
		return false;
	*date = DATE_UNDATED;
	if (span_equal(word, SPAN("-")))
		return true;
	minus = span_starts(word, SPAN("-"));
	if (!number_of(span_from(word.ptr + minus, word.len - minus), 10, &value) || value > INT64_MAX)
		return false;
	*date = minus ? -(int64_t)value : (int64_t)value;
	return true;
}

static bool
take_segment(struct span *rest, struct manifest_segment *segment)
{
	uint64_t live, docs, flags;

	if (!take_number(rest, '-', 10, &segment->name.generation) || !take_number(rest, ' ', 10, &segment->name.number)
	    || !take_number(rest, ' ', 10, &docs) || !take_number(rest, ' ', 10, &live)
	    || !take_number(rest, ' ', 10, &segment->deletes) || !take_number(rest, ' ', 10, &segment->live.length)
	    || !take_number(rest, ' ', 10, &segment->live.words) || !take_date(rest, &segment->live.first)
	    || !take_date(rest, &segment->live.last) || !take_number(rest, ' ', 10, &segment->live.undated)
	    || !take_number(rest, ' ', 16, &segment->live.hash.high) || !take_number(rest, ' ', 16, &segment->live.hash.low)
	    || !take_number(rest, ' ', 10, &segment->bytes) || !take_number(rest, '\n', 10, &flags)
	    || docs == 0 || docs > SEGMENT_DOCS_MAX || live == 0 || live > docs || flags > (FLAG_OPTIMIZED | FLAG_FORWARD | FLAG_SMALLEST)
	    || (segment->deletes == 0) != (live == docs))
		return false;
	segment->docs = (uint32_t)docs;
	segment->deleted = (uint32_t)(docs - live);
	segment->live.docs = live;
	segment->optimized = flags & FLAG_OPTIMIZED;
	segment->forward = flags & FLAG_FORWARD;
	segment->smallest = flags & FLAG_SMALLEST;
	return true;
}

static enum status
manifest_parse(struct manifest *manifest, struct span text, const char *path, struct error *err)
{
	struct span all = text, word;
	uint64_t sum, version, docs = 0;

	if (!take_word(&text, ' ', &word) || !span_equal(word, SPAN("newsdex-segment")))
		return error_set(err, STATUS_CORRUPT, path, "the index is damaged: not a manifest");
	if (!take_number(&text, '\n', 10, &version))
		goto corrupt;
	if (version != MANIFEST_VERSION)
		return error_set(err, STATUS_UNSUPPORTED, path, "format %" PRIu64 " of the index is not known to this program", version);
	if (!take_word(&text, ' ', &word) || !span_equal(word, SPAN("generation"))
	    || !take_number(&text, '\n', 10, &manifest->generation)
	    || !take_word(&text, ' ', &word) || !span_equal(word, SPAN("meta"))
	    || !take_number(&text, '\n', 10, &manifest->meta))
		goto corrupt;
	while (span_starts(text, SPAN("segment "))) {
		struct manifest_segment *segment = manifest_add(manifest);

		if (!segment)
			return error_set(err, STATUS_NOMEM, path, "out of memory");
		take_word(&text, ' ', &word);
		if (!take_segment(&text, segment) || (docs += segment->docs) >= UINT32_MAX)
			goto corrupt;
	}
	if (!take_word(&text, ' ', &word) || !span_equal(word, SPAN("checksum")))
		goto corrupt;
	if (text.len != 17 || !take_number(&text, '\n', 16, &sum)
	    || XXH3_64bits(all.ptr, (size_t)(word.ptr - all.ptr)) != sum)
		goto corrupt;
	return STATUS_OK;
corrupt:
	return error_set_at(err, STATUS_CORRUPT, path, all.len - text.len, "the index is damaged: the manifest cannot be read");
}

enum status
manifest_read(struct manifest *manifest, const char *folder, struct error *err)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	enum status status;

	*manifest = (struct manifest)MANIFEST_INIT;
	buf_append_format(&path, "%s/" MANIFEST_NAME, folder);
	if (buf_status(&path) < 0)
		return error_set(err, STATUS_NOMEM, folder, "out of memory");
	status = file_read(buf_string(&path), MANIFEST_LIMIT, &text, err);
	if (status == STATUS_OK)
		status = manifest_parse(manifest, buf_span(&text), buf_string(&path), err);
	buf_release(&text);
	buf_release(&path);
	return status;
}

/* ---- Writing ---------------------------------------------------------- */

static void
date_append(struct buf *out, int64_t date)
{
	if (date == DATE_UNDATED)
		buf_append_string(out, "- ");
	else
		buf_append_format(out, "%" PRId64 " ", date);
}

static void
segment_append(struct buf *out, const struct manifest_segment *segment)
{
	buf_append_format(out, "segment %" PRIu64 "-%" PRIu64 " %" PRIu32 " %" PRIu32 " %" PRIu64 " %" PRIu64 " %" PRIu64 " ",
	                  segment->name.generation, segment->name.number, segment->docs,
	                  segment->docs - segment->deleted, segment->deletes, segment->live.length, segment->live.words);
	date_append(out, segment->live.first);
	date_append(out, segment->live.last);
	buf_append_format(out, "%" PRIu64 " %" PRIx64 " %" PRIx64 " %" PRIu64 " %u\n", segment->live.undated,
	                  segment->live.hash.high, segment->live.hash.low, segment->bytes,
	                  segment->optimized * FLAG_OPTIMIZED + segment->forward * FLAG_FORWARD
	                  + segment->smallest * FLAG_SMALLEST);
}

enum status
manifest_write(const struct manifest *manifest, const char *folder, struct error *err)
{
	struct buf text = BUF_INIT, path = BUF_INIT;
	enum status status;

	buf_append_format(&text, FIRST_WORDS "%d\ngeneration %" PRIu64 "\nmeta %" PRIu64 "\n", MANIFEST_VERSION,
	                  manifest->generation, manifest->meta);
	for (size_t i = 0; i < manifest->count; i++)
		segment_append(&text, &manifest->segments[i]);
	buf_append_format(&text, "checksum %016" PRIx64 "\n", (uint64_t)XXH3_64bits(text.data, text.len));
	buf_append_format(&path, "%s/" MANIFEST_NAME, folder);
	if (buf_status(&text) < 0 || buf_status(&path) < 0)
		status = error_set(err, STATUS_NOMEM, folder, "out of memory");
	else
		status = file_replace(buf_string(&path), buf_span(&text), err);
	buf_release(&text);
	buf_release(&path);
	return status;
}

/* ---- Files that nobody needs ------------------------------------------ */

/* Whether NAME could have been made by a writer. */
static bool
own_file(const char *name)
{
	size_t digits = strspn(name, "0123456789-");
	static const char *const others[] = { "del", "meta", NULL };

	if (strncmp(name, MANIFEST_NAME ".", sizeof(MANIFEST_NAME)) == 0)
		return strlen(name) == sizeof(MANIFEST_NAME) + 6;
	if (digits == 0 || name[digits] != '.')
		return false;
	for (int i = 0; segment_extensions[i]; i++)
		if (strcmp(name + digits + 1, segment_extensions[i]) == 0)
			return true;
	for (int i = 0; others[i]; i++)
		if (strcmp(name + digits + 1, others[i]) == 0)
			return true;
	return false;
}

static bool
named_by(const struct manifest *manifest, const char *file)
{
	char name[SEGMENT_FILE_NAME_MAX];

	if (manifest->meta) {
		meta_file_name(manifest->meta, name);
		if (strcmp(name, file) == 0)
			return true;
	}
	for (size_t i = 0; i < manifest->count; i++) {
		const struct manifest_segment *segment = &manifest->segments[i];

		for (int e = 0; segment_extensions[e]; e++) {
			segment_file_name(&segment->name, segment_extensions[e], name);
			if (strcmp(name, file) == 0)
				return true;
		}
		deletes_file_name(&segment->name, segment->deletes, name);
		if (segment->deletes && strcmp(name, file) == 0)
			return true;
	}
	return false;
}

void
manifest_sweep(const struct manifest *manifest, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (!dir)
		return;
	/* What cannot be removed now is tried again by the next writer. */
	while ((entry = readdir(dir)) != NULL)
		if (own_file(entry->d_name) && !named_by(manifest, entry->d_name))
			(void)unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
}

enum status
manifest_refuse_strangers(const char *folder, struct error *err)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	enum status status = STATUS_OK;

	if (!dir)
		return error_set_errno(err, folder, "cannot open", errno);
	while (status == STATUS_OK && (entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") && strcmp(name, "..") && strcmp(name, "lock") && !own_file(name))
			status = error_set(err, STATUS_BADQUERY, folder, "is not empty and holds no index (%s is in it)", name);
	}
	closedir(dir);
	return status;
}
