#include "common/standard.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void
standard_streams_keep(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		/* The lowest number that is free is what open() gives; the wrong way round it is no stream to use. */
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}
