/* dict_read.h - a segment's dictionary: look a term up, walk it in order. */
#ifndef NEWSDEX_INDEX_SEGMENT_DICT_READ_H
#define NEWSDEX_INDEX_SEGMENT_DICT_READ_H

#include "index/segment/infile.h"
#include "index/segment/list.h"
#include "index/segment/names_pack.h"
#include "index/terms.h"

/* Terms of a block but its first: what they share and add, each in two bytes, and bytes. */
#define DICT_NAMES_MAX ((DICT_BLOCK - 1) * (4 + TERM_MAX))

struct dict {
	struct infile in;
	uint64_t terms, blocks, index;  /* index: its offset */
	struct span sample;             /* what blocks are packed from */
};

enum status dict_open(struct dict *dict, const char *folder, const char *name, struct error *err);
void dict_release(struct dict *dict);

/* The entry of TERM; list->df is 0 when there is none.  A LIST_SHARED list is not followed:
 * it has no numbers of its own, and df is 0. */
enum status dict_find(const struct dict *dict, struct span term, struct list *list, struct error *err);

/* A walk; needs no release, and is not copied.  After DICT_WALK_START or a seek it is before the
 * first term. */
struct dict_walk {
	const struct dict *dict;
	uint64_t block;                 /* the next block to enter */
	const unsigned char *at, *end;  /* of the present block */
	bool packed;                    /* its terms are in names */
	const unsigned char *name_at, *name_end;
	unsigned left;                  /* terms of it not seen yet */
	uint64_t post, pos;             /* where its next list begins */
	char term_bytes[TERM_MAX];
	struct span term;               /* the present term: points into the walk */
	struct list list;
	bool held;                      /* the next term is the present one */
	unsigned char names[4 + TERM_MAX + DICT_NAMES_MAX];
};

void dict_walk_start(struct dict_walk *walk, const struct dict *dict);

/* So that the next term is the first >= FROM. */
enum status dict_walk_seek(struct dict_walk *walk, const struct dict *dict, struct span from, struct error *err);

/* The number of the present term, from 0. */
static inline uint64_t
dict_walk_number(const struct dict_walk *walk)
{
	uint64_t behind = walk->block * DICT_BLOCK;

	return (behind < walk->dict->terms ? behind : walk->dict->terms) - walk->left - 1;
}

/* So that the next term is that with NUMBER, below dict->terms. */
enum status dict_walk_seek_number(struct dict_walk *walk, uint64_t number, struct error *err);

/* Onto the next term: STATUS_OK, STATUS_END, or an error. */
enum status dict_walk_next(struct dict_walk *walk, struct error *err);

/* The same, onto the next plain word (terms.h). */
enum status dict_walk_next_word(struct dict_walk *walk, struct error *err);

#endif
