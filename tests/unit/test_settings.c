#include "common/settings.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "tests/tap.h"

static char folder[] = "/tmp/newsdex-settings-XXXXXX";

static void
write_config(const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/newsdex", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/newsdex/config", folder);
	file_replace(path, span_from_string(text), NULL);
}

static void
check(const char *want, const char *what)
{
	struct arena arena = ARENA_INIT;
	struct span *paths;
	struct buf got = BUF_INIT;
	struct error err = ERROR_INIT;
	size_t count;
	enum status status = settings_indexes(&arena, &paths, &count, &err);

	if (status < 0)
		buf_append_string(&got, err.reason);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		buf_append_format(&got, "%s%s", i ? " " : "", paths[i].ptr);
	is_str(buf_string(&got), want, what);
	buf_release(&got);
	arena_release(&arena);
}

int
main(void)
{
	if (!mkdtemp(folder))
		return 99;
	setenv("XDG_CONFIG_HOME", folder, 1);
	setenv("HOME", "/home/ann", 1);
	unsetenv("XDG_DATA_HOME");
	unsetenv("NEWSDEX_DB");

	check("/home/ann/.local/share/newsdex/default", "nothing said: the default below $HOME");
	setenv("XDG_DATA_HOME", "/data", 1);
	check("/data/newsdex/default", "below $XDG_DATA_HOME");
	setenv("XDG_DATA_HOME", "data", 1);
	check("/home/ann/.local/share/newsdex/default", "a relative one does not count");
	write_config("# mine\n\n  index = ~/news\nindex=/srv/a b \r\n");
	check("/home/ann/news /srv/a b", "the lines of the file, in order");
	write_config("\n");
	check("/home/ann/.local/share/newsdex/default", "a file without indexes");
	write_config("index = /a\nindex /b\n");
	check("line 2 is not `key = value`", "a line that is none");
	write_config("idnex = /a\n");
	check("line 1: there is no key 'idnex'; known is index", "an unknown key");
	write_config("index =\n");
	check("line 1: index needs a path", "a key without value");
	setenv("NEWSDEX_DB", "/srv/db", 1);
	check("/srv/db", "the environment comes first, and the file is not read");
	setenv("NEWSDEX_DB", "", 1);
	file_remove_tree(folder, NULL);
	unsetenv("HOME");
	unsetenv("XDG_DATA_HOME");
	check("no index is named: give -d INDEX or set NEWSDEX_DB", "no home");
	return tap_done();
}
