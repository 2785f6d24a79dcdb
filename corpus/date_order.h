/* date_order.h - which of day and month stands first in dates such as 03/04/2019.
 *
 * One of them says nothing.  Whoever wrote it wrote others, of which some can be
 * read one way only: 28/01/2019, 01/28/2019.
 */
#ifndef NEWSDEX_CORPUS_DATE_ORDER_H
#define NEWSDEX_CORPUS_DATE_ORDER_H

#include "corpus/date.h"

/* What the dates in numbers say that SAMPLE, the start of a table or of JSON,
 * has at the start of its fields; unknown unless nine of ten say the same. */
enum date_order date_order_of(struct span sample);

/* What is usual where LANGUAGE ("de", "en-GB", "pt_BR") is written: the day first, or
 * unknown, as for English of no country and of those that put the month first. */
enum date_order date_order_of_language(struct span language);

#endif
