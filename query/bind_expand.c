#include <string.h>

#include "index/terms.h"
#include "query/binder.h"
#include "common/edit.h"
#include "query/glob.h"
#include "query/lex.h"
#include "query/parse.h"
#include "text/token.h"

/* What is looked for in the dictionary, and what was found. */
struct expansion {
	struct binder *binder;
	const struct ast *ast;
	struct span prefix;        /* of the terms: S, XC, ...; empty for words of the text */
	struct span pattern;       /* with wildcards, */
	bool one;                  /* where ? is one, too, */
	const struct edit_word *word;  /* or what is misspelt */
	size_t limit;
	struct node **terms;
	size_t count, size;
};

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The value in a term: without its prefix and the ':' that may part them. */
static struct span
term_value(const struct expansion *expansion, struct span term)
{
	struct span value = span_from(term.ptr + expansion->prefix.len, term.len - expansion->prefix.len);

	if (expansion->ast->kind == AST_VALUE && value.len > 1 && value.ptr[0] == ':' &&
	    (is_capital(value.ptr[1]) || value.ptr[1] == ':'))
		value.ptr++, value.len--;
	return value;
}

static bool
term_fits(const struct expansion *expansion, struct span term)
{
	struct span value = term_value(expansion, term);
	struct edit_word word;

	if (!expansion->word)
		return glob_match(expansion->pattern, value, expansion->one);
	/* Every letter has 1 to 4 bytes. */
	if (value.len > 4 * (expansion->word->count + QUERY_EDITS_MAX))
		return false;
	edit_word_set(&word, value);
	return edit_distance(expansion->word, &word, expansion->ast->edits) <= expansion->ast->edits;
}

static enum status
too_many(const struct expansion *expansion)
{
	int len = (int)(expansion->ast->text.len < 60 ? expansion->ast->text.len : 60);

	return query_error(expansion->binder->err, expansion->ast->start,
	                   "%.*s stands for more than %zu %s; write more of its letters", len,
	                   expansion->ast->text.ptr, expansion->limit,
	                   expansion->ast->kind == AST_VALUE ? "values" : "words");
}

static enum status
term_keep(struct expansion *expansion, struct span term)
{
	struct binder *binder = expansion->binder;

	if (expansion->count == expansion->limit)
		return too_many(expansion);
	if (expansion->count == expansion->size) {
		size_t size = expansion->size * 2 + 16;
		struct node **terms = arena_zalloc(binder->arena, size, sizeof(*terms));

		if (!terms)
			return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
		if (expansion->count)
			memcpy(terms, expansion->terms, expansion->count * sizeof(*terms));
		expansion->terms = terms;
		expansion->size = size;
	}
	expansion->terms[expansion->count] = binder_term(binder, "", term);
	return expansion->terms[expansion->count++] ? STATUS_OK : binder->err->status;
}

/* Walks terms >= FROM with PREFIX.  Words of the text have no prefix, so what
 * begins with a capital is something else: *NEXT is then where words go on. */
static enum status
walk_part(struct expansion *expansion, struct span from, struct span prefix, struct span *next)
{
	struct binder *binder = expansion->binder;
	struct term_walk *walk = NULL;
	enum status status = index_walk(binder->reader, from, prefix, &walk, binder->err);

	*next = SPAN_NONE;
	while (status == STATUS_OK) {
		status = term_walk_next(walk, binder->err);
		if (status != STATUS_OK)
			break;
		if (expansion->prefix.len == 0 && walk->term.len && is_capital(walk->term.ptr[0])) {
			*next = SPAN("[");
			break;
		}
		if (term_fits(expansion, walk->term))
			status = term_keep(expansion, walk->term);
	}
	term_walk_free(walk);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
walk_all(struct expansion *expansion)
{
	struct binder *binder = expansion->binder;
	struct span literal = expansion->word ? SPAN("") : glob_prefix(expansion->pattern, expansion->one), next;
	enum status status;

	if (++binder->walks > BIND_WALKS_MAX)
		return error_set_at(binder->err, STATUS_LIMIT, "query", expansion->ast->start,
		                    "this query has more than %d wildcards", BIND_WALKS_MAX);
	if (!expansion->word && glob_least(expansion->pattern, expansion->one) > TERM_MAX)
		return STATUS_OK;
	buf_clear(&binder->term);
	buf_append_span(&binder->term, expansion->prefix);
	if (expansion->ast->kind == AST_VALUE && literal.len && (is_capital(literal.ptr[0]) || literal.ptr[0] == ':'))
		buf_append_byte(&binder->term, ':');
	buf_append_span(&binder->term, literal);
	if (buf_status(&binder->term) < 0)
		return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
	literal = arena_copy(binder->arena, buf_span(&binder->term));
	if (!literal.ptr)
		return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
	status = walk_part(expansion, literal, literal, &next);
	if (status == STATUS_OK && next.ptr)
		status = walk_part(expansion, next, literal, &next);
	return status;
}

enum status
bind_expand(struct binder *binder, const struct ast *ast, const char *prefix, struct node **node)
{
	const struct bind_options *options = binder->options;
	struct expansion expansion = {
		.binder = binder, .ast = ast, .prefix = span_from_string(prefix), .pattern = ast->term,
		.one = ast->field != QUERY_URL && ast->field != QUERY_ID,
	};
	struct edit_word word;
	struct buf folded = BUF_INIT;
	enum status status = STATUS_OK;

	if (ast->kind == AST_VALUE) {
		expansion.limit = options->max_values ? options->max_values : BIND_VALUES_MAX;
		if (query_field_info(ast->field)->fold)
			fold_append(&folded, ast->text);
		else
			buf_append_span(&folded, ast->text);
		status = buf_status(&folded);
		expansion.pattern = buf_span(&folded);
	} else {
		expansion.limit = options->max_terms ? options->max_terms : BIND_TERMS_MAX;
		if (ast->edits) {
			edit_word_set(&word, ast->term);
			expansion.word = &word;
		}
	}
	if (status == STATUS_OK)
		status = walk_all(&expansion);
	buf_release(&folded);
	if (status < 0)
		return error_set(binder->err, status, NULL, "out of memory");
	*node = binder_synonym(binder, expansion.terms, expansion.count);
	return *node ? STATUS_OK : binder->err->status;
}
