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
	_Atomic uint64_t unread;     /* of those unchanged: in files that were not read again */
	_Atomic uint64_t replaced;   /* of those indexed: another with the same id was there */
	_Atomic uint64_t repeated;   /* of those duplicate: all but id and address is equal to another's */
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
	case ADD_OLDER:
		account->duplicate++;
		break;
	case ADD_WITHDRAWN:
		account->skipped++;
		break;
	case ADD_RENEWED:
		/* account_displace() has counted it. */
		break;
	}
}

/* What index_writer_options.displaced tells. */
void account_displace(struct account *account, enum add_result was, enum add_result now);

/* What repeats_drop() tells: an article, which counted as WAS, repeats another. */
void account_repeat(struct account *account, enum add_result was);

/* The line that ends a run, on standard error; before it, when articles took
 * the place of others or repeat others, a line that says so. */
void account_print(struct account *account, double seconds);

#endif
