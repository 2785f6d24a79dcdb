#include "common/settings.h"

#include <stdlib.h>

#include "common/file.h"

#define FILE_LIMIT ((size_t)1 << 20)

/* $VARIABLE/REST, else $HOME/HOME_FOLDER/REST.  The XDG rules want a relative
 * value to be treated as not set. */
static enum status
xdg_path(const char *variable, const char *home_folder, const char *rest, struct buf *path, struct error *err)
{
	const char *base = getenv(variable), *home = getenv("HOME");

	buf_clear(path);
	if (base && *base == '/')
		buf_append_format(path, "%s/%s", base, rest);
	else if (home && *home)
		buf_append_format(path, "%s/%s/%s", home, home_folder, rest);
	else
		return error_set(err, STATUS_NOTFOUND, NULL, "no index is named: give -d INDEX or set NEWSDEX_DB");
	return buf_status(path);
}

enum status
settings_state_folder(struct buf *path, struct error *err)
{
	enum status status = xdg_path("XDG_STATE_HOME", ".local/state", "newsdex", path, NULL);

	return status < 0 ? error_set(err, status, NULL, "HOME or XDG_STATE_HOME has to be set") : STATUS_OK;
}

static struct span
next_line(struct span *text)
{
	const char *newline = text->len ? memchr(text->ptr, '\n', text->len) : NULL;
	struct span line = span_from(text->ptr, newline ? (size_t)(newline - text->ptr) : text->len);
	size_t taken = line.len + (newline != NULL);

	text->ptr += taken;
	text->len -= taken;
	return line;
}

static enum status
line_read(struct span line, const char *path, unsigned number, struct span *value, struct error *err)
{
	const char *equals = memchr(line.ptr, '=', line.len);
	struct span key;

	if (!equals)
		return error_set(err, STATUS_BADINPUT, path, "line %u is not `key = value`", number);
	key = span_trim(span_from(line.ptr, (size_t)(equals - line.ptr)));
	*value = span_trim(span_from(equals + 1, line.len - (size_t)(equals + 1 - line.ptr)));
	if (!span_equal(key, SPAN("index")))
		return error_set(err, STATUS_BADINPUT, path, "line %u: there is no key '%.*s'; known is index",
		                 number, (int)(key.len < 40 ? key.len : 40), key.ptr);
	if (value->len == 0 || memchr(value->ptr, '\0', value->len))
		return error_set(err, STATUS_BADINPUT, path, "line %u: index needs a path", number);
	return STATUS_OK;
}

static enum status
path_store(struct arena *arena, struct span value, struct span *stored)
{
	const char *home = getenv("HOME");
	struct buf path = BUF_INIT;

	if (span_starts(value, SPAN("~/")) && home && *home) {
		buf_append_string(&path, home);
		buf_append(&path, value.ptr + 1, value.len - 1);
	} else {
		buf_append_span(&path, value);
	}
	*stored = buf_status(&path) == STATUS_OK ? arena_copy(arena, buf_span(&path)) : SPAN_NONE;
	buf_release(&path);
	return stored->ptr ? STATUS_OK : STATUS_NOMEM;
}

static enum status
file_indexes(struct arena *arena, struct span text, const char *path, struct span **paths, size_t *count,
             struct error *err)
{
	size_t lines = 1;
	enum status status;

	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	*paths = arena_zalloc(arena, lines, sizeof(**paths));
	if (!*paths)
		return STATUS_NOMEM;
	for (unsigned number = 1; text.len; number++) {
		struct span line = span_trim(next_line(&text)), value;

		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		status = line_read(line, path, number, &value, err);
		if (status == STATUS_OK)
			status = path_store(arena, value, &(*paths)[(*count)++]);
		if (status < 0)
			return status;
	}
	return STATUS_OK;
}

static enum status
one_index(struct arena *arena, const char *path, struct span **paths, size_t *count)
{
	*paths = arena_zalloc(arena, 1, sizeof(**paths));
	*count = 1;
	return *paths ? path_store(arena, span_from_string(path), *paths) : STATUS_NOMEM;
}

enum status
settings_indexes(struct arena *arena, struct span **paths, size_t *count, struct error *err)
{
	const char *variable = getenv("NEWSDEX_DB");
	struct buf path = BUF_INIT, text = BUF_INIT;
	struct error missing = ERROR_INIT;
	enum status status;

	*paths = NULL;
	*count = 0;
	if (variable && *variable) {
		status = one_index(arena, variable, paths, count);
		goto done;
	}
	status = xdg_path("XDG_CONFIG_HOME", ".config", "newsdex/config", &path, NULL);
	if (status == STATUS_OK)
		status = file_read(buf_string(&path), FILE_LIMIT, &text, &missing);
	if (status == STATUS_OK)
		status = file_indexes(arena, buf_span(&text), buf_string(&path), paths, count, err);
	else if (status == STATUS_NOTFOUND)
		status = STATUS_OK;
	else
		error_set(err, status, missing.place, "%s", missing.reason);
	if (status < 0 || *count)
		goto done;
	status = xdg_path("XDG_DATA_HOME", ".local/share", "newsdex/default", &path, err);
	if (status == STATUS_OK)
		status = one_index(arena, buf_string(&path), paths, count);
done:
	if (status == STATUS_NOMEM)
		error_set(err, status, NULL, "out of memory");
	buf_release(&text);
	buf_release(&path);
	return status;
}
