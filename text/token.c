/* The rules of words.  Base: the word boundaries of UAX #29.  On top of it:
 *
 * - a hyphen, an underscore, a slash, a colon and a full stop between letters
 *   part: win-win, example.com and user@example.com are words for each side;
 * - an apostrophe (U+2019, the letters U+02BB to U+02BF and the misused ` and
 *   U+00B4 are one too) between letters joins, and is ' in the term: don't,
 *   o'brien.  A possessive 's or s' is no part of the term but of the word's
 *   bytes.  Elided words of French, Italian and Catalan part: l'Europe is l,
 *   europe; dell'arte is dell, arte;
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
 *   not there; an invalid byte is a separator, and so are emoji and every
 *   sign that is not named here;
 * - l·l of Catalan is ll; a double quote between Hebrew letters joins;
 * - the scripts of CHAR_CJK give overlapping pairs, see token.h.
 */
#include "text/ascii.h"
#include "text/word.h"

/* What an ASCII run of letters may be followed by without a look at word.c's
 * rules: 0 it ends here; 1 the rules are asked; 2 they are asked for a word of
 * one letter. */
static const uint8_t ascii_doubt[256] = {
	['0' ... '9'] = 1, ['\''] = 1, ['`'] = 1, [0x80 ... 0xFF] = 1,
	['.'] = 2, ['+'] = 2, ['#'] = 2,
};

/* Letters looked at before the rules are asked: one more than a term has, and
 * room in tokenizer->term. */
#define ASCII_MAX (2 * TOKEN_TERM_MAX)

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
	size_t left = tokenizer->text.len - tokenizer->at;
	struct ascii_run run = ascii_run(p, left < ASCII_MAX ? left : ASCII_MAX, tokenizer->term);
	uint8_t doubt = run.len < left ? ascii_doubt[(unsigned char)p[run.len]] : 0;
	uint32_t flags = 0;

	if (run.len > TOKEN_TERM_MAX || doubt == 1 || (doubt == 2 && run.len == 1))
		return false;
	if (!(p[0] & 0x20))
		flags = run.capitals && run.len > 1 ? TOKEN_CAPITAL | TOKEN_CAPS : TOKEN_CAPITAL;
	token_set(tokenizer, token, run.len, tokenizer->at + run.len, flags);
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
		fold_put(fold, c);
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

/* Bytes to the next word where it is a plain one and nothing between says
 * anything of sentences: a space, a hyphen, a comma and a space; else 0. */
static size_t
plain_gap(const struct tokenizer *tokenizer)
{
	const char *p = tokenizer->text.ptr + tokenizer->at;
	size_t left = tokenizer->text.len - tokenizer->at;

	if (left < 3 || tokenizer->dotted)
		return 0;
	if ((p[0] == ' ' || p[0] == '-') && is_ascii_letter(p[1]))
		return 1;
	return p[0] == ',' && p[1] == ' ' && is_ascii_letter(p[2]) ? 2 : 0;
}

bool
token_next(struct tokenizer *tokenizer, struct token *token)
{
	size_t gap = plain_gap(tokenizer);
	enum char_class class = CHAR_LOWER;

	if (gap)
		tokenizer->at += gap;
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
