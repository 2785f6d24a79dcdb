#include "corpus/html_text.h"

#include <gumbo.h>
#include <strings.h>

#include "corpus/flow.h"

/* Elements of which any number can follow without nesting: empty ones, and
 * those that end where the next of their kind starts. */
static bool
is_flat(const char *name, size_t len)
{
	static const char *const flat[] = {
		"area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
		"p", "param", "path", "source", "td", "th", "tr", "track", "wbr", "tbody", "svg",
	};

	for (size_t i = 0; i < sizeof(flat) / sizeof(*flat); i++)
		if ((*name | 0x20) == flat[i][0] && strlen(flat[i]) == len && strncasecmp(name, flat[i], len) == 0)
			return true;
	return false;
}

/* Behind the text of a script or style that starts at P, where tags are text. */
static const char *
skip_raw(const char *p, const char *end, const char *close)
{
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if ((size_t)(end - p) > strlen(close) && strncasecmp(p, close, strlen(close)) == 0)
			return p;
		p++;
	}
	return end;
}

bool
html_too_deep(struct span html)
{
	const char *p = html.ptr, *end = html.ptr + html.len;
	size_t depth = 0;

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL && ++p < end) {
		const char *name = p;

		if (*p == '/') {
			depth -= depth > 0;
			continue;
		}
		while (p < end && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9')))
			p++;
		if (p == name || is_flat(name, (size_t)(p - name)))
			continue;
		if (++depth > HTML_OPEN_TAGS)
			return true;
		if (p - name == 6 && strncasecmp(name, "script", 6) == 0)
			p = skip_raw(p, end, "</script");
		else if (p - name == 5 && strncasecmp(name, "style", 5) == 0)
			p = skip_raw(p, end, "</style");
	}
	return false;
}

static bool
is_block(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_P: case GUMBO_TAG_DIV: case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4:
	case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_LI: case GUMBO_TAG_DL:
	case GUMBO_TAG_DT: case GUMBO_TAG_DD: case GUMBO_TAG_TABLE: case GUMBO_TAG_TR: case GUMBO_TAG_BLOCKQUOTE:
	case GUMBO_TAG_SECTION: case GUMBO_TAG_ARTICLE: case GUMBO_TAG_HEADER: case GUMBO_TAG_FOOTER: case GUMBO_TAG_ASIDE:
	case GUMBO_TAG_NAV: case GUMBO_TAG_FIGURE: case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_HR: case GUMBO_TAG_PRE:
	case GUMBO_TAG_MAIN: case GUMBO_TAG_FORM: case GUMBO_TAG_ADDRESS: case GUMBO_TAG_CENTER:
		return true;
	default:
		return false;
	}
}

static bool
is_silent(GumboTag tag)
{
	return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_NOSCRIPT || tag == GUMBO_TAG_IFRAME
		|| tag == GUMBO_TAG_TEMPLATE || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_TEXTAREA || tag == GUMBO_TAG_SELECT
		|| tag == GUMBO_TAG_OBJECT || tag == GUMBO_TAG_SVG;
}

static void
enter(struct flow *flow, const GumboNode *node)
{
	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
		flow_text(flow, span_from_string(node->v.text.text));
	else if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == GUMBO_TAG_BR)
		flow_break(flow, flow->breaks ? 2 : 1);
	else if (node->type == GUMBO_NODE_ELEMENT && is_block(node->v.element.tag))
		flow_break(flow, 2);
	else if (node->type == GUMBO_NODE_ELEMENT && (node->v.element.tag == GUMBO_TAG_TD || node->v.element.tag == GUMBO_TAG_TH))
		flow->space = true;
}

static void
walk(struct flow *flow, const GumboNode *root)
{
	const GumboNode *node = root;

	for (;;) {
		const GumboVector *children = &node->v.element.children;
		bool inner = (node->type == GUMBO_NODE_ELEMENT && !is_silent(node->v.element.tag)) || node == root;

		enter(flow, node);
		if (inner && children->length) {
			node = children->data[0];
			continue;
		}
		for (;;) {
			const GumboVector *siblings;

			if (node == root)
				return;
			if (node->type == GUMBO_NODE_ELEMENT && is_block(node->v.element.tag))
				flow_break(flow, 2);
			siblings = &node->parent->v.element.children;
			if (node->index_within_parent + 1 < siblings->length) {
				node = siblings->data[node->index_within_parent + 1];
				break;
			}
			node = node->parent;
		}
	}
}

enum status
html_text_append(struct span html, struct buf *out)
{
	GumboOptions options = kGumboDefaultOptions;
	GumboOutput *parsed;
	struct flow flow = flow_start(out);

	if (html.len > HTML_TEXT_MAX || html_too_deep(html))
		return STATUS_LIMIT;
	options.max_errors = 0;
	options.fragment_context = GUMBO_TAG_DIV;
	parsed = gumbo_parse_with_options(&options, html.ptr, html.len);
	if (!parsed)
		return STATUS_NOMEM;
	walk(&flow, parsed->root);
	gumbo_destroy_output(&options, parsed);
	return buf_status(out);
}

bool
html_text_marked(struct span text)
{
	static const char *const marks[] = {
		"<p", "</", "<br", "<div", "<a ", "<img", "<b>", "<i>", "<em>", "<strong", "<span", "<h1", "<h2", "<h3",
		"<h4", "<hr", "<ul", "<ol", "<li", "<table", "<blockquote", "<figure", "<!--",
	};
	const char *p = text.ptr, *end;

	if (!text.len)
		return false;
	end = text.ptr + text.len;
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
			if ((size_t)(end - p) > strlen(marks[i]) && strncasecmp(p, marks[i], strlen(marks[i])) == 0)
				return true;
		p++;
	}
	for (p = text.ptr; p < end && (p = memchr(p, '&', (size_t)(end - p))) != NULL; p++) {
		const char *semicolon = memchr(p, ';', (size_t)(end - p < 10 ? end - p : 10));

		if (semicolon && semicolon > p + 2 && !memchr(p, ' ', (size_t)(semicolon - p)))
			return true;
	}
	return false;
}

enum status
html_text_plain(struct arena *arena, struct span *text)
{
	struct buf out = BUF_INIT;
	enum status status;

	if (!text->len || !html_text_marked(*text))
		return STATUS_OK;
	status = html_text_append(*text, &out);
	if (status == STATUS_OK) {
		*text = arena_copy(arena, buf_span(&out));
		if (!text->ptr)
			status = STATUS_NOMEM;
	}
	buf_release(&out);
	/* Markup too deep or too long to be parsed is kept as it is. */
	return status == STATUS_LIMIT ? STATUS_OK : status;
}
