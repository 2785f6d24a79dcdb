#include "index/xapian/glass_batch.h"

#include <stdlib.h>

struct batch_term {
	uint32_t frequency;
	uint32_t positions;   /* how many */
	uint32_t start;       /* of its positions, once they are sorted out */
};

struct batch_posting {
	uint32_t term;
	uint32_t position;
};

void
batch_init(struct batch *batch)
{
	memset(batch, 0, sizeof(*batch));
	table_init(&batch->terms);
}

void
batch_release(struct batch *batch)
{
	table_release(&batch->terms);
	free(batch->stats);
	free(batch->postings);
	free(batch->positions);
	batch_init(batch);
}

/* Room for COUNT items of SIZE bytes in *ARRAY. */
static bool
array_reserve(void **array, size_t *room, size_t count, size_t size)
{
	size_t more = *room ? *room : 1024;
	void *bigger;

	if (count <= *room)
		return true;
	while (more < count)
		more *= 2;
	bigger = reallocarray(*array, more, size);
	if (!bigger)
		return false;
	*array = bigger;
	*room = more;
	return true;
}

/* A NUL takes two bytes of the 245 that libxapian has for a term. */
static bool
term_fits(struct span term)
{
	size_t len = term.len;

	if (!term.len || term.len > TERM_MAX)
		return false;
	for (const char *nul = memchr(term.ptr, '\0', term.len); nul;
	     nul = memchr(nul + 1, '\0', (size_t)(term.ptr + term.len - nul - 1)))
		len++;
	return len <= XAPIAN_TERM_MAX;
}

static enum status
batch_add(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	struct batch *batch = context;
	struct batch_term *stats;
	uint32_t number;
	bool added = false;

	if (!term_fits(term))
		return STATUS_BADINPUT;
	number = table_put(&batch->terms, term, &added);
	if (number == TABLE_NONE
	    || !array_reserve((void **)&batch->stats, &batch->stats_size, number + (size_t)1, sizeof(*batch->stats))
	    || !array_reserve((void **)&batch->postings, &batch->posting_size, batch->posting_count + 1, sizeof(*batch->postings)))
		return STATUS_NOMEM;
	stats = &batch->stats[number];
	if (added)
		*stats = (struct batch_term){ 0, 0, 0 };
	stats->frequency += frequency;
	if (position) {
		stats->positions++;
		batch->postings[batch->posting_count++] = (struct batch_posting){ number, position };
	}
	return STATUS_OK;
}

/* Adds the Z term of the word that term NUMBER is: a plain word, or one of the
 * title.  Prefixes are capitals, words are folded. */
static enum status
batch_add_stem(struct batch *batch, struct stems *stems, uint32_t number)
{
	struct span word = table_key(&batch->terms, number), stem;
	char term[TERM_MAX];
	size_t prefix = strlen(PREFIX_STEM);

	memcpy(term, PREFIX_STEM, prefix);
	if (span_starts(word, SPAN(PREFIX_TITLE))) {
		memcpy(term + prefix, PREFIX_TITLE, strlen(PREFIX_TITLE));
		prefix += strlen(PREFIX_TITLE);
		word = span_from(word.ptr + strlen(PREFIX_TITLE), word.len - strlen(PREFIX_TITLE));
	} else if (word.ptr[0] >= 'A' && word.ptr[0] <= 'Z') {
		return STATUS_OK;
	}
	stem = stems_of(stems, word);
	if (!stem.ptr)
		return STATUS_NOMEM;
	if (!stem.len || prefix + stem.len > TERM_MAX)
		return STATUS_OK;
	memcpy(term + prefix, stem.ptr, stem.len);
	return batch_add(batch, span_from(term, prefix + stem.len), 0, batch->stats[number].frequency);
}

enum status
batch_fill(struct batch *batch, const struct article *article, struct stems *stems, uint32_t *words,
           struct sketch *sketch, struct error *err)
{
	const struct term_sink sink = { .add = batch_add, .context = batch };
	uint32_t count;
	enum status status;

	table_clear(&batch->terms);
	batch->posting_count = 0;
	status = article_terms(article, NULL, &sink, words, sketch);
	count = batch->terms.count;
	for (uint32_t i = 0; i < count && status == STATUS_OK; i++)
		status = batch_add_stem(batch, stems, i);
	if (status == STATUS_BADINPUT)
		return error_set(err, status, NULL, "a term of the article is longer than an index can hold");
	return status < 0 ? error_set(err, status, NULL, "cannot take the article's words: %s", status_string(status)) : STATUS_OK;
}

static int
compare_positions(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Sorts the positions of one term and drops repeated ones; returns how many
 * are left.  They nearly always are in order. */
static size_t
positions_sort(uint32_t *positions, size_t count)
{
	size_t kept = 1, i = 1;

	while (i < count && positions[i - 1] < positions[i])
		i++;
	if (i >= count)
		return count;
	qsort(positions, count, sizeof(*positions), compare_positions);
	for (i = 1; i < count; i++)
		if (positions[i] != positions[kept - 1])
			positions[kept++] = positions[i];
	return kept;
}

/* Puts the positions of each term side by side. */
static bool
batch_scatter(struct batch *batch)
{
	uint32_t at = 0;

	if (!array_reserve((void **)&batch->positions, &batch->positions_size, batch->posting_count + 1, sizeof(*batch->positions)))
		return false;
	for (uint32_t i = 0; i < batch->terms.count; i++) {
		batch->stats[i].start = at;
		at += batch->stats[i].positions;
		batch->stats[i].positions = 0;
	}
	for (size_t i = 0; i < batch->posting_count; i++) {
		struct batch_term *stats = &batch->stats[batch->postings[i].term];

		batch->positions[stats->start + stats->positions++] = batch->postings[i].position;
	}
	return true;
}

enum status
batch_add_to(struct batch *batch, struct xapian_document *document, struct error *err)
{
	enum status status = STATUS_OK;

	if (!batch_scatter(batch))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (uint32_t i = 0; i < batch->terms.count && status == STATUS_OK; i++) {
		const struct batch_term *stats = &batch->stats[i];
		uint32_t *positions = batch->positions + stats->start;
		size_t count = stats->positions ? positions_sort(positions, stats->positions) : 0;

		status = xapian_document_add_postings(document, table_key(&batch->terms, i), positions, count, stats->frequency, err);
	}
	return status;
}
