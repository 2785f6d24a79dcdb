#include "query/cut.h"
#include "query/parser.h"
#include "query/spelling.h"

static struct span
copy_text(struct parser *parser, struct span text)
{
	struct span copy = arena_copy(parser->arena, text);

	if (!copy.ptr)
		error_set(parser->err, STATUS_NOMEM, NULL, "out of memory");
	return copy;
}

/* Where TEXT, a part of the query, begins in it. */
static size_t
offset_of(const struct parser *parser, struct span text)
{
	return (size_t)(text.ptr - parser->lexer.text.ptr);
}

/* The spelling of an exact word that was written with accents. */
static enum status
set_spelt(struct parser *parser, struct ast *word, struct span surface)
{
	struct buf spelling = BUF_INIT;
	enum status status;

	spelling_append(&spelling, surface);
	status = buf_status(&spelling);
	if (status == STATUS_OK) {
		word->spelt = copy_text(parser, buf_span(&spelling));
		if (!word->spelt.ptr)
			status = STATUS_NOMEM;
	}
	buf_release(&spelling);
	return status;
}

static struct ast *
word_node(struct parser *parser, const struct cut_word *cut, struct span text, enum query_field field)
{
	size_t base = offset_of(parser, text);
	struct ast *word = parser_node(parser, AST_WORD, base + cut->start, base + cut->end);

	if (!word)
		return NULL;
	word->field = field;
	word->term = cut->term;
	word->wild = cut->wild;
	word->cjk = cut->cjk;
	word->text = copy_text(parser, span_from(text.ptr + cut->start, cut->end - cut->start));
	return word->text.ptr ? word : NULL;
}

static enum status
make_phrase(struct parser *parser, const struct cut *cut, struct span text, enum query_field field, struct ast **leaf)
{
	struct ast **words = arena_zalloc(parser->arena, cut->count, sizeof(*words)), *phrase;
	size_t count = 0;

	if (!words)
		return error_set(parser->err, STATUS_NOMEM, NULL, "out of memory");
	for (const struct cut_word *word = cut->first; word; word = word->next) {
		words[count] = word_node(parser, word, text, field);
		if (!words[count])
			return parser->err->status;
		words[count++]->exact = true;
	}
	phrase = parser_node(parser, AST_PHRASE, 0, 0);
	if (!phrase)
		return parser->err->status;
	phrase->field = field;
	phrase->text = copy_text(parser, text);
	phrase->children = words;
	phrase->child_count = count;
	*leaf = phrase;
	return phrase->text.ptr ? STATUS_OK : parser->err->status;
}

static enum status
make_words(struct parser *parser, const struct symbol *symbol, enum query_field field, struct ast **leaf)
{
	struct cut cut;
	enum status status = cut_text(symbol->text, true, parser->arena, &cut);

	if (status < 0)
		return error_set(parser->err, status, NULL, "out of memory");
	if (cut.count == 0)
		return query_error(parser->err, symbol->start, symbol->kind == SYMBOL_QUOTED ?
		                   "there is no word in these quotes" : "there is no word here");
	if (cut.lone_wildcard)
		return query_error(parser->err, offset_of(parser, symbol->text) + cut.lone_at,
		                   symbol->kind == SYMBOL_QUOTED && cut.count > 1 ?
		                   "a wildcard needs letters beside it; for any word between two write a PRE/2 b" :
		                   "a wildcard needs letters beside it; put the text in --literal if it is none");
	if (symbol->edits && cut.count > 1)
		return query_error(parser->err, symbol->start, "~%u is for one word; this one is parted into %zu",
		                   symbol->edits, cut.count);
	if (symbol->edits && cut.first->wild)
		return query_error(parser->err, symbol->start, "a word has either wildcards or ~%u; leave one out",
		                   symbol->edits);
	if (cut.count > 1 || symbol->kind == SYMBOL_QUOTED) {
		for (const struct cut_word *word = cut.first; word && symbol->exact; word = word->next)
			if (word->accent)
				return query_error(parser->err, symbol->start, "= can ask for the accents of one word only; "
				                   "this one is parted into %zu", cut.count);
		return make_phrase(parser, &cut, symbol->text, field, leaf);
	}
	*leaf = word_node(parser, cut.first, symbol->text, field);
	if (!*leaf)
		return parser->err->status;
	/* As written, with the punctuation around it: so that it is read the same again. */
	(*leaf)->text = copy_text(parser, symbol->text);
	(*leaf)->exact = symbol->exact;
	(*leaf)->edits = symbol->edits;
	if (!(*leaf)->text.ptr)
		return STATUS_NOMEM;
	if (symbol->exact && cut.first->accent) {
		if (cut.first->wild || symbol->edits)
			return query_error(parser->err, symbol->start, "= asks for the accents of a whole word; "
			                   "leave out the = or the wildcard");
		return set_spelt(parser, *leaf, span_from(symbol->text.ptr + cut.first->start,
		                                          cut.first->end - cut.first->start));
	}
	return STATUS_OK;
}

static enum status
make_value(struct parser *parser, const struct symbol *symbol, enum query_field field, struct ast **leaf)
{
	struct span value = span_trim(symbol->text);
	bool letters = false;

	*leaf = parser_node(parser, AST_VALUE, 0, 0);
	if (!*leaf)
		return parser->err->status;
	(*leaf)->field = field;
	for (size_t i = 0; i < value.len; i++) {
		/* Every other address has a ? in it. */
		bool wild = value.ptr[i] == '*' || (value.ptr[i] == '?' && field != QUERY_URL && field != QUERY_ID);

		(*leaf)->wild |= wild;
		letters |= !wild;
	}
	if (value.len == 0)
		return query_error(parser->err, symbol->start, "%s: needs a value", query_field_info(field)->name);
	if (!letters)
		return query_error(parser->err, symbol->start, "a wildcard needs letters beside it; write the beginning "
		                   "of the %s", query_field_info(field)->name);
	(*leaf)->text = copy_text(parser, value);
	return (*leaf)->text.ptr ? STATUS_OK : parser->err->status;
}

static enum status
make_range(struct parser *parser, const struct symbol *symbol, enum query_field field, struct ast **leaf)
{
	struct ast *range = parser_node(parser, field == QUERY_DATE ? AST_DATE : AST_LENGTH, 0, 0);
	struct error inner = ERROR_INIT;
	enum status status;

	*leaf = range;
	if (!range)
		return parser->err->status;
	range->field = field;
	if (field == QUERY_DATE)
		status = query_date_range(symbol->text, &range->low, &range->high, &inner);
	else
		status = query_number_range(symbol->text, &range->low, &range->high, &inner);
	if (status < 0)
		return query_error(parser->err, offset_of(parser, symbol->text) + (size_t)inner.offset, "%s", inner.reason);
	range->text = copy_text(parser, span_trim(symbol->text));
	return range->text.ptr ? STATUS_OK : parser->err->status;
}

enum status
parse_leaf(struct parser *parser, const struct symbol *symbol, enum query_field field, struct ast **leaf)
{
	const struct query_field_info *info = query_field_info(field);
	enum status status;

	if ((symbol->exact || symbol->edits) && !info->words)
		return query_error(parser->err, symbol->start, "%s: compares whole values; leave out the = or ~",
		                   info->name);
	if (field == QUERY_DATE || field == QUERY_WORDS)
		status = make_range(parser, symbol, field, leaf);
	else if (!info->words)
		status = make_value(parser, symbol, field, leaf);
	else
		status = make_words(parser, symbol, field, leaf);
	if (status < 0)
		return error_set(parser->err, status, NULL, "out of memory");
	(*leaf)->start = symbol->start;
	(*leaf)->end = symbol->end;
	return STATUS_OK;
}

/* One piece between white space; *LEAF stays NULL when there is no word in it.
 * What would mean something if it were read again as a query is taken out of
 * the text that is printed. */
static enum status
literal_leaf(struct parser *parser, struct span piece, struct ast **leaf)
{
	struct cut cut;
	enum status status = cut_text(piece, false, parser->arena, &cut);
	size_t base = offset_of(parser, piece);
	char *text;

	if (status < 0 || cut.count == 0)
		return status < 0 ? error_set(parser->err, status, NULL, "out of memory") : STATUS_OK;
	if (cut.count == 1) {
		struct symbol again;
		struct lexer lexer;

		*leaf = word_node(parser, cut.first, piece, QUERY_TEXT);
		if (!*leaf)
			return parser->err->status;
		lexer_start(&lexer, (*leaf)->text, false);
		if (!cut.first->wild && (lexer_next(&lexer, &again, NULL) < 0 || again.kind != SYMBOL_WORD))
			(*leaf)->text = cut.first->term;
		return STATUS_OK;
	}
	status = make_phrase(parser, &cut, piece, QUERY_TEXT, leaf);
	if (status < 0)
		return status;
	(*leaf)->start = base;
	(*leaf)->end = base + piece.len;
	text = arena_string(parser->arena, piece);
	if (!text)
		return error_set(parser->err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < piece.len; i++)
		for (size_t sign = query_quote(piece, i) + (piece.ptr[i] == '*' || piece.ptr[i] == '?'); sign; sign--)
			text[i + sign - 1] = ' ';
	(*leaf)->text = span_from(text, piece.len);
	return STATUS_OK;
}

enum status
parse_literal(struct parser *parser, struct span text, struct ast **ast)
{
	struct ast **words = arena_zalloc(parser->arena, text.len / 2 + 1, sizeof(*words));
	size_t count = 0, at = 0, end;

	if (!words)
		return error_set(parser->err, STATUS_NOMEM, NULL, "out of memory");
	while (at < text.len) {
		size_t skip = query_space(text, at);
		enum status status;

		if (skip) {
			at += skip;
			continue;
		}
		for (end = at; end < text.len && !query_space(text, end); end++)
			;
		status = literal_leaf(parser, span_from(text.ptr + at, end - at), &words[count]);
		if (status < 0)
			return status;
		count += words[count] != NULL;
		at = end;
	}
	*ast = NULL;
	if (count == 1)
		*ast = words[0];
	else if (count > 1)
		*ast = parser_parent(parser, parser->flags & PARSE_ANY ? AST_OR : AST_AND, words, count);
	return count > 1 && !*ast ? parser->err->status : STATUS_OK;
}
