/* print_articles [--format=NAME] PATH... prints every article as a line of
 * JSON, and every error as "! place: reason" on standard output. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "corpus/input.h"
#include "tests/article_json.h"

static void
print_error(struct error *err, const struct article *article)
{
	const char *name = strrchr(err->place, '/');

	printf("! %s: %s", name ? name + 1 : err->place, err->reason);
	if (article->withdrawn)
		printf(": %.*s [%" PRIu64 ", %" PRId64 "]", (int)article->text[FIELD_ID].len, article->text[FIELD_ID].ptr,
		       article->version.number, article->version.created);
	putchar('\n');
	error_clear(err);
}

static void
print_chunk(struct reader *reader, const struct chunk *chunk, bool quiet)
{
	struct error err = ERROR_INIT;
	struct article article;
	enum status status;
	struct buf line = BUF_INIT;

	reader_start(reader, chunk);
	while ((status = reader_next(reader, &article, &err)) != STATUS_END) {
		if (status < 0) {
			print_error(&err, &article);
			if (status != STATUS_BADINPUT)
				break;
			continue;
		}
		if (quiet)
			continue;
		/* The folder a test runs in is no part of an id. */
		if (article.text[FIELD_ID].len > article.origin.len && span_starts(article.text[FIELD_ID], article.origin)) {
			const char *slash = memrchr(article.origin.ptr, '/', article.origin.len);
			size_t cut = slash ? (size_t)(slash + 1 - article.origin.ptr) : 0;

			article.text[FIELD_ID].ptr += cut;
			article.text[FIELD_ID].len -= cut;
		}
		buf_clear(&line);
		json_put_article(&line, &article);
		puts(buf_string(&line));
	}
	buf_release(&line);
}

int
main(int argc, char **argv)
{
	struct input_options options = { 0 };
	struct error err = ERROR_INIT;
	struct input_chunk chunk;
	struct reader reader;
	struct input *input;
	enum status status;
	bool quiet = false;
	int i;

	for (i = 1; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strncmp(argv[i], "--format=", 9) == 0)
			options.reader.format = format_find(span_from_string(argv[i] + 9));
		else if (strncmp(argv[i], "--chunk=", 8) == 0)
			options.chunk_size = (size_t)atol(argv[i] + 8);
		else if (strcmp(argv[i], "--quiet") == 0)
			quiet = true;
	}
	if (input_new(&options, &input, &err) < 0)
		return 2;
	for (; i < argc; i++)
		input_add(input, span_from_string(argv[i]), &err);
	reader_init(&reader, &options.reader);
	while ((status = input_next(input, &chunk, &err)) != STATUS_END && status != STATUS_NOMEM) {
		if (status < 0) {
			print_error(&err, &(struct article){ 0 });
			continue;
		}
		print_chunk(&reader, &chunk.chunk, quiet);
		input_chunk_release(&chunk);
	}
	reader_release(&reader);
	input_free(input);
	return 0;
}
