#include "common/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* Between two times that pages are given back.  Memory is read at some gigabytes a second: ten
 * megabytes lie between them. */
#define PAUSE_NS 2000000L

struct spill {
	int fd;
	char *data;
	size_t size;
	pthread_t keeper;
	pthread_mutex_t mutex;   /* of all below, and of moving the data */
	pthread_cond_t wake;
	bool ends;
};

static struct timespec
pause_end(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_nsec += PAUSE_NS;
	if (time.tv_nsec >= 1000000000L) {
		time.tv_nsec -= 1000000000L;
		time.tv_sec++;
	}
	return time;
}

static void *
pages_keep(void *argument)
{
	struct spill *spill = argument;

	pthread_mutex_lock(&spill->mutex);
	while (!spill->ends) {
		struct timespec until = pause_end();

		(void)madvise(spill->data, spill->size, MADV_DONTNEED);
		while (!spill->ends && pthread_cond_timedwait(&spill->wake, &spill->mutex, &until) == 0)
			;
	}
	pthread_mutex_unlock(&spill->mutex);
	return NULL;
}

static int
file_without_name(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char path[4096];

	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	/* Not every file system can do that. */
	if ((size_t)snprintf(path, sizeof(path), "%s/spill.XXXXXX", folder) >= sizeof(path))
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

/* Without room on the disk a write to the mapping would end the process. */
static bool
file_extend(int fd, size_t size)
{
	return size <= INT64_MAX && fallocate(fd, 0, 0, (off_t)size) == 0;
}

static bool
keeper_start(struct spill *spill)
{
	pthread_condattr_t attributes;

	if (pthread_condattr_init(&attributes) != 0)
		return false;
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&spill->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	pthread_mutex_init(&spill->mutex, NULL);
	return pthread_create(&spill->keeper, NULL, pages_keep, spill) == 0;
}

static void
file_release(struct spill *spill)
{
	if (spill->data != MAP_FAILED)
		munmap(spill->data, spill->size);
	if (spill->fd >= 0)
		close(spill->fd);
	free(spill);
}

struct spill *
spill_new(const char *folder, size_t size)
{
	struct spill *spill = calloc(1, sizeof(*spill));

	if (!spill)
		return NULL;
	spill->data = MAP_FAILED;
	spill->size = size;
	spill->fd = file_without_name(folder);
	if (spill->fd >= 0 && file_extend(spill->fd, size))
		spill->data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, spill->fd, 0);
	if (spill->data != MAP_FAILED && keeper_start(spill))
		return spill;
	file_release(spill);
	return NULL;
}

void
spill_free(struct spill *spill)
{
	if (!spill)
		return;
	pthread_mutex_lock(&spill->mutex);
	spill->ends = true;
	pthread_cond_signal(&spill->wake);
	pthread_mutex_unlock(&spill->mutex);
	pthread_join(spill->keeper, NULL);
	pthread_cond_destroy(&spill->wake);
	pthread_mutex_destroy(&spill->mutex);
	file_release(spill);
}

void *
spill_data(const struct spill *spill)
{
	return spill->data;
}

bool
spill_grow(struct spill *spill, size_t size)
{
	void *data;

	if (size <= spill->size)
		return true;
	if (!file_extend(spill->fd, size))
		return false;
	pthread_mutex_lock(&spill->mutex);
	data = mremap(spill->data, spill->size, size, MREMAP_MAYMOVE);
	if (data != MAP_FAILED) {
		spill->data = data;
		spill->size = size;
	}
	pthread_mutex_unlock(&spill->mutex);
	return data != MAP_FAILED;
}
