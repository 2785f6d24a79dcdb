/* What the engine writes, read by a second reader that knows only the format's
 * description, and compared line by line with what the engine reads. */
#include <stdlib.h>

#include "common/file.h"
#include "common/simd.h"
#include "index/record.h"
#include "index/sketch.h"
#include "tests/engines/segment_decode.h"
#include "tests/engines/segment_model.h"
#include "tests/tap.h"

#define FOLDER "test_segment_decode.dir"

struct lines {
	char **list;
	size_t count, room;
};

static void
line_add(struct lines *lines, const struct buf *text)
{
	if (lines->count == lines->room) {
		lines->room = lines->room ? 2 * lines->room : 1024;
		lines->list = realloc(lines->list, lines->room * sizeof(char *));
	}
	if (!lines->list || !(lines->list[lines->count++] = strndup(text->data, text->len)))
		abort();
}

static int
line_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
document_line(void *context, const char *id, size_t id_len, int64_t date, uint32_t length, uint32_t words,
              const unsigned char *sketch, const char *record, size_t record_len)
{
	struct buf text = BUF_INIT;

	buf_append_format(&text, "document %.*s %" PRId64 " %u %u ", (int)id_len, id, date, length, words);
	for (int i = 0; i < SKETCH_BINS; i++)
		buf_append_format(&text, "%02x", sketch[i]);
	buf_append(&text, record, record_len);
	line_add(context, &text);
	buf_release(&text);
}

static void
posting_line(void *context, const char *id, size_t id_len, const char *term, size_t term_len, uint32_t frequency,
             const uint32_t *positions, size_t count)
{
	struct buf text = BUF_INIT;

	buf_append_format(&text, "posting %.*s %.*s %u", (int)term_len, term, (int)id_len, id, frequency);
	for (size_t i = 0; i < count; i++)
		buf_append_format(&text, " %u", positions[i]);
	line_add(context, &text);
	buf_release(&text);
}

/* The same lines by way of index.h. */
static bool
engine_lines(struct lines *lines)
{
	struct span path = SPAN(FOLDER);
	struct index_reader *reader = NULL;
	struct postings *postings = NULL;
	struct term_walk *walk = NULL;
	struct arena arena = ARENA_INIT;
	struct buf id = BUF_INIT, record = BUF_INIT;
	bool good = index_open(&path, 1, NULL, &reader, NULL) == STATUS_OK && index_all(reader, &postings, NULL) == STATUS_OK
		&& index_walk(reader, SPAN_NONE, SPAN_NONE, &walk, NULL) == STATUS_OK;

	while (good && postings_next(postings, NULL) == STATUS_OK) {
		struct article article;
		int64_t date, words;
		struct span sketch;
		uint64_t length;

		arena_clear(&arena);
		buf_clear(&id);
		buf_clear(&record);
		good = index_id(reader, postings->doc, &id, NULL) == STATUS_OK
			&& index_article(reader, postings->doc, &arena, &article, NULL) == STATUS_OK
			&& index_number(reader, COLUMN_DATE, postings->doc, &date, NULL) == STATUS_OK
			&& index_number(reader, COLUMN_WORDS, postings->doc, &words, NULL) == STATUS_OK
			&& index_string(reader, COLUMN_SKETCH, postings->doc, &sketch, NULL) == STATUS_OK
			&& index_length(reader, postings->doc, &length, NULL) == STATUS_OK;
		record_encode(&article, &record);
		document_line(lines, id.data, id.len, date, (uint32_t)length, (uint32_t)words,
		              (const unsigned char *)sketch.ptr, record.data, record.len);
	}
	postings_free(postings);
	while (good && term_walk_next(walk, NULL) == STATUS_OK) {
		good = index_postings(reader, walk->term, &postings, NULL) == STATUS_OK;
		while (good && postings_next(postings, NULL) == STATUS_OK) {
			const uint32_t *positions;
			size_t count;

			buf_clear(&id);
			good = index_id(reader, postings->doc, &id, NULL) == STATUS_OK
				&& postings_positions(postings, &positions, &count, NULL) == STATUS_OK;
			posting_line(lines, id.data, id.len, walk->term.ptr, walk->term.len, postings->frequency, positions, count);
		}
		postings_free(postings);
	}
	term_walk_free(walk);
	index_reader_free(reader);
	arena_release(&arena);
	buf_release(&id);
	buf_release(&record);
	return good;
}

static bool
lines_equal(struct lines *a, struct lines *b)
{
	qsort(a->list, a->count, sizeof(char *), line_compare);
	qsort(b->list, b->count, sizeof(char *), line_compare);
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (strcmp(a->list[i], b->list[i]) != 0) {
			printf("# %.300s\n# %.300s\n", a->list[i], b->list[i]);
			return false;
		}
	return a->count == b->count && a->count > 1000;
}

static void
lines_release(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->list[i]);
	free(lines->list);
}

static void
compare(const char *what)
{
	struct lines first = { 0 }, second = { 0 };
	struct decode_sink sink = { document_line, posting_line, &second };

	ok(engine_lines(&first), "%s: the engine reads it", what);
	ok(decode_index(FOLDER, &sink), "%s: the second reader reads it", what);
	ok(lines_equal(&first, &second), "%s: %zu lines are the same", what, first.count);
	lines_release(&first);
	lines_release(&second);
}

/* So many ids, and long ones, that some of their blocks are packed, and of the dictionary's. */
static void
packed(void)
{
	struct index_writer_options options = { .engine = "segment", .lanes = 2 };
	struct index_writer *writer = NULL;
	struct arena arena = ARENA_INIT;
	struct dice dice = { 6 };
	enum add_result result;
	size_t before = decode_packed_blocks(), ids_before = decode_packed_ids();

	file_remove_tree(FOLDER, NULL);
	index_writer_open(FOLDER, &options, &writer, NULL);
	for (unsigned i = 0; i < 2500; i++) {
		struct article article;
		char id[100];

		arena_clear(&arena);
		article_random(&dice, i, &arena, &article);
		snprintf(id, sizeof(id), "%08x-newspaper-%s-of-the-day-number-%u", i * 2654435761u, i % 3 ? "report" : "comment", i);
		article.text[FIELD_ID] = span_from_string(id);
		article.text[FIELD_BODY] = SPAN_NONE;
		article.sequence = i;
		index_writer_add(writer, i % 2, &article, &result, NULL);
	}
	index_writer_optimize(writer, NULL);
	index_writer_close(writer, NULL);
	compare("long ids");
	ok(decode_packed_blocks() > before, "some blocks of the dictionary are packed");
	ok(decode_packed_ids() > ids_before, "some blocks of ids are packed");
	arena_release(&arena);
}

/* Short articles of one language: many words' lists are ranks. */
static void
ranked(void)
{
	struct index_writer_options options = { .engine = "segment", .lanes = 2 };
	struct index_writer *writer = NULL;
	struct arena arena = ARENA_INIT;
	struct dice dice = { 9 };
	enum add_result result;
	size_t before = decode_ranked_lists();
	uint64_t removed;

	file_remove_tree(FOLDER, NULL);
	index_writer_open(FOLDER, &options, &writer, NULL);
	for (unsigned i = 0; i < 3000; i++) {
		struct article article;

		arena_clear(&arena);
		article_random(&dice, i, &arena, &article);
		article_shorten(&article);
		article.sequence = i;
		index_writer_add(writer, i % 2, &article, &result, NULL);
		if (i == 1000 || i == 2000)
			index_writer_commit(writer, NULL);
	}
	index_writer_commit(writer, NULL);
	index_writer_remove(writer, SPAN("XSNworld"), &removed, NULL);
	index_writer_commit(writer, NULL);
	compare("short articles");
	ok(decode_ranked_lists() > before + 20, "%zu lists were ranks in their stems'", decode_ranked_lists() - before);
	before = decode_ranked_lists();
	index_writer_optimize(writer, NULL);
	compare("short articles after optimize");
	ok(decode_ranked_lists() > before + 5, "and %zu then", decode_ranked_lists() - before);
	index_writer_close(writer, NULL);
	is_int((int64_t)decode_unary_packs(), 0, "no pack has parts in unary");
	options.smallest = true;
	index_writer_open(FOLDER, &options, &writer, NULL);
	index_writer_optimize(writer, NULL);
	index_writer_close(writer, NULL);
	simd_limit(SIMD_NONE);
	compare("as small as can be, portable code");
	simd_limit(SIMD_MOST);
	compare("as small as can be");
	ok(decode_unary_packs() > 100, "%zu packs have parts in unary", decode_unary_packs());
	arena_release(&arena);
}

int
main(void)
{
	struct index_writer_options options = { .engine = "segment", .lanes = 2, .forward = FORWARD_KEPT };
	struct index_writer *writer = NULL;
	struct arena arena = ARENA_INIT;
	struct dice dice = { 5 };
	enum add_result result;
	uint64_t removed;

	file_remove_tree(FOLDER, NULL);
	index_writer_open(FOLDER, &options, &writer, NULL);
	for (unsigned i = 0; i < 900; i++) {
		struct article article;

		arena_clear(&arena);
		article_random(&dice, i % 700, &arena, &article);
		article.sequence = i;
		index_writer_add(writer, i % 2, &article, &result, NULL);
		if (i == 600)
			index_writer_commit(writer, NULL);
	}
	index_writer_commit(writer, NULL);
	index_writer_remove(writer, SPAN("Lde"), &removed, NULL);
	index_writer_commit(writer, NULL);
	simd_limit(SIMD_NONE);
	compare("segments with deletions, portable code");
	simd_limit(SIMD_AVX2);
	compare("segments with deletions, AVX2");
	simd_limit(SIMD_MOST);
	compare("segments with deletions");
	index_writer_optimize(writer, NULL);
	compare("after optimize");
	ok(decode_forward_words() > 10000, "forward indexes had %zu words", decode_forward_words());
	index_writer_close(writer, NULL);
	arena_release(&arena);
	packed();
	ranked();
	file_remove_tree(FOLDER, NULL);
	return tap_done();
}
