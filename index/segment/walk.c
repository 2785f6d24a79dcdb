/* The walk over the dictionaries of all segments as one. */
#include <stdlib.h>

#include "index/segment/segment_reader.h"

struct joint_walk {
	struct term_walk base;
	struct segment_reader *reader;
	struct dict_walk *walks;     /* by segment */
	bool *ended;
	char prefix[TERM_MAX];
	size_t prefix_len;
	char term[TERM_MAX];
};

static enum status
walk_step(struct joint_walk *walk, size_t number, struct error *err)
{
	enum status status = dict_walk_next(&walk->walks[number], err);

	if (status == STATUS_OK && span_starts(walk->walks[number].term, span_from(walk->prefix, walk->prefix_len)))
		return STATUS_OK;
	if (status < 0)
		return status;
	walk->ended[number] = true;
	return STATUS_OK;
}

/* Adds what one segment knows of the present term. */
static enum status
stats_add(struct joint_walk *walk, size_t number, struct error *err)
{
	const struct segment *segment = walk->reader->segments[number];
	const struct dict_walk *own = &walk->walks[number];
	struct term_stats stats;
	struct list list;
	enum status status = STATUS_OK;

	if (!segment->deletes.bits && !(own->list.flags & LIST_SHARED)) {
		stats = (struct term_stats){ own->list.df, own->list.cf };
	} else {
		status = segment_list_of(segment, own->term, &own->list, &list, err);
		if (status == STATUS_OK)
			status = segment_live_stats(segment, &list, &stats, err);
	}
	if (status < 0)
		return status;
	walk->base.stats.df += stats.df;
	walk->base.stats.cf += stats.cf;
	return STATUS_OK;
}

/* Takes the smallest term of all segments and moves those that have it on. */
static enum status
smallest_take(struct joint_walk *walk, struct error *err)
{
	struct span best = SPAN_NONE;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < walk->reader->count; i++)
		if (!walk->ended[i] && (!best.ptr || span_compare(walk->walks[i].term, best) < 0))
			best = walk->walks[i].term;
	if (!best.ptr)
		return STATUS_END;
	memcpy(walk->term, best.ptr, best.len);
	walk->base.term = best = span_from(walk->term, best.len);
	walk->base.stats = (struct term_stats){ 0, 0 };
	for (size_t i = 0; i < walk->reader->count && status == STATUS_OK; i++) {
		if (walk->ended[i] || !span_equal(walk->walks[i].term, best))
			continue;
		status = stats_add(walk, i, err);
		if (status == STATUS_OK)
			status = walk_step(walk, i, err);
	}
	return status;
}

static enum status
joint_next(struct term_walk *base, struct error *err)
{
	struct joint_walk *walk = (struct joint_walk *)base;
	enum status status;

	/* A term all of whose articles are deleted is not there. */
	do
		status = smallest_take(walk, err);
	while (status == STATUS_OK && base->stats.df == 0);
	return status;
}

static void
joint_free(struct term_walk *base)
{
	struct joint_walk *walk = (struct joint_walk *)base;

	free(walk->walks);
	free(walk->ended);
	free(walk);
}

enum status
reader_walk(struct index_reader *base, struct span from, struct span prefix, struct term_walk **out, struct error *err)
{
	static const struct term_walk_ops ops = { joint_next, joint_free };
	struct segment_reader *reader = (struct segment_reader *)base;
	struct joint_walk *walk = calloc(1, sizeof(*walk));
	enum status status = STATUS_OK;

	if (walk) {
		walk->walks = malloc((reader->count + 1) * sizeof(*walk->walks));
		walk->ended = calloc(reader->count + 1, sizeof(*walk->ended));
	}
	if (!walk || !walk->walks || !walk->ended) {
		if (walk)
			joint_free(&walk->base);
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	walk->base.ops = &ops;
	walk->reader = reader;
	if (span_compare(from, prefix) < 0)
		from = prefix;
	/* No term is longer than TERM_MAX: such a prefix has none. */
	walk->prefix_len = prefix.len <= TERM_MAX ? prefix.len : 0;
	if (walk->prefix_len)
		memcpy(walk->prefix, prefix.ptr, prefix.len);
	for (size_t i = 0; i < reader->count && status == STATUS_OK; i++) {
		walk->ended[i] = prefix.len > TERM_MAX;
		status = dict_walk_seek(&walk->walks[i], &reader->segments[i]->dict, from, err);
		if (status == STATUS_OK && !walk->ended[i])
			status = walk_step(walk, i, err);
	}
	if (status < 0) {
		joint_free(&walk->base);
		return status;
	}
	*out = &walk->base;
	return STATUS_OK;
}
