#include "query/stream.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define STREAM_PIECE ((size_t)64 << 10)
#define EXIT_SIGPIPE (128 + SIGPIPE)

/* The caller may have been started with SIGPIPE ignored, and a connection to a
 * remote index ignores it too. */
static void
reader_gone(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
	_exit(EXIT_SIGPIPE);
}

void
stream_flush(struct stream *stream)
{
	size_t done = 0;

	if (buf_status(&stream->buf) < 0 && !stream->failed)
		stream->failed = ENOMEM;
	while (!stream->failed && done < stream->buf.len) {
		ssize_t wrote = write(stream->fd, stream->buf.data + done, stream->buf.len - done);

		if (wrote >= 0)
			done += (size_t)wrote;
		else if (errno == EPIPE)
			reader_gone();
		else if (errno != EINTR)
			stream->failed = errno;
	}
	buf_clear(&stream->buf);
}

void
stream_ready(struct stream *stream)
{
	if (stream->buf.len >= STREAM_PIECE || stream->buf.failed)
		stream_flush(stream);
}

void
stream_sync_failed(struct stream *stream)
{
	if (errno != EINVAL && errno != EROFS && errno != ENOTSUP && !stream->failed)
		stream->failed = errno;
}

enum status
stream_close(struct stream *stream, struct error *err)
{
	stream_flush(stream);
	buf_release(&stream->buf);
	if (close(stream->fd) != 0 && !stream->failed && errno != EBADF)
		stream->failed = errno;
	if (stream->failed)
		return error_set_errno(err, "standard output", "cannot write", stream->failed);
	return STATUS_OK;
}
