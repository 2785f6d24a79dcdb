/* paired.h - whether two runs differ by more than chance would have it, from
 * the differences of one measure, query by query.
 *
 * Sources: the t test for pairs, Student, Biometrika 6 (1908); the
 * randomisation test, Fisher, The Design of Experiments (1935), section 21, and
 * for retrieval Smucker, Allan and Carterette, CIKM 2007.  Both are two-sided.
 */
#ifndef NEWSDEX_QUERY_PAIRED_H
#define NEWSDEX_QUERY_PAIRED_H

#include <stddef.h>
#include <stdint.h>

struct paired {
	double mean;       /* of the differences */
	double t;          /* Student's, with count - 1 degrees of freedom; 0 where all are 0 */
	double p_t;
	double p_random;
};

/* How many pairs are tried with every sign; with more of them PAIRED_DRAWS at random. */
#define PAIRED_EXACT_MAX 16
#define PAIRED_DRAWS 100000

/* The tests of COUNT (at least 2) differences; SEED draws other signs. */
void paired_test(const double *differences, size_t count, uint64_t seed, struct paired *paired);

/* The two-sided p of Student's T with FREEDOM (at least 1) degrees. */
double student_p(double t, double freedom);

#endif
