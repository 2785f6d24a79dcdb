#include "tests/tap.h"

#include "corpus/json_repair.h"
#include "tests/unit/articles.h"

static struct buf out = BUF_INIT;

static void
one(const char *text, const char *want, const char *what)
{
	articles_read(NULL, NULL, span_from_string(text), &out);
	is_str(buf_string(&out), want, what);
}

static void
test_keys(void)
{
	one("{\"id\": 7, \"title\": \"A\", \"text\": \"B\", \"date\": \"2019-01-28\", \"source\": \"Wire\", \"author\": \"By Jane Doe\","
	    " \"url\": \"http://x/1\", \"lang\": \"eng\", \"section\": \"World\", \"keywords\": \"a, b,a\"}\n",
	    "{\"id\": \"7\", \"url\": \"http://x/1\", \"title\": \"A\", \"body\": \"B\", \"source\": \"Wire\", \"section\": \"World\","
	    " \"language\": \"en\", \"author\": [\"Jane Doe\"], \"tags\": [\"a\", \"b\"], \"published\": \"2019-01-28\"}\n",
	    "the usual names");
	one("{\"headline\": {\"main\": \"A\"}, \"lead_paragraph\": \"L\", \"body\": \"B\", \"pub_date\": \"2019-01-28T10:00:00+0000\","
	    " \"byline\": {\"original\": \"By JANE DOE and JOHN ROE\"}, \"keywords\": [{\"name\": \"glocations\", \"value\": \"Rome\"}],"
	    " \"web_url\": \"http://x/2\"}",
	    "{\"id\": \"http://x/2\", \"url\": \"http://x/2\", \"title\": \"A\", \"body\": \"B\","
	    " \"author\": [\"JANE DOE\", \"JOHN ROE\"], \"tags\": [\"Rome\"], \"published\": \"2019-01-28T10:00:00Z\"}\n",
	    "names inside objects; the body before the lead");
	one("{\"maintext\": \"B\", \"title\": \"A\", \"date_publish\": \"2019-01-28 10:00:00\", \"date_modify\": null,"
	    " \"date_download\": \"2019-02-01 00:00:00\", \"source_domain\": \"x.org\", \"authors\": [\"Jane Doe\", \"\"],"
	    " \"language\": \"en\", \"filename\": \"f\"}",
	    "{\"id\": \"file#1\", \"title\": \"A\", \"body\": \"B\", \"source\": \"x.org\", \"language\": \"en\","
	    " \"author\": [\"Jane Doe\"], \"published\": \"2019-01-28T10:00:00\", \"crawled\": \"2019-02-01T00:00:00\"}\n",
	    "a crawler's output: its own date is not the article's");
	one("{\"text\": \"B\", \"timestamp\": \"2019-01-28T10:00:00Z\", \"url\": \"http://x/3\"}",
	    "{\"id\": \"http://x/3\", \"url\": \"http://x/3\", \"body\": \"B\", \"crawled\": \"2019-01-28T10:00:00Z\"}\n",
	    "a web crawl's time is the crawler's");
	one("{\"id\": \"u\", \"title\": null, \"article_url\": \"http://w/1\", \"author\": null, \"published_date\": 1548706080000,"
	    " \"type\": \"blog\", \"source\": \"The Paper\", \"contents\": [null, {\"type\": \"kicker\", \"content\": \"World\"},"
	    " {\"type\": \"title\", \"content\": \"A\"}, {\"type\": \"sanitized_html\", \"subtype\": \"paragraph\","
	    " \"mime\": \"text/html\", \"content\": \"One <a href=\\\"x\\\">two</a> &amp; three.\"},"
	    " {\"type\": \"image\", \"fullcaption\": \"no\"}, {\"type\": \"sanitized_html\", \"content\": \"Four.\"}]}",
	    "{\"id\": \"u\", \"url\": \"http://w/1\", \"title\": \"A\", \"body\": \"One two & three.\\n\\nFour.\","
	    " \"source\": \"The Paper\", \"section\": \"World\", \"published\": \"2019-01-28T20:08:00Z\"}\n",
	    "typed blocks, some of them null");
	one("{\"title\": \"A\", \"date\": \"Updated 20:08, 28-Jan-2019\", \"body\": \"B\"}",
	    "{\"id\": \"file#1\", \"title\": \"A\", \"body\": \"B\", \"modified\": \"2019-01-28T20:08\"}\n",
	    "a date that calls itself a change");
	one("{\"title\": \"A\", \"published\": true, \"date\": \"28 Jan 2019\", \"author\": 17, \"tags\": [3, \"x\"]}",
	    "{\"id\": \"file#1\", \"title\": \"A\", \"tags\": [\"x\"], \"published\": \"2019-01-28\"}\n",
	    "a flag is no date, a number no name");
	one("{\"title\": \"A\", \"date\": \"03/04/2019\", \"body\": \"nan\"}",
	    "{\"id\": \"file#1\", \"title\": \"A\"}\n", "no doubtful dates, and nan is nothing");
	one("{\"title\": \"A <b>bold</b> &amp; calm\", \"content\": {\"rendered\": \"<p>One.</p><p>Two<br>lines.</p>\"}}",
	    "{\"id\": \"file#1\", \"title\": \"A bold & calm\", \"body\": \"One.\\n\\nTwo\\nlines.\"}\n", "HTML becomes text");
	one("{\"title\": \"A\", \"body\": [\"One.\", \" \", \"Two.\"]}",
	    "{\"id\": \"file#1\", \"title\": \"A\", \"body\": \"One.\\n\\nTwo.\"}\n", "a list of paragraphs");
}

static void
test_layouts(void)
{
	one("{\"title\": \"A\"}\n\n  \n{\"title\": \"B\"}\r\n{\"title\": \"C\"}",
	    "{\"id\": \"file#1\", \"title\": \"A\"}\n{\"id\": \"file#2\", \"title\": \"B\"}\n{\"id\": \"file#3\", \"title\": \"C\"}\n",
	    "blank lines, CR LF, no line feed at the end");
	one("\xEF\xBB\xBF[{\"title\": \"A\"},\n {\"title\": \"]},{\"}\n]\n",
	    "{\"id\": \"file#1\", \"title\": \"A\"}\n{\"id\": \"file#2\", \"title\": \"]},{\"}\n", "a list, behind a byte order mark");
	one("{\n  \"title\": \"A\",\n  \"body\": \"B\"\n}\n",
	    "{\"id\": \"file#1\", \"title\": \"A\", \"body\": \"B\"}\n", "one object over several lines");
	one("{\"status\": \"ok\", \"articles\": [{\"source\": {\"id\": null, \"name\": \"Wire\"}, \"title\": \"A\"}, {\"title\": \"B\"}]}",
	    "{\"id\": \"file#1.1\", \"title\": \"A\", \"source\": \"Wire\"}\n{\"id\": \"file#1.2\", \"title\": \"B\"}\n",
	    "an answer of an interface, on one line");
	one("{\n \"response\": {\"results\": [{\"id\": \"w/1\", \"webTitle\": \"A\", \"sectionName\": \"World\","
	    " \"webPublicationDate\": \"2019-01-28T10:00:00Z\", \"fields\": {\"bodyText\": \"B\", \"byline\": \"Jane Doe\"}}]}\n}",
	    "{\"id\": \"w/1\", \"title\": \"A\", \"body\": \"B\", \"section\": \"World\", \"author\": [\"Jane Doe\"],"
	    " \"published\": \"2019-01-28T10:00:00Z\"}\n", "and over several");
	one("{\"_index\": \"n\", \"_id\": \"9\", \"_source\": {\"title\": \"A\"}}\n",
	    "{\"id\": \"9\", \"title\": \"A\"}\n", "what a search engine dumps");
	one("{\"a\": 1}\n{\"title\": \"A\"}\n", "! neither title nor text in this JSON object\n{\"id\": \"file#2\", \"title\": \"A\"}\n",
	    "an object that is no article is named, and counted");
	one("{\"title\": \" \\u00a0\\u200b\"}\n", "! neither title nor text\n", "nothing but space is nothing");
}

static void
test_damage(void)
{
	one("{\"title\": \"A\"}\n{\"title\": \"B\n{\"title\": \"C\"}\n",
	    "{\"id\": \"file#1\", \"title\": \"A\"}\n! not JSON: A string is opened, but never closed.\n{\"id\": \"file#3\", \"title\": \"C\"}\n",
	    "a broken line does not spoil the next");
	one("{\"title\": \"A\tB\", \"body\": \"x\xFFy \\ud800 \\x \\' \\u12\", \"id\": 123456789012345678901234567890, \"n\": NaN,}\n",
	    "{\"id\": \"123456789012345678901234567890\", \"title\": \"A B\", \"body\": \"xÿy \xEF\xBF\xBD x ' u12\"}\n",
	    "tabs, bad bytes, half a pair, unknown escapes, long numbers, NaN, a comma too many");
	{
		struct buf deep = BUF_INIT;

		buf_append_string(&deep, "{\"title\": \"A\", \"x\": ");
		for (int i = 0; i < 100000; i++)
			buf_append_byte(&deep, '[');
		articles_read(format_find(SPAN("jsonl")), NULL, buf_span(&deep), &out);
		ok(span_starts(buf_span(&out), SPAN("! not JSON")), "deep nesting is refused");
		buf_release(&deep);
	}
	one("[{\"title\": \"A\"}, {\"title\": ", "{\"id\": \"file#1\", \"title\": \"A\"}\n! not JSON: "
	    "The JSON document has an improper structure: missing or superfluous commas, braces, missing keys, etc.\n",
	    "a list cut short gives what is whole");
}

static void
test_map(void)
{
	const struct field_map maps[] = {
		{ FIELD_TITLE, SPAN("meta.hl") }, { FIELD_BODY, SPAN("a.b") }, { FIELD_AUTHOR, SPAN("by.name") },
		{ FIELD_PUBLISHED, SPAN("when") },
	};
	struct reader_options options = {
		.maps = maps, .map_count = 4, .source = SPAN("Given"), .language = SPAN("de"),
	};

	articles_read(NULL, &options, SPAN("{\"meta\": {\"hl\": \"T\"}, \"title\": \"no\", \"a.b\": \"B\", \"text\": \"no\","
	                                   " \"by\": {\"name\": \"Jane Doe\"}, \"when\": 1548706080, \"id\": \"1\"}"), &out);
	is_str(buf_string(&out), "{\"id\": \"1\", \"title\": \"T\", \"body\": \"B\", \"source\": \"Given\", \"language\": \"de\","
	       " \"author\": [\"Jane Doe\"], \"published\": \"2019-01-28T20:08:00Z\"}\n",
	       "mapped fields from their keys alone, the others by name");
}

static void
test_many_maps(void)
{
	const struct field_map maps[] = {
		{ FIELD_ID, SPAN("a") }, { FIELD_URL, SPAN("b") }, { FIELD_SOURCE, SPAN("c") }, { FIELD_NOTE, SPAN("d") },
		{ FIELD_SECTION, SPAN("e") }, { FIELD_TITLE, SPAN("f") }, { FIELD_TITLE, SPAN("g") },
	};
	struct reader_options options = { .maps = maps, .map_count = 7 };

	articles_read(NULL, &options, SPAN("{\"a\": \"1\", \"text\": \"B\", \"g\": \"second\", \"f\": {\"rendered\": \"first\"}}"), &out);
	is_str(buf_string(&out), "{\"id\": \"1\", \"title\": \"first\", \"body\": \"B\"}\n",
	       "the place of a mapping among others says nothing but which comes first");
}

static void
test_split(void)
{
	const struct format *jsonl = format_find(SPAN("jsonl")), *json = format_find(SPAN("json"));
	uint64_t records;

	is_int((int64_t)jsonl->split(SPAN("{}\n\n{}\n{\"a"), SPAN_NONE, false, &records), 7, "whole lines");
	is_int((int64_t)records, 2, "blank ones are no records");
	is_int((int64_t)jsonl->split(SPAN("{}\n{\"a"), SPAN_NONE, true, &records), 6, "at the end everything");
	is_int((int64_t)records, 2, "the cut one too");
	is_int((int64_t)jsonl->split(SPAN("{\"a"), SPAN_NONE, false, &records), 0, "nothing whole yet");
	is_int((int64_t)json->split(SPAN("[{\"a\": \"}\"}, {\"b\""), SPAN_NONE, false, &records), 11, "between the members of a list");
	is_int((int64_t)records, 1, "one is whole");
	is_int((int64_t)json->split(SPAN(", {\"b\": 1}]"), SPAN_NONE, true, &records), 11, "and the rest of it");
	is_int((int64_t)records, 1, "with one more");
	is_int((int64_t)json->split(SPAN("{\"b\": 1}"), SPAN_NONE, false, &records), 0, "an object is whole at the end only");
	is_int((int64_t)jsonl->resync(SPAN("aaa\n{}")), 4, "behind a line that is too long");
}

static void
test_places(void)
{
	static const char text[] = "{\"docs\": [{\"title\": \"A\"}, {\"title\": \"B\"}]}\n{\"title\": \"C\"}\n";
	static const struct reader_options options;
	static const int64_t offsets[] = { 0, 0, 43 };
	struct chunk chunk = { .data = span_from_string(text), .origin = SPAN("f"), .format = format_find(SPAN("jsonl")), .number = 1 };
	struct reader reader;
	struct article article;
	uint64_t last = 0;

	reader_init(&reader, &options);
	reader_start(&reader, &chunk);
	for (size_t i = 0; i < 3; i++) {
		is_int(reader_next(&reader, &article, NULL), STATUS_OK, "an article");
		is_int((int64_t)article.offset, offsets[i], "is where its record is");
		ok(i == 0 || article.sequence > last, "behind the one before");
		last = article.sequence;
	}
	reader_release(&reader);
}

int
main(void)
{
	test_keys();
	test_layouts();
	test_damage();
	test_map();
	test_many_maps();
	test_split();
	buf_release(&out);
	test_places();
	return tap_done();
}
