#include "query/spill_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/file.h"

void
spill_file_release(struct spill_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	*file = (struct spill_file)SPILL_FILE_INIT;
}

/* The name while it is made, and a NUL. */
#define FILE_NAME "/newsquery.XXXXXX"

static const char *
folder(void)
{
	const char *named = getenv("TMPDIR");

	return named && *named ? named : "/tmp";
}

static enum status
make(struct spill_file *file, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = STATUS_OK;

	buf_append_string(&path, folder());
	buf_append(&path, FILE_NAME, sizeof(FILE_NAME));
	if (buf_status(&path) < 0) {
		status = error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	} else if ((file->fd = mkostemp(path.data, O_CLOEXEC)) < 0) {
		status = error_set(err, STATUS_IO, folder(), "cannot make a file there: %s", strerror(errno));
	} else {
		unlink(path.data);
	}
	buf_release(&path);
	return status;
}

enum status
spill_file_write(struct spill_file *file, const void *data, size_t len, struct error *err)
{
	enum status status = file->fd < 0 ? make(file, err) : STATUS_OK;

	if (status == STATUS_OK)
		status = file_write_all(file->fd, data, len, folder(), err);
	if (status == STATUS_OK)
		file->size += len;
	return status;
}

enum status
spill_file_read(const struct spill_file *file, uint64_t at, void *data, size_t len, struct error *err)
{
	char *to = data;

	while (len) {
		ssize_t got = pread(file->fd, to, len, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return error_set(err, STATUS_IO, folder(), "cannot read what was written there");
		to += got;
		at += (uint64_t)got;
		len -= (size_t)got;
	}
	return STATUS_OK;
}
