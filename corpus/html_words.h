/* html_words.h - what page makers say of an element by its classes and its id.
 */
#ifndef NEWSDEX_CORPUS_HTML_WORDS_H
#define NEWSDEX_CORPUS_HTML_WORDS_H

#include "common/span.h"

enum html_words {
	HTML_WORD_NEVER = 1,      /* consent, dialogs */
	HTML_WORD_ASIDE = 2,      /* what stands around an article */
	HTML_WORD_BODY = 4,       /* its text */
	HTML_WORD_LEAD = 8,       /* its standfirst */
	HTML_WORD_AUTHOR = 16,    /* who wrote it */
	HTML_WORD_DATE = 32       /* when */
};

/* All that the words in NAMES say, of any case, with spaces or any of "-_" between
 * them: the sum of values of enum html_words.  A word says what a shorter one does
 * that it starts with. */
unsigned html_words(struct span names);

#endif
