/* The classic query parser of Lucene, with OR between words beside each other.
 */
#include <ctype.h>
#include <math.h>

#include "query/foreign_tree.h"
#include "query/lex.h"
#include "query/parse.h"

#define EVERYTHING "words:>=0"

enum occur { OCCUR_SHOULD, OCCUR_MUST, OCCUR_NOT };

struct clauses {
	struct part *must, *should, *not;  /* AND, OR, AND of NOTs */
};

static struct part *parse_clauses(struct foreign *foreign, enum foreign_field field);

/* ---- Characters ---------------------------------------------------------- */

static int
char_at(const struct foreign *foreign, size_t at)
{
	return at < foreign->text.len ? (unsigned char)foreign->text.ptr[at] : -1;
}

static void
skip_space(struct foreign *foreign)
{
	size_t skip;

	while (foreign->at < foreign->text.len && (skip = query_space(foreign->text, foreign->at)) != 0)
		foreign->at += skip;
}

static size_t
term_end(const struct foreign *foreign, size_t at)
{
	while (at < foreign->text.len && !query_space(foreign->text, at) && !strchr("()[]{}\"^~:", char_at(foreign, at)))
		at += char_at(foreign, at) == '\\' && at + 1 < foreign->text.len ? 2 : 1;
	return at;
}

static bool
take_word(struct foreign *foreign, const char *word)
{
	size_t len = strlen(word);
	struct span rest = span_from(foreign->text.ptr + foreign->at, foreign->text.len - foreign->at);

	if (!span_starts(rest, span_from(word, len)))
		return false;
	if (isalpha((unsigned char)word[0]) && rest.len > len && !query_space(rest, len) && rest.ptr[len] != '(')
		return false;
	foreign->at += len;
	return true;
}

/* ---- Suffixes ------------------------------------------------------------ */

/* The number behind ~ or ^, which is at the present place; NAN: none. */
static double
take_number(struct foreign *foreign)
{
	char digits[16] = { 0 };
	double value = 0, unit = 0;
	size_t count = 0;

	foreign->at++;
	while (count < sizeof(digits) - 1 && (isdigit(char_at(foreign, foreign->at)) || char_at(foreign, foreign->at) == '.'))
		digits[count++] = foreign->text.ptr[foreign->at++];
	if (!count)
		return NAN;
	/* No locale has a say. */
	for (size_t i = 0; i < count; i++) {
		if (digits[i] == '.')
			unit = unit == 0 ? 1 : unit;
		else if (unit == 0)
			value = value * 10 + (digits[i] - '0');
		else
			value += (digits[i] - '0') * (unit /= 10);
	}
	return value;
}

static struct part *
take_boost(struct foreign *foreign, struct part *part)
{
	size_t at = foreign->at;
	struct buf text = BUF_INIT;
	double factor;

	if (!part || char_at(foreign, at) != '^')
		return part;
	factor = take_number(foreign);
	if (isnan(factor) || factor > 1000000) {
		foreign_error(foreign, at, "^ needs a number");
		return NULL;
	}
	if (part->kind == PART_FILTER || part->kind == PART_NOT)
		return part;
	buf_append_byte(&text, '(');
	if (part_print(foreign, part, &text) == STATUS_OK) {
		unsigned long long millionths = (unsigned long long)(factor * 1e6 + 0.5);

		buf_append_format(&text, ")^%llu.%06llu", millionths / 1000000, millionths % 1000000);
		part = part_text(foreign, PART_PLACE, part->at, &text);
	} else {
		part = NULL;
	}
	buf_release(&text);
	return part;
}

/* ---- Terms --------------------------------------------------------------- */

/* Letters that may differ: since Lucene 4 a number of them, before that a likeness. */
static int
fuzzy_edits(double given, size_t letters)
{
	double edits = isnan(given) ? 2 : given >= 1 ? given : (1 - given) * (double)letters;

	return edits > 2 ? 2 : (int)edits;
}

static struct part *
plain_term(struct foreign *foreign, size_t at, size_t end, bool wild, struct buf *word)
{
	struct buf text = BUF_INIT;
	struct part *part = NULL;
	int edits = 0;

	if (char_at(foreign, end) == '~') {
		foreign->at = end;
		edits = fuzzy_edits(take_number(foreign), word->len);
	}
	if (wild && edits) {
		foreign_error(foreign, end, "~ behind a wildcard has no translation");
	} else {
		if (wild)
			buf_append_span(&text, buf_span(word));
		else
			foreign_word(&text, buf_span(word), false);
		if (edits)
			buf_append_format(&text, "~%d", edits);
		part = part_text(foreign, PART_PLACE, at, &text);
	}
	buf_release(&text);
	return part;
}

/* A term with its escapes, from the present place to END. */
static struct part *
parse_term(struct foreign *foreign, enum foreign_field field)
{
	size_t at = foreign->at, end = term_end(foreign, at);
	struct buf word = BUF_INIT;
	struct part *part = NULL;
	bool wild = false;

	for (size_t i = at; i < end; i++) {
		int c = char_at(foreign, i);

		wild |= c == '*' || c == '?';
		if (c == '\\' && i + 1 < end)
			c = char_at(foreign, ++i);
		buf_append_byte(&word, c);
	}
	foreign->at = end;
	if (!query_has_word(buf_span(&word))) {
		foreign_error(foreign, at, "a word is missing here");
	} else if (field >= FOREIGN_SOURCE) {
		struct buf text = BUF_INIT;

		foreign_value(&text, field, buf_span(&word), true);
		part = part_text(foreign, PART_FILTER, at, &text);
		buf_release(&text);
	} else {
		part = plain_term(foreign, at, end, wild, &word);
	}
	buf_release(&word);
	return part;
}

/* Two words with ~n between: n moves bring them beside each other, and to turn
 * them round costs two. */
static struct part *
sloppy(struct foreign *foreign, size_t at, struct span text, double slop)
{
	const char *space = memchr(text.ptr, ' ', text.len);
	struct span first = span_from(text.ptr, space ? (size_t)(space - text.ptr) : 0), second;
	struct buf out = BUF_INIT;
	struct part *part = NULL;
	int moves = (int)slop;

	second = space ? span_trim(span_from(space, text.len - first.len)) : SPAN_NONE;
	if (!first.len || !second.len || memchr(second.ptr, ' ', second.len)) {
		foreign_error(foreign, at, "~n behind a phrase has a translation for two words only");
		return NULL;
	}
	if (moves + 1 > QUERY_DISTANCE_MAX) {
		foreign_error(foreign, at, "a distance is up to %d words", QUERY_DISTANCE_MAX - 1);
		return NULL;
	}
	buf_append_byte(&out, '(');
	foreign_word(&out, first, true);
	buf_append_format(&out, " PRE/%d ", moves + 1);
	foreign_word(&out, second, true);
	buf_append_byte(&out, ')');
	if (moves > 1) {
		buf_append_string(&out, " OR (");
		foreign_word(&out, second, true);
		buf_append_format(&out, " PRE/%d ", moves - 1);
		foreign_word(&out, first, true);
		buf_append_byte(&out, ')');
	}
	if (buf_status(&out) == STATUS_OK) {
		struct buf whole = BUF_INIT;

		buf_append_format(&whole, "(%s)", buf_string(&out));
		part = part_text(foreign, PART_PLACE, at, &whole);
		buf_release(&whole);
	}
	buf_release(&out);
	return part;
}

static struct part *
parse_quoted(struct foreign *foreign, enum foreign_field field)
{
	size_t at = foreign->at, end = at + 1;
	struct buf text = BUF_INIT;
	struct part *part = NULL;
	struct span inside;
	double slop = 0;

	while (end < foreign->text.len && char_at(foreign, end) != '"')
		end += char_at(foreign, end) == '\\' ? 2 : 1;
	if (end >= foreign->text.len) {
		foreign_error(foreign, at, "this quote is not closed; a closing \" is missing");
		return NULL;
	}
	inside = span_trim(span_from(foreign->text.ptr + at + 1, end - at - 1));
	foreign->at = end + 1;
	if (char_at(foreign, foreign->at) == '~')
		slop = take_number(foreign);
	if (field >= FOREIGN_SOURCE) {
		foreign_value(&text, field, inside, true);
		part = part_text(foreign, PART_FILTER, at, &text);
	} else if (!query_has_word(inside)) {
		foreign_error(foreign, at, "there is no word in these quotes");
	} else if (isnan(slop)) {
		foreign_error(foreign, foreign->at - 1, "~ behind a phrase needs a number");
	} else if (slop >= 1) {
		part = sloppy(foreign, at, inside, slop);
	} else {
		/* Inside quotes Lucene has no wildcards, and \ only protects. */
		buf_append_byte(&text, '"');
		for (size_t i = 0; i < inside.len; i++)
			buf_append_byte(&text, strchr("*?\\", inside.ptr[i]) && inside.ptr[i] ? ' ' : inside.ptr[i]);
		buf_append_byte(&text, '"');
		part = part_text(foreign, PART_PLACE, at, &text);
	}
	buf_release(&text);
	return part;
}

/* ---- Ranges -------------------------------------------------------------- */

static enum status
append_end(struct foreign *foreign, enum foreign_field field, size_t at, struct span text, struct buf *out)
{
	if (field == FOREIGN_DATE)
		return foreign_date(foreign, SYNTAX_LUCENE, at, text, out);
	for (size_t i = 0; i < text.len; i++)
		if (!isdigit((unsigned char)text.ptr[i]))
			return foreign_error(foreign, at, "a number is missing here");
	buf_append_span(out, text);
	return text.len ? STATUS_OK : foreign_error(foreign, at, "a number is missing here");
}

static enum status
append_bound(struct foreign *foreign, enum foreign_field field, const char *comparison, size_t from, size_t to,
             struct buf *out)
{
	struct span text = span_trim(span_from(foreign->text.ptr + from, to - from));

	if (span_equal(text, SPAN("*")))
		return STATUS_OK;
	buf_append_format(out, "%s%s:%s", out->len ? " AND " : "", field == FOREIGN_DATE ? "date" : "words", comparison);
	return append_end(foreign, field, from, text, out);
}

/* [a TO b], {a TO b}, [a TO b}. */
static struct part *
parse_range(struct foreign *foreign, enum foreign_field field)
{
	size_t at = foreign->at, end = at + 1, to;
	struct buf text = BUF_INIT, whole = BUF_INIT;
	struct part *part = NULL;
	enum status status = STATUS_OK;

	while (end < foreign->text.len && !strchr("]}", char_at(foreign, end)))
		end++;
	for (to = at; to + 4 <= end && memcmp(foreign->text.ptr + to, " TO ", 4) != 0; to++)
		;
	if (end == foreign->text.len)
		status = foreign_error(foreign, at, "this range is not closed; a closing %c is missing", char_at(foreign, at) == '[' ? ']' : '}');
	else if (to + 4 > end)
		status = foreign_error(foreign, at, "a range is written [a TO b]");
	if (status == STATUS_OK)
		status = append_bound(foreign, field, char_at(foreign, at) == '[' ? ">=" : ">", at + 1, to, &text);
	if (status == STATUS_OK)
		status = append_bound(foreign, field, char_at(foreign, end) == ']' ? "<=" : "<", to + 4, end, &text);
	if (status == STATUS_OK && !text.len)
		buf_append_string(&text, EVERYTHING);
	if (status == STATUS_OK) {
		foreign->at = end + 1;
		buf_append_format(&whole, "(%s)", buf_string(&text));
		part = part_text(foreign, PART_FILTER, at, &whole);
	}
	buf_release(&text);
	buf_release(&whole);
	return part;
}

/* A date or number by itself, or with a sign before it. */
static struct part *
parse_limit(struct foreign *foreign, enum foreign_field field)
{
	size_t at = foreign->at, end;
	struct buf text = BUF_INIT;
	struct part *part = NULL;

	while (char_at(foreign, foreign->at) != -1 && strchr("<>=", char_at(foreign, foreign->at)))
		foreign->at++;
	end = term_end(foreign, foreign->at);
	buf_append_format(&text, "%s:%.*s", field == FOREIGN_DATE ? "date" : "words", (int)(foreign->at - at), foreign->text.ptr + at);
	if (append_end(foreign, field, foreign->at, span_from(foreign->text.ptr + foreign->at, end - foreign->at), &text) == STATUS_OK)
		part = part_text(foreign, PART_FILTER, at, &text);
	foreign->at = end;
	buf_release(&text);
	return part;
}

/* ---- Clauses ------------------------------------------------------------- */

static struct part *
parse_brackets(struct foreign *foreign, enum foreign_field field)
{
	size_t open = foreign->at++;
	struct part *part;

	if (++foreign->depth > FOREIGN_DEPTH_MAX) {
		error_set_at(foreign->err, STATUS_LIMIT, "query", open, "more than %d brackets within each other", FOREIGN_DEPTH_MAX);
		return NULL;
	}
	part = parse_clauses(foreign, field);
	foreign->depth--;
	if (part && char_at(foreign, foreign->at) != ')') {
		foreign_error(foreign, open, "this bracket is not closed; a closing ) is missing");
		return NULL;
	}
	foreign->at++;
	return part;
}

static struct part *
parse_value(struct foreign *foreign, enum foreign_field field)
{
	int c = char_at(foreign, foreign->at);

	if (c == '(')
		return parse_brackets(foreign, field);
	if (c == '/') {
		foreign_error(foreign, foreign->at, "a regular expression has no translation");
		return NULL;
	}
	if ((c == '[' || c == '{') && field != FOREIGN_DATE && field != FOREIGN_LENGTH) {
		foreign_error(foreign, foreign->at, "a range has a translation for dates and lengths only");
		return NULL;
	}
	if (c == '[' || c == '{')
		return parse_range(foreign, field);
	if (field == FOREIGN_DATE || field == FOREIGN_LENGTH)
		return parse_limit(foreign, field);
	return c == '"' ? parse_quoted(foreign, field) : parse_term(foreign, field);
}

/* What begins at the present place, a field before it. */
static struct part *
parse_operand(struct foreign *foreign, enum foreign_field field)
{
	size_t at = foreign->at, end = term_end(foreign, at);
	const char *opening;
	struct part *within;

	if (take_word(foreign, "*:*")) {
		struct buf text = BUF_INIT;

		buf_append_string(&text, EVERYTHING);
		within = part_text(foreign, PART_FILTER, at, &text);
		buf_release(&text);
		return within;
	}
	if (end == at || char_at(foreign, end) != ':')
		return take_boost(foreign, parse_value(foreign, field));
	if (field != FOREIGN_NONE) {
		foreign_error(foreign, at, "a field inside the brackets of another");
		return NULL;
	}
	field = foreign_field_find(SYNTAX_LUCENE, span_from(foreign->text.ptr + at, end - at));
	if (field == FOREIGN_NONE) {
		foreign_error(foreign, at, "no field of that name is known: %.*s", (int)(end - at < 40 ? end - at : 40), foreign->text.ptr + at);
		return NULL;
	}
	foreign->at = end + 1;
	opening = foreign_field_opening(field);
	if (!opening)
		return take_boost(foreign, parse_value(foreign, field));
	within = part_new(foreign, PART_WITHIN, at);
	if (!within || part_add(foreign, within, parse_value(foreign, field)) < 0)
		return NULL;
	within->text = span_from_string(opening);
	return take_boost(foreign, within);
}

static enum occur
take_modifier(struct foreign *foreign)
{
	int c = char_at(foreign, foreign->at);

	if (c == '+' || c == '-' || c == '!') {
		foreign->at++;
		return c == '+' ? OCCUR_MUST : OCCUR_NOT;
	}
	if (!take_word(foreign, "NOT"))
		return OCCUR_SHOULD;
	skip_space(foreign);
	return OCCUR_NOT;
}

static enum status
put_clause(struct foreign *foreign, struct clauses *clauses, enum occur occur, struct part *part)
{
	struct part **list = occur == OCCUR_MUST ? &clauses->must : occur == OCCUR_NOT ? &clauses->not : &clauses->should;
	struct part *not;

	if (!*list)
		*list = part_new(foreign, occur == OCCUR_SHOULD ? PART_OR : PART_AND, part->at);
	if (!*list)
		return foreign->err->status;
	if (occur != OCCUR_NOT)
		return part_add(foreign, *list, part);
	not = part_new(foreign, PART_NOT, part->at);
	if (!not || part_add(foreign, not, part) < 0)
		return foreign->err->status;
	return part_add(foreign, *list, not);
}

/* What only some of the articles have to have adds to their scores. */
static struct part *
finish_clauses(struct foreign *foreign, struct clauses *clauses, size_t at)
{
	struct part *all = clauses->must ? clauses->must : clauses->should;
	struct buf text = BUF_INIT;

	if (!all) {
		foreign_error(foreign, at, "Lucene finds nothing for what is only excluded; write *:* before it");
		return NULL;
	}
	if (clauses->must && clauses->should) {
		buf_append_string(&text, EVERYTHING);
		if (part_add(foreign, clauses->should, part_text(foreign, PART_FILTER, at, &text)) < 0)
			all = NULL;
		all = all ? part_pair(foreign, PART_AND, clauses->must, clauses->should) : NULL;
		buf_release(&text);
	}
	return all && clauses->not ? part_pair(foreign, PART_AND, all, clauses->not) : all;
}

/* Each clause once it is known whether AND stands behind it. */
static struct part *
parse_clauses(struct foreign *foreign, enum foreign_field field)
{
	struct clauses clauses = { NULL, NULL, NULL };
	struct part *last = NULL;
	enum occur last_occur = OCCUR_SHOULD;
	size_t start = foreign->at;

	for (;;) {
		bool both = false, either = false;
		enum occur occur;
		struct part *part;

		skip_space(foreign);
		if (char_at(foreign, foreign->at) == -1 || char_at(foreign, foreign->at) == ')')
			break;
		if (last) {
			both = take_word(foreign, "AND") || take_word(foreign, "&&");
			either = !both && (take_word(foreign, "OR") || take_word(foreign, "||"));
			skip_space(foreign);
		}
		if (last && both && last_occur == OCCUR_SHOULD)
			last_occur = OCCUR_MUST;
		if (last && put_clause(foreign, &clauses, last_occur, last) < 0)
			return NULL;
		if ((both || either || !last) && (take_word(foreign, "AND") || take_word(foreign, "OR"))) {
			foreign_error(foreign, foreign->at, "an operator stands where a word should be");
			return NULL;
		}
		occur = take_modifier(foreign);
		part = parse_operand(foreign, field);
		if (!part)
			return NULL;
		last = part;
		last_occur = both && occur == OCCUR_SHOULD ? OCCUR_MUST : occur;
	}
	if (!last) {
		foreign_error(foreign, start, "a word is missing here");
		return NULL;
	}
	return put_clause(foreign, &clauses, last_occur, last) < 0 ? NULL : finish_clauses(foreign, &clauses, start);
}

enum status
lucene_parse(struct foreign *foreign, struct part **part)
{
	*part = parse_clauses(foreign, FOREIGN_NONE);
	if (*part && foreign->at < foreign->text.len) {
		foreign_error(foreign, foreign->at, "no bracket is open here; an opening ( is missing");
		*part = NULL;
	}
	if (*part)
		return STATUS_OK;
	return foreign->err->status != STATUS_OK ? foreign->err->status
	                                        : error_set(foreign->err, STATUS_NOMEM, NULL, "out of memory");
}
