#include "corpus/html_lean.h"

#include "corpus/html_author.h"
#include "corpus/html_tag.h"
#include "corpus/html_words.h"

/* What is kept is appended a stretch at a time. */
struct lean {
	const char *end, *kept;   /* kept: up to here OUT is done */
	struct buf *out;
};

static void
cut(struct lean *lean, const char *from, const char *to)
{
	buf_append(lean->out, lean->kept, (size_t)(from - lean->kept));
	lean->kept = to;
}

static bool
starts(const char *p, const char *end, struct span name)
{
	return (size_t)(end - p) > name.len && strncasecmp(p, name.ptr, name.len) == 0
		&& (html_is_space(p[name.len]) || p[name.len] == '/' || p[name.len] == '>');
}

/* The end tag of the element NAME, whose content is text. */
static const char *
find_close(const char *p, const char *end, struct span name)
{
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (end - p > 2 && p[1] == '/' && starts(p + 2, end, name))
			return p;
		p++;
	}
	return NULL;
}

/* Behind the comment at P; NULL when its end is not plain. */
static const char *
comment_end(const char *p, const char *end)
{
	const char *close;

	/* "<!-->" and "<!--->" are whole comments. */
	if (end - p < 5 || p[4] == '>' || p[4] == '-')
		return NULL;
	close = memmem(p + 4, (size_t)(end - p - 4), "-->", 3);
	/* "--!>" ends one too. */
	if (!close || memmem(p + 4, (size_t)(close - p - 4), "--!", 3))
		return NULL;
	return close + 3;
}

static bool
is_comment(const char *p, const char *end)
{
	return end - p >= 4 && memcmp(p, "<!--", 4) == 0;
}

static bool
has(struct span text, struct span word)
{
	for (size_t i = 0; i + word.len <= text.len; i++)
		if ((text.ptr[i] | 0x20) == word.ptr[0] && strncasecmp(text.ptr + i, word.ptr, word.len) == 0)
			return true;
	return false;
}

static bool
always(struct span value)
{
	(void)value;
	return true;
}

static bool
says_something(struct span names)
{
	return html_words(names) != 0;
}

static bool
hides(struct span style)
{
	return has(style, SPAN("none"));
}

static bool
relates(struct span rel)
{
	return has(rel, SPAN("canonical")) || has(rel, SPAN("author"));
}

static bool
is_jsonld(struct span type)
{
	return has(type, SPAN("ld+json"));
}

/* The attributes that the readers of the tree ask for (html_attribute()), and with
 * which values. */
static bool
is_asked_for(const struct html_tag_attribute *attribute)
{
	static const struct {
		struct span name;
		bool (*when)(struct span value);
	} asked[] = {
		{ { "class", 5 }, says_something }, { { "href", 4 }, always }, { { "id", 2 }, says_something },
		{ { "rel", 3 }, relates }, { { "role", 4 }, always }, { { "type", 4 }, is_jsonld }, { { "style", 5 }, hides },
		{ { "content", 7 }, always }, { { "property", 8 }, always }, { { "name", 4 }, always }, { { "itemprop", 8 }, always },
		{ { "datetime", 8 }, always }, { { "lang", 4 }, always }, { { "hidden", 6 }, always },
		{ { "aria-hidden", 11 }, always }, { { "http-equiv", 10 }, always },
	};
	struct span name = attribute->name;

	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		if (name.len == asked[i].name.len && (name.ptr[0] | 0x20) == asked[i].name.ptr[0]
		    && strncasecmp(name.ptr, asked[i].name.ptr, name.len) == 0)
			return asked[i].when(attribute->value);
	return false;
}

/* Does ATTRIBUTE, of any element that is not in the head, only say that there is a link? */
static bool
is_any_link(const struct html_tag *tag, const struct html_tag_attribute *attribute)
{
	return tag->name.len == 1 && (attribute->name.ptr[0] | 0x20) == 'h' && attribute->value.len
		&& !html_author_is_system(attribute->value);
}

/* A link to another form of the page, to a picture of the site. */
static bool
is_other_link(struct html_tag tag)
{
	struct html_tag_attribute attribute;

	if (!html_tag_is(&tag, SPAN("link")))
		return false;
	while (html_tag_next(&tag, &attribute) == STATUS_OK)
		if (attribute.name.len == 3 && strncasecmp(attribute.name.ptr, "rel", 3) == 0 && relates(attribute.value))
			return false;
	return true;
}

static bool
is_nothing(const struct html_tag *tag)
{
	return html_tag_is(tag, SPAN("img")) || html_tag_is(tag, SPAN("source")) || html_tag_is(tag, SPAN("svg"))
		|| is_other_link(*tag);
}

/* Reads TAG to its end and cuts what nobody asks for.  *JSONLD: it is a script's
 * of JSON-LD.  False where the text ends inside of it. */
static bool
trim_attributes(struct lean *lean, struct html_tag *tag, bool *jsonld)
{
	struct html_tag_attribute attribute;
	bool nothing = is_nothing(tag);
	const char *before = tag->at;
	enum status status;

	for (; (status = html_tag_next(tag, &attribute)) == STATUS_OK; before = tag->at) {
		struct span name = attribute.name;
		char next = *attribute.behind;
		bool apart = html_is_space(next) || next == '>';

		if (nothing || !is_asked_for(&attribute))
			/* A "/" must not come to stand behind a value without quotation marks. */
			cut(lean, html_is_space(*before) && apart ? before : name.ptr, attribute.behind);
		else if (apart && is_any_link(tag, &attribute))
			cut(lean, name.ptr + name.len, attribute.behind);
		*jsonld |= name.len == 4 && (name.ptr[0] | 0x20) == 't' && is_jsonld(attribute.value);
	}
	return status == STATUS_END;
}

/* Elements of drawings, which never end one. */
static bool
is_drawn(const struct html_tag *tag)
{
	static const char *const names[] = {
		"path", "g", "use", "circle", "rect", "defs", "line", "polygon", "polyline", "ellipse", "lineargradient", "stop",
		"radialgradient", "clippath", "mask", "symbol", "filter", "image", "pattern", "animate", "text", "tspan", "style",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if ((*tag->name.ptr | 0x20) == names[i][0] && html_tag_is(tag, span_from_string(names[i])))
			return true;
	return false;
}

static bool
is_wordy(const struct html_tag *tag)
{
	return html_tag_is(tag, SPAN("title")) || html_tag_is(tag, SPAN("desc"));
}

/* The end tag of the drawing whose content starts at P; NULL when something
 * stands in it that might not belong there. */
static const char *
drawing_close(const char *p, const char *end)
{
	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		struct html_tag tag;
		struct html_tag_attribute attribute;
		enum status status;

		if (is_comment(p, end)) {
			p = comment_end(p, end);
			if (!p)
				return NULL;
			continue;
		}
		if (end - p > 2 && p[1] == '/') {
			if (starts(p + 2, end, SPAN("svg")))
				return p;
			/* What the end tag of an element without markup is was seen at its start. */
			if (!html_tag_start(&tag, p + 1, end) || !(is_drawn(&tag) || is_wordy(&tag)))
				return NULL;
			p = tag.at;
			continue;
		}
		if (!html_tag_start(&tag, p, end) || !(is_drawn(&tag) || is_wordy(&tag)))
			return NULL;
		while ((status = html_tag_next(&tag, &attribute)) == STATUS_OK)
			;
		if (status != STATUS_END)
			return NULL;
		p = tag.at;
		if (is_wordy(&tag) && p[-2] != '/') {
			p = memchr(p, '<', (size_t)(end - p));
			if (!p || end - p < 3 || p[1] != '/' || !starts(p + 2, end, tag.name))
				return NULL;
		}
	}
	return NULL;
}

/* A comment in a script with the start of a script in it hides the end of both. */
static bool
hides_end(struct span script)
{
	const char *comment = memmem(script.ptr, script.len, "<!--", 4);

	return comment && has(span_from(comment, (size_t)(script.ptr + script.len - comment)), SPAN("<script"));
}

/* Where to go on behind the start tag TAG, having cut what its element holds,
 * as far as it may be; NULL when its end is not plain. */
static const char *
trim_content(struct lean *lean, const struct html_tag *tag, bool jsonld)
{
	static const struct span raw[] = {
		{ "script", 6 }, { "style", 5 }, { "title", 5 }, { "textarea", 8 }, { "iframe", 6 }, { "xmp", 3 }, { "noembed", 7 },
		{ "noframes", 8 }, { "plaintext", 9 },
	};
	const char *content = tag->at, *close;

	if (html_tag_is(tag, SPAN("svg"))) {
		close = content[-2] == '/' ? NULL : drawing_close(content, lean->end);
		if (!close)
			return content;
		cut(lean, content, close);
		return close;
	}
	for (size_t i = 0; i < sizeof(raw) / sizeof(*raw); i++) {
		bool script = i == 0;

		if ((*tag->name.ptr | 0x20) != raw[i].ptr[0] || !html_tag_is(tag, raw[i]))
			continue;
		close = find_close(content, lean->end, raw[i]);
		if (!close || (script && hides_end(span_from(content, (size_t)(close - content)))))
			return NULL;
		if (i < 2 && !(script && jsonld))
			cut(lean, content, close);
		return close;
	}
	return content;
}

/* Keeps one character of the white space before the tag at P. */
static void
trim_space(struct lean *lean, const char *text, const char *p)
{
	const char *start = p;

	while (start > text && html_is_space(start[-1]))
		start--;
	if (p - start > 1)
		cut(lean, start + 1, p);
}

/* Behind the mark "<" at P; NULL when nothing more can be told. */
static const char *
trim_tag(struct lean *lean, const char *p)
{
	struct html_tag tag;
	bool jsonld = false;

	if (is_comment(p, lean->end)) {
		const char *behind = comment_end(p, lean->end);

		if (behind)
			cut(lean, p, behind);
		return behind;
	}
	if (!html_tag_start(&tag, p, lean->end))
		return p + 1;
	return trim_attributes(lean, &tag, &jsonld) ? trim_content(lean, &tag, jsonld) : NULL;
}

void
html_lean_append(struct span page, struct buf *out)
{
	const char *p = page.ptr, *text = p;
	struct lean lean = { page.ptr + page.len, p, out };

	while (p && p < lean.end && (p = memchr(p, '<', (size_t)(lean.end - p))) != NULL) {
		trim_space(&lean, text, p);
		text = p = trim_tag(&lean, p);
	}
	if (lean.kept < lean.end)
		buf_append(out, lean.kept, (size_t)(lean.end - lean.kept));
}
