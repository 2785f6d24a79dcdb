/* source.h - where bytes come from: a file, or what is packed in another source.
 *
 * A source is read once, from its start to its end, by one thread.  A stream
 * is a source with its next bytes to be looked at.
 */
#ifndef NEWSDEX_CORPUS_SOURCE_H
#define NEWSDEX_CORPUS_SOURCE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "common/error.h"
#include "common/span.h"

struct source {
	/* Reads up to SIZE bytes into DATA; *GOT is 0 at the end only, or with an
	 * error.  What was got before an error is sound. */
	enum status (*read)(struct source *source, char *data, size_t size, size_t *got, struct error *err);
	/* Goes on at OFFSET, counted from the start, or with FROM_END from the end
	 * backwards; *NOW is where that is.  False when it cannot.  NULL: it never can. */
	bool (*seek)(struct source *source, uint64_t offset, bool from_end, uint64_t *now);
	void (*close)(struct source *source);
};

/* What FD holds; the source closes it, also when this fails.  PLACE is borrowed
 * for errors.  COUNTER (may be NULL) grows by the bytes read. */
enum status source_open(int fd, const char *place, _Atomic uint64_t *counter, struct source **source,
                        struct error *err);
void source_close(struct source *source);

#define STREAM_BUFFER ((size_t)64 << 10)

/* Behind it: unpackers of others may look a few bytes further than they were given. */
#define STREAM_SPARE 64

struct stream {
	struct source *source;        /* borrowed */
	const char *place;            /* borrowed, for errors */
	uint64_t offset;              /* of the byte at AT */
	uint64_t drawn;               /* bytes read from the source, more than once where it was sought */
	size_t at, end;               /* what is left in the buffer */
	bool at_end;                  /* the source has no more */
	struct error trouble;         /* it broke; told when the buffer is empty */
	char *buffer;                 /* STREAM_BUFFER bytes, owned */
};

enum status stream_init(struct stream *stream, struct error *err);
void stream_release(struct stream *stream);

/* Begins to read SOURCE. */
void stream_start(struct stream *stream, struct source *source, const char *place);

/* The bytes that come next: at least WANT (at most STREAM_BUFFER) of them, or
 * all there are.  Empty at the end only; an error only where none are left. */
enum status stream_look(struct stream *stream, size_t want, struct span *bytes, struct error *err);

/* LEN of the bytes that were looked at are done. */
void stream_skip(struct stream *stream, size_t len);

/* Reads until SIZE bytes are there or the end has come: *GOT < SIZE is the
 * end, or an error, before which *GOT bytes are sound. */
enum status stream_fill(struct stream *stream, char *data, size_t size, size_t *got, struct error *err);

/* As source->seek. */
bool stream_seek(struct stream *stream, uint64_t offset, bool from_end, uint64_t *now);

/* What FROM (borrowed) holds as gzip, any number of members. */
enum status gunzip_open(struct stream *from, struct source **source, struct error *err);

/* What FROM (borrowed) holds as xz, or as lzip, any number of streams.  One whose
 * dictionary wants more memory than this is refused with STATUS_LIMIT; "xz -9"
 * takes 65 MB. */
#define UNXZ_MEMORY_MB 256
enum status unxz_open(struct stream *from, bool lzip, struct source **source, struct error *err);

#endif
