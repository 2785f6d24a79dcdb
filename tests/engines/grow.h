/* grow.h - arrays of the tests' slow readers. */
#ifndef NEWSDEX_TESTS_GROW_H
#define NEWSDEX_TESTS_GROW_H

#include <stdlib.h>

/* Room for one item more behind COUNT of SIZE bytes, in an array that only
 * grew by this; aborts when memory is short. */
static inline void *
test_grow(void *items, size_t count, size_t size)
{
	void *grown = items;

	if ((count & (count - 1)) == 0) {
		grown = realloc(items, (count ? 2 * count : 1) * size);
		if (!grown)
			abort();
	}
	return grown;
}

#endif
