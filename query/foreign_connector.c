/* The marks of a search string of Nexis or Factiva, and which of them join
 * what stands beside them.
 */
#include <ctype.h>
#include <strings.h>

#include "query/foreign_database.h"
#include "query/lex.h"
#include "query/parse.h"

/* ---- Marks --------------------------------------------------------------- */

/* Where the run of characters that are none of the others ends. */
static size_t
run_end(struct span text, size_t at)
{
	while (at < text.len && !strchr("()<>=", text.ptr[at] ? text.ptr[at] : 'x') && !query_space(text, at) &&
	       !query_quote(text, at))
		at++;
	return at;
}

enum status
mark_at(struct foreign *foreign, size_t at, struct mark *mark)
{
	struct span text = foreign->text;
	size_t skip;

	while (at < text.len && (skip = query_space(text, at)) != 0)
		at += skip;
	*mark = (struct mark){ .kind = MARK_END, .start = at, .end = at };
	if (at == text.len)
		return STATUS_OK;
	mark->end = at + 1;
	if (text.ptr[at] == '(' || text.ptr[at] == ')') {
		mark->kind = text.ptr[at] == '(' ? MARK_OPEN : MARK_CLOSE;
	} else if (strchr("<>=", text.ptr[at]) && text.ptr[at]) {
		mark->kind = MARK_COMPARE;
		mark->end += at + 1 < text.len && text.ptr[at + 1] == '=';
		mark->text = span_from(text.ptr + at, mark->end - at);
	} else if ((skip = query_quote(text, at)) != 0) {
		size_t start = at + skip, end = start;

		while (end < text.len && !query_quote(text, end))
			end++;
		if (end == text.len)
			return foreign_error(foreign, at, "this quote is not closed; a closing \" is missing");
		*mark = (struct mark){ MARK_QUOTED, at, end + query_quote(text, end), span_from(text.ptr + start, end - start) };
	} else {
		mark->kind = MARK_WORD;
		mark->end = run_end(text, at);
		mark->text = span_from(text.ptr + at, mark->end - at);
	}
	return STATUS_OK;
}

enum status
database_advance(struct database *database)
{
	return mark_at(database->foreign, database->mark.end, &database->mark);
}

/* ---- Connectors ---------------------------------------------------------- */

int
foreign_number(struct span text, const char *prefix)
{
	size_t at = strlen(prefix);
	int number = 0;

	if (text.len <= at || text.len > at + 6 || strncasecmp(text.ptr, prefix, at) != 0)
		return -1;
	for (; at < text.len; at++) {
		if (!isdigit((unsigned char)text.ptr[at]))
			return -1;
		number = number * 10 + (text.ptr[at] - '0');
	}
	return number;
}

static bool
near_connector(enum query_syntax syntax, struct span text, struct connection *found)
{
	static const struct {
		const char *prefix;
		enum connector kind;
		enum query_syntax syntax;
	} names[] = {
		{ "w/", CON_NEAR, SYNTAX_NEXIS }, { "near/", CON_NEAR, SYNTAX_NEXIS }, { "/", CON_NEAR, SYNTAX_NEXIS },
		{ "pre/", CON_PRE, SYNTAX_NEXIS }, { "onear/", CON_PRE, SYNTAX_NEXIS }, { "+", CON_PRE, SYNTAX_NEXIS },
		{ "adj", CON_PRE, SYNTAX_FACTIVA }, { "near", CON_NEAR, SYNTAX_FACTIVA },
		{ "w/", CON_PRE, SYNTAX_FACTIVA }, { "w", CON_PRE, SYNTAX_FACTIVA },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		int distance = names[i].syntax == syntax ? foreign_number(text, names[i].prefix) : -1;

		if (distance >= 0) {
			found->kind = names[i].kind;
			found->distance = distance;
			return true;
		}
	}
	return false;
}

/* What TEXT joins, NOT in front of it not counted. */
static enum status
one_connector(struct database *database, struct span text, size_t at, struct connection *found)
{
	bool nexis = database->syntax == SYNTAX_NEXIS;
	int paragraphs = nexis ? -1 : foreign_number(text, "same");

	*found = (struct connection){ .kind = CON_NONE, .at = at, .end = at + text.len };
	if (foreign_called(text, "and"))
		found->kind = CON_AND;
	else if (foreign_called(text, "or"))
		found->kind = CON_OR;
	else if (foreign_called(text, "not"))
		found->kind = CON_NOT;
	else if (nexis && (foreign_called(text, "w/s") || foreign_called(text, "w/sent") || foreign_called(text, "/s")))
		found->kind = CON_SENTENCE;
	else if ((nexis && (foreign_called(text, "w/p") || foreign_called(text, "w/para") || foreign_called(text, "/p"))) || (!nexis && foreign_called(text, "same")) || paragraphs == 1)
		found->kind = CON_PARAGRAPH;
	else if (paragraphs > 1)
		return foreign_error(database->foreign, at, "only one paragraph can be asked for: same");
	else if (nexis && foreign_called(text, "w/seg"))
		found->kind = CON_SEGMENT;
	else if (!nexis && foreign_called(text, "adj"))
		*found = (struct connection){ CON_PRE, 1, at, at + text.len };
	else if (near_connector(database->syntax, text, found) &&
	         (found->distance < 1 || found->distance > QUERY_DISTANCE_MAX))
		return foreign_error(database->foreign, at, "a distance is 1 to %d words", QUERY_DISTANCE_MAX);
	return STATUS_OK;
}

enum status
database_peek(struct database *database, struct connection *found)
{
	struct mark second;
	struct connection other;
	enum status status;

	*found = (struct connection){ .kind = CON_NONE };
	if (database->mark.kind != MARK_WORD)
		return STATUS_OK;
	status = one_connector(database, database->mark.text, database->mark.start, found);
	if (status < 0 || (found->kind != CON_AND && found->kind != CON_NOT))
		return status;
	status = mark_at(database->foreign, database->mark.end, &second);
	if (status < 0 || second.kind != MARK_WORD)
		return status;
	status = one_connector(database, second.text, second.start, &other);
	if (status < 0)
		return status;
	if (found->kind == CON_AND && other.kind == CON_NOT) {
		*found = (struct connection){ CON_NOT, 0, found->at, other.end };
	} else if (found->kind == CON_NOT && other.kind == CON_NEAR) {
		*found = (struct connection){ CON_NOT_NEAR, other.distance, found->at, other.end };
	} else if (found->kind == CON_NOT && other.kind >= CON_PRE && other.kind <= CON_SEGMENT) {
		return foreign_error(database->foreign, found->at, "NOT goes with W/n only");
	}
	return STATUS_OK;
}

int
connection_looseness(const struct database *database, const struct connection *connection)
{
	bool nexis = database->syntax == SYNTAX_NEXIS;

	switch (connection->kind) {
	case CON_OR:
		return nexis ? 1 : 3000;
	case CON_NEAR:
	case CON_PRE:
	case CON_NOT_NEAR:
		return nexis ? 10 + connection->distance : 10;
	case CON_SENTENCE:
		return 1000;
	case CON_PARAGRAPH:
		return 1001;
	case CON_SEGMENT:
		return 1002;
	case CON_NOT:
		return nexis ? 2001 : 2000;
	default:
		return 2000;
	}
}
