/* http_body.h - what a web server answered, as crawlers keep it.
 */
#ifndef NEWSDEX_CORPUS_HTTP_BODY_H
#define NEWSDEX_CORPUS_HTTP_BODY_H

#include "common/buf.h"
#include "common/span.h"
#include "common/status.h"

/* A body that is longer when it is uncompressed is cut. */
#define HTTP_BODY_MAX ((size_t)64 << 20)

struct http_answer {
	int status;               /* 200; 0 when the first line says none */
	struct span type;         /* Content-Type without parameters; SPAN_NONE */
	struct span charset;      /* its charset; SPAN_NONE */
	struct span body;         /* borrowed from the answer, or from the buffer */
};

/* Takes ANSWER apart.  Crawlers store bodies chunked or not, compressed or not,
 * whatever the headers say: the bytes themselves are looked at.  BUF holds what
 * had to be decoded.  STATUS_BADINPUT when it cannot be. */
enum status http_answer_parse(struct span answer, struct http_answer *http, struct buf *buf);

/* The value of header NAME in the lines HEADERS, trimmed; SPAN_NONE. */
struct span http_header(struct span headers, const char *name);

/* How long the lines before the first empty one are, with that one; 0 when there
 * is none among the first HTTP_HEADER_LINES, or a line behind the first is no header. */
#define HTTP_HEADER_LINES 256
size_t http_headers_length(struct span text);

/* Splits "text/html; charset=utf-8". */
void http_split_type(struct span value, struct span *type, struct span *charset);

#endif
