#include "text/word.h"

/* More groups than any number has; what goes on behind them is a new word. */
#define GROUPS_MAX 12

enum separator { NONE, DOT, COMMA, APOSTROPHE, SPACE };

struct group {
	enum separator before;
	size_t start, end;
	size_t digits;
};

static enum separator
separator_of(struct character c)
{
	if (c.class == CHAR_DOT)
		return DOT;
	if (c.class == CHAR_COMMA)
		return COMMA;
	if (c.class == CHAR_APOSTROPHE)
		return APOSTROPHE;
	/* no-break, narrow no-break and thin space */
	return c.code == 0xA0 || c.code == 0x202F || c.code == 0x2009 ? SPACE : NONE;
}

static struct group
group_scan(struct span text, size_t start)
{
	struct group group = { NONE, start, start, 0 };
	size_t at = start;
	struct character c;

	while ((c = character_at(text, at)).class == CHAR_DIGIT || (c.len && class_is_joined(c.class))) {
		at += c.len;
		if (c.class != CHAR_VANISH)
			group.end = at;
		group.digits += c.class == CHAR_DIGIT;
	}
	return group;
}

static size_t
groups_scan(struct span text, size_t start, struct group groups[GROUPS_MAX])
{
	size_t count = 1;

	groups[0] = group_scan(text, start);
	while (count < GROUPS_MAX) {
		struct character c = character_at(text, groups[count - 1].end);
		enum separator before = separator_of(c);
		size_t next = groups[count - 1].end + c.len;

		if (before == NONE || character_at(text, next).class != CHAR_DIGIT)
			break;
		groups[count] = group_scan(text, next);
		groups[count++].before = before;
	}
	return count;
}

/* How many groups from the first on are thousands: 1 when none are. */
static size_t
thousands(const struct group *groups, size_t count)
{
	enum separator mark = count > 1 ? groups[1].before : NONE;
	size_t run = 1, threes = 1;
	bool indian = groups[0].digits <= 2;   /* 12,34,567 */

	while (run < count && groups[run].before == mark)
		run++;
	while (threes < run && groups[threes].digits == 3)
		threes++;
	for (size_t i = 1; i < run; i++)
		indian = indian && groups[i].digits == (i + 1 < run ? 2u : 3u);
	if (groups[0].digits > 3)
		return 1;
	if (mark == SPACE || mark == APOSTROPHE)
		return threes;
	if (mark == COMMA)
		return threes == run || indian ? run : 1;
	if (mark == DOT && threes == run && (run > 2 || (run < count && groups[run].before == COMMA)))
		return run;
	return 1;
}

static bool
is_decimal_mark(const struct group *groups, size_t count, size_t at)
{
	if (at >= count || (groups[at].before != DOT && groups[at].before != COMMA))
		return false;
	if (at > 1 && groups[at].before == groups[1].before)
		return false;
	return at + 1 == count || (groups[at + 1].before != DOT && groups[at + 1].before != COMMA);
}

/* Whether START stands behind a separator and a digit: in a date or a list
 * that has been parted already. */
static bool
is_continued(struct span text, size_t start)
{
	return start >= 2 && (text.ptr[start - 1] == '.' || text.ptr[start - 1] == ',')
		&& text.ptr[start - 2] >= '0' && text.ptr[start - 2] <= '9';
}

static void
group_put(struct word *word, struct span text, const struct group *group)
{
	struct character c;

	for (size_t at = group->start; at < group->end; at += c.len) {
		c = character_at(text, at);
		fold_put(&word->term, c);
	}
	word->digits += (uint32_t)group->digits;
}

size_t
number_scan(struct word *word, struct span text, size_t start)
{
	struct group groups[GROUPS_MAX];
	size_t count = groups_scan(text, start, groups), whole = 1;

	if (is_continued(text, start))
		count = 1;
	if (character_at(text, start).code != '0')
		whole = thousands(groups, count);
	for (size_t i = 0; i < whole; i++)
		group_put(word, text, &groups[i]);
	if (is_decimal_mark(groups, count, whole)) {
		fold_put_byte(&word->term, '.');
		group_put(word, text, &groups[whole++]);
	}
	return groups[whole - 1].end;
}
