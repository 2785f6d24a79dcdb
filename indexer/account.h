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

#include "index/index.h"

struct account {
	_Atomic uint64_t indexed, unchanged, duplicate, skipped;
	_Atomic uint64_t replaced;   /* of those indexed: another with the same id was there */
};

static inline uint64_t
account_read(struct account *account)
{
	return account->indexed + account->unchanged + account->duplicate + account->skipped;
}

/* Counts one article that was given to the index. */
static inline void
account_add(struct account *account, enum add_result result)
{
	switch (result) {
	case ADD_REPLACED:
		account->replaced++;
		account->indexed++;
		break;
	case ADD_NEW:
		account->indexed++;
		break;
	case ADD_UNCHANGED:
		account->unchanged++;
		break;
	case ADD_DUPLICATE:
		account->duplicate++;
		break;
	}
}

/* The line that ends a run, on standard error; before it, when articles took
 * the place of others, a line that says so. */
void account_print(struct account *account, double seconds);

#endif
