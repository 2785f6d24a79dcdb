/* record.h: what is stored of an article, and its hash. */
#include <stdlib.h>

#include "index/record.h"
#include "tests/tap.h"

static struct article
full_article(void)
{
	static const struct span authors[] = { { "Liu Xiaoming", 12 }, { "A. N. Other", 11 } };
	static const struct span tags[] = { { "china", 5 }, { "5g", 2 } };
	struct article article = { .authors = authors, .author_count = 2, .tags = tags, .tag_count = 2 };
	const struct civil civil = { 2019, 1, 28, 20, 8, 5 };

	article.text[FIELD_ID] = SPAN("cgtn-1");
	article.text[FIELD_URL] = SPAN("https://example.org/?a=b");
	article.text[FIELD_TITLE] = SPAN("Two\nlines and a \\ backslash\\n");
	article.text[FIELD_BODY] = SPAN("First.\n\nSecond = 2.\nauthor=nobody\n");
	article.text[FIELD_SOURCE] = SPAN("CGTN");
	article.text[FIELD_LANGUAGE] = SPAN("en");
	date_from_civil(&civil, DATE_SECOND, 480, &article.published);
	date_from_civil(&civil, DATE_MINUTE, -330, &article.modified);
	date_from_civil(&civil, DATE_MONTH, DATE_ZONE_UNKNOWN, &article.crawled);
	article.version = (struct article_version){ 3, 1548705600 };
	article.origin = SPAN("news.tar:2019/a.txt");
	article.offset = UINT64_MAX;
	article.number = 7;
	article.sequence = 99;
	return article;
}

static bool
same_date(const struct date *a, const struct date *b)
{
	return a->seconds == b->seconds && a->zone == b->zone && a->precision == b->precision;
}

static void
test_round_trip(void)
{
	struct article want = full_article(), got;
	struct buf record = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct error err = ERROR_INIT;

	record_encode(&want, &record);
	is_int(record_decode(buf_span(&record), &arena, &got, &err), STATUS_OK, "a record is read back");
	for (int field = 0; field < FIELD_TEXT_COUNT; field++)
		ok(span_equal(want.text[field], got.text[field]), "%s is the same", article_field_name((enum article_field)field));
	is_int((int64_t)got.author_count, 2, "two authors");
	ok(got.author_count == 2 && span_equal(got.authors[1], want.authors[1]), "the second author");
	ok(got.tag_count == 2 && span_equal(got.tags[0], want.tags[0]), "the first tag");
	ok(same_date(&got.published, &want.published), "published, with seconds and zone");
	ok(same_date(&got.modified, &want.modified), "modified, west of Greenwich");
	ok(same_date(&got.crawled, &want.crawled), "crawled, a month");
	ok(got.version.number == 3 && got.version.created == 1548705600, "version");
	ok(span_equal(got.origin, want.origin), "origin");
	ok(got.offset == want.offset && got.number == want.number, "offset and number");
	is_int((int64_t)got.sequence, 0, "the sequence is not kept");
	ok(got.text[FIELD_SECTION].ptr == NULL, "an absent field stays absent");
	arena_release(&arena);
	buf_release(&record);
}

static void
test_text(void)
{
	struct article article = { .number = 0 };
	struct buf record = BUF_INIT;

	article.text[FIELD_ID] = SPAN("1");
	article.text[FIELD_TITLE] = SPAN("A");
	article.text[FIELD_BODY] = SPAN("B\n");
	record_encode(&article, &record);
	is_bytes(record.data, record.len, "id=1\ntitle=A\n\nB\n", "a record is lines, an empty line, the body");
	buf_release(&record);
}

static void
test_damage(void)
{
	static const char *const broken[] = {
		"", "id=1", "id=1\n", "id\n\n", "id=\n\n", "id=1\nid=2\n\n", "body=x\n\n", "colour=red\n\n", "=x\n\n", "published=soon\n\n",
		"published=2019-02-30\n\n", "published=2019-01-28T20:08+99\n\n", "title=a\\x\n\n", "title=a\\\n\n", "offset=12x\n\n",
		"number=99999999999999999999\n\n", "title=\xff\n\n", "id=1\n\n\xc3", "published=2019-01-28T25:00\n\n",
	};
	struct arena arena = ARENA_INIT;
	struct article article;

	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		is_int(record_decode(span_from_string(broken[i]), &arena, &article, NULL), STATUS_CORRUPT, "damage is refused");
	arena_release(&arena);
}

/* Every prefix and every changed byte of a record is an ordinary answer. */
static void
test_hostile(void)
{
	struct article article = full_article(), got;
	struct buf record = BUF_INIT;
	struct arena arena = ARENA_INIT;
	bool ordinary = true;

	record_encode(&article, &record);
	for (size_t len = 0; len < record.len; len++) {
		char *copy = malloc(len + 1);

		memcpy(copy, record.data, len);
		for (int change = 0; change < 4; change++) {
			enum status status;

			if (len && change)
				copy[len * 7919 % len] = "\n=\\\xff"[change];
			status = record_decode(span_from(copy, len), &arena, &got, NULL);
			ordinary &= status == STATUS_OK || status == STATUS_CORRUPT;
			arena_clear(&arena);
		}
		free(copy);
	}
	ok(ordinary, "cut and changed records are read or refused");
	arena_release(&arena);
	buf_release(&record);
}

static bool
same_hash(const struct article *a, const struct article *b)
{
	struct hash128 x = article_hash(a), y = article_hash(b);

	return x.low == y.low && x.high == y.high;
}

static void
test_hash(void)
{
	struct article one = full_article(), two = full_article();
	const struct span joined[] = { { "china5g", 7 } };

	two.crawled.seconds++;
	two.origin = SPAN("elsewhere");
	two.offset = two.number = two.sequence = 1;
	ok(same_hash(&one, &two), "crawl date, origin and numbers do not change the hash");
	two.text[FIELD_TITLE] = SPAN("Other");
	ok(!same_hash(&one, &two), "the title does");
	two = full_article();
	two.author_count = 1;
	ok(!same_hash(&one, &two), "an author less does");
	two = full_article();
	two.tags = joined;
	two.tag_count = 1;
	ok(!same_hash(&one, &two), "where one tag ends does");
	two = full_article();
	two.published.zone = 0;
	ok(!same_hash(&one, &two), "the zone does");
	two = full_article();
	two.text[FIELD_SECTION] = SPAN("");
	ok(same_hash(&one, &two), "an empty field is an absent one");
	two.text[FIELD_SECTION] = two.text[FIELD_SOURCE];
	two.text[FIELD_SOURCE] = SPAN_NONE;
	ok(!same_hash(&one, &two), "the same value in another field does");
}

static void
test_half_hash(void)
{
	struct article one = full_article(), two = full_article();

	two.text[FIELD_ID] = SPAN("other");
	ok(article_hash(&one).low == article_hash(&two).low, "the id does not change the low half");
	ok(!same_hash(&one, &two), "but the whole");
	two = full_article();
	one.text[FIELD_URL] = SPAN("https://www.paper.example/a?b=c");
	two.text[FIELD_URL] = SPAN("http://paper.example/other");
	ok(article_hash(&one).low == article_hash(&two).low && !same_hash(&one, &two), "nor does the address");
	two.text[FIELD_URL] = SPAN("https://elsewhere.example/a?b=c");
	ok(article_hash(&one).low != article_hash(&two).low, "but the site does");
	two.text[FIELD_SOURCE] = SPAN("Elsewhere");
	ok(article_hash(&one).low != article_hash(&two).low, "the source does");
	two = one;
	two.text[FIELD_ID] = one.text[FIELD_URL];
	two.text[FIELD_URL] = one.text[FIELD_ID];
	ok(!same_hash(&one, &two), "id and address are told apart");
}

/* The hash is written into indexes: it may never change. */
static void
test_hash_value(void)
{
	struct article article = { .number = 0 };
	struct hash128 hash;
	char text[33];

	article.text[FIELD_ID] = SPAN("1");
	article.text[FIELD_BODY] = SPAN("B");
	hash = article_hash(&article);
	snprintf(text, sizeof(text), "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
	is_str(text, "1322f32b7172c8dc3868a556170bb440", "the hash of a known article");
}

int
main(void)
{
	test_round_trip();
	test_text();
	test_damage();
	test_hostile();
	test_hash();
	test_half_hash();
	test_hash_value();
	return tap_done();
}
