#include "query/keyness_scan.h"

#include <stdlib.h>

/* What one thread counts. */
struct counter {
	const struct doc_set *a, *b;
	const uint32_t *words;           /* of each article of a */
	struct side_counts counts;       /* of the present word */
	struct found_words *found;
};

void
keyness_scan_init(struct keyness_scan *scan)
{
	*scan = (struct keyness_scan){ .total = { 0 } };
	found_words_init(&scan->words, sizeof(struct keyness_found));
}

void
keyness_scan_release(struct keyness_scan *scan)
{
	found_words_release(&scan->words);
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
}

static void
take_postings(void *context, unsigned thread, const struct word_postings *some)
{
	struct counter *counter = &((struct counter *)context)[thread];
	struct side_counts *counts = &counter->counts;

	for (size_t i = 0; i < some->count; i++) {
		docid_t doc = some->docs[i];

		if (!counter->b || doc_set_has(counter->a, doc)) {
			double share = some->counts[i] / (double)counter->words[doc];

			counts->frequency[SIDE_A] += some->counts[i];
			counts->articles[SIDE_A]++;
			counts->parts += share;
			counts->squares += share * share;
		}
		if (counter->b && doc_set_has(counter->b, doc)) {
			counts->frequency[SIDE_B] += some->counts[i];
			counts->articles[SIDE_B]++;
		}
	}
}

static enum status
take_word(void *context, unsigned thread, const struct word_numbers *numbers, struct error *err)
{
	struct counter *counter = &((struct counter *)context)[thread];
	struct keyness_found found = { numbers->word, counter->counts };
	const struct term_stats *stats = &numbers->stats;

	if (!counter->b) {
		found.counts.frequency[SIDE_B] = stats->cf > found.counts.frequency[SIDE_A] ? stats->cf - found.counts.frequency[SIDE_A] : 0;
		found.counts.articles[SIDE_B] = stats->df > found.counts.articles[SIDE_A] ? stats->df - found.counts.articles[SIDE_A] : 0;
	}
	counter->counts = (struct side_counts){ .now = 0 };
	return found_words_add(counter->found, thread, &found, err);
}

static enum status
scan_words(struct keyness_scan *scan, struct index_reader *reader, const struct doc_set *both, const struct counter *each,
           unsigned threads, struct error *err)
{
	struct counter *counters = malloc(threads * sizeof(*counters));
	const struct word_scan words = {
		.docs = both->bits, .end = both->end, .threads = threads, .postings = take_postings, .word = take_word,
		.context = counters,
	};
	const struct keyness_found *found;
	enum status status = counters ? found_words_start(&scan->words, threads, err) : no_memory(err);

	for (unsigned i = 0; i < threads && status == STATUS_OK; i++)
		counters[i] = *each;
	if (status == STATUS_OK)
		status = index_words(reader, &words, err);
	if (status == STATUS_OK)
		status = found_words_join(&scan->words, err);
	found = scan->words.items;
	for (size_t i = 0; i < scan->words.count; i++)
		for (int side = SIDE_A; side < SIDES; side++)
			scan->total[side] += found[i].counts.frequency[side];
	free(counters);
	return status;
}

/* How many words each article of SET has. */
static enum status
read_words(struct index_reader *reader, const struct doc_set *set, uint32_t *words, struct error *err)
{
	enum status status = STATUS_OK;

	for (docid_t doc = doc_set_next(set, 0); doc != DOCID_END && status == STATUS_OK; doc = doc_set_next(set, doc + 1)) {
		int64_t count;

		status = index_number(reader, COLUMN_WORDS, doc, &count, err);
		if (status == STATUS_OK)
			words[doc] = (uint32_t)count;
	}
	return status;
}

enum status
keyness_scan(struct keyness_scan *scan, struct index_reader *reader, const struct doc_set *a, const struct doc_set *b,
             unsigned threads, struct error *err)
{
	struct doc_set both = { .bits = NULL };
	uint32_t *words;
	enum status status;

	if (!reader->ops->words)
		return STATUS_UNSUPPORTED;
	words = malloc(((size_t)a->end + 1) * sizeof(*words));
	status = words ? read_words(reader, a, words, err) : no_memory(err);
	if (status == STATUS_OK && b) {
		status = doc_set_join(&both, a, err);
		if (status == STATUS_OK)
			status = doc_set_join(&both, b, err);
	}
	if (status == STATUS_OK)
		status = scan_words(scan, reader, b ? &both : a,
		                    &(struct counter){ .a = a, .b = b, .words = words, .found = &scan->words }, threads, err);
	doc_set_release(&both);
	free(words);
	return status;
}
