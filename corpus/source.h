/* source.h - where the bytes of an input come from: a file, or what is packed in it.
 *
 * A source is read once, from its start to its end, by one thread.
 */
#ifndef NEWSDEX_CORPUS_SOURCE_H
#define NEWSDEX_CORPUS_SOURCE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "common/error.h"
#include "common/span.h"

struct source {
	/* Reads up to SIZE bytes into DATA; *GOT is 0 at the end only.  An error
	 * names PLACE and the offset in the file; what came before it is sound. */
	enum status (*read)(struct source *source, char *data, size_t size, size_t *got, struct error *err);
	void (*close)(struct source *source);
};

/* Opens what FD holds, which the source closes: gunzipped when it starts as
 * gzip does, else as it is.  PLACE is borrowed for errors.  COUNTER (may be
 * NULL) grows by the bytes read from FD.  On an error FD is closed as well. */
enum status source_open(int fd, const char *place, _Atomic uint64_t *counter, struct source **source,
                        struct error *err);
void source_close(struct source *source);

/* Reads until SIZE bytes are there or the end has come: *GOT < SIZE is the
 * end, or an error, before which *GOT bytes are sound. */
enum status source_fill(struct source *source, char *data, size_t size, size_t *got, struct error *err);

/* The file itself, buffered, with its first bytes to be looked at. */
struct raw_source {
	struct source source;
	int fd;
	const char *place;
	_Atomic uint64_t *counter;
	uint64_t offset;              /* in the file, of the byte at AT */
	size_t at, end;               /* what is left in the buffer */
	char buffer[64 << 10];
};

/* The bytes that are in the buffer, after reading more if there are none;
 * empty at the end of the file. */
enum status raw_peek(struct raw_source *raw, struct span *bytes, struct error *err);
void raw_skip(struct raw_source *raw, size_t len);

/* Takes RAW over, also when it fails. */
enum status gunzip_open(struct raw_source *raw, struct source **source, struct error *err);

#endif
