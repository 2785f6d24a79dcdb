#include "query/like.h"

#include <math.h>
#include <stdlib.h>

#include "common/table.h"
#include "text/token.h"

struct weighed {
	struct span word;
	double weight;
};

/* The distinct words of the texts and how often each is there. */
struct words {
	struct table table;
	struct weighed *list;   /* by number; weight: the frequency, later the weight */
	size_t room;
};

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the words of the text");
}

static enum status
count_words(struct words *words, struct span text, struct error *err)
{
	struct tokenizer tokenizer;
	struct token token;

	tokenizer_start(&tokenizer, text);
	while (token_next(&tokenizer, &token)) {
		bool added;
		uint32_t number = table_put(&words->table, token.term, &added);

		if (number == TABLE_NONE)
			return no_memory(err);
		if (number >= words->room) {
			size_t room = words->room ? 2 * words->room : 512;
			struct weighed *list = realloc(words->list, room * sizeof(*list));

			if (!list)
				return no_memory(err);
			words->list = list;
			words->room = room;
		}
		if (added)
			words->list[number].weight = 0;
		words->list[number].weight++;
	}
	return STATUS_OK;
}

static int
by_weight(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return span_compare(x->word, y->word);
}

static enum status
weigh(struct words *words, uint64_t least, struct index_reader *reader, struct error *err)
{
	struct index_stats stats;
	enum status status = index_stats(reader, &stats, err);

	for (uint32_t i = 0; status == STATUS_OK && i < words->table.count; i++) {
		struct weighed *word = &words->list[i];
		struct term_stats term;

		word->word = table_key(&words->table, i);
		status = index_term(reader, word->word, &term, err);
		word->weight *= term.df && term.df >= least ? log((double)stats.articles / (double)term.df) : 0;
	}
	if (status == STATUS_OK && words->table.count)
		qsort(words->list, words->table.count, sizeof(*words->list), by_weight);
	return status;
}

enum status
like_words(const struct span *texts, size_t count, uint64_t least, struct index_reader *reader,
           struct arena *arena, struct span *chosen, struct error *err)
{
	struct words words = { .room = 0 };
	struct buf joined = BUF_INIT;
	enum status status = STATUS_OK;

	table_init(&words.table);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = count_words(&words, texts[i], err);
	if (status == STATUS_OK)
		status = weigh(&words, least, reader, err);
	for (uint32_t i = 0; status == STATUS_OK && i < words.table.count && i < LIKE_WORDS; i++) {
		if (words.list[i].weight <= 0)
			break;
		buf_append_string(&joined, i ? " " : "");
		buf_append_span(&joined, words.list[i].word);
	}
	if (status == STATUS_OK) {
		*chosen = buf_status(&joined) == STATUS_OK ? arena_copy(arena, buf_span(&joined)) : SPAN_NONE;
		if (!chosen->ptr)
			status = no_memory(err);
	}
	free(words.list);
	table_release(&words.table);
	buf_release(&joined);
	return status;
}
