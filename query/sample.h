/* sample.h - a few of many, each as likely as any other.
 *
 * Every item brings a number that is as good as drawn by lot, such as the hash
 * of its name under a seed; the items with the smallest are kept.  So the same
 * seed gives the same sample in whatever order the items come, and what is
 * added later pushes out as few as can be.
 */
#ifndef NEWSDEX_QUERY_SAMPLE_H
#define NEWSDEX_QUERY_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "common/span.h"
#include "common/status.h"

struct sample {
	size_t limit;            /* items to keep; at least 1 */
	size_t count, room;
	struct lot {
		uint64_t draw;
		size_t slot;
	} *lots;                 /* a heap, the greatest draw first */
};

/* A draw for what ID and PLACE name, the same wherever it comes.  Of an id only what
 * stands behind its last slash counts: it may be a path, and the same files are
 * drawn wherever they lie.  STATUS_NOMEM. */
enum status sample_draw(struct span id, const char *place, uint64_t seed, uint64_t *draw);

void sample_init(struct sample *sample, size_t limit);
void sample_release(struct sample *sample);

/* STATUS_OK: an item with DRAW is kept, for now, in *SLOT (< limit, the number
 * of items so far or one whose item is pushed out); STATUS_END: it is not;
 * STATUS_NOMEM. */
enum status sample_offer(struct sample *sample, uint64_t draw, size_t *slot);

#endif
