/* stop.h - words that carry grammar and no matter, by language.
 */
#ifndef NEWSDEX_TEXT_STOP_H
#define NEWSDEX_TEXT_STOP_H

/* The function words of the language with ISO 639-1 code CODE, in its own
 * spelling, separated by spaces; "" for a language without a list.  Static. */
const char *stop_words(const char *code);

#endif
