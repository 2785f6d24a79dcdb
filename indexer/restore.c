#include "indexer/restore.h"

#include <inttypes.h>
#include <stdio.h>

#include "corpus/input.h"
#include "indexer/dump_line.h"

/* Room for an article of the largest size all of whose bytes are escaped. */
#define LINE_LIMIT ((size_t)6 << 30)

/* ---- Lines ------------------------------------------------------------ */

/* A dump is cut at its lines, whatever stands in them: what is wrong with one
 * is to be said of that line. */
static size_t
lines_split(struct span data, struct span head, bool at_end, uint64_t *records)
{
	const char *end = data.len ? memrchr(data.ptr, '\n', data.len) : NULL;

	(void)head;
	*records = 1;
	if (at_end)
		return data.len;
	return end ? (size_t)(end + 1 - data.ptr) : 0;
}

static const struct format lines = { .name = "dump", .split = lines_split };

struct reading {
	struct restore *restore;
	struct index_writer *writer;
	struct arena arena;
	struct dump_head head;        /* announced */
	bool has_head;
	uint64_t lines;               /* of all files */
};

/* ---- One line --------------------------------------------------------- */

static enum status
article_restore(struct reading *reading, struct article *article, struct error *err)
{
	enum add_result result;
	enum status status;

	article->sequence = reading->restore->articles;
	status = index_writer_add(reading->writer, 0, article, &result, err);
	if (status < 0)
		return status;
	reading->restore->articles++;
	return result == ADD_NEW ? STATUS_OK
		: error_set(err, STATUS_BADINPUT, NULL, "the id %.*s was there before",
		            (int)(article->text[FIELD_ID].len < 200 ? article->text[FIELD_ID].len : 200), article->text[FIELD_ID].ptr);
}

static enum status
line_restore(struct reading *reading, struct span text, struct error *err)
{
	struct dump_line line;
	enum status status;

	arena_clear(&reading->arena);
	status = dump_line_parse(text, &reading->arena, &line, err);
	if (status < 0)
		return status;
	reading->lines++;
	switch (line.kind) {
	case DUMP_ARTICLE:
		return article_restore(reading, &line.article, err);
	case DUMP_META:
		reading->restore->meta++;
		return index_writer_meta(reading->writer, line.key, line.value, err);
	case DUMP_HEAD:
		if (reading->lines != 1)
			return error_set(err, STATUS_BADINPUT, NULL, "the head of a dump stands in its first line alone");
		reading->has_head = true;
		reading->head = line.head;
		break;
	}
	return STATUS_OK;
}

/* Says in which line of which file it was. */
static enum status
line_failed(const struct chunk *chunk, uint64_t number, enum status status, const struct error *why, struct error *err)
{
	char place[sizeof(err->place)];

	if (status != STATUS_BADINPUT && status != STATUS_BADQUERY)
		return error_set(err, status, why->place, "%s", why->reason);
	snprintf(place, sizeof(place), "%.*s:%" PRIu64, (int)chunk->origin.len, chunk->origin.ptr, number);
	return error_set(err, STATUS_BADINPUT, place, "%s", why->reason);
}

/* ---- The whole -------------------------------------------------------- */

static enum status
stopped(struct error *err)
{
	return error_set(err, STATUS_INTERRUPTED, NULL, "stopped by a signal; nothing was restored");
}

/* *NUMBER is the line that CHUNK begins with, and then the one behind it. */
static enum status
chunk_restore(struct reading *reading, const struct chunk *chunk, uint64_t *number, struct error *err)
{
	const char *at = chunk->data.ptr, *end = at + chunk->data.len;

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		struct error why = ERROR_INIT;
		enum status status;

		if (reading->restore->stop && reading->restore->stop())
			return stopped(err);
		status = line_restore(reading, span_from(at, (size_t)((stop ? stop : end) - at)), &why);
		if (status < 0)
			return line_failed(chunk, *number, status, &why, err);
		at = stop ? stop + 1 : end;
		++*number;
	}
	return STATUS_OK;
}

static enum status
count_compare(const struct reading *reading, struct error *err)
{
	const struct restore *restore = reading->restore;

	if (!reading->has_head || (reading->head.articles == restore->articles && reading->head.meta == restore->meta))
		return STATUS_OK;
	return error_set(err, STATUS_BADINPUT, NULL, "the dump is not whole: %" PRIu64 " of %" PRIu64 " articles, %" PRIu64
	                 " of %" PRIu64 " other lines", restore->articles, reading->head.articles, restore->meta,
	                 reading->head.meta);
}

enum status
restore_read(struct restore *restore, struct index_writer *writer, struct error *err)
{
	struct input_options options = { .reader = { .format = &lines, .record_limit = LINE_LIMIT } };
	struct reading reading = { .restore = restore, .writer = writer, .arena = ARENA_INIT };
	struct input *input = NULL;
	uint64_t number = 1;
	enum status status = input_new(&options, &input, err);

	for (size_t i = 0; i < restore->count && status == STATUS_OK; i++)
		status = input_add(input, restore->paths[i], err);
	while (status == STATUS_OK) {
		struct input_chunk chunk;

		status = input_next(input, &chunk, err);
		if (status != STATUS_OK)
			break;
		if (chunk.chunk.offset == 0)
			number = 1;
		status = chunk_restore(&reading, &chunk.chunk, &number, err);
		input_chunk_release(&chunk);
	}
	/* A signal that ends the program before us in a pipe ends the dump too. */
	if (status == STATUS_END && restore->stop && restore->stop())
		status = stopped(err);
	if (status == STATUS_END)
		status = count_compare(&reading, err);
	input_free(input);
	arena_release(&reading.arena);
	return status;
}
