/* Measures against worked examples.
 */
#include "query/measures.h"

#include "tests/tap.h"

#define N JUDGED_NOT

static void
is_measure(const struct ranking *ranking, size_t measure, double want)
{
	double values[MEASURE_COUNT];
	char name[24];

	measures_of(ranking, values);
	measure_name(measure, name);
	is_close(values[measure], want, 1e-12, name);
}

/* Manning, Raghavan and Schutze, Introduction to Information Retrieval (2008),
 * exercise 8.8, system 1: R N R N N N N N R R, four relevant articles; the
 * average precision is (1 + 2/3 + 3/9 + 4/10) / 4 = 0.6. */
static void
test_average_precision(void)
{
	static const int32_t judged[] = { 1, 0, 1, 0, 0, 0, 0, 0, 1, 1 }, ideal[] = { 1, 1, 1, 1 };
	const struct ranking ranking = { judged, 10, ideal, 4, 6 };

	is_measure(&ranking, MEASURE_MAP, 0.6);
	is_measure(&ranking, MEASURE_GM_MAP, log(0.6));
	is_measure(&ranking, MEASURE_RPREC, 0.5);
	is_measure(&ranking, MEASURE_RECIP_RANK, 1);
	is_measure(&ranking, MEASURE_P, 0.4);
	is_measure(&ranking, MEASURE_P + 1, 0.4);
	is_measure(&ranking, MEASURE_P + 3, 0.2);
	is_measure(&ranking, MEASURE_RECALL, 0.5);
	is_measure(&ranking, MEASURE_RECALL + 8, 1);
	/* 1 and 1 - 1/4, and 1 - 4/4 twice: six above count as four. */
	is_measure(&ranking, MEASURE_BPREF, (1 + 0.75) / 4);
}

/* Gains 3 2 3 0 1 2, as in the common example of nDCG with log2(rank + 1):
 * DCG 6.8611 and, with all six as the ideal, IDCG 7.1410, nDCG 0.961. */
static void
test_gain(void)
{
	static const int32_t judged[] = { 3, 2, 3, 0, 1, 2 }, ideal[] = { 3, 3, 2, 2, 1 };
	const struct ranking ranking = { judged, 6, ideal, 5, 1 };
	double dcg = 3 + 2 / log2(3) + 3 / log2(4) + 1 / log2(6) + 2 / log2(7);
	double best = 3 + 3 / log2(3) + 2 / log2(4) + 2 / log2(5) + 1 / log2(6);
	double values[MEASURE_COUNT];

	is_measure(&ranking, MEASURE_NDCG, dcg / best);
	measures_of(&ranking, values);
	ok(fabs(values[MEASURE_NDCG] - 0.961) < 5e-4, "0.961, as published");
	is_measure(&ranking, MEASURE_NDCG_CUT, (dcg - 2 / log2(7)) / best);
	is_measure(&ranking, MEASURE_NDCG_CUT + 1, dcg / best);
}

/* Articles that nobody judged are not relevant, but bpref passes over them. */
static void
test_unjudged(void)
{
	static const int32_t judged[] = { N, -1, 0, 1, N, 2 }, ideal[] = { 2, 1, 1 };
	const struct ranking ranking = { judged, 6, ideal, 3, 1 };

	is_measure(&ranking, MEASURE_NUM_RET, 6);
	is_measure(&ranking, MEASURE_NUM_REL, 3);
	is_measure(&ranking, MEASURE_NUM_REL_RET, 2);
	is_measure(&ranking, MEASURE_RECIP_RANK, 0.25);
	is_measure(&ranking, MEASURE_MAP, (1.0 / 4 + 2.0 / 6) / 3);
	is_measure(&ranking, MEASURE_BPREF, 0);
}

static void
test_nothing(void)
{
	static const int32_t judged[] = { N, 0 };
	const struct ranking none = { judged, 2, NULL, 0, 1 }, empty = { NULL, 0, NULL, 0, 0 };

	for (size_t i = MEASURE_MAP; i < MEASURE_COUNT; i++) {
		if (i == MEASURE_GM_MAP)
			continue;
		is_measure(&none, i, 0);
		is_measure(&empty, i, 0);
	}
}

static void
test_average(void)
{
	double sums[MEASURE_COUNT] = { 0 }, values[MEASURE_COUNT];

	sums[MEASURE_NUM_RET] = 30;
	sums[MEASURE_MAP] = 0.75;
	sums[MEASURE_GM_MAP] = log(0.25) + log(0.5) + log(1);
	measures_average(sums, 3, values);
	is_close(values[MEASURE_NUM_RET], 30, 1e-12, "numbers are added");
	is_close(values[MEASURE_MAP], 0.25, 1e-12, "shares are averaged");
	is_close(values[MEASURE_GM_MAP], 0.5, 1e-12, "a geometric mean");
}

int
main(void)
{
	test_average_precision();
	test_gain();
	test_unjudged();
	test_nothing();
	test_average();
	return tap_done();
}
