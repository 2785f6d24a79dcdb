#include "text/fold.h"

#include "text/token.h"

/* No character folds to more (U+FDFA, 18 letters, is the longest). */
#define FOLDED_MAX 64

static void
append(struct fold *fold, struct span text)
{
	if (fold->full || text.len > fold->size - fold->len) {
		fold->full = true;
		return;
	}
	memcpy(fold->data + fold->len, text.ptr, text.len);
	fold->len += text.len;
}

static void
append_code(struct fold *fold, uint32_t code)
{
	char bytes[4];

	append(fold, span_from(bytes, utf8_encode(bytes, code)));
}

/* Whether CODE could be joined with the last character written. */
static bool
join(struct fold *fold, uint32_t code)
{
	size_t start = fold->len, len;
	uint32_t whole;

	if (start == 0 || fold->full)
		return false;
	do
		start--;
	while (start > 0 && (fold->data[start] & 0xC0) == 0x80);
	whole = unicode_compose(utf8_decode(fold->data + start, fold->data + fold->len, &len), code);
	if (!whole || (fold->plain && !unicode_fold(whole).unchanged))
		return false;
	fold->len = start;
	append_code(fold, whole);
	return true;
}

static void
put_joining(struct fold *fold, uint32_t code, struct folding folding)
{
	struct span left = folding.text;

	if (join(fold, code))
		return;
	fold->accent |= unicode_has_accent(code);
	if (folding.unchanged) {
		append_code(fold, code);
		return;
	}
	while (left.len) {
		size_t len;
		uint32_t part = utf8_decode(left.ptr, left.ptr + left.len, &len);

		if (!join(fold, part))
			append_code(fold, part);
		left.ptr += len;
		left.len -= len;
	}
}

void
fold_put(struct fold *fold, uint32_t code)
{
	struct folding folding = fold->plain ? unicode_fold(code) : unicode_fold_case(code);

	if (unicode_may_compose(code)) {
		put_joining(fold, code, folding);
		return;
	}
	fold->accent |= unicode_has_accent(code);
	if (folding.unchanged)
		append_code(fold, code);
	else
		append(fold, folding.text);
}

static bool
is_space(enum char_class class)
{
	return class >= CHAR_SPACE && class <= CHAR_PARAGRAPH;
}

static void
fold_text(struct buf *out, struct span text, bool plain)
{
	size_t base = out->len;
	bool space = false;
	struct character c;

	for (size_t at = 0; at < text.len; at += c.len) {
		struct fold fold = { .plain = plain, .len = out->len - base };
		size_t start;

		c = character_at(text, at);
		if (is_space(c.class)) {
			space = true;
			continue;
		}
		if (!buf_reserve(out, FOLDED_MAX + 1))
			return;
		fold.data = out->data + base;
		fold.size = fold.len + FOLDED_MAX + 1;
		if (space && fold.len)
			fold.data[fold.len++] = ' ';
		start = fold.len;
		fold_put(&fold, c.code);
		if (fold.len == start && space)
			continue;   /* nothing of it is left: the space waits */
		space = false;
		out->len = base + fold.len;
	}
}

void
fold_append(struct buf *out, struct span text)
{
	fold_text(out, text, true);
}

void
fold_case_append(struct buf *out, struct span text)
{
	fold_text(out, text, false);
}
