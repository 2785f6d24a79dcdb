#include "corpus/source.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static enum status
read_fd(struct raw_source *raw, char *data, size_t size, size_t *got, struct error *err)
{
	ssize_t count;

	*got = 0;
	do {
		count = read(raw->fd, data, size < ((size_t)1 << 30) ? size : (size_t)1 << 30);
	} while (count < 0 && errno == EINTR);
	if (count < 0)
		return error_set_errno(err, raw->place, "cannot read", errno);
	*got = (size_t)count;
	if (raw->counter)
		atomic_fetch_add_explicit(raw->counter, (uint64_t)count, memory_order_relaxed);
	return STATUS_OK;
}

enum status
raw_peek(struct raw_source *raw, struct span *bytes, struct error *err)
{
	enum status status = STATUS_OK;
	size_t got;

	if (raw->at == raw->end) {
		status = read_fd(raw, raw->buffer, sizeof(raw->buffer), &got, err);
		raw->at = 0;
		raw->end = got;
	}
	*bytes = span_from(raw->buffer + raw->at, raw->end - raw->at);
	return status;
}

void
raw_skip(struct raw_source *raw, size_t len)
{
	raw->at += len;
	raw->offset += len;
}

static enum status
raw_read(struct source *source, char *data, size_t size, size_t *got, struct error *err)
{
	struct raw_source *raw = (struct raw_source *)source;
	enum status status;
	size_t have = raw->end - raw->at;

	if (have) {
		*got = have < size ? have : size;
		memcpy(data, raw->buffer + raw->at, *got);
		raw_skip(raw, *got);
		return STATUS_OK;
	}
	status = read_fd(raw, data, size, got, err);
	raw->offset += *got;
	return status;
}

static void
raw_close(struct source *source)
{
	struct raw_source *raw = (struct raw_source *)source;

	close(raw->fd);
	free(raw);
}

enum status
source_open(int fd, const char *place, _Atomic uint64_t *counter, struct source **source, struct error *err)
{
	struct raw_source *raw = calloc(1, sizeof(*raw));
	struct span head;
	enum status status;

	*source = NULL;
	if (!raw) {
		close(fd);
		return error_set(err, STATUS_NOMEM, place, "out of memory");
	}
	raw->source.read = raw_read;
	raw->source.close = raw_close;
	raw->fd = fd;
	raw->place = place;
	raw->counter = counter;
	status = raw_peek(raw, &head, err);
	if (status < 0) {
		raw_close(&raw->source);
		return status;
	}
	if (span_starts(head, SPAN("\x1F\x8B")))
		return gunzip_open(raw, source, err);
	*source = &raw->source;
	return STATUS_OK;
}

void
source_close(struct source *source)
{
	if (source)
		source->close(source);
}

enum status
source_fill(struct source *source, char *data, size_t size, size_t *got, struct error *err)
{
	enum status status = STATUS_OK;
	size_t more;

	*got = 0;
	while (*got < size) {
		status = source->read(source, data + *got, size - *got, &more, err);
		*got += more;
		if (status < 0 || more == 0)
			break;
	}
	return status;
}
