#include "query/measures.h"

#include <math.h>
#include <stdio.h>

#define LOWEST_AP 0.00001  /* that a geometric mean takes, lest one 0 decide it */

static const size_t cutoffs[MEASURE_CUTOFFS] = { 5, 10, 15, 20, 30, 100, 200, 500, 1000 };

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static double
share(double part, size_t whole)
{
	return whole ? part / (double)whole : 0;
}

static double
average_precision(const struct ranking *ranking)
{
	size_t found = 0;
	double sum = 0;

	for (size_t i = 0; i < ranking->count; i++)
		if (ranking->judged[i] >= 1)
			sum += (double)++found / (double)(i + 1);
	return share(sum, ranking->relevant);
}

static double
binary_preference(const struct ranking *ranking)
{
	size_t most = smaller(ranking->nonrelevant, ranking->relevant), above = 0;
	double sum = 0;

	for (size_t i = 0; i < ranking->count; i++) {
		if (ranking->judged[i] == 0)
			above++;
		else if (ranking->judged[i] >= 1)
			sum += above ? 1 - (double)smaller(above, ranking->relevant) / (double)most : 1;
	}
	return share(sum, ranking->relevant);
}

static double
reciprocal_rank(const struct ranking *ranking)
{
	for (size_t i = 0; i < ranking->count; i++)
		if (ranking->judged[i] >= 1)
			return 1 / (double)(i + 1);
	return 0;
}

static size_t
relevant_within(const struct ranking *ranking, size_t depth)
{
	size_t found = 0;

	for (size_t i = 0; i < depth && i < ranking->count; i++)
		found += ranking->judged[i] >= 1;
	return found;
}

static double
gain_within(const int32_t *judged, size_t count, size_t depth)
{
	double sum = 0;

	for (size_t i = 0; i < count && i < depth; i++)
		if (judged[i] >= 1)
			sum += judged[i] / log2((double)(i + 2));
	return sum;
}

static double
normalised_gain(const struct ranking *ranking, size_t depth)
{
	double ideal = gain_within(ranking->ideal, ranking->relevant, depth);

	return ideal > 0 ? gain_within(ranking->judged, ranking->count, depth) / ideal : 0;
}

void
measures_of(const struct ranking *ranking, double values[MEASURE_COUNT])
{
	double precision = average_precision(ranking);

	values[MEASURE_NUM_RET] = (double)ranking->count;
	values[MEASURE_NUM_REL] = (double)ranking->relevant;
	values[MEASURE_NUM_REL_RET] = (double)relevant_within(ranking, ranking->count);
	values[MEASURE_MAP] = precision;
	values[MEASURE_GM_MAP] = log(fmax(precision, LOWEST_AP));
	values[MEASURE_RPREC] = share((double)relevant_within(ranking, ranking->relevant), ranking->relevant);
	values[MEASURE_BPREF] = binary_preference(ranking);
	values[MEASURE_RECIP_RANK] = reciprocal_rank(ranking);
	for (size_t i = 0; i < MEASURE_CUTOFFS; i++) {
		double found = (double)relevant_within(ranking, cutoffs[i]);

		values[MEASURE_P + i] = found / (double)cutoffs[i];
		values[MEASURE_RECALL + i] = share(found, ranking->relevant);
		values[MEASURE_NDCG_CUT + i] = normalised_gain(ranking, cutoffs[i]);
	}
	values[MEASURE_NDCG] = normalised_gain(ranking, SIZE_MAX);
}

int
measure_is_count(size_t measure)
{
	return measure <= MEASURE_NUM_REL_RET;
}

void
measures_average(const double sums[MEASURE_COUNT], size_t queries, double values[MEASURE_COUNT])
{
	for (size_t i = 0; i < MEASURE_COUNT; i++)
		values[i] = measure_is_count(i) ? sums[i] : share(sums[i], queries);
	if (queries)
		values[MEASURE_GM_MAP] = exp(values[MEASURE_GM_MAP]);
}

void
measure_name(size_t measure, char name[24])
{
	static const char *const single[] = {
		[MEASURE_NUM_RET] = "num_ret", [MEASURE_NUM_REL] = "num_rel", [MEASURE_NUM_REL_RET] = "num_rel_ret",
		[MEASURE_MAP] = "map", [MEASURE_GM_MAP] = "gm_map", [MEASURE_RPREC] = "Rprec", [MEASURE_BPREF] = "bpref",
		[MEASURE_RECIP_RANK] = "recip_rank",
	};

	if (measure < MEASURE_P)
		snprintf(name, 24, "%s", single[measure]);
	else if (measure < MEASURE_RECALL)
		snprintf(name, 24, "P_%zu", cutoffs[measure - MEASURE_P]);
	else if (measure < MEASURE_NDCG)
		snprintf(name, 24, "recall_%zu", cutoffs[measure - MEASURE_RECALL]);
	else if (measure == MEASURE_NDCG)
		snprintf(name, 24, "ndcg");
	else
		snprintf(name, 24, "ndcg_cut_%zu", cutoffs[measure - MEASURE_NDCG_CUT]);
}
