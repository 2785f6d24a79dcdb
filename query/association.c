#include "query/association.h"

#include <math.h>

double
association_mi(uint64_t together, uint64_t alone, uint64_t beside, uint64_t words)
{
	return log2((double)together * (double)words / ((double)beside * (double)alone));
}

/* One cell of the table: SEEN in a row and a column with these sums. */
static double
cell(double seen, double row, double column, double all)
{
	return seen > 0 ? seen * log(seen * all / (row * column)) : 0;
}

double
association_loglik(uint64_t together, uint64_t alone, uint64_t beside, uint64_t words)
{
	double both = (double)together, word = (double)alone, row = (double)beside, all = (double)words;

	return 2 * (cell(both, row, word, all) +
	            cell(row - both, row, all - word, all) +
	            cell(word - both, all - row, word, all) +
	            cell(all - row - word + both, all - row, all - word, all));
}

double
association_logdice(uint64_t together, uint64_t alone, uint64_t node)
{
	return 14 + log2(2 * (double)together / ((double)alone + (double)node));
}
