/* stream.h - what newsquery writes to its standard output.
 *
 * Output is gathered in a buffer and written in large pieces.  A stream is
 * sticky: after a failed write further ones are no-ops, and stream_close()
 * reports the first failure.  A reader at the other end that has gone away is
 * no failure: it ends the process as SIGPIPE does, without a word.
 */
#ifndef NEWSDEX_QUERY_STREAM_H
#define NEWSDEX_QUERY_STREAM_H

#include "common/buf.h"
#include "common/error.h"

struct stream {
	struct buf buf;     /* append to it, then call stream_ready() */
	int fd;
	int failed;         /* errno of the first failed write, or 0 */
};

#define STREAM_INIT(descriptor) { BUF_INIT, descriptor, 0 }

/* To be called between lines, or rows: writes what was gathered once it is much. */
void stream_ready(struct stream *stream);

/* Writes what was gathered. */
void stream_flush(struct stream *stream);

/* Notes the present errno of an fsync(); what cannot be synced, such as a pipe,
 * is no failure. */
void stream_sync_failed(struct stream *stream);

/* Flushes, gives the memory back, and answers whether everything was written.
 * Also finds what a file system reports only when a file is closed. */
enum status stream_close(struct stream *stream, struct error *err);

#endif
