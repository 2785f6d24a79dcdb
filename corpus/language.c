#include "corpus/language.h"

#include <strings.h>

struct language {
	char code[3];
	const char *names;  /* ISO 639-2 and -3 codes and names, with spaces around */
};

static const struct language languages[] = {
	{ "ar", " ara arabic " }, { "bg", " bul bulgarian " }, { "bn", " ben bengali " }, { "ca", " cat catalan " },
	{ "cs", " ces cze czech " }, { "da", " dan danish " }, { "de", " deu ger german deutsch " },
	{ "el", " ell gre greek " }, { "en", " eng english " }, { "es", " spa spanish castilian " },
	{ "et", " est estonian " }, { "eu", " eus baq basque " }, { "fa", " fas per persian farsi " },
	{ "fi", " fin finnish " }, { "fr", " fra fre french " }, { "ga", " gle irish " }, { "he", " heb hebrew iw " },
	{ "hi", " hin hindi " }, { "hr", " hrv croatian " }, { "hu", " hun hungarian " }, { "hy", " hye arm armenian " },
	{ "id", " ind indonesian " }, { "it", " ita italian " }, { "ja", " jpn japanese " }, { "ko", " kor korean " },
	{ "lt", " lit lithuanian " }, { "lv", " lav latvian " }, { "ms", " msa may malay " }, { "nb", " nob bokmål " },
	{ "ne", " nep nepali " }, { "nl", " nld dut dutch " }, { "nn", " nno nynorsk " }, { "no", " nor norwegian " },
	{ "pl", " pol polish " }, { "pt", " por portuguese " }, { "ro", " ron rum romanian " },
	{ "ru", " rus russian " }, { "sk", " slk slo slovak " }, { "sl", " slv slovenian " }, { "sr", " srp serbian " },
	{ "sv", " swe swedish " }, { "sw", " swa swahili " }, { "ta", " tam tamil " }, { "th", " tha thai " },
	{ "tr", " tur turkish " }, { "uk", " ukr ukrainian " }, { "ur", " urd urdu " }, { "vi", " vie vietnamese " },
	{ "yi", " yid yiddish " }, { "zh", " zho chi chinese mandarin " },
};

struct span
language_code(struct span text, char out[4])
{
	size_t len = 0;

	text = span_trim(text);
	while (len < text.len && text.ptr[len] != '-' && text.ptr[len] != '_' && text.ptr[len] != '.')
		len++;
	if (len < 2 || len > 12)
		return SPAN_NONE;
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
		const char *at = languages[i].names;

		if (len == 2 && strncasecmp(text.ptr, languages[i].code, 2) == 0)
			return span_from(languages[i].code, 2);
		while (len > 2 && *++at) {
			size_t word = strcspn(at, " ");

			if (word == len && strncasecmp(at, text.ptr, len) == 0)
				return span_from(languages[i].code, 2);
			at += word;
		}
	}
	if (len > 3)
		return SPAN_NONE;
	for (size_t i = 0; i < len; i++) {
		char c = (char)(text.ptr[i] | 0x20);

		if (c < 'a' || c > 'z')
			return SPAN_NONE;
		out[i] = c;
	}
	/* "und", "mul", "zxx": said to be none. */
	if (len == 3 && (memcmp(out, "und", 3) == 0 || memcmp(out, "mul", 3) == 0 || memcmp(out, "zxx", 3) == 0))
		return SPAN_NONE;
	return span_from(out, len);
}
