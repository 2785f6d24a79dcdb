#include "tests/tap.h"

#include <stdlib.h>

#include "text/stem.h"
#include "text/token.h"

static void
check_stem(const char *language, const char *word, const char *want)
{
	struct stemmer *stemmer;
	struct error err = ERROR_INIT;
	struct span stem;

	if (!ok(stemmer_new(span_from_string(language), &stemmer, &err) == STATUS_OK, "stemmer for %s", language))
		return;
	stem = stemmer_stem(stemmer, span_from_string(word));
	is_bytes(stem.ptr, stem.len, want, word);
	stem = stemmer_stem(stemmer, span_from_string(word));
	is_bytes(stem.ptr, stem.len, want, "the same from memory");
	stemmer_free(stemmer);
}

static void
test_stems(void)
{
	check_stem("en", "running", "run");
	check_stem("English", "articles", "articl");
	check_stem("en", "don't", "don't");
	check_stem("en", "5g", "5g");
	check_stem("en", "2019", "2019");
	check_stem("en", "", "");
	check_stem("none", "running", "running");
	check_stem("de", "haeuser", "haeus");
	check_stem("fr", "nations", "nation");
	check_stem("ru", "\xD0\xBD\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x81\xD1\x82\xD0\xB8", "\xD0\xBD\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x81\xD1\x82");
	check_stem("tr", "ankara", "ankar");
	check_stem("tr", "ankara'da", "ankar");
	check_stem("nb", "avisene", "avis");
	check_stem("en", "\xE5\x8D\x8E\xE4\xB8\xBA", "\xE5\x8D\x8E\xE4\xB8\xBA");
}

/* What highlighters rely on, over words of all kinds of endings. */
static void
test_first_letters(void)
{
	static const char *const languages[] = { "da", "de", "en", "es", "it", "no", "pt", "sv", "none" };
	static const char *const ends[] = { "", "s", "ies", "ing", "ying", "ed", "en", "ung", "mente", "zioni", "aux" };

	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
		struct stemmer *stemmer;
		struct error err = ERROR_INIT;
		size_t wrong = 0;

		if (!ok(stemmer_new(span_from_string(languages[i]), &stemmer, &err) == STATUS_OK, "stemmer for %s", languages[i]))
			return;
		ok(stemmer_keeps_first(stemmer), "%s keeps the first letter", languages[i]);
		for (int word = 0; word < 26 * 26 * 26; word++) {
			char text[16];
			int len = snprintf(text, sizeof(text), "%c%c%c%s", 'a' + word % 26, 'a' + word / 26 % 26, 'a' + word / 676,
			                   ends[(size_t)word % (sizeof(ends) / sizeof(*ends))]);
			struct span stem = stemmer_stem(stemmer, span_from(text, (size_t)len));

			wrong += stem.len == 0 || stem.ptr[0] != text[0];
		}
		is_int((int)wrong, 0, "as 17576 words show");
		stemmer_free(stemmer);
	}
}

/* Words that libstemmer puts together when they have their accents. */
static void
test_accents(void)
{
	static const struct {
		const char *language;
		const char *one, *other;
	} pairs[] = {
		{ "es", "Educación", "educaciones" },
		{ "es", "tecnología", "tecnologías" },
		{ "es", "trabajar", "trabajarían" },
		{ "fr", "annoncé", "annoncées" },
		{ "fr", "première", "premiers" },
		{ "fr", "qualité", "qualités" },
		{ "pt", "nação", "nações" },
		{ "pt", "eleição", "eleições" },
		{ "pt", "influência", "influências" },
		{ "ca", "organització", "organitzacions" },
		{ "de", "Häuser", "Haus" },
		{ "ru", "ёлка", "ёлки" },
		{ "sv", "svår", "svåra" },
	};
	struct buf one = BUF_INIT, other = BUF_INIT;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct stemmer *stemmer;
		struct span stem;

		if (!ok(stemmer_new(span_from_string(pairs[i].language), &stemmer, NULL) == STATUS_OK, "%s", pairs[i].language))
			continue;
		buf_clear(&one);
		buf_clear(&other);
		fold_append(&one, span_from_string(pairs[i].one));
		fold_append(&other, span_from_string(pairs[i].other));
		stem = stemmer_stem(stemmer, buf_span(&one));
		buf_clear(&one);
		buf_append_span(&one, stem);
		stem = stemmer_stem(stemmer, buf_span(&other));
		is_bytes(stem.ptr, stem.len, buf_string(&one), pairs[i].other);
		stemmer_free(stemmer);
	}
	buf_release(&one);
	buf_release(&other);
}

static void
test_unknown(void)
{
	static const struct span unknown[] = { SPAN("tlh"), SPAN(""), SPAN("e"), SPAN("en\0"), { NULL, 0 } };
	struct stemmer *stemmer;

	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++) {
		struct error err = ERROR_INIT;

		ok(stemmer_new(unknown[i], &stemmer, &err) == STATUS_UNSUPPORTED && !stemmer, "unknown language %zu", i);
		ok(strstr(err.reason, " en ") != NULL, "the known ones are named");
	}
}

static void
test_every_language(void)
{
	const char *const *codes = stemmer_languages();

	for (; *codes; codes++) {
		struct stemmer *stemmer;
		struct error err = ERROR_INIT;

		ok(stemmer_new(span_from_string(*codes), &stemmer, &err) == STATUS_OK, "libstemmer has %s", *codes);
		stemmer_free(stemmer);
	}
}

/* More words than are remembered. */
static void
test_memo(void)
{
	struct stemmer *stemmer;
	char word[32], first[32];
	bool same = true;

	if (!ok(stemmer_new(SPAN("en"), &stemmer, NULL) == STATUS_OK, "stemmer for many words"))
		return;
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < 150000; i++) {
			size_t len = 0;
			struct span stem;

			for (uint32_t rest = i; rest || !len; rest /= 7)
				word[len++] = (char)('a' + rest % 7);
			snprintf(first, sizeof(first), "%.*s", (int)len, word);
			memcpy(word + len, "xings", 5);
			stem = stemmer_stem(stemmer, span_from(word, len + 5));
			/* "xings" goes, but for what has no vowel before it. */
			same &= stem.len >= len && memcmp(stem.ptr, first, len) == 0 && stem.len <= len + 4;
		}
	}
	ok(same, "stems stay right when the memory is emptied");
	stemmer_free(stemmer);
}

static void
test_stop(void)
{
	struct stemmer *stemmer;

	if (stemmer_new(SPAN("en"), &stemmer, NULL) == STATUS_OK) {
		ok(stemmer_is_stop(stemmer, SPAN("the")) && stemmer_is_stop(stemmer, SPAN("don't")), "English function words");
		ok(!stemmer_is_stop(stemmer, SPAN("huawei")) && !stemmer_is_stop(stemmer, SPAN("")), "and no others");
		stemmer_free(stemmer);
	}
	if (stemmer_new(SPAN("fr"), &stemmer, NULL) == STATUS_OK) {
		ok(stemmer_is_stop(stemmer, SPAN("tres")), "the list is folded as words are");
		stemmer_free(stemmer);
	}
	if (stemmer_new(SPAN("none"), &stemmer, NULL) == STATUS_OK) {
		ok(!stemmer_is_stop(stemmer, SPAN("the")), "no list for no language");
		stemmer_free(stemmer);
	}
}

int
main(void)
{
	test_stems();
	test_first_letters();
	test_accents();
	test_unknown();
	test_every_language();
	test_memo();
	test_stop();
	stemmer_free(NULL);
	return tap_done();
}
