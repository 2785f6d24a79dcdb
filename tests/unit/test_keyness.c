#include "query/keyness.h"

#include "tests/tap.h"

static struct article
article_of(const char *title, const char *body)
{
	struct article article = { .text = { [FIELD_TITLE] = span_from_string(title), [FIELD_BODY] = span_from_string(body) } };

	return article;
}

static void
test_counts(void)
{
	struct article one = article_of("Fog", "fog and Fog; and rain"), two = article_of("Rain", "and more");
	struct keyness keyness;
	uint32_t fog;

	keyness_init(&keyness);
	ok(keyness_add(&keyness, SIDE_A, &one) == STATUS_OK && keyness_add(&keyness, SIDE_A, &two) == STATUS_OK &&
	   keyness_add(&keyness, SIDE_B, &two) == STATUS_OK, "three articles");
	fog = table_get(&keyness.words, SPAN("fog"));
	is_int((int64_t)keyness.counts[fog].frequency[SIDE_A], 3, "three times");
	is_int((int64_t)keyness.counts[fog].articles[SIDE_A], 1, "in one article");
	is_int((int64_t)keyness.counts[fog].frequency[SIDE_B], 0, "not in the other");
	is_int((int64_t)keyness.counts[table_get(&keyness.words, SPAN("and"))].articles[SIDE_A], 2, "in two");
	is_int((int64_t)keyness.total[SIDE_A], 9, "words");
	is_int((int64_t)keyness.articles[SIDE_A], 2, "articles");
	keyness_release(&keyness);
}

static void
test_formulas(void)
{
	/* E1 = E2 = 15: 2 (20 ln(20/15) + 10 ln(10/15)). */
	is_close(keyness_loglik(20, 10, 1000, 1000), 2 * (20 * log(4.0 / 3) + 10 * log(2.0 / 3)), 1e-12, "log-likelihood");
	ok(fabs(keyness_loglik(10, 20, 1000, 2000)) < 1e-9, "the same share is nothing");
	is_close(keyness_loglik(20, 10, 1000, 1000), keyness_loglik(10, 20, 1000, 1000), 1e-12, "either side");
	is_close(keyness_loglik(0, 10, 500, 500), 20 * log(2), 1e-12, "never on one side");
	is_close(keyness_log_ratio(20, 10, 1000, 1000), 1, 1e-12, "twice as often is 1");
	is_close(keyness_log_ratio(10, 20, 1000, 4000), 1, 1e-12, "word for word");
	is_close(keyness_log_ratio(8, 0, 1000, 1000), 4, 1e-12, "never counts as half");
}

int
main(void)
{
	test_counts();
	test_formulas();
	return tap_done();
}
