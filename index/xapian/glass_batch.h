/* glass_batch.h - an article's postings, gathered term by term.
 *
 * libxapian wants each term once, with its positions in order; article_terms()
 * yields words as they come.  A batch takes the one and gives the other, and
 * makes the Z terms from each distinct word instead of from every word.  It
 * also sees to it that nothing reaches libxapian that it would refuse: a term
 * that it refuses would cancel every article since the last commit.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_GLASS_BATCH_H
#define NEWSDEX_INDEX_XAPIAN_GLASS_BATCH_H

#include "common/error.h"
#include "common/table.h"
#include "index/terms.h"
#include "index/xapian/glass_stems.h"
#include "index/xapian/xapian_c.h"

struct batch_posting;

struct batch {
	struct table terms;
	struct batch_term *stats;         /* by number of the term */
	size_t stats_size;
	struct batch_posting *postings;   /* as they came */
	size_t posting_count, posting_size;
	uint32_t *positions;              /* scratch: by term, ascending */
	size_t positions_size;
};

void batch_init(struct batch *batch);
void batch_release(struct batch *batch);

/* Fills BATCH, emptied first, from ARTICLE, and WORDS and SKETCH as
 * article_terms() does.  STATUS_BADINPUT when the article cannot be indexed. */
enum status batch_fill(struct batch *batch, const struct article *article, struct stems *stems, uint32_t *words,
                       struct sketch *sketch, struct error *err);

/* Adds every term of BATCH to DOCUMENT. */
enum status batch_add_to(struct batch *batch, struct xapian_document *document, struct error *err);

#endif
