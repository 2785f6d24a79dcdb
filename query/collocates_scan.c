#include "query/collocates_scan.h"

#include <stdlib.h>

#include "index/terms.h"
#include "query/word_places.h"

#define PLACES_FEW 4   /* in an article */

/* What one thread counts. */
struct counter {
	const struct word_places *places;
	unsigned span;
	uint64_t together;       /* of the present word */
	uint64_t beside;
	struct arena *arena;
	struct collocate_found *found;
	size_t count, room;
};

void
collocates_scan_init(struct collocates_scan *scan)
{
	*scan = (struct collocates_scan){ .found = NULL };
}

void
collocates_scan_release(struct collocates_scan *scan)
{
	for (unsigned i = 0; scan->arenas && i < scan->threads; i++)
		arena_release(&scan->arenas[i]);
	free(scan->arenas);
	free(scan->found);
	collocates_scan_init(scan);
}

/* How many of COUNT positions are at most SPAN words from one of PLACES, and on
 * none.  Most articles have few places: no step depends on what is found. */
static uint32_t
beside_few(const uint32_t *positions, uint32_t count, const uint32_t *places, uint32_t place_count, uint32_t span)
{
	uint32_t beside = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t near = 0, on = 0;

		for (uint32_t k = 0; k < place_count; k++) {
			near |= positions[i] - places[k] + span <= 2 * span;
			on |= positions[i] == places[k];
		}
		beside += near & ~on;
	}
	return beside;
}

/* The same for any number of them. */
static uint32_t
beside_many(const uint32_t *positions, uint32_t count, const uint32_t *places, uint32_t place_count, uint32_t span)
{
	uint32_t beside = 0, from = 0, until;

	for (uint32_t i = 0; i < count; i++) {
		while (from < place_count && (uint64_t)places[from] + span < positions[i])
			from++;
		for (until = from; until < place_count && places[until] <= (uint64_t)positions[i] + span;)
			until++;
		if (until > from)
			beside += beside_few(positions + i, 1, places + from, until - from, span);
	}
	return beside;
}

static void
take_postings(void *context, unsigned thread, const struct word_postings *some)
{
	struct counter *counter = &((struct counter *)context)[thread];
	const struct word_places *places = counter->places;
	const uint32_t *positions = some->positions;
	uint32_t from[WORD_POSTINGS_MAX], until[WORD_POSTINGS_MAX];

	/* In steps, so that what has to be waited for comes at once. */
	for (size_t i = 0; i < some->count; i++)
		from[i] = word_places_number(places, some->docs[i]);
	for (size_t i = 0; i < some->count; i++) {
		until[i] = places->first[from[i] + 1];
		from[i] = places->first[from[i]];
		__builtin_prefetch(&places->positions[from[i]]);
	}
	for (size_t i = 0; i < some->count; i++) {
		const uint32_t *at = places->positions + from[i];
		uint32_t count = until[i] - from[i];

		counter->together += count <= PLACES_FEW ? beside_few(positions, some->counts[i], at, count, counter->span)
		                                         : beside_many(positions, some->counts[i], at, count, counter->span);
		positions += some->counts[i] + WORD_POSITIONS_GAP;
	}
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
}

static enum status
take_word(void *context, unsigned thread, struct span word, const struct term_stats *stats, struct error *err)
{
	struct counter *counter = &((struct counter *)context)[thread];
	struct collocate_found *found;

	if (!counter->together)
		return STATUS_OK;
	if (counter->count == counter->room) {
		size_t room = counter->room ? 2 * counter->room : 4096;

		found = realloc(counter->found, room * sizeof(*found));
		if (!found)
			return no_memory(err);
		counter->found = found;
		counter->room = room;
	}
	found = &counter->found[counter->count++];
	*found = (struct collocate_found){ arena_copy(counter->arena, word), counter->together, stats->cf };
	counter->beside += counter->together;
	counter->together = 0;
	return found->term.ptr ? STATUS_OK : no_memory(err);
}

/* Joins what the threads found. */
static enum status
join(struct collocates_scan *scan, const struct counter *counters, struct error *err)
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
		scan->beside += counters[i].beside;
	}
	return STATUS_OK;
}

static enum status
scan_words(struct collocates_scan *scan, struct index_reader *reader, const struct word_places *places, unsigned span,
           struct error *err)
{
	struct counter *counters = calloc(scan->threads, sizeof(*counters));
	const struct word_scan words = {
		.docs = places->docs.bits, .end = places->docs.end, .positions = true, .threads = scan->threads,
		.postings = take_postings, .word = take_word, .context = counters,
	};
	enum status status;

	scan->arenas = calloc(scan->threads, sizeof(*scan->arenas));
	if (!counters || !scan->arenas) {
		free(counters);
		return no_memory(err);
	}
	for (unsigned i = 0; i < scan->threads; i++) {
		arena_init(&scan->arenas[i]);
		counters[i] = (struct counter){ .places = places, .span = span, .arena = &scan->arenas[i] };
	}
	status = index_words(reader, &words, err);
	if (status == STATUS_OK)
		status = join(scan, counters, err);
	for (unsigned i = 0; i < scan->threads; i++)
		free(counters[i].found);
	free(counters);
	return status;
}

enum status
collocates_scan(struct collocates_scan *scan, struct index_reader *reader, const struct node *tree,
                const struct doc_set *docs, unsigned span, unsigned threads, struct error *err)
{
	struct word_places places;
	enum status status;

	if (span >= POSITION_GAP || !reader->ops->words)
		return STATUS_UNSUPPORTED;
	word_places_init(&places);
	scan->threads = threads;
	status = word_places_read(&places, reader, tree, docs, err);
	scan->node = places.count;
	if (status == STATUS_OK && places.count)
		status = scan_words(scan, reader, &places, span, err);
	word_places_release(&places);
	return status;
}
