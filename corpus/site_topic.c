#include "corpus/site_topic.h"

#include "common/hash.h"
#include "common/utf8.h"

/* Words with fewer letters say little, and endings say less. */
#define WORD_LEAST 4
#define WORD_START 5

static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	return c >= 0xC0 && !(c >= 0x2000 && c < 0x2C00) && !(c >= 0x3000 && c < 0x3040) && !(c >= 0xFF00 && c < 0xFF10)
		&& c != UTF8_REPLACEMENT && c != 0xFEFF;
}

/* Scripts whose words have no spaces between them: two letters are a word. */
static bool
is_wide(uint32_t c)
{
	return c >= 0x2E80;
}

/* Of the alphabets in which titles have capitals; the rest has none or stays. */
static uint32_t
lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9)
	    || (c >= 0x410 && c <= 0x42F))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40F)
		return c + 0x50;
	return c;
}

/* The words of a text, one after the other. */
struct words {
	struct span text;
	size_t at;
	char start[4 * WORD_START];   /* of the word at hand */
	size_t len;                   /* bytes of it */
};

static bool
words_next(struct words *words)
{
	const char *end = words->text.ptr + words->text.len;
	unsigned count = 0;

	words->len = 0;
	while (words->at < words->text.len) {
		size_t len;
		uint32_t c = utf8_decode(words->text.ptr + words->at, end, &len);

		if (!is_letter(c)) {
			words->at += len;
			if (count >= WORD_LEAST)
				return true;
			count = 0;
			words->len = 0;
			continue;
		}
		if (count < WORD_START)
			words->len += utf8_encode(words->start + words->len, lower(c));
		count++;
		if (is_wide(c) && count == 2)
			return true;
		words->at += len;
	}
	return count >= WORD_LEAST;
}

static uint32_t
word_hash(const struct words *words)
{
	return (uint32_t)hash_bytes(span_from(words->start, words->len), 0);
}

void
site_topic_set(struct site_topic *topic, struct span title, struct span site)
{
	struct words words = { .text = title };

	topic->count = 0;
	while (topic->count < SITE_TOPIC_WORDS && title.len && words_next(&words))
		if (!site.len || !memmem(site.ptr, site.len, words.start, words.len))
			topic->words[topic->count++] = word_hash(&words);
}

bool
site_topic_in(const struct site_topic *topic, struct span line)
{
	struct words words = { .text = line };

	if (!topic->count)
		return true;
	while (words_next(&words)) {
		uint32_t hash = word_hash(&words);

		for (unsigned i = 0; i < topic->count; i++)
			if (topic->words[i] == hash)
				return true;
	}
	return false;
}
