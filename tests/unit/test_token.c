#include "tests/tap.h"

#include <stdlib.h>

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

static const struct sample cjk[] = {
	{ "\xE5\x8D\x8E\xE4\xB8\xBA", "\xE5\x8D\x8E\xE4\xB8\xBA \xE4\xB8\xBA" },
	{ "5G\xE7\xBD\x91\xE7\xBB\x9C", "5g \xE7\xBD\x91\xE7\xBB\x9C \xE7\xBB\x9C" },
	{ "2019\xE5\xB9\xB4", "2019 \xE5\xB9\xB4" },
	{ "\xE4\xB8\xAD\xE3\x80\x82\xE5\x9B\xBD", "\xE4\xB8\xAD \xE5\x9B\xBD" },
	{ "\xED\x95\x9C\xEA\xB5\xAD \xEB\x89\xB4\xEC\x8A\xA4", "\xED\x95\x9C\xEA\xB5\xAD \xEB\x89\xB4\xEC\x8A\xA4" },
};

int
main(void)
{
	CHECK_SAMPLES(plain);
	CHECK_SAMPLES(apostrophes);
	CHECK_SAMPLES(initials);
	CHECK_SAMPLES(numbers);
	CHECK_SAMPLES(cjk);
	return tap_done();
}
