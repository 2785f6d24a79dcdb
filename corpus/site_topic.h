/* site_topic.h - does a line of a page speak of what the page is about?
 */
#ifndef NEWSDEX_CORPUS_SITE_TOPIC_H
#define NEWSDEX_CORPUS_SITE_TOPIC_H

#include <stdbool.h>
#include <stdint.h>

#include "common/span.h"

/* More words of a title than these are not looked at. */
#define SITE_TOPIC_WORDS 40

/* The words of a page's title, as hashes of how they begin. */
struct site_topic {
	uint32_t words[SITE_TOPIC_WORDS];
	unsigned count;
};

/* Takes the words of TITLE without those that stand in the name of SITE. */
void site_topic_set(struct site_topic *topic, struct span title, struct span site);

/* Does LINE share a word with the title?  It does when the title has none. */
bool site_topic_in(const struct site_topic *topic, struct span line);

#endif
