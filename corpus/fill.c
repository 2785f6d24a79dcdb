#include "corpus/fill.h"

#include <strings.h>

#include "common/utf8.h"
#include "corpus/clean.h"
#include "corpus/date_words.h"

bool
fill_is_nothing(struct span value)
{
	static const char *const words[] = { "nan", "NaN", "None", "null", "NULL", "N/A", "\\N" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (span_equal(value, span_from_string(words[i])))
			return true;
	return clean_blank(value);
}

void
fill_text(struct article *article, enum article_field field, struct span value, const char *found_by)
{
	if (article->text[field].len || clean_blank(value))
		return;
	article->text[field] = value;
	article->found_by[field] = found_by;
}

struct date *
fill_date_slot(struct article *article, enum article_field field)
{
	return field == FIELD_PUBLISHED ? &article->published
		: field == FIELD_MODIFIED ? &article->modified : &article->crawled;
}

void
fill_date(struct article *article, enum article_field field, struct date date, const char *found_by)
{
	struct date *slot = fill_date_slot(article, field);

	if (slot->precision != DATE_NONE || date.precision == DATE_NONE)
		return;
	*slot = date;
	article->found_by[field] = found_by;
}

bool
fill_date_text(struct article *article, enum article_field field, struct span value,
               const struct date_hint *hint, const char *found_by)
{
	struct date date;
	enum date_kind kind;

	if (date_parse_hint(value, hint, &date, &kind, NULL) < 0)
		return false;
	if (kind == DATE_MODIFIED && field == FIELD_PUBLISHED)
		field = FIELD_MODIFIED;
	fill_date(article, field, date, found_by);
	return true;
}

void
fill_version(struct article *article, struct span number, struct span created)
{
	struct date date;
	enum date_kind kind;
	uint64_t value = 0;
	size_t i;

	number = clean_trim(number);
	for (i = 0; i < number.len && number.ptr[i] >= '0' && number.ptr[i] <= '9' && i < 18; i++)
		value = 10 * value + (uint64_t)(number.ptr[i] - '0');
	if (i == number.len)
		article->version.number = value;
	if (!created.len || date_parse_hint(created, NULL, &date, &kind, NULL) < 0 || date.precision < DATE_DAY)
		return;
	date.seconds -= date.zone == DATE_ZONE_UNKNOWN ? 0 : (int64_t)date.zone * 60;
	article->version.created = date.seconds > 0 ? date.seconds : 0;
}

enum status
fill_item(struct article *article, enum article_field field, struct span value,
          struct arena *arena, const char *found_by)
{
	const struct span **items = field == FIELD_AUTHOR ? &article->authors : &article->tags;
	size_t *count = field == FIELD_AUTHOR ? &article->author_count : &article->tag_count;
	struct span *list;

	if (clean_blank(value))
		return STATUS_OK;
	/* Room is for 4, 8, 16, ... items: a full list is moved to twice the room. */
	if (*count == 0 || (*count >= 4 && (*count & (*count - 1)) == 0)) {
		list = arena_zalloc(arena, *count ? *count * 2 : 4, sizeof(*list));
		if (!list)
			return STATUS_NOMEM;
		if (*count)
			memcpy(list, *items, *count * sizeof(*list));
		*items = list;
	}
	list = (struct span *)(uintptr_t)*items;
	list[(*count)++] = value;
	if (!article->found_by[field])
		article->found_by[field] = found_by;
	return STATUS_OK;
}

/* The first letter of a word: 1 a capital, 0 a small letter, -1 neither. */
static int
capital_at(struct span text, size_t at)
{
	size_t len;
	uint32_t code = utf8_decode(text.ptr + at, text.ptr + text.len, &len);

	if (code < 0x80 && !(code >= 'A' && code <= 'Z') && !(code >= 'a' && code <= 'z'))
		return -1;
	if (code == UTF8_REPLACEMENT || (code >= 0x2000 && code < 0x2E00) || (code >= 0x3000 && code < 0x3040))
		return -1;
	/* Scripts without case: every letter will do. */
	if (code >= 0x530)
		return 1;
	return date_letter_fold(code) != code;
}

static bool
is_particle(struct span word)
{
	static const char *const particles[] = {
		"van", "von", "de", "del", "della", "di", "da", "der", "den", "dos", "das", "do", "du", "la", "le", "al",
		"el", "bin", "ibn", "ter", "ten", "zu", "zum", "y", "e", "and", "d",
	};

	for (size_t i = 0; i < sizeof(particles) / sizeof(*particles); i++)
		if (span_equal(word, span_from_string(particles[i])))
			return true;
	return false;
}

bool
fill_is_name(struct span line)
{
	size_t words = 0, at = 0;

	line = clean_trim(line);
	if (line.len < 2 || line.len > 60 || !utf8_valid(line))
		return false;
	for (size_t i = 0; i < line.len; i++)
		if (strchr("0123456789?!:;\"()[]{}<>@#%*_=/\\|", line.ptr[i]))
			return false;
	while (at < line.len) {
		size_t start = at;
		struct span word;
		int capital;

		while (at < line.len && line.ptr[at] != ' ')
			at++;
		word = span_from(line.ptr + start, at - start);
		at++;
		if (word.len == 0 || (word.len == 1 && word.ptr[0] == '&'))
			continue;
		words++;
		capital = capital_at(line, start);
		if (capital < 0 || (capital == 0 && !is_particle(word)))
			return false;
		/* "Inc.", "Jr." and initials end in a dot; a sentence does too. */
		if (at >= line.len && word.len > 4 && word.ptr[word.len - 1] == '.')
			return false;
	}
	return words >= 1 && words <= 6 && capital_at(line, 0) == 1;
}

static size_t
word_count(struct span text)
{
	size_t words = 0;
	bool inside = false;

	for (size_t i = 0; i < text.len; i++) {
		bool letter = text.ptr[i] != ' ';

		words += letter && !inside;
		inside = letter;
	}
	return words;
}

static struct span
skip_by(struct span byline)
{
	static const char *const words[] = { "by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ", "text: ", "written by ", "compiled by " };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t len = strlen(words[i]);

		if (byline.len > len && strncasecmp(byline.ptr, words[i], len) == 0)
			return clean_trim(span_from(byline.ptr + len, byline.len - len));
	}
	return byline;
}

/* Is PART how desks sign, "gr/bp": small letters around a slash? */
static bool
is_signature(struct span part)
{
	size_t slashes = 0;

	for (size_t i = 0; i < part.len; i++) {
		if (part.ptr[i] != '/' && (part.ptr[i] < 'a' || part.ptr[i] > 'z'))
			return false;
		slashes += part.ptr[i] == '/';
	}
	return slashes > 0 && part.len <= 15;
}

/* Is PART what somebody is, or works for, and not who: "Times Staff Writer",
 * "Special to the Herald", "Reuters"? */
static bool
is_role(struct span part)
{
	static const char *const words[] = {
		"staff", "writer", "writers", "correspondent", "reporter", "editor", "bureau", "desk", "special", "columnist",
		"service", "contributor", "photographer", "analyst", "critic", "reuters", "reuter", "ap", "afp", "bloomberg",
		"xinhua", "dpa", "upi", "press", "association", "agency", "university", "institute", "admin",
	};
	size_t at = 0;

	if (is_signature(part))
		return true;
	while (at < part.len) {
		size_t start = at, end;

		while (at < part.len && part.ptr[at] != ' ')
			at++;
		/* "Reuters, MAR 04" */
		end = at > start && part.ptr[at - 1] == ',' ? at - 1 : at;
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (end - start == strlen(words[i]) && strncasecmp(part.ptr + start, words[i], end - start) == 0)
				return true;
		at++;
	}
	return false;
}

/* The length of a separator of two names at AT of TEXT, 0 when there is none. */
static size_t
name_break(struct span text, size_t at, bool commas)
{
	static const char *const breaks[] = { " and ", " And ", " AND ", " & ", " und ", " og ", " och ", "; ", ";", " | ", "|", "\n", " / " };
	struct span rest = span_from(text.ptr + at, text.len - at);

	if (commas && rest.ptr[0] == ',')
		return span_starts(rest, SPAN(", and ")) ? 6 : 1;
	for (size_t i = 0; i < sizeof(breaks) / sizeof(*breaks); i++)
		if (span_starts(rest, span_from_string(breaks[i])))
			return strlen(breaks[i]);
	return 0;
}

/* How many parts BYLINE has when each is a name of WORDS words or more; 0 when
 * one is not. */
static size_t
count_names(struct span byline, bool commas, size_t words)
{
	size_t start = 0, parts = 0;

	for (size_t at = 0; byline.len && at <= byline.len; at++) {
		struct span part;
		size_t skip = at < byline.len ? name_break(byline, at, commas) : 1;

		if (!skip)
			continue;
		part = clean_trim(span_from(byline.ptr + start, at - start));
		if (part.len && !is_role(part) && (word_count(part) < words || !fill_is_name(part)))
			return 0;
		parts += part.len > 0;
		start = at + skip;
		at = start - 1;
	}
	return parts;
}

/* "Jane Doe, John Roe": commas separate names when each part is one of two
 * words or more; in "Doe, Jane" they do not. */
static bool
commas_separate(struct span byline)
{
	return count_names(byline, true, 2) > 1;
}

bool
fill_is_byline(struct span line)
{
	struct span names = skip_by(clean_trim(line));

	return line.len <= 200 && names.len < clean_trim(line).len
		&& count_names(names, commas_separate(names), 1) > 0;
}

/* "Jane Doe in Rotterdam" */
static struct span
without_place(struct span name)
{
	const char *place = name.len ? memmem(name.ptr, name.len, " in ", 4) : NULL;

	return place ? span_from(name.ptr, (size_t)(place - name.ptr)) : name;
}

enum status
fill_byline(struct article *article, struct span byline, struct arena *arena, const char *found_by)
{
	size_t start = 0;
	bool commas;

	byline = skip_by(clean_trim(byline));
	if (!byline.len)
		return STATUS_OK;
	commas = commas_separate(byline);
	for (size_t at = 0; at <= byline.len; at++) {
		size_t skip = at < byline.len ? name_break(byline, at, commas) : 1;
		struct span part;

		if (!skip)
			continue;
		part = without_place(clean_trim(span_from(byline.ptr + start, at - start)));
		if (!is_role(part) && fill_item(article, FIELD_AUTHOR, part, arena, found_by) < 0)
			return STATUS_NOMEM;
		start = at + skip;
		at = start - 1;
	}
	return STATUS_OK;
}

struct span
fill_behind_title(struct span body, struct span title)
{
	struct span rest = clean_trim(body), kept = rest;

	title = clean_trim(title);
	/* Lists of keywords and a date may stand above it. */
	for (int paragraphs = 0; title.len && rest.len && paragraphs < 16; paragraphs++) {
		const char *end = memmem(rest.ptr, rest.len, "\n\n", 2);
		struct span paragraph = span_from(rest.ptr, end ? (size_t)(end - rest.ptr) : rest.len);

		if (!end || paragraph.len > (title.len > 80 ? title.len : 80))
			break;
		rest = clean_trim(span_from(end, (size_t)(rest.ptr + rest.len - end)));
		if (span_equal(clean_trim(paragraph), title))
			kept = rest;
	}
	return kept;
}

enum status
fill_separated(struct article *article, enum article_field field, struct span value,
               struct arena *arena, const char *found_by)
{
	static const char marks[] = ";|,";
	char mark = ',';
	size_t start = 0;

	if (!value.len)
		return STATUS_OK;
	for (size_t i = 0; marks[i]; i++)
		if (memchr(value.ptr, marks[i], value.len)) {
			mark = marks[i];
			break;
		}
	for (size_t at = 0; at <= value.len; at++) {
		if (at < value.len && value.ptr[at] != mark)
			continue;
		if (fill_item(article, field, clean_trim(span_from(value.ptr + start, at - start)), arena, found_by) < 0)
			return STATUS_NOMEM;
		start = at + 1;
	}
	return STATUS_OK;
}
