/* simd.h - which vector instructions to use.
 *
 * What is faster with wide vectors has a portable twin that gives the same
 * bits; which one runs is asked here, at run time.
 */
#ifndef NEWSDEX_COMMON_SIMD_H
#define NEWSDEX_COMMON_SIMD_H

#include <stdatomic.h>

enum simd {
	SIMD_NONE,       /* what every machine has */
	SIMD_AVX2,
	SIMD_AVX512,     /* with what came with VBMI2: Ice Lake, Zen 4 */
	SIMD_INTERSECT,  /* and VP2INTERSECT: Zen 5 */
	SIMD_MOST = SIMD_INTERSECT,
};

/* 1 + what was found; 0: not looked yet. */
extern atomic_int simd_found;

/* Looks at the machine and at $NEWSDEX_SIMD ("none", "avx2" or "avx512": no more than that). */
enum simd simd_look(void);

/* What may be used.  For any thread. */
static inline enum simd
simd_level(void)
{
	int found = atomic_load_explicit(&simd_found, memory_order_relaxed);

	return found ? (enum simd)(found - 1) : simd_look();
}

/* From now on no more than MOST, nor than the machine has: for tests. */
void simd_limit(enum simd most);

#endif
