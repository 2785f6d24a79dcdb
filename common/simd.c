#include "common/simd.h"

#include <stdlib.h>
#include <string.h>

atomic_int simd_found;

static enum simd
machine_level(void)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
	    && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx2")
	    && __builtin_cpu_supports("bmi2"))
		return __builtin_cpu_supports("avx512vp2intersect") ? SIMD_INTERSECT : SIMD_AVX512;
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
	static const struct {
		const char *name;
		enum simd most;
	} wishes[] = { { "none", SIMD_NONE }, { "avx2", SIMD_AVX2 }, { "avx512", SIMD_AVX512 } };
	const char *wish = getenv("NEWSDEX_SIMD");
	enum simd most = SIMD_MOST;

	for (size_t i = 0; wish && i < sizeof(wishes) / sizeof(wishes[0]); i++)
		if (strcmp(wish, wishes[i].name) == 0)
			most = wishes[i].most;
	simd_limit(most);
	return simd_level();
}
