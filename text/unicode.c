#include "text/unicode.h"

#include "text/unicode_tables.h"

#define HANGUL_FIRST 0xAC00u
#define HANGUL_LEADS 19u
#define HANGUL_VOWELS 21u
#define HANGUL_TAILS 28u
#define HANGUL_COUNT (HANGUL_LEADS * HANGUL_VOWELS * HANGUL_TAILS)
#define JAMO_LEAD 0x1100u
#define JAMO_VOWEL 0x1161u
#define JAMO_TAIL 0x11A7u

static struct folding
folding_at(uint32_t code, const uint8_t *blocks, const uint16_t *values)
{
	struct folding folding = { "", 0, false, false };
	size_t at;

	if (code >= UNICODE_TABLE_END) {
		folding.unchanged = unicode_class(code) != CHAR_VANISH;
		return folding;
	}
	at = values[unicode_staged(blocks, code)];
	folding.unchanged = at == 0;
	if (at) {
		folding.ptr = (const char *)unicode_pool + at + 1;
		folding.len = unicode_pool[at];
	}
	return folding;
}

struct folding
unicode_fold(uint32_t code)
{
	struct folding folding = folding_at(code, unicode_fold_block, unicode_fold_value);

	/* What keeps its accent folds to something else, or to itself. */
	if (!folding.unchanged && code < UNICODE_TABLE_END)
		folding.accent = unicode_fold_value[unicode_staged(unicode_fold_block, code)]
			!= unicode_case_value[unicode_staged(unicode_case_block, code)];
	return folding;
}

struct folding
unicode_fold_case(uint32_t code)
{
	return folding_at(code, unicode_case_block, unicode_case_value);
}

static uint32_t
compose_hangul(uint32_t first, uint32_t second)
{
	uint32_t lead = first - JAMO_LEAD, vowel = second - JAMO_VOWEL;
	uint32_t syllable = first - HANGUL_FIRST, tail = second - JAMO_TAIL;

	if (lead < HANGUL_LEADS && vowel < HANGUL_VOWELS)
		return HANGUL_FIRST + (lead * HANGUL_VOWELS + vowel) * HANGUL_TAILS;
	if (syllable < HANGUL_COUNT && syllable % HANGUL_TAILS == 0 && tail > 0 && tail < HANGUL_TAILS)
		return first + tail;
	return 0;
}

uint32_t
unicode_compose(uint32_t first, uint32_t second)
{
	size_t low = 0, high = sizeof(unicode_compositions) / sizeof(*unicode_compositions);
	uint32_t hangul = compose_hangul(first, second);

	if (hangul)
		return hangul;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct composition *pair = &unicode_compositions[middle];

		if (pair->first == first && pair->second == second)
			return pair->whole;
		if (pair->first < first || (pair->first == first && pair->second < second))
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}
