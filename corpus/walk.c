#include "corpus/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/arena.h"

/* A folder that is being walked. */
struct folder {
	int fd;
	size_t path_len;           /* of walk->path without a name in it */
	struct arena arena;        /* the names */
	const char **names;
	size_t count, at;
	dev_t device;
	ino_t inode;
};

struct walk {
	bool follow_links;
	const char *index;         /* see walk_new() */
	struct buf paths;          /* as added, each with a NUL behind it */
	size_t paths_at;
	struct buf path;           /* of the current file or folder */
	struct folder folders[WALK_DEPTH];
	size_t depth;
	int parent;                /* folder of the current file, AT_FDCWD at the top */
	const char *name;          /* of the current file in it */
};

struct walk *
walk_new(bool follow_links, const char *index)
{
	struct walk *walk = calloc(1, sizeof(*walk));

	if (walk) {
		walk->follow_links = follow_links;
		walk->index = index;
		walk->parent = AT_FDCWD;
	}
	return walk;
}

static void
leave(struct walk *walk)
{
	struct folder *folder = &walk->folders[--walk->depth];

	close(folder->fd);
	arena_release(&folder->arena);
	free(folder->names);
}

void
walk_free(struct walk *walk)
{
	if (!walk)
		return;
	while (walk->depth)
		leave(walk);
	buf_release(&walk->paths);
	buf_release(&walk->path);
	free(walk);
}

enum status
walk_add(struct walk *walk, struct span path, struct error *err)
{
	if (path.len == 0 || memchr(path.ptr, '\0', path.len))
		return error_set(err, STATUS_NOTFOUND, "", "an empty path");
	buf_append_span(&walk->paths, path);
	buf_append_byte(&walk->paths, '\0');
	return buf_status(&walk->paths) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum status
add_name(struct folder *folder, size_t *size, const char *name)
{
	if (folder->count == *size) {
		size_t more = *size ? *size * 2 : 64;
		const char **names = reallocarray(folder->names, more, sizeof(*names));

		if (!names)
			return STATUS_NOMEM;
		folder->names = names;
		*size = more;
	}
	folder->names[folder->count] = arena_string(&folder->arena, span_from_string(name));
	return folder->names[folder->count++] ? STATUS_OK : STATUS_NOMEM;
}

static enum status
list_names(struct folder *folder, const char *path, struct error *err)
{
	int fd = dup(folder->fd);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	size_t size = 0;
	enum status status = STATUS_OK;

	if (!dir) {
		status = error_set_errno(err, path, "cannot read the folder", errno);
		if (fd >= 0)
			close(fd);
		return status;
	}
	while (status == STATUS_OK && (errno = 0, entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			status = add_name(folder, &size, entry->d_name);
	if (status == STATUS_OK && errno)
		status = error_set_errno(err, path, "cannot read the folder", errno);
	else if (status < 0)
		error_set(err, status, path, "out of memory");
	closedir(dir);
	if (folder->count)
		qsort(folder->names, folder->count, sizeof(*folder->names), compare_names);
	return status;
}

/* Does the file NAME in FOLDER start with TEXT? */
static bool
file_starts(int folder, const char *name, const char *text)
{
	char head[32];
	size_t len = strlen(text);
	struct stat st;
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	bool starts;

	if (fd < 0)
		return false;
	starts = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && read(fd, head, len) == (ssize_t)len && memcmp(head, text, len) == 0;
	close(fd);
	return starts;
}

/* An index may lie in the folder that it is of: the manifest of the native
 * engine, or the stub that newsindex writes for libxapian. */
static bool
is_index(const struct walk *walk, int folder, const struct stat *st)
{
	struct stat own;

	if (walk->index && stat(walk->index, &own) == 0 && own.st_dev == st->st_dev && own.st_ino == st->st_ino)
		return true;
	return file_starts(folder, "manifest", "newsdex-segment ") || file_starts(folder, "XAPIANDB", "auto g");
}

/* Enters the folder walk->path, called NAME in PARENT. */
static enum status
enter(struct walk *walk, int parent, const char *name, bool follow, struct error *err)
{
	const char *path = buf_string(&walk->path);
	struct folder *folder = &walk->folders[walk->depth];
	struct stat st;
	enum status status;
	int fd;

	if (walk->depth == WALK_DEPTH)
		return error_set(err, STATUS_LIMIT, path, "more than %d folders deep", WALK_DEPTH);
	fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
	if (fd < 0)
		return error_set_errno(err, path, "cannot open the folder", errno);
	if (fstat(fd, &st) < 0) {
		status = error_set_errno(err, path, "cannot open the folder", errno);
		close(fd);
		return status;
	}
	if (is_index(walk, fd, &st)) {
		close(fd);
		return walk->depth ? STATUS_OK : error_set(err, STATUS_BADINPUT, path, "an index, not read");
	}
	for (size_t i = 0; i < walk->depth; i++)
		if (walk->folders[i].device == st.st_dev && walk->folders[i].inode == st.st_ino) {
			close(fd);
			return error_set(err, STATUS_IO, path, "this folder contains itself");
		}
	*folder = (struct folder){ .fd = fd, .path_len = walk->path.len, .device = st.st_dev, .inode = st.st_ino };
	walk->depth++;
	/* What could be read of it is walked even so. */
	return list_names(folder, path, err);
}

static const char *
kind_name(mode_t mode)
{
	return S_ISFIFO(mode) ? "a FIFO" : S_ISSOCK(mode) ? "a socket" : S_ISLNK(mode) ? "a link"
		: S_ISCHR(mode) || S_ISBLK(mode) ? "a device" : "not a regular file";
}

/* Looks at NAME in PARENT, whose whole path is walk->path.  STATUS_END: it was a folder. */
static enum status
visit(struct walk *walk, int parent, const char *name, bool follow, struct walk_file *file, struct error *err)
{
	const char *path = buf_string(&walk->path);
	enum status status;

	if (buf_status(&walk->path) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (fstatat(parent, name, &file->stat, follow ? 0 : AT_SYMLINK_NOFOLLOW) < 0)
		return error_set_errno(err, path, "cannot open", errno);
	if (S_ISDIR(file->stat.st_mode)) {
		status = enter(walk, parent, name, follow, err);
		return status == STATUS_OK ? STATUS_END : status;
	}
	if (!S_ISREG(file->stat.st_mode))
		return error_set(err, STATUS_IO, path, "%s, not read", kind_name(file->stat.st_mode));
	file->path = path;
	walk->parent = parent;
	walk->name = name;
	return STATUS_OK;
}

static void
set_path(struct walk *walk, size_t len, const char *name)
{
	walk->path.len = len;
	if (len && walk->path.data[len - 1] != '/')
		buf_append_byte(&walk->path, '/');
	buf_append_string(&walk->path, name);
}

enum status
walk_next(struct walk *walk, struct walk_file *file, struct error *err)
{
	enum status status;

	for (;;) {
		const char *path;

		*file = (struct walk_file){ 0 };
		while (walk->depth && walk->folders[walk->depth - 1].at == walk->folders[walk->depth - 1].count)
			leave(walk);
		if (walk->depth) {
			struct folder *folder = &walk->folders[walk->depth - 1];
			const char *name = folder->names[folder->at++];

			set_path(walk, folder->path_len, name);
			status = visit(walk, folder->fd, name, walk->follow_links, file, err);
		} else if (walk->paths_at < walk->paths.len) {
			path = walk->paths.data + walk->paths_at;
			walk->paths_at += strlen(path) + 1;
			if (strcmp(path, "-") == 0) {
				file->path = "-";
				file->is_stdin = true;
				return STATUS_OK;
			}
			buf_clear(&walk->path);
			set_path(walk, 0, path);
			status = visit(walk, AT_FDCWD, path, true, file, err);
		} else {
			return STATUS_END;
		}
		if (status != STATUS_END)
			return status;
	}
}

enum status
walk_open(struct walk *walk, const struct walk_file *file, int *fd, struct error *err)
{
	struct stat st;

	*fd = -1;
	if (file->is_stdin) {
		*fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
		return *fd < 0 ? error_set_errno(err, "-", "cannot read standard input", errno) : STATUS_OK;
	}
	/* A FIFO that took the file's place since would make open() wait. */
	*fd = openat(walk->parent, walk->name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
	             | (walk->depth && !walk->follow_links ? O_NOFOLLOW : 0));
	if (*fd < 0)
		return error_set_errno(err, file->path, "cannot open", errno);
	if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode))
		return STATUS_OK;
	close(*fd);
	*fd = -1;
	return error_set(err, STATUS_IO, file->path, "no longer a regular file");
}
