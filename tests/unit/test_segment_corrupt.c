/* A damaged index gives an error or a wrong answer, never a crash: each byte
 * changed in turn, files cut short, and changed files whose checksums have been
 * made to fit again, which is what a hostile index looks like. */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "common/file.h"
#include "index/segment/promise.h"
#include "index/segment/view.h"
#include "tests/engines/segment_model.h"
#include "tests/tap.h"

#define FOLDER "test_segment_corrupt.dir"

/* Reads all that can be read; what comes out does not matter. */
static void
reader_exercise(struct index_reader *reader)
{
	struct term_walk *walk = NULL;
	struct postings *all = NULL;
	struct arena arena = ARENA_INIT;
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct index_stats stats;

	index_stats(reader, &stats, NULL);
	if (index_walk(reader, SPAN_NONE, SPAN_NONE, &walk, NULL) == STATUS_OK) {
		while (term_walk_next(walk, NULL) == STATUS_OK) {
			struct postings *postings = NULL;
			struct term_stats term;
			const uint32_t *positions;
			size_t count;
			docid_t target = 1;

			index_term(reader, walk->term, &term, NULL);
			if (index_postings(reader, walk->term, &postings, NULL) == STATUS_OK)
				while (postings_seek(postings, target, NULL) == STATUS_OK) {
					postings_positions(postings, &positions, &count, NULL);
					target = postings->doc + 1;
				}
			postings_free(postings);
		}
	}
	term_walk_free(walk);
	if (index_all(reader, &all, NULL) == STATUS_OK) {
		while (postings_next(all, NULL) == STATUS_OK) {
			struct article article;
			struct span text;
			int64_t number;
			uint64_t length;

			arena_clear(&arena);
			index_length(reader, all->doc, &length, NULL);
			index_number(reader, COLUMN_DATE, all->doc, &number, NULL);
			index_string(reader, COLUMN_SOURCE, all->doc, &text, NULL);
			index_string(reader, COLUMN_LANGUAGE, all->doc, &text, NULL);
			index_article(reader, all->doc, &arena, &article, NULL);
		}
	}
	postings_free(all);
	while (index_meta_next(reader, SPAN(""), &key, NULL) == STATUS_OK)
		index_meta(reader, buf_span(&key), &value, NULL);
	buf_release(&key);
	buf_release(&value);
	arena_release(&arena);
}

static void
top_exercise(struct index_reader *reader)
{
	static struct node words[] = {
		{ .kind = NODE_TERM, .term = { "the", 3 }, .wqf = 1 }, { .kind = NODE_TERM, .term = { "market", 6 }, .wqf = 1 },
	};
	static struct node *const both[] = { &words[0], &words[1] };
	static const enum node_kind kinds[] = { NODE_OR, NODE_AND, NODE_PHRASE };
	struct hit hits[5];

	for (size_t i = 0; i < 3; i++) {
		struct node tree = { .kind = kinds[i], .children = both, .child_count = 2 };
		struct search search = { .tree = &tree, .bm25 = BM25_DEFAULT, .limit = 5, .hits = hits, .want_total = true };

		index_top(reader, &search, NULL);
	}
}

static enum status
word_forget(void *context, unsigned thread, const struct word_numbers *numbers, struct error *err)
{
	(void)thread, (void)err;
	*(uint64_t *)context += numbers->beside;
	return STATUS_OK;
}

/* What stands beside the first place of every article. */
static void
words_exercise(struct index_reader *reader)
{
	enum { DOCS = 4096 };
	static uint64_t set[DOCS / 64];
	static uint32_t before[DOCS / 64], first[DOCS + 1], places[DOCS];
	struct word_window window = { .before = before, .first = first, .places = places, .span = 60 };
	struct word_scan scan = { .docs = set, .window = &window, .threads = 2, .word = word_forget };
	struct postings *all = NULL;
	uint64_t beside = 0;

	memset(set, 0, sizeof(set));
	if (index_all(reader, &all, NULL) == STATUS_OK)
		while (postings_next(all, NULL) == STATUS_OK && all->doc < DOCS) {
			set[all->doc / 64] |= UINT64_C(1) << all->doc % 64;
			first[window.docs] = (uint32_t)window.docs;
			places[window.docs++] = 1;
			scan.end = all->doc + 1;
		}
	postings_free(all);
	first[window.docs] = (uint32_t)window.docs;
	for (size_t i = 1; i < DOCS / 64; i++)
		before[i] = before[i - 1] + (uint32_t)__builtin_popcountll(set[i - 1]);
	scan.context = &beside;
	if (window.docs)
		index_words(reader, &scan, NULL);
}

static void
folder_exercise(void)
{
	struct span path = SPAN(FOLDER);
	struct index_reader *reader = NULL;

	if (index_open(&path, 1, NULL, &reader, NULL) < 0)
		return;
	reader_exercise(reader);
	top_exercise(reader);
	words_exercise(reader);
	index_reader_free(reader);
}

static void
index_make(unsigned articles, bool shorten)
{
	struct index_writer_options options = { .engine = "segment", .forward = FORWARD_KEPT };
	struct index_writer *writer = NULL;
	struct arena arena = ARENA_INIT;
	struct dice dice = { 7 };
	enum add_result result;
	uint64_t removed;

	file_remove_tree(FOLDER, NULL);
	index_writer_open(FOLDER, &options, &writer, NULL);
	for (unsigned i = 0; i < articles; i++) {
		struct article article;

		arena_clear(&arena);
		article_random(&dice, i, &arena, &article);
		article.sequence = i;
		if (shorten)
			article_shorten(&article);
		index_writer_add(writer, 0, &article, &result, NULL);
	}
	index_writer_meta(writer, SPAN("key"), SPAN("value"), NULL);
	index_writer_commit(writer, NULL);
	index_writer_remove(writer, SPAN("Qid1"), &removed, NULL);
	index_writer_commit(writer, NULL);
	index_writer_close(writer, NULL);
	arena_release(&arena);
}

static void
file_put(const char *path, const char *data, size_t len)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(data, 1, len, file) != len || fclose(file) != 0)
		abort();
}

/* Makes the checksums of a changed file fit. */
static void
file_sign(char *data, size_t len)
{
	size_t tail;
	XXH3_state_t *state = XXH3_createState();

	if (len < FORMAT_HEAD_SIZE + FORMAT_END_SIZE || memcmp(data, "ndx", 3) != 0) {
		XXH3_freeState(state);
		return;
	}
	tail = load_u32(data + len - FORMAT_END_SIZE);
	if (tail <= len - FORMAT_HEAD_SIZE - FORMAT_END_SIZE) {
		XXH3_64bits_reset(state);
		XXH3_64bits_update(state, data, FORMAT_HEAD_SIZE);
		XXH3_64bits_update(state, data + len - FORMAT_END_SIZE - tail, tail);
		store_u64(data + len - 16, XXH3_64bits_digest(state));
	}
	store_u64(data + len - 8, XXH3_64bits(data, len - 8));
	XXH3_freeState(state);
}

/* The files of the index, the lock left out. */
static size_t
files_list(char paths[][300], size_t room)
{
	DIR *dir = opendir(FOLDER);
	struct dirent *entry;
	size_t count = 0;

	while (dir && (entry = readdir(dir)) != NULL && count < room)
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, "lock") != 0)
			snprintf(paths[count++], 300, FOLDER "/%s", entry->d_name);
	closedir(dir);
	return count;
}

static void
flips(void)
{
	char paths[20][300];
	size_t count, unnoticed = 0, tried = 0;

	index_make(10, true);
	ok(index_check(FOLDER, NULL, NULL, NULL) == STATUS_OK, "the index is sound");
	count = files_list(paths, 20);
	for (size_t i = 0; i < count; i++) {
		struct buf data = BUF_INIT;

		file_read(paths[i], 1 << 24, &data, NULL);
		for (size_t at = 0; at < data.len; at++) {
			data.data[at] = (char)(data.data[at] ^ (1 << at % 8));
			file_put(paths[i], data.data, data.len);
			if (index_check(FOLDER, NULL, NULL, NULL) == STATUS_OK)
				unnoticed++;
			if (at % 3 == 0)
				folder_exercise();
			data.data[at] = (char)(data.data[at] ^ (1 << at % 8));
			tried++;
		}
		file_put(paths[i], data.data, data.len);
		buf_release(&data);
	}
	is_int((int64_t)unnoticed, 0, "check notices every changed bit");
	ok(tried > 1000, "%zu bytes were changed", tried);
}

static void
cuts(void)
{
	char paths[20][300];
	size_t count = files_list(paths, 20), unnoticed = 0;

	for (size_t i = 0; i < count; i++) {
		struct buf data = BUF_INIT;

		file_read(paths[i], 1 << 24, &data, NULL);
		for (size_t at = 0; at < data.len; at += 1 + data.len / 40) {
			file_put(paths[i], data.data, at);
			unnoticed += index_check(FOLDER, NULL, NULL, NULL) == STATUS_OK;
			folder_exercise();
		}
		unlink(paths[i]);
		unnoticed += index_check(FOLDER, NULL, NULL, NULL) == STATUS_OK;
		folder_exercise();
		file_put(paths[i], data.data, data.len);
		buf_release(&data);
	}
	is_int((int64_t)unnoticed, 0, "check notices every file that is cut short or gone");
}

/* Changes that carry the right checksums. */
static void
forgeries(unsigned articles, bool shorten, unsigned rounds)
{
	char paths[20][300];
	struct dice dice = { articles };
	size_t count;

	index_make(articles, shorten);
	count = files_list(paths, 20);
	for (size_t i = 0; i < count; i++) {
		struct buf data = BUF_INIT;
		char *copy;

		file_read(paths[i], 1 << 24, &data, NULL);
		copy = malloc(data.len + 1);
		for (unsigned round = 0; copy && round < rounds; round++) {
			memcpy(copy, data.data, data.len);
			for (uint32_t k = 1 + dice_roll(&dice, 4); k > 0; k--) {
				/* Half of them where the numbers of the tail are. */
				uint32_t range = dice_roll(&dice, 2) && data.len > 300 ? 300 : (uint32_t)data.len;
				size_t at = data.len - 1 - dice_roll(&dice, range);

				copy[at] = (char)(dice_roll(&dice, 3) ? dice_roll(&dice, 256) : dice_roll(&dice, 2) ? 255 : 0);
			}
			file_sign(copy, data.len);
			file_put(paths[i], copy, data.len);
			folder_exercise();
			index_check(FOLDER, NULL, NULL, NULL);
		}
		file_put(paths[i], data.data, data.len);
		free(copy);
		buf_release(&data);
	}
	ok(index_check(FOLDER, NULL, NULL, NULL) == STATUS_OK, "%u forgeries of %zu files are survived", rounds, count);
}

/* Where in its file a list of the index keeps its promise; 0: nowhere. */
static size_t
promise_find(char path[300])
{
	struct view view;
	size_t at = 0;

	if (view_open(&view, FOLDER, NULL) < 0)
		return 0;
	for (size_t i = 0; i < view.count && !at; i++) {
		const struct segment *segment = view.segments[i];
		struct dict_walk walk;

		dict_walk_start(&walk, &segment->dict);
		while (!at && dict_walk_next(&walk, NULL) == STATUS_OK) {
			struct list_cursor cursor;
			struct list list;

			if (segment_list_of(segment, walk.term, &walk.list, &list, NULL) == STATUS_OK
			    && list_cursor_open(&cursor, &segment->files, &list, NULL) == STATUS_OK
			    && cursor.skips && (list.flags & LIST_COUNTED))
				at = (size_t)(list_cursor_promise(&cursor) - (const unsigned char *)segment->post.data);
		}
		snprintf(path, 300, FOLDER "/");
		segment_file_name(&segment->about.name, "post", path + strlen(path));
	}
	view_release(&view);
	return at;
}

static void
report_keep(void *context, const char *line)
{
	buf_append_string(context, line);
}

/* A list that promises more than it has, in a file whose checksums fit. */
static void
promises(void)
{
	struct buf data = BUF_INIT, said = BUF_INIT;
	char path[300];
	size_t at;

	index_make(150, false);
	at = promise_find(path);
	ok(at != 0 && file_read(path, 1 << 24, &data, NULL) == STATUS_OK, "a list makes a promise");
	if (at && at + PROMISE_SIZE <= data.len) {
		file_sign(data.data, data.len);
		file_put(path, data.data, data.len);
		is_int(index_check(FOLDER, NULL, NULL, NULL), STATUS_OK, "which is kept");
		memset(data.data + at + 2, 0xff, 2);
		file_sign(data.data, data.len);
		file_put(path, data.data, data.len);
		is_int(index_check(FOLDER, report_keep, &said, NULL), STATUS_CORRUPT, "another is noticed");
		ok(strstr(buf_string(&said), "promises scores that it does not have") != NULL, "and said: %s", buf_string(&said));
	}
	buf_release(&data);
	buf_release(&said);
}

int
main(void)
{
	flips();
	cuts();
	forgeries(4, true, 500);
	forgeries(150, false, 100);
	forgeries(900, true, 150);
	promises();
	file_remove_tree(FOLDER, NULL);
	return tap_done();
}
