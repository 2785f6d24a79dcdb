#include "query/kwic.h"

#include "common/terminal.h"
#include "text/token.h"

#define WORDS_MAX 9  /* on a side, for sorting */

static bool
is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool
is_continuation(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Where WIDTH code points before END begin, at the start of a word where there
 * is one. */
static size_t
left_start(struct span text, size_t end, size_t width)
{
	size_t at = end, word;

	for (size_t points = 0; at > 0 && points < width; points++)
		for (at--; at > 0 && is_continuation(text.ptr[at]); )
			at--;
	if (at == 0 || is_space(text.ptr[at - 1]))
		return at;
	for (word = at; word < end && !is_space(text.ptr[word]); )
		word++;
	return word < end ? word : at;
}

static size_t
right_end(struct span text, size_t start, size_t width)
{
	size_t at = start, word;

	for (size_t points = 0; at < text.len && points < width; points++)
		for (at++; at < text.len && is_continuation(text.ptr[at]); )
			at++;
	if (at == text.len || is_space(text.ptr[at]))
		return at;
	for (word = at; word > start && !is_space(text.ptr[word - 1]); )
		word--;
	return word > start ? word : at;
}

/* TEXT in ARENA, without what a terminal would obey, white space as single
 * spaces; those at its edges part it from the match and stay. */
static struct span
clean(struct span text, struct arena *arena)
{
	struct buf safe = BUF_INIT, out = BUF_INIT;
	struct span copy = SPAN_NONE;

	terminal_append_safe(&safe, text);
	for (size_t i = 0; i < safe.len; i++)
		if (safe.data[i] != ' ' || !out.len || out.data[out.len - 1] != ' ')
			buf_append_byte(&out, safe.data[i]);
	if (buf_status(&safe) == STATUS_OK && buf_status(&out) == STATUS_OK)
		copy = arena_copy(arena, buf_span(&out));
	buf_release(&safe);
	buf_release(&out);
	return copy;
}

enum status
kwic_cut(struct span text, const struct highlight *highlight, size_t width, struct arena *arena,
         struct kwic_line *line)
{
	size_t from = left_start(text, highlight->start, width), to = right_end(text, highlight->end, width);

	line->offset = highlight->start;
	while (from < highlight->start && is_space(text.ptr[from]))
		from++;
	while (to > highlight->end && is_space(text.ptr[to - 1]))
		to--;
	line->left = clean(span_from(text.ptr + from, highlight->start - from), arena);
	line->match = clean(span_from(text.ptr + highlight->start, highlight->end - highlight->start), arena);
	line->right = clean(span_from(text.ptr + highlight->end, to - highlight->end), arena);
	return line->left.ptr && line->match.ptr && line->right.ptr ? STATUS_OK : STATUS_NOMEM;
}

/* ---- Order -------------------------------------------------------------- */

enum status
kwic_order_read(struct kwic_order *order, const char *text, struct error *err)
{
	order->count = 0;
	for (const char *at = text; ; at += *at == ',') {
		bool match = *at == 'M', left = *at == 'L', right = *at == 'R';
		int number = (left || right) && at[1] >= '1' && at[1] <= '0' + WORDS_MAX ? at[1] - '0' : 0;

		if (order->count == KWIC_KEYS_MAX || (!match && !number))
			break;
		order->keys[order->count++] = left ? -number : number;
		at += match ? 1 : 2;
		if (!*at)
			return STATUS_OK;
		if (*at != ',')
			break;
	}
	return error_set(err, STATUS_BADQUERY, "--sort-kwic", "'%s' is not a list such as R1,R2 or L1,M,R1 (up to %d)",
	                 text, KWIC_KEYS_MAX);
}

/* Appends word NUMBER of TEXT, from 1, counted from its end if BACKWARDS. */
static void
append_word(struct buf *key, struct span text, int number, bool backwards)
{
	struct tokenizer tokenizer;
	struct token token;
	int count = 0, at = 0;

	tokenizer_start(&tokenizer, text);
	while (backwards && token_next(&tokenizer, &token))
		count++;
	if (backwards)
		number = count + 1 - number;
	tokenizer_start(&tokenizer, text);
	while (token_next(&tokenizer, &token)) {
		if (++at == number) {
			buf_append_span(key, token.term);
			return;
		}
	}
}

void
kwic_key(const struct kwic_order *order, const struct kwic_line *line, struct buf *key)
{
	for (size_t i = 0; i < order->count; i++) {
		int word = order->keys[i];

		if (word == 0)
			fold_append(key, line->match);
		else if (word > 0)
			append_word(key, line->right, word, false);
		else
			append_word(key, line->left, -word, true);
		/* Below every letter: a word comes before those that it begins. */
		buf_append_byte(key, '\x01');
	}
}
