#include "query/collocates.h"

#include <stdlib.h>

#include "text/token.h"

enum mark { MARK_NONE, MARK_BESIDE, MARK_NODE };

void
collocates_init(struct collocates *collocates, unsigned span)
{
	*collocates = (struct collocates){ .span = span };
	table_init(&collocates->words);
}

void
collocates_release(struct collocates *collocates)
{
	table_release(&collocates->words);
	free(collocates->counts);
	free(collocates->field);
	buf_release(&collocates->terms);
}

static bool
field_room(struct collocates *collocates, size_t count)
{
	size_t room = collocates->field_room ? 2 * collocates->field_room : 1024;
	struct field_word *field;

	if (count < collocates->field_room)
		return true;
	field = realloc(collocates->field, room * sizeof(*field));
	if (!field)
		return false;
	collocates->field = field;
	collocates->field_room = room;
	return true;
}

static bool
word_room(struct collocates *collocates)
{
	size_t room = collocates->room ? 2 * collocates->room : 4096;
	uint64_t *counts;

	if (collocates->words.count <= collocates->room)
		return true;
	counts = realloc(collocates->counts, room * sizeof(*counts));
	if (!counts)
		return false;
	memset(counts + collocates->room, 0, (room - collocates->room) * sizeof(*counts));
	collocates->counts = counts;
	collocates->room = room;
	return true;
}

/* The words of TEXT into collocates->field, those of highlights marked. */
static enum status
read_field(struct collocates *collocates, struct span text, const struct highlight *highlights, size_t count,
           size_t *words)
{
	struct tokenizer tokenizer;
	struct token token;
	size_t next = 0;

	*words = 0;
	buf_clear(&collocates->terms);
	tokenizer_start(&tokenizer, text);
	while (token_next(&tokenizer, &token)) {
		struct field_word *word;

		if (!field_room(collocates, *words))
			return STATUS_NOMEM;
		while (next < count && highlights[next].end <= token.start)
			next++;
		word = &collocates->field[(*words)++];
		word->start = collocates->terms.len;
		word->len = (uint32_t)token.term.len;
		word->mark = next < count && highlights[next].start < token.end ? MARK_NODE : MARK_NONE;
		buf_append_span(&collocates->terms, token.term);
	}
	return buf_status(&collocates->terms);
}

/* Marks the words that come at most SPAN words behind one of the query's,
 * going from FIRST by STEP. */
static void
mark_side(struct collocates *collocates, size_t words, size_t first, int step)
{
	unsigned left = 0;

	for (size_t i = 0, at = first; i < words; i++, at += (size_t)step) {
		if (collocates->field[at].mark == MARK_NODE) {
			left = collocates->span;
		} else if (left) {
			collocates->field[at].mark = MARK_BESIDE;
			left--;
		}
	}
}

static enum status
count_word(struct collocates *collocates, const struct field_word *word)
{
	struct span term = span_from(collocates->terms.data + word->start, word->len);
	uint32_t number = table_put(&collocates->words, term, NULL);

	if (number == TABLE_NONE || !word_room(collocates))
		return STATUS_NOMEM;
	collocates->counts[number]++;
	collocates->beside++;
	return STATUS_OK;
}

enum status
collocates_add(struct collocates *collocates, struct span text, const struct highlight *highlights, size_t count)
{
	size_t words;
	enum status status;

	if (!count)
		return STATUS_OK;
	status = read_field(collocates, text, highlights, count, &words);
	if (status < 0 || !words)
		return status;
	mark_side(collocates, words, 0, 1);
	mark_side(collocates, words, words - 1, -1);
	collocates->node += count;
	for (size_t i = 0; i < words && status == STATUS_OK; i++)
		if (collocates->field[i].mark == MARK_BESIDE)
			status = count_word(collocates, &collocates->field[i]);
	return status;
}
