/* newsindex delete: articles by id, source, origin or tag, and those that repeat others. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/index.h"
#include "index/terms.h"
#include "indexer/command.h"
#include "indexer/files.h"
#include "indexer/message.h"
#include "indexer/paths.h"
#include "indexer/verbatim.h"

enum { DELETE_SOURCE = OPTION_OWN, DELETE_ORIGIN, DELETE_TAG, DELETE_REPEATED, DELETE_DRY_RUN, DELETE_WAIT, DELETE_QUIET };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ DELETE_SOURCE, "source", 0, OPTION_REQUIRED, "NAME", "every article of a source" },
	{ DELETE_ORIGIN, "origin", 0, OPTION_REQUIRED, "PATH", "every article that was read from a file" },
	{ DELETE_TAG, "tag", 0, OPTION_REQUIRED, "TAG", "every article with a tag" },
	{ DELETE_REPEATED, "repeated", 0, OPTION_NONE, NULL, "all but one of articles equal in all but id and address" },
	{ DELETE_DRY_RUN, "dry-run", 0, OPTION_NONE, NULL, "only say how many there are" },
	{ DELETE_WAIT, "wait", 0, OPTION_NONE, NULL, "wait while another process writes" },
	{ DELETE_QUIET, "quiet", 'q', OPTION_NONE, NULL, "say only what went wrong" },
	{ 0 },
};

/* What is to be deleted: terms, in the order they were named. */
struct selection {
	struct target {
		char *name;           /* as typed, for messages */
		struct span term;
		struct span file;     /* key of the file record to drop with it, or SPAN_NONE */
	} *targets;
	size_t count, size;
	struct arena arena;
	bool read_stdin;
	bool repeated;            /* those that repeat others as well */
};

struct deletion {
	const char *index;
	struct index_reader *reader;
	struct index_writer *writer;  /* NULL: only count */
	uint64_t deleted;
	uint64_t absent;              /* targets that nothing matched */
};

static enum status
select_term(struct selection *selection, const char *name, const char *prefix, struct span value, bool fold,
            struct error *err)
{
	struct buf term = BUF_INIT, key = BUF_INIT;
	struct target *target;

	if (selection->count == selection->size) {
		size_t size = selection->size ? 2 * selection->size : 16;
		struct target *grown = reallocarray(selection->targets, size, sizeof(*grown));

		if (!grown)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		selection->targets = grown;
		selection->size = size;
	}
	target = &selection->targets[selection->count++];
	term_boolean(&term, prefix, value, fold);
	target->name = arena_string(&selection->arena, span_from_string(name));
	target->term = arena_copy(&selection->arena, buf_span(&term));
	target->file = SPAN_NONE;
	if (strcmp(prefix, PREFIX_ORIGIN) == 0) {
		file_key(value, &key);
		target->file = arena_copy(&selection->arena, buf_span(&key));
	}
	buf_release(&key);
	buf_release(&term);
	return target->name && target->term.ptr ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

static enum status
select_origin(struct selection *selection, const char *value, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = strcmp(value, "-") == 0 ? STATUS_OK : path_absolute(span_from_string(value), &path, err);

	if (path.len == 0)
		buf_append_string(&path, value);
	if (status == STATUS_OK)
		status = select_term(selection, value, PREFIX_ORIGIN, buf_span(&path), false, err);
	buf_release(&path);
	return status;
}

/* An id a line. */
static enum status
select_stdin(struct selection *selection, struct error *err)
{
	char *id = NULL;
	size_t size = 0;
	ssize_t got;
	enum status status = STATUS_OK;

	while (status == STATUS_OK && (got = getline(&id, &size, stdin)) >= 0) {
		if (got && id[got - 1] == '\n')
			id[got - 1] = '\0';
		if (*id)
			status = select_term(selection, id, PREFIX_ID, span_from_string(id), false, err);
	}
	if (status == STATUS_OK && ferror(stdin))
		status = error_set_errno(err, "standard input", "cannot read", errno);
	free(id);
	return status;
}

/* Counts what TARGET matches, and deletes it unless only counting. */
static enum status
delete_target(struct deletion *deletion, const struct target *target, struct error *err)
{
	struct term_stats stats = { 0, 0 };
	uint64_t removed = 0;
	enum status status = index_term(deletion->reader, target->term, &stats, err);

	if (status == STATUS_OK && stats.df == 0) {
		message("%s: no such article", target->name);
		deletion->absent++;
		return STATUS_OK;
	}
	if (status == STATUS_OK && deletion->writer) {
		status = index_writer_remove(deletion->writer, target->term, &removed, err);
		if (status == STATUS_OK && target->file.ptr)
			status = index_writer_meta(deletion->writer, target->file, SPAN(""), err);
		deletion->deleted += removed;
	} else {
		deletion->deleted += stats.df;
	}
	return status;
}

static enum status
select_repeated(void *selection, struct span id, struct error *err)
{
	char name[200];

	snprintf(name, sizeof(name), "%.*s", (int)(id.len < sizeof(name) ? id.len : sizeof(name) - 1), id.ptr);
	return select_term(selection, name, PREFIX_ID, id, false, err);
}

static enum status
delete_all(struct deletion *deletion, struct selection *selection, bool dry_run, bool wait, struct error *err)
{
	struct index_writer_options options = { .lanes = 1, .wait = wait };
	struct span path = span_from_string(deletion->index);
	enum status status = index_open(&path, 1, NULL, &deletion->reader, err), closed;

	if (status == STATUS_OK && selection->repeated)
		status = verbatim_each(deletion->reader, select_repeated, selection, err);
	if (status == STATUS_OK && !dry_run)
		status = index_writer_open(deletion->index, &options, &deletion->writer, err);
	for (size_t i = 0; status == STATUS_OK && i < selection->count; i++)
		status = delete_target(deletion, &selection->targets[i], err);
	if (status == STATUS_OK && deletion->writer && deletion->deleted)
		status = index_writer_commit(deletion->writer, err);
	if (deletion->writer) {
		closed = index_writer_close(deletion->writer, status < 0 ? NULL : err);
		status = status < 0 ? status : closed;
	}
	index_reader_free(deletion->reader);
	return status;
}

static enum status
read_option(struct selection *selection, int id, const char *value, struct error *err)
{
	switch (id) {
	case DELETE_SOURCE:
		return select_term(selection, value, PREFIX_SOURCE, span_from_string(value), true, err);
	case DELETE_TAG:
		return select_term(selection, value, PREFIX_TAG, span_from_string(value), true, err);
	case DELETE_ORIGIN:
		return select_origin(selection, value, err);
	}
	if (strcmp(value, "-") != 0)
		return select_term(selection, value, PREFIX_ID, span_from_string(value), false, err);
	selection->read_stdin = true;
	return STATUS_OK;
}

static int
delete_run(int argc, const char *const *argv)
{
	struct command_line line;
	struct selection selection = { .arena = ARENA_INIT };
	struct deletion deletion = { 0 };
	bool dry_run = false, wait = false, quiet = false;
	const char *value;
	int id, code;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_delete, argc, argv);
	while (status == STATUS_OK && command_line_next(&line, &id, &value)) {
		switch (id) {
		case DELETE_REPEATED: selection.repeated = true; break;
		case DELETE_DRY_RUN: dry_run = true; break;
		case DELETE_WAIT: wait = true; break;
		case DELETE_QUIET: quiet = true; break;
		default: status = read_option(&selection, id, value, &line.error);
		}
	}
	if (status == STATUS_OK && line.exit < 0 && selection.read_stdin)
		status = select_stdin(&selection, &line.error);
	else if (status == STATUS_OK && line.exit < 0 && selection.count == 0 && !selection.repeated)
		status = error_set(&line.error, STATUS_BADQUERY, NULL,
		                   "nothing to delete: name ids, --source, --origin, --tag or --repeated (-h for help)");
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		deletion.index = line.index;
		status = delete_all(&deletion, &selection, dry_run, wait, &line.error);
		line.exit = deletion.absent ? EXIT_SKIPPED : EXIT_DONE;
		if (status == STATUS_OK && !quiet)
			message("%" PRIu64 " articles %s", deletion.deleted, dry_run ? "would be deleted" : "deleted");
	}
	if (status < 0)
		command_line_fail(&line, status);
	code = line.exit;
	free(selection.targets);
	arena_release(&selection.arena);
	command_line_release(&line);
	return code;
}

const struct command command_delete = {
	.name = "delete",
	.arguments = "ID...",
	.summary = "Delete articles by id (- reads ids from standard input), source, file or tag, or that repeat others",
	.options = table,
	.run = delete_run,
};
