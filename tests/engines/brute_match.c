#include <stdlib.h>

#include "corpus/date.h"
#include "tests/engines/brute_private.h"
#include "text/token.h"

/* How often TERMS are in ARTICLE: every kind is counted by itself. */
static uint32_t
frequency(const struct brute_article *article, struct brute_terms terms)
{
	uint32_t count = 0;

	for (size_t t = 0; t < terms.count; t++)
		for (size_t i = 0; i < article->count; i++)
			count += brute_word_is(&article->items[i], (struct brute_terms){ &terms.items[t], 1 });
	return count;
}

static double
terms_score(const struct brute *brute, const struct brute_article *article, struct brute_terms terms, uint32_t wqf)
{
	uint32_t count = frequency(article, terms);
	uint64_t df = 0;
	double weight;

	for (size_t i = 0; i < terms.count; i++) {
		uint64_t one = brute_df(brute, terms.items[i]);

		if (one > df)
			df = one;
	}
	/* Words in capitals have places but no frequency. */
	if (count == 0 || terms.items[0].kind == KIND_CAPS)
		return 0;
	weight = bm25_term_weight(&brute->bm25, brute->count, df, wqf, 1);
	return bm25_score(&brute->bm25, weight, count, article->length, brute->mean_length);
}

static bool
value_matches(const struct ast *ast, struct span value)
{
	const struct query_field_info *info = query_field_info(ast->field);
	struct buf pattern = BUF_INIT, folded = BUF_INIT;
	struct ast word = *ast;
	bool same = false;

	if (!value.ptr)
		return false;
	if (info->fold) {
		fold_append(&pattern, ast->text);
		fold_append(&folded, value);
	} else {
		buf_append_span(&pattern, ast->text);
		buf_append_span(&folded, value);
	}
	if (ast->wild) {
		/* A corpus of one word. */
		struct brute_word one = { .term = buf_span(&folded) };
		struct brute_article article = { .items = &one, .count = 1 };
		struct brute brute = { .articles = &article, .count = 1 };
		struct brute_terms terms;

		word.field = QUERY_TEXT;
		word.term = buf_span(&pattern);
		terms = brute_leaf_terms(&brute, &word, BRUTE_PLACED);
		same = terms.count > 0;
		free(terms.items);
	} else {
		same = span_equal(buf_span(&pattern), buf_span(&folded));
	}
	buf_release(&pattern);
	buf_release(&folded);
	return same;
}

static bool
field_matches(const struct article *article, const struct ast *ast)
{
	static const enum article_field fields[QUERY_FIELD_COUNT] = {
		[QUERY_SOURCE] = FIELD_SOURCE, [QUERY_SECTION] = FIELD_SECTION, [QUERY_LANGUAGE] = FIELD_LANGUAGE,
		[QUERY_URL] = FIELD_URL, [QUERY_ID] = FIELD_ID,
	};

	if (ast->field != QUERY_TAG)
		return value_matches(ast, article->text[fields[ast->field]]);
	for (size_t i = 0; i < article->tag_count; i++)
		if (value_matches(ast, article->tags[i]))
			return true;
	return false;
}

static bool
atleast(const struct brute *brute, const struct brute_article *article, const struct ast *child, uint32_t least,
        unsigned mode)
{
	struct brute_terms terms = { NULL, 0 };
	struct brute_places places;
	uint32_t count = 0;

	if (child->kind == AST_CAPS)
		return atleast(brute, article, child->children[0], least, mode | BRUTE_CAPS);
	if (child->kind == AST_OR) {
		for (size_t i = 0; i < child->child_count; i++) {
			struct brute_terms more = brute_leaf_terms(brute, child->children[i], mode);

			brute_terms_add(&terms, more);
			free(more.items);
		}
		count = frequency(article, terms);
	} else if (child->kind == AST_WORD && !child->spelt.ptr) {
		terms = brute_leaf_terms(brute, child, mode);
		count = frequency(article, terms);
	} else {
		places = brute_places(brute, article, child, mode);
		count = (uint32_t)places.count;
		free(places.items);
	}
	free(terms.items);
	return count >= least && count > 0;
}

static bool
leaf_matches(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode)
{
	struct brute_terms terms = brute_leaf_terms(brute, ast, mode);
	bool found = false;

	for (size_t i = 0; i < article->count && !found; i++)
		found = brute_word_is(&article->items[i], terms) &&
			(!ast->spelt.ptr || mode & BRUTE_CAPS || span_equal(ast->spelt, article->items[i].spelling));
	free(terms.items);
	return found;
}

bool
brute_matches(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode)
{
	struct date date = article_date(article->source);
	struct brute_places places;
	size_t matching = 0;

	switch (ast->kind) {
	case AST_ALL:
		return true;
	case AST_WORD:
		return leaf_matches(brute, article, ast, mode);
	case AST_VALUE:
		return field_matches(article->source, ast);
	case AST_DATE:
		return date.precision != DATE_NONE && date.seconds >= ast->low && date.seconds < ast->high;
	case AST_LENGTH:
		return article->words >= ast->low && article->words < ast->high;
	case AST_NOT:
		return !brute_matches(brute, article, ast->children[0], mode);
	case AST_AND:
	case AST_OR:
		for (size_t i = 0; i < ast->child_count; i++)
			matching += brute_matches(brute, article, ast->children[i], mode);
		return matching >= (ast->kind == AST_AND ? ast->child_count : 1);
	case AST_ATLEAST:
		return atleast(brute, article, ast->children[0], ast->distance, mode);
	case AST_CAPS:
		return brute_matches(brute, article, ast->children[0], mode | BRUTE_CAPS);
	case AST_BOOST:
		return brute_matches(brute, article, ast->children[0], mode);
	default:
		places = brute_places(brute, article, ast, mode);
		free(places.items);
		return places.count > 0;
	}
}

/* Whether AST stands for one set of terms, *WQF times: repeating it counts once
 * more.  A list of the same word is that word. */
static bool
single_word(const struct brute *brute, const struct ast *ast, unsigned mode, struct brute_terms *key, uint32_t *wqf)
{
	bool same = true;

	*key = (struct brute_terms){ NULL, 0 };
	*wqf = 1;
	if (ast->kind == AST_PHRASE && ast->child_count == 1)
		ast = ast->children[0];
	if (ast->kind == AST_WORD && !ast->spelt.ptr) {
		*key = brute_leaf_terms(brute, ast, mode);
		return key->count > 0;
	}
	if (ast->kind != AST_AND && ast->kind != AST_OR)
		return false;
	*wqf = 0;
	for (size_t i = 0; i < ast->child_count && same; i++) {
		struct brute_terms other;
		uint32_t times;

		same = single_word(brute, ast->children[i], mode, &other, &times);
		same = same && (i == 0 || brute_terms_equal(*key, other));
		*wqf += times;
		if (i == 0)
			*key = other;
		else
			free(other.items);
	}
	return same;
}

static double
list_score(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode)
{
	double sum = 0;

	for (size_t i = 0; i < ast->child_count; i++) {
		const struct ast *child = ast->children[i];
		struct brute_terms key, other;
		uint32_t wqf, times;
		bool again = false;

		if (child->kind == AST_NOT && ast->kind == AST_AND)
			continue;
		if (!single_word(brute, child, mode, &key, &wqf)) {
			free(key.items);
			if (brute_matches(brute, article, child, mode))
				sum += brute_score(brute, article, child, mode);
			continue;
		}
		for (size_t j = 0; j < ast->child_count; j++) {
			if (j != i && single_word(brute, ast->children[j], mode, &other, &times) &&
			    brute_terms_equal(key, other)) {
				again |= j < i;
				wqf += times;
			}
			if (j != i)
				free(other.items);
		}
		if (!again)
			sum += terms_score(brute, article, key, wqf);
		free(key.items);
	}
	return sum;
}

double
brute_score(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode)
{
	struct brute_terms terms = { NULL, 0 };
	double sum = 0;

	switch (ast->kind) {
	case AST_WORD:
		terms = brute_leaf_terms(brute, ast, mode);
		sum = terms_score(brute, article, terms, 1);
		free(terms.items);
		return sum;
	case AST_PHRASE:
		for (size_t i = 0; i < ast->child_count; i++)
			sum += brute_score(brute, article, ast->children[i], mode);
		return sum;
	case AST_AND:
	case AST_OR:
		return list_score(brute, article, ast, mode);
	case AST_NEAR:
	case AST_SAME:
		return brute_score(brute, article, ast->children[0], mode | BRUTE_PLACED) +
			brute_score(brute, article, ast->children[1], mode | BRUTE_PLACED);
	case AST_NOT_NEAR:
	case AST_FIRST:
	case AST_LEAD:
		return brute_score(brute, article, ast->children[0], mode | BRUTE_PLACED);
	case AST_ATLEAST:
		if (ast->children[0]->kind != AST_OR)
			return ast->children[0]->kind == AST_CAPS ? 0 : brute_score(brute, article, ast->children[0], mode);
		for (size_t i = 0; i < ast->children[0]->child_count; i++) {
			struct brute_terms more = brute_leaf_terms(brute, ast->children[0]->children[i], mode);

			brute_terms_add(&terms, more);
			free(more.items);
		}
		sum = terms_score(brute, article, terms, 1);
		free(terms.items);
		return sum;
	case AST_CAPS:
		if (mode || !brute_matches(brute, article, ast->children[0], BRUTE_PLACED))
			return 0;
		return brute_score(brute, article, ast->children[0], BRUTE_PLACED);
	case AST_BOOST:
		return ast->factor * brute_score(brute, article, ast->children[0], mode);
	default:
		return 0;
	}
}
