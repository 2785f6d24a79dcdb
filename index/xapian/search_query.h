/* search_query.h - a bound tree (index/tree.h) as a query of libxapian.
 *
 * Only trees that libxapian answers exactly as the tree is defined become
 * queries; all others are STATUS_UNSUPPORTED, without words, and go to the
 * generic matcher.  Left out are
 *   - ATLEAST, FIRST, LEAD, SAME and NOT NEAR: there is nothing like them;
 *   - NEAR of anything but two different words of one field: libxapian has
 *     its own ideas of repeated words and of intervals;
 *   - phrases of anything but terms;
 *   - synonyms when a shard is remote: a server estimates their frequency.
 *
 * On this machine the weights of terms are computed here, by bm25.h, and given
 * with the query; a server computes them itself, with the same result.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_SEARCH_QUERY_H
#define NEWSDEX_INDEX_XAPIAN_SEARCH_QUERY_H

#include "index/index.h"
#include "index/xapian/xapian_c.h"

struct search_query {
	struct xapian_database *db;
	uint64_t articles;
	const struct bm25 *bm25;
	bool given;       /* weights are given with the query; else the server's */
	struct buf weights;  /* out: as xapian_enquire_set_given() takes them, doubles; the caller releases it */
};

enum status search_query_build(struct search_query *context, const struct node *tree, struct xapian_query **query,
                               struct error *err);

#endif
