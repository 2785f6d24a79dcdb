#include "index/segment/ahead.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/crew.h"

/* Fewer are read before a thread has begun. */
#define AHEAD_LEAST 4

/* Blocks of longer articles would take as much memory again. */
#define AHEAD_BLOCK_MOST ((uint32_t)4 << 20)

enum ahead_state {
	AHEAD_WAITS,
	AHEAD_TAKEN,      /* the reader fetches it */
	AHEAD_BUSY,       /* the thread does */
	AHEAD_THERE,
};

struct ahead_article {
	struct ahead_place place;
	enum ahead_state state;
	char *record;     /* owned */
	size_t len;
};

struct ahead {
	pthread_t thread;
	pthread_mutex_t mutex;      /* of the states, and of records before they are there */
	pthread_cond_t changed;
	struct store_cache cache;   /* the thread's */
	size_t count;
	struct ahead_article articles[];
};

/* What cannot be fetched the reader will fail to fetch, and say why. */
static void
article_fetch(struct ahead *ahead, struct ahead_article *article)
{
	const struct ahead_place *place = &article->place;
	struct span bytes, record;

	if (store_block_bytes(place->store, place->block, &bytes, NULL) < 0 || load_u32(bytes.ptr + 1) > AHEAD_BLOCK_MOST
	    || store_get(place->store, &ahead->cache, place->block, place->offset, &record, NULL) < 0)
		return;
	article->record = malloc(record.len + 1);
	if (!article->record)
		return;
	memcpy(article->record, record.ptr, record.len);
	article->len = record.len;
}

static void
state_set(struct ahead *ahead, struct ahead_article *article, enum ahead_state state)
{
	pthread_mutex_lock(&ahead->mutex);
	article->state = state;
	pthread_cond_signal(&ahead->changed);
	pthread_mutex_unlock(&ahead->mutex);
}

/* Whether ARTICLE waited; now BY has it. */
static bool
article_claim(struct ahead *ahead, struct ahead_article *article, enum ahead_state by)
{
	bool waited;

	pthread_mutex_lock(&ahead->mutex);
	waited = article->state == AHEAD_WAITS;
	if (waited)
		article->state = by;
	pthread_mutex_unlock(&ahead->mutex);
	return waited;
}

static void *
ahead_run(void *argument)
{
	struct ahead *ahead = argument;

	/* Where the reader has been it will not come again. */
	for (size_t i = ahead->count; i-- && article_claim(ahead, &ahead->articles[i], AHEAD_BUSY);) {
		article_fetch(ahead, &ahead->articles[i]);
		state_set(ahead, &ahead->articles[i], AHEAD_THERE);
	}
	store_cache_release(&ahead->cache);
	return NULL;
}

struct ahead *
ahead_new(const struct ahead_place *places, size_t count)
{
	struct ahead *ahead;

	if (count < AHEAD_LEAST || crew_processors() < 2)
		return NULL;
	ahead = calloc(1, sizeof(*ahead) + count * sizeof(ahead->articles[0]));
	if (!ahead)
		return NULL;
	ahead->count = count;
	ahead->cache = (struct store_cache)STORE_CACHE_INIT;
	for (size_t i = 0; i < count; i++)
		ahead->articles[i].place = places[i];
	pthread_mutex_init(&ahead->mutex, NULL);
	pthread_cond_init(&ahead->changed, NULL);
	if (pthread_create(&ahead->thread, NULL, ahead_run, ahead) == 0)
		return ahead;
	pthread_cond_destroy(&ahead->changed);
	pthread_mutex_destroy(&ahead->mutex);
	free(ahead);
	return NULL;
}

void
ahead_free(struct ahead *ahead)
{
	if (!ahead)
		return;
	for (size_t i = 0; i < ahead->count; i++)
		article_claim(ahead, &ahead->articles[i], AHEAD_TAKEN);
	pthread_join(ahead->thread, NULL);
	for (size_t i = 0; i < ahead->count; i++)
		free(ahead->articles[i].record);
	pthread_cond_destroy(&ahead->changed);
	pthread_mutex_destroy(&ahead->mutex);
	free(ahead);
}

bool
ahead_take(struct ahead *ahead, docid_t doc, struct span *record)
{
	for (size_t i = 0; i < ahead->count; i++) {
		struct ahead_article *article = &ahead->articles[i];

		if (article->place.doc != doc)
			continue;
		if (article_claim(ahead, article, AHEAD_TAKEN))
			return false;
		pthread_mutex_lock(&ahead->mutex);
		while (article->state == AHEAD_BUSY)
			pthread_cond_wait(&ahead->changed, &ahead->mutex);
		pthread_mutex_unlock(&ahead->mutex);
		*record = span_from(article->record, article->len);
		return article->state == AHEAD_THERE && article->record;
	}
	return false;
}
