/* gen_random.h - numbers that look random and are the same everywhere.
 *
 * Integers only: no result of a mathematical library, which may differ in its
 * last bit from machine to machine, gets into the text.  The step is Weyl's
 * sequence with a 64 x 64 -> 128 bit multiplication folded to 64 bits.
 */
#ifndef NEWSDEX_BENCH_GEN_RANDOM_H
#define NEWSDEX_BENCH_GEN_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct gen_random {
	uint64_t state;
};

static inline uint64_t
gen_mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xd6e8feb86659fd93u);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* A stream of its own for number NUMBER of what KIND says. */
static inline struct gen_random
gen_random_of(uint64_t seed, uint64_t kind, uint64_t number)
{
	return (struct gen_random){ gen_mix(gen_mix(seed, kind), number) };
}

static inline uint64_t
gen_next(struct gen_random *random)
{
	random->state += 0xa0761d6478bd642fu;
	return gen_mix(random->state, 0xe7037ed1a0b428dbu);
}

/* From 0 up to LIMIT (32 bits), LIMIT excluded. */
static inline uint32_t
gen_below(struct gen_random *random, uint32_t limit)
{
	return (uint32_t)(((gen_next(random) >> 32) * limit) >> 32);
}

/* The same, low numbers more often. */
static inline uint32_t
gen_skewed(struct gen_random *random, uint32_t limit)
{
	uint32_t a = gen_below(random, limit), b = gen_below(random, limit);

	return a < b ? a : b;
}

static inline bool
gen_chance(struct gen_random *random, uint32_t percent)
{
	return gen_below(random, 100) < percent;
}

#endif
