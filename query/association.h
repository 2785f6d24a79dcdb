/* association.h - how strongly two words go together.
 *
 *   together   occurrences of the word beside the node
 *   alone      occurrences of the word in the corpus
 *   node       occurrences of the node
 *   beside     words that stand beside the node, in all
 *   words      words of the corpus
 *
 * Sources: mutual information: Church and Hanks, Computational Linguistics 16
 * (1990); log-likelihood: Dunning, Computational Linguistics 19 (1993);
 * logDice: Rychly, RASLAN 2008.
 */
#ifndef NEWSDEX_QUERY_ASSOCIATION_H
#define NEWSDEX_QUERY_ASSOCIATION_H

#include <stdint.h>

/* log2 of how many times more often they are together than chance would have
 * it: together / (beside * alone / words). */
double association_mi(uint64_t together, uint64_t alone, uint64_t beside, uint64_t words);

/* G2 of the table {beside the node, elsewhere} x {the word, other words};
 * positive also where they avoid each other. */
double association_loglik(uint64_t together, uint64_t alone, uint64_t beside, uint64_t words);

/* 14 + log2 of Dice's coefficient; 14 is the most there can be. */
double association_logdice(uint64_t together, uint64_t alone, uint64_t node);

#endif
