/* What a site prints on many of its pages: what is dropped, and what must stay. */
#include "corpus/site_text.h"

#include "common/buf.h"
#include "corpus/url.h"
#include "tests/tap.h"

#define CALL "Sign up here for the letter of the day."

static struct buf text;

/* Page NUMBER of HOST, a report titled TITLE with LINE among its own lines. */
static struct article
page(const char *host, unsigned number, const char *title, const char *line)
{
	static char url[200], heading[200];
	struct article article = { .origin = SPAN("pages.tar") };

	snprintf(url, sizeof(url), "https://www.%s/%u", host, number);
	snprintf(heading, sizeof(heading), "%s, %u", title, number);
	buf_clear(&text);
	buf_append_format(&text, "The first line of page %u is its own.\n\n%s\n\nAnd what ends page %u is found nowhere else.",
	                  number, line, number);
	article.text[FIELD_URL] = article.text[FIELD_ID] = span_from_string(url);
	article.text[FIELD_TITLE] = span_from_string(*title ? heading : "");
	article.text[FIELD_BODY] = buf_span(&text);
	return article;
}

static void
learn(struct site_text *sites, const char *host, unsigned first, unsigned last, const char *title, const char *line)
{
	for (unsigned i = first; i <= last; i++) {
		struct article article = page(host, i, title, line);

		if (site_text_learn(sites, &article) < 0)
			ok(false, "memory");
	}
}

/* How many lines page NUMBER loses, if LINE is in it. */
static size_t
lost(struct site_text *sites, const char *host, unsigned number, const char *title, const char *line)
{
	struct article article = page(host, number, title, line);
	struct arena arena = ARENA_INIT;
	struct site_drops drops;
	size_t count;

	if (site_text_drop(sites, &article, &arena, &drops) < 0)
		return SIZE_MAX;
	count = drops.count;
	arena_release(&arena);
	return count;
}

static void
test_drops(void)
{
	struct site_text *sites = site_text_new();
	struct arena arena = ARENA_INIT;
	struct site_drops drops;
	struct article article;

	learn(sites, "a.test", 1, 2, "Council votes", CALL);
	is_int((int64_t)lost(sites, "a.test", 1, "Council votes", CALL), 0, "two pages prove nothing");
	learn(sites, "a.test", 3, 3, "Council votes", CALL);
	is_int((int64_t)lost(sites, "a.test", 1, "Council votes", CALL), 1, "three do, where there are no more");
	is_int((int64_t)lost(sites, "b.test", 1, "Council votes", CALL), 0, "of this site alone");
	is_int((int64_t)lost(sites, "m.a.test", 1, "Council votes", CALL), 1, "whatever face it shows");
	article = page("a.test", 3, "Council votes", CALL);
	ok(site_text_drop(sites, &article, &arena, &drops) == STATUS_OK && drops.count == 1, "a page is taken apart");
	is_bytes(drops.list[0].text.ptr, drops.list[0].text.len, CALL, "which line");
	is_bytes(drops.site.ptr, drops.site.len, "a.test", "of which site");
	is_int(drops.list[0].pages, 3, "on how many pages");
	is_int(drops.list[0].of, 3, "of how many");
	is_bytes(article.text[FIELD_BODY].ptr, article.text[FIELD_BODY].len,
	         "The first line of page 3 is its own.\n\nAnd what ends page 3 is found nowhere else.", "the rest is joined");
	learn(sites, "a.test", 4, 20, "Council votes", "Another line of no importance to anybody");
	is_int((int64_t)lost(sites, "a.test", 1, "Council votes", CALL), 0, "three of twenty are few");

	learn(sites, "c.test", 1, 20, "Council votes", CALL);
	learn(sites, "c.test", 21, 90, "Council votes", "The new call of the site stands where the old one was.");
	is_int((int64_t)lost(sites, "c.test", 1, "Council votes", CALL), 1, "what was sure stays so");
	is_int((int64_t)lost(sites, "c.test", 80, "Council votes", "The new call of the site stands where the old one was."), 1,
	       "and what came later is found");

	article = page("a.test", 3, "", CALL);
	article.text[FIELD_BODY] = SPAN(CALL);
	learn(sites, "d.test", 1, 9, "Council votes", CALL);
	article.text[FIELD_URL] = SPAN("https://d.test/x");
	ok(site_text_drop(sites, &article, &arena, &drops) == STATUS_OK && drops.count == 0 && article.text[FIELD_BODY].len,
	   "an article is not left without anything");
	arena_release(&arena);
	site_text_free(sites);
}

static void
test_topics(void)
{
	struct site_text *sites = site_text_new();
	const char *past = "The ferries were moved to the north ten years ago.", *russian = "Паромы ушли на север десять лет назад.";
	const char *chinese = "渡轮十年前搬到了北方。";

	learn(sites, "a.test", 1, 30, "What ferry owners want", past);
	is_int((int64_t)lost(sites, "a.test", 1, "What ferry owners want", past), 1, "a word of another form is another");
	learn(sites, "b.test", 1, 30, "What the Ferries cost", past);
	is_int((int64_t)lost(sites, "b.test", 1, "What the Ferries cost", past), 0, "what speaks of the title stays");
	learn(sites, "c.test", 1, 30, "Сколько стоят паромы", russian);
	is_int((int64_t)lost(sites, "c.test", 1, "Сколько стоят паромы", russian), 0, "in other alphabets");
	learn(sites, "d.test", 1, 30, "渡轮要多少钱", chinese);
	is_int((int64_t)lost(sites, "d.test", 1, "渡轮要多少钱", chinese), 0, "and without spaces");
	learn(sites, "ferries.test", 1, 30, "Meeting | Ferries", past);
	is_int((int64_t)lost(sites, "ferries.test", 1, "Meeting | Ferries", past), 1, "the name of the site is no subject");
	site_text_free(sites);
}

static void
test_copies(void)
{
	struct site_text *sites = site_text_new();
	struct article article;

	for (unsigned i = 0; i < 20; i++) {
		char url[64];

		article = page("a.test", 1, "Council votes", "Nobody knows what will become of the matter.");
		snprintf(url, sizeof(url), "https://a.test/1?print=%u", i);
		article.text[FIELD_URL] = article.text[FIELD_ID] = span_from_string(url);
		site_text_learn(sites, &article);
	}
	is_int((int64_t)lost(sites, "a.test", 1, "Council votes", CALL), 0, "one article under many addresses is one page");
	for (unsigned i = 0; i < 20; i++) {
		char title[64];

		snprintf(title, sizeof(title), "Part %u of the debate", i);
		article = page("b.test", 1, title, "Nobody knows what will become of the matter.");
		buf_append_format(&text, "\n\nNews of hour %u.", i);
		article.text[FIELD_BODY] = buf_span(&text);
		article.text[FIELD_ID] = span_from_string(title);
		site_text_learn(sites, &article);
	}
	is_int((int64_t)lost(sites, "b.test", 1, "Part 1 of the debate", CALL), 0, "so is one that goes on");
	site_text_free(sites);
}

/* More sites than there is room for: those met last are known. */
static void
test_bounds(void)
{
	struct site_text *sites = site_text_new();
	struct buf body = BUF_INIT;
	struct article article = { .origin = SPAN("x") };
	char host[64];

	for (unsigned site = 0; site < 300; site++)
		for (unsigned number = 0; number < 4; number++) {
			char url[80];

			snprintf(url, sizeof(url), "http://site%u.test/%u", site, number);
			buf_clear(&body);
			for (unsigned line = 0; line < 700; line++)
				buf_append_format(&body, "Line %u of page %u here.\n", line, number);
			buf_append_string(&body, CALL);
			article.text[FIELD_URL] = article.text[FIELD_ID] = span_from_string(url);
			article.text[FIELD_TITLE] = SPAN("Council votes");
			article.text[FIELD_BODY] = buf_span(&body);
			if (site_text_learn(sites, &article) < 0)
				ok(false, "memory");
		}
	is_int((int64_t)lost(sites, "site299.test", 9, "Council votes", CALL), 1, "the last site is known");
	snprintf(host, sizeof(host), "site0.test");
	is_int((int64_t)lost(sites, host, 9, "Council votes", CALL), 0, "the first is forgotten");
	buf_release(&body);
	site_text_free(sites);
}

static void
is_key(const char *url, const char *key)
{
	struct buf out = BUF_INIT;

	url_append_key(&out, span_from_string(url));
	is_bytes(buf_string(&out), out.len, key, url);
	buf_release(&out);
}

static void
test_urls(void)
{
	is_key("https://www.News.test/a/B/", "news.test/a/B");
	is_key("http://news.test:80/a/B#top", "news.test/a/B");
	is_key("//m.news.test/a?id=7&utm_source=x&fbclid=1", "news.test/a?id=7");
	is_key("https://amp.news.test/a?utm_medium=x", "news.test/a");
	is_key("https://user:word@news.test?b=1&&a=2", "news.test?b=1&a=2");
	is_key("https://m.test/a", "m.test/a");
	is_key("news.test/a", "");
	is_key("mailto:a@b.test", "");
	is_key("http:///a", "");
	is_key("", "");
}

int
main(void)
{
	test_drops();
	test_topics();
	test_copies();
	test_bounds();
	test_urls();
	buf_release(&text);
	return tap_done();
}
