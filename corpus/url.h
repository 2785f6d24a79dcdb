/* url.h - addresses of pages: their sites, and when two are of one page.
 */
#ifndef NEWSDEX_CORPUS_URL_H
#define NEWSDEX_CORPUS_URL_H

#include "common/buf.h"
#include "common/span.h"

/* Appends the site of URL: its host in lower case, without user, port and a
 * leading "www.", "m." or "amp.".  Nothing when URL names no host. */
void url_append_site(struct buf *out, struct span url);

/* Appends what all usual addresses of one page have in common: site and path,
 * without scheme, fragment, a slash at the end, and those parameters by which
 * readers are followed ("utm_source").  Nothing when URL names no host. */
void url_append_key(struct buf *out, struct span url);

#endif
