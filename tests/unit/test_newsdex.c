/* libnewsdex as another program uses it: nothing but newsdex.h. */
#include "lib/newsdex.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const authors[] = { "Ada Lindqvist", NULL };
static const char *const tags[] = { "china", "telecoms", NULL };

static const struct newsdex_article articles[] = {
	{ .id = "a1", .title = "Huawei ban weighed", .body = "Ministers weighed a ban.\n\nHuawei denied it is a threat.",
	  .source = "Test Wire", .published = "2019-01-28", .authors = authors, .tags = tags, .language = "en" },
	{ .id = "a2", .title = "Harvest fair opens", .body = "The fair opened on Sunday.", .published = "2020-08-02T10:00" },
	{ .url = "http://example.com/3", .title = "Huawei phones", .body = "Phones sold well." },
};

static void
test_write(const char *path, const char *engine)
{
	struct newsdex_error err;
	struct newsdex_writer *writer;
	const struct newsdex_article nameless = { .title = "x" }, undatable = { .id = "u", .title = "x", .published = "soon" };

	if (!ok(newsdex_writer_open(path, engine, &writer, &err) == 0, "%s: an index is made", engine)) {
		printf("# %s\n", err.message);
		return;
	}
	for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++)
		is_int(newsdex_writer_add(writer, &articles[i], &err), 0, "an article is added");
	is_int(newsdex_writer_add(writer, &nameless, &err), NEWSDEX_BADINPUT, "one without a name is refused");
	is_int(newsdex_writer_add(writer, &undatable, &err), NEWSDEX_BADINPUT, "and one with no date in its date");
	is_str(err.message, "published: 'soon' is not a date", "with a reason");
	is_int(newsdex_writer_commit(writer, &err), 0, "committed");
	is_int(newsdex_writer_delete(writer, "nobody", &err), NEWSDEX_NOTFOUND, "what is not there is not removed");
	is_int(newsdex_writer_close(writer, &err), 0, "closed");
}

static void
test_search(struct newsdex *index)
{
	struct newsdex_error err;
	struct newsdex_result *found;
	const struct newsdex_search newest = { .limit = 1, .order = NEWSDEX_NEWEST };
	const struct newsdex_hit *hit;
	uint64_t count;

	ok(newsdex_articles(index, &count, &err) == 0 && count == 3, "three articles are there");
	if (!ok(newsdex_search(index, "huawei ban", NULL, &found, &err) == 0, "a search"))
		return;
	is_int((int64_t)newsdex_result_total(found), 1, "finds one");
	hit = newsdex_result_hit(found, 0);
	is_str(hit->id, "a1", "the right one");
	is_str(hit->published, "2019-01-28", "with its date");
	ok(hit->authors && hit->authors[0] && strcmp(hit->authors[0], "Ada Lindqvist") == 0 && !hit->authors[1], "its author");
	ok(hit->mark_count > 0 && strncmp(hit->snippet + hit->marks[0].start, "ban", 3) == 0, "and marks on what matched");
	ok(!newsdex_result_hit(found, 1), "and no second hit");
	newsdex_result_free(found);
	ok(newsdex_search(index, "huawei OR fair", &newest, &found, &err) == 0 && newsdex_result_total(found) == 3 &&
	   newsdex_result_count(found) == 1 && strcmp(newsdex_result_hit(found, 0)->id, "a2") == 0, "newest first, one of three");
	newsdex_result_free(found);
	is_int(newsdex_search(index, "huawei AND (ban", NULL, &found, &err), NEWSDEX_BADQUERY, "a bad query is an error");
	is_int((int64_t)err.offset, 11, "with its place");
	ok(!found, "and no result");
}

static void
test_article(struct newsdex *index)
{
	struct newsdex_error err;
	struct newsdex_article *article;

	ok(newsdex_article(index, "http://example.com/3", &article, &err) == 0 && strcmp(article->body, "Phones sold well.") == 0,
	   "an article is found by its address");
	newsdex_article_free(article);
	is_int(newsdex_article(index, "nobody", &article, &err), NEWSDEX_NOTFOUND, "or not found");
}

static void
test_engine(const char *engine)
{
	char folder[] = "/tmp/newsdex-lib-XXXXXX", path[64], command[128];
	struct newsdex_error err;
	struct newsdex *index;

	if (!mkdtemp(folder))
		return;
	snprintf(path, sizeof(path), "%s/index", folder);
	test_write(path, engine);
	if (ok(newsdex_open(path, &index, &err) == 0, "%s: opened", engine)) {
		test_search(index);
		test_article(index);
		newsdex_close(index);
	}
	is_int(newsdex_open("/nonexistent/index", &index, &err), NEWSDEX_NOTFOUND, "no index there");
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	is_int(system(command), 0, "cleaned up");
}

int
main(void)
{
	test_engine("segment");
	test_engine("xapian");
	return tap_done();
}
