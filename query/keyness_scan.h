/* keyness_scan.h - keyness by the index alone: what keyness.h counts in texts,
 * from the postings of all words.
 */
#ifndef NEWSDEX_QUERY_KEYNESS_SCAN_H
#define NEWSDEX_QUERY_KEYNESS_SCAN_H

#include "query/doc_set.h"
#include "query/found_words.h"
#include "query/keyness.h"

struct keyness_found {
	struct span term;
	struct side_counts counts;
};

struct keyness_scan {
	struct found_words words;        /* struct keyness_found */
	uint64_t total[SIDES];           /* words; of SIDE_B only with a set */
};

void keyness_scan_init(struct keyness_scan *scan);
void keyness_scan_release(struct keyness_scan *scan);

/* The words of the articles of A and of B; B NULL: of all articles but those of
 * A, for the words of A alone.  Memory is that of the words found and 4 bytes
 * for each article of the index.  STATUS_UNSUPPORTED: another engine. */
enum status keyness_scan(struct keyness_scan *scan, struct index_reader *reader, const struct doc_set *a,
                         const struct doc_set *b, unsigned threads, struct error *err);

#endif
