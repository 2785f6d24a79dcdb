#include "query/read_all.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"

enum status
read_all(const char *path, size_t limit, struct buf *out, struct error *err)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	enum status status;

	if (fd < 0)
		return error_set_errno(err, path, "cannot open", errno);
	status = file_read_fd(fd, path, limit, out, err);
	if (fd != STDIN_FILENO)
		close(fd);
	return status;
}
