#include "corpus/formats.h"

#include "corpus/fill.h"
#include "corpus/sgml_article.h"

static const struct sgml_element elements[] = {
	{ "DATE", SGML_USE_DATE }, { "TITLE", SGML_USE_TITLE }, { "AUTHOR", SGML_USE_AUTHOR }, { "D", SGML_USE_TAG },
	/* "SALVADOR, Feb 26 -" is how the text begins; what stands in TEXT itself is all
	 * there is of a dispatch that was not marked up. */
	{ "TEXT", SGML_USE_BODY }, { "DATELINE", SGML_USE_DATELINE }, { "BODY", SGML_USE_BODY },
	{ NULL, SGML_USE_NONE },
};

/* A row of asterisks stands before the title of a brief. */
static void
drop_asterisks(struct article *article)
{
	struct span *body = &article->text[FIELD_BODY];

	while (body->len && (body->ptr[0] == '*' || body->ptr[0] == '\n'))
		body->ptr++, body->len--;
}

static enum status
reuters_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span record, id;
	struct sgml_token open;
	enum status status;
	struct buf text = BUF_INIT;

	(void)err;
	if (!sgml_article_take(reader, "REUTERS", &record, &open))
		return STATUS_END;
	id = sgml_attribute(&open, "NEWID");
	if (id.len) {
		/* The number alone would be the id of articles of other collections too. */
		buf_append_string(&text, "reuters-21578:");
		buf_append_span(&text, id);
		id = arena_copy(&reader->arena, buf_span(&text));
		status = buf_status(&text) < 0 || !id.ptr ? STATUS_NOMEM : STATUS_OK;
		buf_release(&text);
		if (status < 0)
			return status;
		fill_text(article, FIELD_ID, id, "NEWID");
	}
	fill_text(article, FIELD_SOURCE, SPAN("Reuters"), "Reuters-21578");
	fill_text(article, FIELD_LANGUAGE, SPAN("en"), "Reuters-21578");
	status = sgml_article_fill(record, elements, NULL, &reader->arena, article);
	drop_asterisks(article);
	return status;
}

static size_t
reuters_split(struct span data, struct span file_head, bool at_end, uint64_t *records)
{
	(void)file_head;
	return sgml_split(data, at_end, "REUTERS", records);
}

static size_t
reuters_resync(struct span data)
{
	return sgml_find(data, 0, "REUTERS", false);
}

static int
reuters_sniff(struct span head, struct span path)
{
	size_t start = sgml_find(head, 0, "REUTERS", false);

	(void)path;
	if (start == head.len || start > 4096)
		return 0;
	return memmem(head.ptr + start, head.len - start, "NEWID=", 6) ? 95 : 0;
}

const struct format format_reuters = {
	.name = "reuters-21578",
	.summary = "the Reuters-21578 collection (SGML)",
	.sniff = reuters_sniff,
	.split = reuters_split,
	.resync = reuters_resync,
	.next = reuters_next,
};
