#include "text/word.h"

#define NOWHERE SIZE_MAX

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

static void
word_put(struct word *word, struct character c)
{
	fold_put(&word->term, c.code);
	if (c.class == CHAR_DIGIT)
		word->digits++;
	else if (class_is_letter(c.class)) {
		word->letters++;
		word->capitals += c.class == CHAR_UPPER;
	}
}

/* ---- Initials: U.S., a.m. ---------------------------------------------- */

/* Where the letter behind the full stop at *AT ends, if a single letter stands
 * there. */
static bool
initial_follows(struct span text, size_t at, struct character *letter, size_t *letter_at, size_t *end)
{
	struct character dot = character_at(text, at);

	if (dot.code != '.' && dot.code != 0xFF0E)
		return false;
	*letter_at = at + dot.len;
	*letter = character_at(text, *letter_at);
	if (!class_is_letter(letter->class))
		return false;
	*end = *letter_at + letter->len;
	return !class_is_word(character_beyond(text, end).class);
}

/* Adds the initials that follow the single letter read already, which ends at AT. */
static void
initials_scan(struct word *word, struct span text, size_t at)
{
	struct character letter;
	size_t start, end;

	while (initial_follows(text, at, &letter, &start, &end)) {
		word_put(word, letter);
		at = word->end = end;
		word->dotted = true;
	}
	if (word->dotted && character_at(text, at).class == CHAR_DOT) {
		word->end = at + character_at(text, at).len;
	} else {
		word->dotted = false;
	}
}

/* ---- Letters and digits ------------------------------------------------- */

struct run {
	size_t at;
	enum char_class last;    /* of the last word character */
	size_t apostrophe;       /* length of the term before the last apostrophe, or NOWHERE */
	uint32_t letters;        /* before it */
};

/* What an apostrophe at run->at does: true when the word goes on behind it. */
static bool
apostrophe_scan(struct word *word, struct run *run, struct span text, size_t len)
{
	size_t behind = run->at + len;
	struct character next = character_beyond(text, &behind);
	size_t beyond = behind + next.len;
	bool s = next.code == 's' || next.code == 'S';
	bool possessive = s && !class_is_word(character_beyond(text, &beyond).class);

	if (!class_is_letter(next.class) || (run->last == CHAR_DIGIT && !possessive)) {
		char before = word->term.len ? word->term.data[word->term.len - 1] : 0;

		if (before == 's' && class_is_letter(run->last) && !class_is_word(next.class))
			word->end = run->at + len;
		return false;
	}
	if (run->apostrophe == NOWHERE && !possessive && is_elision(&word->term))
		return false;
	run->apostrophe = word->term.len;
	run->letters = word->letters;
	fold_put(&word->term, '\'');
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
	next = character_beyond(text, &behind);
	if (c.class == CHAR_MIDDOT)
		return word->term.len && word->term.data[word->term.len - 1] == 'l' && (next.code | 0x20) == 'l';
	if (c.class == CHAR_GERSHAYIM && run->last == CHAR_HEBREW && next.class == CHAR_HEBREW) {
		fold_put(&word->term, '"');
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
			fold_put(&word->term, c.code);
			word->end = run->at + c.len;
		} else if (c.class != CHAR_VANISH && !joins(word, run, text, c)) {
			break;
		}
	}
}

/* The possessive goes: britain's is britain.  So does an apostrophe that
 * cutting left at the end. */
static void
drop_possessive(struct word *word, const struct run *run)
{
	struct fold *term = &word->term;
	size_t tail;

	if (run->apostrophe == NOWHERE)
		return;
	tail = term->len - run->apostrophe;
	if (tail == 1 || (tail == 2 && term->data[term->len - 1] == 's')) {
		term->len = run->apostrophe;
		word->letters = run->letters;
		if (word->capitals > word->letters)
			word->capitals = word->letters;
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
		fold_put(&word->term, (unsigned char)rest.ptr[i]);
	word->end += len;
}

void
word_scan(struct word *word, struct span text, size_t start)
{
	struct character first = character_at(text, start);
	struct run run = { start, first.class, NOWHERE, 0 };

	word->end = start;
	word->letters = word->capitals = word->digits = 0;
	word->capital = first.class == CHAR_UPPER;
	word->dotted = false;
	if (first.class == CHAR_DIGIT)
		run.at = word->end = number_scan(word, text, start);
	run_scan(word, &run, text);
	if (word->letters == 1 && !word->digits && run.apostrophe == NOWHERE) {
		initials_scan(word, text, word->end);
		if (word->dotted || word->letters > 1) {
			run = (struct run){ word->end, CHAR_UPPER, NOWHERE, 0 };
			if (character_at(text, run.at).class == CHAR_APOSTROPHE)
				run_scan(word, &run, text);
		} else if (first.code < 0x80) {
			language_scan(word, text);
		}
	}
	drop_possessive(word, &run);
}
