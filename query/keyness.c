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
	free(keyness->here);
}

static bool
make_room(struct keyness *keyness)
{
	size_t room = keyness->room ? 2 * keyness->room : 4096;
	struct side_counts *counts;
	uint32_t *seen_in, *here;

	if (keyness->words.count <= keyness->room)
		return true;
	counts = realloc(keyness->counts, room * sizeof(*counts));
	if (counts)
		keyness->counts = counts;
	seen_in = realloc(keyness->seen_in, room * sizeof(*seen_in));
	if (seen_in)
		keyness->seen_in = seen_in;
	here = realloc(keyness->here, room * sizeof(*here));
	if (here)
		keyness->here = here;
	if (!counts || !seen_in || !here)
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
			keyness->counts[number].now = 0;
			keyness->here[keyness->here_count++] = number;
		}
		keyness->counts[number].now++;
	}
	return STATUS_OK;
}

/* What each word is of the WORDS of the article at hand. */
static void
add_shares(struct keyness *keyness, double words)
{
	for (size_t i = 0; i < keyness->here_count; i++) {
		struct side_counts *counts = &keyness->counts[keyness->here[i]];
		double share = counts->now / words;

		counts->parts += share;
		counts->squares += share * share;
	}
}

enum status
keyness_add(struct keyness *keyness, int side, const struct article *article)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	uint64_t before = keyness->total[side];
	enum status status = STATUS_OK;

	keyness->article++;
	keyness->articles[side]++;
	keyness->here_count = 0;
	for (size_t i = 0; status == STATUS_OK && i < sizeof(fields) / sizeof(*fields); i++)
		if (article->text[fields[i]].len)
			status = add_text(keyness, side, article->text[fields[i]]);
	if (side == SIDE_A)
		add_shares(keyness, (double)(keyness->total[side] - before));
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

double
keyness_dispersion(double parts, double squares, uint64_t count)
{
	double mean = parts / (double)count, variance = squares / (double)count - mean * mean;

	if (count < 2 || mean <= 0)
		return count && mean > 0 ? 1 : 0;
	/* Rounding may leave less than nothing. */
	return fmax(0, 1 - sqrt(fmax(0, variance)) / mean / sqrt((double)count - 1));
}
