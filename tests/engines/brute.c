#include "tests/engines/brute_private.h"

#include <stdlib.h>
#include <string.h>

#include "query/languages.h"
#include "query/spelling.h"
#include "text/token.h"

static struct span
keep(struct brute *brute, struct span text)
{
	struct span copy = arena_copy(&brute->arena, text);

	if (!copy.ptr)
		abort();
	return copy;
}

/* Reads one text; answers how many words it has. */
static uint32_t
read_text(struct brute *brute, struct brute_article *article, struct span text, struct stemmer *stemmer, bool title,
          bool author, uint32_t first)
{
	struct tokenizer tokenizer;
	struct token token;
	struct buf spelling = BUF_INIT;
	uint32_t words = 0;

	tokenizer_start(&tokenizer, text);
	while (token_next(&tokenizer, &token)) {
		struct brute_word *word;

		article->sentences += (token.flags & (TOKEN_SENTENCE | TOKEN_PARAGRAPH)) != 0;
		article->paragraphs += (token.flags & TOKEN_PARAGRAPH) != 0;
		article->items = test_grow(article->items, article->count, sizeof(*article->items));
		word = &article->items[article->count++];
		buf_clear(&spelling);
		spelling_append(&spelling, span_from(text.ptr + token.start, token.end - token.start));
		*word = (struct brute_word){
			.term = keep(brute, token.term), .stem = keep(brute, stemmer_stem(stemmer, token.term)),
			.spelling = keep(brute, buf_span(&spelling)), .position = first + words,
			.sentence = article->sentences, .paragraph = article->paragraphs,
			.title = title, .author = author, .caps = (token.flags & TOKEN_CAPS) != 0,
		};
		words++;
	}
	buf_release(&spelling);
	return words;
}

static void
read_article(struct brute *brute, struct brute_article *article)
{
	const struct article *source = article->source;
	struct stemmer *stemmer = languages_stemmer(&brute->languages, source->text[FIELD_LANGUAGE]);
	uint32_t title = read_text(brute, article, source->text[FIELD_TITLE], stemmer, true, false, 1), body, note;
	uint32_t names = 0, last = 0;

	article->body = title + 100;
	body = read_text(brute, article, source->text[FIELD_BODY], stemmer, false, false, article->body);
	/* Without a body the note stands where it would be: match.h knows no difference. */
	note = read_text(brute, article, source->text[FIELD_NOTE], stemmer, false, false,
	                 article->body + (body ? body - 1 + 100 : 0));
	for (size_t i = 0; i < source->author_count; i++) {
		uint32_t count = read_text(brute, article, source->authors[i], stemmer, false, true, last + 1);

		names += count;
		last += count ? count - 1 + 100 : 0;
	}
	article->words = title + body + note;
	/* Words, their stems, both of the title again, names. */
	article->length = 2 * (uint64_t)article->words + 2 * (uint64_t)title + names;
}

struct brute *
brute_new(const struct article *articles, size_t count)
{
	struct brute *brute = calloc(1, sizeof(*brute));

	if (!brute)
		abort();
	for (size_t i = 0; i < count; i++)
		if (languages_add(&brute->languages, articles[i].text[FIELD_LANGUAGE], NULL) < 0)
			abort();
	brute->articles = calloc(count + 1, sizeof(*brute->articles));
	if (!brute->articles)
		abort();
	brute->count = count;
	for (size_t i = 0; i < count; i++) {
		brute->articles[i].source = &articles[i];
		read_article(brute, &brute->articles[i]);
		brute->mean_length += (double)brute->articles[i].length;
	}
	brute->mean_length /= count ? (double)count : 1;
	return brute;
}

void
brute_free(struct brute *brute)
{
	if (!brute)
		return;
	for (size_t i = 0; i < brute->count; i++)
		free(brute->articles[i].items);
	free(brute->articles);
	languages_release(&brute->languages);
	arena_release(&brute->arena);
	free(brute);
}

void
brute_run(struct brute *brute, const struct ast *ast, const struct bm25 *bm25, bool *matches, double *scores)
{
	brute->bm25 = *bm25;
	for (size_t i = 0; i < brute->count; i++) {
		struct brute_article *article = &brute->articles[i];

		matches[i] = brute_matches(brute, article, ast, 0);
		scores[i] = matches[i] ? brute_score(brute, article, ast, 0) : 0;
	}
}
