/* forward_found.h - inside forward_scan.h: the words that were found, from their
 * numbers in the dictionaries of segments to what is said of them in the whole index. */
#ifndef NEWSDEX_INDEX_SEGMENT_FORWARD_FOUND_H
#define NEWSDEX_INDEX_SEGMENT_FORWARD_FOUND_H

#include "index/segment/segment_reader.h"

struct forward_found {
	uint32_t term;               /* its number in the dictionary */
	uint32_t count;
};

/* FOUND has, by segment, a struct forward_found for each word once, in any order.  Calls
 * asked->word() for each word of them all. */
enum status forward_found_tell(const struct segment_reader *reader, const struct word_scan *asked, struct buf *found,
                               struct error *err);

#endif
