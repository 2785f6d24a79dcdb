/* site_text.h - lines that a site prints on many of its pages: calls for
 * newsletters, "read also", author boxes, legal lines.
 *
 * One page cannot tell such a line from the article's; many pages of one site
 * can.  Of each site the last pages that were met are remembered (hashes of
 * their lines, no text).  A line is the site's when
 *   - it stands on 3 pages and a fifth of the pages remembered: 3 of 4, 5 of 12,
 *     9 of 32; and
 *   - on most of these it shares no word with the page's title.  What the
 *     reports on one affair all say again speaks of that affair.
 * Pages that are one article (printed, for telephones, under another address,
 * brought up to date) count as one page: those with the same address, those
 * that share most of their text, or the title and a good part of it.
 * What is a site's once it was seen on 8 pages stays so, also when the site
 * stops to print it.
 *
 * A site is the host of a page's URL, without "www."; a page without a URL
 * belongs to the folder it is in.
 *
 * Everything depends on the pages and their order alone.  Memory is bounded:
 * SITE_TEXT_LINES lines of all sites, then those sites are forgotten that were
 * not met for longest.  For one thread at a time.
 */
#ifndef NEWSDEX_CORPUS_SITE_TEXT_H
#define NEWSDEX_CORPUS_SITE_TEXT_H

#include "common/arena.h"
#include "corpus/article.h"

#define SITE_TEXT_LINES ((size_t)512 << 10)

struct site_text;

/* A line that was dropped, and why. */
struct site_drop {
	struct span text;
	unsigned pages, of;      /* it stood on PAGES of OF pages */
};

struct site_drops {
	struct span site;        /* SPAN_NONE: nothing was dropped */
	const struct site_drop *list;
	size_t count;
};

/* NULL when memory is short. */
struct site_text *site_text_new(void);
void site_text_free(struct site_text *sites);

/* Learns from the page ARTICLE was read from; from all pages in the order in
 * which they are to count.  STATUS_NOMEM. */
enum status site_text_learn(struct site_text *sites, const struct article *article);

/* Takes what is the site's out of ARTICLE's body, and says in DROPS what that
 * was.  A body of nothing else is left when there is no title.  The new body
 * and DROPS live in ARENA.  STATUS_NOMEM. */
enum status site_text_drop(struct site_text *sites, struct article *article, struct arena *arena,
                           struct site_drops *drops);

#endif
