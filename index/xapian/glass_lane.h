/* glass_lane.h - one thread's way into an index: articles into shards.
 *
 * A shard (pile.h) is written in one go: some hundred articles are gathered in
 * memory, then libxapian writes them out, and the next shard begins.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_GLASS_LANE_H
#define NEWSDEX_INDEX_XAPIAN_GLASS_LANE_H

#include "index/xapian/glass_batch.h"
#include "index/xapian/folder.h"
#include "index/xapian/losers.h"
#include "index/xapian/pile.h"

struct writer;

struct lane {
	struct writer *writer;
	struct xapian_database *base;      /* the committed index, for reading; NULL: there is none */
	struct xapian_database *shard;     /* being written; NULL: the next article begins one */
	uint32_t shard_number;
	uint32_t shard_documents;
	uint64_t shard_postings;           /* terms of its articles, each counted once an article */
	struct pile_ladder ladder;
	struct xapian_document *document;
	struct batch batch;
	struct buf record, term;
	struct stems *stems;               /* by language: those of stemmer_languages(), then none */
	bool *stems_made;
};

enum status lane_init(struct lane *lane, struct writer *writer, struct error *err);
void lane_release(struct lane *lane);

/* Opens the committed index anew, after a commit. */
enum status lane_rebase(struct lane *lane, struct error *err);

enum status lane_add(struct lane *lane, const struct article *article, enum add_result *result, struct error *err);

/* Ends the shard that is being written. */
enum status lane_finish(struct lane *lane, struct error *err);

#endif
