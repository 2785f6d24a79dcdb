/* pages.h - large arrays that grow without being copied, in huge pages where
 * the system has them: the tables of an inversion are read at random, and a
 * page table walk costs as much as the read.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_PAGES_H
#define NEWSDEX_INDEX_SEGMENT_PAGES_H

#include <stdbool.h>
#include <stddef.h>

struct pages {
	void *data;
	size_t size;      /* bytes, of which all that were never written are zero */
	bool small;       /* no huge pages: little of it is written for a long time */
};

#define PAGES_INIT { NULL, 0, false }

/* Makes PAGES at least SIZE bytes long, keeping what is there; the data may
 * move.  False when memory is short: PAGES stays as it was. */
bool pages_grow(struct pages *pages, size_t size);

/* Fills all with zeros. */
void pages_zero(struct pages *pages);
void pages_release(struct pages *pages);

#endif
