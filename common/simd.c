#include "common/simd.h"

#include <stdlib.h>
#include <string.h>

atomic_int simd_found;

static enum simd
machine_level(void)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
	    && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx2"))
		return SIMD_AVX512;
	if (__builtin_cpu_supports("avx2"))
		return SIMD_AVX2;
#endif
	return SIMD_NONE;
}

void
simd_limit(enum simd most)
{
	enum simd has = machine_level();

	atomic_store_explicit(&simd_found, 1 + (int)(most < has ? most : has), memory_order_relaxed);
}

enum simd
simd_look(void)
{
	const char *wish = getenv("NEWSDEX_SIMD");

	simd_limit(!wish ? SIMD_MOST : strcmp(wish, "none") == 0 ? SIMD_NONE : strcmp(wish, "avx2") == 0 ? SIMD_AVX2 : SIMD_MOST);
	return simd_level();
}
