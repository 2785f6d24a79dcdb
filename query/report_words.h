/* report_words.h - what reports that list words share.
 */
#ifndef NEWSDEX_QUERY_REPORT_WORDS_H
#define NEWSDEX_QUERY_REPORT_WORDS_H

#include "query/session.h"

/* Writes those of COUNT words that -n and --offset leave, as text 25 of
 * them where -n does not say: TEXT for people (not called for none), else ROWS,
 * for the words [from, to) of CONTEXT. */
enum status report_words(struct session *session, size_t count, void (*text)(void *context, size_t from, size_t to),
                         enum status (*rows)(void *context, size_t from, size_t to, struct error *err),
                         void *context, struct error *err);

#endif
