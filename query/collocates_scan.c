#include "query/collocates_scan.h"

#include <stdlib.h>

#include "index/terms.h"
#include "query/word_places.h"

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

/* How many of COUNT positions are beside the places [AT, END), but not on one. */
static uint64_t
count_beside(const uint32_t *positions, uint32_t count, const uint64_t *at, const uint64_t *end, uint32_t span)
{
	uint64_t beside = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t position = positions[i];
		const uint64_t *place;

		while (at < end && (uint64_t)word_place_position(*at) + span < position)
			at++;
		if (at == end)
			break;
		if (word_place_position(*at) > (uint64_t)position + span)
			continue;
		for (place = at; place < end && word_place_position(*place) < position;)
			place++;
		beside += place == end || word_place_position(*place) != position;
	}
	return beside;
}

static void
take_postings(void *context, unsigned thread, const struct word_postings *some)
{
	struct counter *counter = &((struct counter *)context)[thread];
	const struct word_places *places = counter->places;
	const uint32_t *positions = some->positions;

	for (size_t i = 0; i < some->count; i++) {
		const uint32_t *first = &places->first[some->docs[i]];

		counter->together += count_beside(positions, some->counts[i], places->items + first[0], places->items + first[1],
		                                  counter->span);
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
