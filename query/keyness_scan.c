#include "query/keyness_scan.h"

#include <stdlib.h>

/* What one thread counts. */
struct counter {
	const struct doc_set *a, *b;
	const uint32_t *words;           /* of each article of a */
	struct side_counts counts;       /* of the present word */
	uint64_t total[SIDES];
	struct arena *arena;
	struct keyness_found *found;
	size_t count, room;
};

void
keyness_scan_init(struct keyness_scan *scan)
{
	*scan = (struct keyness_scan){ .found = NULL };
}

void
keyness_scan_release(struct keyness_scan *scan)
{
	for (unsigned i = 0; scan->arenas && i < scan->threads; i++)
		arena_release(&scan->arenas[i]);
	free(scan->arenas);
	free(scan->found);
	keyness_scan_init(scan);
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
take_word(void *context, unsigned thread, struct span word, const struct term_stats *stats, struct error *err)
{
	struct counter *counter = &((struct counter *)context)[thread];
	struct side_counts *counts = &counter->counts;
	struct keyness_found *found;

	if (!counter->b) {
		counts->frequency[SIDE_B] = stats->cf > counts->frequency[SIDE_A] ? stats->cf - counts->frequency[SIDE_A] : 0;
		counts->articles[SIDE_B] = stats->df > counts->articles[SIDE_A] ? stats->df - counts->articles[SIDE_A] : 0;
	}
	if (counter->count == counter->room) {
		size_t room = counter->room ? 2 * counter->room : 4096;

		found = realloc(counter->found, room * sizeof(*found));
		if (!found)
			return no_memory(err);
		counter->found = found;
		counter->room = room;
	}
	found = &counter->found[counter->count++];
	*found = (struct keyness_found){ arena_copy(counter->arena, word), *counts };
	for (int side = SIDE_A; side < SIDES; side++)
		counter->total[side] += counts->frequency[side];
	*counts = (struct side_counts){ .now = 0 };
	return found->term.ptr ? STATUS_OK : no_memory(err);
}

/* Joins what the threads found. */
static enum status
join(struct keyness_scan *scan, const struct counter *counters, struct error *err)
{
	size_t count = 0;

	for (unsigned i = 0; i < scan->threads; i++)
		count += counters[i].count;
	scan->found = malloc((count + 1) * sizeof(*scan->found));
	if (!scan->found)
		return no_memory(err);
	for (unsigned i = 0; i < scan->threads; i++) {
		if (counters[i].count)
			memcpy(scan->found + scan->count, counters[i].found, counters[i].count * sizeof(*scan->found));
		scan->count += counters[i].count;
		for (int side = SIDE_A; side < SIDES; side++)
			scan->total[side] += counters[i].total[side];
	}
	return STATUS_OK;
}

static enum status
scan_words(struct keyness_scan *scan, struct index_reader *reader, const struct doc_set *both, const struct counter *first,
           struct error *err)
{
	struct counter *counters = calloc(scan->threads, sizeof(*counters));
	const struct word_scan words = {
		.docs = both->bits, .end = both->end, .threads = scan->threads, .postings = take_postings, .word = take_word,
		.context = counters,
	};
	enum status status;

	scan->arenas = calloc(scan->threads, sizeof(*scan->arenas));
	if (!counters || !scan->arenas) {
		free(counters);
		return no_memory(err);
	}
	for (unsigned i = 0; i < scan->threads; i++) {
		arena_init(&scan->arenas[i]);
		counters[i] = *first;
		counters[i].arena = &scan->arenas[i];
	}
	status = index_words(reader, &words, err);
	if (status == STATUS_OK)
		status = join(scan, counters, err);
	for (unsigned i = 0; i < scan->threads; i++)
		free(counters[i].found);
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
	scan->threads = threads;
	status = words ? read_words(reader, a, words, err) : no_memory(err);
	if (status == STATUS_OK && b) {
		status = doc_set_join(&both, a, err);
		if (status == STATUS_OK)
			status = doc_set_join(&both, b, err);
	}
	if (status == STATUS_OK)
		status = scan_words(scan, reader, b ? &both : a, &(struct counter){ .a = a, .b = b, .words = words }, err);
	doc_set_release(&both);
	free(words);
	return status;
}
