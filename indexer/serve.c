#include "indexer/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/signals.h"

#define SERVER "xapian-tcpsrv"
#define NOT_FOUND 127

static atomic_int served_by;

/* From the thread of signals. */
static void
server_stop(void *context)
{
	pid_t pid = atomic_load(&served_by);

	(void)context;
	if (pid > 0 && signals_caught())
		kill(pid, SIGTERM);
}

/* In the child.  A session of its own, because the server ends by a signal to
 * its whole process group. */
static _Noreturn void
server_run(const char *path, const char *host, const char *port, int output, pid_t parent)
{
	setsid();
	signals_restore();
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() == parent && dup2(output, STDOUT_FILENO) >= 0 && dup2(output, STDERR_FILENO) >= 0) {
		execlp(SERVER, SERVER, "--interface", host, "--port", port, path, (char *)NULL);
		_exit(errno == ENOENT ? NOT_FOUND : EXIT_FAILURE);
	}
	_exit(EXIT_FAILURE);
}

/* Reads what the server says until it ends; its last line stays in LINE. */
static void
server_listen(FILE *output, char *line, size_t size, void (*ready)(void *context), void *context)
{
	char *said = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getline(&said, &room, output)) > 0) {
		if (said[len - 1] == '\n')
			said[len - 1] = '\0';
		if (ready && strcmp(said, "Listening...") == 0) {
			ready(context);
			ready = NULL;
		}
		if (*said)
			snprintf(line, size, "%s", said);
	}
	free(said);
}

static enum status
server_verdict(int code, const char *line, const char *path, struct error *err)
{
	if (signals_caught())
		return STATUS_OK;
	if (WIFEXITED(code) && WEXITSTATUS(code) == NOT_FOUND)
		return error_set(err, STATUS_IO, SERVER, "not installed (Debian has it in xapian-tools)");
	return error_set(err, STATUS_IO, path, SERVER " ended: %s", *line ? line : "it gave no reason");
}

enum status
serve_index(const char *path, const char *host, const char *port, void (*ready)(void *context), void *context, struct error *err)
{
	char line[256] = "";
	pid_t parent = getpid(), pid;
	int ends[2], code = 0;
	FILE *output;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set_errno(err, NULL, "cannot make a pipe", errno);
	output = fdopen(ends[0], "r");
	signals_hold(true, server_stop, NULL);
	pid = output ? fork() : -1;
	if (pid == 0)
		server_run(path, host, port, ends[1], parent);
	close(ends[1]);
	if (pid < 0) {
		enum status status = error_set_errno(err, NULL, "cannot start " SERVER, errno);

		if (output)
			fclose(output);
		else
			close(ends[0]);
		signals_hold(false, NULL, NULL);
		return status;
	}
	atomic_store(&served_by, pid);
	server_stop(NULL);  /* a signal may have come before there was anybody to stop */
	server_listen(output, line, sizeof(line), ready, context);
	fclose(output);
	while (waitpid(pid, &code, 0) < 0 && errno == EINTR)
		;
	atomic_store(&served_by, 0);
	signals_hold(false, NULL, NULL);
	return server_verdict(code, line, path, err);
}
