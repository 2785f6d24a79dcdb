#include "query/keyness.h"

#include <math.h>
#include <stdlib.h>

#include "text/token.h"

void
keyness_init(struct keyness *keyness)
{
	*keyness = (struct keyness){ .room = 0 };
	table_init(&keyness->words);
}

void
keyness_release(struct keyness *keyness)
{
	table_release(&keyness->words);
	free(keyness->counts);
	free(keyness->seen_in);
}

static bool
make_room(struct keyness *keyness)
{
	size_t room = keyness->room ? 2 * keyness->room : 4096;
	struct side_counts *counts;
	uint32_t *seen_in;

	if (keyness->words.count <= keyness->room)
		return true;
	counts = realloc(keyness->counts, room * sizeof(*counts));
	if (counts)
		keyness->counts = counts;
	seen_in = realloc(keyness->seen_in, room * sizeof(*seen_in));
	if (seen_in)
		keyness->seen_in = seen_in;
	if (!counts || !seen_in)
		return false;
	memset(counts + keyness->room, 0, (room - keyness->room) * sizeof(*counts));
	memset(seen_in + keyness->room, 0, (room - keyness->room) * sizeof(*seen_in));
	keyness->room = room;
	return true;
}

static enum status
add_text(struct keyness *keyness, int side, struct span text)
{
	struct tokenizer tokenizer;
	struct token token;

	tokenizer_start(&tokenizer, text);
	while (token_next(&tokenizer, &token)) {
		uint32_t number = table_put(&keyness->words, token.term, NULL);

		if (number == TABLE_NONE || !make_room(keyness))
			return STATUS_NOMEM;
		keyness->counts[number].frequency[side]++;
		keyness->total[side]++;
		if (keyness->seen_in[number] != keyness->article) {
			keyness->seen_in[number] = keyness->article;
			keyness->counts[number].articles[side]++;
		}
	}
	return STATUS_OK;
}

enum status
keyness_add(struct keyness *keyness, int side, const struct article *article)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	enum status status = STATUS_OK;

	keyness->article++;
	keyness->articles[side]++;
	for (size_t i = 0; status == STATUS_OK && i < sizeof(fields) / sizeof(*fields); i++)
		if (article->text[fields[i]].len)
			status = add_text(keyness, side, article->text[fields[i]]);
	return status;
}

static double
part(double seen, double expected)
{
	return seen > 0 ? seen * log(seen / expected) : 0;
}

double
keyness_loglik(uint64_t a, uint64_t b, uint64_t total_a, uint64_t total_b)
{
	double both = (double)a + (double)b, words = (double)total_a + (double)total_b;

	return 2 * (part((double)a, (double)total_a * both / words) + part((double)b, (double)total_b * both / words));
}

double
keyness_log_ratio(uint64_t a, uint64_t b, uint64_t total_a, uint64_t total_b)
{
	double x = a ? (double)a : 0.5, y = b ? (double)b : 0.5;

	return log2((x / (double)total_a) / (y / (double)total_b));
}
