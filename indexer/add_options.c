#include "indexer/add_options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/crew.h"
#include "common/hash.h"
#include "index/engines.h"
#include "text/identify.h"
#include "text/stem.h"

enum {
	ADD_ENGINE = OPTION_OWN, ADD_TEXT, ADD_FORWARD, ADD_MEMORY, ADD_THREADS, ADD_LANGUAGE, ADD_SOURCE, ADD_FORMAT, ADD_MAP,
	ADD_DATE_ORDER, ADD_SITE_TEXT, ADD_REPEATED, ADD_JOIN, ADD_FILES0, ADD_COMMIT, ADD_DRY_RUN, ADD_EXPLAIN, ADD_REJECTS, ADD_DELETE_MISSING, ADD_FORCE,
	ADD_UNPACK_RATIO, ADD_UNPACK_SIZE, ADD_UNPACK_MEMBERS, ADD_UNPACK_DEPTH, ADD_FOLLOW, ADD_WAIT, ADD_PROGRESS, ADD_QUIET, ADD_VERBOSE,
};

const struct option add_option_table[] = {
	COMMON_OPTIONS,
	{ ADD_FORMAT, "format", 0, OPTION_REQUIRED, "NAME", "what the input is, instead of looking" },
	{ ADD_MAP, "map", 0, OPTION_REQUIRED, "FIELD=NAME", "read FIELD from the key or column NAME" },
	{ ADD_SOURCE, "source", 0, OPTION_REQUIRED, "NAME", "source of articles that name none" },
	{ ADD_LANGUAGE, "language", 0, OPTION_REQUIRED, "LANG", "language of articles that name none (en), or auto" },
	{ ADD_DATE_ORDER, "date-order", 0, OPTION_REQUIRED, "WHAT", "03/04/2019 as the file's other dates say (file), day, month" },
	{ ADD_SITE_TEXT, "site-text", 0, OPTION_REQUIRED, "WHAT", "drop what a site repeats on its pages (drop), or keep" },
	{ ADD_REPEATED, "repeated", 0, OPTION_REQUIRED, "WHAT", "what another article says word for word: drop, or keep" },
	{ ADD_JOIN, "join", 0, OPTION_REQUIRED, "TABLE", "add what a table of GDELT says of articles" },
	{ ADD_FILES0, "files0-from", 0, OPTION_REQUIRED, "FILE", "paths ended by NUL, from FILE or -" },
	{ ADD_FOLLOW, "follow", 0, OPTION_NONE, NULL, "follow links below folders" },
	{ ADD_UNPACK_RATIO, "unpack-ratio", 0, OPTION_REQUIRED, "N", "a file may unpack to N times its size (500)" },
	{ ADD_UNPACK_SIZE, "unpack-size", 0, OPTION_REQUIRED, "SIZE", "and to SIZE at most (1T)" },
	{ ADD_UNPACK_MEMBERS, "unpack-members", 0, OPTION_REQUIRED, "N", "and to N files (20000000)" },
	{ ADD_UNPACK_DEPTH, "unpack-depth", 0, OPTION_REQUIRED, "N", "packed N times in each other at most (8)" },
	{ ADD_FORCE, "force", 0, OPTION_NONE, NULL, "read unchanged files again" },
	{ ADD_DELETE_MISSING, "delete-missing", 0, OPTION_NONE, NULL, "remove articles that are gone from PATHs" },
	{ ADD_DRY_RUN, "dry-run", 0, OPTION_NONE, NULL, "read everything, write nothing" },
	{ ADD_EXPLAIN, "explain", 0, OPTION_NONE, NULL, "print each article's fields and why" },
	{ ADD_REJECTS, "rejects", 0, OPTION_REQUIRED, "FILE", "write what was skipped to FILE (JSONL)" },
	{ ADD_ENGINE, "engine", 0, OPTION_REQUIRED, "NAME", "engine of a new index" },
	{ ADD_TEXT, "text", 0, OPTION_REQUIRED, "WHAT", "keep the texts in a new index (keep), or none" },
	{ ADD_FORWARD, "forward", 0, OPTION_REQUIRED, "WHAT", "keep articles' words in their order too (keep), or not (none)" },
	{ ADD_MEMORY, "memory", 0, OPTION_REQUIRED, "SIZE", "memory to use (512M)" },
	{ ADD_THREADS, "threads", 0, OPTION_REQUIRED, "N", "threads that read and index (one a core)" },
	{ ADD_COMMIT, "commit-every", 0, OPTION_REQUIRED, "AMOUNT", "commit after 500M of text, 90s, 10min (10min)" },
	{ ADD_WAIT, "wait", 0, OPTION_NONE, NULL, "wait while another process writes" },
	{ ADD_PROGRESS, "progress", 0, OPTION_REQUIRED, "WHEN", "auto, never, or json" },
	{ ADD_QUIET, "quiet", 'q', OPTION_NONE, NULL, "say only what went wrong" },
	{ ADD_VERBOSE, "verbose", 'v', OPTION_NONE, NULL, "name every unchanged file and skipped article" },
	{ 0 },
};

#define MEMORY_DEFAULT (512ull << 20)
#define MEMORY_LEAST (32ull << 20)
#define THREADS_MOST 256
#define COMMIT_SECONDS 600

static enum status
read_engine(struct add_options *options, const char *value, struct error *err)
{
	if (!engine_named(value))
		return error_set(err, STATUS_BADQUERY, "--engine", "there is no engine '%s'", value);
	options->engine = value;
	return STATUS_OK;
}

static enum status
read_language(struct add_options *options, const char *value, struct error *err)
{
	struct stemmer *stemmer;
	struct error why = ERROR_INIT;

	options->language = options->reader.language = SPAN_NONE;
	options->reader.identify = NULL;
	if (strcmp(value, "auto") == 0) {
		options->reader.identify = language_identify;
		return STATUS_OK;
	}
	if (stemmer_new(span_from_string(value), &stemmer, &why) < 0)
		return error_set(err, STATUS_BADQUERY, "--language", "%s", why.reason);
	stemmer_free(stemmer);
	options->language = span_from_string(value);
	options->reader.language = options->language;
	return STATUS_OK;
}

static enum status
read_format(struct add_options *options, const char *value, struct error *err)
{
	struct buf known = BUF_INIT;
	enum status status;

	options->reader.format = format_find(span_from_string(value));
	if (options->reader.format)
		return STATUS_OK;
	for (size_t i = 0; formats[i]; i++)
		buf_append_format(&known, "%s%s", i ? ", " : "", formats[i]->name);
	status = error_set(err, STATUS_BADQUERY, "--format", "'%s' is not one of %s", value, buf_string(&known));
	buf_release(&known);
	return status;
}

static bool
field_named(struct span name, enum article_field *field)
{
	for (unsigned i = 0; i < FIELD_COUNT; i++) {
		if (span_equal(name, span_from_string(article_field_name((enum article_field)i)))) {
			*field = (enum article_field)i;
			return true;
		}
	}
	return false;
}

static enum status
read_map(struct add_options *options, const char *value, struct error *err)
{
	const char *equals = strchr(value, '=');
	size_t count = options->reader.map_count;
	struct field_map *maps, map;

	if (!equals || !equals[1])
		return error_set(err, STATUS_BADQUERY, "--map", "'%s' is not FIELD=NAME, such as title=headline", value);
	if (!field_named(span_from(value, (size_t)(equals - value)), &map.field)) {
		struct buf known = BUF_INIT;
		enum status status;

		for (unsigned i = 0; i < FIELD_COUNT; i++)
			buf_append_format(&known, "%s%s", i ? ", " : "", article_field_name((enum article_field)i));
		status = error_set(err, STATUS_BADQUERY, "--map", "'%.*s' is not one of %s",
		                   (int)(equals - value), value, buf_string(&known));
		buf_release(&known);
		return status;
	}
	map.name = span_from_string(equals + 1);
	maps = reallocarray(options->maps, count + 1, sizeof(*maps));
	if (!maps)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	maps[count] = map;
	options->reader.maps = options->maps = maps;
	options->reader.map_count = count + 1;
	return STATUS_OK;
}

/* A time has its unit written out, because 5m could be either. */
static enum status
read_commit(struct add_options *options, const char *value, struct error *err)
{
	static const struct { const char *name; unsigned seconds; } units[] = { { "s", 1 }, { "min", 60 }, { "h", 3600 } };
	unsigned long long bytes, number;
	char *end;

	options->commit_bytes = 0;
	options->commit_seconds = 0;
	errno = 0;
	number = strtoull(value, &end, 10);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (end == value || *value == '-' || strcmp(end, units[i].name) != 0)
			continue;
		if (errno || number == 0 || number > 1000000)
			break;
		options->commit_seconds = (unsigned)number * units[i].seconds;
		return STATUS_OK;
	}
	if (strcmp(end, "m") == 0 || option_size("--commit-every", value, &bytes, NULL) < 0)
		return error_set(err, STATUS_BADQUERY, "--commit-every",
		                 "'%s' is not an amount of text (500M, 2G) or a time (90s, 10min, 1h)", value);
	options->commit_bytes = bytes;
	return STATUS_OK;
}

static enum status
read_unpack(struct add_options *options, int id, const char *value, struct error *err)
{
	long long number = 0;
	unsigned long long size = 0;
	enum status status;

	switch (id) {
	case ADD_UNPACK_RATIO:
		status = option_number("--unpack-ratio", value, 1, INT64_MAX, &number, err);
		options->unpack.ratio = (uint64_t)number;
		return status;
	case ADD_UNPACK_MEMBERS:
		status = option_number("--unpack-members", value, 1, INT64_MAX, &number, err);
		options->unpack.members = (uint64_t)number;
		return status;
	case ADD_UNPACK_DEPTH:
		status = option_number("--unpack-depth", value, 1, UNPACK_DEPTH_MOST, &number, err);
		options->unpack.depth = (uint64_t)number;
		return status;
	default:
		status = option_size("--unpack-size", value, &size, err);
		options->unpack.bytes = size;
		return status;
	}
}

static enum status
read_join(struct add_options *options, const char *value, struct error *err)
{
	const char **joins;

	if (!*value || strcmp(value, "-") == 0)
		return error_set(err, STATUS_BADQUERY, "--join", "the name of a file or folder is needed");
	joins = reallocarray(options->joins, options->join_count + 1, sizeof(*joins));
	if (!joins)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	joins[options->join_count++] = value;
	options->joins = joins;
	return STATUS_OK;
}

static enum status
read_option(struct add_options *options, int id, const char *value, struct error *err)
{
	static const char *const progress[] = { "auto", "never", "json", NULL };
	static const char *const drop_or_keep[] = { "drop", "keep", NULL };
	static const char *const orders[] = { "file", "day", "month", NULL };
	static const char *const texts[] = { "keep", "none", NULL }, *const none_or_keep[] = { "none", "keep", NULL };
	long long number;
	int choice;
	enum status status;

	switch (id) {
	case OPTION_ARGUMENT:
		return *value ? paths_add(&options->paths, value, err)
			: error_set(err, STATUS_BADQUERY, NULL, "an empty path");
	case ADD_ENGINE:
		return read_engine(options, value, err);
	case ADD_TEXT:
		status = option_choice("--text", value, texts, &choice, err);
		options->text = choice ? TEXT_NONE : TEXT_KEPT;
		return status;
	case ADD_FORWARD:
		status = option_choice("--forward", value, none_or_keep, &choice, err);
		if (status == STATUS_OK)
			options->forward = choice ? FORWARD_KEPT : FORWARD_NONE;
		return status;
	case ADD_MEMORY:
		status = option_size("--memory", value, &options->memory, err);
		if (status == STATUS_OK && options->memory < MEMORY_LEAST)
			status = error_set(err, STATUS_BADQUERY, "--memory", "at least 32M are needed");
		return status;
	case ADD_THREADS:
		status = option_number("--threads", value, 1, THREADS_MOST, &number, err);
		if (status == STATUS_OK)
			options->threads = (unsigned)number;
		return status;
	case ADD_LANGUAGE:
		return read_language(options, value, err);
	case ADD_SOURCE:
		options->reader.source = span_from_string(value);
		return STATUS_OK;
	case ADD_FORMAT:
		return read_format(options, value, err);
	case ADD_MAP:
		return read_map(options, value, err);
	case ADD_UNPACK_RATIO:
	case ADD_UNPACK_SIZE:
	case ADD_UNPACK_MEMBERS:
	case ADD_UNPACK_DEPTH:
		return read_unpack(options, id, value, err);
	case ADD_COMMIT:
		return read_commit(options, value, err);
	case ADD_JOIN:
		return read_join(options, value, err);
	case ADD_DATE_ORDER:
		status = option_choice("--date-order", value, orders, &choice, err);
		if (status == STATUS_OK)
			options->reader.date_order = (enum date_order)choice;
		return status;
	case ADD_SITE_TEXT:
		status = option_choice("--site-text", value, drop_or_keep, &choice, err);
		if (status == STATUS_OK)
			options->keep_site_text = choice == 1;
		return status;
	case ADD_REPEATED:
		status = option_choice("--repeated", value, drop_or_keep, &choice, err);
		if (status == STATUS_OK)
			options->keep_repeated = choice == 1;
		return status;
	case ADD_PROGRESS:
		status = option_choice("--progress", value, progress, &choice, err);
		if (status == STATUS_OK)
			options->progress = (enum progress_mode)choice;
		return status;
	case ADD_FILES0: options->paths.files0 = value; break;
	case ADD_REJECTS: options->rejects = value; break;
	case ADD_DRY_RUN: options->dry_run = true; break;
	case ADD_EXPLAIN: options->explain = true; break;
	case ADD_DELETE_MISSING: options->delete_missing = true; break;
	case ADD_FORCE: options->force = true; break;
	case ADD_FOLLOW: options->follow = true; break;
	case ADD_WAIT: options->wait = true; break;
	case ADD_QUIET: options->quiet = true; break;
	case ADD_VERBOSE: options->verbose = true; break;
	}
	return STATUS_OK;
}

bool
add_options_read(struct add_options *options, struct command_line *line)
{
	const char *value;
	int id;
	enum status status = STATUS_OK;

	*options = (struct add_options){
		.memory = MEMORY_DEFAULT,
		.threads = crew_processors(),
		.commit_seconds = COMMIT_SECONDS,
		.paths = PATHS_INIT,
	};
	while (status == STATUS_OK && command_line_next(line, &id, &value))
		status = read_option(options, id, value, &line->error);
	if (status == STATUS_OK && line->exit < 0 && options->paths.count == 0 && !options->paths.files0)
		status = error_set(&line->error, STATUS_BADQUERY, NULL,
		                   "nothing to index: name files or folders, or - for standard input (-h for help)");
	if (status == STATUS_OK && line->exit < 0 && paths_repeat_stdin(&options->paths))
		status = error_set(&line->error, STATUS_BADQUERY, "-", "standard input can be read only once");
	if (status == STATUS_OK && line->exit < 0 && options->explain && options->rejects && strcmp(options->rejects, "-") == 0)
		status = error_set(&line->error, STATUS_BADQUERY, "--rejects", "standard output is taken by --explain");
	/* What is said of an article then rests on those before it alone. */
	if (options->explain)
		options->threads = 1;
	if (status < 0)
		command_line_fail(line, status);
	if (line->exit < 0 && command_line_index(line))
		options->index = line->index;
	return line->exit < 0;
}

void
add_options_release(struct add_options *options)
{
	paths_release(&options->paths);
	free(options->maps);
	free(options->joins);
}

uint64_t
add_options_settings(const struct add_options *options)
{
	const struct reader_options *reader = &options->reader;
	struct buf text = BUF_INIT;
	uint64_t hash;

	buf_append_format(&text, "%s\n", reader->format ? reader->format->name : "");
	buf_append_span(&text, reader->source);
	buf_append_byte(&text, '\n');
	buf_append_span(&text, reader->identify ? SPAN("auto") : reader->language);
	for (size_t i = 0; i < reader->map_count; i++) {
		buf_append_format(&text, "\n%s=", article_field_name(reader->maps[i].field));
		buf_append_span(&text, reader->maps[i].name);
	}
	if (options->unpack.ratio || options->unpack.bytes || options->unpack.members || options->unpack.depth)
		buf_append_format(&text, "\nunpack %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64, options->unpack.ratio,
		                  options->unpack.bytes, options->unpack.members, options->unpack.depth);
	/* Another table, or a table that was written again, knows other things of the same articles. */
	for (size_t i = 0; i < options->join_count; i++) {
		struct stat st;

		if (stat(options->joins[i], &st) == 0)
			buf_append_format(&text, "\njoin %" PRIu64 " %" PRId64 ".%ld %" PRIu64, (uint64_t)st.st_size,
			                  (int64_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec, (uint64_t)st.st_ino);
	}
	if (reader->date_order != DATE_ORDER_UNKNOWN)
		buf_append_format(&text, "\ndates %d", (int)reader->date_order);
	if (options->keep_site_text)
		buf_append_string(&text, "\nsite text");
	if (options->keep_repeated)
		buf_append_string(&text, "\nrepeated");
	hash = hash_content(buf_span(&text)).low;
	buf_release(&text);
	return hash;
}
