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

/* Without a call: it is asked for each suffix and word. */
static inline bool
same_code(const char a[3], const char *b)
{
	return a[0] == b[0] && a[1] == b[1] && b[2] == '\0';
}

static bool
ends_in(struct span word, struct span suffix)
{
	return word.len > suffix.len + 1 && memcmp(word.ptr + word.len - suffix.len, suffix.ptr, suffix.len) == 0;
}

struct span
suffix_restore(const char *code, struct span word, char *out)
{
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		struct span folded, accented;
		size_t kept;

		if (!same_code(suffixes[i].code, code))
			continue;
		folded = span_from_string(suffixes[i].folded);
		if (!ends_in(word, folded))
			continue;
		accented = span_from_string(suffixes[i].accented);
		kept = word.len - folded.len;
		memcpy(out, word.ptr, kept);
		memcpy(out + kept, accented.ptr, accented.len);
		return span_from(out, kept + accented.len);
	}
	return word;
}
