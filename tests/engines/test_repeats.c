/* Random runs against a model: of articles that say the same the one stays that
 * the rules of repeats.h name, whatever order they come in, through whatever lanes,
 * written already or not. */
#include "index/repeats.h"
#include "index/segment/segment_writer.h"
#include "tests/engines/fixture.h"

#define IDS 24
#define CONTENTS 12
#define LANES 3
#define MOST 60
#define RUNS 60

static const char *const words[CONTENTS] = {
	"alpha", "beta", "gamma", "delta", "omega", "alpha beta", "beta beta", "gamma beta", "psi", "psi psi", "chi", "phi",
};

struct event {
	int id, content;
	uint64_t sequence;
};

static uint64_t seed = 4711;

static unsigned
random_below(unsigned limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % limit;
}

/* ---- The model -------------------------------------------------------- */

/* The content of each id, -1 none. */
static int model[IDS];

/* What one run does to the model; returns how many articles are dropped. */
static unsigned
model_run(const struct event *events, size_t count)
{
	const struct event *holder[IDS] = { NULL };
	uint64_t first[CONTENTS];
	bool there[CONTENTS] = { false };
	unsigned dropped = 0;

	for (size_t i = 0; i < count; i++)
		if (!holder[events[i].id] || events[i].sequence > holder[events[i].id]->sequence)
			holder[events[i].id] = &events[i];
	for (int id = 0; id < IDS; id++)
		if (model[id] >= 0 && (!holder[id] || holder[id]->content == model[id]))
			there[model[id]] = true;
	for (int content = 0; content < CONTENTS; content++) {
		first[content] = UINT64_MAX;
		for (int id = 0; id < IDS; id++)
			if (holder[id] && holder[id]->content == content && holder[id]->sequence < first[content])
				first[content] = holder[id]->sequence;
	}
	for (int id = 0; id < IDS; id++) {
		int content = holder[id] ? holder[id]->content : -1;

		if (content < 0 || content == model[id])
			continue;
		if (there[content] || holder[id]->sequence != first[content]) {
			model[id] = -1;
			dropped++;
		} else {
			model[id] = content;
		}
	}
	return dropped;
}

/* ---- The index -------------------------------------------------------- */

static void
count_told(void *context, uint64_t sequence, enum add_result was)
{
	unsigned *told = context;

	*told += sequence > 0 && (was == ADD_NEW || was == ADD_REPLACED);
}

static void
events_add(struct index_writer *writer, const struct event *events, size_t count, bool segment)
{
	for (size_t i = 0; i < count; i++) {
		char id[16];

		snprintf(id, sizeof(id), "id%d", events[i].id);
		fixture_add(writer, random_below(LANES),
		            fixture_article(id, "Title", words[events[i].content], "2019-01-28", events[i].sequence));
		if (segment && random_below(16) == 0)
			fixture_must(lane_flush(&((struct segment_writer *)writer)->lanes[random_below(LANES)], NULL), NULL, "flush");
	}
}

static bool
index_matches(const char *path)
{
	struct index_reader *reader = fixture_reader(path);
	struct index_stats stats;
	uint64_t articles = 0;
	bool same = index_stats(reader, &stats, NULL) == STATUS_OK;

	for (int id = 0; id < IDS; id++) {
		struct arena arena = ARENA_INIT;
		struct article article;
		char name[16];
		docid_t doc = DOCID_NONE;
		bool found;

		snprintf(name, sizeof(name), "id%d", id);
		found = index_find(reader, span_from_string(name), &doc, NULL) == STATUS_OK;
		same &= found == (model[id] >= 0);
		if (found && model[id] >= 0)
			same &= index_article(reader, doc, &arena, &article, NULL) == STATUS_OK
				&& span_equal(article.text[FIELD_BODY], span_from_string(words[model[id]]));
		articles += found;
		arena_release(&arena);
	}
	index_reader_free(reader);
	return same && stats.articles == articles;
}

static void
print_finding(void *context, const char *line)
{
	(void)context;
	printf("# %s\n", line);
}

static void
test_runs(const char *engine)
{
	const struct index_writer_options options = { .engine = engine, .lanes = LANES, .memory = (size_t)64 << 20 };
	bool segment = strcmp(engine, "segment") == 0, counted = true, matched = true;
	const char *path = fixture_path(engine);
	uint64_t sequence = 0;

	for (int id = 0; id < IDS; id++)
		model[id] = -1;
	for (unsigned run = 0; run < RUNS; run++) {
		struct event events[MOST];
		size_t count = 1 + random_below(MOST);
		struct index_writer *writer = NULL;
		unsigned told = 0, want;

		for (size_t i = 0; i < count; i++)
			events[i] = (struct event){ (int)random_below(IDS), (int)random_below(CONTENTS), ++sequence };
		for (size_t i = count - 1; i > 0; i--) {
			size_t other = random_below((unsigned)i + 1);
			struct event event = events[i];

			events[i] = events[other];
			events[other] = event;
		}
		want = model_run(events, count);
		fixture_must(index_writer_open(path, &options, &writer, NULL), NULL, "open");
		events_add(writer, events, count, segment);
		fixture_must(repeats_drop(writer, path, count_told, &told, NULL), NULL, "repeats");
		fixture_commit(writer);
		fixture_close(writer);
		counted &= told == want;
		matched &= index_matches(path);
	}
	ok(counted, "%s: what is dropped is told", engine);
	ok(matched, "%s: and what stays is in the index", engine);
	ok(index_check(path, print_finding, NULL, NULL) == STATUS_OK, "%s: which is sound", engine);
}

int
main(void)
{
	test_runs("segment");
	test_runs("xapian");
	return tap_done();
}
