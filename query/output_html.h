/* output_html.h - the answer to a search as one page: --format=html.
 *
 * A page stands alone: no scripts, nothing loaded from anywhere, and a policy
 * in its head that forbids both.  It is well-formed XML, too.  Everything from
 * an index or a query passes html_text() on its way.
 */
#ifndef NEWSDEX_QUERY_OUTPUT_HTML_H
#define NEWSDEX_QUERY_OUTPUT_HTML_H

#include "query/facet.h"
#include "query/hit.h"
#include "query/period.h"

/* The style of the page. */
extern const char html_style[];

/* Appends TEXT for an element or a quoted attribute: markup escaped, what is
 * not UTF-8 or not allowed in XML replaced, control characters as spaces. */
void html_text(struct buf *out, struct span text);

/* The same with <mark> around the highlights. */
void html_marked(struct buf *out, const struct snippet *snippet);

/* Appends ` lang="de"` where LANGUAGE is a language code. */
void html_language(struct buf *out, struct span language);

/* Whether URL is one to be followed: http or https. */
bool html_may_link(struct span url);

/* The head of a page up to its body, and what ends it behind </main>. */
void html_page_begin(struct buf *out, struct span title);
void html_page_end(struct buf *out);

/* What the page says of all articles found. */
struct html_totals {
	struct facet sources;
	struct timeline timeline;      /* no periods where nothing is dated */
	uint64_t *counts;              /* by period */
	uint64_t articles, undated;
};

/* Counts what the session's query finds.  TOTALS is to be released either way. */
enum status html_totals_count(struct html_totals *totals, struct session *session, struct error *err);
void html_totals_release(struct html_totals *totals);

/* Sections of the page. */
void html_timeline(struct buf *out, const struct html_totals *totals);
void html_sources(struct buf *out, const struct html_totals *totals);
enum status html_hits(struct session *session, const struct search *search, struct error *err);
enum status html_concordance(struct session *session, const struct search *search, struct error *err);

/* The whole page of SEARCH. */
enum status output_html(struct session *session, const struct search *search, struct error *err);

#endif
