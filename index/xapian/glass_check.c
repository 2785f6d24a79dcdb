#include "index/xapian/glass_check.h"

#include "index/xapian/folder.h"
#include "index/xapian/xapian_c.h"

/* libxapian's own check follows no stub file that is in a folder. */
static enum status
append_database(const char *path, struct buf *database, struct error *err)
{
	char name[FOLDER_NAME_SIZE];
	enum status status = folder_current(path, name, err);

	if (status < 0)
		return status;
	buf_append_string(database, path);
	if (name[0])
		buf_append_format(database, "/%s", name);
	return buf_status(database) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}

enum status
index_folder_check(const char *path, void (*report)(void *context, const char *line), void *context, struct error *err)
{
	struct buf database = BUF_INIT, text = BUF_INIT;
	uint64_t errors = 0;
	enum status status = append_database(path, &database, err);

	if (status == STATUS_OK)
		status = xapian_check(buf_string(&database), false, &text, &errors, err);
	if (status == STATUS_OK && errors) {
		report(context, buf_string(&text));
		status = error_set(err, STATUS_CORRUPT, path, "the index is damaged");
	}
	error_place(err, path);
	buf_release(&text);
	buf_release(&database);
	return status;
}
