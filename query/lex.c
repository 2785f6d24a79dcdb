#include "query/lex.h"

#include <string.h>
#include <strings.h>

#include "query/parse.h"
#include "query/lex_operator.h"

void
lexer_start(struct lexer *lexer, struct span text, bool any)
{
	memset(lexer, 0, sizeof(*lexer));
	lexer->text = text;
	lexer->any = any;
}

static int
char_at(const struct lexer *lexer, size_t at)
{
	return at < lexer->text.len ? (unsigned char)lexer->text.ptr[at] : -1;
}

/* Where the run of other characters that begins at AT ends: at white space, a
 * quote or a bracket. */
static size_t
chunk_end(const struct lexer *lexer, size_t at)
{
	while (at < lexer->text.len) {
		int c = char_at(lexer, at);

		if (c == '(' || c == ')' || query_space(lexer->text, at) || query_quote(lexer->text, at))
			break;
		at++;
	}
	return at;
}

/* The same for a value, which may hold brackets in pairs, as addresses do. */
static size_t
value_end(const struct lexer *lexer, size_t at)
{
	size_t open = 0;

	while (at < lexer->text.len && !query_space(lexer->text, at) && !query_quote(lexer->text, at)) {
		int c = char_at(lexer, at);

		if (c == ')' && open == 0)
			break;
		open += c == '(';
		open -= c == ')';
		at++;
	}
	return at;
}

static struct span
text_between(const struct lexer *lexer, size_t start, size_t end)
{
	return span_from(lexer->text.ptr + start, end - start);
}

static enum status
symbol_finish(struct lexer *lexer, struct symbol *symbol, enum symbol_kind kind, size_t end)
{
	symbol->kind = kind;
	symbol->end = end;
	lexer->at = end;
	lexer->behind_field = kind == SYMBOL_FIELD;
	return STATUS_OK;
}

static enum status
lex_quoted(struct lexer *lexer, struct symbol *symbol, struct error *err)
{
	size_t start = lexer->at + query_quote(lexer->text, lexer->at), at = start;

	while (at < lexer->text.len && !query_quote(lexer->text, at))
		at++;
	if (at == lexer->text.len)
		return query_error(err, symbol->start, "this quote is not closed; a closing \" is missing");
	symbol->text = text_between(lexer, start, at);
	return symbol_finish(lexer, symbol, SYMBOL_QUOTED, at + query_quote(lexer->text, at));
}

/* The number behind ~ at AT, and where it ends.  A boost may follow. */
static enum status
lex_edits(const struct lexer *lexer, size_t at, size_t end, unsigned *edits, struct error *err)
{
	size_t digits = at + 1;
	unsigned value = 0;

	while (digits < end && char_at(lexer, digits) >= '0' && char_at(lexer, digits) <= '9' && value < 1000)
		value = value * 10 + (unsigned)(char_at(lexer, digits++) - '0');
	if (digits == at + 1 || digits != end)
		return query_error(err, at, "how many letters may differ is missing here; write ~1 or ~2");
	if (value < 1 || value > QUERY_EDITS_MAX)
		return query_error(err, at, "a word can differ by 1 or 2 letters; write ~1 or ~2");
	*edits = value;
	return STATUS_OK;
}

/* A word from symbol->start, which may be behind a '=' already taken. */
static enum status
lex_word(struct lexer *lexer, struct symbol *symbol, struct error *err)
{
	size_t start = lexer->at, end = chunk_end(lexer, start), stop;
	enum status status;

	for (stop = start; stop < end && char_at(lexer, stop) != '^'; stop++)
		;
	end = stop;
	for (stop = start; stop < end && char_at(lexer, stop) != '~'; stop++)
		;
	if (stop < end && stop > start && query_has_word(text_between(lexer, start, stop))) {
		status = lex_edits(lexer, stop, end, &symbol->edits, err);
		if (status < 0)
			return status;
	} else {
		stop = end;
	}
	symbol->text = text_between(lexer, start, stop);
	return symbol_finish(lexer, symbol, SYMBOL_WORD, end);
}

static enum status
lex_exact(struct lexer *lexer, struct symbol *symbol, struct error *err)
{
	int next = char_at(lexer, lexer->at + 1);

	if (next == '(')
		return query_error(err, lexer->at, "= is for one word; write it before each of them");
	if (query_quote(lexer->text, lexer->at + 1))
		return query_error(err, lexer->at, "a text in quotes is exact already; leave out the =");
	lexer->at++;
	symbol->exact = true;
	return lex_word(lexer, symbol, err);
}

static enum status
lex_minus(struct lexer *lexer, struct symbol *symbol, struct error *err)
{
	size_t at = lexer->at;

	if (char_at(lexer, at + 1) == '-')
		return query_error(err, at, "two minus signs mean nothing here; one before a word leaves it out, "
		                            "and options stand before the query");
	if (at > 0 && !query_space(lexer->text, at - 1) && char_at(lexer, at - 1) != '(')
		return query_error(err, at, "put a space before the minus sign; it belongs to the word behind it");
	return symbol_finish(lexer, symbol, SYMBOL_MINUS, at + 1);
}

/* What stands at AT when a field begins there: the length of its name. */
static size_t
field_name(const struct lexer *lexer, size_t at, size_t end)
{
	size_t name = at;

	while (name < end && ((char_at(lexer, name) | 0x20) >= 'a') && ((char_at(lexer, name) | 0x20) <= 'z'))
		name++;
	return name > at && name < end && char_at(lexer, name) == ':' ? name - at : 0;
}

/* A colon behind ordinary text ("Breaking: ...", "http://") is no field. */
static enum status
lex_field(struct lexer *lexer, struct symbol *symbol, size_t length, bool *found, struct error *err)
{
	struct span name = span_from(lexer->text.ptr + lexer->at, length);
	size_t behind = lexer->at + length + 1;
	int next = char_at(lexer, behind);
	bool nothing = next < 0 || next == ')' || query_space(lexer->text, behind);
	const char *meant;

	*found = query_field_find(name, &symbol->field);
	if (*found && nothing)
		return query_error(err, behind, "nothing stands behind this colon; write %.*s:word without a space, "
		                   "or \"%.*s\" for the word", (int)length, name.ptr, (int)length, name.ptr);
	if (*found) {
		lexer->field = symbol->field;
		return symbol_finish(lexer, symbol, SYMBOL_FIELD, behind);
	}
	if (nothing || next == ':' || (next == '/' && char_at(lexer, behind + 1) == '/'))
		return STATUS_OK;
	meant = query_field_suggest(name);
	if (length > 40)
		length = 40;
	return query_error(err, lexer->at, "there is no field %.*s; %s%s%sput it in quotes to look for the text",
	                   (int)length, name.ptr, meant ? "write " : "", meant ? meant : "", meant ? ":, or " : "");
}

/* Signs that mean something in other query languages. */
static enum status
check_foreign(const struct lexer *lexer, size_t end, struct error *err)
{
	struct span chunk = text_between(lexer, lexer->at, end);

	if (span_equal(chunk, SPAN("||")))
		return query_error(err, lexer->at, "|| is no operator here; write OR");
	if (span_equal(chunk, SPAN("&&")))
		return query_error(err, lexer->at, "&& is no operator here; write AND");
	if (chunk.len > 1 && chunk.ptr[0] == '!' && query_has_word(chunk))
		return query_error(err, lexer->at, "! is no operator here; write - or NOT to leave something out");
	if (lexer->any && chunk.len > 1 && chunk.ptr[0] == '+' && query_has_word(chunk))
		return query_error(err, lexer->at, "+ is no operator here; write AND for what has to be there");
	if (chunk.ptr[0] == '~' && lexer->at > 0 && query_has_word(chunk) &&
	    (lexer->text.ptr[lexer->at - 1] == ')' || lexer->text.ptr[lexer->at - 1] == '"'))
		return query_error(err, lexer->at, "~ is for single words; for words near each other write a NEAR/5 b");
	return STATUS_OK;
}

/* A chunk that is not in quotes and not behind a field. */
static enum status
lex_chunk(struct lexer *lexer, struct symbol *symbol, bool *found, struct error *err)
{
	size_t end = chunk_end(lexer, lexer->at), length;
	enum status status = check_foreign(lexer, end, err);

	*found = true;
	if (status < 0)
		return status;
	length = field_name(lexer, lexer->at, end);
	if (length) {
		status = lex_field(lexer, symbol, length, found, err);
		if (status < 0 || *found)
			return status;
	}
	status = lex_operator(lexer->text, lexer->at, end, symbol, found, err);
	if (status < 0)
		return status;
	if (*found)
		return symbol_finish(lexer, symbol, symbol->kind, end);
	/* Punctuation between words is passed over, with what a minus before it would mean. */
	*found = query_has_word(text_between(lexer, lexer->at, end));
	if (!*found) {
		lexer->at = end;
		return STATUS_OK;
	}
	if (char_at(lexer, lexer->at) == '-')
		return lex_minus(lexer, symbol, err);
	if (char_at(lexer, lexer->at) == '=' && char_at(lexer, lexer->at + 1) != '=')
		return lex_exact(lexer, symbol, err);
	return lex_word(lexer, symbol, err);
}

/* What stands right behind a field's colon. */
static enum status
lex_behind_field(struct lexer *lexer, struct symbol *symbol, struct error *err)
{
	const struct query_field_info *info = query_field_info(lexer->field);
	size_t end;

	if (query_quote(lexer->text, lexer->at))
		return lex_quoted(lexer, symbol, err);
	if (char_at(lexer, lexer->at) == '(')
		return symbol_finish(lexer, symbol, SYMBOL_OPEN, lexer->at + 1);
	if (char_at(lexer, lexer->at) == '-' && lexer->field != QUERY_ID)
		return query_error(err, lexer->at, "put the minus sign before %s:", info->name);
	if (!info->words) {
		end = value_end(lexer, lexer->at);
		symbol->text = text_between(lexer, lexer->at, end);
		return symbol_finish(lexer, symbol, SYMBOL_VALUE, end);
	}
	end = chunk_end(lexer, lexer->at);
	if (!query_has_word(text_between(lexer, lexer->at, end)))
		return query_error(err, lexer->at, "no word stands behind %s:", info->name);
	if (char_at(lexer, lexer->at) == '=')
		return lex_exact(lexer, symbol, err);
	return lex_word(lexer, symbol, err);
}

/* ^ belongs to what ends right before it. */
static enum status
lex_boost(struct lexer *lexer, struct symbol *symbol, struct error *err)
{
	size_t end = chunk_end(lexer, lexer->at);
	enum status status;

	if (lexer->at == 0 || query_space(lexer->text, lexer->at - 1) || char_at(lexer, lexer->at - 1) == '(')
		return query_error(err, lexer->at, "^ has nothing to stand behind; write word^2, or put it in quotes");
	status = lex_factor(lexer->text, lexer->at, end, &symbol->factor, err);
	return status < 0 ? status : symbol_finish(lexer, symbol, SYMBOL_BOOST, end);
}

enum status
lexer_next(struct lexer *lexer, struct symbol *symbol, struct error *err)
{
	bool found = false;
	enum status status;
	size_t skip;

	while (!found) {
		memset(symbol, 0, sizeof(*symbol));
		while (lexer->at < lexer->text.len && (skip = query_space(lexer->text, lexer->at)) != 0)
			lexer->at += skip;
		symbol->start = lexer->at;
		if (lexer->at == lexer->text.len)
			return symbol_finish(lexer, symbol, SYMBOL_END, lexer->at);
		if (lexer->behind_field)
			return lex_behind_field(lexer, symbol, err);
		switch (char_at(lexer, lexer->at)) {
		case '(':
			return symbol_finish(lexer, symbol, SYMBOL_OPEN, lexer->at + 1);
		case ')':
			return symbol_finish(lexer, symbol, SYMBOL_CLOSE, lexer->at + 1);
		case '^':
			return lex_boost(lexer, symbol, err);
		}
		if (query_quote(lexer->text, lexer->at))
			return lex_quoted(lexer, symbol, err);
		/* A minus sign or = before a quote or bracket is a chunk by itself. */
		if (char_at(lexer, lexer->at) == '-' && chunk_end(lexer, lexer->at) == lexer->at + 1 &&
		    lexer->at + 1 < lexer->text.len && !query_space(lexer->text, lexer->at + 1) &&
		    char_at(lexer, lexer->at + 1) != ')')
			return lex_minus(lexer, symbol, err);
		if (char_at(lexer, lexer->at) == '=' && lexer->at + 1 < lexer->text.len &&
		    (char_at(lexer, lexer->at + 1) == '(' || query_quote(lexer->text, lexer->at + 1)))
			return lex_exact(lexer, symbol, err);
		status = lex_chunk(lexer, symbol, &found, err);
		if (status < 0)
			return status;
	}
	return STATUS_OK;
}
