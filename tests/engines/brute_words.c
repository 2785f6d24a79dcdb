#include <stdlib.h>

#include "common/utf8.h"
#include "tests/engines/brute_private.h"

static bool
fits_pattern(const char *p, const char *pend, const char *t, const char *tend)
{
	size_t len;

	if (p == pend)
		return t == tend;
	if (*p == '*')
		return fits_pattern(p + 1, pend, t, tend) || (t < tend && fits_pattern(p, pend, t + 1, tend));
	if (t == tend)
		return false;
	if (*p == '?') {
		utf8_decode(t, tend, &len);
		return fits_pattern(p + 1, pend, t + len, tend);
	}
	return *p == *t && fits_pattern(p + 1, pend, t + 1, tend);
}

/* Whether A becomes B with EDITS changes, no part of it changed twice. */
static bool
fits_edits(const char *a, const char *aend, const char *b, const char *bend, unsigned edits)
{
	size_t alen = 0, blen = 0, anext = 0, bnext = 0;
	uint32_t ca = a < aend ? utf8_decode(a, aend, &alen) : 0, cb = b < bend ? utf8_decode(b, bend, &blen) : 0;

	if (a == aend && b == bend)
		return true;
	if (a < aend && b < bend && ca == cb && fits_edits(a + alen, aend, b + blen, bend, edits))
		return true;
	if (edits == 0)
		return false;
	if (a + alen < aend && b + blen < bend && utf8_decode(a + alen, aend, &anext) == cb &&
	    utf8_decode(b + blen, bend, &bnext) == ca &&
	    fits_edits(a + alen + anext, aend, b + blen + bnext, bend, edits - 1))
		return true;
	return (a < aend && b < bend && fits_edits(a + alen, aend, b + blen, bend, edits - 1)) ||
		(a < aend && fits_edits(a + alen, aend, b, bend, edits - 1)) ||
		(b < bend && fits_edits(a, aend, b + blen, bend, edits - 1));
}

static bool
is_of_kind(const struct brute_word *word, enum brute_kind kind)
{
	switch (kind) {
	case KIND_AUTHOR:
		return word->author;
	case KIND_TITLE:
	case KIND_TITLE_STEM:
		return word->title;
	case KIND_CAPS:
		return word->caps && !word->author;
	case KIND_TERM:
	case KIND_STEM:
		break;
	}
	return !word->author;
}

bool
brute_word_is(const struct brute_word *word, struct brute_terms terms)
{
	for (size_t i = 0; i < terms.count; i++) {
		enum brute_kind kind = terms.items[i].kind;
		bool stem = kind == KIND_STEM || kind == KIND_TITLE_STEM;

		if (is_of_kind(word, kind) && span_equal(stem ? word->stem : word->term, terms.items[i].text))
			return true;
	}
	return false;
}

static int
by_text(const void *left, const void *right)
{
	const struct brute_term *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return span_compare(a->text, b->text);
}

void
brute_terms_add(struct brute_terms *terms, struct brute_terms more)
{
	size_t kept = 0;

	for (size_t i = 0; i < more.count; i++) {
		terms->items = test_grow(terms->items, terms->count, sizeof(*terms->items));
		terms->items[terms->count++] = more.items[i];
	}
	if (terms->count)
		qsort(terms->items, terms->count, sizeof(*terms->items), by_text);
	for (size_t i = 0; i < terms->count; i++)
		if (kept == 0 || by_text(&terms->items[kept - 1], &terms->items[i]) != 0)
			terms->items[kept++] = terms->items[i];
	terms->count = kept;
}

bool
brute_terms_equal(struct brute_terms a, struct brute_terms b)
{
	if (a.count != b.count)
		return false;
	for (size_t i = 0; i < a.count; i++)
		if (by_text(&a.items[i], &b.items[i]) != 0)
			return false;
	return true;
}

/* Every word of the corpus that LEAF's wildcards or ~n stand for. */
static void
add_expansions(const struct brute *brute, const struct ast *leaf, enum brute_kind kind, struct brute_terms *terms)
{
	for (size_t i = 0; i < brute->count; i++) {
		for (size_t j = 0; j < brute->articles[i].count; j++) {
			const struct brute_word *word = &brute->articles[i].items[j];
			struct brute_term term = { kind, word->term };
			const char *text = word->term.ptr, *end = text + word->term.len;
			const char *written = leaf->term.ptr, *written_end = written + leaf->term.len;

			if (is_of_kind(word, kind) &&
			    (leaf->edits ? fits_edits(written, written_end, text, end, leaf->edits)
			                 : fits_pattern(written, written_end, text, end)))
				brute_terms_add(terms, (struct brute_terms){ &term, 1 });
		}
	}
}

struct brute_terms
brute_leaf_terms(const struct brute *brute, const struct ast *leaf, unsigned mode)
{
	struct brute_terms terms = { NULL, 0 };
	struct brute_term term = { KIND_TERM, leaf->term };
	bool title = leaf->field == QUERY_TITLE;

	if (mode & BRUTE_CAPS)
		term.kind = KIND_CAPS;
	else if (leaf->field == QUERY_AUTHOR)
		term.kind = KIND_AUTHOR;
	else if (title)
		term.kind = KIND_TITLE;
	if (leaf->wild || leaf->edits) {
		add_expansions(brute, leaf, term.kind, &terms);
		return terms;
	}
	if (mode || leaf->exact || leaf->field == QUERY_AUTHOR) {
		brute_terms_add(&terms, (struct brute_terms){ &term, 1 });
		return terms;
	}
	for (size_t i = 0; i < brute->languages.count; i++) {
		struct span stem = stemmer_stem(brute->languages.stemmers[i], leaf->term);

		term.kind = title ? KIND_TITLE_STEM : KIND_STEM;
		term.text = arena_copy(&((struct brute *)brute)->arena, stem);
		/* Stems that no article has stand for nothing, unless there is no other. */
		if (brute_df(brute, term) || (i + 1 == brute->languages.count && !terms.count))
			brute_terms_add(&terms, (struct brute_terms){ &term, 1 });
	}
	return terms;
}

uint64_t
brute_df(const struct brute *brute, struct brute_term term)
{
	uint64_t df = 0;

	for (size_t i = 0; i < brute->count; i++) {
		size_t j = 0;

		while (j < brute->articles[i].count &&
		       !brute_word_is(&brute->articles[i].items[j], (struct brute_terms){ &term, 1 }))
			j++;
		df += j < brute->articles[i].count;
	}
	return df;
}
