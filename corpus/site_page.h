/* site_page.h - the pages of one site that are remembered, by hashes of their lines.
 *
 * A line has a bit for each page it stands on.  When the sample is full, the
 * older half of the pages is forgotten.  The rule is that of site_text.h.
 */
#ifndef NEWSDEX_CORPUS_SITE_PAGE_H
#define NEWSDEX_CORPUS_SITE_PAGE_H

#include "common/status.h"
#include "corpus/site_topic.h"

/* What is behind so many lines of a page is not looked at. */
#define SITE_PAGE_LINES 1000

/* Pages that are remembered at most, a bit each. */
#define SITE_SAMPLE_PAGES 32

struct site_page_line {
	uint64_t hash;
	struct span text;
};

struct site_page {
	uint64_t id, title;  /* hashes */
	bool titled;
	struct site_topic topic;
	struct site_page_line *lines;
	size_t count;
};

struct site_sample;

/* NULL when memory is short. */
struct site_sample *site_sample_new(void);
void site_sample_free(struct site_sample *sample);

/* Remembers PAGE.  STATUS_NOMEM. */
enum status site_sample_add(struct site_sample *sample, const struct site_page *page);

/* Is the line with HASH the site's?  Then it stands, or stood, on *PAGES of *OF pages. */
bool site_sample_has(const struct site_sample *sample, uint64_t hash, unsigned *pages, unsigned *of);

/* How many lines are remembered, for bounding them. */
size_t site_sample_lines(const struct site_sample *sample);

#endif
