#include "indexer/hold.h"

#include <stdlib.h>

#include "corpus/article_copy.h"

/* With so much held some chunk is slow to read; the others wait for it. */
#define HOLD_MOST (8 * HOLD_TEXT)

enum status
hold_init(struct hold *hold, struct error *err)
{
	*hold = (struct hold){ .sites = site_text_new() };
	hold->last = &hold->first;
	hold->ready_last = &hold->ready;
	pthread_mutex_init(&hold->lock, NULL);
	pthread_cond_init(&hold->changed, NULL);
	return hold->sites ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

void
held_chunk_free(struct held_chunk *chunk)
{
	if (!chunk)
		return;
	if (chunk->outcome)
		outcome_free(chunk->outcome);
	free(chunk->list);
	arena_release(&chunk->arena);
	free(chunk);
}

static void
free_list(struct held_chunk *chunk, struct files *files)
{
	while (chunk) {
		struct held_chunk *next = chunk->next;

		if (chunk->done && chunk->file)
			files_end_chunk(files, chunk->file, &(struct file_record){ 0 }, NULL, 0, FILE_DROPPED);
		held_chunk_free(chunk);
		chunk = next;
	}
}

void
hold_release(struct hold *hold, struct files *files)
{
	free_list(hold->first, files);
	free_list(hold->ready, files);
	site_text_free(hold->sites);
	pthread_cond_destroy(&hold->changed);
	pthread_mutex_destroy(&hold->lock);
}

struct held_chunk *
hold_announce(struct hold *hold)
{
	struct held_chunk *chunk = calloc(1, sizeof(*chunk));

	if (!chunk)
		return NULL;
	arena_init(&chunk->arena);
	pthread_mutex_lock(&hold->lock);
	*hold->last = chunk;
	hold->last = &chunk->next;
	if (!hold->at)
		hold->at = chunk;
	pthread_mutex_unlock(&hold->lock);
	return chunk;
}

enum status
held_chunk_add(struct held_chunk *chunk, const struct article *article)
{
	struct held_article *held;

	if (chunk->count == chunk->size) {
		size_t size = chunk->size ? 2 * chunk->size : 1;
		struct held_article *list = reallocarray(chunk->list, size, sizeof(*list));

		if (!list)
			return STATUS_NOMEM;
		chunk->list = list;
		chunk->size = size;
	}
	held = &chunk->list[chunk->count];
	*held = (struct held_article){ .bytes = 0 };
	if (article_copy(article, &chunk->arena, &held->article, &held->bytes) < 0)
		return STATUS_NOMEM;
	held->bytes += sizeof(*held);
	chunk->bytes += held->bytes;
	chunk->count++;
	return STATUS_OK;
}

/* Makes CHUNK, the first one, ready. */
static void
make_ready(struct hold *hold, struct held_chunk *chunk)
{
	hold->first = chunk->next;
	if (!hold->first)
		hold->last = &hold->first;
	hold->first_article = 0;
	chunk->next = NULL;
	*hold->ready_last = chunk;
	hold->ready_last = &chunk->next;
}

/* Parts all articles up to where learning is from what is their sites'. */
static enum status
part(struct hold *hold)
{
	while (hold->first) {
		struct held_chunk *chunk = hold->first;
		size_t end = chunk == hold->at ? hold->at_article : chunk->count;

		for (; hold->first_article < end; hold->first_article++) {
			struct held_article *held = &chunk->list[hold->first_article];

			if (site_text_drop(hold->sites, &held->article, &chunk->arena, &held->drops) < 0)
				return STATUS_NOMEM;
			hold->held -= held->bytes;
		}
		if (chunk == hold->at)
			break;
		make_ready(hold, chunk);
	}
	hold->text = 0;
	return STATUS_OK;
}

/* Learns from what was read, as far as nothing before it is missing. */
static enum status
advance(struct hold *hold)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && hold->at && hold->at->done) {
		if (hold->at_article == hold->at->count) {
			hold->at = hold->at->next;
			hold->at_article = 0;
			continue;
		}
		status = site_text_learn(hold->sites, &hold->at->list[hold->at_article].article);
		hold->text += hold->at->list[hold->at_article++].bytes;
		if (status == STATUS_OK && hold->text >= HOLD_TEXT)
			status = part(hold);
	}
	if (status == STATUS_OK && hold->ended && !hold->at)
		status = part(hold);
	if (hold->ready || (hold->ended && !hold->first) || status < 0)
		pthread_cond_broadcast(&hold->changed);
	return status;
}

enum status
hold_give(struct hold *hold, struct held_chunk *chunk)
{
	enum status status;

	pthread_mutex_lock(&hold->lock);
	chunk->done = true;
	hold->held += chunk->bytes;
	status = advance(hold);
	pthread_mutex_unlock(&hold->lock);
	return status;
}

enum status
hold_end(struct hold *hold)
{
	enum status status;

	pthread_mutex_lock(&hold->lock);
	hold->ended = true;
	status = advance(hold);
	pthread_mutex_unlock(&hold->lock);
	return status;
}

void
hold_stop(struct hold *hold)
{
	pthread_mutex_lock(&hold->lock);
	hold->stopped = true;
	pthread_cond_broadcast(&hold->changed);
	pthread_mutex_unlock(&hold->lock);
}

struct held_chunk *
hold_take(struct hold *hold, bool wait)
{
	struct held_chunk *chunk = NULL;

	pthread_mutex_lock(&hold->lock);
	while (!hold->ready && !hold->stopped && (wait ? !hold->ended || hold->first : hold->held > HOLD_MOST))
		pthread_cond_wait(&hold->changed, &hold->lock);
	if (hold->ready && !hold->stopped) {
		chunk = hold->ready;
		hold->ready = chunk->next;
		if (!hold->ready)
			hold->ready_last = &hold->ready;
		chunk->next = NULL;
	}
	pthread_mutex_unlock(&hold->lock);
	return chunk;
}
