/* hash.h - 64-bit and 128-bit hashes of bytes (XXH3, by libxxhash).
 *
 * hash_bytes() is for tables in memory and takes a seed; hash_content() is for
 * what is written into an index, so its value never changes.
 */
#ifndef NEWSDEX_COMMON_HASH_H
#define NEWSDEX_COMMON_HASH_H

#include <stdint.h>

#include "common/span.h"

struct hash128 {
	uint64_t low, high;
};

uint64_t hash_bytes(struct span data, uint64_t seed);
struct hash128 hash_content(struct span data);

/* A seed drawn once per process, so that nobody outside can prepare keys that
 * all fall into one slot. */
uint64_t hash_process_seed(void);

#endif
