#include "query/paired.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

/* The continued fraction of the incomplete beta function by Lentz's method
 * (Abramowitz and Stegun 26.5.8): it comes near quickly for x below
 * (a + 1) / (a + b + 2). */
static double
beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1), value;

	d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
	value = d;
	for (int m = 1; m <= 1000; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), step;

		d = 1 + even * d;
		c = 1 + even / c;
		d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
		c = fabs(c) < DBL_MIN ? DBL_MIN : c;
		value *= d * c;
		d = 1 + odd * d;
		c = 1 + odd / c;
		d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
		c = fabs(c) < DBL_MIN ? DBL_MIN : c;
		step = d * c;
		value *= step;
		if (fabs(step - 1) < 1e-15)
			break;
	}
	return value;
}

/* The regularised incomplete beta function. */
static double
beta_part(double a, double b, double x)
{
	double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double
student_p(double t, double freedom)
{
	return beta_part(freedom / 2, 0.5, freedom / (freedom + t * t));
}

static uint64_t
draw(uint64_t *state)
{
	uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
	return mixed ^ mixed >> 31;
}

/* The sum with signs changed where STATE's draws say so. */
static double
random_sum(const double *differences, size_t count, uint64_t *state)
{
	uint64_t signs = 0;
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		if (i % 64 == 0)
			signs = draw(state);
		sum += signs >> i % 64 & 1 ? -differences[i] : differences[i];
	}
	return sum;
}

static double
signed_sum(const double *differences, size_t count, uint64_t signs)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += signs >> i & 1 ? -differences[i] : differences[i];
	return sum;
}

/* How many ways to put the signs give a sum as far from 0.  What is drawn
 * counts the way that was seen too, so that p is never 0. */
static double
randomisation(const double *differences, size_t count, double sum, uint64_t seed)
{
	bool exact = count <= PAIRED_EXACT_MAX;
	uint64_t ways = exact ? UINT64_C(1) << count : PAIRED_DRAWS, as_far = 0, state = seed;
	/* Sums of the same numbers in another order may differ in the last bit. */
	double least = fabs(sum) * (1 - 1e-12);

	for (uint64_t way = 0; way < ways; way++) {
		double other = exact ? signed_sum(differences, count, way) : random_sum(differences, count, &state);

		as_far += fabs(other) >= least;
	}
	return exact ? (double)as_far / (double)ways : ((double)as_far + 1) / ((double)ways + 1);
}

void
paired_test(const double *differences, size_t count, uint64_t seed, struct paired *paired)
{
	double sum = 0, squares = 0, error;

	for (size_t i = 0; i < count; i++)
		sum += differences[i];
	*paired = (struct paired){ .mean = sum / (double)count, .t = 0, .p_t = 1, .p_random = 1 };
	for (size_t i = 0; i < count; i++)
		squares += (differences[i] - paired->mean) * (differences[i] - paired->mean);
	error = sqrt(squares / (double)(count - 1) / (double)count);
	if (paired->mean == 0)
		return;
	paired->t = paired->mean / error;
	paired->p_t = error > 0 ? student_p(paired->t, (double)count - 1) : 0;
	paired->p_random = randomisation(differences, count, sum, seed);
}
