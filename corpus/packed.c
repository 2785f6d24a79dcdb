#include "corpus/packed.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>

struct packed {
	struct source source;
	struct stream *from;
	enum packing packing;
	struct archive *archive;
	size_t shown;             /* bytes of FROM that libarchive looks at */
	bool over;
};

/* What libarchive says, with the trouble of what it reads from as the cause. */
static enum status
packed_error(struct packed *packed, enum status status, struct error *err)
{
	const char *reason = archive_error_string(packed->archive);

	if (archive_errno(packed->archive) == ENOMEM)
		status = STATUS_NOMEM;
	if (packed->from->trouble.status != STATUS_OK && packed->over) {
		if (err && err->status == STATUS_OK)
			*err = packed->from->trouble;
		return packed->from->trouble.status;
	}
	return error_set(err, status, packed->from->place, "%s: %s", packing_name(packed->packing),
	                 reason ? reason : "damaged");
}

static la_ssize_t
on_read(struct archive *archive, void *context, const void **data)
{
	struct packed *packed = context;
	struct span bytes;

	stream_skip(packed->from, packed->shown);
	packed->shown = 0;
	if (stream_look(packed->from, 1, &bytes, NULL) < 0) {
		archive_set_error(archive, EIO, "%s", packed->from->trouble.reason);
		return ARCHIVE_FATAL;
	}
	*data = bytes.ptr;
	packed->shown = bytes.len;
	return (la_ssize_t)bytes.len;
}

static la_int64_t
on_seek(struct archive *archive, void *context, la_int64_t offset, int whence)
{
	struct packed *packed = context;
	uint64_t now;
	bool from_end = whence == SEEK_END;

	if (whence == SEEK_CUR)
		offset += (la_int64_t)(packed->from->offset + packed->shown);
	/* Nothing asks for a place behind the end. */
	if (from_end)
		offset = -offset;
	packed->shown = 0;
	if (offset < 0 || !stream_seek(packed->from, (uint64_t)offset, from_end, &now)) {
		archive_set_error(archive, EIO, "cannot seek");
		return ARCHIVE_FATAL;
	}
	return (la_int64_t)now;
}

static int
support(struct archive *archive, enum packing packing)
{
	switch (packing) {
	case PACKED_ZSTD: return archive_read_support_filter_zstd(archive);
	case PACKED_BZIP2: return archive_read_support_filter_bzip2(archive);
	case PACKED_COMPRESS: return archive_read_support_filter_compress(archive);
	case PACKED_LZ4: return archive_read_support_filter_lz4(archive);
	case PACKED_TAR: return archive_read_support_format_tar(archive);
	case PACKED_ZIP: return archive_read_support_format_zip(archive);
	case PACKED_CPIO: return archive_read_support_format_cpio(archive);
	case PACKED_7ZIP: return archive_read_support_format_7zip(archive);
	case PACKED_NOT:
	case PACKED_GZIP:
	case PACKED_XZ:
	case PACKED_LZIP: break;
	}
	return ARCHIVE_FATAL;
}

static int
open_archive(struct packed *packed)
{
	struct archive *archive = packed->archive;
	int result = support(archive, packed->packing);

	/* A warning is that another program would have to help: none is run. */
	if (result != ARCHIVE_OK)
		return ARCHIVE_FATAL;
	if (!packing_is_archive(packed->packing)) {
		archive_read_support_format_raw(archive);
		archive_read_support_format_empty(archive);
	}
	archive_read_set_callback_data(archive, packed);
	archive_read_set_read_callback(archive, on_read);
	if (packed->from->source->seek)
		archive_read_set_seek_callback(archive, on_seek);
	return archive_read_open1(archive);
}

static enum status
packed_read(struct source *source, char *data, size_t size, size_t *got, struct error *err)
{
	struct packed *packed = (struct packed *)source;
	la_ssize_t count;

	*got = 0;
	if (packed->over)
		return error_set(err, STATUS_BADINPUT, packed->from->place, "%s: damaged", packing_name(packed->packing));
	do
		count = archive_read_data(packed->archive, data, size);
	while (count == ARCHIVE_RETRY);
	if (count >= 0) {
		*got = (size_t)count;
		return STATUS_OK;
	}
	packed->over = count == ARCHIVE_FATAL;
	return packed_error(packed, STATUS_BADINPUT, err);
}

enum status
packed_open(struct stream *from, enum packing packing, struct packed **packed, struct error *err)
{
	enum status status = STATUS_OK;

	*packed = calloc(1, sizeof(**packed));
	if (!*packed)
		return error_set(err, STATUS_NOMEM, from->place, "out of memory");
	(*packed)->source.read = packed_read;
	(*packed)->from = from;
	(*packed)->packing = packing;
	(*packed)->archive = archive_read_new();
	if (!(*packed)->archive)
		status = error_set(err, STATUS_NOMEM, from->place, "out of memory");
	else if (open_archive(*packed) != ARCHIVE_OK) {
		(*packed)->over = true;
		status = packed_error(*packed, STATUS_BADINPUT, err);
	}
	if (status < 0) {
		packed_free(*packed);
		*packed = NULL;
	}
	return status;
}

void
packed_free(struct packed *packed)
{
	if (!packed)
		return;
	archive_read_free(packed->archive);
	free(packed);
}

static struct span
member_name(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);

	if (!name)
		name = archive_entry_pathname(entry);
	return name ? span_from_string(name) : SPAN_NONE;
}

static const char *
refusal(struct archive_entry *entry)
{
	if (archive_entry_is_encrypted(entry))
		return "encrypted";
	if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK)
		return "a link";
	/* Careless programs say nothing of a file's kind. */
	return archive_entry_filetype(entry) == AE_IFREG || archive_entry_filetype(entry) == 0 ? NULL : "not a regular file";
}

enum status
packed_next(struct packed *packed, struct packed_member *member, struct error *err)
{
	struct archive_entry *entry;
	int result;

	*member = (struct packed_member){ 0 };
	if (packed->over)
		return STATUS_END;
	do
		result = archive_read_next_header(packed->archive, &entry);
	while (result == ARCHIVE_RETRY);
	/* A warning is about times, owners or the name's encoding. */
	if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
		member->name = member_name(entry);
		member->is_folder = archive_entry_filetype(entry) == AE_IFDIR;
		member->refused = refusal(entry);
		if (archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0)
			member->size = (uint64_t)archive_entry_size(entry);
		return STATUS_OK;
	}
	packed->over = result == ARCHIVE_EOF || result == ARCHIVE_FATAL;
	return result == ARCHIVE_EOF ? STATUS_END : packed_error(packed, STATUS_BADINPUT, err);
}

bool
packed_over(const struct packed *packed)
{
	return packed->over;
}

struct source *
packed_source(struct packed *packed)
{
	return &packed->source;
}
