#include "tests/tap.h"

#include <stdlib.h>

#include "query/paired.h"

/* Student's own example (Biometrika 6, 1908): hours of sleep gained with two
 * drugs.  t = 4.06 there; R's t.test() on the same data, sleep, prints
 * t = -4.0621, df = 9, p-value = 0.002833. */
static void
test_student(void)
{
	static const double gained[] = { 1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4 };
	struct paired paired;

	paired_test(gained, 10, 0, &paired);
	is_close(paired.mean, 1.58, 1e-12, "Student: mean difference");
	is_close(paired.t, 4.0621, 2e-5, "Student: t");
	is_close(paired.p_t, 0.002833, 1e-4, "Student: p");
}

/* Fisher's example (The Design of Experiments, sections 17 and 21): Darwin's
 * plants, eighths of an inch.  t = 2.148; of 2^15 ways to put the signs 1726 give
 * a sum of 314 or more either way: 5.267 per cent. */
static void
test_fisher(void)
{
	static const double darwin[] = { 49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48 };
	double twice[30], many[60];
	struct paired paired, drawn, again;

	paired_test(darwin, 15, 0, &paired);
	is_close(paired.t, 2.148, 5e-4, "Darwin: t");
	is_close(paired.p_t, 0.04970, 1e-4, "Darwin: p of t");
	is_close(paired.p_random * 32768, 1726, 1e-6, "Darwin: 1726 ways of 32768");
	for (size_t i = 0; i < 30; i++)
		twice[i] = i < 15 ? darwin[i] : 0;
	paired_test(twice, 30, 1, &drawn);
	is_close(drawn.p_random, 0.05267, 0.05, "drawn signs come near it: pairs without a difference change nothing");
	paired_test(twice, 30, 1, &again);
	ok(again.p_random == drawn.p_random, "the same seed draws the same");
	paired_test(twice, 30, 2, &again);
	ok(again.p_random != drawn.p_random, "another draws others");
	for (size_t i = 0; i < 60; i++)
		many[i] = 1 + (double)(i % 7);
	paired_test(many, 60, 0, &paired);
	is_close(paired.p_random, 1.0 / (PAIRED_DRAWS + 1), 1e-15, "p is never 0 where signs are drawn");
}

/* Tables of Student's distribution: two-sided 5 and 1 per cent points. */
static void
test_table(void)
{
	static const struct {
		double freedom, t, p;
	} points[] = {
		{ 1, 12.7062, 0.05 }, { 2, 4.3027, 0.05 }, { 10, 2.2281, 0.05 }, { 30, 2.0423, 0.05 }, { 120, 1.9799, 0.05 },
		{ 1, 63.6567, 0.01 }, { 5, 4.0321, 0.01 }, { 49, 2.6800, 0.01 }, { 1e6, 1.959966, 0.05 },
	};

	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++)
		is_close(student_p(points[i].t, points[i].freedom), points[i].p, 2e-4, "a point of Student's table");
	is_close(student_p(0, 5), 1, 1e-12, "no difference");
	is_close(student_p(-2.2281, 10), 0.05, 2e-4, "either way");
}

static void
test_nothing(void)
{
	static const double none[] = { 0, 0, 0 }, same[] = { 2, 2, 2 };
	struct paired paired;

	paired_test(none, 3, 0, &paired);
	ok(paired.t == 0 && paired.p_t == 1 && paired.p_random == 1, "runs that are the same");
	paired_test(same, 3, 0, &paired);
	ok(paired.p_t == 0 && paired.p_random == 0.25, "always the same difference");
}

int
main(void)
{
	test_student();
	test_fisher();
	test_table();
	test_nothing();
	return tap_done();
}
