/* salvage.h - inside a repair: the articles of a damaged segment, out of its
 * store into a writer.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_SALVAGE_H
#define NEWSDEX_INDEX_SEGMENT_SALVAGE_H

#include "index/segment/segment_writer.h"

struct salvage {
	struct segment_writer *writer;
	const struct manifest_segment *about;
	bool counted;              /* about->live is what the manifest said, not a guess */
	uint64_t sequence;         /* of the next article: of two with one id the higher stays */
	void (*report)(void *context, const char *line);
	void *context;

	uint64_t saved, lost;      /* out */
	bool lost_known;           /* out: nothing is lost that LOST does not count */
};

/* Adds every article that can be read and was not deleted.  Where the columns
 * are sound, an article is known by id and content and each one that is lost
 * is reported by its id; without them everything that the store holds is
 * taken which no sound segment replaces. */
enum status salvage_segment(struct salvage *salvage, struct error *err);

/* Whether a document of VIEW from segment FROM on, that is not deleted, has ID. */
enum status salvage_find(const struct view *view, size_t from, struct span id, bool *found, struct error *err);

#endif
