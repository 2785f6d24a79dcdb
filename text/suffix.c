#include "text/suffix.h"

/* Of one language the longer first.  Left out is what often ends words without
 * an accent too: -aria (primaria), -ian (cambian), -erent (different). */
static const struct suffix {
	char code[3];
	const char *folded;
	const char *accented;
} suffixes[] = {
	{ "ca", "cio", "ció" },
	{ "ca", "sio", "sió" },
	{ "es", "ariamos", "aríamos" },
	{ "es", "eriamos", "eríamos" },
	{ "es", "iriamos", "iríamos" },
	{ "es", "ieramos", "iéramos" },
	{ "es", "abamos", "ábamos" },
	{ "es", "logias", "logías" },
	{ "es", "arian", "arían" },
	{ "es", "erian", "erían" },
	{ "es", "irian", "irían" },
	{ "es", "logia", "logía" },
	{ "es", "cion", "ción" },
	{ "fr", "ieres", "ières" },
	{ "fr", "iere", "ière" },
	{ "fr", "ites", "ités" },
	{ "fr", "ees", "ées" },
	{ "fr", "ite", "ité" },
	{ "fr", "ee", "ée" },
	{ "pt", "assemos", "ássemos" },
	{ "pt", "essemos", "êssemos" },
	{ "pt", "issemos", "íssemos" },
	{ "pt", "ariamos", "aríamos" },
	{ "pt", "eriamos", "eríamos" },
	{ "pt", "iriamos", "iríamos" },
	{ "pt", "avamos", "ávamos" },
	{ "pt", "ancias", "âncias" },
	{ "pt", "encias", "ências" },
	{ "pt", "logias", "logías" },
	{ "pt", "ancia", "ância" },
	{ "pt", "encia", "ência" },
	{ "pt", "logia", "logía" },
	{ "pt", "aveis", "áveis" },
	{ "pt", "iveis", "íveis" },
	{ "pt", "avel", "ável" },
	{ "pt", "ivel", "ível" },
	{ "pt", "acao", "ação" },
	{ "pt", "ucao", "ução" },
	{ "pt", "oes", "ão" },   /* the plural becomes the singular: nações, nação */
	{ "pt", "ao", "ão" },
};

static bool
ends_in(struct span word, struct span suffix)
{
	return word.len > suffix.len + 1 && memcmp(word.ptr + word.len - suffix.len, suffix.ptr, suffix.len) == 0;
}

struct span
suffix_restore(const char *code, struct span word, char *out)
{
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		struct span folded = span_from_string(suffixes[i].folded);
		struct span accented = span_from_string(suffixes[i].accented);
		size_t kept = word.len - folded.len;

		if (strcmp(suffixes[i].code, code) != 0 || !ends_in(word, folded))
			continue;
		memcpy(out, word.ptr, kept);
		memcpy(out + kept, accented.ptr, accented.len);
		return span_from(out, kept + accented.len);
	}
	return word;
}
