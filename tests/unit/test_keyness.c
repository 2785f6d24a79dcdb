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
	/* The example that Lancaster's teaching gives for UCREL's log-likelihood calculator, printed
	 * there as 2.65: 52 of 50,000 words beside 57 of 75,000. */
	is_close(keyness_loglik(52, 57, 50000, 75000), 2.65, 0.005 / 2.65, "Lancaster: 52 and 57");
	is_close(keyness_log_ratio(20, 10, 1000, 1000), 1, 1e-12, "twice as often is 1");
	is_close(keyness_log_ratio(10, 20, 1000, 4000), 1, 1e-12, "word for word");
	is_close(keyness_log_ratio(8, 0, 1000, 1000), 4, 1e-12, "never counts as half");
}

/* Gries, Dispersions and adjusted frequencies in corpora (2008): the word a in a
 * corpus of five parts has a Juilland's D of 0.785. */
static void
test_dispersion(void)
{
	static const char *const parts[] = {
		"b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t", "b a h a a b e a x a t",
	};
	struct keyness keyness;
	const struct side_counts *counts;

	keyness_init(&keyness);
	for (size_t i = 0; i < 5; i++) {
		struct article article = { .text = { [FIELD_BODY] = span_from_string(parts[i]) } };

		ok(keyness_add(&keyness, SIDE_A, &article) == STATUS_OK, "a part");
	}
	counts = &keyness.counts[table_get(&keyness.words, SPAN("a"))];
	is_int((int64_t)counts->frequency[SIDE_A], 15, "a fifteen times");
	is_close(keyness_dispersion(counts->parts, counts->squares, 5), 0.7851, 1e-4, "Gries: D of a");
	counts = &keyness.counts[table_get(&keyness.words, SPAN("x"))];
	ok(fabs(keyness_dispersion(counts->parts, counts->squares, 5)) < 1e-9, "a word of one part");
	is_close(keyness_dispersion(2.5, 1.25, 5), 1, 1e-9, "the same share of all");
	is_close(keyness_dispersion(0.1, 0.01, 1), 1, 1e-9, "one article alone");
	keyness_release(&keyness);
}

int
main(void)
{
	test_counts();
	test_formulas();
	test_dispersion();
	return tap_done();
}
