/* buf.h - a growing run of bytes.
 *
 * A buffer is sticky: after an allocation has failed every append is a no-op
 * and buf_status() answers STATUS_NOMEM, so a writer checks once, at its end.
 * buf_init()/BUF_INIT, appends, buf_clear() to use the memory again,
 * buf_release() to give it back.  Not for sharing between threads.
 */
#ifndef NEWSDEX_COMMON_BUF_H
#define NEWSDEX_COMMON_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/span.h"
#include "common/status.h"

struct buf {
	char *data;      /* NULL until the first append */
	size_t len;      /* bytes in use */
	size_t size;     /* bytes allocated */
	bool failed;     /* an allocation failed: contents are not to be used */
};

#define BUF_INIT { NULL, 0, 0, false }

void buf_init(struct buf *buf);
void buf_release(struct buf *buf);

/* Empties BUF and forgets a failure; keeps the memory. */
void buf_clear(struct buf *buf);

/* STATUS_OK, or STATUS_NOMEM once an append has failed. */
enum status buf_status(const struct buf *buf);

/* Room for MORE bytes behind the contents; returns where they go, or NULL.
 * The caller adds what it wrote to buf->len. */
char *buf_reserve(struct buf *buf, size_t more);

void buf_append(struct buf *buf, const void *data, size_t len);
void buf_append_span(struct buf *buf, struct span span);
void buf_append_string(struct buf *buf, const char *string);
void buf_append_byte(struct buf *buf, int byte);
void buf_append_format(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* NUMBER with commas between thousands, for people. */
void buf_append_grouped(struct buf *buf, uint64_t number);

/* The contents with a NUL behind them that is not counted in len; "" after a
 * failure.  Valid until the next change. */
const char *buf_string(struct buf *buf);

/* The contents, borrowed until the next change. */
static inline struct span
buf_span(const struct buf *buf)
{
	return span_from(buf->data ? buf->data : "", buf->len);
}

#endif
