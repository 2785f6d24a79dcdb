/* Articles that are held: what they lose depends on the input alone, not on how
 * it is cut into chunks, nor on the order in which these are read. */
#include "indexer/hold.h"

#include <stdlib.h>

#include "common/hash.h"
#include "tests/tap.h"

#define PAGES 600
#define LINE 60000   /* so that there are several times HOLD_TEXT */

static const char call[] = "Sign up here for the letter of the day.";

/* Page NUMBER; the call stands on half of those of the first 200, and on none behind. */
static enum status
add_page(struct held_chunk *chunk, unsigned number)
{
	static char line[LINE + 1];
	struct buf body = BUF_INIT;
	char url[64], title[64];
	struct article article = { .origin = SPAN("pages.tar"), .number = number };
	enum status status;

	memset(line, 'a' + (int)(number % 26), LINE);
	snprintf(url, sizeof(url), "https://%s.test/%u", number % 3 ? "one" : "other", number);
	snprintf(title, sizeof(title), "Report %u", number);
	buf_append_format(&body, "This is page %u.%s\n\n", number, line);
	if (number < 200 && number % 2)
		buf_append_format(&body, "%s\n\n", call);
	buf_append_format(&body, "And this was page %u.", number);
	article.text[FIELD_URL] = article.text[FIELD_ID] = span_from_string(url);
	article.text[FIELD_TITLE] = span_from_string(title);
	article.text[FIELD_BODY] = buf_span(&body);
	status = buf_status(&body) < 0 ? STATUS_NOMEM : held_chunk_add(chunk, &article);
	buf_release(&body);
	return status;
}

struct sum {
	uint64_t hash, articles, drops;
};

static void
take_ready(struct hold *hold, bool wait, struct sum *sum)
{
	struct held_chunk *chunk;

	while ((chunk = hold_take(hold, wait))) {
		for (size_t i = 0; i < chunk->count; i++) {
			sum->hash = hash_bytes(chunk->list[i].article.text[FIELD_BODY], sum->hash);
			sum->hash = hash_bytes(chunk->list[i].article.text[FIELD_URL], sum->hash);
			sum->drops += chunk->list[i].drops.count;
			sum->articles++;
		}
		held_chunk_free(chunk);
	}
}

/* Holds all pages, AT_ONCE to a chunk; of each four chunks the last is read first
 * when BACKWARDS. */
static struct sum
run(unsigned at_once, bool backwards)
{
	struct hold hold;
	struct sum sum = { 0 };

	if (hold_init(&hold, NULL) < 0)
		return sum;
	for (unsigned next = 0; next < PAGES;) {
		struct held_chunk *chunks[4];
		unsigned count = 0;

		for (; count < 4 && next < PAGES; count++) {
			chunks[count] = hold_announce(&hold);
			for (unsigned i = 0; i < at_once && next < PAGES; i++)
				add_page(chunks[count], next++);
		}
		for (unsigned i = 0; i < count; i++)
			hold_give(&hold, chunks[backwards ? count - 1 - i : i]);
		take_ready(&hold, false, &sum);
	}
	hold_end(&hold);
	take_ready(&hold, true, &sum);
	hold_release(&hold, NULL);
	return sum;
}

int
main(void)
{
	struct sum first = run(1, false);
	static const struct { unsigned at_once; bool backwards; } ways[] = { { 1, true }, { 7, false }, { 50, true }, { PAGES, false } };
	struct hold hold;

	is_int((int64_t)first.articles, PAGES, "all articles come out");
	is_int((int64_t)first.drops, 100, "without the call");
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct sum sum = run(ways[i].at_once, ways[i].backwards);

		ok(sum.hash == first.hash && sum.articles == PAGES && sum.drops == first.drops, "the same by %u pages%s",
		   ways[i].at_once, ways[i].backwards ? ", the last first" : "");
	}
	if (hold_init(&hold, NULL) == STATUS_OK) {
		struct held_chunk *chunk = hold_announce(&hold);

		hold_announce(&hold);
		add_page(chunk, 1);
		hold_give(&hold, chunk);
		ok(!hold_take(&hold, false), "nothing is ready while chunks are missing");
		hold_stop(&hold);
		ok(!hold_take(&hold, true), "nobody waits after a stop");
		hold_release(&hold, NULL);
	}
	return tap_done();
}
