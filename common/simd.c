#include "common/simd.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)

#include <stdbool.h>
#include <sys/platform/x86.h>

/* The C library has asked the machine already: a virtual one takes microseconds for each answer.
 * Its own x86_cpu_active() shifts a bit into a sign. */
static bool
feature_active(unsigned feature)
{
	const struct cpuid_feature *leaf = __x86_get_cpuid_feature_leaf(feature / 128);

	return leaf->active_array[feature % 128 / 32] >> feature % 32 & 1;
}

#define MACHINE_HAS(LIBRARY, COMPILER) feature_active(x86_cpu_##LIBRARY)

#elif defined(__x86_64__)

#define MACHINE_HAS(LIBRARY, COMPILER) (__builtin_cpu_supports(COMPILER) != 0)

#endif

atomic_int simd_found;

static enum simd
machine_level(void)
{
#if defined(__x86_64__)
	if (!MACHINE_HAS(AVX2, "avx2"))
		return SIMD_NONE;
	if (!MACHINE_HAS(AVX512F, "avx512f") || !MACHINE_HAS(AVX512BW, "avx512bw") || !MACHINE_HAS(AVX512VL, "avx512vl")
	    || !MACHINE_HAS(AVX512_VBMI2, "avx512vbmi2") || !MACHINE_HAS(BMI2, "bmi2"))
		return SIMD_AVX2;
	return MACHINE_HAS(AVX512_VP2INTERSECT, "avx512vp2intersect") ? SIMD_INTERSECT : SIMD_AVX512;
#else
	return SIMD_NONE;
#endif
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
