#include "bench/gen_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BEND 3000.0        /* rank where frequencies begin to fall faster */

/* By frequency. */
static const char *const function_words[FUNCTION_TABLE] = {
	"the", "to", "of", "in", "a", "and", "said", "on", "for", "that", "by", "is", "it", "as", "at", "its", "with",
	"from", "was", "be", "has", "have", "are", "will", "but", "not", "an", "would", "which", "this", "more", "he",
	"up", "than", "about", "we", "had", "or", "they", "also", "were", "after", "their", "last", "could", "been",
	"some", "over", "one", "who", "other", "if", "may", "his", "out", "down", "there", "two", "while", "since",
	"first", "I", "into", "when", "no", "years", "all", "now", "still", "so", "told", "such", "next", "can", "any",
	"what", "because", "under", "much", "most", "three", "before", "per", "back", "our", "against", "off", "many",
	"only", "even", "should", "do", "make", "like", "just", "through", "made", "very", "you", "how", "those",
	"third", "them", "did", "around", "her", "she", "these", "being", "between", "during", "where", "both", "must",
	"then", "without", "each", "own", "too", "here", "might", "him", "until", "among", "however", "never", "does",
	"toward",
};

static const char *const onsets[] = {
	"b", "c", "d", "f", "g", "h", "j", "l", "m", "n", "p", "r", "s", "t", "v", "w", "b", "c", "d", "k", "l", "m", "n",
	"p", "r", "s", "t", "br", "gr", "st", "tr", "ch",
};
static const char *const vowels[] = {
	"a", "e", "i", "o", "u", "a", "e", "i", "o", "e", "i", "a", "ea", "ou", "ai", "o",
};
static const char *const codas[] = {
	"", "", "", "", "n", "r", "l", "s", "t", "m", "nd", "st", "ck", "n", "ng", "r",
};
static const char *const suffixes[] = { "s", "s", "ed", "ing", "er", "ly", "al", "ment" };

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Appends PART to WORD unless it would become too long. */
static void
word_append(struct gen_word *word, const char *part)
{
	size_t length = strlen(part);

	if (word->length + length > WORD_SIZE - 2)
		return;
	memcpy(word->text + word->length, part, length);
	word->length = (unsigned char)(word->length + length);
}

/* A word without inflection for NUMBER. */
static struct gen_word
stem_spell(uint64_t number)
{
	struct gen_random random = gen_random_of(0, 'w', number);
	struct gen_word word = { .length = 0 };
	int syllables = number < 400 ? 1 + gen_chance(&random, 65) : number < WORD_TABLE ? 2 + gen_chance(&random, 30)
		: 3 + gen_chance(&random, 40);
	uint64_t bits = gen_next(&random);

	for (int i = 0; i < syllables; i++) {
		word_append(&word, onsets[bits % COUNT(onsets)]);
		word_append(&word, vowels[bits / 32 % COUNT(vowels)]);
		if (i == syllables - 1 || bits / 512 % 4 == 0)
			word_append(&word, codas[bits / 2048 % COUNT(codas)]);
		bits >>= 16;
	}
	if (number % 193 == 7)
		word_append(&word, "\xc3\xa9");
	return word;
}

struct gen_word
gen_word_spell(uint64_t rank)
{
	struct gen_random random = gen_random_of(0, 'r', rank);
	bool name = rank > 300 && gen_chance(&random, rank < WORD_TABLE ? 22 : 45);
	bool inflected = rank > 60 && !name && gen_chance(&random, 45);
	struct gen_word word = stem_spell(inflected ? rank / 2 + gen_below(&random, 8) : rank);

	if (inflected)
		word_append(&word, suffixes[gen_below(&random, COUNT(suffixes))]);
	if (name)
		word.text[0] = (char)(word.text[0] - 'a' + 'A');
	word.text[word.length++] = ' ';
	return word;
}

/* RANK^-0.875 by square roots, which every machine rounds alike. */
static double
power_fall(double x)
{
	double half = sqrt(x), quarter = sqrt(half);

	return 1 / (half * quarter * sqrt(quarter));
}

static double
content_weight(double rank)
{
	return power_fall(rank + 20) * power_fall(1 + rank / BEND);
}

/* Walker's alias method: a draw of I keeps it below the threshold, else takes
 * the other.  WEIGHTS are used up. */
static void
alias_build(struct gen_alias *alias, double *weights, uint32_t *stack, uint32_t count)
{
	double total = 0;
	uint32_t small = 0, large = count;

	for (uint32_t i = 0; i < count; i++)
		total += weights[i];
	for (uint32_t i = 0; i < count; i++) {
		weights[i] *= count / total;
		alias[i] = (struct gen_alias){ UINT32_MAX, i };
		stack[weights[i] < 1 ? small++ : --large] = i;
	}
	while (small && large < count) {
		uint32_t less = stack[--small], more = stack[large];

		alias[less].threshold = (uint32_t)(weights[less] * UINT32_MAX);
		alias[less].other = more;
		weights[more] -= 1 - weights[less];
		if (weights[more] < 1) {
			large++;
			stack[small++] = more;
		}
	}
}

/* What the ranks behind the table weigh together: gen_tail_rank()'s octaves. */
static double
tail_weight(void)
{
	double total = 0;

	for (int octave = 0; octave < 20; octave++) {
		double low = (double)WORD_TABLE * (double)(1u << octave);

		total += low * content_weight(low * 1.45);
	}
	return total;
}

uint64_t
gen_tail_rank(struct gen_random *random)
{
	uint64_t low = WORD_TABLE;

	/* 2^-0.75, what one octave weighs of the one before */
	for (int octave = 0; octave < 20 && gen_below(random, 10000) < 5946; octave++)
		low *= 2;
	return low + gen_next(random) % low;
}

struct gen_words *
gen_words_new(void)
{
	struct gen_words *words = calloc(1, sizeof(*words));
	double *weights = malloc(WORD_TABLE * sizeof(*weights)), total = 0;
	uint32_t *stack = malloc(WORD_TABLE * sizeof(*stack));

	if (!words || !weights || !stack)
		goto done;
	for (uint32_t i = 0; i < FUNCTION_TABLE; i++) {
		struct gen_word *word = &words->function[i];

		word_append(word, function_words[i]);
		word->text[word->length++] = ' ';
		weights[i] = power_fall(i + 1.5);
	}
	alias_build(words->function_alias, weights, stack, FUNCTION_TABLE);
	for (uint32_t i = 0; i < WORD_TABLE; i++) {
		words->content[i] = gen_word_spell(i);
		weights[i] = content_weight(i);
		total += weights[i];
	}
	words->tail_threshold = (uint32_t)(tail_weight() / (total + tail_weight()) * UINT32_MAX);
	alias_build(words->content_alias, weights, stack, WORD_TABLE);
done:
	if (!weights || !stack) {
		free(words);
		words = NULL;
	}
	free(weights);
	free(stack);
	return words;
}
