#include "query/seen_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/settings.h"

#define NAME_MAX_LENGTH 64
#define STATE_MAX ((size_t)1 << 30)

static bool
is_name(const char *name)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		if (!strchr(first, name[i]) && (i == 0 || !strchr("._-", name[i])))
			return false;
	return len > 0 && len <= NAME_MAX_LENGTH;
}

/* Makes PATH and the folders above it; what is searched for is nobody else's
 * business. */
static enum status
make_folders(char *path, struct error *err)
{
	for (char *slash = strchr(path + 1, '/'); ; slash = strchr(slash + 1, '/')) {
		int failed;

		if (slash)
			*slash = '\0';
		failed = mkdir(path, 0700) < 0 && errno != EEXIST ? errno : 0;
		if (failed)
			error_set_errno(err, path, "cannot make this folder", failed);
		if (slash)
			*slash = '/';
		if (failed)
			return STATUS_IO;
		if (!slash)
			return STATUS_OK;
	}
}

static enum status
take_lock(struct seen_file *file, const char *folder, const char *name, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = STATUS_OK;

	buf_append_format(&path, "%s/.%s.lock", folder, name);
	if (buf_status(&path) < 0)
		return STATUS_NOMEM;
	file->lock = open(buf_string(&path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file->lock < 0)
		status = error_set_errno(err, buf_string(&path), "cannot open", errno);
	else if (flock(file->lock, LOCK_EX | LOCK_NB) < 0)
		status = errno == EWOULDBLOCK
			? error_set(err, STATUS_LOCKED, name, "another newsquery is reporting under this name")
			: error_set_errno(err, buf_string(&path), "cannot lock", errno);
	buf_release(&path);
	return status;
}

enum status
seen_file_open(struct seen_file *file, const char *name, struct error *err)
{
	struct buf folder = BUF_INIT;
	enum status status;

	if (!is_name(name))
		return error_set(err, STATUS_BADQUERY, name,
		                 "not a name: letters, digits, dots, dashes and underscores, at most %d, a letter or digit first",
		                 NAME_MAX_LENGTH);
	status = settings_state_folder(&folder, err);
	if (status == STATUS_OK && !*buf_string(&folder))
		status = STATUS_NOMEM;
	if (status == STATUS_OK)
		status = make_folders(folder.data, err);
	if (status == STATUS_OK)
		status = take_lock(file, folder.data, name, err);
	if (status == STATUS_OK) {
		buf_append_format(&file->path, "%s/%s", folder.data, name);
		status = buf_status(&file->path);
	}
	buf_release(&folder);
	return status == STATUS_NOMEM ? error_set(err, status, NULL, "not enough memory") : status;
}

void
seen_file_release(struct seen_file *file)
{
	if (file->lock >= 0)
		close(file->lock);
	file->lock = -1;
	buf_release(&file->path);
}

enum status
seen_file_read(struct seen_file *file, struct buf *data, struct error *err)
{
	struct error found = ERROR_INIT;
	enum status status = file_read(buf_string(&file->path), STATE_MAX, data, &found);

	if (status < 0 && status != STATUS_NOTFOUND)
		return error_set(err, status, found.place, "%s", found.reason);
	return status;
}

enum status
seen_file_write(struct seen_file *file, struct span data, struct error *err)
{
	if (data.len > STATE_MAX)
		return error_set(err, STATUS_LIMIT, buf_string(&file->path), "longer than %zu bytes", STATE_MAX);
	return file_replace(buf_string(&file->path), data, err);
}

enum status
seen_file_remove(struct seen_file *file, struct error *err)
{
	if (unlink(buf_string(&file->path)) == 0)
		return STATUS_OK;
	return errno == ENOENT ? STATUS_END : error_set_errno(err, buf_string(&file->path), "cannot remove", errno);
}
