#include "text/word.h"

/* French, Italian and Catalan words that lose their last letter before a
 * vowel.  What begins English names (o'brien) is not among them. */
static const char *const elisions[] = {
	"c", "d", "j", "l", "m", "n", "s", "t",
	"gl", "qu", "un",
	"agl", "all",
	"bell", "coll", "dagl", "dall", "degl", "dell", "negl", "nell", "pell", "sant", "sugl", "sull",
	"jusqu", "quell", "quest",
	"lorsqu", "puisqu", "quoiqu",
};

static bool
is_elision(const struct fold *term)
{
	struct span word = span_from(term->data, term->len);

	for (size_t i = 0; i < sizeof(elisions) / sizeof(*elisions); i++)
		if (span_equal(word, span_from_string(elisions[i])))
			return true;
	return false;
}

struct character
character_beyond(struct span text, size_t *at)
{
	struct character c;

	while ((c = character_at(text, *at)).len && class_is_joined(c.class))
		*at += c.len;
	return c;
}

/* The character behind AT that is there to be seen: a mark on a sign inside a
 * word is an end, a mark on a letter is not. */
static struct character
character_behind(struct span text, size_t *at)
{
	struct character c;

	while ((c = character_at(text, *at)).class == CHAR_VANISH)
		*at += c.len;
	return c;
}

/* Whether nothing but an s stands behind the apostrophe, at AT. */
static bool
is_possessive(struct span text, size_t at)
{
	struct character next = character_behind(text, &at);

	at += next.len;
	return (next.code == 's' || next.code == 'S') && !class_is_word(character_beyond(text, &at).class);
}

static void
word_put(struct word *word, struct character c)
{
	fold_put(&word->term, c);
	if (c.class == CHAR_DIGIT)
		word->digits++;
	else if (class_is_letter(c.class)) {
		word->letters++;
		word->capitals += c.class == CHAR_UPPER;
	}
}

/* Where the single letter behind the full stop at AT begins; 0 when none
 * stands there. */
static size_t
initial_follows(struct span text, size_t at)
{
	struct character c = character_at(text, at);
	size_t start = at + c.len, behind;

	if (c.code != '.' && c.code != 0xFF0E)
		return 0;
	c = character_at(text, start);
	behind = start + c.len;
	return class_is_letter(c.class) && !class_is_word(character_beyond(text, &behind).class) ? start : 0;
}

/* Adds the initials that follow the single letter read already, and the full
 * stop behind the last. */
static void
initials_scan(struct word *word, struct span text)
{
	struct character c;
	size_t start;

	while ((start = initial_follows(text, word->end)) != 0) {
		c = character_at(text, start);
		do {
			word_put(word, c);
			word->end = start + c.len;
			start = word->end;
		} while ((c = character_behind(text, &start)).class == CHAR_MARK);
	}
	c = character_at(text, word->end);
	if (word->letters > 1 && c.class == CHAR_DOT) {
		word->end += c.len;
		word->dotted = true;
	}
}

/* U.S.'s: the possessive is no part of the term. */
static void
possessive_scan(struct word *word, struct span text)
{
	struct character c = character_at(text, word->end);
	size_t at = word->end + c.len;

	if (c.class == CHAR_APOSTROPHE && is_possessive(text, at)) {
		character_behind(text, &at);
		word->end = at + 1;
		word->dotted = false;
	}
}

struct run {
	size_t at;
	uint8_t last;            /* class of the last word character */
	bool apostrophe;         /* there was one */
};

/* What an apostrophe at run->at does: true when the word goes on behind it. */
static bool
apostrophe_scan(struct word *word, struct run *run, struct span text, size_t len)
{
	size_t behind = run->at + len;
	struct character next = character_behind(text, &behind);
	bool possessive = is_possessive(text, behind);

	if (!class_is_letter(next.class) || (run->last == CHAR_DIGIT && !possessive)) {
		char before = word->term.len ? word->term.data[word->term.len - 1] : 0;

		if (before == 's' && class_is_letter(run->last) && !class_is_word(next.class))
			word->end = run->at + len;
		return false;
	}
	if (!run->apostrophe && !possessive && is_elision(&word->term))
		return false;
	run->apostrophe = true;
	fold_put_byte(&word->term, '\'');
	return true;
}

/* Whether the sign C at run->at, neither letter nor digit, stands inside a word. */
static bool
joins(struct word *word, struct run *run, struct span text, struct character c)
{
	size_t behind = run->at + c.len;
	struct character next;

	if (c.class == CHAR_APOSTROPHE)
		return apostrophe_scan(word, run, text, c.len);
	next = character_behind(text, &behind);
	if (c.class == CHAR_MIDDOT)
		return word->term.len && word->term.data[word->term.len - 1] == 'l' && (next.code | 0x20) == 'l';
	if (c.class == CHAR_GERSHAYIM && run->last == CHAR_HEBREW && next.class == CHAR_HEBREW) {
		fold_put_byte(&word->term, '"');
		return true;
	}
	return false;
}

static void
run_scan(struct word *word, struct run *run, struct span text)
{
	struct character c;

	for (;; run->at += c.len) {
		c = character_at(text, run->at);
		if (class_is_word(c.class)) {
			word_put(word, c);
			run->last = c.class;
			word->end = run->at + c.len;
		} else if (c.class == CHAR_MARK) {
			word_put(word, c);
			word->end = run->at + c.len;
		} else if (c.class != CHAR_VANISH && !joins(word, run, text, c)) {
			break;
		}
	}
}

/* The possessive goes: britain's is britain.  So does a sign that cutting left
 * at the end. */
static void
drop_tail(struct word *word)
{
	struct fold *term = &word->term;

	for (;;) {
		char last = term->len ? term->data[term->len - 1] : 0;

		if (last == 's' && term->len > 1 && term->data[term->len - 2] == '\'') {
			term->len -= 2;
			word->letters -= word->letters > 0;
			if (word->capitals > word->letters)
				word->capitals = word->letters;
		} else if (last == '\'' || last == '"' || last == '.') {
			term->len--;
		} else {
			break;
		}
	}
}

/* One letter and `++` or `#`: c++, c#. */
static void
language_scan(struct word *word, struct span text)
{
	struct span rest = span_from(text.ptr + word->end, text.len - word->end);
	size_t len = span_starts(rest, SPAN("++")) ? 2 : span_starts(rest, SPAN("#")) ? 1 : 0;

	if (!len || class_is_word(character_at(text, word->end + len).class))
		return;
	for (size_t i = 0; i < len; i++)
		fold_put_byte(&word->term, rest.ptr[i]);
	word->end += len;
}

/* What only a word of one letter can be the beginning of. */
static void
single_scan(struct word *word, struct span text, bool ascii)
{
	initials_scan(word, text);
	if (word->letters > 1)
		possessive_scan(word, text);
	else if (ascii)
		language_scan(word, text);
}

void
word_scan(struct word *word, struct span text, size_t start)
{
	struct character first = character_at(text, start);
	struct run run = { start, first.class, false };

	word->end = start;
	word->letters = word->capitals = word->digits = 0;
	word->capital = first.class == CHAR_UPPER;
	word->dotted = false;
	if (first.class == CHAR_DIGIT)
		run.at = word->end = number_scan(word, text, start);
	run_scan(word, &run, text);
	if (word->letters == 1 && !word->digits && !run.apostrophe)
		single_scan(word, text, first.code < 0x80);
	drop_tail(word);
}
