#include "text/fold.h"

#include "text/token.h"

/* No character folds to more (U+FDFA, 18 letters, is the longest). */
#define FOLDED_MAX 64

static void
append(struct fold *fold, const char *bytes, size_t len)
{
	char *to = fold->data + fold->len;

	if (fold->full || len > fold->size - fold->len) {
		fold->full = true;
		return;
	}
	/* Known lengths are copied without a call. */
	if (len == 2)
		memcpy(to, bytes, 2);
	else if (len == 3)
		memcpy(to, bytes, 3);
	else if (len == 1)
		*to = *bytes;
	else
		memcpy(to, bytes, len);
	fold->len += len;
}

static void
append_code(struct fold *fold, uint32_t code)
{
	char bytes[4];

	append(fold, bytes, utf8_encode(bytes, code));
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

/* A mark, or a Hangul letter: what it folds to is joined piece by piece. */
static void
put_joining(struct fold *fold, uint32_t code, const struct folding *folding)
{
	struct span left = span_from(folding->ptr, folding->len);

	if (join(fold, code))
		return;
	fold->accent |= folding->accent;
	if (folding->unchanged) {
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
fold_put(struct fold *fold, struct character c)
{
	struct folding folding = fold->plain ? unicode_fold(c.code) : unicode_fold_case(c.code);

	if (c.class == CHAR_MARK || unicode_is_jamo_behind(c.code)) {
		put_joining(fold, c.code, &folding);
		return;
	}
	fold->accent |= folding.accent;
	if (!folding.unchanged)
		append(fold, folding.ptr, folding.len);
	else if (c.len > 1 || c.code < 0x80)
		append(fold, c.ptr, c.len);
	else
		append_code(fold, c.code);   /* an invalid byte is U+FFFD */
}

void
fold_put_byte(struct fold *fold, char byte)
{
	append(fold, &byte, 1);
}

static bool
is_space(uint8_t class)
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
		fold_put(&fold, c);
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
