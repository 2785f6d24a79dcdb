#include "corpus/unpack.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus/packed.h"

/* A name in an archive that is longer is nobody's. */
#define NAME_MAX_LEN 4096

/* The file itself, or what is packed in the level below. */
struct level {
	struct source source;     /* counts what is read of INNER; first, so that it can be told from it */
	struct unpack *unpack;
	struct source *inner;
	struct packed *packed;    /* NULL: the file, gzip, xz, lzip */
	bool is_archive;
	bool solid;               /* passing a member over means to unpack it */
	bool drain;               /* what is not read of the member is to be counted as well */
	char *name;               /* of the member, owned; NULL: as the level below */
	struct stream stream;     /* of SOURCE */
};

struct unpack {
	struct unpack_limits limits;
	const char *path;
	struct level levels[UNPACK_DEPTH_MOST + 1];
	size_t count;
	uint64_t out[UNPACK_DEPTH_MOST + 1];   /* bytes that came out of each level */
	uint64_t members;
	bool started, is_archive;
	bool stopped;             /* a limit was passed */
};

static const char *
level_name(const struct unpack *unpack)
{
	for (size_t i = unpack->count; i-- > 0;)
		if (unpack->levels[i].name)
			return unpack->levels[i].name;
	return unpack->path;
}

static enum status
stop(struct unpack *unpack, struct error *err, const char *what, uint64_t limit, const char *option)
{
	unpack->stopped = true;
	return error_set(err, STATUS_LIMIT, unpack->path, "%s %" PRIu64 " (%s); the rest of it is left out", what, limit, option);
}

static enum status
check_limits(struct unpack *unpack, size_t at, struct error *err)
{
	uint64_t out = unpack->out[at], in = unpack->levels[0].stream.drawn;

	if (out > unpack->limits.bytes)
		return stop(unpack, err, "unpacks to more bytes than", unpack->limits.bytes, "--unpack-size");
	if (out > UNPACK_FREE && in && (out - UNPACK_FREE) / in >= unpack->limits.ratio)
		return stop(unpack, err, "unpacks to more times its size than", unpack->limits.ratio, "--unpack-ratio");
	return STATUS_OK;
}

static enum status
level_read(struct source *source, char *data, size_t size, size_t *got, struct error *err)
{
	struct level *level = (struct level *)source;
	struct error why = ERROR_INIT;
	size_t at = (size_t)(level - level->unpack->levels);
	enum status status;

	*got = 0;
	if (level->unpack->stopped)
		return error_set(err, STATUS_LIMIT, level->unpack->path, "not read further");
	if (!level->is_archive)
		status = level->inner->read(level->inner, data, size, got, err);
	else
		status = level->inner->read(level->inner, data, size, got, &why);
	level->unpack->out[at] += *got;
	if (at && check_limits(level->unpack, at, err) < 0)
		return STATUS_LIMIT;
	/* The member that was being read is what is lost. */
	if (why.status != STATUS_OK && why.status != STATUS_LIMIT)
		return error_set(err, why.status, level_name(level->unpack), "%s", why.reason);
	if (why.status != STATUS_OK && err && err->status == STATUS_OK)
		*err = why;
	return status;
}

static bool
level_seek(struct source *source, uint64_t offset, bool from_end, uint64_t *now)
{
	struct level *level = (struct level *)source;

	return level->inner->seek(level->inner, offset, from_end, now);
}

static void
level_pop(struct unpack *unpack)
{
	struct level *level = &unpack->levels[--unpack->count];

	if (level->packed)
		packed_free(level->packed);
	else
		source_close(level->inner);
	free(level->name);
	stream_release(&level->stream);
}

static enum status
level_push(struct unpack *unpack, struct error *err)
{
	struct level *level = &unpack->levels[unpack->count];

	*level = (struct level){ .unpack = unpack, .source.read = level_read };
	if (stream_init(&level->stream, err) < 0)
		return STATUS_NOMEM;
	unpack->count++;
	return STATUS_OK;
}

static void
level_start(struct level *level)
{
	level->source.seek = level->inner->seek ? level_seek : NULL;
	stream_start(&level->stream, &level->source, level_name(level->unpack));
}

static void
set_limit(uint64_t *limit, uint64_t fallback)
{
	if (*limit == 0)
		*limit = fallback;
}

enum status
unpack_open(int fd, const char *path, const struct unpack_limits *limits, _Atomic uint64_t *counter,
            struct unpack **unpack, struct error *err)
{
	struct source *file;
	enum status status = source_open(fd, path, counter, &file, err);

	*unpack = NULL;
	if (status < 0)
		return status;
	*unpack = calloc(1, sizeof(**unpack));
	if (!*unpack) {
		source_close(file);
		return error_set(err, STATUS_NOMEM, path, "out of memory");
	}
	(*unpack)->path = path;
	(*unpack)->limits = *limits;
	set_limit(&(*unpack)->limits.ratio, UNPACK_RATIO);
	set_limit(&(*unpack)->limits.bytes, UNPACK_BYTES);
	set_limit(&(*unpack)->limits.members, UNPACK_MEMBERS);
	set_limit(&(*unpack)->limits.depth, UNPACK_DEPTH);
	if ((*unpack)->limits.depth > UNPACK_DEPTH_MOST)
		(*unpack)->limits.depth = UNPACK_DEPTH_MOST;
	if (level_push(*unpack, err) < 0) {
		source_close(file);
		unpack_free(*unpack);
		*unpack = NULL;
		return STATUS_NOMEM;
	}
	(*unpack)->levels[0].inner = file;
	level_start(&(*unpack)->levels[0]);
	return STATUS_OK;
}

void
unpack_free(struct unpack *unpack)
{
	if (!unpack)
		return;
	while (unpack->count)
		level_pop(unpack);
	free(unpack);
}

bool
unpack_goes_on(const struct unpack *unpack)
{
	if (unpack->stopped)
		return false;
	for (size_t i = 0; i < unpack->count; i++)
		if (unpack->levels[i].is_archive && !packed_over(unpack->levels[i].packed))
			return true;
	return false;
}

bool
unpack_is_archive(const struct unpack *unpack)
{
	return unpack->is_archive;
}

/* Begins on what is packed in the top level. */
static enum status
enter(struct unpack *unpack, enum packing packing, struct error *err)
{
	struct stream *from = &unpack->levels[unpack->count - 1].stream;
	struct level *level;
	struct packed_member member;
	enum status status;

	if (unpack->count > unpack->limits.depth)
		return error_set(err, STATUS_LIMIT, level_name(unpack), "packed more than %" PRIu64 " deep (--unpack-depth)",
		                 unpack->limits.depth);
	status = level_push(unpack, err);
	if (status < 0)
		return status;
	level = &unpack->levels[unpack->count - 1];
	if (packing == PACKED_GZIP) {
		status = gunzip_open(from, &level->inner, err);
	} else if (packing == PACKED_XZ || packing == PACKED_LZIP) {
		status = unxz_open(from, packing == PACKED_LZIP, &level->inner, err);
	} else {
		status = packed_open(from, packing, &level->packed, err);
		level->is_archive = packing_is_archive(packing);
		level->solid = packing == PACKED_7ZIP;
		unpack->is_archive |= level->is_archive;
	}
	/* A stream is a member; what is wrong with it is told when it is read. */
	if (status == STATUS_OK && level->packed && !level->is_archive)
		status = packed_next(level->packed, &member, err) < 0 ? STATUS_BADINPUT : STATUS_OK;
	if (status < 0) {
		level_pop(unpack);
		return status;
	}
	if (level->packed)
		level->inner = packed_source(level->packed);
	level_start(level);
	return STATUS_OK;
}

/* Undoes what the top level is packed in; *MEMBER is what comes to light.
 * STATUS_END: an archive. */
static enum status
open_top(struct unpack *unpack, struct unpacked *member, struct error *err)
{
	for (;;) {
		struct level *top = &unpack->levels[unpack->count - 1];
		enum packing packing;
		struct span head;
		enum status status = stream_look(&top->stream, MAGIC_SIZE, &head, err);

		if (status < 0)
			return status;
		packing = magic_packing(head);
		if (packing == PACKED_NOT) {
			member->stream = &top->stream;
			member->name = level_name(unpack);
			return STATUS_OK;
		}
		status = enter(unpack, packing, err);
		if (status < 0)
			return status;
		member->size = 0;
		if (packing_is_archive(packing))
			return STATUS_END;
	}
}

/* "a", "./a", "/a" are one name; hidden ones and what a Mac adds are none. */
static struct span
clean_name(struct span name)
{
	size_t start = 0;

	while (name.len && (name.ptr[0] == '/' || span_starts(name, SPAN("./"))))
		name = span_from(name.ptr + 1, name.len - 1);
	for (size_t i = 0; i <= name.len; i++) {
		if (i < name.len && name.ptr[i] != '/')
			continue;
		if (i > start && name.ptr[start] == '.' && !span_equal(span_from(name.ptr + start, i - start), SPAN("..")))
			return SPAN_NONE;
		start = i + 1;
	}
	return span_starts(name, SPAN("__MACOSX/")) ? SPAN_NONE : name;
}

/* Names the member of the top level NAME, inside of the archive's own name. */
static enum status
set_name(struct unpack *unpack, struct span name, struct error *err)
{
	struct level *top = &unpack->levels[unpack->count - 1];
	const char *outer;
	size_t size;

	free(top->name);
	top->name = NULL;
	outer = level_name(unpack);
	if (name.len > NAME_MAX_LEN)
		return error_set(err, STATUS_LIMIT, outer, "a name of more than %d bytes", NAME_MAX_LEN);
	size = strlen(outer) + 1 + name.len + 1;
	top->name = malloc(size);
	if (!top->name)
		return error_set(err, STATUS_NOMEM, outer, "out of memory");
	snprintf(top->name, size, "%s/%.*s", outer, (int)name.len, name.ptr);
	return STATUS_OK;
}

/* Archives that are one document: their parts are no news. */
static const char *
document_kind(struct span first)
{
	return span_equal(first, SPAN("[Content_Types].xml")) ? "an office document (DOCX, XLSX)"
		: span_equal(first, SPAN("mimetype")) ? "an OpenDocument or EPUB document" : NULL;
}

/* Reads what is left of a member that libarchive would have to unpack to pass
 * over: a bomb is seen there as well. */
static enum status
drain(struct level *level, struct error *err)
{
	struct span bytes;

	while (level->drain && stream_look(&level->stream, 1, &bytes, NULL) == STATUS_OK && bytes.len)
		stream_skip(&level->stream, bytes.len);
	level->drain = false;
	if (!level->unpack->stopped)
		return STATUS_OK;
	if (err && err->status == STATUS_OK)
		*err = level->stream.trouble;
	return STATUS_LIMIT;
}

/* Goes to the next member of the archive on top.  STATUS_END: it has no more. */
static enum status
next_member(struct unpack *unpack, struct unpacked *member, struct error *err)
{
	struct level *top = &unpack->levels[unpack->count - 1];
	bool first = top->name == NULL;

	for (;;) {
		struct packed_member found;
		struct span name;
		enum status status = drain(top, err);

		if (status == STATUS_OK)
			status = packed_next(top->packed, &found, err);
		if (status != STATUS_OK)
			return status;
		if (first && document_kind(found.name)) {
			status = error_set(err, STATUS_BADINPUT, level_name(unpack), "%s, not read", document_kind(found.name));
			level_pop(unpack);
			return status;
		}
		if (++unpack->members > unpack->limits.members)
			return stop(unpack, err, "has more members than", unpack->limits.members, "--unpack-members");
		name = clean_name(found.name);
		if (found.is_folder || !name.len)
			continue;
		status = set_name(unpack, name, err);
		if (status < 0)
			return status;
		if (found.refused)
			return error_set(err, STATUS_BADINPUT, level_name(unpack), "%s, not read", found.refused);
		level_start(top);
		top->drain = top->solid || !found.size;
		member->size = found.size;
		return STATUS_OK;
	}
}

enum status
unpack_next(struct unpack *unpack, struct unpacked *member, struct error *err)
{
	enum status status = STATUS_END;

	*member = (struct unpacked){ 0 };
	if (!unpack->started) {
		unpack->started = true;
		status = open_top(unpack, member, err);
	}
	while (status == STATUS_END) {
		struct level *top = &unpack->levels[unpack->count - 1];

		if (unpack->stopped || unpack->count == 1)
			return STATUS_END;
		if (!top->is_archive || packed_over(top->packed)) {
			level_pop(unpack);
			continue;
		}
		status = next_member(unpack, member, err);
		if (status == STATUS_OK)
			status = open_top(unpack, member, err);
	}
	return status;
}
