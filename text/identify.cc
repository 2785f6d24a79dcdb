#include "text/identify.h"

#include <cstdio>  /* the next header forgets it */

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <cstring>
#include <string>

/* More of a text says little more, and takes longer. */
#define BYTES_LOOKED_AT 600

/* libcld2 is in doubt when a part of the text is of no language that it knows.
 * More than half of it in one language is enough. */
#define PERCENT_LEAST 51

/* Codes of libcld2 that are older than ISO 639-1. */
static const struct {
	const char *old, *code;
} renamed[] = {
	{ "iw", "he" }, { "jw", "jv" }, { "mo", "ro" },
};

/* The first bytes of TEXT, whole characters and, where words have spaces
 * between, whole words. */
static void
append_beginning(std::string &out, struct span text, size_t limit)
{
	size_t len = text.len < limit ? text.len : limit, word = len;

	if (len < text.len) {
		while (word > len / 2 && text.ptr[word] != ' ')
			word--;
		if (text.ptr[word] == ' ')
			len = word;
		while (len && (static_cast<unsigned char>(text.ptr[len]) & 0xC0) == 0x80)
			len--;
	}
	out.append(text.ptr ? text.ptr : "", len);
}

static bool
identify(const std::string &text, char *code)
{
	const CLD2::CLDHints hints = { nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE };
	CLD2::Language languages[3];
	int percents[3], bytes = 0;
	double scores[3];
	bool reliable = false;
	CLD2::Language found = CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, 0,
	                                                      languages, percents, scores, nullptr, &bytes, &reliable);
	const char *name = CLD2::LanguageCode(found);
	size_t len = std::strcspn(name, "-");

	if ((!reliable && percents[0] < PERCENT_LEAST) || found == CLD2::UNKNOWN_LANGUAGE || len < 2 || len > 3)
		return false;
	std::memcpy(code, name, len);
	code[len] = '\0';
	for (const auto &rename : renamed)
		if (std::strcmp(code, rename.old) == 0)
			std::strcpy(code, rename.code);
	return true;
}

bool
language_identify(struct span title, struct span body, char code[LANGUAGE_CODE_SIZE])
{
	/* No exception crosses into C. */
	try {
		std::string text;

		append_beginning(text, title, BYTES_LOOKED_AT / 2);
		text += "\n";
		append_beginning(text, body, BYTES_LOOKED_AT);
		return identify(text, code);
	} catch (...) {
		return false;
	}
}
