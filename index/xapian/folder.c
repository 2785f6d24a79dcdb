#include "index/xapian/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/file.h"
#include "index/xapian/schema.h"

static const char stub_start[] = "auto ";

/* Whether NAME is one that folder_next_name() makes. */
static bool
is_database_name(const char *name)
{
	return name[0] == 'g' && strlen(name) == 9 && strspn(name + 1, "0123456789") == 8;
}

enum status
folder_path(const struct folder *folder, const char *name, struct buf *path, struct error *err)
{
	buf_append_format(path, "%s/%s", folder->path, name);
	return buf_status(path) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}

void
error_place(struct error *err, const char *path)
{
	if (err && err->status != STATUS_OK && !err->place[0])
		snprintf(err->place, sizeof(err->place), "%s", path);
}

/* ---- The stub file ---------------------------------------------------- */

enum status
folder_current(const char *path, char name[FOLDER_NAME_SIZE], struct error *err)
{
	struct buf file = BUF_INIT, text = BUF_INIT;
	struct error why = ERROR_INIT;
	struct span line;
	enum status status;

	name[0] = '\0';
	buf_append_format(&file, "%s/%s", path, SCHEMA_STUB);
	status = file_read(buf_string(&file), 4096, &text, &why);
	if (status == STATUS_NOTFOUND) {
		status = STATUS_OK;
		goto done;
	}
	if (status < 0) {
		error_set(err, status, why.place, "%s", why.reason);
		goto done;
	}
	line = span_trim(buf_span(&text));
	if (span_starts(line, span_from_string(stub_start))) {
		line.ptr += strlen(stub_start);
		line.len -= strlen(stub_start);
		if (line.len < FOLDER_NAME_SIZE) {
			memcpy(name, line.ptr, line.len);
			name[line.len] = '\0';
		}
	}
	if (!is_database_name(name)) {
		name[0] = '\0';
		status = error_set(err, STATUS_UNSUPPORTED, buf_string(&file), "is not a stub file that newsindex wrote");
	}
done:
	buf_release(&file);
	buf_release(&text);
	return status;
}

void
folder_next_name(const struct folder *folder, char name[FOLDER_NAME_SIZE])
{
	unsigned long number = folder->current[0] ? strtoul(folder->current + 1, NULL, 10) : 0;

	snprintf(name, FOLDER_NAME_SIZE, "g%08lu", (number + 1) % 100000000);
}

static enum status
folder_remove(const struct folder *folder, const char *name, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = folder_path(folder, name, &path, err);

	if (status == STATUS_OK)
		status = file_remove_tree(buf_string(&path), err);
	buf_release(&path);
	return status;
}

enum status
folder_switch(struct folder *folder, const char *name, struct error *err)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	char before[FOLDER_NAME_SIZE];
	enum status status = folder_path(folder, SCHEMA_STUB, &path, err);

	memcpy(before, folder->current, sizeof(before));
	buf_append_format(&text, "%s%s\n", stub_start, name);
	if (status == STATUS_OK && buf_status(&text) < 0)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (status == STATUS_OK)
		status = file_replace(buf_string(&path), buf_span(&text), err);
	if (status == STATUS_OK) {
		snprintf(folder->current, sizeof(folder->current), "%s", name);
		/* The commit is made; what cannot be removed now goes with the next writer. */
		if (before[0])
			folder_remove(folder, before, NULL);
	}
	buf_release(&path);
	buf_release(&text);
	return status;
}

/* ---- Opening ---------------------------------------------------------- */

static enum status
lock_wait(const struct index_writer_options *options, struct error *err)
{
	struct timespec pause = { 0, 100000000 };

	if (options->stop && options->stop(options->context))
		return error_set(err, STATUS_INTERRUPTED, NULL, "stopped while waiting for the lock");
	nanosleep(&pause, NULL);
	return STATUS_OK;
}

enum status
folder_refused(const char *path, int fd, struct error *err)
{
	char pid[24] = "";
	ssize_t got = pread(fd, pid, sizeof(pid) - 1, 0);

	pid[got > 0 ? strspn(pid, "0123456789") : 0] = '\0';
	return error_set(err, STATUS_LOCKED, path, pid[0] ? "process %s is writing to the index" : "another process is writing to the index", pid);
}

static enum status
lock_take(struct folder *folder, const struct index_writer_options *options, struct error *err)
{
	struct buf path = BUF_INIT;
	char pid[24];
	enum status status = folder_path(folder, SCHEMA_LOCK, &path, err);
	int fd = -1;

	if (status < 0)
		goto done;
	fd = open(buf_string(&path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0) {
		status = error_set_errno(err, buf_string(&path), "cannot open", errno);
		goto done;
	}
	while (status == STATUS_OK && flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			status = error_set_errno(err, buf_string(&path), "cannot lock", errno);
		else if (!options->wait)
			status = folder_refused(folder->path, fd, err);
		else
			status = lock_wait(options, err);
	}
	if (status < 0)
		goto done;
	snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) < 0)
		status = error_set_errno(err, buf_string(&path), "cannot write", errno);
	else
		status = file_write_all(fd, pid, strlen(pid), buf_string(&path), err);
	if (status == STATUS_OK) {
		folder->lock = fd;
		fd = -1;
	}
done:
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	return status;
}

/* What of a folder's entries belongs to an index of ours. */
static bool
is_ours(const char *name)
{
	return is_database_name(name) || strcmp(name, SCHEMA_STUB) == 0 || strcmp(name, SCHEMA_LOCK) == 0
		|| strcmp(name, SCHEMA_WORK) == 0 || strncmp(name, SCHEMA_STUB ".", strlen(SCHEMA_STUB) + 1) == 0;
}

/* Calls VISIT for every entry of the folder until it answers an error. */
static enum status
each_entry(const struct folder *folder, enum status (*visit)(const struct folder *folder, const char *name, struct error *err),
           struct error *err)
{
	DIR *entries = opendir(folder->path);
	struct dirent *entry;
	enum status status = STATUS_OK;

	if (!entries)
		return error_set_errno(err, folder->path, "cannot read", errno);
	while (status == STATUS_OK && (entry = readdir(entries)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			status = visit(folder, entry->d_name, err);
	closedir(entries);
	return status;
}

static enum status
refuse_strangers(const struct folder *folder, const char *name, struct error *err)
{
	return is_ours(name) ? STATUS_OK
	                     : error_set(err, STATUS_BADQUERY, folder->path, "is not empty and holds no index (%s is in it)", name);
}

static enum status
remove_leftover(const struct folder *folder, const char *name, struct error *err)
{
	if (strcmp(name, SCHEMA_LOCK) == 0 || strcmp(name, SCHEMA_STUB) == 0 || strcmp(name, folder->current) == 0 || !is_ours(name))
		return STATUS_OK;
	return folder_remove(folder, name, err);
}

enum status
folder_open(struct folder *folder, const char *path, const struct index_writer_options *options, struct error *err)
{
	struct buf plain = BUF_INIT;
	struct stat st;
	enum status status;

	*folder = (struct folder)FOLDER_INIT;
	folder->path = strdup(path);
	if (!folder->path)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (mkdir(path, 0777) < 0 && errno != EEXIST)
		return error_set_errno(err, path, "cannot make the index's folder", errno);
	status = folder_path(folder, "iamglass", &plain, err);
	if (status == STATUS_OK && stat(buf_string(&plain), &st) == 0)
		status = error_set(err, STATUS_UNSUPPORTED, path, "is a Xapian database itself; newsindex writes to the folder above");
	buf_release(&plain);
	if (status == STATUS_OK)
		status = folder_current(path, folder->current, err);
	if (status == STATUS_OK && !folder->current[0])
		status = each_entry(folder, refuse_strangers, err);
	if (status == STATUS_OK)
		status = lock_take(folder, options, err);
	/* Another writer may have committed while this one waited. */
	if (status == STATUS_OK)
		status = folder_current(path, folder->current, err);
	if (status == STATUS_OK)
		status = each_entry(folder, remove_leftover, err);
	return status;
}

void
folder_release(struct folder *folder)
{
	if (folder->lock >= 0)
		close(folder->lock);
	free(folder->path);
	*folder = (struct folder)FOLDER_INIT;
}

static enum status
sync_entry(const struct folder *folder, const char *name, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = folder_path(folder, name, &path, err);
	int fd = -1;

	if (status < 0)
		goto done;
	fd = open(buf_string(&path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 || fsync(fd) < 0)
		status = error_set_errno(err, buf_string(&path), "cannot sync", errno);
done:
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	return status;
}

enum status
folder_sync(const char *path, struct error *err)
{
	struct folder folder = FOLDER_INIT;
	enum status status;

	folder.path = strdup(path);
	if (!folder.path)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = each_entry(&folder, sync_entry, err);
	if (status == STATUS_OK)
		status = file_sync_folder(path, err);
	folder_release(&folder);
	return status;
}

uint64_t
folder_bytes(const char *path)
{
	DIR *entries = opendir(path);
	struct dirent *entry;
	struct stat st;
	uint64_t bytes = 0;

	if (!entries)
		return 0;
	while ((entry = readdir(entries)))
		if (fstatat(dirfd(entries), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
			bytes += (uint64_t)st.st_size;
	closedir(entries);
	return bytes;
}
