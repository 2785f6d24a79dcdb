#include <strings.h>

#include "query/cite.h"
#include "text/unicode.h"

#define WORDS_MAX 8
#define LATIN_END 0x250u

/* In newsrooms' names, and before or in those of people with a title. */
static const char *const not_names[] = {
	"admin", "agencies", "agency", "archbishop", "association", "baroness", "bishop", "board", "bureau", "capt",
	"captain", "col", "colonel", "commission", "company", "contributor", "correspondent", "correspondents", "council",
	"daily", "dame", "desk", "dr", "editor", "editorial", "editors", "father", "gen", "general", "group", "herald",
	"journal", "king", "lady", "lord", "magazine", "media", "ministry", "mr", "mrs", "ms", "network", "news",
	"newspaper", "newsroom", "online", "post", "president", "press", "prince", "princess", "prof", "professor",
	"queen", "radio", "reporter", "reporters", "rev", "review", "senator", "service", "sir", "sister", "staff",
	"team", "television", "times", "today", "tribune", "tv", "university", "web", "wire", "writer", "writers",
};

/* Family names of countries where they usually come first. */
static const char *const family_first[] = {
	"ahn", "an", "bae", "bui", "cai", "cao", "chang", "chen", "cheng", "cho", "choe", "choi", "chung", "dang", "deng",
	"ding", "do", "dong", "du", "duan", "fan", "fang", "feng", "fu", "gao", "gong", "gu", "guo", "ha", "han", "hao",
	"he", "hong", "hou", "hu", "huang", "hwang", "im", "jang", "ji", "jia", "jiang", "jin", "jung", "kang", "kim",
	"ko", "kong", "kwon", "lai", "lam", "le", "lee", "lei", "li", "liang", "liao", "lim", "lin", "liu", "long", "lu",
	"luo", "ma", "mao", "meng", "min", "nam", "ngo", "nguyen", "oh", "ouyang", "pan", "park", "peng", "pham", "phan",
	"qian", "qin", "qiu", "ren", "roh", "ryu", "shao", "shen", "shi", "shin", "son", "song", "su", "suh", "sun", "tan",
	"tang", "tao", "tian", "tran", "vo", "vu", "wan", "wang", "wei", "wen", "woo", "wu", "xi", "xia", "xiang", "xiao",
	"xie", "xiong", "xu", "xue", "yan", "yang", "yao", "ye", "yi", "yin", "yoo", "yoon", "you", "yu", "yuan", "yun",
	"zeng", "zhang", "zhao", "zheng", "zhong", "zhou", "zhu", "zou",
};

/* Between a given and a family name, and part of the latter. */
static const char *const particles[] = {
	"af", "al", "av", "bin", "d", "da", "de", "del", "dela", "della", "den", "der", "di", "do", "dos", "du", "el",
	"la", "le", "ten", "ter", "van", "von", "zu", "zum", "zur",
};

static bool
is_listed(struct span word, const char *const *list, size_t count)
{
	if (word.len && word.ptr[word.len - 1] == '.')
		word.len--;
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == word.len && strncasecmp(list[i], word.ptr, word.len) == 0)
			return true;
	return false;
}

#define LISTED(word, list) is_listed(word, list, sizeof(list) / sizeof(*(list)))

enum word_kind {
	WORD_STRANGE,
	WORD_NAME,       /* a capital, then small letters among others */
	WORD_INITIALS,   /* F. or J.K. */
	WORD_PARTICLE,   /* van, de */
};

static enum word_kind
kind_of(struct span word)
{
	size_t capitals = 0, small = 0, dots = 0;
	struct character c, first = character_at(word, 0);

	for (size_t at = 0; at < word.len; at += c.len) {
		c = character_at(word, at);
		if (c.code >= LATIN_END && c.code != 0x2019 && c.code != 0x2010)
			return WORD_STRANGE;
		capitals += c.class == CHAR_UPPER;
		small += c.class == CHAR_LOWER;
		dots += c.code == '.';
		if (c.class != CHAR_UPPER && c.class != CHAR_LOWER && c.code != '.' && c.code != '-' && c.code != '\'' &&
		    c.code != 0x2019 && c.code != 0x2010)
			return WORD_STRANGE;
	}
	if (first.class == CHAR_UPPER && small && !dots)
		return WORD_NAME;
	if (capitals && !small && dots == capitals)
		return WORD_INITIALS;
	return !capitals && LISTED(word, particles) ? WORD_PARTICLE : WORD_STRANGE;
}

static size_t
split_words(struct span name, struct span words[WORDS_MAX])
{
	size_t count = 0, at = 0;

	while (at < name.len) {
		size_t end = at;

		while (end < name.len && name.ptr[end] != ' ')
			end++;
		if (end > at) {
			if (count == WORDS_MAX)
				return 0;
			words[count++] = span_from(name.ptr + at, end - at);
		}
		at = end + 1;
	}
	return count;
}

/* Where the family name begins among COUNT words, or 0. */
static size_t
family_start(const struct span *words, size_t count)
{
	size_t start = count - 1;
	bool particle = false;

	if (count < 2 || kind_of(words[count - 1]) != WORD_NAME || LISTED(words[0], family_first) ||
	    LISTED(words[count - 1], family_first))
		return 0;
	for (size_t i = 0; i < count; i++)
		if (LISTED(words[i], not_names))
			return 0;
	if (kind_of(words[0]) != WORD_NAME && kind_of(words[0]) != WORD_INITIALS)
		return 0;
	for (size_t i = 1; i + 1 < count; i++) {
		enum word_kind kind = kind_of(words[i]);

		if (kind == WORD_PARTICLE && !particle)
			start = i;
		else if (kind != WORD_PARTICLE && (kind != WORD_INITIALS || particle))
			return 0;
		particle = kind == WORD_PARTICLE;
	}
	return start;
}

struct cite_name
cite_name(struct span name)
{
	struct span words[WORDS_MAX];
	size_t count = split_words(name, words), family = family_start(words, count);
	const char *given_end, *end;

	if (!family)
		return (struct cite_name){ .literal = name };
	given_end = words[family - 1].ptr + words[family - 1].len;
	end = words[count - 1].ptr + words[count - 1].len;
	return (struct cite_name){
		.given = span_from(words[0].ptr, (size_t)(given_end - words[0].ptr)),
		.family = span_from(words[family].ptr, (size_t)(end - words[family].ptr)),
	};
}
