/* measure - runs a command and says what it took.
 *
 *   bench/measure [-n RUNS] COMMAND [ARGUMENT]...
 *
 * A line a run on standard output: wall clock, user and system time in
 * microseconds, peak resident size in KiB, exit status; those of the whole
 * process and the children that it waited for.  The command's own output goes
 * to /dev/null, its standard error stays.
 *
 * Small on purpose: a process starts with the resident size of the one that it
 * was forked from.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static long long
timeval_us(struct timeval value)
{
	return (long long)value.tv_sec * 1000000 + value.tv_usec;
}

static int
run_once(char **command, const posix_spawn_file_actions_t *actions)
{
	long long start = now_us(), end;
	struct rusage usage;
	int failure, status;
	pid_t pid;

	failure = posix_spawnp(&pid, command[0], actions, NULL, command, environ);
	if (failure) {
		fprintf(stderr, "measure: %s: %s\n", command[0], strerror(failure));
		return 2;
	}
	if (wait4(pid, &status, 0, &usage) < 0) {
		perror("measure");
		return 2;
	}
	end = now_us();
	printf("%lld\t%lld\t%lld\t%ld\t%d\n", end - start, timeval_us(usage.ru_utime), timeval_us(usage.ru_stime),
	       usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return 0;
}

int
main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	char **command = argv + 1;
	long runs = 1;
	int failed = 0;

	if (argc > 3 && strcmp(argv[1], "-n") == 0) {
		runs = strtol(argv[2], NULL, 10);
		command += 2;
	}
	if (!*command || posix_spawn_file_actions_init(&actions) ||
	    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)) {
		fprintf(stderr, "usage: measure [-n RUNS] COMMAND [ARGUMENT]...\n");
		return 2;
	}
	while (runs-- > 0 && !failed)
		failed = run_once(command, &actions);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}
