#include "index/segment/pages.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20)
#define SMALL_PAGE ((size_t)4096)

bool
pages_grow(struct pages *pages, size_t size)
{
	size_t unit = size >= HUGE_PAGE ? HUGE_PAGE : SMALL_PAGE;
	void *data;

	if (size <= pages->size)
		return true;
	if (size > SIZE_MAX / 2)
		return false;
	size = (size + unit - 1) / unit * unit;
	data = pages->data
		? mremap(pages->data, pages->size, size, MREMAP_MAYMOVE)
		: mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (data == MAP_FAILED)
		return false;
	if (size >= HUGE_PAGE && !pages->small)
		(void)madvise(data, size, MADV_HUGEPAGE);
	pages->data = data;
	pages->size = size;
	return true;
}

void
pages_zero(struct pages *pages)
{
	if (pages->data)
		memset(pages->data, 0, pages->size);
}

void
pages_release(struct pages *pages)
{
	if (pages->data)
		munmap(pages->data, pages->size);
	pages->data = NULL;
	pages->size = 0;
}
