/* The rules of words.  Base: the word boundaries of UAX #29.  On top of it:
 *
 * - a hyphen, an underscore, a slash, a colon and a full stop between letters
 *   part: win-win, example.com and user@example.com are words for each side;
 * - an apostrophe (' U+2018 U+2019 U+02BC U+02BB U+FF07) between letters
 *   joins, and is ' in the term: don't, o'brien.  A possessive 's or s' is no
 *   part of the term but of the word's bytes.  Elided words of French, Italian
 *   and Catalan part: l'Europe is l, europe; dell'arte is dell, arte;
 * - initials, single letters each followed by a full stop, are one word: U.S.
 *   is us, a.m. is am, J.K. is jk; the last full stop is optional and belongs
 *   to the word;
 * - numbers.  Separators of thousands go: 7,500, 1.234.567, 1'000'000, 7 500
 *   with no-break or thin space, 12,34,567 are 7500, 1234567, ...  A decimal
 *   comma or point becomes a point: 3.5, 3,5, 1.234,56.  One group of three
 *   behind a point is a fraction (7.500), behind a comma it is thousands
 *   (7,500) unless the number begins with 0.  What is neither (28.01.2019,
 *   1,2,3, 10.0.0.1) parts at each separator.  Letters go on: 5G, 2bn, 4x4;
 * - c++ and c#, one letter and the signs, are words.  @ and # before a word
 *   are not part of it;
 * - soft hyphen, zero-width and bidi characters, and variation selectors are
 *   not there; an invalid byte is a separator; emoji and other signs are;
 * - l·l of Catalan is ll; a double quote between Hebrew letters joins;
 * - the scripts of CHAR_CJK give overlapping pairs, see token.h.
 */
#include "text/word.h"

/* What an ASCII run of letters may be followed by without a look at word.c's
 * rules: 0 it ends here; 1 the rules are asked; 2 they are asked for a word of
 * one letter. */
static const uint8_t ascii_doubt[256] = {
	['0' ... '9'] = 1, ['\''] = 1, [0x80 ... 0xFF] = 1,
	['.'] = 2, ['+'] = 2, ['#'] = 2,
};

static bool
is_ascii_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

void
tokenizer_start(struct tokenizer *tokenizer, struct span text)
{
	tokenizer->text = text.ptr ? text : SPAN("");
	tokenizer->at = 0;
	tokenizer->position = 0;
	tokenizer->pending = TOKEN_PARAGRAPH | TOKEN_SENTENCE;
	tokenizer->word_start = tokenizer->word_end = 0;
	tokenizer->dotted = false;
}

static void
token_set(struct tokenizer *tokenizer, struct token *token, size_t len, size_t end, uint32_t flags)
{
	token->term = span_from(tokenizer->term, len);
	token->start = tokenizer->at;
	token->end = end;
	token->position = tokenizer->position++;
	token->flags = flags | tokenizer->pending;
	tokenizer->pending = 0;
	tokenizer->word_start = tokenizer->at;
	tokenizer->word_end = tokenizer->at = end;
	tokenizer->dotted = false;
}

/* A word of ASCII letters with nothing special about it. */
static bool
ascii_word(struct tokenizer *tokenizer, struct token *token)
{
	const char *p = tokenizer->text.ptr + tokenizer->at;
	size_t left = tokenizer->text.len - tokenizer->at, len = 0;
	uint32_t capitals = 0, flags = 0;
	uint8_t doubt;

	if (left > TOKEN_TERM_MAX)
		left = TOKEN_TERM_MAX + 1;
	for (; len < left && is_ascii_letter(p[len]); len++) {
		tokenizer->term[len] = (char)(p[len] | 0x20);
		capitals += !(p[len] & 0x20);
	}
	if (len > TOKEN_TERM_MAX)
		return false;
	doubt = tokenizer->at + len < tokenizer->text.len ? ascii_doubt[(unsigned char)p[len]] : 0;
	if (doubt == 1 || (doubt == 2 && len == 1))
		return false;
	if (!(p[0] & 0x20))
		flags = capitals == len && len > 1 ? TOKEN_CAPS | TOKEN_CAPITAL : TOKEN_CAPITAL;
	token_set(tokenizer, token, len, tokenizer->at + len, flags);
	return true;
}

/* A word by word.c's rules. */
static void
any_word(struct tokenizer *tokenizer, struct token *token)
{
	struct word word = { .term = { .data = tokenizer->term, .size = TOKEN_TERM_MAX, .plain = true } };
	uint32_t flags = 0;

	word_scan(&word, tokenizer->text, tokenizer->at);
	if (word.letters > 1 && word.capitals == word.letters)
		flags |= TOKEN_CAPS;
	if (word.capital)
		flags |= TOKEN_CAPITAL;
	if (word.digits && !word.letters)
		flags |= TOKEN_NUMBER;
	if (word.term.accent)
		flags |= TOKEN_ACCENT;
	token_set(tokenizer, token, word.term.len, word.end, flags);
	tokenizer->dotted = word.dotted;
}

/* The character at AT with the marks on it; answers where it ends. */
static size_t
cjk_character(struct fold *fold, struct span text, size_t at)
{
	struct character c = character_at(text, at);
	size_t end;

	do {
		fold_put(fold, c.code);
		end = at += c.len;
		while ((c = character_at(text, at)).len && c.class == CHAR_VANISH)
			at += c.len;
	} while (c.class == CHAR_MARK);
	return end;
}

static void
cjk_word(struct tokenizer *tokenizer, struct token *token)
{
	struct fold fold = { .data = tokenizer->term, .size = TOKEN_TERM_MAX, .plain = true };
	size_t first, next, end;

	first = next = end = cjk_character(&fold, tokenizer->text, tokenizer->at);
	if (character_beyond(tokenizer->text, &next).class == CHAR_CJK)
		end = cjk_character(&fold, tokenizer->text, next);
	token_set(tokenizer, token, fold.len, end, TOKEN_CJK | (fold.accent ? TOKEN_ACCENT : 0));
	tokenizer->at = tokenizer->word_end = first;
}

bool
token_next(struct tokenizer *tokenizer, struct token *token)
{
	const char *p = tokenizer->text.ptr + tokenizer->at;
	enum char_class class = CHAR_LOWER;

	if (tokenizer->text.len - tokenizer->at > 1 && p[0] == ' ' && is_ascii_letter(p[1]) && !tokenizer->dotted)
		tokenizer->at++;
	else
		class = gap_scan(tokenizer);
	if (class < CHAR_CJK)
		return false;
	if (class == CHAR_CJK)
		cjk_word(tokenizer, token);
	else if (!is_ascii_letter(tokenizer->text.ptr[tokenizer->at]) || !ascii_word(tokenizer, token))
		any_word(tokenizer, token);
	return true;
}
