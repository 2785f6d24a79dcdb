/* reader.h - the fuzz target of every reader; its source defines FUZZ_FORMAT.
 *
 * Any bytes are articles or errors in that format: every text valid and not
 * blank, places in order, and cutting the bytes into chunks stays inside them.
 */
#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"
#include "corpus/clean.h"
#include "corpus/reader.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
check(bool sound)
{
	if (!sound)
		abort();
}

static void
check_article(const struct article *article)
{
	check(article->text[FIELD_TITLE].len || article->text[FIELD_BODY].len);
	check(article->text[FIELD_ID].len > 0);
	for (int i = 0; i < FIELD_TEXT_COUNT; i++) {
		struct span text = article->text[i];

		check(text.len ? utf8_valid(text) && !clean_blank(text) : text.ptr == NULL);
	}
	for (size_t i = 0; i < article->author_count; i++)
		check(article->authors[i].len && utf8_valid(article->authors[i]));
	for (size_t i = 0; i < article->tag_count; i++)
		check(article->tags[i].len && utf8_valid(article->tags[i]));
	check(article->published.precision <= DATE_SECOND && article->modified.precision <= DATE_SECOND);
}

static void
read_all(const struct format *format, struct span data, struct span head)
{
	static const struct reader_options options;
	struct chunk chunk = { .data = data, .head = head, .origin = SPAN("f"), .format = format, .number = 1 };
	struct reader reader;
	struct article article;
	uint64_t last = 0;
	enum status status;

	reader_init(&reader, &options);
	reader_start(&reader, &chunk);
	while ((status = reader_next(&reader, &article, NULL)) != STATUS_END) {
		check(reader.at <= data.len && reader.record <= reader.at);
		if (status == STATUS_OK) {
			check_article(&article);
			check(article.sequence >= last);
			last = article.sequence + 1;
		} else if (status != STATUS_BADINPUT) {
			break;
		}
	}
	reader_release(&reader);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	const struct format *format = format_find(SPAN(FUZZ_FORMAT));
	/* Its own memory, so that reading behind the end is seen. */
	char *copy = malloc(size ? size : 1);
	struct span text = span_from(copy, size), head = SPAN("");
	uint64_t records = 0;
	size_t whole;

	memcpy(copy, data, size);
	format->sniff(text, SPAN("file"));
	if (format->head)
		head = span_from(copy, format->head(text));
	check(head.len <= size);
	read_all(format, text, head);
	if (format->split && size) {
		whole = format->split(text, head, false, &records);
		check(whole <= size);
		check(format->split(text, head, true, &records) <= size);
		if (whole && whole < size)
			read_all(format, span_from(text.ptr + whole, size - whole), head);
	}
	if (format->resync)
		check(format->resync(text) <= size);
	free(copy);
	return 0;
}
