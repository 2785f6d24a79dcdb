/* forward_scan.h - index_words() with a window, by forward indexes: of each article of the
 * set the words are read that stand about its places, and no others. */
#ifndef NEWSDEX_INDEX_SEGMENT_FORWARD_SCAN_H
#define NEWSDEX_INDEX_SEGMENT_FORWARD_SCAN_H

#include "index/segment/segment_reader.h"

/* Whether each segment has its forward index. */
bool forward_everywhere(const struct segment_reader *reader);

/* ASKED has a window. */
enum status forward_words(const struct segment_reader *reader, const struct word_scan *asked, struct error *err);

#endif
