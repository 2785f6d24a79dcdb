#include "corpus/site_page.h"

#include <stdlib.h>

/* From so many pages on, what is the site's stays so. */
#define PAGES_SURE 8

struct known {
	uint64_t hash;
	uint32_t on, topical;        /* the pages it stands on, and those, without its first, whose titles it speaks of */
	uint8_t sure_pages, sure_of; /* when it was found to be the site's for good; 0: it was not */
};

struct site_sample {
	struct known *slots;         /* one with neither pages nor certainty is free */
	size_t size, count;          /* size is a power of two */
	unsigned pages;
	size_t len[SITE_SAMPLE_PAGES];                                     /* bytes that are not the site's */
	uint64_t id[SITE_SAMPLE_PAGES], title[SITE_SAMPLE_PAGES];
};

struct site_sample *
site_sample_new(void)
{
	return calloc(1, sizeof(struct site_sample));
}

void
site_sample_free(struct site_sample *sample)
{
	if (sample)
		free(sample->slots);
	free(sample);
}

size_t
site_sample_lines(const struct site_sample *sample)
{
	return sample->count;
}

static bool
is_used(const struct known *known)
{
	return known->on || known->sure_pages;
}

/* The slot of HASH, or the free one where it would be. */
static struct known *
slot_of(const struct site_sample *sample, uint64_t hash)
{
	size_t at = (size_t)hash & (sample->size - 1);

	while (is_used(&sample->slots[at]) && sample->slots[at].hash != hash)
		at = (at + 1) & (sample->size - 1);
	return &sample->slots[at];
}

/* Gives the lines a table of SIZE slots; those that are not used any more go. */
static bool
rebuild(struct site_sample *sample, size_t size)
{
	struct known *old = sample->slots;
	size_t old_size = sample->size;

	sample->slots = calloc(size, sizeof(*sample->slots));
	if (!sample->slots) {
		sample->slots = old;
		return false;
	}
	sample->size = size;
	sample->count = 0;
	for (size_t i = 0; i < old_size; i++) {
		if (!is_used(&old[i]))
			continue;
		*slot_of(sample, old[i].hash) = old[i];
		sample->count++;
	}
	free(old);
	return true;
}

static bool
forget_older(struct site_sample *sample)
{
	enum { HALF = SITE_SAMPLE_PAGES / 2 };
	size_t size = 64, used = 0;

	for (size_t i = 0; i < sample->size; i++) {
		sample->slots[i].on >>= HALF;
		sample->slots[i].topical >>= HALF;
		used += is_used(&sample->slots[i]);
	}
	for (unsigned i = 0; i < HALF; i++) {
		sample->len[i] = sample->len[i + HALF];
		sample->id[i] = sample->id[i + HALF];
		sample->title[i] = sample->title[i + HALF];
	}
	sample->pages = HALF;
	while (size < 2 * used)
		size *= 2;
	return rebuild(sample, size);
}

static unsigned
bits(uint32_t mask)
{
	return (unsigned)__builtin_popcount(mask);
}

/* Does the line stand on so many pages, mostly beside what they are about? */
static bool
repeats(const struct site_sample *sample, const struct known *known)
{
	unsigned pages = bits(known->on);

	return pages >= 3 + sample->pages / 5 && 2 * bits(known->topical) < pages - 1;
}

/* Which of the remembered pages PAGE is another copy of, or SAMPLE->pages; *OWN
 * is how much of its text is not the site's. */
static unsigned
find_copy(const struct site_sample *sample, const struct site_page *page, size_t *own)
{
	size_t shared[SITE_SAMPLE_PAGES] = { 0 };

	*own = 0;
	for (size_t i = 0; i < page->count; i++) {
		const struct known *known = sample->size ? slot_of(sample, page->lines[i].hash) : NULL;

		if (known && (known->sure_pages || repeats(sample, known)))
			continue;
		*own += page->lines[i].text.len;
		for (uint32_t left = known ? known->on : 0; left; left &= left - 1)
			shared[__builtin_ctz(left)] += page->lines[i].text.len;
	}
	for (unsigned i = 0; i < sample->pages; i++) {
		size_t larger = *own > sample->len[i] ? *own : sample->len[i];
		bool same_title = page->titled && page->title == sample->title[i];

		if (page->id == sample->id[i] || shared[i] * 10 >= larger * 6 || (same_title && shared[i] * 10 >= larger * 3))
			return i;
	}
	return sample->pages;
}

static enum status
add_lines(struct site_sample *sample, const struct site_page *page, unsigned number)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct site_page_line *line = &page->lines[i];
		uint32_t bit = UINT32_C(1) << number;
		struct known *known;

		if (sample->count * 3 >= sample->size * 2 && !rebuild(sample, sample->size ? 2 * sample->size : 64))
			return STATUS_NOMEM;
		known = slot_of(sample, line->hash);
		if (!is_used(known)) {
			/* Nearly all lines come once only: what they speak of is not asked before the second time. */
			*known = (struct known){ .hash = line->hash, .on = bit };
			sample->count++;
			continue;
		}
		if (!(known->on & bit) && site_topic_in(&page->topic, line->text))
			known->topical |= bit;
		known->on |= bit;
		if (!known->sure_pages && sample->pages >= PAGES_SURE && repeats(sample, known)) {
			known->sure_pages = (uint8_t)bits(known->on);
			known->sure_of = (uint8_t)sample->pages;
		}
	}
	return STATUS_OK;
}

enum status
site_sample_add(struct site_sample *sample, const struct site_page *page)
{
	size_t own;
	unsigned number;

	if (sample->pages == SITE_SAMPLE_PAGES && !forget_older(sample))
		return STATUS_NOMEM;
	number = find_copy(sample, page, &own);
	if (number == sample->pages) {
		sample->id[number] = page->id;
		sample->title[number] = page->title;
		sample->len[number] = 0;
		sample->pages++;
	}
	if (own > sample->len[number])
		sample->len[number] = own;
	return add_lines(sample, page, number);
}

bool
site_sample_has(const struct site_sample *sample, uint64_t hash, unsigned *pages, unsigned *of)
{
	const struct known *known = sample->size ? slot_of(sample, hash) : NULL;

	if (!known || !is_used(known))
		return false;
	*pages = known->sure_pages ? known->sure_pages : bits(known->on);
	*of = known->sure_pages ? known->sure_of : sample->pages;
	return known->sure_pages || repeats(sample, known);
}
