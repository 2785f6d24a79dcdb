/* match.h - which articles a bound query matches, where, and how well.
 *
 * The generic matcher evaluates every kind of node over the cursors of any
 * index: document at a time, positions only where all else agrees.  It is the
 * definition that an engine's fast path has to equal.
 *
 * PLACES.  A place is an interval [start, end] of positions, both inclusive.
 *   TERM        one place [p, p] for every position p of the term
 *   SYNONYM     those of all its children
 *   SPELT       those of its term where the stored text has the spelling
 *   PHRASE      [p, p + n - 1] where child i has a place at p + i
 *   OR          the union of those of the children that match
 *   AND         the hulls of one place of each child (from the left: of the
 *               first two, then of that and the third, ...)
 *   NEAR        the hulls of pairs of places, one of each child, that do not
 *               overlap and whose distance is at most `distance`.  Distance is
 *               the start of the later minus the end of the earlier: 1 for
 *               neighbours.  Ordered: the first child's is the earlier.
 *   NOT_NEAR    the places of the first child with no place of the second that
 *               overlaps it or is at most `distance` away
 *   SAME        the hulls of pairs of places that do not overlap and lie in
 *               one sentence or paragraph together
 *   FIRST       the places of the child that end within the first `distance`
 *               words of the body
 *   LEAD        the places of the child that lie in the title or end in the
 *               first paragraph of the body
 *   BOOST       those of its child
 *   All others have none.
 * Of the hulls of AND, NEAR and SAME those are kept that are the shortest of
 * all with the same start, or the shortest of all with the same end.  A node
 * of the kinds PHRASE, NEAR, NOT_NEAR, SAME, FIRST, LEAD matches where it has
 * a place.
 *
 * A sentence or paragraph reaches from one position of XPS or XPP (index/terms.h)
 * up to the next.  The title is what stands below POSITION_GAP, the body begins
 * with the first paragraph from there on (the note, where there is no body).
 * Title, body and note are POSITION_GAP apart, and distances count that gap.
 *
 * ATLEAST counts the frequency of its term, the sum of them for a synonym, the
 * places of a phrase; a term of frequency 0 (CAPS) counts its positions.
 *
 * SCORES.  A term adds bm25_score() of its frequency; a synonym the same of
 * the sum of its children's frequencies with the largest of their document
 * frequencies; every other node the sum over those of its children that match,
 * left to right, and NOT, NOT_NEAR and MAYBE as tree.h says.  BOOST multiplies
 * the term weights below it.
 */
#ifndef NEWSDEX_QUERY_MATCH_H
#define NEWSDEX_QUERY_MATCH_H

#include "common/error.h"
#include "index/index.h"

/* ---- The best articles -------------------------------------------------- */

enum search_flag {
	SEARCH_GENERIC = 1,  /* do not ask the engine's fast path */
};

/* Answers SEARCH (index.h): by index_top() where the engine has a fast way,
 * else by the generic matcher.  limit may be 0: then only the total is made. */
enum status search_run(struct index_reader *reader, struct search *search, unsigned flags, struct error *err);

/* ---- Every article, one after the other ---------------------------------- */

struct place {
	uint32_t start, end;  /* positions, both inclusive */
};

struct match_cursor;

/* A walk over the articles that TREE matches, in order of documents.  TREE and
 * READER must outlive it.  Before the first one until match_next(). */
enum status match_open(struct index_reader *reader, const struct node *tree, const struct bm25 *bm25,
                       struct match_cursor **cursor, struct error *err);

/* Onto the next matching document; onto the first one >= TARGET (never
 * backwards).  STATUS_OK, STATUS_END, or an error. */
enum status match_next(struct match_cursor *cursor, struct error *err);
enum status match_seek(struct match_cursor *cursor, docid_t target, struct error *err);

/* The document the cursor is on; DOCID_NONE before, DOCID_END behind. */
docid_t match_doc(const struct match_cursor *cursor);

/* Its score. */
enum status match_score(struct match_cursor *cursor, double *score, struct error *err);

/* Where the query's terms, synonyms and phrases stand in the document, by
 * start, each once: what would be highlighted.  Terms without positions
 * (stems) have none: to find those, read the text (snippet.h).  Owned by the
 * cursor until it moves. */
enum status match_places(struct match_cursor *cursor, const struct place **places, size_t *count, struct error *err);

void match_close(struct match_cursor *cursor);

#endif
