/* Loaded before the C library: the call that writes, syncs or renames number NEWSDEX_FAIL_AT of a process
 * fails with EIO.  How many there were goes into the file NEWSDEX_FAIL_COUNT. */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_int calls;

static void *
next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

/* A pointer to a function is no pointer to an object: its bytes are the same. */
#define REAL(name) __typeof__(name) *real; void *found = next(#name); memcpy(&real, &found, sizeof(real))

static int
fails(void)
{
	const char *at = getenv("NEWSDEX_FAIL_AT");

	if (atomic_fetch_add(&calls, 1) + 1 != (at ? atoi(at) : 0))
		return 0;
	errno = EIO;
	return 1;
}

__attribute__((visibility("default"))) ssize_t
write(int fd, const void *data, size_t len)
{
	REAL(write);
	return fd > STDERR_FILENO && fails() ? -1 : real(fd, data, len);
}

__attribute__((visibility("default"))) int
fsync(int fd)
{
	REAL(fsync);
	return fails() ? -1 : real(fd);
}

__attribute__((visibility("default"))) int
fdatasync(int fd)
{
	REAL(fdatasync);
	return fails() ? -1 : real(fd);
}

__attribute__((visibility("default"))) int
rename(const char *from, const char *to)
{
	REAL(rename);
	return fails() ? -1 : real(from, to);
}

__attribute__((destructor)) static void
tell(void)
{
	const char *path = getenv("NEWSDEX_FAIL_COUNT");
	FILE *out = path ? fopen(path, "w") : NULL;

	if (!out)
		return;
	fprintf(out, "%d\n", atomic_load(&calls));
	fclose(out);
}
