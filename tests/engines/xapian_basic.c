/* A Xapian index through index.h: written, read, searched, written again. */
#include "tests/engines/fixture.h"

static void
write_first(const char *path)
{
	struct index_writer *writer = fixture_writer(path, 2);

	is_int(fixture_add(writer, 0, fixture_article("a", "Huawei banned", "The company was banned from networks.", "2019-01-28", 1)), ADD_NEW, "a first article is new");
	fixture_add(writer, 1, fixture_article("b", "Markets", "Stocks of Huawei suppliers fell. Huawei declined to comment.", "2019-02-01", 2));
	fixture_add(writer, 0, fixture_article("c", "Weather", "Rain is expected in the north.", NULL, 3));
	fixture_commit(writer);
	fixture_close(writer);
}

static void
read_first(const char *path)
{
	struct index_reader *reader = fixture_reader(path);
	struct node term = fixture_term("huawei"), stem = fixture_term("Zban"), rain = fixture_term("rain");
	struct node *two[] = { &term, &rain }, either = { .kind = NODE_OR, .children = two, .child_count = 2 };
	struct index_stats stats;
	struct arena arena = ARENA_INIT;
	struct article article;
	struct error err = ERROR_INIT;
	docid_t doc;
	uint64_t total;

	fixture_must(index_stats(reader, &stats, &err), &err, "stats");
	is_int((int64_t)stats.articles, 3, "articles");
	is_int((int64_t)stats.undated, 1, "undated");
	is_int((int64_t)stats.generation, 1, "generation");
	is_int(stats.first, 17924 * 86400LL, "first date");
	is_int(stats.last, 17928 * 86400LL, "last date");
	ok(stats.bytes > 0, "bytes");
	is_int((int64_t)fixture_df(reader, "huawei"), 2, "articles with a word");
	is_int((int64_t)fixture_df(reader, "nowhere"), 0, "articles with a word that is not there");
	is_str(fixture_top(reader, &term, ORDER_NEWEST, 10, &total), "b a", "newest first");
	is_int((int64_t)total, 2, "total");
	is_str(fixture_top(reader, &term, ORDER_OLDEST, 10, NULL), "a b", "oldest first");
	is_str(fixture_top(reader, &either, ORDER_OLDEST, 10, NULL), "a b c", "undated last when the oldest come first");
	is_str(fixture_top(reader, &either, ORDER_NEWEST, 10, NULL), "b a c", "undated last when the newest come first");
	is_str(fixture_top(reader, &stem, ORDER_RELEVANCE, 10, NULL), "a", "a stem");
	fixture_must(index_find(reader, SPAN("b"), &doc, &err), &err, "find");
	fixture_must(index_article(reader, doc, &arena, &article, &err), &err, "article");
	is_bytes(article.text[FIELD_TITLE].ptr, article.text[FIELD_TITLE].len, "Markets", "the stored title");
	is_int(index_find(reader, SPAN("z"), &doc, NULL), STATUS_NOTFOUND, "an id that is not there");
	arena_release(&arena);
	index_reader_free(reader);
}

static void
write_again(const char *path)
{
	struct index_writer *writer = fixture_writer(path, 1);
	struct error err = ERROR_INIT;
	uint64_t removed;

	is_int(fixture_add(writer, 0, fixture_article("a", "Huawei banned", "The company was banned from networks.", "2019-01-28", 1)), ADD_UNCHANGED, "the same article again is unchanged");
	is_int(fixture_add(writer, 0, fixture_article("b", "Markets", "Stocks rose.", "2019-02-02", 2)), ADD_REPLACED, "other content replaces");
	is_int(fixture_add(writer, 0, fixture_article("d", "New", "Huawei is back.", "2019-03-01", 3)), ADD_NEW, "a new article");
	is_int(fixture_add(writer, 0, fixture_article("d", "New", "Huawei is back.", "2019-03-01", 4)), ADD_RENEWED, "and the same again");
	fixture_must(index_writer_remove(writer, SPAN("Qc"), &removed, &err), &err, "remove");
	is_int((int64_t)removed, 1, "one article is removed");
	fixture_must(index_writer_meta(writer, SPAN("k"), SPAN("v"), &err), &err, "meta");
	fixture_commit(writer);
	fixture_close(writer);
}

static void
read_again(const char *path)
{
	struct index_reader *reader = fixture_reader(path);
	struct node term = fixture_term("huawei"), all = { .kind = NODE_ALL };
	struct index_stats stats;
	struct buf value = BUF_INIT;
	struct error err = ERROR_INIT;

	fixture_must(index_stats(reader, &stats, &err), &err, "stats");
	is_int((int64_t)stats.articles, 3, "articles after changes");
	is_int((int64_t)stats.undated, 0, "undated after changes");
	is_int((int64_t)stats.generation, 2, "generation after changes");
	is_str(fixture_top(reader, &term, ORDER_NEWEST, 10, NULL), "d a", "the word's articles after changes");
	is_str(fixture_top(reader, &all, ORDER_OLDEST, 10, NULL), "a b d", "all articles after changes");
	fixture_must(index_meta(reader, SPAN("k"), &value, &err), &err, "meta");
	is_bytes(value.data, value.len, "v", "metadata");
	buf_release(&value);
	index_reader_free(reader);
}

/* Everything goes; what was stored beside it stays. */
static void
remove_all(const char *path)
{
	static const char *const terms[] = { "Qa", "Qb", "Qd" };
	struct index_writer *writer = fixture_writer(path, 1);
	struct index_reader *reader;
	struct index_stats stats;
	struct node all = { .kind = NODE_ALL };
	struct buf value = BUF_INIT, key = BUF_INIT;
	struct error err = ERROR_INIT;
	uint64_t removed;

	for (int i = 0; i < 3; i++)
		fixture_must(index_writer_remove(writer, span_from_string(terms[i]), &removed, &err), &err, "remove");
	fixture_must(index_writer_meta(writer, SPAN("l"), SPAN("w"), &err), &err, "meta");
	fixture_commit(writer);
	reader = fixture_reader(path);
	fixture_must(index_stats(reader, &stats, &err), &err, "stats");
	is_int((int64_t)stats.articles, 0, "all articles are removed");
	is_str(fixture_top(reader, &all, ORDER_RELEVANCE, 5, NULL), "", "none is found");
	fixture_must(index_meta_next(reader, SPAN(""), &key, &err), &err, "key");
	is_bytes(key.data, key.len, "k", "metadata stays");
	fixture_must(index_meta_next(reader, SPAN(""), &key, &err), &err, "key");
	is_bytes(key.data, key.len, "l", "and grows");
	is_int(index_meta_next(reader, SPAN(""), &key, NULL), STATUS_END, "by that");
	fixture_must(index_meta(reader, SPAN("k"), &value, &err), &err, "meta");
	is_bytes(value.data, value.len, "v", "and keeps its values");
	buf_release(&key);
	buf_release(&value);
	index_reader_free(reader);
	fixture_must(index_writer_meta(writer, SPAN("k"), SPAN(""), &err), &err, "meta");
	is_int(fixture_add(writer, 0, fixture_article("a", "Again", "Huawei again.", NULL, 1)), ADD_NEW, "what was removed is new again");
	fixture_commit(writer);
	fixture_close(writer);
	reader = fixture_reader(path);
	is_int((int64_t)fixture_df(reader, "huawei"), 1, "and found");
	is_int(index_meta(reader, SPAN("k"), &value, NULL), STATUS_NOTFOUND, "an empty value removes metadata");
	buf_release(&value);
	index_reader_free(reader);
}

/* Ids and addresses longer than a term, with NULs, and ones that are alike. */
static void
odd_articles(const char *path)
{
	struct index_writer *writer = fixture_writer(path, 1);
	struct index_reader *reader;
	char ids[3][1000];
	struct span spans[4];
	enum add_result result;
	struct error err = ERROR_INIT;

	for (int i = 0; i < 3; i++) {
		memset(ids[i], i == 2 ? 0 : 'x', sizeof(ids[i]));
		ids[i][998] = (char)('0' + i);
		spans[i] = span_from(ids[i], sizeof(ids[i]));
	}
	spans[3] = SPAN("Capital");
	for (int i = 0; i < 4; i++) {
		struct article article = fixture_article("", "Odd", "An odd article.", NULL, (uint64_t)i);

		article.text[FIELD_ID] = article.text[FIELD_URL] = article.text[FIELD_SOURCE] = spans[i];
		fixture_must(index_writer_add(writer, 0, &article, &result, &err), &err, "add");
		is_int(result, ADD_NEW, "an odd id");
	}
	is_int(index_writer_add(writer, 0, &(struct article){ .sequence = 9 }, &result, NULL), STATUS_BADINPUT, "no id");
	fixture_commit(writer);
	fixture_close(writer);
	reader = fixture_reader(path);
	for (int i = 0; i < 4; i++) {
		struct buf id = BUF_INIT;
		struct span source;
		docid_t doc;

		fixture_must(index_find(reader, spans[i], &doc, &err), &err, "find");
		fixture_must(index_id(reader, doc, &id, &err), &err, "id");
		fixture_must(index_string(reader, COLUMN_SOURCE, doc, &source, &err), &err, "source");
		ok(span_equal(buf_span(&id), spans[i]) && span_equal(source, spans[i]), "is found and is whole");
		buf_release(&id);
	}
	index_reader_free(reader);
}

int
main(void)
{
	const char *path = fixture_path("index");

	write_first(path);
	read_first(path);
	write_again(path);
	read_again(path);
	remove_all(path);
	odd_articles(fixture_path("odd"));
	return tap_done();
}
