#include "common/memory.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

void
memory_give_back(struct span bytes)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t start = ((uintptr_t)bytes.ptr + page - 1) / page * page;
	uintptr_t end = ((uintptr_t)bytes.ptr + bytes.len) / page * page;

	if (start < end)
		(void)madvise((void *)start, end - start, MADV_DONTNEED);
}
