/* claims.h: the newest holds an id, and the sums are the same, in every order. */
#include <string.h>

#include "index/claims.h"
#include "index/version.h"
#include "tests/tap.h"

struct item {
	struct article_version version;
	enum add_result result;
};

#define ITEMS_MAX 5

/* One id: the items of a run by sequence, and which is to hold it. */
static const struct trial {
	const char *what;
	struct item items[ITEMS_MAX];
	size_t count, holder;
} trials[] = {
	{ "without versions the last", { { { 0, 0 }, ADD_NEW }, { { 0, 0 }, ADD_NEW }, { { 0, 0 }, ADD_NEW } }, 3, 2 },
	{ "the highest number", { { { 2, 0 }, ADD_NEW }, { { 10, 0 }, ADD_NEW }, { { 9, 50 }, ADD_NEW } }, 3, 1 },
	{ "the latest time", { { { 0, 70 }, ADD_NEW }, { { 0, 60 }, ADD_NEW }, { { 0, 50 }, ADD_NEW } }, 3, 0 },
	{ "of a number the latest time", { { { 2, 60 }, ADD_NEW }, { { 2, 70 }, ADD_NEW }, { { 2, 0 }, ADD_NEW } }, 3, 1 },
	{ "a version told", { { { 1, 0 }, ADD_NEW }, { { 0, 0 }, ADD_NEW } }, 2, 0 },
	{ "a withdrawal of that version", { { { 3, 0 }, ADD_WITHDRAWN }, { { 3, 0 }, ADD_NEW }, { { 2, 0 }, ADD_NEW } }, 3, 0 },
	{ "a version behind a withdrawal", { { { 4, 0 }, ADD_NEW }, { { 3, 0 }, ADD_WITHDRAWN }, { { 2, 0 }, ADD_NEW } }, 3, 0 },
	{ "without versions the last, a withdrawal or not", { { { 0, 0 }, ADD_WITHDRAWN }, { { 0, 0 }, ADD_NEW } }, 2, 1 },
	{ "what is unchanged", { { { 1, 0 }, ADD_REPLACED }, { { 3, 0 }, ADD_UNCHANGED }, { { 2, 0 }, ADD_REPLACED } }, 3, 1 },
};

struct sums {
	int result[ADD_WITHDRAWN + 1];
	int duplicates;
};

static enum status
holder_keep(void *context, const struct claim *claim)
{
	*(struct claim *)context = *claim;
	return STATUS_OK;
}

/* Gives the items of TRIAL in ORDER; the sums as a caller would count them. */
static uint64_t
trial_run(const struct trial *trial, const size_t *order, struct sums *sums)
{
	struct claims claims;
	struct claim holder = { .sequence = UINT64_MAX };

	memset(sums, 0, sizeof(*sums));
	claims_init(&claims);
	for (size_t i = 0; i < trial->count; i++) {
		const struct item *item = &trial->items[order[i]];
		struct article article = { .version = item->version, .sequence = order[i] };
		struct claim claim, before;

		article.text[FIELD_ID] = SPAN("one");
		claim = claim_of(&article, (struct hash128){ 0, 0 }, item->result);
		switch (claims_take(&claims, &claim, &before)) {
		case CLAIM_LOST:
			sums->duplicates++;
			break;
		case CLAIM_TAKEN:
			sums->result[before.result]--;
			sums->duplicates++;
			sums->result[item->result]++;
			break;
		default:
			sums->result[item->result]++;
		}
	}
	claims_each(&claims, holder_keep, &holder);
	claims_release(&claims);
	return holder.sequence;
}

/* The next permutation of ORDER; false after the last. */
static bool
order_next(size_t *order, size_t count)
{
	size_t i = count - 1, k = count - 1, swap;

	while (i > 0 && order[i - 1] > order[i])
		i--;
	if (i == 0)
		return false;
	while (order[k] < order[i - 1])
		k--;
	swap = order[i - 1];
	order[i - 1] = order[k];
	order[k] = swap;
	for (k = count - 1; i < k; i++, k--) {
		swap = order[i];
		order[i] = order[k];
		order[k] = swap;
	}
	return true;
}

static void
test_trial(const struct trial *trial)
{
	size_t order[ITEMS_MAX] = { 0, 1, 2, 3, 4 };
	bool held = true, counted = true;

	do {
		struct sums sums;

		held &= trial_run(trial, order, &sums) == trial->holder;
		for (int i = 0; i <= ADD_WITHDRAWN; i++)
			counted &= sums.result[i] == (i == (int)trial->items[trial->holder].result);
		counted &= sums.duplicates == (int)trial->count - 1;
	} while (order_next(order, trial->count));
	ok(held, "%s holds the id", trial->what);
	ok(counted, "and the others are duplicates");
}

static void
test_written(void)
{
	struct article first = { .sequence = 1 }, second = { .sequence = 2 };
	struct claims claims;
	struct claim one, two, before, holder = { .sequence = 0 };

	first.text[FIELD_ID] = second.text[FIELD_ID] = SPAN("one");
	one = claim_of(&first, (struct hash128){ 0, 0 }, ADD_NEW);
	two = claim_of(&second, (struct hash128){ 0, 0 }, ADD_NEW);
	two.committed = 7;
	claims_init(&claims);
	claims_take(&claims, &one, &before);
	ok(claims_written(&claims, &one, (struct claim_place){ 1, 2, 3 }), "the holder was written");
	is_int(claims_take(&claims, &two, &before), CLAIM_TAKEN, "a newer one takes its id");
	ok(before.place.lane == 1 && before.place.flush == 2 && before.place.doc == 3, "and is told where it stands");
	ok(!claims_written(&claims, &one, (struct claim_place){ 4, 4, 4 }), "what has lost its id is told so");
	claims_failed(&claims, &one);
	claims_failed(&claims, &two);
	claims_each(&claims, holder_keep, &holder);
	ok(holder.sequence == 2 && holder.committed == 7 && holder.result == ADD_UNCHANGED, "one that failed leaves what is committed");
	ok(claims_memory(&claims) > 0, "it takes memory");
	claims_clear(&claims);
	is_int((int64_t)claims_memory(&claims), 0, "and gives it back");
	claims_release(&claims);
}

static void
test_text(void)
{
	static const char *const good[] = { "1", "0 1", "999999999999999999", "3 1548705600" };
	static const char *const bad[] = { "", "0", "01", "1 ", "1 0", "1 2 ", " 1", "1  2", "x", "-1", "1 -2", "1000000000000000000" };
	struct article_version version;
	char text[VERSION_TEXT_SIZE];

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		bool read = version_parse(span_from_string(good[i]), &version);

		version_format(&version, text);
		ok(read && strcmp(text, good[i]) == 0, "'%s' is a version", good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(!version_parse(span_from_string(bad[i]), &version), "'%s' is not", bad[i]);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(trials) / sizeof(*trials); i++)
		test_trial(&trials[i]);
	test_written();
	test_text();
	return tap_done();
}
