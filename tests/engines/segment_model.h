/* segment_model.h - random articles, and an index so simple that it is right:
 * what tests of the native engine compare with.
 */
#ifndef NEWSDEX_TESTS_SEGMENT_MODEL_H
#define NEWSDEX_TESTS_SEGMENT_MODEL_H

#include "index/index.h"

/* A generator that gives the same numbers everywhere. */
struct dice {
	uint64_t state;
};

uint32_t dice_roll(struct dice *dice, uint32_t sides);  /* 0 to sides - 1 */

/* A random article with id "idN"; its spans live in ARENA. */
void article_random(struct dice *dice, unsigned id, struct arena *arena, struct article *article);

/* Makes ARTICLE an English one of a few words: so lists of words are ranks in those of their stems. */
void article_shorten(struct article *article);

#define MODEL_IDS 200

struct model {
	struct buf committed[MODEL_IDS];  /* records; empty: no such article */
	struct buf pending[MODEL_IDS];
	bool changed[MODEL_IDS];          /* pending says what the next commit makes of it */
};

void model_init(struct model *model);
void model_release(struct model *model);
void model_add(struct model *model, unsigned id, const struct article *article);
void model_commit(struct model *model);
void model_abort(struct model *model);

/* Removes the committed articles with TERM; returns how many. */
uint64_t model_remove(struct model *model, struct span term);

/* Everything a reader can say, compared with what the model knows.  Prints
 * what differs; false when anything does. */
bool model_matches(const struct model *model, struct index_reader *reader);

#endif
