/* Association measures against published figures.
 */
#include "query/association.h"

#include "tests/tap.h"

static bool
is_rounded(double got, double want, double unit, const char *what)
{
	bool same = fabs(got - want) <= unit / 2 + 1e-9;

	if (!same)
		printf("# got %.6f, want %.6f\n", got, want);
	return ok(same, "%s", what);
}

/* Dunning (1993), bigrams ranked by log-likelihood, of a text of 31,777 words by the four
 * counts of both, the first alone, the second alone, neither. */
static void
is_dunning(uint64_t both, uint64_t first, uint64_t second, uint64_t neither, double want, const char *what)
{
	is_rounded(association_loglik(both, both + second, both + first, both + first + second + neither), want, 0.01, what);
}

/* Manning and Schutze, Foundations of Statistical Natural Language Processing
 * (1999), table 5.14: bigrams of 14,307,668 words; the words beside the first
 * are as many as it occurs. */
#define WORDS 14307668u

static void
test_published(void)
{
	is_dunning(110, 2442, 111, 29114, 270.72, "the swiss");
	is_dunning(29, 13, 123, 31612, 263.90, "can be");
	is_dunning(31, 23, 139, 31584, 256.84, "previous year");
	is_dunning(10, 0, 3, 31764, 167.23, "mineral water");
	is_dunning(76, 104, 2476, 29121, 157.21, "at the");
	is_dunning(16, 16, 51, 31694, 157.03, "real terms");
	is_rounded(association_mi(20, 20, 42, WORDS), 18.38, 0.01, "Ayatollah Ruhollah");
	is_rounded(association_mi(20, 27, 41, WORDS), 17.98, 0.01, "Bette Midler");
	is_rounded(association_mi(20, 117, 30, WORDS), 16.31, 0.01, "Agatha Christie");
}

/* Rychly (2008): two words that are only ever together have 14; half of a
 * score's distance is a factor of two. */
static void
test_logdice(void)
{
	is_rounded(association_logdice(7, 7, 7), 14, 1e-9, "always together");
	is_rounded(association_logdice(1, 8192, 8192), 1, 1e-9, "once in 8192");
	ok(association_logdice(5, 40, 60) > association_logdice(5, 50, 60), "rarer is closer");
}

static void
test_edges(void)
{
	is_rounded(association_loglik(5, 50, 100, 1000), 0, 1e-9, "as chance would have it");
	ok(isfinite(association_loglik(10, 10, 10, 10)) && isfinite(association_loglik(0, 0, 0, 0)), "nothing but them");
}

int
main(void)
{
	test_published();
	test_logdice();
	test_edges();
	return tap_done();
}
