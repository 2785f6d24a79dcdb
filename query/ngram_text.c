#include "query/ngram_text.h"

#include <stdlib.h>

#include "text/token.h"

#define AHEAD 12             /* n-grams that memory is asked for beforehand */

void
ngram_counter_init(struct ngram_counter *counter, struct ngram_words *words, unsigned size, size_t most)
{
	*counter = (struct ngram_counter){ .words = words, .spill = NGRAM_SPILL_INIT, .wanted = BUF_INIT };
	/* The same in every thread: parts are joined. */
	ngram_table_init(&counter->table, size, 0, most);
}

void
ngram_counter_release(struct ngram_counter *counter)
{
	ngram_table_release(&counter->table);
	ngram_spill_release(&counter->spill);
	free(counter->numbers);
	free(counter->hashes);
	buf_release(&counter->wanted);
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the n-grams");
}

static bool
make_room(struct ngram_counter *counter)
{
	size_t room = counter->room ? 2 * counter->room : 4096;
	uint32_t *numbers = realloc(counter->numbers, room * sizeof(*numbers));
	uint64_t *hashes;

	if (numbers)
		counter->numbers = numbers;
	hashes = realloc(counter->hashes, room * sizeof(*hashes));
	if (hashes)
		counter->hashes = hashes;
	if (!numbers || !hashes)
		return false;
	counter->room = room;
	return true;
}

/* ---- One text ------------------------------------------------------------ */

/* The n-grams in which the words [FIRST, LAST] stand are wanted. */
static void
want_around(struct ngram_counter *counter, size_t first, size_t last)
{
	size_t size = counter->table.size, from = last + 1 < size ? 0 : last + 1 - size;

	for (size_t i = from; last - first < size && i <= first && i < counter->wanted.len; i++)
		counter->wanted.data[i] = 1;
}

/* The words of the highlight at hand. */
struct marking {
	const struct highlight *highlight, *end;
	size_t first, last;
	bool any;
};

/* Word NUMBER is TOKEN: highlights before it are done with. */
static void
mark_word(struct ngram_counter *counter, struct marking *marking, const struct token *token, size_t number)
{
	while (marking->highlight < marking->end && token->start >= marking->highlight->end) {
		if (marking->any)
			want_around(counter, marking->first, marking->last);
		marking->any = false;
		marking->highlight++;
	}
	if (marking->highlight == marking->end || token->start < marking->highlight->start || token->end > marking->highlight->end)
		return;
	marking->first = marking->any ? marking->first : number;
	marking->last = number;
	marking->any = true;
}

/* The numbers of the words of TEXT, and which n-grams are wanted around its
 * highlights. */
static enum status
read_words(struct ngram_counter *counter, struct span text, struct marking *marking, size_t *count, struct error *err)
{
	struct tokenizer tokenizer;
	struct token token;

	*count = 0;
	buf_clear(&counter->wanted);
	tokenizer_start(&tokenizer, text);
	for (; token_next(&tokenizer, &token); ++*count) {
		if (*count == counter->room && !make_room(counter))
			return no_memory(err);
		counter->numbers[*count] = ngram_words_number(counter->words, token.term);
		if (counter->numbers[*count] == TABLE_NONE)
			return counter->words->whole ? STATUS_UNSUPPORTED : no_memory(err);
		if (!counter->highlighter)
			continue;
		buf_append_byte(&counter->wanted, 0);
		if (buf_status(&counter->wanted) < 0)
			return no_memory(err);
		mark_word(counter, marking, &token, *count);
	}
	if (marking->any)
		want_around(counter, marking->first, marking->last);
	counter->word_count += *count;
	return STATUS_OK;
}

static enum status
add_ngram(struct ngram_counter *counter, docid_t doc, const uint32_t *numbers, uint64_t hash, struct error *err)
{
	struct ngram ngram = { .count = 1, .articles = 1, .first = doc, .last = doc };
	enum status status;

	memcpy(ngram.words, numbers, counter->table.size * sizeof(*numbers));
	status = ngram_table_add(&counter->table, hash, &ngram);
	if (status == STATUS_LIMIT) {
		status = ngram_spill_write(&counter->spill, &counter->table, err);
		ngram_table_clear(&counter->table);
		if (status == STATUS_OK)
			status = ngram_table_add(&counter->table, hash, &ngram);
	}
	counter->ngrams += status == STATUS_OK;
	return status == STATUS_NOMEM ? no_memory(err) : status;
}

static enum status
count_text(struct ngram_counter *counter, docid_t doc, size_t count, struct error *err)
{
	unsigned size = counter->table.size;
	size_t ngrams = count < size ? 0 : count - size + 1;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ngrams; i++)
		counter->hashes[i] = ngram_hash(counter->numbers + i, size, counter->table.seed);
	for (size_t i = 0; status == STATUS_OK && i < ngrams; i++) {
		if (i + AHEAD < ngrams)
			ngram_table_expect(&counter->table, counter->hashes[i + AHEAD]);
		if ((!counter->highlighter || counter->wanted.data[i]) && ngram_words_want(counter->words, counter->numbers + i))
			status = add_ngram(counter, doc, counter->numbers + i, counter->hashes[i], err);
	}
	return status;
}

enum status
ngram_counter_add(struct ngram_counter *counter, docid_t doc, const struct article *article, struct arena *arena,
                  struct error *err)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < sizeof(fields) / sizeof(*fields); i++) {
		struct span text = article->text[fields[i]];
		struct highlight *highlights = NULL;
		size_t highlight_count = 0, count;
		struct marking marking;

		if (!text.len)
			continue;
		if (counter->highlighter)
			status = highlighter_find(counter->highlighter, article, fields[i], arena, &highlights, &highlight_count, err);
		marking = (struct marking){ .highlight = highlights, .end = highlights ? highlights + highlight_count : NULL };
		if (status == STATUS_OK)
			status = read_words(counter, text, &marking, &count, err);
		if (status == STATUS_OK)
			status = count_text(counter, doc, count, err);
	}
	return status;
}
