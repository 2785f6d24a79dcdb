/* The search strings of Nexis and Factiva, whose grammars differ in names and
 * in what binds more.
 */
#include <ctype.h>
#include <stdio.h>

#include "query/foreign_database.h"
#include "query/lex.h"

#define LOOSEST 4000

static struct part *parse_level(struct database *database, int loosest);

static enum status
expect_close(struct database *database, size_t open)
{
	if (database->mark.kind != MARK_CLOSE)
		return foreign_error(database->foreign, open, "this bracket is not closed; a closing ) is missing");
	return database_advance(database);
}

static struct part *
join_near(struct foreign *foreign, const struct connection *connection, struct part *left, struct part *right)
{
	struct buf text = BUF_INIT;
	struct part *pair = part_pair(foreign, PART_NEAR, left, right);

	if (connection->kind == CON_SENTENCE || connection->kind == CON_PARAGRAPH)
		buf_append_string(&text, connection->kind == CON_SENTENCE ? "W/S" : "W/P");
	else
		buf_append_format(&text, "%s/%d", connection->kind == CON_PRE ? "PRE" : connection->kind == CON_NEAR ? "NEAR" : "NOT W",
		                  connection->distance);
	if (pair)
		pair->text = arena_take(&foreign->arena, &text);
	buf_release(&text);
	return pair && pair->text.ptr ? pair : NULL;
}

static struct part *
join(struct database *database, const struct connection *connection, struct part *left, struct part *right)
{
	struct foreign *foreign = database->foreign;
	struct part *not;

	switch (connection->kind) {
	case CON_AND:
		return part_pair(foreign, PART_AND, left, right);
	case CON_OR:
		return part_pair(foreign, PART_OR, left, right);
	case CON_SEGMENT:
		return part_pair(foreign, PART_SEGMENT, left, right);
	case CON_NOT:
		not = part_new(foreign, PART_NOT, connection->at);
		if (!not || part_add(foreign, not, right) < 0)
			return NULL;
		return part_pair(foreign, PART_AND, left, not);
	default:
		return join_near(foreign, connection, left, right);
	}
}

/* ---- Words --------------------------------------------------------------- */

/* WORD/F50/: in the first fifty words. */
static struct part *
first_words(struct database *database, struct span word, size_t slash)
{
	struct foreign *foreign = database->foreign;
	struct part *within = part_new(foreign, PART_WITHIN, database->mark.start), *child;
	char number[8] = { 0 };

	memcpy(number, word.ptr + slash + 2, word.len - slash - 3 < 7 ? word.len - slash - 3 : 7);
	foreign_word(&database->scratch, span_from(word.ptr, slash), true);
	child = part_text(foreign, PART_PLACE, database->mark.start, &database->scratch);
	if (!within || part_add(foreign, within, child) < 0)
		return NULL;
	buf_append_format(&database->scratch, "FIRST%s(", number);
	within->text = arena_copy(&foreign->arena, buf_span(&database->scratch));
	buf_clear(&database->scratch);
	return within->text.ptr ? within : NULL;
}

static bool
is_first_words(struct span word, size_t *slash)
{
	const char *at = memchr(word.ptr, '/', word.len);
	size_t from = at ? (size_t)(at - word.ptr) : 0;

	if (!from || word.len < from + 4 || word.len > from + 9 || toupper((unsigned char)at[1]) != 'F' || word.ptr[word.len - 1] != '/')
		return false;
	for (size_t i = from + 2; i + 1 < word.len; i++)
		if (!isdigit((unsigned char)word.ptr[i]))
			return false;
	*slash = from;
	return true;
}

/* Nexis: ! any ending, * one letter, at the end one or none.  Factiva: * any
 * ending, ? one letter, $n up to n letters at the end. */
static enum status
append_wild(struct database *database, struct span word, size_t at)
{
	bool nexis = database->syntax == SYNTAX_NEXIS;
	struct buf *out = &database->scratch;
	const char *dollar = nexis ? NULL : memchr(word.ptr, '$', word.len);
	size_t stars = 0;

	if (dollar) {
		struct span before = span_from(word.ptr, (size_t)(dollar - word.ptr));
		int letters = foreign_number(span_from(dollar, word.len - before.len), "$");

		if (letters < 1 || letters > 9 || !before.len)
			return foreign_error(database->foreign, at + before.len, "$ stands behind a word and needs a number from 1 to 9; "
			                     "for any ending write *");
		foreign_endings(out, before, (size_t)letters);
		return STATUS_OK;
	}
	while (nexis && stars < word.len && word.ptr[word.len - 1 - stars] == '*')
		stars++;
	if (stars && stars < word.len && !memchr(word.ptr, '!', word.len) &&
	    !memchr(word.ptr, '*', word.len - stars) && !memchr(word.ptr, '?', word.len)) {
		foreign_endings(out, span_from(word.ptr, word.len - stars), stars);
		return STATUS_OK;
	}
	for (size_t i = 0; i < word.len; i++) {
		if (nexis && word.ptr[i] == '!' && i + 1 != word.len)
			return foreign_error(database->foreign, at + i, "! stands at the end of a word");
		buf_append_byte(out, nexis && word.ptr[i] == '!' ? '*' : nexis && word.ptr[i] == '*' ? '?' : word.ptr[i]);
	}
	return STATUS_OK;
}

static bool
is_wild(const struct database *database, struct span word)
{
	return memchr(word.ptr, '*', word.len) || memchr(word.ptr, '?', word.len) ||
		memchr(word.ptr, database->syntax == SYNTAX_NEXIS ? '!' : '$', word.len);
}

static struct part *
parse_word(struct database *database)
{
	struct mark mark = database->mark;
	struct part *part;
	size_t slash;
	enum status status = STATUS_OK;

	if (!query_has_word(mark.text)) {
		foreign_error(database->foreign, mark.start, "there is no word in this");
		return NULL;
	}
	if (database->syntax == SYNTAX_FACTIVA && is_first_words(mark.text, &slash)) {
		part = first_words(database, mark.text, slash);
		return part && database_advance(database) == STATUS_OK ? part : NULL;
	}
	if (is_wild(database, mark.text))
		status = append_wild(database, mark.text, mark.start);
	else if (database->syntax == SYNTAX_NEXIS)
		foreign_plural(&database->scratch, mark.text);
	else
		foreign_word(&database->scratch, mark.text, true);
	part = status < 0 ? NULL : part_text(database->foreign, PART_PLACE, mark.start, &database->scratch);
	return part && database_advance(database) == STATUS_OK ? part : NULL;
}

static struct part *
parse_quoted(struct database *database)
{
	struct mark mark = database->mark;
	struct part *part;

	if (!query_has_word(mark.text)) {
		foreign_error(database->foreign, mark.start, "there is no word in these quotes");
		return NULL;
	}
	if (database->syntax == SYNTAX_FACTIVA && memchr(mark.text.ptr, '$', mark.text.len)) {
		foreign_error(database->foreign, mark.start, "$ inside quotes has no translation; join the words by adj1");
		return NULL;
	}
	buf_append_byte(&database->scratch, '"');
	for (size_t i = 0; i < mark.text.len; i++) {
		char c = mark.text.ptr[i];

		buf_append_byte(&database->scratch, database->syntax != SYNTAX_NEXIS ? c : c == '!' ? '*' : c == '*' ? '?' : c);
	}
	buf_append_byte(&database->scratch, '"');
	part = part_text(database->foreign, PART_PLACE, mark.start, &database->scratch);
	return part && database_advance(database) == STATUS_OK ? part : NULL;
}

/* ---- Functions and fields ------------------------------------------------ */

static struct part *
parse_brackets(struct database *database)
{
	size_t open = database->mark.start;
	struct part *part;

	if (++database->foreign->depth > FOREIGN_DEPTH_MAX) {
		error_set_at(database->foreign->err, STATUS_LIMIT, "query", open, "more than %d brackets within each other",
		             FOREIGN_DEPTH_MAX);
		return NULL;
	}
	if (database_advance(database) < 0)
		return NULL;
	part = parse_level(database, LOOSEST);
	if (!part || expect_close(database, open) < 0)
		return NULL;
	database->foreign->depth--;
	return part;
}

/* A function of ours around what comes next; OPENING has its name and bracket. */
static struct part *
parse_function(struct database *database, const char *opening, struct part *(*operand)(struct database *))
{
	size_t at = database->mark.start;
	struct buf text = BUF_INIT;
	struct part *child, *part = NULL;

	buf_append_string(&text, opening);
	child = operand(database);
	if (child && part_print(database->foreign, child, &text) == STATUS_OK) {
		buf_append_byte(&text, ')');
		part = part_text(database->foreign, PART_PLACE, at, &text);
	}
	buf_release(&text);
	return part;
}

static struct part *
parse_within(struct database *database, const char *opening, struct part *(*operand)(struct database *))
{
	struct part *within = part_new(database->foreign, PART_WITHIN, database->mark.start);

	if (!within)
		return NULL;
	within->text = span_from_string(opening);
	return part_add(database->foreign, within, operand(database)) < 0 ? NULL : within;
}

/* A value up to the next OR or bracket. */
static struct part *
parse_value(struct database *database, enum foreign_field field)
{
	size_t start = database->mark.start, end = start;
	struct span value;

	while (database->mark.kind == MARK_WORD || database->mark.kind == MARK_QUOTED) {
		if (database->mark.kind == MARK_WORD && foreign_called(database->mark.text, "or"))
			break;
		if (database->mark.kind == MARK_WORD && (foreign_called(database->mark.text, "and") || foreign_called(database->mark.text, "not"))) {
			foreign_error(database->foreign, database->mark.start, "only OR can join the values of this field");
			return NULL;
		}
		end = database->mark.end;
		if (database_advance(database) < 0)
			return NULL;
	}
	value = span_from(database->foreign->text.ptr + start, end - start);
	if (value.len > 1 && query_quote(value, 0) && query_quote(value, value.len - 1))
		value = span_from(value.ptr + 1, value.len - 2);
	if (!value.len || memchr(value.ptr, '(', value.len)) {
		foreign_error(database->foreign, start, "a value is missing here");
		return NULL;
	}
	foreign_value(&database->scratch, field, value, false);
	return part_text(database->foreign, PART_FILTER, start, &database->scratch);
}

static struct part *
parse_values(struct database *database, enum foreign_field field)
{
	size_t open = database->mark.start;
	struct part *any = part_new(database->foreign, PART_OR, open);

	if (!any)
		return NULL;
	if (database->mark.kind != MARK_OPEN) {
		struct mark mark = database->mark;

		if (mark.kind != MARK_WORD && mark.kind != MARK_QUOTED) {
			foreign_error(database->foreign, mark.start, "a value is missing here");
			return NULL;
		}
		foreign_value(&database->scratch, field, mark.text, false);
		return database_advance(database) < 0 ? NULL : part_text(database->foreign, PART_FILTER, mark.start, &database->scratch);
	}
	do {
		if (database_advance(database) < 0 || part_add(database->foreign, any, parse_value(database, field)) < 0)
			return NULL;
	} while (database->mark.kind == MARK_WORD);
	return expect_close(database, open) < 0 ? NULL : any;
}

/* ---- Dates and lengths --------------------------------------------------- */

/* The comparison that comes next as ours writes it; "" for none or =. */
static enum status
parse_comparison(struct database *database, const char **comparison)
{
	static const char *const names[][2] = {
		{ ">=", ">=" }, { "=>", ">=" }, { "<=", "<=" }, { "=<", "<=" }, { ">", ">" }, { "<", "<" }, { "=", "" },
		{ "geq", ">=" }, { "leq", "<=" }, { "aft", ">" }, { "after", ">" }, { "bef", "<" }, { "before", "<" }, { "is", "" },
		{ "gtr", ">" }, { "lss", "<" }, { "from", ">=" }, { "to", "<=" },
	};

	*comparison = "";
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (database->mark.kind != MARK_END && database->mark.text.ptr && foreign_called(database->mark.text, names[i][0])) {
			*comparison = names[i][1];
			return database_advance(database);
		}
	}
	return STATUS_OK;
}

static struct part *
parse_limit(struct database *database, enum foreign_field field)
{
	struct foreign *foreign = database->foreign;
	size_t at = database->mark.start, open = SIZE_MAX;
	const char *comparison;
	struct mark mark;
	enum status status = parse_comparison(database, &comparison);

	if (status == STATUS_OK && database->mark.kind == MARK_OPEN) {
		open = database->mark.start;
		status = database_advance(database);
	}
	mark = database->mark;
	if (status == STATUS_OK && mark.kind != MARK_WORD)
		status = foreign_error(foreign, mark.start, field == FOREIGN_DATE ? "a date is missing here" : "a number is missing here");
	if (status < 0)
		return NULL;
	buf_append_format(&database->scratch, "%s:%s", field == FOREIGN_DATE ? "date" : "words", comparison);
	if (field == FOREIGN_DATE) {
		status = foreign_date(foreign, database->syntax, mark.start, mark.text, &database->scratch);
	} else {
		for (size_t i = 0; status == STATUS_OK && i < mark.text.len; i++)
			if (!isdigit((unsigned char)mark.text.ptr[i]))
				status = foreign_error(foreign, mark.start, "a number is missing here");
		buf_append_span(&database->scratch, mark.text);
	}
	if (status == STATUS_OK)
		status = database_advance(database);
	if (status == STATUS_OK && open != SIZE_MAX)
		status = expect_close(database, open);
	return status < 0 ? NULL : part_text(foreign, PART_FILTER, at, &database->scratch);
}

/* One limit, or two of which both hold: from A to B, (geq A and leq B). */
static struct part *
parse_limits(struct database *database, enum foreign_field field)
{
	size_t open = database->mark.kind == MARK_OPEN ? database->mark.start : SIZE_MAX;
	struct part *part, *more;

	if (open != SIZE_MAX && database_advance(database) < 0)
		return NULL;
	part = parse_limit(database, field);
	while (part && database->mark.kind == MARK_WORD &&
	       (foreign_called(database->mark.text, "to") || (open != SIZE_MAX && foreign_called(database->mark.text, "and")))) {
		if (foreign_called(database->mark.text, "and") && database_advance(database) < 0)
			return NULL;
		more = parse_limit(database, field);
		part = part_pair(database->foreign, PART_AND, part, more);
	}
	return part && open != SIZE_MAX && expect_close(database, open) < 0 ? NULL : part;
}

/* ---- The grammar --------------------------------------------------------- */

static struct part *
parse_simple(struct database *database)
{
	switch (database->mark.kind) {
	case MARK_OPEN:
		return parse_brackets(database);
	case MARK_QUOTED:
		return parse_quoted(database);
	case MARK_WORD:
		return parse_word(database);
	case MARK_COMPARE:
		foreign_error(database->foreign, database->mark.start, "no field stands before this sign");
		return NULL;
	default:
		foreign_error(database->foreign, database->mark.start, "a word is missing here");
		return NULL;
	}
}

static struct part *
parse_field(struct database *database, enum foreign_field field)
{
	const char *opening = foreign_field_opening(field);

	if (field == FOREIGN_DATE || field == FOREIGN_LENGTH)
		return parse_limits(database, field);
	if (database->mark.kind == MARK_COMPARE && database_advance(database) < 0)
		return NULL;
	if (opening)
		return parse_within(database, opening, parse_simple);
	return parse_values(database, field);
}

/* Functions by name: what is behind them decides whether they are one. */
static struct part *
parse_named(struct database *database, struct mark name)
{
	struct foreign *foreign = database->foreign;
	int times = foreign_number(name.text, "atleast");
	char opening[32];

	if (times >= 0) {
		snprintf(opening, sizeof(opening), "ATLEAST%d(", times);
		return database_advance(database) < 0 ? NULL : parse_function(database, opening, parse_simple);
	}
	if (database->syntax == SYNTAX_NEXIS && foreign_called(name.text, "allcaps"))
		return database_advance(database) < 0 ? NULL : parse_function(database, WITHIN_CAPS, parse_simple);
	if (foreign_called(name.text, "caps") || foreign_called(name.text, "nocaps"))
		foreign_error(foreign, name.start, "only words in capitals altogether can be told from others: ALLCAPS()");
	else if (database->syntax == SYNTAX_NEXIS && (foreign_called(name.text, "singular") || foreign_called(name.text, "plural")))
		foreign_error(foreign, name.start, "one number alone has no translation; put the word in quotes");
	else
		foreign_error(foreign, name.start, "no field of that name is known: %.*s", (int)(name.text.len < 40 ? name.text.len : 40),
		              name.text.ptr);
	return NULL;
}

static struct part *
parse_primary(struct database *database)
{
	struct mark name = database->mark, next;
	enum foreign_field field;
	bool joined;

	if (name.kind != MARK_WORD)
		return parse_simple(database);
	if (mark_at(database->foreign, name.end, &next) < 0)
		return NULL;
	/* A name is a field only with what it needs right behind it. */
	joined = next.kind == MARK_COMPARE || (next.kind == MARK_OPEN && next.start == name.end);
	field = foreign_field_find(database->syntax, name.text);
	if (field == FOREIGN_DATE && next.kind == MARK_WORD) {
		struct database ahead = { database->foreign, database->syntax, next, BUF_INIT };
		const char *comparison;

		joined = parse_comparison(&ahead, &comparison) == STATUS_OK &&
			(ahead.mark.start != next.start || isdigit((unsigned char)next.text.ptr[0]));
	}
	if (field == FOREIGN_DATE || field == FOREIGN_LENGTH)
		joined = joined || next.kind == MARK_OPEN;
	if (field != FOREIGN_NONE && joined) {
		struct part *part = database_advance(database) < 0 ? NULL : parse_field(database, field);

		if (part)
			part->at = name.start;
		return part;
	}
	if (joined || foreign_number(name.text, "atleast") > 0)
		return parse_named(database, name);
	return parse_simple(database);
}

/* Whether something stands beside what was read, without a connector. */
static bool
more_follows(const struct database *database, const struct connection *next)
{
	return next->kind == CON_NONE && database->mark.kind != MARK_END && database->mark.kind != MARK_CLOSE;
}

/* Whether PART can be one of words beside each other. */
static bool
has_place(const struct part *part)
{
	return part->kind == PART_PLACE || part->kind == PART_NEAR || part->kind == PART_OR;
}

/* Words beside each other: one behind the other. */
static struct part *
parse_run(struct database *database)
{
	static const struct connection beside = { .kind = CON_PRE, .distance = 1 };
	struct connection next;
	struct part *part;

	if (database_peek(database, &next) < 0)
		return NULL;
	if (next.kind != CON_NONE) {
		foreign_error(database->foreign, database->mark.start, "a word is missing before this; to look for it, put it in quotes");
		return NULL;
	}
	part = parse_primary(database);
	while (part && database_peek(database, &next) == STATUS_OK && more_follows(database, &next)) {
		size_t at = database->mark.start;
		struct part *right = parse_primary(database);

		if (right && !(has_place(part) && has_place(right))) {
			foreign_error(database->foreign, at, "an operator is missing before this");
			return NULL;
		}
		part = right ? join_near(database->foreign, &beside, part, right) : NULL;
	}
	return part && database->foreign->err->status == STATUS_OK ? part : NULL;
}

static struct part *
parse_level(struct database *database, int loosest)
{
	struct part *left = parse_run(database), *right;
	struct connection next;

	while (left) {
		if (database_peek(database, &next) < 0)
			return NULL;
		if (next.kind == CON_NONE || connection_looseness(database, &next) > loosest)
			return left;
		database->mark.end = next.end;
		if (++database->foreign->depth > FOREIGN_DEPTH_MAX) {
			error_set_at(database->foreign->err, STATUS_LIMIT, "query", next.at, "more than %d operators within each other",
			             FOREIGN_DEPTH_MAX);
			return NULL;
		}
		if (database_advance(database) < 0)
			return NULL;
		right = parse_level(database, connection_looseness(database, &next) - 1);
		database->foreign->depth--;
		left = join(database, &next, left, right);
	}
	return NULL;
}

enum status
database_parse(struct foreign *foreign, enum query_syntax syntax, struct part **part)
{
	struct database database = { .foreign = foreign, .syntax = syntax, .scratch = BUF_INIT };
	enum status status = mark_at(foreign, 0, &database.mark);

	*part = NULL;
	if (status == STATUS_OK)
		*part = parse_level(&database, LOOSEST);
	if (*part && database.mark.kind == MARK_CLOSE) {
		foreign_error(foreign, database.mark.start, "no bracket is open here; an opening ( is missing");
		*part = NULL;
	}
	buf_release(&database.scratch);
	if (*part)
		return STATUS_OK;
	return foreign->err->status != STATUS_OK ? foreign->err->status
	                                        : error_set(foreign->err, STATUS_NOMEM, NULL, "out of memory");
}
