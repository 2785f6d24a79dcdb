/* A filter of ids says yes to all that are in it, and seldom to others. */
#include <stdio.h>

#include "index/segment/id_filter.h"
#include "tests/tap.h"

static uint64_t
hash_of(const char *what, unsigned number)
{
	char id[64];
	int len = snprintf(id, sizeof(id), "Qhttps://news.example/%s/%u", what, number);

	return id_filter_hash(span_from(id, (size_t)len));
}

static void
filter(unsigned ids)
{
	struct id_filter filter;
	unsigned missed = 0, wrong = 0, others = 100000;

	if (!id_filter_init(&filter, ids))
		return;
	for (unsigned i = 0; i < ids; i++)
		id_filter_add(&filter, hash_of("there", i));
	for (unsigned i = 0; i < ids; i++)
		missed += !id_filter_has(&filter, hash_of("there", i));
	for (unsigned i = 0; i < others; i++)
		wrong += id_filter_has(&filter, hash_of("not-there", i));
	ok(missed == 0, "all of %u ids are in it", ids);
	ok(wrong < others / 200, "of %u others %u seem to be", others, wrong);
	id_filter_release(&filter);
}

int
main(void)
{
	filter(0);
	filter(1);
	filter(77);
	filter(5000);
	filter(300000);
	return tap_done();
}
