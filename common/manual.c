#include "common/manual.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whether man has the page, without a word on the terminal. */
static bool
manual_is_there(const char *section, const char *page, void (*prepare)(void))
{
	pid_t pid = fork();
	int how, null;

	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		if (prepare)
			prepare();
		execlp("man", "man", "-w", section, page, (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &how, 0) == pid && WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

void
manual_show(const char *section, const char *page, void (*prepare)(void))
{
	if (!manual_is_there(section, page, prepare))
		return;
	if (prepare)
		prepare();
	execlp("man", "man", section, page, (char *)NULL);
}
