#include "tests/tap.h"

#include <stdlib.h>

#include "text/token.h"
#include "text/unicode.h"

static const struct sample {
	const char *text;
	const char *folded;
	const char *cased;    /* accents kept; NULL: the same */
} samples[] = {
	{ "", "", NULL },
	{ "Hello World", "hello world", NULL },
	{ "  two \t\n words ", "two words", NULL },
	{ "café", "cafe", "café" },
	{ "cafe\xCC\x81", "cafe", "café" },
	{ "ÀÉÎÕÜ Çñ", "aeiou cn", "àéîõü çñ" },
	{ "Straße STRASSE ẞ", "strasse strasse ss", NULL },
	{ "Ærø Œuvre Łódź Đorđe Þór Ísland", "aero oeuvre lodz dorde thor island", "ærø œuvre łódź đorđe þór ísland" },
	{ "ISTANBUL İstanbul Diyarbakır", "istanbul istanbul diyarbakir", "istanbul i̇stanbul diyarbakır" },
	{ "Nguyễn Phú Trọng", "nguyen phu trong", "nguyễn phú trọng" },
	{ "Škoda Čech Ţară Țară", "skoda cech tara tara", "škoda čech ţară țară" },
	{ "ﬁnance ﬂow", "finance flow", NULL },
	{ "Ｈｕａｗｅｉ　５Ｇ", "huawei 5g", NULL },
	{ "Αθήνα ΟΔΟΣ ᾳ", "αθηνα οδοσ α", "αθήνα οδοσ αι" },
	{ "Ёлка Майк Україна Київ", "елка майк україна київ", "ёлка майк україна київ" },
	{ "и\xCC\x86 е\xCC\x88 а\xCC\x81", "й е а", "й ё а\xCC\x81" },
	{ "مُحَمَّد مـحمد", "محمد محمد", "مُحَمَّد محمد" },
	{ "أحمد إيران آسيا مسؤول", "احمد ايران اسيا مسؤول", "أحمد إيران آسيا مسؤول" },
	{ "علی کتاب", "علي كتاب", "علی کتاب" },
	{ "שָׁלוֹם", "שלום", "שָׁלוֹם" },
	{ "हिन्दी क़ानून", "हिन्दी क़ानून", NULL },
	{ "ประเทศไทย น้ำ", "ประเทศไทย น้ำ", NULL },
	{ "カ\xE3\x82\x99 ｶﾞ ガ", "ガ ガ ガ", NULL },
	{ "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB\xE1\x84\x80\xE1\x85\xAE\xE1\x86\xA8", "한국", NULL },
	{ "ㅋㅋ ﾡ", "ㅋㅋ ㄱ", NULL },
	{ "⼈民 ㈱", "人民 (株)", NULL },
	{ "Don’t “quote” co‐op", "don't \"quote\" co-op", NULL },
	{ "soft\xC2\xADhyphen zero\xE2\x80\x8Bwidth \xE2\x80\x8B", "softhyphen zerowidth", NULL },
	{ "a \xE2\x80\x8B b", "a b", NULL },
	{ "x² ½ № ℡", "x2 1\xE2\x81\x84" "2 no tel", NULL },
	{ "٢٠١٩ १२", "2019 12", NULL },
	{ "bad\xFF" "byte", "bad\xEF\xBF\xBD" "byte", NULL },
	{ "Col·lecció", "col·leccio", "col·lecció" },
	{ "¸ ¨", "¸ ¨", NULL },
	{ "中国-手机", "中国-手机", NULL },
};

static void
test_samples(void)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		const struct sample *sample = &samples[i];
		const char *cased = sample->cased ? sample->cased : sample->folded;

		buf_clear(&out);
		fold_append(&out, span_from_string(sample->text));
		is_bytes(buf_span(&out).ptr, out.len, sample->folded, sample->folded);
		buf_clear(&out);
		fold_case_append(&out, span_from_string(sample->text));
		is_bytes(buf_span(&out).ptr, out.len, cased, cased);
	}
	buf_clear(&out);
	buf_append_string(&out, "K");
	fold_append(&out, SPAN(" \xCC\x81x  Y "));
	is_bytes(out.data, out.len, "Kx y", "what was there is left alone");
	buf_release(&out);
}

/* Folding any character once is enough, for every character there is. */
static void
test_stable(void (*fold)(struct buf *, struct span), const char *what)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	uint32_t unstable = 0;
	char bytes[8];

	for (uint32_t code = 1; code < 0x110000 && !unstable; code++) {
		buf_clear(&once);
		buf_clear(&twice);
		fold(&once, span_from(bytes, utf8_encode(bytes, code)));
		fold(&twice, buf_span(&once));
		if (!span_equal(buf_span(&once), buf_span(&twice)))
			unstable = code;
	}
	is_int(unstable, 0, what);
	buf_release(&once);
	buf_release(&twice);
}

static void
test_unicode(void)
{
	is_int(unicode_class('a'), CHAR_LOWER, "class of a");
	is_int(unicode_class(0x4E2D), CHAR_CJK, "class of an ideograph");
	is_int(unicode_class(0x31350), CHAR_CJK, "class of an ideograph of plane 3");
	is_int(unicode_class(0xE0041), CHAR_VANISH, "class of a tag");
	is_int(unicode_class(0x10FFFF), CHAR_OTHER, "class of the last code point");
	is_int(unicode_compose('e', 0x301), 0xE9, "e and acute");
	is_int(unicode_compose(0x1112, 0x1161), 0xD558, "Hangul lead and vowel");
	is_int(unicode_compose(0xD558, 0x11AB), 0xD55C, "Hangul syllable and tail");
	is_int(unicode_compose('e', 'e'), 0, "no composition");
	ok(unicode_fold(0xE9).accent && !unicode_fold('E').accent && !unicode_fold(0xDF).accent, "accents are told from case");
}

int
main(void)
{
	test_samples();
	test_stable(fold_append, "folding without accents is stable");
	test_stable(fold_case_append, "folding with accents is stable");
	test_unicode();
	return tap_done();
}
