#include "corpus/source.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct fd_source {
	struct source source;
	int fd;
	const char *place;
	_Atomic uint64_t *counter;
};

static enum status
fd_read(struct source *source, char *data, size_t size, size_t *got, struct error *err)
{
	struct fd_source *file = (struct fd_source *)source;
	ssize_t count;

	*got = 0;
	do {
		count = read(file->fd, data, size < ((size_t)1 << 30) ? size : (size_t)1 << 30);
	} while (count < 0 && errno == EINTR);
	if (count < 0)
		return error_set_errno(err, file->place, "cannot read", errno);
	*got = (size_t)count;
	if (file->counter)
		atomic_fetch_add_explicit(file->counter, (uint64_t)count, memory_order_relaxed);
	return STATUS_OK;
}

static bool
fd_seek(struct source *source, uint64_t offset, bool from_end, uint64_t *now)
{
	struct fd_source *file = (struct fd_source *)source;
	off_t at;

	if (offset > INT64_MAX)
		return false;
	at = lseek(file->fd, from_end ? -(off_t)offset : (off_t)offset, from_end ? SEEK_END : SEEK_SET);
	*now = at < 0 ? 0 : (uint64_t)at;
	return at >= 0;
}

static void
fd_close(struct source *source)
{
	struct fd_source *file = (struct fd_source *)source;

	close(file->fd);
	free(file);
}

enum status
source_open(int fd, const char *place, _Atomic uint64_t *counter, struct source **source, struct error *err)
{
	struct fd_source *file = calloc(1, sizeof(*file));

	*source = NULL;
	if (!file) {
		close(fd);
		return error_set(err, STATUS_NOMEM, place, "out of memory");
	}
	file->source.read = fd_read;
	/* A pipe has no other place, a terminal none that stays. */
	file->source.seek = lseek(fd, 0, SEEK_CUR) == 0 ? fd_seek : NULL;
	file->source.close = fd_close;
	file->fd = fd;
	file->place = place;
	file->counter = counter;
	*source = &file->source;
	return STATUS_OK;
}

void
source_close(struct source *source)
{
	if (source)
		source->close(source);
}

enum status
stream_init(struct stream *stream, struct error *err)
{
	*stream = (struct stream){ .trouble = ERROR_INIT };
	stream->buffer = malloc(STREAM_BUFFER + STREAM_SPARE);
	return stream->buffer ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

void
stream_release(struct stream *stream)
{
	free(stream->buffer);
	stream->buffer = NULL;
}

void
stream_start(struct stream *stream, struct source *source, const char *place)
{
	*stream = (struct stream){ .source = source, .place = place, .trouble = ERROR_INIT, .buffer = stream->buffer };
}

/* Reads once; *GOT is 0 at the end or where the source broke. */
static void
draw(struct stream *stream, char *data, size_t size, size_t *got)
{
	enum status status;

	*got = 0;
	if (stream->at_end)
		return;
	status = stream->source->read(stream->source, data, size, got, &stream->trouble);
	if (status < 0 && stream->trouble.status == STATUS_OK)
		error_set(&stream->trouble, status, stream->place, "%s", status_string(status));
	stream->drawn += *got;
	stream->at_end = status < 0 || *got == 0;
}

static enum status
tell_trouble(const struct stream *stream, struct error *err)
{
	if (err && err->status == STATUS_OK)
		*err = stream->trouble;
	return stream->trouble.status;
}

enum status
stream_look(struct stream *stream, size_t want, struct span *bytes, struct error *err)
{
	size_t have = stream->end - stream->at, got = 1;

	if (have < want && stream->at) {
		memmove(stream->buffer, stream->buffer + stream->at, have);
		stream->at = 0;
		stream->end = have;
	}
	while (stream->end - stream->at < want && got) {
		draw(stream, stream->buffer + stream->end, STREAM_BUFFER - stream->end, &got);
		stream->end += got;
	}
	*bytes = span_from(stream->buffer + stream->at, stream->end - stream->at);
	return bytes->len ? STATUS_OK : tell_trouble(stream, err);
}

void
stream_skip(struct stream *stream, size_t len)
{
	stream->at += len;
	stream->offset += len;
}

enum status
stream_fill(struct stream *stream, char *data, size_t size, size_t *got, struct error *err)
{
	size_t have = stream->end - stream->at, more = 1;

	*got = have < size ? have : size;
	memcpy(data, stream->buffer + stream->at, *got);
	stream_skip(stream, *got);
	while (*got < size && more) {
		draw(stream, data + *got, size - *got, &more);
		*got += more;
		stream->offset += more;
	}
	return *got < size ? tell_trouble(stream, err) : STATUS_OK;
}

bool
stream_seek(struct stream *stream, uint64_t offset, bool from_end, uint64_t *now)
{
	if (!stream->source->seek || !stream->source->seek(stream->source, offset, from_end, now))
		return false;
	stream->offset = *now;
	stream->at = stream->end = 0;
	stream->at_end = stream->trouble.status != STATUS_OK;
	return true;
}
