#include "bench/gen_article.h"

#include <stdio.h>
#include <string.h>

#define COPY_REACH 400          /* how many articles back a copy's original may be */
#define COLLOCATIONS 4096       /* pairs and triples of words that keep together */
#define REPORTERS 40            /* of each source */

/* What the text of an article is made with. */
struct writer {
	const struct gen_words *words;
	const struct gen_topic *topic;
	struct gen_random random;
	uint64_t seed;
	char *out;
};

static void
put_bytes(struct writer *writer, const char *bytes, size_t length)
{
	memcpy(writer->out, bytes, length);
	writer->out += length;
}

static void
put_string(struct writer *writer, const char *string)
{
	put_bytes(writer, string, strlen(string));
}

static void
put_content(struct writer *writer, uint32_t rank)
{
	writer->out = word_put(writer->out, &writer->words->content[rank]);
}

/* Words that are said together whatever the topic is. */
static void
put_collocation(struct writer *writer)
{
	uint32_t number = gen_skewed(&writer->random, COLLOCATIONS);
	struct gen_random random = gen_random_of(0, 'c', number);

	for (uint32_t i = 2 + gen_below(&random, 2); i > 0; i--)
		put_content(writer, gen_content_rank(writer->words, gen_next(&random)) % 8192);
}

static void
put_figure(struct writer *writer)
{
	static const char *const units[] = { "percent", "million", "billion", "people", "days", "points" };
	struct gen_random *random = &writer->random;
	uint32_t draw = gen_below(random, 100);

	if (draw < 25)
		writer->out += sprintf(writer->out, "%u.%u percent ", gen_skewed(random, 30), gen_below(random, 10));
	else if (draw < 45)
		writer->out += sprintf(writer->out, "$%u.%u %s ", gen_skewed(random, 90), gen_below(random, 10),
		                       units[1 + gen_below(random, 2)]);
	else if (draw < 60)
		writer->out += sprintf(writer->out, "%u,%03u ", 1 + gen_skewed(random, 300), gen_below(random, 1000));
	else if (draw < 75)
		writer->out += sprintf(writer->out, "%u ", 1990 + gen_below(random, 30));
	else if (draw < 90)
		writer->out += sprintf(writer->out, "%u %s ", 2 + gen_skewed(random, 60), units[gen_below(random, 6)]);
	else
		put_string(writer, draw < 96 ? "U.S. " : "E.U. ");
}

/* A word or words that carry matter. */
static void
put_matter(struct writer *writer, uint64_t bits)
{
	uint32_t draw = (uint32_t)(bits >> 48) % 1024;

	if (draw < 290) {
		put_content(writer, writer->topic->words[gen_skewed(&writer->random, TOPIC_WORDS)]);
	} else if (draw < 320) {
		put_string(writer, writer->topic->names[gen_skewed(&writer->random, TOPIC_NAMES)]);
		*writer->out++ = ' ';
	} else if (draw < 350) {
		put_collocation(writer);
	} else if (draw < 390) {
		put_figure(writer);
	} else if (gen_next(&writer->random) >> 32 < writer->words->tail_threshold) {
		struct gen_word word = gen_word_spell(gen_tail_rank(&writer->random));

		writer->out = word_put(writer->out, &word);
	} else {
		put_content(writer, gen_content_rank(writer->words, gen_next(&writer->random)));
	}
}

/* COUNT words, each with a space behind.  A function word is seldom followed
 * by another and never the last. */
static void
put_words(struct writer *writer, uint32_t count, uint32_t function_percent)
{
	bool function = false;

	while (count--) {
		uint64_t bits = gen_next(&writer->random);

		function = (uint32_t)(bits >> 24) % 100 < (function ? function_percent / 5 : function_percent) && count;
		if (function)
			writer->out = word_put(writer->out, gen_function_word(writer->words, gen_next(&writer->random)));
		else
			put_matter(writer, bits);
		if (bits % 16 == 0 && count > 2) {
			writer->out[-1] = ',';
			*writer->out++ = ' ';
		}
	}
}

static void
capitalise(char *text)
{
	if (*text >= 'a' && *text <= 'z')
		*text = (char)(*text - 'a' + 'A');
}

static void
put_sentence(struct writer *writer)
{
	uint32_t length = 6 + gen_below(&writer->random, 12) + gen_below(&writer->random, 16);
	bool quote = gen_chance(&writer->random, 9);
	char *start;

	if (quote)
		put_string(writer, "\\\"");
	start = writer->out;
	put_words(writer, length, 70);
	capitalise(start);
	writer->out--;
	if (quote) {
		put_string(writer, ",\\\" said ");
		put_string(writer, writer->topic->names[gen_below(&writer->random, TOPIC_NAMES / 2) * 2]);
	}
	put_string(writer, ". ");
}

static void
put_body(struct writer *writer)
{
	/* Four factors make lengths that are skewed as those of news are. */
	uint32_t words = 400;

	for (int i = 0; i < 4; i++)
		words = words * (50 + gen_below(&writer->random, 110)) / 100;
	words += 30;
	for (char *start = writer->out; ; ) {
		for (uint32_t i = 1 + gen_below(&writer->random, 3); i > 0; i--)
			put_sentence(writer);
		writer->out--;
		if ((size_t)(writer->out - start) > words * 6u)
			return;
		put_string(writer, "\\n\\n");
	}
}

static void
put_title(struct writer *writer)
{
	char *start = writer->out;

	put_content(writer, writer->topic->words[gen_skewed(&writer->random, TOPIC_WORDS)]);
	put_words(writer, 4 + gen_below(&writer->random, 6), 35);
	capitalise(start);
	writer->out--;
}

/* The title in an address: letters and digits, hyphens between words. */
static void
put_slug(struct writer *writer, const char *title, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)title[i];

		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c | 0x20);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			*writer->out++ = (char)c;
		else if (writer->out[-1] != '-' && writer->out[-1] != '/')
			*writer->out++ = '-';
	}
}

/* The day of article NUMBER; weekends are quiet. */
static int32_t
article_day(const struct gen_corpus *corpus, uint64_t number)
{
	__extension__ typedef unsigned __int128 wide;
	int32_t day = (int32_t)((wide)number * (uint32_t)corpus->scene.days / corpus->articles);
	int32_t weekday = (corpus->scene.first_day + day + 3) % 7;  /* 0: Monday */
	struct gen_random random = gen_random_of(corpus->seed, 'd', number);

	if (weekday > 4 && day > 1 && gen_chance(&random, 65))
		day -= weekday - 4 + (int32_t)gen_below(&random, 2) * (day > 2);
	return day;
}

static uint32_t
source_draw(struct gen_random *random)
{
	uint32_t draw = gen_below(random, SOURCE_SHARES), source = 0;

	while (draw >= gen_sources[source].share)
		draw -= gen_sources[source++].share;
	return source;
}

/* Whose text NUMBER carries: its own, or that of an article that is no copy. */
static uint64_t
original_of(const struct gen_corpus *corpus, uint64_t number)
{
	struct gen_random random = gen_random_of(corpus->seed, 'o', number);

	for (int tries = 0; tries < 4 && number && gen_below(&random, 1000) < corpus->copies; tries++) {
		uint64_t original = number - 1 - gen_below(&random, number < COPY_REACH ? (uint32_t)number : COPY_REACH);
		struct gen_random other = gen_random_of(corpus->seed, 'o', original);

		if (!original || gen_below(&other, 1000) >= corpus->copies)
			return original;
		random.state = gen_mix(random.state, original);
	}
	return number;
}

static void
put_fields(struct writer *writer, uint32_t source, const struct gen_topic *topic, int32_t day)
{
	struct gen_random *random = &writer->random;
	char person[NAME_SIZE];
	int year, month, day_of_month;

	gen_civil(day, &year, &month, &day_of_month);
	writer->out += sprintf(writer->out, "\",\"published\":\"%04d-%02d-%02dT%02u:%02u:%02uZ\",\"source\":\"%s\",\"author\":[",
	                       year, month, day_of_month, 5 + gen_below(random, 10) + gen_below(random, 9),
	                       gen_below(random, 60), gen_below(random, 60), gen_sources[source].name);
	for (uint32_t i = gen_chance(random, 20) ? 2 : 1; i > 0; i--) {
		gen_person(writer->seed, source * REPORTERS + gen_skewed(random, REPORTERS), person);
		writer->out += sprintf(writer->out, "\"%s\"%s", person, i > 1 ? "," : "");
	}
	writer->out += sprintf(writer->out, "],\"section\":\"%s\",\"tags\":[",
	                       gen_sections[gen_chance(random, 85) ? topic->section : gen_below(random, SECTION_COUNT)]);
	for (uint32_t i = 2 + gen_below(random, 4), first = gen_skewed(random, 8); i > 0; i--) {
		const struct gen_word *word = &writer->words->content[topic->words[first + i]];

		*writer->out++ = '"';
		put_bytes(writer, word->text, word->length - 1u);
		put_string(writer, i > 1 ? "\"," : "\"");
	}
	put_string(writer, "],\"language\":\"en\"}\n");
}

size_t
gen_article(struct gen_corpus *corpus, uint64_t number, char *out)
{
	uint64_t original = original_of(corpus, number);
	struct writer writer = { .words = corpus->words, .seed = corpus->seed, .out = out };
	struct gen_random own = gen_random_of(corpus->seed, 's', number);
	struct gen_random wire = gen_random_of(corpus->seed, 's', original);
	uint32_t source = source_draw(&own), wire_source = source_draw(&wire);
	int32_t day = article_day(corpus, number);
	char title[1024];
	int year, month, day_of_month;
	size_t length;

	if (number != original && source == wire_source)
		source = (source + 1) % SOURCE_COUNT;
	writer.random = gen_random_of(corpus->seed, 'a', original);
	writer.topic = gen_scene_topic(&corpus->scene, article_day(corpus, original), &writer.random);
	writer.out = title;
	put_title(&writer);
	length = (size_t)(writer.out - title);
	writer.out = out;
	gen_civil(corpus->scene.first_day + day, &year, &month, &day_of_month);
	writer.out += sprintf(writer.out, "{\"id\":\"gen-%llx-%llu\",\"url\":\"https://www.%s/%s/%04d/%02d/%02d/",
	                      (unsigned long long)corpus->seed, (unsigned long long)number, gen_sources[source].domain,
	                      gen_sections[writer.topic->section], year, month, day_of_month);
	put_slug(&writer, title, length);
	writer.out += sprintf(writer.out, "-%llu\",\"title\":\"%.*s\",\"body\":\"", (unsigned long long)number,
	                      (int)length, title);
	if (wire_source < 2)
		writer.out += sprintf(writer.out, "(%s) - ", gen_sources[wire_source].name);
	put_body(&writer);
	writer.random = own;
	put_fields(&writer, source, writer.topic, corpus->scene.first_day + day);
	return (size_t)(writer.out - out);
}
