#include "common/hash.h"

#include <pthread.h>
#include <sys/random.h>
#include <time.h>
#include <xxhash.h>

static uint64_t process_seed;
static pthread_once_t process_seed_once = PTHREAD_ONCE_INIT;

static void
process_seed_draw(void)
{
	struct timespec now;

	if (getrandom(&process_seed, sizeof(process_seed), GRND_NONBLOCK) == (ssize_t)sizeof(process_seed))
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	process_seed = (uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 20;
}

uint64_t
hash_process_seed(void)
{
	pthread_once(&process_seed_once, process_seed_draw);
	return process_seed;
}

uint64_t
hash_bytes(struct span data, uint64_t seed)
{
	return XXH3_64bits_withSeed(data.ptr, data.len, seed);
}

struct hash128
hash_content(struct span data)
{
	XXH128_hash_t hash = XXH3_128bits(data.ptr, data.len);

	return (struct hash128){ .low = hash.low64, .high = hash.high64 };
}
