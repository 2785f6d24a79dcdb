#include "tests/tap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "common/spill.h"

#define SIZE ((size_t)16 << 20)

/* Bytes of memory that this process has mapped and touched. */
static size_t
mapped_bytes(void)
{
	unsigned long all = 0, mapped = 0;
	FILE *file = fopen("/proc/self/statm", "r");

	if (!file || fscanf(file, "%lu %lu", &all, &mapped) != 2)
		mapped = 0;
	if (file)
		fclose(file);
	return (size_t)mapped * (size_t)sysconf(_SC_PAGESIZE);
}

static bool
holds(const uint32_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i] != (uint32_t)i)
			return false;
	return true;
}

/* Waits until no more than MOST bytes are mapped, and at most ten seconds. */
static bool
falls_below(size_t most)
{
	for (int i = 0; i < 1000; i++) {
		if (mapped_bytes() <= most)
			return true;
		nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	}
	return false;
}

int
main(void)
{
	size_t count = SIZE / sizeof(uint32_t), before = mapped_bytes();
	struct spill *spill = spill_new(".", SIZE);
	uint32_t *numbers;

	ok(spill != NULL, "memory in a file");
	if (!spill)
		return tap_done();
	numbers = spill_data(spill);
	ok(numbers[0] == 0 && numbers[count - 1] == 0, "which is zero");
	for (size_t i = 0; i < count; i++)
		numbers[i] = (uint32_t)i;
	ok(falls_below(before + SIZE / 2), "what was written does not stay in memory");
	ok(holds(numbers, count), "and is there when it is read");
	ok(spill_grow(spill, 2 * SIZE), "it grows");
	numbers = spill_data(spill);
	ok(holds(numbers, count), "and keeps what it has");
	numbers[2 * count - 1] = 7;
	ok(spill_grow(spill, SIZE) && numbers[2 * count - 1] == 7, "and does not shrink");
	ok(!spill_grow(spill, (size_t)INT64_MAX - 4096) && spill_data(spill) == numbers, "where there is no room it stays as it is");
	ok(holds(numbers, count) && numbers[2 * count - 1] == 7, "with all that it has");
	spill_free(spill);
	spill_free(NULL);
	ok(!spill_new("nowhere", SIZE), "no folder, no file");
	ok(!spill_new(".", (size_t)INT64_MAX - 4096), "nor for what no disk has room for");
	return tap_done();
}
