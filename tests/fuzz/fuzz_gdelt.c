/* Any line is a row of GDELT or none, every item stands in its row, and addresses compare. */
#include <stdlib.h>

#include "corpus/gdelt.h"
#include "corpus/url.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
check_inside(struct span part, struct span whole)
{
	if (part.len && (part.ptr < whole.ptr || part.ptr + part.len > whole.ptr + whole.len))
		abort();
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct span line = span_from((const char *)data, size), item;
	struct buf key = BUF_INIT;
	struct gdelt_row row;

	gdelt_table_of(line);
	url_append_key(&key, line);
	if (gdelt_row_read(line, &row)) {
		check_inside(row.url, line);
		check_inside(row.source, line);
		check_inside(row.authors, line);
		for (size_t i = 0; i < row.list_count; i++)
			for (size_t at = 0; gdelt_list_next(&row.lists[i], &at, &item);)
				check_inside(item, row.lists[i].items);
		url_append_key(&key, row.url);
		url_append_site(&key, row.url);
	}
	buf_release(&key);
	return 0;
}
