#include "common/buf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
buf_init(struct buf *buf)
{
	*buf = (struct buf)BUF_INIT;
}

void
buf_release(struct buf *buf)
{
	free(buf->data);
	buf_init(buf);
}

void
buf_clear(struct buf *buf)
{
	buf->len = 0;
	buf->failed = false;
}

enum status
buf_status(const struct buf *buf)
{
	return buf->failed ? STATUS_NOMEM : STATUS_OK;
}

char *
buf_reserve(struct buf *buf, size_t more)
{
	size_t need, size;
	char *data;

	if (buf->failed)
		return NULL;
	if (buf->size - buf->len >= more && buf->data)
		return buf->data + buf->len;
	if (__builtin_add_overflow(buf->len, more, &need) || need > SIZE_MAX / 2)
		goto failed;
	size = buf->size + buf->size / 2;
	if (size < need)
		size = need;
	if (size < 64)
		size = 64;
	data = realloc(buf->data, size);
	if (!data)
		goto failed;
	buf->data = data;
	buf->size = size;
	return data + buf->len;
failed:
	buf->failed = true;
	return NULL;
}

void
buf_append(struct buf *buf, const void *data, size_t len)
{
	char *to = len ? buf_reserve(buf, len) : NULL;

	if (!to)
		return;
	memcpy(to, data, len);
	buf->len += len;
}

void
buf_append_span(struct buf *buf, struct span span)
{
	buf_append(buf, span.ptr, span.len);
}

void
buf_append_string(struct buf *buf, const char *string)
{
	buf_append(buf, string, strlen(string));
}

void
buf_append_byte(struct buf *buf, int byte)
{
	char *to = buf_reserve(buf, 1);

	if (to) {
		*to = (char)byte;
		buf->len++;
	}
}

void
buf_append_grouped(struct buf *buf, uint64_t number)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, number);

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buf_append_byte(buf, ',');
		buf_append_byte(buf, digits[i]);
	}
}

/* What formatted texts mostly fit into. */
#define FORMAT_ROOM 64

void
buf_append_format(struct buf *buf, const char *format, ...)
{
	va_list args;
	char *to = buf_reserve(buf, FORMAT_ROOM);
	int len;

	if (!to)
		return;
	va_start(args, format);
	len = vsnprintf(to, buf->size - buf->len, format, args);
	va_end(args);
	if (len < 0)
		buf->failed = true;
	if (len >= 0 && (size_t)len >= buf->size - buf->len) {
		to = buf_reserve(buf, (size_t)len + 1);
		if (!to)
			return;
		va_start(args, format);
		vsnprintf(to, (size_t)len + 1, format, args);
		va_end(args);
	}
	buf->len += len < 0 ? 0 : (size_t)len;
}

const char *
buf_string(struct buf *buf)
{
	char *end = buf_reserve(buf, 1);

	if (!end)
		return "";
	*end = '\0';
	return buf->data;
}
