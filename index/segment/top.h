/* top.h - inside the native engine: the fast way to the best articles.
 *
 * A tree is brought into one form: articles that have all required leaves (and
 * the phrases among them), one of the optional leaves if need_any says so,
 * none of the excluded, a date and a number of words in range.  What does not
 * fit is left to the generic matcher.
 *
 * Scores are summed in the order of the tree: leaves of a group, then groups.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_TOP_H
#define NEWSDEX_INDEX_SEGMENT_TOP_H

#include "index/segment/segment_reader.h"
#include "index/segment/norms.h"

#define TOP_LEAVES 64
#define TOP_DRAWERS 1024
#define TOP_ROW 32             /* drawers */

enum top_role { TOP_REQUIRED, TOP_OPTIONAL, TOP_EXCLUDED };

struct top_leaf {
	enum top_role role;
	struct span term;
	const struct node *synonym;  /* instead of term: its children are one list */
	uint32_t wqf;
	double factor;               /* 0: does not score */
	double weight;               /* of the term, 0: does not score */
	unsigned group;
	unsigned phrase;             /* leaves with the same number, from 1, are one; 0: none */
	uint32_t offset;             /* in the phrase */
	uint32_t distance;           /* of a phrase of two words that stand so near each other instead; 0: none */
	bool ordered;                /* ... the one with offset 0 before the other */
	uint32_t least;              /* as many times at least, where it is more than 1 */
};

struct top_plan {
	unsigned count, groups, phrases;
	bool nothing;                /* no article can match */
	bool need_any;               /* one of the optional leaves has to match */
	bool maybe;                  /* there are some of which none has to */
	bool counted;                /* some leaves have a least count */
	bool every;                  /* nothing is required: a walk over all documents */
	int64_t date_low, date_high; /* with dated: in [low, high) */
	bool dated;
	int64_t words_low, words_high;
	bool worded;
	struct top_leaf leaves[TOP_LEAVES];  /* COUNT of them are set */
};

/* STATUS_UNSUPPORTED for a tree that has another form. */
enum status top_plan_make(const struct node *tree, struct top_plan *plan);

/* A leaf in one segment. */
struct top_run {
	const struct top_leaf *leaf;
	struct list list;            /* df 0: not in this segment */
	bool found;                  /* LIST is there already */
	const struct list_files *files;  /* that the list lies in */
	bool scores;                 /* adds to scores here */
	double bound;                /* no score is larger */
	double window_bound;         /* in the present window */
	uint32_t window_block;       /* the first block that reaches into it */
	uint32_t scored_block;       /* the one that block_scores are of, or DOC_END */
	struct list_cursor *again;   /* a second cursor, for scores of single documents */
	struct list_cursor cursor;   /* from here on nothing is cleared: it is large */
	double block_scores[LIST_BLOCK];
};

/* Scores counted by size: when as many as are wanted are known to be no less
 * than something, that is a threshold. */
struct top_tally {
	size_t wanted;
	double scale;                /* drawers to a score of 1 */
	unsigned foot;               /* no more are wanted than are in this drawer and above */
	size_t above;                /* how many are above it: fewer than are wanted */
	uint32_t rows[TOP_DRAWERS / TOP_ROW];
	uint32_t drawers[TOP_DRAWERS];
};

/* The best hits by score that were found so far, in no order; by date
 * those of the present segment (top_dates.c). */
struct top_best {
	struct hit *hits;
	size_t count, room;
	enum status status;          /* of the look-ups that ties need */
	struct error *err;           /* the caller's: theirs too */
	struct top_tally tally;
};

struct top_search {
	struct segment_reader *reader;
	struct search *search;
	const struct norms *norms;
	struct top_run *runs;        /* by leaf */
	struct list_cursor *again;   /* by leaf */
	struct top_made *made;       /* by leaf: lists of synonyms */
	const struct segment *segment;   /* the present one */
	uint32_t from, until;        /* documents of it that the date allows */
	bool flat;                   /* scores are one sum over all leaves, in their order */
	bool sieve;                  /* not all documents of it pass (top_passes()) */
	bool counting;               /* every match is wanted, not only good ones */
	double threshold;            /* below it no article gets into the hits; 0 as long as any might */
	struct top_best best;
	struct top_plan plan;
};

/* What a search has for each of its leaves; the reader's, which keeps it from search
 * to search. */
struct top_room {
	size_t count;
	struct top_run *runs;
	struct list_cursor *again;
	struct top_made *made;
	struct hit *hits;
	size_t hit_room;
};

void top_room_free(struct top_room *room);

/* A list that was made of several, in memory. */
struct top_made {
	struct buf bytes;
	struct infile file;
	struct list_files files;
};

/* Makes the list of RUN's synonym in the present segment.  STATUS_UNSUPPORTED
 * when some of it have no frequencies. */
enum status top_synonym_make(struct top_search *top, struct top_run *run, struct top_made *made, struct error *err);

static inline unsigned
top_drawer(double scale, double score)
{
	double place = score * scale;

	return place < TOP_DRAWERS - 1 ? (unsigned)place : TOP_DRAWERS - 1;
}

/* Once the leaves' weights are known. */
void top_tally_start(const struct top_search *top, struct top_tally *tally);

/* Counts one score more, and raises the threshold where that allows it. */
void top_tally_add(struct top_search *top, struct top_tally *tally, double score);

/* Puts a hit among the best. */
enum status top_push(struct top_search *top, uint32_t doc, double score, struct error *err);

/* Puts the hits where the caller wants them, best first. */
enum status top_finish(struct top_search *top);

/* How hits of equal score are ordered: *ORDER is below 0 when A comes before B. */
enum status top_tie(struct top_search *top, const struct hit *a, const struct hit *b, int *order, struct error *err);

/* By date.  Hits of a segment come in the order of its documents; with its end they are
 * merged with those of the segments before. */
enum status top_dated_push(struct top_search *top, struct hit hit, struct error *err);
enum status top_dated_merge(struct top_search *top, struct error *err);

/* Whether hits of the present segment from DOC on are too old to matter; false for
 * other orders. */
bool top_newest_done(const struct top_search *top, uint32_t doc);

/* Goes through the present segment. */
enum status top_word(struct top_search *top, struct top_run *run, struct error *err);  /* RUN alone, which scores, by score */
enum status top_any(struct top_search *top, struct error *err);      /* one leaf, or only optional ones */
enum status top_all(struct top_search *top, struct error *err);      /* required leaves */
enum status top_every(struct top_search *top, struct error *err);    /* no leaves but excluded ones */

/* Raises the threshold to what single lists make sure of in the present
 * segment, for orders by score. */
enum status top_seed(struct top_search *top, struct error *err);

/* Adds the number of documents that top_any() is about to search->total. */
enum status top_count_any(struct top_search *top, struct error *err);

/* Whether the document passes what is not a required leaf: deletions, words,
 * excluded leaves. */
enum status top_passes(struct top_search *top, uint32_t doc, bool *passes, struct error *err);

static inline double
top_leaf_score(const struct top_search *top, const struct top_run *run, uint32_t frequency, uint32_t length)
{
	double count = (double)frequency;

	return run->leaf->weight * (count / (norms_get(top->norms, length) + count));
}

/* The scores of COUNT <= LIST_BLOCK postings of RUN, each the double that top_leaf_score() gives. */
void top_scores(const struct top_search *top, const struct top_run *run, const uint32_t *docs,
                const uint32_t *counts, uint32_t count, double *scores);

/* Adds to COUNT PARTS what articles of these NORMS get for so many occurrences of
 * a word; the doubles of top_leaf_score(), nothing where a count is 0. */
void top_scores_add(double weight, const double *norms, const uint32_t *counts, uint32_t count, double *parts);

/* For each of COUNT ascending documents the place in CURSOR's block that list_cursor_search() finds. */
void top_places(const struct list_cursor *cursor, const uint32_t *docs, uint32_t count, uint8_t *places);

/* The numbers of the bits set in WORDS <= 1024 words, in order, into LIST; returns
 * how many.  LIST has room for TOP_BITS_MORE more. */
uint32_t top_bits_list(const uint64_t *bits, uint32_t words, uint16_t *list);

#define TOP_BITS_MORE 64

/* GOOD gets a bit for each of COUNT <= LIST_BLOCK scores that is not below FLOOR. */
void top_scores_good(const double *scores, uint32_t count, double floor, uint64_t good[LIST_BLOCK / 64]);

/* The largest score in BLOCK of a run's list. */
static inline double
top_block_bound(const struct top_search *top, const struct top_run *run, uint32_t block)
{
	return run->list.flags & LIST_IN_ENTRY
		? run->bound
		: bound_share(top->norms, list_cursor_bound(&run->cursor, block), run->leaf->weight);
}

#endif
