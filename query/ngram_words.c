#include "query/ngram_words.h"

#include <stdlib.h>

#include "query/glob.h"
#include "text/token.h"

#define MARK_STOP (1u << 15)

_Static_assert(NGRAM_PLACES * NGRAM_MAX <= 15, "a bit for each word of a filter");

/* ---- What is asked ------------------------------------------------------- */

static enum status
pattern_add(struct ngram_pattern *pattern, const struct ngram_filter *filter, const char *option, struct span word,
            struct arena *arena, struct error *err)
{
	if (pattern->count == filter->size)
		return error_set(err, STATUS_BADQUERY, option, "has more words than an n-gram, which has %u", filter->size);
	pattern->words[pattern->count] = arena_copy(arena, word);
	return pattern->words[pattern->count++].ptr ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "not enough memory");
}

/* A word with a wildcard is one; others are read as a text is. */
static enum status
pattern_read(struct ngram_pattern *pattern, const struct ngram_filter *filter, const char *option, struct span piece,
             struct arena *arena, struct error *err)
{
	struct buf folded = BUF_INIT;
	struct tokenizer tokenizer;
	struct token token;
	enum status status = STATUS_OK;

	if (memchr(piece.ptr, '*', piece.len) || memchr(piece.ptr, '?', piece.len)) {
		fold_append(&folded, piece);
		status = buf_status(&folded) < 0 ? error_set(err, STATUS_NOMEM, NULL, "not enough memory")
		                                 : pattern_add(pattern, filter, option, buf_span(&folded), arena, err);
		buf_release(&folded);
		return status;
	}
	tokenizer_start(&tokenizer, piece);
	while (status == STATUS_OK && token_next(&tokenizer, &token))
		status = pattern_add(pattern, filter, option, token.term, arena, err);
	return status;
}

enum status
ngram_filter_read(struct ngram_filter *filter, enum ngram_place place, const char *option, const char *text,
                  struct arena *arena, struct error *err)
{
	struct ngram_pattern *pattern = &filter->patterns[place];
	enum status status = STATUS_OK;

	while (status == STATUS_OK && *text) {
		size_t len = strcspn(text, " \t\n");

		if (len)
			status = pattern_read(pattern, filter, option, span_from(text, len), arena, err);
		text += len + (text[len] != 0);
	}
	if (status == STATUS_OK && !pattern->count)
		status = error_set(err, STATUS_BADQUERY, option, "has no word");
	return status;
}

static uint16_t
mark(const struct ngram_filter *filter, struct span word)
{
	unsigned marks = 0;

	if (filter->stop && stemmer_is_stop(filter->stop, word))
		marks |= MARK_STOP;
	for (unsigned place = 0; place < NGRAM_PLACES; place++)
		for (unsigned i = 0; i < filter->patterns[place].count; i++)
			if (glob_match(filter->patterns[place].words[i], word, true))
				marks |= 1u << (place * NGRAM_MAX + i);
	return (uint16_t)marks;
}

/* Whether the words NUMBERS are those of the pattern of PLACE. */
static bool
stand(const struct ngram_words *words, unsigned place, const uint32_t *numbers)
{
	for (unsigned i = 0; i < words->filter->patterns[place].count; i++)
		if (!(words->marks[numbers[i]] & 1u << (place * NGRAM_MAX + i)))
			return false;
	return true;
}

bool
ngram_words_want(const struct ngram_words *words, const uint32_t *numbers)
{
	const struct ngram_filter *filter = words->filter;
	unsigned last = filter->size - filter->patterns[NGRAM_CONTAINS].count, at = 0;

	if (filter->stop && (words->marks[numbers[0]] | words->marks[numbers[filter->size - 1]]) & MARK_STOP)
		return false;
	if (!stand(words, NGRAM_STARTS, numbers) ||
	    !stand(words, NGRAM_ENDS, numbers + filter->size - filter->patterns[NGRAM_ENDS].count))
		return false;
	while (at < last && !stand(words, NGRAM_CONTAINS, numbers + at))
		at++;
	return at < last || stand(words, NGRAM_CONTAINS, numbers + at);
}

/* ---- Numbers ------------------------------------------------------------- */

void
ngram_words_init(struct ngram_words *words, const struct ngram_filter *filter)
{
	*words = (struct ngram_words){ .filter = filter };
	table_init(&words->numbers);
}

void
ngram_words_release(struct ngram_words *words)
{
	table_release(&words->numbers);
	free(words->marks);
	free(words->sorted);
	free(words->ranks);
	ngram_words_init(words, words->filter);
}

static uint32_t
add_word(struct ngram_words *words, struct span word)
{
	size_t room = words->room ? 2 * words->room : 4096;
	bool added;
	uint32_t number = table_put(&words->numbers, word, &added);
	uint16_t *marks;

	if (number == TABLE_NONE || !added)
		return number;
	if (number >= words->room) {
		marks = realloc(words->marks, room * sizeof(*marks));
		if (!marks)
			return TABLE_NONE;
		words->marks = marks;
		words->room = room;
	}
	words->marks[number] = mark(words->filter, word);
	return number;
}

uint32_t
ngram_words_number(struct ngram_words *words, struct span word)
{
	return words->whole ? table_get(&words->numbers, word) : add_word(words, word);
}

/* Words from FROM on, until those that begin with a capital, which is a field's mark. */
static enum status
read_range(struct ngram_words *words, struct index_reader *reader, struct span from, bool below_fields, struct error *err)
{
	struct term_walk *walk = NULL;
	enum status status = index_walk(reader, from, SPAN(""), &walk, err);

	while (status == STATUS_OK && (status = term_walk_next(walk, err)) == STATUS_OK) {
		if (below_fields && walk->term.len && walk->term.ptr[0] >= 'A' && walk->term.ptr[0] <= 'Z')
			break;
		if (add_word(words, walk->term) == TABLE_NONE)
			status = error_set(err, STATUS_NOMEM, NULL, "not enough memory for the words of the index");
	}
	term_walk_free(walk);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status
ngram_words_read(struct ngram_words *words, struct index_reader *reader, struct error *err)
{
	enum status status = read_range(words, reader, SPAN(""), true, err);

	if (status == STATUS_OK)
		status = read_range(words, reader, SPAN("["), false, err);
	words->whole = status == STATUS_OK;
	return status;
}

static int
by_bytes(const void *a, const void *b, void *context)
{
	const struct table *numbers = context;

	return span_compare(table_key(numbers, *(const uint32_t *)a), table_key(numbers, *(const uint32_t *)b));
}

enum status
ngram_words_sort(struct ngram_words *words)
{
	size_t count = words->numbers.count;

	if (words->whole)
		return STATUS_OK;
	words->sorted = malloc((count + 1) * sizeof(*words->sorted));
	words->ranks = malloc((count + 1) * sizeof(*words->ranks));
	if (!words->sorted || !words->ranks)
		return STATUS_NOMEM;
	for (uint32_t i = 0; i < count; i++)
		words->sorted[i] = i;
	if (count)
		qsort_r(words->sorted, count, sizeof(*words->sorted), by_bytes, &words->numbers);
	for (uint32_t i = 0; i < count; i++)
		words->ranks[words->sorted[i]] = i;
	return STATUS_OK;
}
