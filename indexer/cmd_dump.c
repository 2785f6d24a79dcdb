/* newsindex dump: every article as a line of JSON, which newsindex reads again
 * and `newsindex restore` makes the same index of. */
#include <stdio.h>
#include <stdlib.h>

#include "indexer/command.h"
#include "indexer/dump_line.h"
#include "indexer/dump_order.h"
#include "indexer/message.h"

enum { DUMP_ALL = OPTION_OWN };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ DUMP_ALL, "all", 0, OPTION_NONE, NULL, "what is known of files as well, for restore alone" },
	{ 0 },
};

static enum status
dump_articles(struct index_reader *reader, const struct dump_place *places, size_t count, struct error *err)
{
	struct arena arena = ARENA_INIT;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK && !ferror(stdout); i++) {
		struct article article;

		arena_clear(&arena);
		status = index_article_text(reader, places[i].doc, &arena, &article, err);
		if (status == STATUS_OK)
			status = dump_article_print(&article, stdout, err);
	}
	arena_release(&arena);
	return status;
}

/* Prints (PRINT) or only counts the pairs of metadata. */
static enum status
dump_meta(struct index_reader *reader, bool print, uint64_t *count, struct error *err)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	enum status status = STATUS_OK;

	*count = 0;
	while (status == STATUS_OK && (status = index_meta_next(reader, SPAN(""), &key, err)) == STATUS_OK) {
		++*count;
		if (!print)
			continue;
		buf_clear(&value);
		status = index_meta(reader, buf_span(&key), &value, err);
		if (status == STATUS_OK)
			status = dump_meta_print(buf_span(&key), buf_span(&value), stdout, err);
	}
	buf_release(&value);
	buf_release(&key);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
dump(const char *index, bool all, struct error *err)
{
	struct span path = span_from_string(index);
	struct index_reader *reader = NULL;
	struct dump_place *places = NULL;
	struct dump_head head;
	size_t count;
	enum status status = index_open(&path, 1, NULL, &reader, err);

	if (status == STATUS_OK)
		status = dump_order(reader, &places, &count, err);
	if (status == STATUS_OK && all) {
		status = dump_meta(reader, false, &head.meta, err);
		head.articles = count;
		if (status == STATUS_OK)
			status = dump_head_print(&head, stdout, err);
		if (status == STATUS_OK)
			status = dump_meta(reader, true, &head.meta, err);
	}
	if (status == STATUS_OK)
		status = dump_articles(reader, places, count, err);
	free(places);
	index_reader_free(reader);
	return status;
}

static int
dump_run(int argc, const char *const *argv)
{
	struct command_line line;
	const char *value;
	bool all = false;
	int id;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_dump, argc, argv);
	while (status == STATUS_OK && command_line_next(&line, &id, &value)) {
		if (id == DUMP_ALL)
			all = true;
		else
			status = error_set(&line.error, STATUS_BADQUERY, value, "dump takes no arguments; name the index with -d");
	}
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		status = dump(line.index, all, &line.error);
		line.exit = message_flush_stdout() ? EXIT_DONE : EXIT_FAILED;
	}
	return command_line_end(&line, status);
}

const struct command command_dump = {
	.name = "dump",
	.arguments = "",
	.summary = "Print every article as a line of JSON, to be restored or indexed again",
	.options = table,
	.run = dump_run,
};
