/* Random runs against a model: whatever lanes articles go through and in what
 * order they come, the index is what their sequences say. */
#include <pthread.h>

#include "tests/engines/fixture.h"

#define IDS 60
#define CONTENTS 4
#define BATCH 150
#define LANES 3
#define ROUNDS 8

/* What the index should hold: the content of each id, -1 none. */
static int model[IDS];

struct event {
	int id, content;
	uint64_t sequence;
};

static uint64_t seed = 12345;

static unsigned
random_below(unsigned limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % limit;
}

static struct article
event_article(const struct event *event, char text[2][32])
{
	static const char *const bodies[CONTENTS] = { "alpha beta", "beta gamma delta", "alpha", "omega omega psi" };
	static const char *const dates[CONTENTS] = { "2019-01-01", NULL, "2021-06-30", "2018-12-31" };

	snprintf(text[0], 32, "id%d", event->id);
	snprintf(text[1], 32, "Title %d", event->content);
	return fixture_article(text[0], text[1], bodies[event->content], dates[event->content], event->sequence);
}

static void
make_batch(struct event *events, uint64_t *sequence)
{
	for (int i = 0; i < BATCH; i++)
		events[i] = (struct event){ (int)random_below(IDS), (int)random_below(CONTENTS), ++*sequence };
	for (int i = 0; i < BATCH; i++)
		model[events[i].id] = events[i].content;
}

static void
shuffle(struct event *events)
{
	for (unsigned i = BATCH - 1; i > 0; i--) {
		unsigned j = random_below(i + 1);
		struct event event = events[i];

		events[i] = events[j];
		events[j] = event;
	}
}

struct worker {
	struct index_writer *writer;
	const struct event *events;
	unsigned lane, lanes;
	pthread_t thread;
};

static void *
work(void *context)
{
	struct worker *worker = context;
	char text[2][32];

	for (unsigned i = worker->lane; i < BATCH; i += worker->lanes)
		fixture_add(worker->writer, worker->lane, event_article(&worker->events[i], text));
	return NULL;
}

static void
add_batch(struct index_writer *writer, const struct event *events, unsigned lanes)
{
	struct worker workers[LANES];

	for (unsigned i = 0; i < lanes; i++) {
		workers[i] = (struct worker){ .writer = writer, .events = events, .lane = i, .lanes = lanes };
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
			exit(99);
	}
	for (unsigned i = 0; i < lanes; i++)
		pthread_join(workers[i].thread, NULL);
}

/* Whether the index has exactly the articles of the model. */
static bool
is_model(struct index_reader *reader)
{
	struct error err = ERROR_INIT;
	struct arena arena = ARENA_INIT;
	uint64_t expected = 0;
	struct index_stats stats;
	bool good = true;

	for (int id = 0; id < IDS; id++) {
		char text[2][32];
		struct event event = { id, model[id] < 0 ? 0 : model[id], 0 };
		struct article want = event_article(&event, text), got;
		docid_t doc;
		enum status status = index_find(reader, want.text[FIELD_ID], &doc, NULL);

		if ((status == STATUS_OK) != (model[id] >= 0))
			good = false;
		if (status != STATUS_OK)
			continue;
		expected++;
		fixture_must(index_article(reader, doc, &arena, &got, &err), &err, "article");
		good &= span_equal(got.text[FIELD_TITLE], want.text[FIELD_TITLE]) && span_equal(got.text[FIELD_BODY], want.text[FIELD_BODY]);
	}
	fixture_must(index_stats(reader, &stats, &err), &err, "stats");
	arena_release(&arena);
	return good && stats.articles == expected;
}

static void
remove_some(struct index_writer *writer)
{
	for (int i = 0; i < 5; i++) {
		struct error err = ERROR_INIT;
		int id = (int)random_below(IDS);
		uint64_t removed = 0;
		char term[32];

		snprintf(term, sizeof(term), "Qid%d", id);
		fixture_must(index_writer_remove(writer, span_from_string(term), &removed, &err), &err, "remove");
		if (removed != (uint64_t)(model[id] >= 0))
			ok(false, "removed %d of %s", (int)removed, term);
		model[id] = -1;
	}
}

static void
sequential_index(const char *path, struct index_stats *stats)
{
	struct index_writer *writer = fixture_writer(path, 1);
	struct index_reader *reader;
	struct error err = ERROR_INIT;

	for (int id = 0; id < IDS; id++) {
		struct event event = { id, model[id], 1 };
		char text[2][32];

		if (model[id] >= 0)
			fixture_add(writer, 0, event_article(&event, text));
	}
	fixture_commit(writer);
	fixture_close(writer);
	reader = fixture_reader(path);
	fixture_must(index_stats(reader, stats, &err), &err, "stats");
	index_reader_free(reader);
}

int
main(void)
{
	const char *path = fixture_path("runs");
	struct index_writer *writer = fixture_writer(path, LANES);
	struct index_reader *reader;
	struct index_stats ours, plain;
	struct error err = ERROR_INIT;
	uint64_t sequence = 0;

	memset(model, -1, sizeof(model));
	for (int round = 0; round < ROUNDS; round++) {
		struct event events[BATCH];

		/* Removing comes before adding: what is added after it stays. */
		remove_some(writer);
		make_batch(events, &sequence);
		shuffle(events);
		add_batch(writer, events, LANES);
		if (round % 3 == 2)
			fixture_must(index_writer_optimize(writer, &err), &err, "optimize");
		else
			fixture_commit(writer);
		reader = fixture_reader(path);
		ok(is_model(reader), "round %d: the index is what the sequences say", round);
		index_reader_free(reader);
	}
	fixture_close(writer);

	sequential_index(fixture_path("plain"), &plain);
	reader = fixture_reader(path);
	fixture_must(index_stats(reader, &ours, &err), &err, "stats");
	index_reader_free(reader);
	is_str(ours.fingerprint, plain.fingerprint, "the same articles have the same fingerprint");
	ok(ours.words == plain.words && ours.undated == plain.undated && ours.first == plain.first && ours.last == plain.last,
	   "and the same statistics");
	is_close(ours.mean_length, plain.mean_length, 1e-12, "and mean length");
	is_int((int64_t)ours.generation, ROUNDS, "a generation a commit");
	return tap_done();
}
