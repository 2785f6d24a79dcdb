#include "tests/tap.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "text/ascii.h"
#include "text/token.h"

/* TEXT as the terms of its words, parted by spaces. */
static struct span
terms_of(struct buf *out, struct span text)
{
	struct tokenizer tokenizer;
	struct token token;

	buf_clear(out);
	tokenizer_start(&tokenizer, text);
	while (token_next(&tokenizer, &token)) {
		if (out->len)
			buf_append_byte(out, ' ');
		buf_append_span(out, token.term);
	}
	return buf_span(out);
}

struct sample {
	const char *text;
	const char *terms;
};

static void
check_samples(const char *what, const struct sample *samples, size_t count)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		struct span got = terms_of(&out, span_from_string(samples[i].text));
		char title[256];

		snprintf(title, sizeof(title), "%s: %s", what, samples[i].text);
		for (char *p = title; *p; p++)
			if (*p == '\n' || *p == '#')
				*p = ' ';
		is_bytes(got.ptr, got.len, samples[i].terms, title);
	}
	buf_release(&out);
}

#define CHECK_SAMPLES(samples) check_samples(#samples, samples, sizeof(samples) / sizeof(*samples))

static const struct sample plain[] = {
	{ "", "" },
	{ "   \n\t", "" },
	{ "Huawei", "huawei" },
	{ "The quick (\"brown\") fox can't jump 32.3 feet, right?", "the quick brown fox can't jump 32.3 feet right" },
	{ "win-win", "win win" },
	{ "a/b", "a b" },
	{ "snake_case", "snake case" },
	{ "U.S.-China trade", "us china trade" },
	{ "end.Next", "end next" },
	{ "example.com", "example com" },
	{ "mailto:jane.doe@example.org", "mailto jane doe example org" },
	{ "https://www.cgtn.com/news?id=7", "https www cgtn com news id 7" },
	{ "@huawei #5G #China_trade", "huawei 5g china trade" },
	{ "title:subtitle", "title subtitle" },
	{ "AT&T", "at t" },
	{ "COVID-19", "covid 19" },
	{ "C++ and C# or F#; c+ c++11 a#1", "c++ and c# or f# c c 11 a 1" },
	{ "\xF0\x9F\x98\x80 smile \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80", "smile" },
	{ "bad\xFF" "byte \xC3", "bad byte" },
	{ "a\xC2\xA0" "b", "a b" },
	{ "co\xC2\xAD" "operate zero\xE2\x80\x8Bwidth \xE2\x80\x8Fmark\xE2\x80\x8E", "cooperate zerowidth mark" },
};

static const struct sample apostrophes[] = {
	{ "don't", "don't" },
	{ "don\xE2\x80\x99t", "don't" },
	{ "don\xCA\xBCt", "don't" },
	{ "don\xEF\xBC\x87t", "don't" },
	{ "don`t don´t Qur\xCA\xBE" "an \xCA\xBF" "Abd", "don't don't qur'an abd" },
	{ "O'Brien", "o'brien" },
	{ "O\xE2\x80\x99" "Brien\xE2\x80\x99s", "o'brien" },
	{ "Britain's", "britain" },
	{ "BRITAIN'S", "britain" },
	{ "workers' rights", "workers rights" },
	{ "the 1980's and '90s", "the 1980 and 90s" },
	{ "'quoted'", "quoted" },
	{ "rock 'n' roll rock'n'roll", "rock n roll rock'n'roll" },
	{ "it's all's well", "it all well" },
	{ "ma'am, y'all, o'clock", "ma'am y'all o'clock" },
	{ "l'Europe", "l europe" },
	{ "L\xE2\x80\x99" "Europe d'abord qu'il jusqu'ici lorsqu'on puisqu'elle j'ai n'y", "l europe d abord qu il jusqu ici lorsqu on puisqu elle j ai n y" },
	{ "aujourd'hui d'aujourd'hui", "aujourd'hui d aujourd'hui" },
	{ "dell'arte nell'aria all'alba dall'alto sull'onda un'altra quell'uomo", "dell arte nell aria all alba dall alto sull onda un altra quell uomo" },
	{ "l'U.R.S.S.", "l urss" },
	{ "l'11 settembre", "l 11 settembre" },
	{ "\xD0\xBE\xD0\xB1'\xD1\x94\xD0\xBA\xD1\x82", "\xD0\xBE\xD0\xB1'\xD1\x94\xD0\xBA\xD1\x82" },
};

static const struct sample initials[] = {
	{ "U.S.", "us" },
	{ "U.S", "us" },
	{ "the U.K. and E.U. say", "the uk and eu say" },
	{ "U.S.'s U.S.A.", "us usa" },
	{ "at 5 a.m. sharp", "at 5 am sharp" },
	{ "e.g. i.e.", "eg ie" },
	{ "J.K. Rowling", "jk rowling" },
	{ "J.K.Rowling", "jk rowling" },
	{ "J. K. Rowling", "j k rowling" },
	{ "x.y.com", "xy com" },
	{ "Mr. X. said", "mr x said" },
	{ "\xD0\xA1.\xD0\xA8.\xD0\x90.", "\xD1\x81\xD1\x88\xD0\xB0" },
};

static const struct sample numbers[] = {
	{ "7,500", "7500" },
	{ "1,234,567", "1234567" },
	{ "12,34,567 1,00,000", "1234567 100000" },
	{ "7\xC2\xA0" "500 7\xE2\x80\xAF" "500 7\xE2\x80\x89" "500", "7500 7500 7500" },
	{ "7 500", "7 500" },
	{ "7.500", "7.500" },
	{ "1.234.567", "1234567" },
	{ "1'000'000 1\xE2\x80\x99" "000", "1000000 1000" },
	{ "5'10", "5 10" },
	{ "3.5 3,5 0,500 12,75", "3.5 3.5 0.500 12.75" },
	{ "1,234.56 1.234,56", "1234.56 1234.56" },
	{ "1,2,3 100,20,3", "1 2 3 100 20 3" },
	{ "28.01.2019", "28 01 2019" },
	{ "192.168.0.1", "192 168 0 1" },
	{ "$20 \xC2\xA3" "2bn 20% -5", "20 2bn 20 5" },
	{ "5G 4x4 G20 H1N1 1st 7,500km 3.5m", "5g 4x4 g20 h1n1 1st 7500km 3.5m" },
	{ "9/11 24/7 12:30", "9 11 24 7 12 30" },
	{ "3. 3... .5", "3 3 5" },
	{ "\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x91\xEF\xBC\x99", "2019" },
	{ "\xD9\xA2\xD9\xA0\xD9\xA1\xD9\xA9", "2019" },
	{ "12,345 people", "12345 people" },
	{ "1,000,50", "1 000 50" },
};

static const struct sample scripts[] = {
	{ "华为手机", "华为 为手 手机 机" },
	{ "中", "中" },
	{ "5G网络 iPhone手机", "5g 网络 络 iphone 手机 机" },
	{ "2019年1月", "2019 年 1 月" },
	{ "中。国", "中 国" },
	{ "東京タワー", "東京 京タ タワ ワー ー" },
	{ "ｶﾞｽ", "ガス ス" },
	{ "ประเทศ", "ปร ระ ะเ เท ทศ ศ" },
	{ "น้ำ", "น้ำ ำ" },
	{ "ខ្មែរ", "ខ្មែ មែរ រ" },
	{ "한국 뉴스를", "한국 뉴스를" },
	{ "Россия и Украина", "россия и украина" },
	{ "مُحَمَّد ـ كتاب", "محمد كتاب" },
	{ "می\xE2\x80\x8Cخواهم", "ميخواهم" },
	{ "צה\"ל צה״ל ג'ורג׳", "צה\"ל צה\"ל ג'ורג" },
	{ "हिन्दी बी.जे.पी. ने", "हिन्दी बीजेपी ने" },
	{ "col·lecció a·b", "colleccio a b" },
	{ "Αθήνα, Ελλάδα", "αθηνα ελλαδα" },
	{ "cafe\xCC\x81 naïve", "cafe naive" },
	{ "Ｈｕａｗｅｉ　５Ｇ", "huawei 5g" },
	{ "\xCC\x81 x", "x" },
};

static void
test_flags(void)
{
	static const struct {
		const char *text;
		uint32_t flags;
	} cases[] = {
		{ "us", 0 },
		{ "US", TOKEN_CAPS | TOKEN_CAPITAL },
		{ "U.S.", TOKEN_CAPS | TOKEN_CAPITAL },
		{ "U.S.'s", TOKEN_CAPS | TOKEN_CAPITAL },
		{ "NATO's", TOKEN_CAPS | TOKEN_CAPITAL },
		{ "NATO'S", TOKEN_CAPS | TOKEN_CAPITAL },
		{ "a.m.", 0 },
		{ "A", TOKEN_CAPITAL },
		{ "A's", TOKEN_CAPITAL },
		{ "Us", TOKEN_CAPITAL },
		{ "CO2", TOKEN_CAPS | TOKEN_CAPITAL },
		{ "G20", TOKEN_CAPITAL },
		{ "СССР", TOKEN_CAPS | TOKEN_CAPITAL },
		{ "7,500", TOKEN_NUMBER },
		{ "3.5", TOKEN_NUMBER },
		{ "5G", 0 },
		{ "café", TOKEN_ACCENT },
		{ "cafe\xCC\x81", TOKEN_ACCENT },
		{ "Øl", TOKEN_ACCENT | TOKEN_CAPITAL },
		{ "Straße", TOKEN_CAPITAL },
		{ "Майк", TOKEN_CAPITAL },
		{ "中国", TOKEN_CJK },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tokenizer tokenizer;
		struct token token;

		tokenizer_start(&tokenizer, span_from_string(cases[i].text));
		if (ok(token_next(&tokenizer, &token), "a word: %s", cases[i].text))
			is_int(token.flags & ~(uint32_t)(TOKEN_SENTENCE | TOKEN_PARAGRAPH), cases[i].flags, "its flags");
	}
}

/* Every word as it stands in the text, between < and >. */
static void
test_offsets(void)
{
	static const struct sample cases[] = {
		{ "The U.S. won.", "<The> <U.S.> <won>." },
		{ "Britain's workers' 'day'", "<Britain's> <workers'> '<day>'" },
		{ "l'Europe café, «Ægir»", "<l>'<Europe> <café>, «<Ægir>»" },
		{ "$7,500.50 (3.5bn)", "$<7,500.50> (<3.5bn>)" },
		{ "a\xC2\xAD" "b\xC2\xAD c\xE2\x80\x8B", "<a\xC2\xAD" "b>\xC2\xAD <c>\xE2\x80\x8B" },
		{ "e\xCC\x81t C++ U.S.'s", "<e\xCC\x81t> <C++> <U.S.'s>" },
		{ "\xFFx\xFF", "\xFF<x>\xFF" },
	};
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tokenizer tokenizer;
		struct token token;
		size_t at = 0;

		buf_clear(&out);
		tokenizer_start(&tokenizer, span_from_string(cases[i].text));
		while (token_next(&tokenizer, &token)) {
			buf_append_format(&out, "%.*s<%.*s>", (int)(token.start - at), cases[i].text + at,
			                  (int)(token.end - token.start), cases[i].text + token.start);
			at = token.end;
		}
		buf_append_string(&out, cases[i].text + at);
		is_bytes(out.data, out.len, cases[i].terms, "bytes of words");
	}
	buf_release(&out);
}

static void
test_pairs(void)
{
	static const struct {
		size_t start, end;
	} want[] = { { 0, 6 }, { 3, 9 }, { 6, 9 } };
	struct tokenizer tokenizer;
	struct token token;
	bool right = true;

	tokenizer_start(&tokenizer, SPAN("新华社"));
	for (uint32_t i = 0; i < 3; i++)
		right &= token_next(&tokenizer, &token) && token.position == i && token.start == want[i].start && token.end == want[i].end;
	ok(right && !token_next(&tokenizer, &token), "pairs overlap, a position each");
}

static void
test_long_words(void)
{
	static const char *const units[] = { "a", "Z", "é", "7", "п", "한", "𝐀", "a'", "ﷺ" };
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		struct tokenizer tokenizer;
		struct token token;

		buf_clear(&text);
		for (int n = 0; n < 500; n++)
			buf_append_string(&text, units[i]);
		buf_append_string(&text, "s");
		tokenizer_start(&tokenizer, buf_span(&text));
		ok(token_next(&tokenizer, &token) && token.end == text.len && token.term.len <= TOKEN_TERM_MAX
		   && token.term.len > TOKEN_TERM_MAX / 2 && utf8_valid(token.term), "a long word of %s is cut", units[i]);
	}
	buf_release(&text);
}

/* The wide path and the byte by byte one agree, and stay within their bounds. */
static void
test_ascii(void)
{
	static const char signs[] = "aAzZ@[`{mM \x7F\x80\xC1\xE1\xFF", letters[2][4] = { "abz", "AMZ" };
	char text[80], wide[80], narrow[80];
	bool same = true;

	srand(3);
	for (int round = 0; round < 50000 && same; round++) {
		size_t limit = (size_t)rand() % sizeof(text);
		struct ascii_run a, b;

		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = rand() % 20 ? letters[round % 3 == 0][rand() % 3] : signs[(size_t)rand() % (sizeof(signs) - 1)];
		memset(wide, '#', sizeof(wide));
		a = ascii_run(text, limit, wide);
		b = ascii_run_bytes(text, limit, narrow);
		same = a.len == b.len && a.capitals == b.capitals && memcmp(wide, narrow, a.len) == 0 && a.len <= limit;
		for (size_t i = limit; i < sizeof(wide); i++)
			same &= wide[i] == '#';
	}
	ok(same, "letters sixteen at a time are the letters one by one");
}

/* What token.h promises, on texts made of pieces that have rules. */
static bool
sound(struct span text)
{
	struct tokenizer tokenizer, again;
	struct token token, same;
	size_t start = 0, end = 0;

	tokenizer_start(&tokenizer, text);
	for (uint32_t count = 0; token_next(&tokenizer, &token); count++) {
		if (token.position != count || token.start >= token.end || token.end > text.len || token.start < end
		    || (count && token.start <= start))
			return false;
		if (!token.term.len || token.term.len > TOKEN_TERM_MAX || !utf8_valid(token.term))
			return false;
		tokenizer_start(&again, token.term);
		if (!(token.flags & TOKEN_CJK)
		    && (!token_next(&again, &same) || !span_equal(same.term, token.term) || token_next(&again, &same)))
			return false;
		start = token.start;
		end = token.flags & TOKEN_CJK ? token.start + 1 : token.end;
	}
	return true;
}

static void
test_noise(void)
{
	static const char *const pieces[] = {
		"a", "S", "s", "'", "’", ".", ",", "1", "000", "23", " ", "\xC2\xA0", "\xC2\xAD", "\xCC\x81", "é", "ß", "l", "·", "qu",
		"-", "+", "#", "\n", "中", "が", "カ\xE3\x82\x99", "ไ", "ת", "\"", "\xFF", "\xE2\x80", "😀", "\xE2\x80\x8D", "ـ", "ُ",
		"हि", "한", "\xE1\x84\x92\xE1\x85\xA1", "Ⅳ", "ﷺ", "U.S.", "3.5", "don't", "!", "。",
	};
	struct buf text = BUF_INIT;
	bool good = true;

	srand(7);
	for (int round = 0; round < 20000 && good; round++) {
		buf_clear(&text);
		for (int n = rand() % 40; n > 0; n--) {
			if (round % 4)
				buf_append_string(&text, pieces[(size_t)rand() % (sizeof(pieces) / sizeof(*pieces))]);
			else
				buf_append_byte(&text, rand() & 255);
		}
		good = sound(buf_span(&text));
		if (!good)
			printf("# '%s'\n", buf_string(&text));
	}
	ok(good, "words of noise are sound, and their terms are their own terms");
	buf_release(&text);
}

/* OTHER is TEXT with another space for each space: one that is not ASCII, so that
 * fewer fast ways are taken. */
static bool
spaced_alike(struct span text, struct span other)
{
	struct tokenizer mine, theirs;
	struct token here, there;
	char term[TOKEN_TERM_MAX];

	tokenizer_start(&mine, text);
	tokenizer_start(&theirs, other);
	while (token_next(&mine, &here)) {
		memcpy(term, here.term.ptr, here.term.len);
		if (!token_next(&theirs, &there) || here.flags != there.flags || here.position != there.position
		    || here.end - here.start != there.end - there.start
		    || !span_equal(span_from(term, here.term.len), there.term))
			return false;
	}
	return !token_next(&theirs, &there);
}

static void
test_fast_ways(void)
{
	static const char *const pieces[] = {
		"word", "Word", "US", "a", "I", "averyverylongwordindeed", "x", "0", "7", "42", "2,500", "3.5", "1,2,3", "007", "1.",
		"12345678901234567890123", "5G", "U.S.", "don't", "people's", "c++", "Mr.", "Inc.", "No.", "é", "naïve", "b",
		".", ",", ";", ":", "!", "?", "-", "--", "\"", "'", "(", ")", "/", "@", "#", "%", "$", "&", "`", "_", "+", "*", "~",
		"\n", "\n\n", "\r\n", "\t", "...", "…", "\x01", "\x7F", " ", " ", " ", " ", " ", " ", " ", " ",
	};
	struct buf text = BUF_INIT, other = BUF_INIT;
	bool good = true;

	srand(11);
	for (int round = 0; round < 20000 && good; round++) {
		buf_clear(&text);
		buf_clear(&other);
		for (int n = rand() % 40; n > 0; n--) {
			const char *piece = pieces[(size_t)rand() % (sizeof(pieces) / sizeof(*pieces))];

			buf_append_string(&text, piece);
			buf_append_string(&other, *piece == ' ' ? "\xE3\x80\x80" : piece);
		}
		good = spaced_alike(buf_span(&text), buf_span(&other));
		if (!good)
			printf("# '%s'\n", buf_string(&text));
	}
	ok(good, "words of ASCII are read alike by the fast ways and the slow one");
	buf_release(&text);
	buf_release(&other);
}

int
main(void)
{
	CHECK_SAMPLES(plain);
	CHECK_SAMPLES(apostrophes);
	CHECK_SAMPLES(initials);
	CHECK_SAMPLES(numbers);
	CHECK_SAMPLES(scripts);
	test_flags();
	test_offsets();
	test_pairs();
	test_long_words();
	test_ascii();
	test_noise();
	test_fast_ways();
	return tap_done();
}
