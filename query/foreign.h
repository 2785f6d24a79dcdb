/* foreign.h - search strings of other systems, written anew in our language.
 *
 * Published studies give the string they searched an archive with.  Here it is
 * read by the rules of that archive and written out as a query of newsdex with
 * the same meaning.  What there is nothing for, or what is written wrongly, is
 * an error with its place; nothing is left out silently.
 *
 * nexis    Nexis terms and connectors: OR binds most, then W/n, NEAR/n, PRE/n
 *          from the smallest n, W/S, W/P, W/SEG, AND, at last AND NOT.  Words
 *          beside each other are a phrase.  A word stands for itself and its
 *          regular plural or singular.
 * factiva  Dow Jones Factiva: adjN, nearN, wN, then same, then and, not, at
 *          last or.  A word stands for itself alone.
 * lucene   Lucene's classic query parser: words beside each other are OR.  A
 *          word stands for all of its forms, as with a stemming analyzer.
 *
 * newsdex-query(7) has the table of what becomes what.
 */
#ifndef NEWSDEX_QUERY_FOREIGN_H
#define NEWSDEX_QUERY_FOREIGN_H

#include "common/buf.h"
#include "common/error.h"

enum query_syntax { SYNTAX_NEWSDEX, SYNTAX_NEXIS, SYNTAX_FACTIVA, SYNTAX_LUCENE };

/* Their names, ended by NULL, by enum query_syntax. */
extern const char *const query_syntax_names[];

/* Appends TEXT, a query in SYNTAX (not SYNTAX_NEWSDEX), to OUT in ours.
 * STATUS_BADQUERY: ERR has the reason and the byte offset in TEXT;
 * STATUS_LIMIT. */
enum status query_translate(enum query_syntax syntax, struct span text, struct buf *out, struct error *err);

#endif
