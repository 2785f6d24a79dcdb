/* collocates_scan.h - collocates by the index alone: what collocates.h counts in
 * texts, from the positions of all words.
 */
#ifndef NEWSDEX_QUERY_COLLOCATES_SCAN_H
#define NEWSDEX_QUERY_COLLOCATES_SCAN_H

#include "query/doc_set.h"
#include "query/found_words.h"

struct collocate_found {
	struct span term;
	uint64_t together;       /* beside a place */
	uint64_t alone;          /* in the whole index */
};

struct collocates_scan {
	struct found_words words;        /* struct collocate_found */
	uint64_t node, beside;           /* as in struct collocates */
};

void collocates_scan_init(struct collocates_scan *scan);
void collocates_scan_release(struct collocates_scan *scan);

/* The words at most SPAN words from the places of TREE in the articles of DOCS.
 * Memory is at most 44 bytes for each place (WORD_PLACES_MAX of them), that of
 * the words found, and a few bits for each article of the index.
 * STATUS_UNSUPPORTED where only the texts can tell: a tree that
 * word_places_read() does not take, a SPAN beyond the gap between fields,
 * another engine. */
enum status collocates_scan(struct collocates_scan *scan, struct index_reader *reader, const struct node *tree,
                            const struct doc_set *docs, unsigned span, unsigned threads, struct error *err);

#endif
