/* articles.h - for tests of readers: text in, articles out as lines of JSON.
 */
#ifndef NEWSDEX_TESTS_UNIT_ARTICLES_H
#define NEWSDEX_TESTS_UNIT_ARTICLES_H

#include "corpus/reader.h"
#include "tests/article_json.h"

/* Appends each article of TEXT, read as FORMAT (NULL: as it is sniffed), as a
 * line to OUT, and each that cannot be read as "! reason"; returns the number of articles. */
static inline int __attribute__((unused))
articles_read(const struct format *format, const struct reader_options *options, struct span text, struct buf *out)
{
	static const struct reader_options none;
	struct reader reader;
	struct chunk chunk = { .data = text, .origin = SPAN("file"), .format = format, .number = 1 };
	struct article article;
	struct error err = ERROR_INIT;
	enum status status;
	int count = 0;

	buf_clear(out);
	if (!chunk.format)
		chunk.format = format_sniff(text, SPAN("file"));
	if (!chunk.format) {
		buf_append_string(out, "! not a known format\n");
		return 0;
	}
	if (chunk.format->head)
		chunk.head = span_from(text.ptr, chunk.format->head(text));
	reader_init(&reader, options ? options : &none);
	reader_start(&reader, &chunk);
	while ((status = reader_next(&reader, &article, &err)) != STATUS_END) {
		if (status == STATUS_OK) {
			count++;
			json_put_article(out, &article);
			buf_append_byte(out, '\n');
		} else {
			buf_append_format(out, "! %s\n", err.reason);
			error_clear(&err);
			if (status != STATUS_BADINPUT)
				break;
		}
	}
	reader_release(&reader);
	return count;
}

#endif
