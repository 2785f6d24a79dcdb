/* newsindex dump: every article as a line of JSON, which newsindex reads again. */
#include <jansson.h>
#include <stdio.h>

#include "index/index.h"
#include "indexer/command.h"
#include "indexer/message.h"

static const struct option table[] = {
	COMMON_OPTIONS,
	{ 0 },
};

/* The fields of a dump, in the order of its keys. */
static const enum article_field fields[] = {
	FIELD_ID, FIELD_URL, FIELD_TITLE, FIELD_BODY, FIELD_NOTE, FIELD_PUBLISHED, FIELD_MODIFIED,
	FIELD_SOURCE, FIELD_AUTHOR, FIELD_SECTION, FIELD_TAG, FIELD_LANGUAGE,
};

static json_t *
json_text(struct span text)
{
	return json_stringn(text.ptr ? text.ptr : "", text.len);
}

static json_t *
json_list(const struct span *items, size_t count)
{
	json_t *list = count ? json_array() : NULL;

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_text(items[i]));
	return list;
}

static json_t *
json_date(const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	if (date->precision == DATE_NONE)
		return NULL;
	date_format(date, text);
	return json_string(text);
}

/* NULL for a field that ARTICLE does not have. */
static json_t *
json_field(const struct article *article, enum article_field field)
{
	switch (field) {
	case FIELD_PUBLISHED:
		return json_date(&article->published);
	case FIELD_MODIFIED:
		return json_date(&article->modified);
	case FIELD_AUTHOR:
		return json_list(article->authors, article->author_count);
	case FIELD_TAG:
		return json_list(article->tags, article->tag_count);
	default:
		return article->text[field].ptr ? json_text(article->text[field]) : NULL;
	}
}

static enum status
print_article(const struct article *article, struct error *err)
{
	json_t *object = json_object();
	bool printed = object != NULL;

	for (size_t i = 0; printed && i < sizeof(fields) / sizeof(fields[0]); i++) {
		json_t *value = json_field(article, fields[i]);

		if (value)
			printed = json_object_set_new(object, article_field_name(fields[i]), value) == 0;
	}
	if (!printed) {
		json_decref(object);
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	json_dumpf(object, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(object);
	return STATUS_OK;
}

static enum status
dump(const char *index, struct error *err)
{
	struct span path = span_from_string(index);
	struct arena arena = ARENA_INIT;
	struct index_reader *reader = NULL;
	struct postings *postings = NULL;
	enum status status = index_open(&path, 1, NULL, &reader, err);

	if (status == STATUS_OK)
		status = index_all(reader, &postings, err);
	while (status == STATUS_OK && !ferror(stdout) && (status = postings_next(postings, err)) == STATUS_OK) {
		struct article article;

		arena_clear(&arena);
		status = index_article(reader, postings->doc, &arena, &article, err);
		if (status == STATUS_OK)
			status = print_article(&article, err);
	}
	postings_free(postings);
	index_reader_free(reader);
	arena_release(&arena);
	return status == STATUS_END ? STATUS_OK : status;
}

static int
dump_run(int argc, const char *const *argv)
{
	struct command_line line;
	const char *value;
	int id;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_dump, argc, argv);
	if (command_line_next(&line, &id, &value))
		status = error_set(&line.error, STATUS_BADQUERY, value, "dump takes no arguments; name the index with -d");
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		status = dump(line.index, &line.error);
		line.exit = message_flush_stdout() ? EXIT_DONE : EXIT_FAILED;
	}
	return command_line_end(&line, status);
}

const struct command command_dump = {
	.name = "dump",
	.arguments = "",
	.summary = "Print every article as a line of JSON, to be indexed again",
	.options = table,
	.run = dump_run,
};
