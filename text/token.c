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

/* What a character between two words is, where no stop stands before it:
 * QUIET and BLANK say nothing of sentences, a NEWLINE alone does not either;
 * WORD begins one, and of the others gap_scan() is asked. */
enum gap_kind { GAP_ASK, GAP_QUIET, GAP_BLANK, GAP_NEWLINE, GAP_WORD };

static const uint8_t gap_kinds[256] = {
	[' '] = GAP_BLANK, ['\n'] = GAP_NEWLINE,
	['"' ... '-'] = GAP_QUIET, ['/'] = GAP_QUIET, [':' ... '>'] = GAP_QUIET, ['@'] = GAP_QUIET,
	['[' ... '`'] = GAP_QUIET, ['{' ... '~'] = GAP_QUIET,
	['0' ... '9'] = GAP_WORD, ['A' ... 'Z'] = GAP_WORD, ['a' ... 'z'] = GAP_WORD,
};

/* Letters looked at before the rules are asked: one more than a term has, and
 * room in tokenizer->term. */
#define ASCII_MAX (2 * TOKEN_TERM_MAX)

/* Digits of a number that is copied as it is. */
#define NUMBER_MAX 20

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

#ifdef __SSE2__

/* Bytes of the gap at P before a letter, where it is one of the commonest; else 0. */
static inline size_t
common_gap(const char *p)
{
	if ((p[0] == ' ' || p[0] == '-' || p[0] == '\n') && is_ascii_letter(p[1]))
		return 1;
	return (p[0] == ',' || p[0] == ' ') && (p[1] == ' ' || p[1] == '\n') ? 2 : 0;
}

/* What most words are: one to fifteen ASCII letters behind a common gap, the text
 * going on behind them.  False: it takes another look. */
static inline bool
short_word(struct tokenizer *tokenizer, struct token *token)
{
	const char *p = tokenizer->text.ptr + tokenizer->at;
	struct ascii_letters letters;
	uint8_t doubt;
	size_t gap;

	if (tokenizer->text.len - tokenizer->at <= 2 + ASCII_STEP || tokenizer->dotted || !(gap = common_gap(p)))
		return false;
	letters = ascii_letters(p + gap, tokenizer->term);
	doubt = ascii_doubt[(unsigned char)p[gap + letters.len]];
	if (letters.len - 1 >= ASCII_STEP - 1 || (doubt && (doubt == 1 || letters.len == 1)))
		return false;
	token->term = span_from(tokenizer->term, letters.len);
	token->start = tokenizer->word_start = tokenizer->at + gap;
	token->end = tokenizer->word_end = tokenizer->at = tokenizer->at + gap + letters.len;
	token->position = tokenizer->position++;
	token->flags = tokenizer->pending;
	tokenizer->pending = 0;
	if (letters.capitals & 1)
		token->flags |= letters.capitals + 1 == 1u << letters.len && letters.len > 1
			? TOKEN_CAPITAL | TOKEN_CAPS : TOKEN_CAPITAL;
	return true;
}

#else

static inline bool
short_word(struct tokenizer *tokenizer, struct token *token)
{
	(void)tokenizer;
	(void)token;
	return false;
}

#endif

/* Whether C behind digits may belong to their number or word. */
static bool
continues_number(const struct tokenizer *tokenizer, size_t at)
{
	size_t left = tokenizer->text.len - at;
	unsigned char c = left ? (unsigned char)tokenizer->text.ptr[at] : ' ';

	/* A stop or comma does where a digit follows. */
	if (c == '.' || c == ',')
		return left > 1 && gap_kinds[(unsigned char)tokenizer->text.ptr[at + 1]] != GAP_BLANK;
	return c >= 0x80 || c == '\'' || c == '`' || gap_kinds[c] == GAP_WORD;
}

/* A number of ASCII digits with nothing special about it. */
static bool
ascii_number(struct tokenizer *tokenizer, struct token *token)
{
	const char *p = tokenizer->text.ptr + tokenizer->at;
	size_t left = tokenizer->text.len - tokenizer->at, len = 0;

	while (len < left && len < NUMBER_MAX && p[len] >= '0' && p[len] <= '9') {
		tokenizer->term[len] = p[len];
		len++;
	}
	if (!len || continues_number(tokenizer, tokenizer->at + len))
		return false;
	token_set(tokenizer, token, len, tokenizer->at + len, TOKEN_NUMBER);
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

/* Goes to the next word where it begins in ASCII and the gap before it says
 * nothing of sentences; else stays where it is, and answers false. */
static inline bool
quiet_gap(struct tokenizer *tokenizer)
{
	const unsigned char *p = (const unsigned char *)tokenizer->text.ptr;
	size_t at = tokenizer->at, len = tokenizer->text.len;
	unsigned newlines = 0;

	if (tokenizer->dotted)
		return false;
	for (; at < len; at++) {
		switch ((enum gap_kind)gap_kinds[p[at]]) {
		case GAP_WORD:
			tokenizer->at = at;
			return true;
		case GAP_NEWLINE:
			if (++newlines > 1)
				return false;
			break;
		case GAP_QUIET:
			newlines = 0;
			break;
		case GAP_BLANK:
			break;
		case GAP_ASK:
			return false;
		}
	}
	return false;
}

static __attribute__((noinline)) bool
any_token(struct tokenizer *tokenizer, struct token *token)
{
	enum char_class class = quiet_gap(tokenizer) ? CHAR_LOWER : gap_scan(tokenizer);
	char first;

	if (class < CHAR_CJK)
		return false;
	first = tokenizer->text.ptr[tokenizer->at];
	if (class == CHAR_CJK)
		cjk_word(tokenizer, token);
	else if (!(is_ascii_letter(first) ? ascii_word(tokenizer, token) : ascii_number(tokenizer, token)))
		any_word(tokenizer, token);
	return true;
}

bool
token_next(struct tokenizer *tokenizer, struct token *token)
{
	return short_word(tokenizer, token) || any_token(tokenizer, token);
}
