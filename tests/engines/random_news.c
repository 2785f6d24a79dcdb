#include "tests/engines/random_news.h"

#include <stdlib.h>

/* From how many articles on lists have several blocks, and a corpus has what would
 * take too long to look at in every small one. */
#define MANY 200

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof(*(array))))

unsigned
dice_roll(struct dice *dice, unsigned sides)
{
	dice->state = dice->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((dice->state >> 33) % sides);
}

static const char *const words[] = {
	"huawei", "Huawei", "ban", "bans", "banned", "BAN", "US", "us", "U.S.", "caf\xC3\xA9", "cafe", "Caf\xC3\xA9", "cyber",
	"cybersecurity", "security", "threat", "threats", "win-win", "5G", "don't", "Britain's", "the", "of", "a",
	"Verbot", "Verbote", "7,500", "\xE5\x8C\x97\xE4\xBA\xAC", "\xE5\x8C\x97\xE4\xBA\xAC\xE5\xB8\x82", "trade", "war",
};

static const char *const names[] = { "Liu Xiaoming", "Anna Caf\xC3\xA9", "Huawei Liu", "B. Ban" };
static const char *const sources[] = { "Reuters", "Xinhua Net", "CGTN", "X*Y" };
static const char *const tags[] = { "china", "Trade War", "5G", "Caf\xC3\xA9" };

static struct span
text_of(struct arena *arena, struct buf *buf)
{
	struct span copy = arena_copy(arena, buf_span(buf));

	if (!copy.ptr)
		abort();
	return copy;
}

static struct span
random_text(struct dice *dice, unsigned count, bool body, struct arena *arena)
{
	static const char *const breaks[] = { " ", " ", " ", " ", " ", ", ", ". ", "? ", ".\n\n", "\n\n" };
	struct buf buf = BUF_INIT;
	struct span text;

	for (unsigned i = 0; i < count; i++) {
		/* Some words are frequent, others rare. */
		unsigned range = dice_roll(dice, 2) ? 8 : COUNT(words);

		if (i)
			buf_append_string(&buf, breaks[dice_roll(dice, body ? COUNT(breaks) : 6)]);
		buf_append_string(&buf, words[dice_roll(dice, range)]);
	}
	text = text_of(arena, &buf);
	buf_release(&buf);
	return text;
}

static struct span *
random_list(struct dice *dice, const char *const *from, unsigned count, size_t *len, struct arena *arena)
{
	struct span *list;

	*len = dice_roll(dice, 3);
	list = arena_zalloc(arena, *len + 1, sizeof(*list));
	if (!list)
		abort();
	for (size_t i = 0; i < *len; i++)
		list[i] = span_from_string(from[dice_roll(dice, count)]);
	return list;
}

static struct span
numbered(const char *prefix, size_t number, struct arena *arena)
{
	struct buf buf = BUF_INIT;
	struct span text;

	buf_append_format(&buf, "%s%03zu", prefix, number);
	text = text_of(arena, &buf);
	buf_release(&buf);
	return text;
}

/* One word again and again, or a text of thousands. */
static struct span
extreme_text(struct dice *dice, struct arena *arena)
{
	const char *word = words[dice_roll(dice, COUNT(words))];
	unsigned count = 100 + dice_roll(dice, 1500);
	struct buf buf = BUF_INIT;
	struct span text;

	if (dice_roll(dice, 2))
		return random_text(dice, count, true, arena);
	for (unsigned i = 0; i < count; i++)
		buf_append_format(&buf, "%s ", word);
	text = text_of(arena, &buf);
	buf_release(&buf);
	return text;
}

/* What only a corpus of many articles has. */
static void
make_many(struct dice *dice, struct article *articles, size_t number, struct arena *arena)
{
	struct article *article = &articles[number];
	const struct article *other = &articles[dice_roll(dice, (unsigned)number + 1)];
	unsigned kind = dice_roll(dice, 400);

	if (kind < 80) {
		for (int i = FIELD_TITLE; i <= FIELD_NOTE; i++)
			article->text[i] = i == FIELD_TITLE || i == FIELD_BODY || i == FIELD_NOTE ? other->text[i] : article->text[i];
		if (kind < 60)
			article->published = other->published;
	} else if (kind == 80) {
		article->text[FIELD_BODY] = extreme_text(dice, arena);
	}
}

struct article *
random_articles(struct dice *dice, size_t count, struct arena *arena)
{
	return random_articles_named(dice, "id", count, arena);
}

struct article *
random_articles_named(struct dice *dice, const char *prefix, size_t count, struct arena *arena)
{
	struct article *articles = arena_zalloc(arena, count + 1, sizeof(*articles));

	if (!articles)
		abort();
	for (size_t i = 0; i < count; i++) {
		struct article *article = &articles[i];

		article->text[FIELD_ID] = numbered(prefix, i * 7919 % (count < MANY ? 1000 : 1000003), arena);
		if (dice_roll(dice, 4))
			article->text[FIELD_URL] = numbered("http://example.com/", i, arena);
		if (dice_roll(dice, 5))
			article->text[FIELD_TITLE] = random_text(dice, 1 + dice_roll(dice, 4), false, arena);
		if (dice_roll(dice, 12))
			article->text[FIELD_BODY] = random_text(dice, 1 + dice_roll(dice, 40), true, arena);
		if (dice_roll(dice, 5) == 0)
			article->text[FIELD_NOTE] = random_text(dice, 1 + dice_roll(dice, 6), false, arena);
		if (dice_roll(dice, 4))
			article->text[FIELD_SOURCE] = span_from_string(sources[dice_roll(dice, COUNT(sources))]);
		article->text[FIELD_LANGUAGE] = dice_roll(dice, 3) ? SPAN("en") : SPAN("de");
		article->authors = random_list(dice, names, COUNT(names), &article->author_count, arena);
		article->tags = random_list(dice, tags, COUNT(tags), &article->tag_count, arena);
		if (dice_roll(dice, 5))
			article->published = (struct date){
				.seconds = (date_days_from_civil(2019, 1, 1) + dice_roll(dice, 60)) * 86400,
				.zone = DATE_ZONE_UNKNOWN, .precision = DATE_DAY,
			};
		article->sequence = i;
		if (count >= MANY)
			make_many(dice, articles, i, arena);
	}
	return articles;
}

/* A word or phrase with a place in the text. */
static void
random_placed(struct dice *dice, struct buf *out)
{
	static const char *const placed[] = {
		"\"security threat\"", "\"ban huawei\"", "\"huawei ban ban\"", "\"us h*\"", "\"win-win\"", "h?awei", "cyb*",
		"*threat", "*an*", "huawai~1", "thraet~2", "=ban", "=caf\xC3\xA9", "=cafe", "CAPS(US)", "CAPS(ban)",
		"CAPS(\"us ban\")", "title:huawei", "title:\"huawei ban\"", "title:b*", "title:=caf\xC3\xA9", "(ban OR bans)",
		"(huawei AND ban)", "(us OR \"ban us\" OR h*)", "\xE5\x8C\x97", "\xE5\x8C\x97\xE4\xBA\xAC", "LEAD(ban)",
		"\"BAN\"", "ban^2", "FIRST9(us)", "CAPS(ban OR us)", "nothing", "no*thing",
	};

	if (dice_roll(dice, 2))
		buf_append_string(out, words[dice_roll(dice, dice_roll(dice, 2) ? 8 : COUNT(words))]);
	else
		buf_append_string(out, placed[dice_roll(dice, COUNT(placed))]);
}

static void
random_near(struct dice *dice, struct buf *out)
{
	static const char *const operators[] = { "NEAR/%u", "W/%u", "PRE/%u", "NOT W/%u", "W/S", "W/P" };

	random_placed(dice, out);
	for (unsigned i = 1 + (dice_roll(dice, 3) == 0); i > 0; i--) {
		const char *operator = operators[dice_roll(dice, COUNT(operators))];
		bool bracket = dice_roll(dice, 4) == 0;

		buf_append_byte(out, ' ');
		for (const char *c = operator; *c; c++) {
			if (*c == '%')
				buf_append_format(out, "%u", 1 + dice_roll(dice, dice_roll(dice, 3) ? 4 : 120)), c++;
			else
				buf_append_byte(out, *c);
		}
		buf_append_string(out, bracket ? " (" : " ");
		random_placed(dice, out);
		if (bracket) {
			buf_append_format(out, " PRE/%u ", 1 + dice_roll(dice, 5));
			random_placed(dice, out);
			buf_append_byte(out, ')');
		}
	}
}

static void
random_leaf(struct dice *dice, struct buf *out)
{
	static const char *const filters[] = {
		"source:reuters", "source:x*", "source:\"Xinhua Net\"", "tag:china", "tag:*e*", "lang:de", "date:2019-01",
		"date:2019-01-10..2019-02-03", "date:>=2019-02", "date:<2019-01-15", "words:>20", "words:5..9", "id:id*1",
		"url:*/1*", "author:liu", "author:\"huawei liu\"", "author:ca*", "author:=caf\xC3\xA9",
		"author:huawei NEAR/1 author:liu", "ATLEAST2(ban)", "ATLEAST3(huawei OR us)", "ATLEAST2(\"ban ban\")",
		"ATLEAST2(CAPS(us))", "ATLEAST2(h*)", "ATLEAST1(=ban OR ban)", "ATLEAST2(=caf\xC3\xA9)", "title:(ban us)",
		"LEAD(ban OR us)", "FIRST3(huawei NEAR/2 ban)", "tag:nothing", "CAPS(US ban)", "(ban us)^2.5",
	};

	switch (dice_roll(dice, 4)) {
	case 0:
		buf_append_string(out, filters[dice_roll(dice, COUNT(filters))]);
		break;
	case 1:
		buf_append_byte(out, '(');
		random_near(dice, out);
		buf_append_byte(out, ')');
		break;
	default:
		random_placed(dice, out);
		break;
	}
}

void
random_query(struct dice *dice, unsigned depth, struct buf *out)
{
	static const char *const joins[] = { " ", " ", " AND ", " OR ", " OR ", " NOT ", " -" };

	if (depth == 0 || dice_roll(dice, 3) == 0) {
		random_leaf(dice, out);
		return;
	}
	if (dice_roll(dice, 10) == 0)
		buf_append_string(out, "NOT ");
	buf_append_byte(out, '(');
	random_query(dice, depth - 1, out);
	for (unsigned i = dice_roll(dice, 3); i > 0; i--) {
		buf_append_string(out, joins[dice_roll(dice, COUNT(joins))]);
		random_query(dice, depth - 1, out);
	}
	buf_append_byte(out, ')');
	if (dice_roll(dice, 12) == 0)
		buf_append_format(out, "^%u.5", dice_roll(dice, 4));
}
