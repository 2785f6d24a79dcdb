#include "corpus/sgml.h"

#include <libxml/HTMLparser.h>
#include <strings.h>

#include "common/utf8.h"
#include "corpus/charset.h"

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The next ">" behind AT, or NULL. */
static const char *
tag_end(struct sgml *sgml, size_t at)
{
	const char *end = sgml->no_tag_end ? NULL : memchr(sgml->text.ptr + at, '>', sgml->text.len - at);

	sgml->no_tag_end = end == NULL;
	return end;
}

/* Skips the comment or declaration at sgml->at; one that never ends hides nothing. */
static void
skip_declaration(struct sgml *sgml)
{
	struct span rest = span_from(sgml->text.ptr + sgml->at, sgml->text.len - sgml->at);
	const char *end;

	if (span_starts(rest, SPAN("<!--"))) {
		end = sgml->no_comment_end ? NULL : memmem(rest.ptr + 4, rest.len - 4, "-->", 3);
		sgml->no_comment_end = end == NULL;
		sgml->at = end ? (size_t)(end + 3 - sgml->text.ptr) : sgml->at + 4;
		return;
	}
	end = tag_end(sgml, sgml->at);
	sgml->at = end ? (size_t)(end + 1 - sgml->text.ptr) : sgml->at + 2;
}

static bool
starts_tag(struct span text, size_t at)
{
	if (at + 1 >= text.len)
		return false;
	if (text.ptr[at + 1] == '/')
		return at + 2 < text.len && is_letter(text.ptr[at + 2]);
	return is_letter(text.ptr[at + 1]) || text.ptr[at + 1] == '!';
}

bool
sgml_next(struct sgml *sgml, struct sgml_token *token)
{
	struct span text = sgml->text;
	size_t start, end;
	const char *close;

	while (sgml->at + 1 < text.len && text.ptr[sgml->at] == '<' && text.ptr[sgml->at + 1] == '!')
		skip_declaration(sgml);
	if (sgml->at >= text.len)
		return false;
	start = sgml->at;
	*token = (struct sgml_token){ 0 };
	close = text.ptr[start] == '<' && starts_tag(text, start) ? tag_end(sgml, start) : NULL;
	if (!close) {
		for (end = start + 1; end < text.len && !(text.ptr[end] == '<' && starts_tag(text, end));)
			end++;
		token->rest = span_from(text.ptr + start, end - start);
		sgml->at = end;
		return true;
	}
	sgml->at = (size_t)(close + 1 - text.ptr);
	token->kind = text.ptr[start + 1] == '/' ? SGML_CLOSE : SGML_OPEN;
	start += token->kind == SGML_CLOSE ? 2 : 1;
	for (end = start; end < text.len && (is_letter(text.ptr[end]) || is_digit(text.ptr[end]) || text.ptr[end] == '_'
	                                     || text.ptr[end] == '-');)
		end++;
	token->name = span_from(text.ptr + start, end - start);
	token->rest = span_from(text.ptr + end, (size_t)(close - text.ptr) - end);
	return true;
}

bool
sgml_is(const struct sgml_token *token, const char *name)
{
	return token->name.len == strlen(name) && strncasecmp(token->name.ptr, name, token->name.len) == 0;
}

struct span
sgml_attribute(const struct sgml_token *token, const char *name)
{
	struct span rest = token->rest;
	size_t len = strlen(name), at = 0;

	while (at < rest.len) {
		size_t start, end;
		char quote;

		while (at < rest.len && !is_letter(rest.ptr[at]))
			at++;
		start = at;
		while (at < rest.len && (is_letter(rest.ptr[at]) || strchr("-_.:", rest.ptr[at])) && rest.ptr[at])
			at++;
		end = at;
		while (at < rest.len && strchr(" \t\r\n", rest.ptr[at]) && rest.ptr[at])
			at++;
		if (at >= rest.len || rest.ptr[at] != '=')
			continue;
		at++;
		while (at < rest.len && strchr(" \t\r\n", rest.ptr[at]) && rest.ptr[at])
			at++;
		quote = at < rest.len && (rest.ptr[at] == '"' || rest.ptr[at] == '\'') ? rest.ptr[at++] : '\0';
		size_t value = at;
		while (at < rest.len && (quote ? rest.ptr[at] != quote : !strchr(" \t\r\n", rest.ptr[at])))
			at++;
		if (end - start == len && strncasecmp(rest.ptr + start, name, len) == 0)
			return span_from(rest.ptr + value, at - value);
		at += quote != '\0';
	}
	return SPAN_NONE;
}

/* References that are in these collections but in no standard set. */
static uint32_t
old_entity(const char *name)
{
	static const struct {
		const char *name;
		uint32_t code;
	} known[] = {
		{ "hyph", '-' }, { "blank", ' ' }, { "rsquo", 0x2019 }, { "lsquo", 0x2018 }, { "mdash", 0x2014 },
		{ "dollar", '$' }, { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
		{ "AMP", '&' }, { "LT", '<' }, { "GT", '>' }, { "cir", 0x25CB }, { "ncedil", 0x146 }, { "racute", 0x155 },
		{ "sacute", 0x15B }, { "zacute", 0x17A }, { "cacute", 0x107 }, { "nacute", 0x144 }, { "lstrok", 0x142 },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].code;
	return 0;
}

static uint32_t
entity_code(struct span name)
{
	char word[16];
	const htmlEntityDesc *entity;
	uint32_t code = 0;
	size_t i = 1;
	bool hex;

	if (name.ptr[0] == '#') {
		hex = name.len > 1 && (name.ptr[1] == 'x' || name.ptr[1] == 'X');
		for (i += hex; i < name.len && code <= 0x10FFFF; i++) {
			char c = name.ptr[i];
			uint32_t digit = is_digit(c) ? (uint32_t)(c - '0') : hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f'
				? (uint32_t)((c | 0x20) - 'a' + 10) : 99;

			if (digit == 99)
				return 0;
			code = code * (hex ? 16 : 10) + digit;
		}
		return code < ' ' || (code >= 0x7F && code < 0xA0) || code > 0x10FFFF ? ' ' : code;
	}
	if (name.len >= sizeof(word))
		return 0;
	memcpy(word, name.ptr, name.len);
	word[name.len] = '\0';
	code = old_entity(word);
	if (code)
		return code;
	entity = htmlEntityLookup((const xmlChar *)word);
	return entity ? entity->value : 0;
}

/* The length of the reference at AT, an ampersand, with its semicolon; 0 for
 * an ampersand that stands for itself. */
static size_t
reference_length(struct span text, size_t at)
{
	size_t end = at + 1;

	while (end < text.len && end - at < 16 && (is_letter(text.ptr[end]) || is_digit(text.ptr[end])
	                                           || (end == at + 1 && text.ptr[end] == '#')))
		end++;
	return end < text.len && text.ptr[end] == ';' && end > at + 1 ? end + 1 - at : 0;
}

void
sgml_append(struct buf *out, struct span text)
{
	struct buf raw = BUF_INIT;
	struct span valid = charset_utf8(text, &raw);
	size_t start = 0;

	if (buf_status(&raw) < 0)
		out->failed = true;
	for (size_t at = 0; at < valid.len;) {
		unsigned char c = (unsigned char)valid.ptr[at];
		size_t len = c == '&' ? reference_length(valid, at) : 0;
		bool control = (c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
		char bytes[4];
		uint32_t code = ' ';

		if (!len && !control) {
			at++;
			continue;
		}
		buf_append(out, valid.ptr + start, at - start);
		if (len)
			code = entity_code(span_from(valid.ptr + at + 1, len - 2));
		buf_append(out, bytes, utf8_encode(bytes, code ? code : ' '));
		at += len ? len : 1;
		start = at;
	}
	buf_append(out, valid.ptr + start, valid.len - start);
	buf_release(&raw);
}

size_t
sgml_find(struct span text, size_t at, const char *name, bool close)
{
	size_t len = strlen(name), skip = close ? 2 : 1;
	const char *p = text.ptr + at, *end = text.ptr + text.len;

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if ((size_t)(end - p) > skip + len && (!close || p[1] == '/') && strncasecmp(p + skip, name, len) == 0
		    && strchr("> \t\r\n", p[skip + len]) && p[skip + len])
			return (size_t)(p - text.ptr);
		p++;
	}
	return text.len;
}

bool
sgml_record(struct span data, size_t at, const char *name, size_t *start, size_t *end)
{
	size_t next;
	const char *close;

	*start = sgml_find(data, at, name, false);
	if (*start == data.len)
		return false;
	next = sgml_find(data, *start + 1, name, false);
	*end = sgml_find(span_from(data.ptr, next), *start, name, true);
	if (*end < next) {
		close = memchr(data.ptr + *end, '>', next - *end);
		*end = close ? (size_t)(close + 1 - data.ptr) : next;
	}
	return true;
}

size_t
sgml_split(struct span data, bool at_end, const char *name, uint64_t *records)
{
	size_t whole = 0, at = 0, start, end;

	*records = 0;
	while (sgml_record(data, at, name, &start, &end)) {
		/* Without its closing tag, or the next record, there may be more to come. */
		if (!at_end && end == data.len && sgml_find(data, start, name, true) == data.len)
			break;
		++*records;
		whole = at = end;
	}
	return at_end ? data.len : whole;
}
