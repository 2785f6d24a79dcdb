/* id_filter.h - a set of ids that may answer yes for one that is not in it, in 16 bits each.
 *
 * A Bloom filter (B. H. Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors, CACM 1970) whose
 * bits for one id lie in one cache line (F. Putze, P. Sanders, J. Singler, Cache-, Hash- and Space-Efficient
 * Bloom Filters, WEA 2007).  Of ids that are not in it about one in a thousand gets a yes.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_ID_FILTER_H
#define NEWSDEX_INDEX_SEGMENT_ID_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/span.h"

struct id_filter {
	uint64_t (*lines)[8];
	uint32_t count;
};

/* An empty filter for so many IDS; false: no memory. */
bool id_filter_init(struct id_filter *filter, uint64_t ids);
void id_filter_release(struct id_filter *filter);

/* What the next two take of a term. */
uint64_t id_filter_hash(struct span term);

void id_filter_add(struct id_filter *filter, uint64_t hash);
bool id_filter_has(const struct id_filter *filter, uint64_t hash);

#endif
