#include "index/xapian/check.h"

#include "index/xapian/xapian_c.h"

enum status
index_folder_check(const char *path, void (*report)(void *context, const char *line), void *context, struct error *err)
{
	struct buf text = BUF_INIT;
	uint64_t errors = 0;
	enum status status = xapian_check(path, false, &text, &errors, err);

	if (status == STATUS_OK && errors) {
		report(context, buf_string(&text));
		status = error_set(err, STATUS_CORRUPT, path, "the index is damaged");
	}
	buf_release(&text);
	return status;
}
