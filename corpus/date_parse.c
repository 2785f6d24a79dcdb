#include "corpus/date_shapes.h"

#include "common/utf8.h"
#include "corpus/date_words.h"

/* Longer than any date line; what is longer is prose. */
#define DATE_LINE_MAX 120

/* Everything taken from a text of words and numbers so far. */
struct words {
	struct span text;
	size_t at;
	const struct date_hint *hint;
	struct civil civil;
	enum date_precision time;      /* DATE_NONE, or how exact the time is */
	enum date_kind kind;
	bool has_year, has_day;
	bool numeric;                  /* 28/01/2019 */
	int month;
	bool month_maybe_day;
	int pending[3];                /* numbers whose meaning is open */
	size_t pending_digits[3];
	size_t pending_count;
	int16_t zone;
	bool has_zone;
	bool ago, relative;
	int unit, relative_days;
	bool weekday;
};

static bool
is_digit(const struct words *w, size_t at)
{
	return at < w->text.len && w->text.ptr[at] >= '0' && w->text.ptr[at] <= '9';
}

static char
char_at(const struct words *w, size_t at)
{
	return at < w->text.len ? w->text.ptr[at] : '\0';
}

/* Is there a letter at AT? */
static bool
is_letter(const struct words *w, size_t at)
{
	size_t len;
	uint32_t code;

	if (at >= w->text.len)
		return false;
	code = utf8_decode(w->text.ptr + at, w->text.ptr + w->text.len, &len);
	return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z')
		|| (code >= 0xC0 && code < 0x530 && code != 0xD7 && code != 0xF7);
}

/* Takes the word at w->at folded into OUT; a dot inside an abbreviation
 * ("u.t.c.", "p.m.") is left out.  Returns its length, 0 when it is too long. */
static size_t
take_word(struct words *w, char out[DATE_WORD_SIZE])
{
	size_t size = 0;

	for (;;) {
		size_t len;
		char bytes[4];

		if (is_letter(w, w->at)) {
			uint32_t code = utf8_decode(w->text.ptr + w->at, w->text.ptr + w->text.len, &len);
			size_t wide = utf8_encode(bytes, date_letter_fold(code));

			if (size + wide > DATE_WORD_SIZE)
				return 0;
			memcpy(out + size, bytes, wide);
			size += wide;
			w->at += len;
		} else if (char_at(w, w->at) == '.' && size == 1 && is_letter(w, w->at + 1)) {
			w->at++;
		} else if (char_at(w, w->at) == '.' && size > 1 && char_at(w, w->at - 2) == '.' && is_letter(w, w->at + 1)) {
			w->at++;
		} else {
			if (char_at(w, w->at) == '.')
				w->at++;
			return size;
		}
	}
}

/* "Home Edition", "Final", "Bulldog Edition" behind a full date. */
static bool
take_edition(struct words *w, size_t start)
{
	struct span rest = span_from(w->text.ptr + start, w->text.len - start);
	size_t spaces = 0;

	if (rest.len > 40)
		return false;
	for (size_t i = 0; i < rest.len; i++) {
		spaces += rest.ptr[i] == ' ';
		if (!is_letter(w, start + i) && !strchr(" ,.", rest.ptr[i]))
			return false;
	}
	rest = span_trim(rest);
	if (spaces > 3 || rest.len < 7)
		return false;
	rest = span_from(rest.ptr + rest.len - 7, 7);
	if (!span_equal(rest, SPAN("Edition")) && !span_equal(rest, SPAN("edition")))
		return false;
	w->at = w->text.len;
	return true;
}

static bool
take_half(struct words *w, bool afternoon)
{
	if (w->time == DATE_NONE) {
		/* "5 PM": the number before was the hour. */
		if (w->pending_count == 0 || w->pending_digits[w->pending_count - 1] > 2)
			return false;
		w->civil.hour = w->pending[--w->pending_count];
		w->civil.minute = 0;
		w->time = DATE_MINUTE;
	}
	if (w->civil.hour > 12)
		return true;
	if (w->civil.hour == 0)
		return !afternoon;
	w->civil.hour = w->civil.hour % 12 + (afternoon ? 12 : 0);
	return true;
}

static bool
take_zone(struct words *w, int minutes)
{
	if (w->has_zone && w->zone != DATE_ZONE_UNKNOWN)
		return minutes == w->zone || minutes == 0 || minutes == DATE_ZONE_UNKNOWN;
	/* "0901 u.t.c.": four digits before a zone are a time. */
	if (w->time == DATE_NONE && w->pending_count && w->pending_digits[w->pending_count - 1] == 4) {
		int value = w->pending[--w->pending_count];

		w->civil.hour = value / 100;
		w->civil.minute = value % 100;
		w->time = DATE_MINUTE;
	}
	w->zone = (int16_t)minutes;
	w->has_zone = true;
	return true;
}

static bool
take_month(struct words *w, int month, bool maybe_day)
{
	if (w->month && !w->month_maybe_day) {
		w->weekday = true;
		return maybe_day;
	}
	w->weekday |= w->month != 0;
	w->month = month;
	w->month_maybe_day = maybe_day;
	return true;
}

static bool
handle_word(struct words *w, size_t start, struct span word)
{
	int value;
	bool maybe_day;
	enum date_word kind = date_word_find(word, &value, &maybe_day);

	/* Behind "8 hours" it is not the Spanish August. */
	if (w->unit && span_equal(word, SPAN("ago"))) {
		w->ago = true;
		return true;
	}
	switch (kind) {
	case DATE_WORD_MONTH:
		return take_month(w, value, maybe_day);
	case DATE_WORD_WEEKDAY:
		w->weekday = true;
		return true;
	case DATE_WORD_FILLER:
		return true;
	case DATE_WORD_ZONE:
		return take_zone(w, value);
	case DATE_WORD_AM:
		/* German "am 3. März" is no half of a day. */
		return start == 0 || (w->time == DATE_NONE && !w->pending_count) || take_half(w, false);
	case DATE_WORD_PM:
		return take_half(w, true);
	case DATE_WORD_PUBLISHED:
		w->kind = DATE_PUBLISHED;
		return !w->month && !w->pending_count;
	case DATE_WORD_MODIFIED:
		w->kind = DATE_MODIFIED;
		return !w->month && !w->pending_count;
	case DATE_WORD_UNIT:
		w->unit = value;
		return w->pending_count == 1;
	case DATE_WORD_RELATIVE:
		w->relative = true;
		w->relative_days = value;
		return true;
	case DATE_WORD_NONE:
		break;
	}
	/* "First published", "Last updated", "Mis à jour". */
	if (start == 0 && (span_equal(word, SPAN("first")) || span_equal(word, SPAN("last"))
	                   || span_equal(word, SPAN("mis"))))
		return true;
	if (span_equal(word, SPAN("jour")) && !w->month && !w->pending_count) {
		w->kind = DATE_MODIFIED;
		return true;
	}
	return w->month && w->pending_count == 2 && take_edition(w, start);
}

/* Three numbers with one mark between them, the year last: 28/01/2019. */
static bool
take_numeric(struct words *w)
{
	size_t at = w->at, digits[3];
	int part[3];
	char mark = '\0';
	enum date_order order = w->hint ? w->hint->order : DATE_ORDER_UNKNOWN;

	for (int i = 0; i < 3; i++) {
		if (i && (char_at(w, at) != mark || !is_digit(w, at + 1)))
			return false;
		at += i > 0;
		part[i] = date_take_number(w->text, &at, i < 2 ? 2 : 4, &digits[i]);
		if (part[i] < 0)
			return false;
		if (i == 0)
			mark = char_at(w, at);
	}
	if ((mark != '/' && mark != '-' && mark != '.') || digits[2] == 3)
		return false;
	/* Dots stand between day, month and year only in countries that put the day first. */
	if (mark == '.' && digits[2] == 4)
		order = DATE_DAY_FIRST;
	if (digits[2] < 4 && (digits[2] != 2 || order == DATE_ORDER_UNKNOWN))
		return false;
	if (part[0] > 12 || part[0] == part[1])
		order = DATE_DAY_FIRST;
	else if (part[1] > 12)
		order = DATE_MONTH_FIRST;
	if (order == DATE_ORDER_UNKNOWN)
		return false;
	w->civil.day = part[order == DATE_MONTH_FIRST];
	w->month = part[order == DATE_DAY_FIRST];
	w->civil.year = digits[2] == 2 ? date_short_year(part[2]) : part[2];
	w->has_day = w->has_year = w->numeric = true;
	w->at = at;
	return true;
}

/* "20h08", "20:08", "8.30pm" at w->at. */
static bool
take_clock(struct words *w)
{
	size_t at = w->at, digits;
	int hour = date_take_number(w->text, &at, 2, &digits), minute;
	char mark = char_at(w, at);

	if (hour < 0)
		return false;
	if (mark == ':') {
		at = w->at;
		if (!date_take_time(w->text, &at, &w->civil, &w->time)) {
			w->time = DATE_NONE;
			return false;
		}
		w->at = at;
		return true;
	}
	if ((mark != 'h' && mark != 'H' && mark != '.') || !is_digit(w, at + 1))
		return false;
	at++;
	minute = date_take_number(w->text, &at, 2, &digits);
	/* "20.08" is a time only behind the date, or before am and pm. */
	if (minute < 0 || digits != 2 || (mark == '.' && !w->has_day && !(w->month && w->pending_count)
	                                  && char_at(w, at) != 'p' && char_at(w, at) != 'a'))
		return false;
	if (is_digit(w, at) || (mark == '.' && char_at(w, at) == '.'))
		return false;
	w->civil.hour = hour;
	w->civil.minute = minute;
	w->time = DATE_MINUTE;
	w->at = at;
	return true;
}

static bool
handle_number(struct words *w)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th", "er", "º", "ª", "°" };
	size_t digits;
	int value;

	if (!w->numeric && !w->month && take_numeric(w))
		return true;
	if (w->time == DATE_NONE && take_clock(w))
		return true;
	value = date_take_number(w->text, &w->at, 4, &digits);
	if (value < 0 || digits == 3 || w->pending_count == 3)
		return false;
	for (size_t i = 0; i < sizeof(ordinals) / sizeof(*ordinals); i++) {
		struct span rest = span_from(w->text.ptr + w->at, w->text.len - w->at);
		size_t len = strlen(ordinals[i]);

		if (digits <= 2 && span_starts(rest, span_from_string(ordinals[i])) && !is_letter(w, w->at + len)) {
			w->at += len;
			break;
		}
	}
	if (char_at(w, w->at) == '.')
		w->at++;
	w->pending[w->pending_count] = value;
	w->pending_digits[w->pending_count++] = digits;
	return true;
}

/* What the numbers around a month's name are: four digits the year, one or
 * two the day; a second short one behind the month a year without century. */
static bool
settle_numbers(struct words *w)
{
	for (size_t i = 0; i < w->pending_count; i++) {
		if (w->pending_digits[i] == 4 && !w->has_year) {
			w->civil.year = w->pending[i];
			w->has_year = true;
		} else if (w->pending_digits[i] <= 2 && !w->has_day) {
			w->civil.day = w->pending[i];
			w->has_day = true;
		} else if (w->pending_digits[i] == 2 && !w->has_year && i == w->pending_count - 1) {
			w->civil.year = date_short_year(w->pending[i]);
			w->has_year = true;
		} else {
			return false;
		}
	}
	return w->has_year;
}

static enum status
settle_relative(struct words *w, struct date *date)
{
	int64_t before = w->relative ? (int64_t)w->relative_days * 86400 : (int64_t)w->unit * w->pending[0];
	struct civil civil;

	if (!w->hint || w->hint->seen.precision < DATE_DAY || w->month || w->has_zone)
		return STATUS_BADINPUT;
	if (w->relative ? w->pending_count != 0 : (w->pending_count != 1 || !w->unit || !w->ago))
		return STATUS_BADINPUT;
	if (w->hint->seen.precision < DATE_MINUTE && before % 86400)
		return STATUS_BADINPUT;
	civil = date_civil(w->hint->seen.seconds - before);
	if (w->relative && w->time != DATE_NONE) {
		civil.hour = w->civil.hour;
		civil.minute = w->civil.minute;
		civil.second = w->civil.second;
		return date_from_civil(&civil, w->time, DATE_ZONE_UNKNOWN, date);
	}
	return date_from_civil(&civil, DATE_DAY, DATE_ZONE_UNKNOWN, date);
}

/* Words that name the zone again: "(Coordinated Universal Time)". */
static bool
skip_bracket(struct words *w)
{
	const char *end = memchr(w->text.ptr + w->at, ')', w->text.len - w->at);

	if (!end || w->time == DATE_NONE)
		return false;
	w->at = (size_t)(end + 1 - w->text.ptr);
	return true;
}

/* A year-first date with words behind it: "2019-01-28 8:08 PM". */
static void
take_year_first(struct words *w)
{
	struct date date;
	const char *rule;
	size_t len = 0;

	while (is_digit(w, len) || strchr("-/.", char_at(w, len) ? char_at(w, len) : ' '))
		len++;
	if (len < 8 || date_shape_iso(span_from(w->text.ptr, len), &date, &rule) != STATUS_OK)
		return;
	if (date.precision == DATE_DAY) {
		w->civil = date_civil(date.seconds);
		w->month = w->civil.month;
		w->has_year = w->has_day = w->numeric = true;
		w->at = len;
	}
}

static bool
scan(struct words *w)
{
	take_year_first(w);
	while (w->at < w->text.len) {
		char c = w->text.ptr[w->at], word[DATE_WORD_SIZE];
		size_t start = w->at, size;
		int16_t zone;

		if (is_digit(w, w->at)) {
			if (!handle_number(w))
				return false;
		} else if (is_letter(w, w->at)) {
			size = take_word(w, word);
			if (size == 0 || !handle_word(w, start, span_from(word, size)))
				return false;
		} else if ((c == '+' || c == '-') && w->time != DATE_NONE && is_digit(w, w->at + 1)
		           && date_take_offset(w->text, &w->at, &zone)) {
			w->zone = zone;
			w->has_zone = true;
		} else if (c == '(' && !w->has_day && w->pending_count == 0) {
			return false;
		} else if (c == '(') {
			if (!skip_bracket(w))
				return false;
		} else if (strchr(" ,\t-/:|'@", c)) {
			w->at++;
		} else if (span_starts(span_from(w->text.ptr + w->at, w->text.len - w->at), SPAN("\xC2\xA0"))) {
			w->at += 2;
		} else {
			return false;
		}
	}
	return true;
}

enum status
date_shape_words(struct span text, const struct date_hint *hint, struct date *date,
                 enum date_kind *kind, const char **rule)
{
	struct words w = { .text = text, .hint = hint, .zone = DATE_ZONE_UNKNOWN };
	enum date_precision precision;

	if (!scan(&w))
		return STATUS_BADINPUT;
	*kind = w.kind;
	if (w.ago || w.relative || w.unit) {
		*rule = "time before it was seen";
		return settle_relative(&w, date);
	}
	if (!w.month || !settle_numbers(&w))
		return STATUS_BADINPUT;
	if (w.time != DATE_NONE && !w.has_day)
		return STATUS_BADINPUT;
	w.civil.month = w.month;
	precision = w.time != DATE_NONE ? w.time : w.has_day ? DATE_DAY : DATE_MONTH;
	*rule = w.numeric ? "day, month and year in numbers" : "day, month's name and year";
	return date_from_civil(&w.civil, precision, w.zone, date);
}

/* "Published: 2019-01-28T20:08": the words before a date that is not of words. */
static struct span
skip_label(struct span text, enum date_kind *kind)
{
	struct words w = { .text = text };
	char word[DATE_WORD_SIZE];
	size_t size;

	while (is_letter(&w, w.at)) {
		enum date_word found;
		int value;
		bool maybe_day;

		size = take_word(&w, word);
		found = date_word_find(span_from(word, size), &value, &maybe_day);
		if (found == DATE_WORD_PUBLISHED || found == DATE_WORD_MODIFIED)
			*kind = found == DATE_WORD_PUBLISHED ? DATE_PUBLISHED : DATE_MODIFIED;
		else if (found != DATE_WORD_FILLER && !span_equal(span_from(word, size), SPAN("last"))
		         && !span_equal(span_from(word, size), SPAN("first")))
			return text;
		while (w.at < text.len && strchr(" :", text.ptr[w.at]) && text.ptr[w.at])
			w.at++;
	}
	return *kind == DATE_PLAIN ? text : span_from(text.ptr + w.at, text.len - w.at);
}

enum status
date_parse_hint(struct span text, const struct date_hint *hint, struct date *date,
                enum date_kind *kind, const char **rule)
{
	enum date_kind ignored_kind;
	const char *ignored_rule;
	enum status status = STATUS_BADINPUT;
	struct span rest;

	kind = kind ? kind : &ignored_kind;
	rule = rule ? rule : &ignored_rule;
	*date = (struct date){ 0 };
	*kind = DATE_PLAIN;
	*rule = NULL;
	text = span_trim(text);
	if (text.len == 0 || text.len > DATE_LINE_MAX)
		return STATUS_BADINPUT;
	rest = skip_label(text, kind);
	if (rest.len) {
		status = date_shape_digits(rest, date, rule);
		if (status == STATUS_NOTFOUND)
			status = date_shape_iso(rest, date, rule);
		if (status == STATUS_NOTFOUND)
			status = date_shape_cjk(rest, date, rule);
		if (status == STATUS_NOTFOUND)
			status = date_shape_words(text, hint, date, kind, rule);
	}
	if (status != STATUS_OK) {
		*date = (struct date){ 0 };
		*kind = DATE_PLAIN;
		*rule = NULL;
		return STATUS_BADINPUT;
	}
	return STATUS_OK;
}

enum status
date_parse(struct span text, struct date *date, const char **rule)
{
	return date_parse_hint(text, NULL, date, NULL, rule);
}
