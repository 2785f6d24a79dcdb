#include "bench/gen_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOPICS_A_YEAR 120
#define TOPICS_LASTING 48

const struct gen_source gen_sources[SOURCE_COUNT] = {
	{ "Harbour Wire", "harbourwire.example", 16 }, { "Northern Press Agency", "northernpress.example", 13 },
	{ "The Morning Ledger", "morningledger.example", 9 }, { "City Courier", "citycourier.example", 8 },
	{ "Daily Meridian", "dailymeridian.example", 7 }, { "Pacific Post", "pacificpost.example", 6 },
	{ "The Evening Dial", "eveningdial.example", 5 }, { "Market Observer", "marketobserver.example", 5 },
	{ "Coastal Times", "coastaltimes.example", 4 }, { "Capital Gazette Online", "capitalgazette.example", 4 },
	{ "The Republic", "therepublic.example", 4 }, { "Valley Herald", "valleyherald.example", 3 },
	{ "Global Dispatch", "globaldispatch.example", 3 }, { "Union Sentinel", "unionsentinel.example", 3 },
	{ "Technology Weekly", "techweekly.example", 2 }, { "The Farm Journal", "farmjournal.example", 2 },
	{ "Sporting Page", "sportingpage.example", 2 }, { "Science Letter", "scienceletter.example", 2 },
	{ "Island Chronicle", "islandchronicle.example", 1 }, { "Border News", "bordernews.example", 1 },
};

const char *const gen_sections[SECTION_COUNT] = {
	"world", "politics", "business", "markets", "technology", "science", "health", "sport", "culture", "opinion",
};

static const char *const first_names[] = {
	"Anna", "Ben", "Carla", "David", "Elena", "Frank", "Grace", "Henry", "Irene", "Jack", "Karin", "Liu", "Maria", "Nuri",
	"Olga", "Paul", "Quentin", "Rosa", "Sam", "Tariq", "Ursula", "Victor", "Wei", "Xenia", "Yusuf", "Zo\xc3\xab",
	"Jos\xc3\xa9", "Mei", "Ahmed", "Ingrid", "Luca", "Noor",
};
static const char *const firm_endings[] = { "Group", "Bank", "Holdings", "Industries", "Council", "Party", "Inc", "Motors" };

static void
name_word(uint64_t number, char out[WORD_SIZE])
{
	struct gen_word word = gen_word_spell(WORD_TABLE + number % 1000003);

	memcpy(out, word.text, word.length - 1u);
	out[word.length - 1] = '\0';
	if (out[0] >= 'a' && out[0] <= 'z')
		out[0] = (char)(out[0] - 'a' + 'A');
}

void
gen_person(uint64_t seed, uint64_t number, char out[NAME_SIZE])
{
	struct gen_random random = gen_random_of(seed, 'p', number);
	char surname[WORD_SIZE];

	name_word(gen_next(&random), surname);
	snprintf(out, NAME_SIZE, "%s %s", first_names[gen_below(&random, 32)], surname);
}

static void
firm(uint64_t seed, uint64_t number, char out[NAME_SIZE])
{
	struct gen_random random = gen_random_of(seed, 'f', number);
	char word[WORD_SIZE];

	name_word(gen_next(&random), word);
	snprintf(out, NAME_SIZE, "%s %s", word, firm_endings[gen_below(&random, 8)]);
}

static void
topic_init(struct gen_scene *scene, uint32_t number)
{
	static const int32_t half_lives[] = { 2, 4, 9, 25, 70, 200 };
	struct gen_topic *topic = &scene->topics[number];
	struct gen_random random = gen_random_of(scene->seed, 't', number);

	for (int i = 0; i < TOPIC_WORDS; i++) {
		uint32_t octave = 7 + gen_below(&random, 8);

		topic->words[i] = (1u << octave) + gen_below(&random, 1u << octave);
	}
	for (int i = 0; i < TOPIC_NAMES; i++)
		(i % 2 ? firm : gen_person)(scene->seed, gen_next(&random), topic->names[i]);
	topic->section = gen_below(&random, SECTION_COUNT);
	if (number < TOPICS_LASTING) {
		topic->strength = 2000 + gen_below(&random, 6000);
		return;
	}
	topic->birth = (int32_t)gen_below(&random, (uint32_t)scene->days);
	topic->half_life = half_lives[gen_below(&random, 6)];
	topic->strength = 1u << (9 + gen_skewed(&random, 9));
}

static uint32_t
topic_weight(const struct gen_topic *topic, int32_t day)
{
	int32_t halved;

	if (!topic->half_life)
		return topic->strength;
	if (day < topic->birth)
		return 0;
	halved = (day - topic->birth) / topic->half_life;
	return halved < 32 ? topic->strength >> halved : 0;
}

const struct gen_topic *
gen_scene_topic(struct gen_scene *scene, int32_t day, struct gen_random *random)
{
	uint64_t total = 0, draw;
	uint32_t low = 0, high = scene->topic_count - 1;

	if (scene->weights_day != day) {
		for (uint32_t i = 0; i < scene->topic_count; i++)
			scene->weights[i] = total += topic_weight(&scene->topics[i], day);
		scene->weights_day = day;
	}
	draw = gen_next(random) % scene->weights[scene->topic_count - 1];
	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (scene->weights[middle] > draw)
			high = middle;
		else
			low = middle + 1;
	}
	return &scene->topics[low];
}

/* A count of days in years of March to February, so that a leap day is the
 * last of its year. */
static int32_t
days_before(int year, int month)
{
	int y = month < 3 ? year - 1 : year, m = (month + 9) % 12;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 - 719468;
}

int32_t
gen_year_start(int year)
{
	return days_before(year, 1);
}

void
gen_civil(int32_t day, int *year, int *month, int *day_of_month)
{
	*year = 1970 + day / 366;
	while (gen_year_start(*year + 1) <= day)
		++*year;
	*month = 1;
	while (*month < 12 && days_before(*year, *month + 1) <= day)
		++*month;
	*day_of_month = day - days_before(*year, *month) + 1;
}

enum status
gen_scene_init(struct gen_scene *scene, uint64_t seed, int from, int until)
{
	memset(scene, 0, sizeof(*scene));
	scene->seed = seed;
	scene->first_day = gen_year_start(from);
	scene->days = gen_year_start(until + 1) - scene->first_day;
	scene->topic_count = TOPICS_LASTING + TOPICS_A_YEAR * (uint32_t)(until - from + 1);
	scene->topics = calloc(scene->topic_count, sizeof(*scene->topics));
	scene->weights = calloc(scene->topic_count, sizeof(*scene->weights));
	scene->weights_day = -1;
	if (!scene->topics || !scene->weights)
		return STATUS_NOMEM;
	for (uint32_t i = 0; i < scene->topic_count; i++)
		topic_init(scene, i);
	return STATUS_OK;
}

void
gen_scene_release(struct gen_scene *scene)
{
	free(scene->topics);
	free(scene->weights);
}
