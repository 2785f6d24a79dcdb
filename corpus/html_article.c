#include "corpus/html_article.h"

#include <gumbo.h>
#include <strings.h>

#include "corpus/charset.h"
#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_body.h"
#include "corpus/html_dom.h"
#include "corpus/html_lean.h"
#include "corpus/html_memory.h"
#include "corpus/html_meta.h"
#include "corpus/html_text.h"

/* A page that calls itself no article is one with so much running text. */
#define ENOUGH_TEXT 500

/* The name behind "charset=" in the first bytes of PAGE. */
static struct span
declared_charset(struct span page)
{
	size_t limit = page.len < 4096 ? page.len : 4096;

	for (size_t i = 0; i + 8 < limit; i++) {
		size_t start = i + 8, end;

		if (page.ptr[i] != 'c' && page.ptr[i] != 'C')
			continue;
		if (strncasecmp(page.ptr + i, "charset=", 8) != 0)
			continue;
		while (start < limit && (page.ptr[start] == '"' || page.ptr[start] == '\'' || page.ptr[start] == ' '))
			start++;
		for (end = start; end < limit && end - start < 32 && !strchr("\"' />;", page.ptr[end]);)
			end++;
		return span_from(page.ptr + start, end - start);
	}
	return SPAN_NONE;
}

/* Is some element of the page more than HTML_DEPTH elements deep? */
static bool
is_deep(const GumboNode *root)
{
	const GumboNode *node = root, *next;
	size_t depth = 0;

	for (; node; node = next) {
		next = html_walk(root, node, true);
		if (next && next->parent == node) {
			depth++;
		} else {
			/* Up to the parent of what comes next. */
			for (const GumboNode *at = node; next && at->parent != next->parent; at = at->parent)
				depth--;
		}
		if (depth > HTML_DEPTH)
			return true;
	}
	return false;
}

/* What JSON-LD gives as the text is taken when the page shows much less of it. */
static void
choose_body(struct article *article, struct span shown, struct span stated)
{
	if (stated.len > 200 && shown.len * 2 < stated.len) {
		article->text[FIELD_BODY] = stated;
		article->found_by[FIELD_BODY] = "JSON-LD articleBody";
		return;
	}
	fill_text(article, FIELD_BODY, shown, "blocks of text");
}

static enum status
fill_parsed(const GumboNode *root, struct json_parser *parser, struct arena *arena, struct article *article,
            const char **reason)
{
	struct html_meta meta;
	struct buf body = BUF_INIT;
	enum status status = html_meta_fill(root, parser, arena, article, &meta);

	if (status == STATUS_OK)
		status = html_body_append(root, article->text[FIELD_TITLE], &body);
	if (status == STATUS_OK) {
		struct span shown = body.len ? arena_copy(arena, buf_span(&body)) : SPAN_NONE;

		if (body.len && !shown.ptr)
			status = STATUS_NOMEM;
		choose_body(article, shown, meta.body);
	}
	buf_release(&body);
	if (status == STATUS_OK && !meta.is_article && article->text[FIELD_BODY].len < ENOUGH_TEXT) {
		*reason = "a page without an article";
		return STATUS_BADINPUT;
	}
	return status;
}

/* What was borrowed from the tree has to outlive it. */
static enum status
keep_texts(struct arena *arena, struct article *article)
{
	struct span *lists[] = { (struct span *)(uintptr_t)article->authors, (struct span *)(uintptr_t)article->tags };
	size_t counts[] = { article->author_count, article->tag_count };

	for (int i = 0; i < FIELD_TEXT_COUNT; i++) {
		if (!article->text[i].len)
			continue;
		article->text[i] = arena_copy(arena, article->text[i]);
		if (!article->text[i].ptr)
			return STATUS_NOMEM;
	}
	for (int l = 0; l < 2; l++)
		for (size_t i = 0; i < counts[l]; i++) {
			lists[l][i] = arena_copy(arena, lists[l][i]);
			if (!lists[l][i].ptr)
				return STATUS_NOMEM;
		}
	return STATUS_OK;
}

enum status
html_article_fill(struct span page, struct span charset, struct json_parser *parser, struct arena *arena,
                  struct article *article, const char **reason)
{
	struct html_memory memory = HTML_MEMORY_INIT;
	GumboOptions options = html_memory_options(&memory);
	GumboOutput *parsed;
	struct buf text = BUF_INIT, lean = BUF_INIT;
	enum status status;

	*reason = "markup nested too deeply";
	if (html_too_deep(page))
		return STATUS_BADINPUT;
	/* What can be read as UTF-8 is UTF-8, whatever the page says. */
	if (!json_valid_utf8(page)) {
		charset = charset.len ? charset : declared_charset(page);
		if (charset.len)
			charset_append_named(&text, page, charset);
		else
			charset_append_guess(&text, page, "");
		page = buf_span(&text);
	}
	html_lean_append(page, &lean);
	if (buf_status(&text) < 0 || buf_status(&lean) < 0) {
		buf_release(&text);
		buf_release(&lean);
		return STATUS_NOMEM;
	}
	buf_release(&text);
	parsed = gumbo_parse_with_options(&options, buf_span(&lean).ptr, lean.len);
	if (!parsed)
		status = STATUS_NOMEM;
	else if (is_deep(parsed->root))
		status = STATUS_BADINPUT;
	else
		status = fill_parsed(parsed->root, parser, arena, article, reason);
	if (status == STATUS_OK)
		status = keep_texts(arena, article);
	html_memory_release(&memory);
	buf_release(&lean);
	return status;
}

bool
html_is_page(struct span head)
{
	static const char *const starts[] = { "<!doctype html", "<html", "<head", "<!doctype" };
	struct span text = head;

	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_from(text.ptr + 3, text.len - 3);
	for (;;) {
		const char *end;

		text = span_trim(text);
		if (!span_starts(text, SPAN("<!--")) && !span_starts(text, SPAN("<?xml")))
			break;
		end = memmem(text.ptr, text.len, text.ptr[1] == '?' ? "?>" : "-->", text.ptr[1] == '?' ? 2 : 3);
		if (!end)
			return false;
		end += text.ptr[1] == '?' ? 2 : 3;
		text = span_from(end, (size_t)(text.ptr + text.len - end));
	}
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (text.len > strlen(starts[i]) && strncasecmp(text.ptr, starts[i], strlen(starts[i])) == 0)
			return i < 3 || memmem(text.ptr, text.len < 1024 ? text.len : 1024, "<html", 5) != NULL;
	return false;
}
