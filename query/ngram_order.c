#include "query/ngram_order.h"

#include <stdlib.h>

#define PIECE 512            /* n-grams read at a time */
#define ROOM_LEAST 1024

/* A sorted part of the file, read piece by piece. */
struct ngram_stretch {
	uint64_t at;             /* what comes next of it */
	size_t left;
	struct ngram *piece;
	size_t piece_at, piece_count;
};

void
ngram_order_init(struct ngram_order *order, size_t limit, size_t most)
{
	*order = (struct ngram_order){ .limit = limit, .most = most < ROOM_LEAST ? ROOM_LEAST : most, .file = SPILL_FILE_INIT };
}

void
ngram_order_release(struct ngram_order *order)
{
	for (size_t i = 0; i < order->run_count; i++)
		free(order->runs[i].piece);
	free(order->runs);
	free(order->items);
	spill_file_release(&order->file);
}

static int
compare(const void *a, const void *b)
{
	const struct ngram *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	if (x->articles != y->articles)
		return x->articles < y->articles ? 1 : -1;
	for (size_t i = 0; i < NGRAM_MAX; i++)
		if (x->words[i] != y->words[i])
			return x->words[i] > y->words[i] ? 1 : -1;
	return 0;
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to sort the n-grams");
}

static void
sort(struct ngram_order *order)
{
	if (order->count)
		qsort(order->items, order->count, sizeof(*order->items), compare);
}

static enum status
write_run(struct ngram_order *order, struct error *err)
{
	struct ngram_stretch run = { .at = order->file.size, .left = order->count };
	size_t room = order->run_room ? 2 * order->run_room : 16;
	enum status status;

	if (order->run_count == order->run_room) {
		struct ngram_stretch *runs = realloc(order->runs, room * sizeof(*runs));

		if (!runs)
			return no_memory(err);
		order->runs = runs;
		order->run_room = room;
	}
	status = spill_file_write(&order->file, order->items, order->count * sizeof(*order->items), err);
	if (status == STATUS_OK)
		order->runs[order->run_count++] = run;
	order->count = 0;
	return status;
}

/* Memory is full: what is not wanted goes, or all goes into the file. */
static enum status
make_room(struct ngram_order *order, struct error *err)
{
	size_t room = order->room ? 2 * order->room : ROOM_LEAST;
	struct ngram *items;

	if (order->room >= ROOM_LEAST && order->limit <= order->room / 2) {
		sort(order);
		order->count = order->limit;
		order->worst = order->items[order->limit - 1];
		order->bounded = true;
		return STATUS_OK;
	}
	if (order->room == order->most) {
		sort(order);
		return write_run(order, err);
	}
	if (room > order->most)
		room = order->most;
	items = realloc(order->items, room * sizeof(*items));
	if (!items)
		return no_memory(err);
	order->items = items;
	order->room = room;
	return STATUS_OK;
}

enum status
ngram_order_add(struct ngram_order *order, const struct ngram *ngram, struct error *err)
{
	enum status status = STATUS_OK;

	if (!order->limit || (order->bounded && compare(ngram, &order->worst) > 0))
		return STATUS_OK;
	if (order->count == order->room)
		status = make_room(order, err);
	if (status == STATUS_OK)
		order->items[order->count++] = *ngram;
	return status;
}

/* ---- Merging ------------------------------------------------------------- */

static const struct ngram *
head(const struct ngram_stretch *run)
{
	return &run->piece[run->piece_at];
}

static enum status
read_piece(struct ngram_order *order, struct ngram_stretch *run, struct error *err)
{
	size_t count = run->left < PIECE ? run->left : PIECE;
	enum status status = spill_file_read(&order->file, run->at, run->piece, count * sizeof(*run->piece), err);

	run->piece_at = 0;
	run->piece_count = count;
	run->left -= count;
	run->at += count * sizeof(*run->piece);
	return status;
}

static void
sink(struct ngram_stretch *runs, size_t count, size_t at)
{
	struct ngram_stretch run = runs[at];
	size_t child;

	while ((child = 2 * at + 1) < count) {
		child += child + 1 < count && compare(head(&runs[child + 1]), head(&runs[child])) < 0;
		if (compare(head(&run), head(&runs[child])) <= 0)
			break;
		runs[at] = runs[child];
		at = child;
	}
	runs[at] = run;
}

static enum status
begin(struct ngram_order *order, struct error *err)
{
	enum status status = STATUS_OK;

	order->merging = true;
	sort(order);
	if (!order->run_count)
		return STATUS_OK;
	if (order->count)
		status = write_run(order, err);
	free(order->items);
	order->items = NULL;
	for (size_t i = 0; status == STATUS_OK && i < order->run_count; i++) {
		order->runs[i].piece = malloc(PIECE * sizeof(*order->runs[i].piece));
		status = order->runs[i].piece ? read_piece(order, &order->runs[i], err) : no_memory(err);
	}
	for (size_t i = order->run_count / 2; status == STATUS_OK && i-- > 0; )
		sink(order->runs, order->run_count, i);
	return status;
}

enum status
ngram_order_next(struct ngram_order *order, struct ngram *ngram, struct error *err)
{
	struct ngram_stretch *first = order->runs;
	enum status status = order->merging ? STATUS_OK : begin(order, err);

	if (status < 0 || !order->limit)
		return status < 0 ? status : STATUS_END;
	order->limit -= order->limit != SIZE_MAX;
	if (!order->file.size) {
		if (order->at == order->count)
			return STATUS_END;
		*ngram = order->items[order->at++];
		return STATUS_OK;
	}
	if (!order->run_count)
		return STATUS_END;
	first = order->runs;
	*ngram = *head(first);
	if (++first->piece_at == first->piece_count && first->left)
		status = read_piece(order, first, err);
	if (first->piece_at == first->piece_count) {
		free(first->piece);
		*first = order->runs[--order->run_count];
	}
	if (order->run_count)
		sink(order->runs, order->run_count, 0);
	return status;
}
