#include "index/segment/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/buf.h"

static enum status
lock_refused(int fd, const char *path, struct error *err)
{
	char text[32] = "";
	ssize_t len = pread(fd, text, sizeof(text) - 1, 0);
	long pid = len > 0 ? strtol(text, NULL, 10) : 0;

	return pid > 0 ? error_set(err, STATUS_LOCKED, path, "process %ld is writing to the index", pid)
	               : error_set(err, STATUS_LOCKED, path, "another process is writing to the index");
}

static enum status
lock_file(int fd, const char *path, bool wait, struct error *err)
{
	/* Of the open file, not of the process: two writers of one process exclude
	 * each other, and closing some other descriptor does not give it up. */
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char text[32];
	int len;

	while (fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock) < 0) {
		if (errno == EINTR)
			continue;
		if (errno == EAGAIN || errno == EACCES)
			return lock_refused(fd, path, err);
		return error_set_errno(err, path, "cannot lock", errno);
	}
	len = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	/* The text is for messages alone: a disk that is full does not matter here. */
	if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)len, 0) < 0)
		return STATUS_OK;
	return STATUS_OK;
}

enum status
lock_take(const char *folder, bool wait, int *fd, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status;

	*fd = -1;
	buf_append_format(&path, "%s/lock", folder);
	if (buf_status(&path) < 0)
		return error_set(err, STATUS_NOMEM, folder, "out of memory");
	*fd = open(buf_string(&path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (*fd < 0)
		status = error_set_errno(err, buf_string(&path), "cannot open", errno);
	else
		status = lock_file(*fd, buf_string(&path), wait, err);
	if (status < 0 && *fd >= 0) {
		close(*fd);
		*fd = -1;
	}
	buf_release(&path);
	return status;
}

void
lock_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
