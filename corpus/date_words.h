/* date_words.h - the words of dates: months in 20 languages, days of the week,
 * time zones, and what may stand between or before them.
 *
 * Words are given folded by date_letter_fold(): lower case, UTF-8, without dots.
 */
#ifndef NEWSDEX_CORPUS_DATE_WORDS_H
#define NEWSDEX_CORPUS_DATE_WORDS_H

#include "corpus/date.h"

enum date_word {
	DATE_WORD_NONE,
	DATE_WORD_MONTH,      /* value: 1 to 12 */
	DATE_WORD_WEEKDAY,
	DATE_WORD_ZONE,       /* value: minutes east of UTC, or DATE_ZONE_UNKNOWN */
	DATE_WORD_FILLER,     /* "of", "de", "um" */
	DATE_WORD_AM,
	DATE_WORD_PM,
	DATE_WORD_PUBLISHED,
	DATE_WORD_MODIFIED,
	DATE_WORD_UNIT,       /* value: seconds */
	DATE_WORD_RELATIVE,   /* value: days before: "today", "yesterday" */
};

/* Most bytes of a word that is looked up. */
#define DATE_WORD_SIZE 32

/* Lower case of a letter of the Latin, Greek and Cyrillic alphabets; any other
 * code point as it is. */
uint32_t date_letter_fold(uint32_t code);

/* What WORD is; *VALUE gets what belongs to it.  A word that is a month in one
 * language and a day of the week in another ("mar") is a month with *MAYBE_DAY set. */
enum date_word date_word_find(struct span word, int *value, bool *maybe_day);

#endif
