/* csv_marks.h - what tables made for teaching machines write in the place of line breaks
 * and of the signs of HTML: AG News, and others of its makers as they describe them.
 *
 * Their lines are broken by "\" or by "\n", a dollar is "\$", and of "&#39;" and
 * "&quot;" the first sign has become a space: "doesn #39;t", "said  quot;no".
 */
#ifndef NEWSDEX_CORPUS_CSV_MARKS_H
#define NEWSDEX_CORPUS_CSV_MARKS_H

#include "common/span.h"

enum csv_marks {
	CSV_MARKS_NONE,
	CSV_MARKS_BACKSLASH,   /* a line ends with "\" */
	CSV_MARKS_LETTER,      /* with "\n" */
};

/* Which of the two a table has that begins with HEAD: what is behind most of its backslashes. */
enum csv_marks csv_marks_find(struct span head);

/* Puts into the LEN bytes of TEXT what the marks stand for, entities for HTML to read; how
 * many there are then. */
size_t csv_marks_apply(enum csv_marks marks, char *text, size_t len);

#endif
