/* Where sentences and paragraphs begin, seen from the gap between two words.
 *
 * The rules are those of UAX #29's sentence boundaries (a stop, closing quotes,
 * white space, then no small letter), and on top of them what a full stop
 * behind an abbreviation means in news.
 */
#include "text/word.h"

#include <stdlib.h>

/* What the gap held, the strongest stop last. */
enum stop { STOP_NONE, STOP_DOT, STOP_MARK, STOP_WIDE };

struct gap {
	enum stop stop;
	bool ellipsis;
	bool space;          /* white space behind the stop */
	bool paragraph;
	unsigned newlines;   /* since the last character that is no white space */
};

/* All lists are sorted.  Small letters, without the full stop. */

/* Never end a sentence: a name follows. */
static const char *const titles[] = {
	"adm", "amb", "atty", "brig", "capt", "cmdr", "col", "cpl", "cpt", "dr", "fr", "ft", "gen", "gov", "hon",
	"hr", "insp", "lt", "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt", "mx", "pfc", "pres",
	"prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "sr", "sra", "srta", "st", "ste", "str", "supt",
};

/* Abbreviations when a number follows. */
static const char *const counted[] = {
	"abs", "apr", "art", "aug", "bd", "ca", "cap", "ch", "circa", "dec", "feb", "fig", "figs", "jan", "jul",
	"jun", "mar", "may", "no", "nos", "nov", "nr", "num", "oct", "p", "pp", "sec", "sep", "sept", "vol", "vols",
};

/* Abbreviations, when they begin with a capital, that may end a sentence: it
 * ends when a word follows that often begins one. */
static const char *const others[] = {
	"ala", "apr", "apt", "ariz", "ark", "assn", "assoc", "asst", "aug", "ave", "bldg", "blvd", "bros", "calif",
	"cie", "co", "colo", "conn", "corp", "cos", "dec", "del", "dist", "ed", "eds", "feb", "fla", "fri", "gmbh",
	"hwy", "ill", "inc", "ind", "inst", "int", "intl", "jan", "jr", "jul", "jun", "kan", "ltd", "md", "mich",
	"minn", "mio", "miss", "mon", "mont", "mrd", "natl", "neb", "nev", "nov", "oct", "okla", "ore", "penn", "ph",
	"plc", "rd", "sat", "sec", "sep", "sept", "sq", "tenn", "tex", "thu", "thurs", "tsd", "tue", "tues", "univ",
	"va", "vt", "wash", "wed", "wis", "wm", "wyo",
};

/* The same, and not only when they begin with a capital. */
static const char *const small_too[] = {
	"approx", "bzw", "cf", "dept", "est", "etc", "ext", "incl", "resp", "tel", "usw", "vs",
};

/* Words that begin a sentence far more often than they continue a name. */
static const char *const starters[] = {
	"a", "after", "all", "also", "although", "an", "and", "another", "as", "at", "because", "before", "both",
	"but", "by", "despite", "during", "each", "even", "every", "few", "for", "from", "he", "her", "here", "his",
	"how", "however", "i", "if", "in", "instead", "it", "its", "last", "like", "many", "meanwhile", "more",
	"most", "much", "my", "neither", "no", "none", "nor", "not", "nothing", "now", "of", "on", "once", "one",
	"only", "or", "other", "others", "our", "over", "people", "she", "since", "so", "some", "still", "such",
	"that", "the", "their", "then", "there", "these", "they", "this", "those", "though", "through", "to", "two",
	"under", "unlike", "until", "we", "what", "when", "where", "whether", "which", "while", "who", "why", "with",
	"without", "yet", "you", "your",
};

/* Behind the number of a day: am 3. Oktober. */
static const char *const months[] = {
	"april", "august", "dezember", "februar", "januar", "juli", "juni", "mai", "november", "oktober", "september",
};

#define LIST_WORD_MAX 12

static int
compare(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

static bool
list_has(const char *const *list, size_t count, const char *word)
{
	return bsearch(word, list, count, sizeof(*list), compare) != NULL;
}

#define LISTED(list, word) list_has(list, sizeof(list) / sizeof(*(list)), word)

/* WORD in small letters, "" when it is not of a few ASCII letters. */
static void
lower(struct span word, char out[LIST_WORD_MAX + 1])
{
	out[0] = 0;
	if (word.len > LIST_WORD_MAX)
		return;
	for (size_t i = 0; i < word.len; i++) {
		char letter = (char)(word.ptr[i] | 0x20);

		if (letter < 'a' || letter > 'z') {
			out[0] = 0;
			return;
		}
		out[i] = letter;
	}
	out[word.len] = 0;
}

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The word of one capital and ASCII small letters at AT, or an empty one: AN
 * is not the article. */
static struct span
word_at(struct span text, size_t at)
{
	size_t end = at + 1;

	while (end < text.len && is_small(text.ptr[end]))
		end++;
	if (class_is_word(character_at(text, end).class))
		end = at;
	return span_from(text.ptr + at, end - at);
}

static bool
all_digits(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] < '0' || word.ptr[i] > '9')
			return false;
	return word.len > 0;
}

/* Whether the full stop behind the last word ends a sentence, when a word of
 * class NEXT begins at AT. */
static bool
dot_ends(const struct tokenizer *tokenizer, size_t at, uint8_t next)
{
	struct span text = tokenizer->text;
	struct span last = span_from(text.ptr + tokenizer->word_start, tokenizer->word_end - tokenizer->word_start);
	struct character first = character_at(text, tokenizer->word_start);
	char before[LIST_WORD_MAX + 1], after[LIST_WORD_MAX + 1];
	bool capital, abbreviation;

	lower(last, before);
	lower(word_at(text, at), after);
	if (tokenizer->dotted)
		return LISTED(starters, after);
	if (class_is_letter(first.class) && first.len == last.len)
		return false;   /* an initial */
	if (all_digits(last))
		return last.len > 2 || !LISTED(months, after);
	capital = first.class == CHAR_UPPER;
	abbreviation = LISTED(small_too, before) || (capital && LISTED(others, before));
	if (capital && LISTED(titles, before))
		return false;
	if (next == CHAR_DIGIT)
		return !abbreviation && !LISTED(counted, before);
	if (abbreviation)
		return LISTED(starters, after);
	return true;
}

static bool
sentence_begins(const struct tokenizer *tokenizer, const struct gap *gap, size_t at, uint8_t next)
{
	if (gap->stop == STOP_WIDE)
		return true;
	if (gap->stop == STOP_NONE || !gap->space || next == CHAR_LOWER)
		return false;
	if (gap->stop == STOP_MARK || gap->ellipsis)
		return true;
	return dot_ends(tokenizer, at, next);
}

static void
gap_add(struct gap *gap, struct character c)
{
	switch ((enum char_class)c.class) {
	case CHAR_SPACE:
		gap->space = gap->stop != STOP_NONE;
		return;
	case CHAR_PARAGRAPH:
		gap->paragraph = true;
		return;
	case CHAR_NEWLINE:
		gap->space = gap->stop != STOP_NONE;
		gap->paragraph |= ++gap->newlines > 1;
		return;
	case CHAR_DOT:
		gap->ellipsis |= gap->stop == STOP_DOT;
		if (gap->stop < STOP_DOT)
			gap->stop = STOP_DOT;
		break;
	case CHAR_ELLIPSIS:
		gap->ellipsis = true;
		if (gap->stop < STOP_DOT)
			gap->stop = STOP_DOT;
		break;
	case CHAR_STOP:
		gap->stop = STOP_MARK;
		break;
	case CHAR_WIDE_STOP:
		gap->stop = STOP_WIDE;
		break;
	case CHAR_COMMA:
	case CHAR_CONTINUE:
		gap->stop = STOP_NONE;
		gap->space = gap->ellipsis = false;
		break;
	default:
		break;
	}
	gap->newlines = 0;
}

enum char_class
gap_scan(struct tokenizer *tokenizer)
{
	struct gap gap = { .stop = tokenizer->dotted ? STOP_DOT : STOP_NONE };
	struct character c;

	for (;; tokenizer->at += c.len) {
		c = character_at(tokenizer->text, tokenizer->at);
		if (c.class >= CHAR_CJK || !c.len)
			break;
		/* A carriage return and a newline are one end of line. */
		if (c.code == '\r' && tokenizer->at + 1 < tokenizer->text.len && tokenizer->text.ptr[tokenizer->at + 1] == '\n')
			continue;
		if (!class_is_joined(c.class))
			gap_add(&gap, c);
	}
	if (!c.len)
		return c.class;
	if (gap.paragraph)
		tokenizer->pending |= TOKEN_PARAGRAPH | TOKEN_SENTENCE;
	else if (sentence_begins(tokenizer, &gap, tokenizer->at, c.class))
		tokenizer->pending |= TOKEN_SENTENCE;
	return c.class;
}
