#include "query/lex_operator.h"

#include <strings.h>

#include "query/parse.h"

#define FIRST_MAX 1000000
#define BOOST_MAX 1000000

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A whole number that fills TEXT; false when it is none.  Large ones are cut
 * to a value over every limit. */
static bool
whole_number(struct span text, uint32_t *number)
{
	uint32_t value = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (!is_digit(text.ptr[i]))
			return false;
		if (value < 100000000)
			value = value * 10 + (uint32_t)(text.ptr[i] - '0');
	}
	*number = value;
	return text.len > 0;
}

static enum status
near_operator(struct span chunk, size_t at, size_t slash, struct symbol *symbol, bool *found, struct error *err)
{
	struct span name = span_from(chunk.ptr, slash), number = span_from(chunk.ptr + slash + 1, chunk.len - slash - 1);
	bool pre = span_equal(name, SPAN("PRE")), within = span_equal(name, SPAN("W"));
	bool spelt = pre || within || span_equal(name, SPAN("NEAR")), counted;

	if (within && (span_equal(number, SPAN("S")) || span_equal(number, SPAN("P")))) {
		symbol->kind = SYMBOL_SAME;
		symbol->unit = number.ptr[0] == 'S' ? UNIT_SENTENCE : UNIT_PARAGRAPH;
		*found = true;
		return STATUS_OK;
	}
	counted = whole_number(number, &symbol->distance);
	if (!spelt) {
		/* Nobody means the words "w 5" by it. */
		if (counted && ((slash == 1 && strncasecmp(name.ptr, "w", 1) == 0) ||
		                (slash == 3 && strncasecmp(name.ptr, "pre", 3) == 0) ||
		                (slash == 4 && strncasecmp(name.ptr, "near", 4) == 0)))
			return query_error(err, at, "operators are written in capitals; put it in quotes to look for the text");
		return STATUS_OK;
	}
	if (!counted)
		return query_error(err, at + slash + 1, "%.*s/ needs a number of words; write %.*s/5%s",
		                   (int)slash, name.ptr, (int)slash, name.ptr,
		                   within ? ", W/S for one sentence or W/P for one paragraph" : "");
	if (symbol->distance < 1 || symbol->distance > QUERY_DISTANCE_MAX)
		return query_error(err, at + slash + 1, "a distance is 1 to %d words; neighbours are 1 apart",
		                   QUERY_DISTANCE_MAX);
	symbol->kind = SYMBOL_NEAR;
	symbol->ordered = pre;
	*found = true;
	return STATUS_OK;
}

/* ATLEAST3 or FIRST50, whose bracket OPEN says is there. */
static enum status
counting_operator(struct span chunk, size_t at, size_t name, bool open, struct symbol *symbol, bool *found,
                  struct error *err)
{
	struct span number = span_from(chunk.ptr + name, chunk.len - name);

	if (!open && number.len == 0)
		return STATUS_OK;
	if (number.len && !whole_number(number, &symbol->distance))
		return STATUS_OK;
	if (number.len == 0)
		return query_error(err, at + name, "%.*s needs a number; write %.*s(word)", (int)name, chunk.ptr,
		                   (int)name + 1, name == 5 ? "FIRST50" : "ATLEAST3");
	if (!open)
		return query_error(err, at + chunk.len, "%.*s needs a bracket; write %.*s(word), or put it in quotes",
		                   (int)(chunk.len < 40 ? chunk.len : 40), chunk.ptr,
		                   (int)(chunk.len < 40 ? chunk.len : 40), chunk.ptr);
	if (symbol->distance < 1 || symbol->distance > FIRST_MAX)
		return query_error(err, at + name, "this number is 1 to %d", FIRST_MAX);
	symbol->kind = name == 5 ? SYMBOL_FIRST : SYMBOL_ATLEAST;
	*found = true;
	return STATUS_OK;
}

static bool
bracket_follows(struct span text, size_t at)
{
	size_t skip;

	while (at < text.len && (skip = query_space(text, at)) != 0)
		at += skip;
	return at < text.len && text.ptr[at] == '(';
}

static bool
plain_operator(struct span chunk, enum symbol_kind *kind)
{
	if (span_equal(chunk, SPAN("AND")))
		*kind = SYMBOL_AND;
	else if (span_equal(chunk, SPAN("OR")))
		*kind = SYMBOL_OR;
	else if (span_equal(chunk, SPAN("NOT")))
		*kind = SYMBOL_NOT;
	else
		return false;
	return true;
}

enum status
lex_operator(struct span text, size_t at, size_t end, struct symbol *symbol, bool *found, struct error *err)
{
	struct span chunk = span_from(text.ptr + at, end - at);
	const char *slash = memchr(chunk.ptr, '/', chunk.len);
	bool open;

	*found = plain_operator(chunk, &symbol->kind);
	if (*found)
		return STATUS_OK;
	if (slash)
		return near_operator(chunk, at, (size_t)(slash - chunk.ptr), symbol, found, err);
	if (span_equal(chunk, SPAN("NEAR")))
		return query_error(err, end, "NEAR needs a number of words; write NEAR/10, or \"NEAR\" for the word");
	open = bracket_follows(text, end);
	if (span_starts(chunk, SPAN("ATLEAST")))
		return counting_operator(chunk, at, 7, open, symbol, found, err);
	if (span_starts(chunk, SPAN("FIRST")))
		return counting_operator(chunk, at, 5, open, symbol, found, err);
	if (open && span_equal(chunk, SPAN("LEAD")))
		symbol->kind = SYMBOL_LEAD;
	else if (open && span_equal(chunk, SPAN("CAPS")))
		symbol->kind = SYMBOL_CAPS;
	else
		return STATUS_OK;
	*found = true;
	return STATUS_OK;
}

enum status
lex_factor(struct span text, size_t at, size_t end, double *factor, struct error *err)
{
	/* Counted in millionths, so that what is printed reads back as the same number. */
	uint64_t millionths = 0, unit = 1000000;
	bool digits = false, point = false, bad = false;

	for (size_t i = at + 1; i < end && !bad; i++) {
		if (text.ptr[i] == '.' && !point) {
			point = true;
		} else if (is_digit(text.ptr[i]) && !point) {
			millionths = millionths * 10 + (uint64_t)(text.ptr[i] - '0') * 1000000;
			digits = true;
			bad = millionths > BOOST_MAX * UINT64_C(1000000);
		} else if (is_digit(text.ptr[i]) && unit > 1) {
			unit /= 10;
			millionths += (uint64_t)(text.ptr[i] - '0') * unit;
			digits = true;
		} else {
			bad = true;
		}
	}
	if (bad || !digits)
		return query_error(err, at, "^ needs a number up to %d with at most six decimals; write ^2 or ^0.5, "
		                   "or put the text in quotes", BOOST_MAX);
	*factor = (double)millionths / 1e6;
	return STATUS_OK;
}
