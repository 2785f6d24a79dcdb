#include "query/expand.h"

#include <math.h>
#include <stdlib.h>

#include "text/token.h"

void
expansion_init(struct expansion *expansion)
{
	*expansion = (struct expansion){ .room = 0 };
	table_init(&expansion->words);
}

void
expansion_release(struct expansion *expansion)
{
	table_release(&expansion->words);
	free(expansion->good);
	free(expansion->seen_in);
	free(expansion->found);
}

static bool
make_room(struct expansion *expansion)
{
	size_t room = expansion->room ? 2 * expansion->room : 1024;
	uint32_t *good, *seen_in;

	if (expansion->words.count <= expansion->room)
		return true;
	good = realloc(expansion->good, room * sizeof(*good));
	if (good)
		expansion->good = good;
	seen_in = realloc(expansion->seen_in, room * sizeof(*seen_in));
	if (seen_in)
		expansion->seen_in = seen_in;
	if (!good || !seen_in)
		return false;
	memset(good + expansion->room, 0, (room - expansion->room) * sizeof(*good));
	memset(seen_in + expansion->room, 0, (room - expansion->room) * sizeof(*seen_in));
	expansion->room = room;
	return true;
}

enum status
expansion_add(struct expansion *expansion, const struct article *article)
{
	const struct span texts[] = { article->text[FIELD_TITLE], article->text[FIELD_BODY] };
	struct tokenizer tokenizer;
	struct token token;

	expansion->articles++;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		tokenizer_start(&tokenizer, texts[i]);
		while (token_next(&tokenizer, &token)) {
			uint32_t number;

			if (token.flags & TOKEN_NUMBER || token.term.len < 2)
				continue;
			number = table_put(&expansion->words, token.term, NULL);
			if (number == TABLE_NONE || !make_room(expansion))
				return STATUS_NOMEM;
			expansion->good[number] += expansion->seen_in[number] != expansion->articles;
			expansion->seen_in[number] = expansion->articles;
		}
	}
	return STATUS_OK;
}

double
expansion_weight(uint64_t good_with, uint64_t good, uint64_t all_with, uint64_t all)
{
	double r = (double)good_with, R = (double)good, n = (double)all_with, N = (double)all;

	return log((r + 0.5) * (N - n - R + r + 0.5) / ((n - r + 0.5) * (R - r + 0.5)));
}

static int
by_value(const void *a, const void *b)
{
	const struct expand_word *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return span_compare(x->word, y->word);
}

enum status
expansion_finish(struct expansion *expansion, struct index_reader *reader, struct error *err)
{
	uint32_t least = expansion->articles > 1 ? 2 : 1;
	struct index_stats stats;
	enum status status = index_stats(reader, &stats, err);

	expansion->found = calloc((size_t)expansion->words.count + 1, sizeof(*expansion->found));
	if (!expansion->found)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the words of the articles");
	for (uint32_t i = 0; status == STATUS_OK && i < expansion->words.count; i++) {
		struct expand_word *word = &expansion->found[expansion->count];
		struct term_stats term;

		if (expansion->good[i] < least)
			continue;
		word->word = table_key(&expansion->words, i);
		word->good = expansion->good[i];
		status = index_term(reader, word->word, &term, err);
		/* A copy of the index that has changed since may know fewer. */
		word->all = term.df > word->good ? term.df : word->good;
		word->value = (double)word->good * expansion_weight(word->good, expansion->articles, word->all, stats.articles);
		expansion->count += word->value > 0;
	}
	qsort(expansion->found, expansion->count, sizeof(*expansion->found), by_value);
	return status;
}
