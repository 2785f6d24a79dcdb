/* brute_private.h - what the files of brute.h share.
 */
#ifndef NEWSDEX_TESTS_BRUTE_PRIVATE_H
#define NEWSDEX_TESTS_BRUTE_PRIVATE_H

#include "query/languages.h"
#include "tests/engines/brute.h"
#include "tests/engines/grow.h"

struct brute_word {
	struct span term, stem, spelling;
	uint32_t position;
	uint32_t sentence, paragraph;   /* their numbers in the article */
	bool title, author, caps;
};

struct brute_article {
	const struct article *source;
	struct brute_word *items;
	size_t count;
	uint32_t sentences, paragraphs;
	uint32_t body;                  /* position of its first word */
	uint32_t words;
	uint64_t length;
};

struct brute {
	struct brute_article *articles;
	size_t count;
	struct languages languages;
	struct arena arena;
	struct bm25 bm25;
	double mean_length;
};

/* How the words of a leaf are taken. */
enum brute_mode {
	BRUTE_PLACED = 1,   /* as written, for their places */
	BRUTE_CAPS = 2,     /* only those in capitals */
};

/* Which of an article's words is meant: each kind is a list of its own. */
enum brute_kind { KIND_TERM, KIND_STEM, KIND_TITLE, KIND_TITLE_STEM, KIND_AUTHOR, KIND_CAPS };

struct brute_term {
	enum brute_kind kind;
	struct span text;
};

/* What a leaf stands for, sorted, each once. */
struct brute_terms {
	struct brute_term *items;
	size_t count;
};

struct brute_place {
	uint32_t start, end;
};

struct brute_places {
	struct brute_place *items;
	size_t count;
};

/* brute_words.c */
struct brute_terms brute_leaf_terms(const struct brute *brute, const struct ast *leaf, unsigned mode);
void brute_terms_add(struct brute_terms *terms, struct brute_terms more);
bool brute_terms_equal(struct brute_terms a, struct brute_terms b);
bool brute_word_is(const struct brute_word *word, struct brute_terms terms);
uint64_t brute_df(const struct brute *brute, struct brute_term term);

/* brute_places.c */
struct brute_places brute_places(const struct brute *brute, const struct brute_article *article,
                                 const struct ast *ast, unsigned mode);

/* brute_match.c */
bool brute_matches(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode);
double brute_score(const struct brute *brute, const struct brute_article *article, const struct ast *ast, unsigned mode);

#endif
