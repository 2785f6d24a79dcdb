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
	free(collocates->marks);
}

static bool
field_room(struct collocates *collocates, size_t count)
{
	size_t room = collocates->field_room ? 2 * collocates->field_room : 1024;
	uint32_t *field;
	uint8_t *marks;

	if (count < collocates->field_room)
		return true;
	field = realloc(collocates->field, room * sizeof(*field));
	if (field)
		collocates->field = field;
	marks = realloc(collocates->marks, room * sizeof(*marks));
	if (marks)
		collocates->marks = marks;
	if (!field || !marks)
		return false;
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
	tokenizer_start(&tokenizer, text);
	while (token_next(&tokenizer, &token)) {
		uint32_t number = table_put(&collocates->words, token.term, NULL);

		if (number == TABLE_NONE || !word_room(collocates) || !field_room(collocates, *words))
			return STATUS_NOMEM;
		while (next < count && highlights[next].end <= token.start)
			next++;
		collocates->field[*words] = number;
		collocates->marks[*words] = next < count && highlights[next].start < token.end ? MARK_NODE : MARK_NONE;
		++*words;
	}
	return STATUS_OK;
}

/* Marks the words that come at most SPAN words behind one of the query's,
 * going from FIRST by STEP. */
static void
mark_side(struct collocates *collocates, size_t words, size_t first, int step)
{
	unsigned left = 0;

	for (size_t i = 0, at = first; i < words; i++, at += (size_t)step) {
		if (collocates->marks[at] == MARK_NODE) {
			left = collocates->span;
		} else if (left) {
			collocates->marks[at] = MARK_BESIDE;
			left--;
		}
	}
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
	for (size_t i = 0; i < words; i++) {
		if (collocates->marks[i] != MARK_BESIDE)
			continue;
		collocates->counts[collocates->field[i]]++;
		collocates->beside++;
	}
	return STATUS_OK;
}
