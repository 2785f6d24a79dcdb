#include "corpus/formats.h"

#include "corpus/html_article.h"

static void
state_release(void *data)
{
	json_parser_free(data);
}

static enum status
html_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data;
	const char *reason;
	enum status status;

	if (reader->count)
		return STATUS_END;
	reader_take(reader, 0, data.len);
	if (!reader->state)
		reader->state = json_parser_new();
	if (!reader->state)
		return STATUS_NOMEM;
	status = html_article_fill(data, SPAN_NONE, reader->state, &reader->arena, article, &reason);
	return status == STATUS_BADINPUT ? reader_bad(reader, err, "%s", reason) : status;
}

static int
html_sniff(struct span head, struct span path)
{
	(void)path;
	return html_is_page(head) ? 80 : 0;
}

const struct format format_html = {
	.name = "html",
	.summary = "a page of HTML",
	.pages = true,
	.sniff = html_sniff,
	.next = html_next,
	.release = state_release,
};
