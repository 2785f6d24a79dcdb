#include "indexer/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void
paths_release(struct paths *paths)
{
	if (paths->list && paths->list != stdin)
		fclose(paths->list);
	free(paths->line);
	free(paths->arguments);
	buf_release(&paths->path);
	*paths = (struct paths)PATHS_INIT;
}

enum status
paths_add(struct paths *paths, const char *argument, struct error *err)
{
	if (paths->count == paths->size) {
		size_t size = paths->size ? 2 * paths->size : 16;
		const char **grown = reallocarray(paths->arguments, size, sizeof(*grown));

		if (!grown)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		paths->arguments = grown;
		paths->size = size;
	}
	paths->arguments[paths->count++] = argument;
	return STATUS_OK;
}

bool
paths_repeat_stdin(const struct paths *paths)
{
	size_t named = paths->files0 && strcmp(paths->files0, "-") == 0;

	for (size_t i = 0; i < paths->count; i++)
		named += strcmp(paths->arguments[i], "-") == 0 || strcmp(paths->arguments[i], "@-") == 0;
	return named > 1;
}

static bool
is_path(const char *argument)
{
	return argument[0] != '@' && strcmp(argument, "-") != 0;
}

bool
paths_present(const struct paths *paths)
{
	struct stat st;

	for (size_t i = 0; i < paths->count; i++)
		if (!is_path(paths->arguments[i]) || stat(paths->arguments[i], &st) == 0)
			return true;
	return paths->files0 != NULL;
}

/* Takes empty and "." parts out of the absolute PATH. */
static void
path_clean(struct buf *path)
{
	size_t to = 0, at = 0;

	while (at < path->len) {
		size_t len = 0;

		while (at + len < path->len && path->data[at + len] != '/')
			len++;
		if (len && !(len == 1 && path->data[at] == '.')) {
			path->data[to++] = '/';
			memmove(path->data + to, path->data + at, len);
			to += len;
		}
		at += len + 1;
	}
	path->len = to;
	if (to == 0)
		buf_append_byte(path, '/');
}

static bool
has_parent_part(const char *path)
{
	const char *found = path;

	while ((found = strstr(found, ".."))) {
		if ((found == path || found[-1] == '/') && (found[2] == '/' || found[2] == '\0'))
			return true;
		found += 2;
	}
	return false;
}

enum status
path_absolute(struct span path, struct buf *out, struct error *err)
{
	struct buf whole = BUF_INIT;
	enum status status = STATUS_OK;
	char *folder = NULL, *real = NULL;

	if (path.len == 0 || memchr(path.ptr, '\0', path.len))
		return error_set(err, STATUS_NOTFOUND, NULL, "an empty path");
	if (path.ptr[0] != '/') {
		folder = getcwd(NULL, 0);
		if (!folder)
			return error_set_errno(err, ".", "cannot tell the working folder", errno);
		buf_append_string(&whole, folder);
	}
	buf_append_byte(&whole, '/');
	buf_append_span(&whole, path);
	/* What `..` means behind a link only the file system knows. */
	if (has_parent_part(buf_string(&whole)))
		real = realpath(buf_string(&whole), NULL);
	if (real) {
		buf_clear(&whole);
		buf_append_string(&whole, real);
	}
	status = buf_status(&whole);
	if (status == STATUS_OK) {
		path_clean(&whole);
		buf_append_span(out, buf_span(&whole));
		status = buf_status(out);
	}
	free(real);
	free(folder);
	buf_release(&whole);
	return status;
}

static enum status
list_open(struct paths *paths, const char *name, int separator, struct error *err)
{
	paths->list_name = name;
	paths->separator = separator;
	paths->list = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
	return paths->list ? STATUS_OK : error_set_errno(err, name, "cannot open the list", errno);
}

/* The next entry of the list, STATUS_END behind the last. */
static enum status
list_next(struct paths *paths, struct span *entry, struct error *err)
{
	ssize_t got;
	int failed;

	errno = 0;
	while ((got = getdelim(&paths->line, &paths->line_size, paths->separator, paths->list)) >= 0) {
		*entry = span_from(paths->line, (size_t)got);
		if (entry->len && entry->ptr[entry->len - 1] == paths->separator)
			entry->len--;
		if (paths->separator == '\n' && entry->len && entry->ptr[entry->len - 1] == '\r')
			entry->len--;
		if (entry->len)
			return STATUS_OK;
	}
	failed = ferror(paths->list) ? errno : 0;
	if (paths->list != stdin)
		fclose(paths->list);
	paths->list = NULL;
	return failed ? error_set_errno(err, paths->list_name, "cannot read the list", failed) : STATUS_END;
}

enum status
paths_next(struct paths *paths, struct span *path, struct error *err)
{
	struct span entry = SPAN_NONE;
	struct stat st;
	enum status status;

	while (!entry.ptr) {
		const char *argument;

		if (paths->list) {
			status = list_next(paths, &entry, err);
			if (status < 0)
				return status;
			if (status == STATUS_OK)
				break;
			continue;
		}
		if (paths->at == paths->count && !paths->files0)
			return STATUS_END;
		if (paths->at == paths->count) {
			argument = paths->files0;
			paths->files0 = NULL;
			status = list_open(paths, argument, '\0', err);
		} else {
			argument = paths->arguments[paths->at++];
			status = argument[0] == '@' ? list_open(paths, argument + 1, '\n', err) : STATUS_OK;
			if (strcmp(argument, "-") == 0) {
				*path = SPAN("-");
				return STATUS_OK;
			}
			if (is_path(argument)) {
				if (stat(argument, &st) < 0)
					return error_set_errno(err, argument, "cannot open", errno);
				entry = span_from_string(argument);
			}
		}
		if (status < 0)
			return status;
	}
	buf_clear(&paths->path);
	status = path_absolute(entry, &paths->path, err);
	*path = span_from(buf_string(&paths->path), paths->path.len);
	return status;
}
