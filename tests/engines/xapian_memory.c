/* The memory budget is kept, and what does not fit it is refused by name. */
#include <sys/resource.h>

#include "tests/engines/fixture.h"

#define BUDGET ((size_t)64 << 20)
#define ARTICLES 2500

#if defined(__SANITIZE_ADDRESS__)
static const bool measures = false;   /* its shadow memory is not ours */
#else
static const bool measures = true;
#endif

static uint64_t state = 1;

static unsigned
random_below(unsigned limit)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % limit;
}

/* Text of LEN bytes: few words are frequent, many are rare. */
static void
random_text(struct buf *text, size_t len)
{
	buf_clear(text);
	while (text->len < len) {
		unsigned rank = 1 + random_below(1 + random_below(40000));

		buf_append_format(text, "w%ux%u ", rank * 7919 % 40009, rank);
	}
}

static struct index_writer *
small_writer(const char *path)
{
	const struct index_writer_options options = { .engine = "xapian", .lanes = 1, .memory = BUDGET };
	struct index_writer *writer = NULL;
	struct error err = ERROR_INIT;

	fixture_must(index_writer_open(path, &options, &writer, &err), &err, "writer");
	return writer;
}

static enum status
add_sized(struct index_writer *writer, int number, size_t len, struct error *err)
{
	static struct buf text = BUF_INIT;
	char id[32];
	struct article article;
	enum add_result result;

	snprintf(id, sizeof(id), "m%d", number);
	random_text(&text, len);
	article = fixture_article(id, NULL, buf_string(&text), NULL, (uint64_t)number);
	return index_writer_add(writer, 0, &article, &result, err);
}

int
main(void)
{
	const char *path = fixture_path("memory");
	struct index_writer *writer = small_writer(path);
	struct index_reader *reader;
	struct index_stats stats;
	struct error err = ERROR_INIT;
	struct rusage usage;
	int good = 0;

	for (int i = 0; i < ARTICLES; i++)
		good += add_sized(writer, i, 3000, NULL) == STATUS_OK;
	is_int(good, ARTICLES, "articles are added");
	is_int(add_sized(writer, ARTICLES, (size_t)7 << 20, &err), STATUS_OK, "one of seven megabytes too");
	is_int(add_sized(writer, ARTICLES + 1, (size_t)9 << 20, &err), STATUS_BADINPUT, "one that cannot fit is refused");
	ok(strstr(err.reason, "needs more memory") != NULL, "for a stated reason: %s", err.reason);
	is_int(add_sized(writer, ARTICLES + 2, 100, NULL), STATUS_OK, "and the next is added");
	fixture_commit(writer);
	fixture_close(writer);
	getrusage(RUSAGE_SELF, &usage);
	if (measures)
		ok((size_t)usage.ru_maxrss << 10 < BUDGET + ((size_t)64 << 20), "%ld MB at most were resident, of a budget of 64",
		   usage.ru_maxrss >> 10);
	else
		tap_skip("sanitizers need memory of their own");
	reader = fixture_reader(path);
	fixture_must(index_stats(reader, &stats, NULL), &err, "stats");
	is_int((int64_t)stats.articles, ARTICLES + 2, "all are there");
	index_reader_free(reader);
	return tap_done();
}
