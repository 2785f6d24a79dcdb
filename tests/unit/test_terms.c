#include "tests/tap.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "index/terms.h"

/* Postings as lines `term position frequency`. */
static enum status
print_posting(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	struct buf *out = context;

	buf_append_span(out, term);
	buf_append_format(out, " %" PRIu32 " %" PRIu32 "\n", position, frequency);
	return buf_status(out);
}

static uint32_t
postings_of(struct buf *out, const struct article *article, struct stemmer *stemmer)
{
	struct term_sink sink = { .add = print_posting, .context = out };
	struct sketch sketch;
	uint32_t words = 0;

	buf_clear(out);
	is_int(article_terms(article, stemmer, &sink, &words, &sketch), STATUS_OK, "the terms of an article");
	return words;
}

static void
test_article(void)
{
	static const struct span authors[] = { SPAN("Liu Xiaoming"), SPAN("Ann"), SPAN("") }, tags[] = { SPAN("China  Trade") };
	struct article article = {
		.text = {
			[FIELD_ID] = SPAN("https://x/1"),
			[FIELD_TITLE] = SPAN("US bans"),
			[FIELD_BODY] = SPAN("One. Two\n\nthe 5G"),
			[FIELD_NOTE] = SPAN("Note"),
			[FIELD_SOURCE] = SPAN("Reuters"),
			[FIELD_LANGUAGE] = SPAN("en"),
			[FIELD_URL] = SPAN("Https://X"),
			[FIELD_SECTION] = SPAN("World"),
		},
		.authors = authors,
		.author_count = 3,
		.tags = tags,
		.tag_count = 1,
		.origin = SPAN("news.txt"),
	};
	struct stemmer *stemmer;
	struct buf out = BUF_INIT;

	if (!ok(stemmer_new(SPAN("en"), &stemmer, NULL) == STATUS_OK, "a stemmer"))
		return;
	is_int(postings_of(&out, &article, stemmer), 7, "words are counted");
	is_str(buf_string(&out),
	       "Sus 1 1\nus 1 1\nZus 0 1\nZSus 0 1\nXCus 1 0\nXPS 1 0\nXPP 1 0\n"
	       "Sbans 2 1\nbans 2 1\nZban 0 1\nZSban 0 1\n"
	       "one 102 1\nZone 0 1\nXPS 102 0\nXPP 102 0\n"
	       "two 103 1\nZtwo 0 1\nXPS 103 0\n"
	       "the 104 1\nZthe 0 1\nXPS 104 0\nXPP 104 0\n"
	       "5g 105 1\nZ5g 0 1\n"
	       "note 205 1\nZnote 0 1\nXPS 205 0\nXPP 205 0\n"
	       "Aliu 1 1\nAxiaoming 2 1\nAann 102 1\n"
	       "Qhttps://x/1 0 0\nU:Https://X 0 0\nXSRreuters 0 0\nXSNworld 0 0\nLen 0 0\nXOnews.txt 0 0\nKchina trade 0 0\n",
	       "postings of an article");
	is_int(postings_of(&out, &article, NULL), 7, "words without stems");
	ok(!strstr(buf_string(&out), "Z"), "no stems without a stemmer");
	article.text[FIELD_TITLE] = SPAN_NONE;
	postings_of(&out, &article, NULL);
	ok(strncmp(buf_string(&out), "one 100 1\n", 10) == 0, "without a title the body starts at POSITION_GAP");
	stemmer_free(stemmer);
	buf_release(&out);
}

static void
check_boolean(const char *prefix, struct span value, bool fold, const char *want, size_t want_len, const char *what)
{
	struct buf out = BUF_INIT;

	term_boolean(&out, prefix, value, fold);
	ok(out.len == want_len && memcmp(out.data, want, want_len) == 0, "%s", what);
	buf_release(&out);
}

static void
test_boolean(void)
{
	check_boolean("Q", SPAN("abc"), false, "Qabc", 4, "an id");
	check_boolean("Q", SPAN("Abc"), false, "Q:Abc", 5, "a capital gets a colon before it");
	check_boolean("Q", SPAN(":x"), false, "Q::x", 4, "so does a colon");
	check_boolean("K", SPAN("New  York"), true, "Knew york", 9, "a tag is folded");
	check_boolean("K", SPAN("Caf\xC3\xA9"), true, "Kcafe", 5, "without accents");
	check_boolean("Q", SPAN("a\0b"), false, "Qa\0b", 4, "a NUL is a byte like any other");
	check_boolean("Q", SPAN("\xC3\xA9t"), false, "Q\xC3\xA9t", 4, "ids keep accents");
}

/* Bytes of a term as libxapian stores them. */
static size_t
stored(struct span term)
{
	size_t cost = term.len;

	for (size_t i = 0; i < term.len; i++)
		cost += term.ptr[i] == 0;
	return cost;
}

static void
test_long(void)
{
	static const char *const units[] = { "x", "X", "\xC3\xA9", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "", "a\xFF" };
	struct buf value = BUF_INIT, term = BUF_INIT, other = BUF_INIT;
	bool fits = true, own = true, valid = true;

	for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++) {
		buf_clear(&value);
		for (size_t len = 0; len < 700; len++) {
			if (units[u][0])
				buf_append_string(&value, units[u]);
			else
				buf_append_byte(&value, 0);
			buf_clear(&term);
			term_boolean(&term, "XSR", buf_span(&value), len & 1);
			fits &= stored(buf_span(&term)) <= TERM_MAX;
			valid &= !utf8_valid(buf_span(&value)) || utf8_valid(buf_span(&term));
		}
		/* A value that differs at its end alone is another term. */
		buf_clear(&term);
		term_boolean(&term, "U", buf_span(&value), false);
		buf_append_byte(&value, 'y');
		buf_clear(&other);
		term_boolean(&other, "U", buf_span(&value), false);
		own &= !span_equal(buf_span(&term), buf_span(&other));
	}
	ok(fits, "no term is longer than TERM_MAX, a NUL counted twice");
	ok(valid, "long values are cut at a character's end");
	ok(own, "long values keep apart");
	buf_clear(&value);
	for (int i = 0; i < 239; i++)
		buf_append_byte(&value, 'x');
	buf_clear(&term);
	term_boolean(&term, "U", buf_span(&value), false);
	ok(term.len == 240 && term.data[239] == 'x', "a value that just fits is whole");
	buf_append_byte(&value, 'x');
	buf_clear(&term);
	term_boolean(&term, "U", buf_span(&value), false);
	ok(term.len == 240 && term.data[240 - 17] == '#', "one byte more is hashed");
	buf_release(&value);
	buf_release(&term);
	buf_release(&other);
}

static enum status
check_posting(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	bool *good = context;

	*good &= term.len > 0 && stored(term) <= TERM_MAX && frequency <= 1 && (position > 0 || frequency == 0 || term.ptr[0] == 'Z');
	return STATUS_OK;
}

static enum status
refuse(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	int *left = context;

	(void)term, (void)position, (void)frequency;
	return (*left)-- ? STATUS_OK : STATUS_NOMEM;
}

static void
test_hostile(void)
{
	struct article article = { 0 };
	struct span authors[1], tags[2] = { SPAN(""), SPAN("\xE2\x80\x8B") };
	char noise[3000];
	bool good = true;
	struct term_sink sink = { .add = check_posting, .context = &good };
	struct stemmer *stemmer;
	struct buf out = BUF_INIT;
	struct sketch sketch;
	uint32_t words;

	if (!ok(stemmer_new(SPAN("en"), &stemmer, NULL) == STATUS_OK, "a stemmer"))
		return;
	article.tags = tags;
	article.tag_count = 2;
	is_int(postings_of(&out, &article, stemmer), 0, "an empty article has no words");
	is_int((int64_t)out.len, 0, "and no terms, not of empty tags either");
	srand(1);
	for (int round = 0; round < 200; round++) {
		for (size_t i = 0; i < sizeof(noise); i++)
			noise[i] = (char)(rand() % (round % 2 ? 256 : 128));
		for (size_t i = 0; i < FIELD_TEXT_COUNT; i++)
			article.text[i] = span_from(noise + 100 * i, 2000);
		authors[0] = article.text[FIELD_TITLE];
		article.authors = authors;
		article.author_count = 1;
		good &= article_terms(&article, stemmer, &sink, &words, &sketch) == STATUS_OK && words > 0;
	}
	ok(good, "noise makes sound terms");
	for (int left = 0, stopped = 1; stopped && left < 40; left++) {
		int count = left;
		struct term_sink refusing = { .add = refuse, .context = &count };

		stopped = article_terms(&article, stemmer, &refusing, &words, &sketch) == STATUS_NOMEM;
		if (!stopped || left == 39)
			ok(stopped, "a sink's error ends it");
	}
	stemmer_free(stemmer);
	buf_release(&out);
}

int
main(void)
{
	test_article();
	test_boolean();
	test_long();
	test_hostile();
	return tap_done();
}
