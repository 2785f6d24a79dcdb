#include "query/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t pager_pid;

static const char *
pager_command(void)
{
	const char *command = getenv("NEWSDEX_PAGER");

	if (!command)
		command = getenv("PAGER");
	if (!command)
		command = "less";
	return *command && strcmp(command, "cat") != 0 ? command : NULL;
}

/* Comes back when COMMAND cannot be run. */
static void
pager_exec(const char *command)
{
	signal(SIGINT, SIG_DFL);
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	if (strpbrk(command, "|&;<>()$`\\\"' \t\n*?[#~=%"))
		execlp("sh", "sh", "-c", command, (char *)NULL);
	else
		execlp(command, command, (char *)NULL);
}

/* Whether the command could be started: its end of the pipe is closed by a
 * successful exec, and holds a byte after a failed one. */
static bool
pager_started(int fd)
{
	char byte;
	ssize_t got;

	do
		got = read(fd, &byte, 1);
	while (got < 0 && errno == EINTR);
	close(fd);
	return got == 0;
}

static void
pager_child(const char *command, const int data[2], const int word[2])
{
	ssize_t ignored;

	dup2(data[0], STDIN_FILENO);
	close(data[0]);
	close(data[1]);
	close(word[0]);
	pager_exec(command);
	ignored = write(word[1], "", 1);
	(void)ignored;
	_exit(127);
}

bool
pager_start(void)
{
	const char *command = pager_command();
	int data[2], word[2];
	pid_t pid;

	if (!command || pager_pid)
		return false;
	if (pipe(data) != 0)
		return false;
	if (pipe2(word, O_CLOEXEC) != 0) {
		close(data[0]);
		close(data[1]);
		return false;
	}
	pid = fork();
	if (pid == 0)
		pager_child(command, data, word);
	close(data[0]);
	close(word[1]);
	if (pid < 0 || !pager_started(word[0])) {
		close(data[1]);
		if (pid > 0)
			waitpid(pid, NULL, 0);
		return false;
	}
	pager_pid = pid;
	/* ^C is for the pager now: it has the terminal. */
	signal(SIGINT, SIG_IGN);
	if (isatty(STDERR_FILENO))
		dup2(data[1], STDERR_FILENO);
	dup2(data[1], STDOUT_FILENO);
	close(data[1]);
	return true;
}

void
pager_wait(void)
{
	if (!pager_pid)
		return;
	close(STDERR_FILENO);
	while (waitpid(pager_pid, NULL, 0) < 0 && errno == EINTR)
		;
	pager_pid = 0;
}
