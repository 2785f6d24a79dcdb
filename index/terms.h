/* terms.h - what the words of an article are called inside an index.
 *
 * Xapian's published conventions, so that its own tools can read our indexes:
 *
 *   huawei      a folded word of title, body or note; frequency, positions
 *   Zhuawei     the stem of such words; frequency, no positions
 *   Shuawei     a folded word of the title; frequency, positions
 *   ZShuawei    its stem; frequency, no positions
 *   Aliu        a folded word of an author's name; frequency, positions
 *   XCus        a word written in capitals (US, U.S.); frequency 0, positions
 *   XPS, XPP    first words of sentences, of paragraphs; frequency 0, positions
 *   Qid         the article's id            }
 *   Uurl        its address                 }  boolean: frequency 0,
 *   Kchina      a tag, folded whole         }  no positions
 *   XSRreuters  source     Lde language     }
 *   XSNworld    section    XOfile origin    }
 *
 * A value of a boolean term that would start with a capital or ':' after its
 * prefix gets a ':' between, as Xapian's omega does.  A term is at most
 * TERM_MAX bytes; a longer value (a URL) is cut at a character's end and a
 * '#' and 16 hex digits of its hash are put behind it.
 *
 * Positions: title words from 1; the body starts POSITION_GAP after the last
 * title word, the note POSITION_GAP after the body.  Author words from 1, each
 * name POSITION_GAP after the one before.  A text without words takes no
 * place, but without a title the body starts at POSITION_GAP: only a title
 * begins at 1.  S and plain terms of a title word have the same position.
 *
 * Length of an article: the sum of the frequencies of all its terms, stems
 * included, as Xapian counts it.  Words: plain words alone.
 */
#ifndef NEWSDEX_INDEX_TERMS_H
#define NEWSDEX_INDEX_TERMS_H

#include "common/buf.h"
#include "common/error.h"
#include "corpus/article.h"
#include "index/sketch.h"
#include "text/stem.h"

#define TERM_MAX 240
#define POSITION_GAP 100

#define PREFIX_STEM     "Z"
#define PREFIX_TITLE    "S"
#define PREFIX_AUTHOR   "A"
#define PREFIX_CAPS     "XC"
#define PREFIX_ID       "Q"
#define PREFIX_URL      "U"
#define PREFIX_TAG      "K"
#define PREFIX_LANGUAGE "L"
#define PREFIX_SOURCE   "XSR"
#define PREFIX_SECTION  "XSN"
#define PREFIX_ORIGIN   "XO"
#define TERM_SENTENCE   "XPS"
#define TERM_PARAGRAPH  "XPP"

/* Appends the boolean term of VALUE under PREFIX.  Tags, sources, sections and
 * languages are folded first (FOLD); ids, addresses and origins are not. */
void term_boolean(struct buf *out, const char *prefix, struct span value, bool fold);

/* Bytes behind a term that may be read, whatever they hold. */
#define TERM_SLACK 24

/* One posting to be added. */
struct term_sink {
	/* Position 0: none.  FREQUENCY is what the term's frequency grows by, 0 or
	 * 1; one that is not 0 has a position or is a stem's.  TERM has TERM_SLACK. */
	enum status (*add)(void *context, struct span term, uint32_t position, uint32_t frequency);
	void *context;
	bool last;               /* nobody reads the article's text after this: what is spare of it is given back */
};

/* Whether a TERM that has a frequency is a word, as text or title, and so has a
 * stem: Z and the stem, ZS and the stem. */
static inline bool
term_has_stem(struct span term)
{
	return term.ptr[0] < 'A' || term.ptr[0] > 'Z' || term.ptr[0] == 'S';
}

/* Every posting of ARTICLE, in order of positions within a field, words by
 * words; *WORDS gets the number of plain words, *SKETCH what copies of the
 * article are known by.  STEMMER is the article's
 * language's; NULL leaves the Z terms out, for an engine that stems its
 * dictionary and not every word.  Stops at the first status that is not
 * STATUS_OK and returns it. */
enum status article_terms(const struct article *article, struct stemmer *stemmer,
                          const struct term_sink *sink, uint32_t *words, struct sketch *sketch);

#endif
