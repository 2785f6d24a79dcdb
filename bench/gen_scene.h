/* gen_scene.h - the world that generated articles report on.
 *
 * Topics break out on some day, and what is written about them halves every
 * few days; some never end.  A topic has words and names of its own.  Sources
 * have sections, reporters and a share of the articles.
 */
#ifndef NEWSDEX_BENCH_GEN_SCENE_H
#define NEWSDEX_BENCH_GEN_SCENE_H

#include "bench/gen_words.h"

#define TOPIC_WORDS 64
#define TOPIC_NAMES 8
#define NAME_SIZE 40
#define SECTION_COUNT 10
#define SOURCE_COUNT 20

struct gen_topic {
	uint32_t words[TOPIC_WORDS];            /* ranks, what is most said first */
	char names[TOPIC_NAMES][NAME_SIZE];     /* of people and firms: two words or three, NUL behind */
	uint32_t section;
	int32_t birth;                          /* day, from 0 */
	int32_t half_life;                      /* days; 0: it never ends */
	uint32_t strength;                      /* on the first day */
};

struct gen_source {
	const char *name;
	const char *domain;
	uint32_t share;                         /* of SOURCE_SHARES */
};

#define SOURCE_SHARES 100

struct gen_scene {
	uint64_t seed;
	int32_t first_day;                      /* since 1970-01-01 */
	int32_t days;
	struct gen_topic *topics;
	uint32_t topic_count;
	uint64_t *weights;                      /* of the topics on day weights_day, added up */
	int32_t weights_day;                    /* -1: none yet */
};

extern const struct gen_source gen_sources[SOURCE_COUNT];
extern const char *const gen_sections[SECTION_COUNT];

/* The years FROM to UNTIL, both inclusive. */
enum status gen_scene_init(struct gen_scene *scene, uint64_t seed, int from, int until);
void gen_scene_release(struct gen_scene *scene);

/* A topic that is in the news on DAY (from 0). */
const struct gen_topic *gen_scene_topic(struct gen_scene *scene, int32_t day, struct gen_random *random);

/* The name of reporter NUMBER (any) of a source, into OUT. */
void gen_person(uint64_t seed, uint64_t number, char out[NAME_SIZE]);

/* Year, month (from 1) and day (from 1) of a day since 1970-01-01. */
void gen_civil(int32_t day, int *year, int *month, int *day_of_month);

/* Days since 1970-01-01 of the first of January. */
int32_t gen_year_start(int year);

#endif
