/* What an input makes of files in a folder of the test's own; included by one test each. */
#include <stdio.h>
#include <stdlib.h>

#include "common/file.h"
#include "corpus/input.h"

static char folder[] = "/tmp/newsdex-input-XXXXXX";

static const char *
at(const char *name)
{
	static char paths[4][128];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

static void
put(const char *name, struct span data)
{
	file_replace(at(name), data, NULL);
}

/* Reads PATH and writes what happens: "id" for each article, "[last]" where a
 * file ends, "(place: reason)" for errors, each followed by a space. */
static const char *
run(const struct input_options *options, const char *path)
{
	static struct buf out;
	struct error err = ERROR_INIT;
	struct input *input = NULL;
	struct input_chunk chunk;
	struct reader reader;
	struct article article;
	enum status status;
	uint64_t last = 0;
	bool ordered = true;

	buf_clear(&out);
	input_new(options, &input, &err);
	input_add(input, span_from_string(path), &err);
	reader_init(&reader, &options->reader);
	while ((status = input_next(input, &chunk, &err)) != STATUS_END) {
		if (status < 0) {
			const char *name = strrchr(err.place, '/');

			buf_append_format(&out, "(%s: %s) ", name ? name + 1 : err.place, err.reason);
			error_clear(&err);
			if (status == STATUS_NOMEM)
				break;
			continue;
		}
		reader_start(&reader, &chunk.chunk);
		while ((status = reader_next(&reader, &article, &err)) != STATUS_END) {
			const char *id = article.text[FIELD_ID].ptr;

			if (status < 0) {
				buf_append_format(&out, "<%s> ", err.reason);
				error_clear(&err);
				continue;
			}
			ordered &= last == 0 || article.sequence > last;
			last = article.sequence + 1;
			if (article.text[FIELD_ID].len > strlen(folder) && memcmp(id, folder, strlen(folder)) == 0)
				buf_append(&out, id + strlen(folder) + 1, article.text[FIELD_ID].len - strlen(folder) - 1);
			else
				buf_append_span(&out, article.text[FIELD_ID]);
			buf_append_byte(&out, ' ');
		}
		if (chunk.last)
			buf_append_string(&out, "[last] ");
		input_chunk_release(&chunk);
	}
	reader_release(&reader);
	input_free(input);
	if (!ordered)
		buf_append_string(&out, "(sequence falls) ");
	return buf_string(&out);
}
