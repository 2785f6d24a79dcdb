#include <stdlib.h>
#include <string.h>

#include "tests/engines/brute_private.h"

static void
add(struct brute_places *places, uint32_t start, uint32_t end)
{
	for (size_t i = 0; i < places->count; i++)
		if (places->items[i].start == start && places->items[i].end == end)
			return;
	places->items = test_grow(places->items, places->count, sizeof(*places->items));
	places->items[places->count++] = (struct brute_place){ start, end };
}

/* Of all hulls those that are the shortest with their start or with their end. */
static struct brute_places
shortest(struct brute_places all)
{
	struct brute_places kept = { NULL, 0 };

	for (size_t i = 0; i < all.count; i++) {
		bool first = true, last = true;

		for (size_t j = 0; j < all.count; j++) {
			if (all.items[j].start == all.items[i].start && all.items[j].end < all.items[i].end)
				first = false;
			if (all.items[j].end == all.items[i].end && all.items[j].start > all.items[i].start)
				last = false;
		}
		if (first || last)
			add(&kept, all.items[i].start, all.items[i].end);
	}
	free(all.items);
	return kept;
}

static const struct brute_word *
word_at(const struct brute_article *article, uint32_t position)
{
	for (size_t i = 0; i < article->count; i++)
		if (article->items[i].position == position && !article->items[i].author)
			return &article->items[i];
	return NULL;
}

static bool
in_one_unit(const struct brute_article *article, uint32_t start, uint32_t end, enum node_unit unit)
{
	const struct brute_word *a = word_at(article, start), *b = word_at(article, end);

	return unit == UNIT_SENTENCE ? a->sentence == b->sentence : a->paragraph == b->paragraph;
}

/* Whether the pair of places is one that AST, an operator, asks for. */
static bool
pair_fits(const struct brute_article *article, const struct ast *ast, struct brute_place a, struct brute_place b)
{
	bool forward = a.end < b.start, backward = b.end < a.start;

	if (ast->kind == AST_AND)
		return true;
	if (!forward && !backward)
		return false;
	if (ast->kind == AST_SAME)
		return in_one_unit(article, forward ? a.start : b.start, forward ? b.end : a.end, ast->unit);
	if (backward && ast->ordered)
		return false;
	return (forward ? b.start - a.end : a.start - b.end) <= ast->distance;
}

static struct brute_places
join(const struct brute_article *article, const struct ast *ast, struct brute_places a, struct brute_places b)
{
	struct brute_places hulls = { NULL, 0 };

	for (size_t i = 0; i < a.count; i++)
		for (size_t j = 0; j < b.count; j++)
			if (pair_fits(article, ast, a.items[i], b.items[j]))
				add(&hulls, a.items[i].start < b.items[j].start ? a.items[i].start : b.items[j].start,
				    a.items[i].end > b.items[j].end ? a.items[i].end : b.items[j].end);
	free(a.items);
	free(b.items);
	return shortest(hulls);
}

static struct brute_places
not_near(const struct ast *ast, struct brute_places a, struct brute_places b)
{
	struct brute_places kept = { NULL, 0 };

	for (size_t i = 0; i < a.count; i++) {
		bool alone = true;

		for (size_t j = 0; j < b.count; j++) {
			int64_t gap = a.items[i].end < b.items[j].start ? (int64_t)b.items[j].start - a.items[i].end :
				b.items[j].end < a.items[i].start ? (int64_t)a.items[i].start - b.items[j].end : 0;

			alone &= gap > (int64_t)ast->distance;
		}
		if (alone)
			add(&kept, a.items[i].start, a.items[i].end);
	}
	free(a.items);
	free(b.items);
	return kept;
}

static struct brute_places
phrase(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode)
{
	struct brute_places places = { NULL, 0 };
	struct brute_terms *words = calloc(ast->child_count, sizeof(*words));

	if (!words)
		abort();
	for (size_t i = 0; i < ast->child_count; i++)
		words[i] = brute_leaf_terms(brute, ast->children[i], mode | BRUTE_PLACED);
	for (size_t i = 0; i + ast->child_count <= article->count; i++) {
		size_t n = 0;

		while (n < ast->child_count && brute_word_is(&article->items[i + n], words[n]) &&
		       article->items[i + n].position == article->items[i].position + n &&
		       article->items[i + n].author == article->items[i].author)
			n++;
		if (n == ast->child_count)
			add(&places, article->items[i].position, article->items[i + n - 1].position);
	}
	for (size_t i = 0; i < ast->child_count; i++)
		free(words[i].items);
	free(words);
	return places;
}

static struct brute_places
leaf(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode)
{
	struct brute_terms terms = brute_leaf_terms(brute, ast, mode | BRUTE_PLACED);
	struct brute_places places = { NULL, 0 };

	for (size_t i = 0; i < article->count; i++) {
		const struct brute_word *word = &article->items[i];

		if (brute_word_is(word, terms) && (!ast->spelt.ptr || span_equal(ast->spelt, word->spelling)))
			add(&places, word->position, word->position);
	}
	free(terms.items);
	return places;
}

/* Those of FIRST and LEAD. */
static struct brute_places
begin(const struct brute_article *article, const struct ast *ast, struct brute_places all)
{
	struct brute_places kept = { NULL, 0 };
	const struct brute_word *first = word_at(article, article->body);

	for (size_t i = 0; i < all.count; i++) {
		struct brute_place place = all.items[i];
		const struct brute_word *last = word_at(article, place.end);
		bool title = word_at(article, place.end)->title;
		bool fits;

		if (ast->kind == AST_LEAD)
			fits = title || (place.start >= article->body && first && last->paragraph == first->paragraph);
		else
			fits = place.start >= article->body && place.end < article->body + ast->distance;
		if (fits)
			add(&kept, place.start, place.end);
	}
	free(all.items);
	return kept;
}

struct brute_places
brute_places(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode)
{
	struct brute_places places = { NULL, 0 };

	switch (ast->kind) {
	case AST_WORD:
		return leaf(brute, article, ast, mode);
	case AST_PHRASE:
		return phrase(brute, article, ast, mode);
	case AST_OR:
		for (size_t i = 0; i < ast->child_count; i++) {
			struct brute_places more;

			if (!brute_matches(brute, article, ast->children[i], mode | BRUTE_PLACED))
				continue;
			more = brute_places(brute, article, ast->children[i], mode);
			for (size_t j = 0; j < more.count; j++)
				add(&places, more.items[j].start, more.items[j].end);
			free(more.items);
		}
		return places;
	case AST_AND:
		places = brute_places(brute, article, ast->children[0], mode);
		for (size_t i = 1; i < ast->child_count; i++)
			places = join(article, ast, places, brute_places(brute, article, ast->children[i], mode));
		return places;
	case AST_NEAR:
	case AST_SAME:
		return join(article, ast, brute_places(brute, article, ast->children[0], mode),
		            brute_places(brute, article, ast->children[1], mode));
	case AST_NOT_NEAR:
		return not_near(ast, brute_places(brute, article, ast->children[0], mode),
		                brute_places(brute, article, ast->children[1], mode));
	case AST_FIRST:
	case AST_LEAD:
		return begin(article, ast, brute_places(brute, article, ast->children[0], mode));
	case AST_CAPS:
		return brute_places(brute, article, ast->children[0], mode | BRUTE_CAPS);
	case AST_BOOST:
		return brute_places(brute, article, ast->children[0], mode);
	default:
		return places;
	}
}
