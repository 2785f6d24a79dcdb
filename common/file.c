#include "common/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_SIZE ((size_t)64 << 10)

static enum status
open_regular(const char *path, int *fd, struct stat *st, struct error *err)
{
	/* Without O_NONBLOCK opening a FIFO would wait for its writer. */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*fd < 0)
		return error_set_errno(err, path, "cannot open", errno);
	if (fstat(*fd, st) == 0 && S_ISREG(st->st_mode))
		return STATUS_OK;
	close(*fd);
	return error_set(err, STATUS_IO, path, "not a regular file");
}

static bool
read_at(int fd, void *to, size_t size, off_t at)
{
	return pread(fd, to, size, at) == (ssize_t)size;
}

enum status
file_map_open(struct file_map *map, const char *path, struct error *err)
{
	return file_map_open_ends(map, path, NULL, err);
}

enum status
file_map_open_ends(struct file_map *map, const char *path, struct file_ends *ends, struct error *err)
{
	struct stat st;
	void *data;
	enum status status;
	int fd;

	map->data = SPAN("");
	status = open_regular(path, &fd, &st, err);
	if (status < 0)
		return status;
	if (st.st_size > 0) {
		data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
		if (data == MAP_FAILED)
			status = error_set_errno(err, path, "cannot map", errno);
		else
			map->data = span_from(data, (size_t)st.st_size);
	}
	if (ends)
		ends->there = (size_t)st.st_size >= ends->head_size && (size_t)st.st_size >= ends->end_size
			&& read_at(fd, ends->head, ends->head_size, 0)
			&& read_at(fd, ends->end, ends->end_size, st.st_size - (off_t)ends->end_size);
	close(fd);
	return status;
}

void
file_map_release(struct file_map *map)
{
	if (map->data.len)
		munmap((void *)(uintptr_t)map->data.ptr, map->data.len);
	map->data = SPAN_NONE;
}

void
file_map_forget(const struct file_map *map)
{
	/* Where it fails, memory is all that is lost. */
	if (map->data.len)
		(void)madvise((void *)(uintptr_t)map->data.ptr, map->data.len, MADV_DONTNEED);
}

enum status
file_read_fd(int fd, const char *path, size_t limit, struct buf *out, struct error *err)
{
	size_t start = out->len;

	for (;;) {
		char *to = buf_reserve(out, READ_SIZE);
		ssize_t got = to ? read(fd, to, READ_SIZE) : 0;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set_errno(err, path, "cannot read", errno);
		if (got == 0)
			break;
		out->len += (size_t)got;
		if (out->len - start > limit)
			return error_set(err, STATUS_LIMIT, path, "longer than %zu bytes", limit);
	}
	return buf_status(out) < 0 ? error_set(err, STATUS_NOMEM, path, "out of memory") : STATUS_OK;
}

enum status
file_read(const char *path, size_t limit, struct buf *out, struct error *err)
{
	struct stat st;
	enum status status;
	int fd;

	status = open_regular(path, &fd, &st, err);
	if (status < 0)
		return status;
	status = file_read_fd(fd, path, limit, out, err);
	close(fd);
	return status;
}

enum status
file_write_all(int fd, const void *data, size_t len, const char *path, struct error *err)
{
	const char *at = data;

	while (len) {
		ssize_t put = write(fd, at, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return error_set_errno(err, path, "cannot write", errno);
		at += put;
		len -= (size_t)put;
	}
	return STATUS_OK;
}

enum status
file_sync_folder(const char *path, struct error *err)
{
	enum status status = STATUS_OK;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return error_set_errno(err, path, "cannot open", errno);
	if (fsync(fd) < 0)
		status = error_set_errno(err, path, "cannot sync", errno);
	close(fd);
	return status;
}

enum status
file_replace(const char *path, struct span data, struct error *err)
{
	struct buf temp = BUF_INIT;
	enum status status;
	char *folder;
	int fd;

	buf_append_format(&temp, "%s.XXXXXX", path);
	if (buf_status(&temp) < 0)
		return error_set(err, STATUS_NOMEM, path, "out of memory");
	buf_string(&temp);
	fd = mkostemp(temp.data, O_CLOEXEC);
	if (fd < 0) {
		status = error_set_errno(err, path, "cannot create", errno);
		goto done;
	}
	fchmod(fd, 0644);
	status = file_write_all(fd, data.ptr, data.len, path, err);
	if (status == STATUS_OK && fsync(fd) < 0)
		status = error_set_errno(err, path, "cannot sync", errno);
	if (close(fd) < 0 && status == STATUS_OK)
		status = error_set_errno(err, path, "cannot close", errno);
	if (status == STATUS_OK && rename(temp.data, path) < 0)
		status = error_set_errno(err, path, "cannot replace", errno);
	if (status < 0) {
		unlink(temp.data);
		goto done;
	}
	buf_clear(&temp);
	buf_append_string(&temp, path);
	buf_string(&temp);
	folder = temp.data ? dirname(temp.data) : NULL;
	status = folder ? file_sync_folder(folder, err) : error_set(err, STATUS_NOMEM, path, "out of memory");
done:
	buf_release(&temp);
	return status;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st, (void)type, (void)where;
	return remove(path);
}

enum status
file_remove_tree(const char *path, struct error *err)
{
	if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0 || errno == ENOENT)
		return STATUS_OK;
	return error_set_errno(err, path, "cannot remove", errno);
}
