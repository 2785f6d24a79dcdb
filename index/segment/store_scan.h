/* store_scan.h - the blocks of a store that can still be read, whatever the
 * rest of the file holds.
 *
 * Nothing but the blocks themselves is trusted: they are looked for by their
 * heads and believed by their checksums.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_STORE_SCAN_H
#define NEWSDEX_INDEX_SEGMENT_STORE_SCAN_H

#include "index/segment/store.h"

struct store_scan {
	struct infile in;          /* mapped, nothing of it checked */
	uint64_t at;
	uint64_t budget;           /* bytes that may still be hashed in vain */
	struct store_cache cache;
	size_t record;             /* in the unpacked block */
};

/* STATUS_NOTFOUND when there is no file. */
enum status store_scan_open(struct store_scan *scan, const char *folder, const char *name, struct error *err);
void store_scan_release(struct store_scan *scan);

/* The next record, borrowed until the next call; STATUS_END. */
enum status store_scan_next(struct store_scan *scan, struct span *record, struct error *err);

#endif
