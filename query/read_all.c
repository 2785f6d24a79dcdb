#include "query/read_all.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define READ_SIZE ((size_t)64 << 10)

enum status
read_all(const char *path, size_t limit, struct buf *out, struct error *err)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	enum status status = STATUS_OK;
	size_t start = out->len;

	if (fd < 0)
		return error_set_errno(err, path, "cannot open", errno);
	for (;;) {
		char *to = buf_reserve(out, READ_SIZE);
		ssize_t got = to ? read(fd, to, READ_SIZE) : 0;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			status = error_set_errno(err, path, "cannot read", errno);
		if (got <= 0)
			break;
		out->len += (size_t)got;
		if (out->len - start > limit) {
			status = error_set(err, STATUS_LIMIT, path, "longer than %zu bytes", limit);
			break;
		}
	}
	if (status == STATUS_OK && buf_status(out) < 0)
		status = error_set(err, STATUS_NOMEM, path, "not enough memory");
	if (fd != STDIN_FILENO)
		close(fd);
	return status;
}
