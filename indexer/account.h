/* account.h - where every article of a run went.
 *
 * read = indexed + unchanged + duplicate + skipped, always.  A file or part of
 * one that cannot be read counts as one skipped article: how many it would
 * have had nobody knows.
 */
#ifndef NEWSDEX_INDEXER_ACCOUNT_H
#define NEWSDEX_INDEXER_ACCOUNT_H

#include <stdatomic.h>
#include <stdint.h>

struct account {
	_Atomic uint64_t indexed, unchanged, duplicate, skipped;
};

static inline uint64_t
account_read(struct account *account)
{
	return account->indexed + account->unchanged + account->duplicate + account->skipped;
}

/* The line that ends a run, on standard error. */
void account_print(struct account *account, double seconds);

#endif
