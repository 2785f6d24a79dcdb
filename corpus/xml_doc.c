#include "corpus/xml_doc.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <pthread.h>
#include <stdio.h>
#include <strings.h>

#include "corpus/charset.h"
#include "corpus/flow.h"
#include "corpus/json_c.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The number of the HTML entity whose reference starts at P; 0 for what XML knows itself. */
static unsigned
html_entity(const char *p, const char *end, size_t *len)
{
	char name[12];
	size_t size = 0;
	const htmlEntityDesc *entity;

	for (p++; p < end && size < sizeof(name) - 1 && is_name_char(*p);)
		name[size++] = *p++;
	name[size] = '\0';
	*len = size + 2;
	if (p == end || *p != ';' || size < 2 || strcmp(name, "amp") == 0 || strcmp(name, "lt") == 0
	    || strcmp(name, "gt") == 0 || strcmp(name, "quot") == 0 || strcmp(name, "apos") == 0)
		return 0;
	entity = htmlEntityLookup((const xmlChar *)name);
	return entity ? entity->value : 0;
}

/* Writers of feeds take HTML's entities for XML's: "&nbsp;" becomes "&#160;". */
static void
number_entities(struct span text, struct buf *out)
{
	const char *p = text.ptr, *end = text.ptr + text.len, *start = p;

	while ((p = memchr(p, '&', (size_t)(end - p))) != NULL) {
		size_t len;
		unsigned code = html_entity(p, end, &len);

		if (code) {
			buf_append(out, start, (size_t)(p - start));
			buf_append_format(out, "&#%u;", code);
			start = p + len;
		}
		p = code ? start : p + 1;
	}
	if (start != text.ptr)
		buf_append(out, start, (size_t)(end - start));
}

/* Does TEXT have characters beyond ASCII, all of them as in UTF-8? */
static bool
is_utf8(struct span text)
{
	unsigned char bits = 0;

	for (size_t i = 0; i < text.len; i++)
		bits |= (unsigned char)text.ptr[i];
	return bits >= 0x80 && json_valid_utf8(text);
}

/* Does a document declare its encoding, or show by its first bytes that it is UTF-16? */
static bool
says_encoding(struct span text)
{
	const char *end = span_starts(text, SPAN("<?xml")) ? memmem(text.ptr, text.len, "?>", 2) : NULL;

	return (end && memmem(text.ptr, (size_t)(end - text.ptr), "encoding", 8)) || (text.len > 1 && (!text.ptr[0] || !text.ptr[1]))
		|| span_starts(text, SPAN("\xFF\xFE")) || span_starts(text, SPAN("\xFE\xFF"));
}

enum status
xml_doc_parse(struct span text, xmlDocPtr *doc)
{
	struct buf numbered = BUF_INIT, guessed = BUF_INIT;
	enum status status = STATUS_OK;

	*doc = NULL;
	pthread_once(&once, xmlInitParser);
	while (text.len && strchr(" \t\r\n", text.ptr[0]) && text.ptr[0])
		text.ptr++, text.len--;
	if (!json_valid_utf8(text) && !says_encoding(text)) {
		charset_append_guess(&guessed, text, "");
		text = buf_span(&guessed);
	}
	number_entities(text, &numbered);
	if (numbered.len)
		text = buf_span(&numbered);
	if (text.len > INT32_MAX / 2) {
		status = STATUS_LIMIT;
	} else if (buf_status(&numbered) < 0 || buf_status(&guessed) < 0) {
		status = STATUS_NOMEM;
	} else {
		/* What can be read as UTF-8 is UTF-8, whatever the document says of itself. */
		*doc = xmlReadMemory(text.ptr, (int)text.len, NULL, is_utf8(text) ? "UTF-8" : NULL, XML_PARSE_RECOVER | XML_PARSE_NONET
		                     | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
		if (*doc && !xmlDocGetRootElement(*doc)) {
			xmlFreeDoc(*doc);
			*doc = NULL;
		}
		if (!*doc)
			status = STATUS_BADINPUT;
	}
	buf_release(&numbered);
	buf_release(&guessed);
	return status;
}

bool
xml_root(struct span head, struct span *name, struct span *rest)
{
	const char *p = head.ptr, *end = head.ptr + head.len, *close;

	if (span_starts(head, SPAN("\xEF\xBB\xBF")))
		p += 3;
	for (;;) {
		while (p < end && strchr(" \t\r\n", *p) && *p)
			p++;
		if (end - p < 2 || *p != '<')
			return false;
		if (p[1] != '?' && p[1] != '!')
			break;
		if (end - p > 4 && memcmp(p, "<!--", 4) == 0) {
			close = memmem(p + 4, (size_t)(end - p - 4), "-->", 3);
			p = close ? close + 3 : end;
		} else {
			/* An internal subset has brackets of its own. */
			const char *bracket = memchr(p, '[', (size_t)(end - p));

			close = memchr(p, '>', (size_t)(end - p));
			if (p[1] == '!' && bracket && close && bracket < close) {
				close = memmem(bracket, (size_t)(end - bracket), "]", 1);
				close = close ? memchr(close, '>', (size_t)(end - close)) : NULL;
			}
			p = close ? close + 1 : end;
		}
	}
	close = memchr(p, '>', (size_t)(end - p));
	if (!close)
		return false;
	for (name->ptr = ++p; p < close && !strchr(" \t\r\n/", *p); p++)
		if (*p == ':')
			name->ptr = p + 1;
	name->len = (size_t)(p - name->ptr);
	*rest = span_from(p, (size_t)(close - p));
	return name->len > 0;
}

bool
xml_is(const xmlNode *node, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static bool
same_namespace(const xmlNode *a, const xmlNode *b)
{
	const xmlChar *one = a->ns ? a->ns->href : NULL, *other = b->ns ? b->ns->href : NULL;

	return one == other || (one && other && strcmp((const char *)one, (const char *)other) == 0);
}

xmlNode *
xml_child(const xmlNode *parent, const char *name)
{
	for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
		if (xml_is(node, name) && same_namespace(node, parent))
			return node;
	return NULL;
}

xmlNode *
xml_next(const xmlNode *sibling, const char *name)
{
	for (xmlNode *node = sibling->next; node; node = node->next)
		if (xml_is(node, name) && same_namespace(node, sibling))
			return node;
	return NULL;
}

xmlNode *
xml_child_any(const xmlNode *parent, const char *name)
{
	for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
		if (xml_is(node, name))
			return node;
	return NULL;
}

xmlNode *
xml_child_ns(const xmlNode *parent, const char *name, const char *uri)
{
	for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
		if (xml_is(node, name) && node->ns && node->ns->href && strcmp((const char *)node->ns->href, uri) == 0)
			return node;
	return NULL;
}

xmlNode *
xml_path(const xmlNode *from, const char *path)
{
	xmlNode *node = NULL;

	while (*path) {
		size_t len = strcspn(path, "/");
		char name[64];

		snprintf(name, sizeof(name), "%.*s", (int)len, path);
		node = xml_child_any(from, name);
		if (!node)
			return NULL;
		from = node;
		path += len + (path[len] == '/');
	}
	return node;
}

xmlNode *
xml_walk(const xmlNode *root, const xmlNode *node, bool into)
{
	if (into && node->type == XML_ELEMENT_NODE && node->children)
		return node->children;
	while (node != root) {
		if (node->next)
			return node->next;
		node = node->parent;
	}
	return NULL;
}

xmlNode *
xml_find(const xmlNode *root, const char *name)
{
	for (xmlNode *node = xml_walk(root, root, true); node; node = xml_walk(root, node, true))
		if (xml_is(node, name))
			return node;
	return NULL;
}

static bool
is_text(const xmlNode *node)
{
	return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content;
}

struct span
xml_text(const xmlNode *node, struct arena *arena)
{
	struct buf out = BUF_INIT;

	for (const xmlNode *at = node; at; at = xml_walk(node, at, true))
		if (is_text(at))
			buf_append_string(&out, (const char *)at->content);
		else if (at->type == XML_ENTITY_REF_NODE)
			buf_append_byte(&out, ' ');
	return arena_take(arena, &out);
}

struct span
xml_attribute(const xmlNode *node, const char *name, struct arena *arena)
{
	struct buf out = BUF_INIT;

	if (!node || node->type != XML_ELEMENT_NODE)
		return SPAN_NONE;
	for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next) {
		if (strcmp((const char *)attribute->name, name) != 0)
			continue;
		for (const xmlNode *text = attribute->children; text; text = text->next)
			if (is_text(text))
				buf_append_string(&out, (const char *)text->content);
		break;
	}
	return arena_take(arena, &out);
}

static bool
is_block(const xmlNode *node)
{
	static const char *const names[] = {
		"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "li", "ul", "ol", "dt", "dd", "tr", "table", "block",
		"blockquote", "bq", "section", "article", "hr", "pre", "media", "nitf-table", "note",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcasecmp((const char *)node->name, names[i]) == 0)
			return true;
	return false;
}

/* What stands beside the text: pictures and their captions, scripts. */
static bool
is_aside(const xmlNode *node)
{
	return xml_is(node, "media") || xml_is(node, "script") || xml_is(node, "style") || xml_is(node, "media-caption");
}

void
xml_append_flow(const xmlNode *node, struct buf *out)
{
	struct flow flow = flow_start(out);
	const xmlNode *at = node, *next;

	while (at) {
		if (is_text(at))
			flow_wire(&flow, span_from_string((const char *)at->content));
		else if (at->type == XML_ENTITY_REF_NODE)
			flow_text(&flow, SPAN(" "));
		else if (at->type == XML_ELEMENT_NODE && is_block(at))
			flow_break(&flow, 2);
		else if (xml_is(at, "br"))
			flow_break(&flow, flow.breaks ? 2 : 1);
		next = xml_walk(node, at, at == node || !is_aside(at));
		/* Behind a block that ends here: every one that the walk leaves. */
		for (const xmlNode *left = at; next && left != node && left != next->parent; left = left->parent)
			if (left->type == XML_ELEMENT_NODE && is_block(left))
				flow_break(&flow, 2);
		at = next;
	}
}
