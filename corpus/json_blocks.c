#include "corpus/json_article.h"

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_text.h"

static void
append_paragraph(struct buf *out, struct span text)
{
	text = clean_trim(text);
	if (!text.len)
		return;
	if (out->len)
		buf_append_string(out, "\n\n");
	buf_append_span(out, text);
}

/* A paragraph, a subheading or a list of them. */
static enum status
append_block(struct buf *out, struct json_value block, struct arena *arena)
{
	struct json_value content = json_member(block, "content"), item;
	struct json_walk walk;
	struct span text;

	if (json_type(content) == JSON_ARRAY) {
		walk = json_walk_start(content);
		while (json_walk_next(&walk, NULL, &item)) {
			text = json_value_string(item);
			if (html_text_plain(arena, &text) < 0)
				return STATUS_NOMEM;
			append_paragraph(out, text);
		}
		return STATUS_OK;
	}
	text = json_value_string(content);
	if (html_text_plain(arena, &text) < 0)
		return STATUS_NOMEM;
	append_paragraph(out, text);
	return STATUS_OK;
}

/* Of an article that has none of its own: "published_date": null. */
static void
fill_block_date(struct json_value block, struct arena *arena, struct article *article)
{
	struct span text = json_text(json_member(block, "content"), arena);

	if (!fill_is_nothing(text))
		fill_date_text(article, FIELD_PUBLISHED, text, NULL, "date block");
}

static bool
is(struct span type, const char *name)
{
	return span_equal(type, span_from_string(name));
}

enum status
json_blocks_fill(struct json_value object, struct arena *arena, struct article *article)
{
	struct json_value contents = json_member(object, "contents"), block;
	struct json_walk walk = json_walk_start(contents);
	struct buf body = BUF_INIT;
	enum status status = STATUS_OK;

	if (json_type(contents) != JSON_ARRAY)
		return STATUS_OK;
	/* Some elements are null. */
	while (status == STATUS_OK && json_walk_next(&walk, NULL, &block)) {
		struct span type = json_value_string(json_member(block, "type"));

		if (is(type, "sanitized_html") || is(type, "list") || is(type, "deck") || is(type, "pull_quote"))
			status = append_block(&body, block, arena);
		else if (is(type, "kicker"))
			fill_text(article, FIELD_SECTION, json_value_string(json_member(block, "content")), "kicker block");
		else if (is(type, "title"))
			fill_text(article, FIELD_TITLE, json_value_string(json_member(block, "content")), "title block");
		else if (is(type, "byline") && !article->author_count)
			status = fill_byline(article, json_value_string(json_member(block, "content")), arena, "byline block");
		else if (is(type, "date"))
			fill_block_date(block, arena, article);
	}
	if (status == STATUS_OK && body.len) {
		struct span text = buf_status(&body) == STATUS_OK ? arena_copy(arena, buf_span(&body)) : SPAN_NONE;

		if (text.ptr)
			fill_text(article, FIELD_BODY, text, "JSON key contents");
		else
			status = STATUS_NOMEM;
	}
	buf_release(&body);
	return status;
}
