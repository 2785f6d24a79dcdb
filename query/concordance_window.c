#include "query/concordance_window.h"

#include <stdlib.h>

#define FIRST_ARTICLES 512       /* of the first window: its lines are there at once */
#define GROWTH 8
#define SLICE_ARTICLES 8192      /* where windows may be cut anywhere */
#define WINDOW_BYTES ((size_t)2 << 20)
#define ARTICLE_BYTES (sizeof(struct window_article) + sizeof(struct window_order) + sizeof(uint32_t))
#define SPARE_ARTICLES 64        /* beyond what lines are expected to come from */

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the lines");
}

/* ---- Sharing out -------------------------------------------------------- */

static int
by_place(const void *a, const void *b)
{
	const struct window_order *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? 1 : -1;
	return (x->hit < y->hit) - (x->hit > y->hit);
}

/* COUNT hits from FROM on into ORDER. */
static enum status
order_hits(const struct concordance *asked, size_t from, size_t count, struct window_order *order, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		order[i].hit = (uint32_t)(from + i);
		status = index_place(asked->session->reader, asked->search->hits[from + i].doc, &order[i].place, err);
	}
	if (status == STATUS_OK && count)
		qsort(order, count, sizeof(*order), by_place);
	return status;
}

enum status
window_plan_init(struct window_plan *plan, const struct concordance *asked, struct error *err)
{
	size_t hits = asked->search->hit_count, count = asked->from < hits ? hits - asked->from : 0;

	*plan = (struct window_plan){ .asked = asked, .next = asked->from };
	if (asked->ordered)
		return STATUS_OK;
	plan->next = 0;
	plan->all = malloc((count + 1) * sizeof(*plan->all));
	if (!plan->all)
		return no_memory(err);
	return order_hits(asked, asked->from, count, plan->all, err);
}

void
window_plan_release(struct window_plan *plan)
{
	free(plan->all);
}

void
window_plan_add(struct window_plan *plan, const struct window *window)
{
	plan->last = window->count;
	plan->articles += window->count;
	plan->lines += window->lines;
	plan->bytes += window->bytes;
}

/* Articles of the next window, by what those before it came to. */
static size_t
window_size(const struct window_plan *plan)
{
	const struct concordance *asked = plan->asked;
	size_t hits = asked->search->hit_count - (plan->all ? asked->from : 0);
	size_t size = hits > plan->next ? hits - plan->next : 0, each = ARTICLE_BYTES, most = FIRST_ARTICLES;

	if (plan->lines >= asked->lines)
		return 0;
	if (plan->articles) {
		double wanted = (double)(asked->lines - plan->lines) * (double)plan->articles / (double)(plan->lines + 1);

		each += plan->bytes / plan->articles;
		most = plan->all ? SLICE_ARTICLES : plan->last * GROWTH;
		if (wanted + SPARE_ARTICLES < (double)most)
			most = (size_t)wanted + SPARE_ARTICLES;
	}
	if (WINDOW_BYTES / each < most)
		most = WINDOW_BYTES / each + 1;
	return size < most ? size : most;
}

static enum status
window_room(struct window *window, size_t count, bool ordered, struct error *err)
{
	if (count <= window->room)
		return STATUS_OK;
	window_release(window);
	window->order = malloc(count * sizeof(*window->order));
	window->articles = malloc(count * sizeof(*window->articles));
	window->places = ordered ? malloc(count * sizeof(*window->places)) : NULL;
	if (!window->order || !window->articles || (ordered && !window->places))
		return no_memory(err);
	window->room = count;
	return STATUS_OK;
}

enum status
window_plan_next(struct window_plan *plan, struct window *window, struct error *err)
{
	size_t count = window_size(plan);
	enum status status = window_room(window, count, plan->all == NULL, err);

	window->count = window->left = 0;
	window->next = window->lines = window->bytes = 0;
	window->failed = SIZE_MAX;
	window->status = STATUS_OK;
	if (status < 0 || !count)
		return status;
	if (plan->all)
		memcpy(window->order, plan->all + plan->next, count * sizeof(*window->order));
	else
		status = order_hits(plan->asked, plan->next, count, window->order, err);
	if (status < 0)
		return status;
	for (size_t i = 0; window->places && i < count; i++)
		window->places[window->order[i].hit - plan->next] = (uint32_t)i;
	window->count = window->left = count;
	plan->next += count;
	return STATUS_OK;
}

void
window_release(struct window *window)
{
	free(window->order);
	free(window->places);
	free(window->articles);
	*window = (struct window){ .count = 0 };
}

/* ---- One article -------------------------------------------------------- */

enum status
window_reader_init(struct window_reader *reader, const struct concordance *asked, struct session *session, struct error *err)
{
	enum status status;

	*reader = (struct window_reader){ .asked = asked };
	status = hit_viewer_init(&reader->viewer, session, asked->search->tree, HIT_ARTICLE | HIT_BODY, err);
	/* Places are found field by field, here. */
	reader->viewer.parts = HIT_ARTICLE;
	return status;
}

void
window_reader_release(struct window_reader *reader)
{
	hit_viewer_release(&reader->viewer);
	free(reader->lines);
}

static enum status
add_line(struct window_reader *reader, const struct concordance_line *line)
{
	if (reader->count == reader->room) {
		size_t room = reader->room ? 2 * reader->room : 128;
		struct concordance_line *lines = realloc(reader->lines, room * sizeof(*lines));

		if (!lines)
			return STATUS_NOMEM;
		reader->lines = lines;
		reader->room = room;
	}
	reader->lines[reader->count] = *line;
	reader->lines[reader->count].number = reader->count;
	reader->count++;
	return STATUS_OK;
}

static enum status
read_field(struct window_reader *reader, const struct hit_view *view, struct concordance_line *line, struct arena *arena,
           struct window_found *found)
{
	struct hit_viewer *viewer = &reader->viewer;
	struct highlight *highlights;
	size_t count;
	enum status status = highlighter_find(viewer->highlighter, &view->article, line->field, &viewer->arena, &highlights,
	                                      &count, &found->err);

	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		/* An article without a place has nothing to be kept. */
		if (!line->id.ptr)
			line->id = arena_copy(arena, view->id);
		status = kwic_cut(view->article.text[line->field], &highlights[i], reader->asked->width, arena, &line->line);
		if (status == STATUS_OK)
			status = line->id.ptr ? add_line(reader, line) : STATUS_NOMEM;
		if (status < 0)
			no_memory(&found->err);
		found->bytes += line->line.left.len + line->line.match.len + line->line.right.len;
	}
	return status;
}

/* The lines of hit number RANK into the reader. */
static enum status
read_article(struct window_reader *reader, size_t rank, struct arena *arena, struct window_found *found)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	struct concordance_line line = { .id = SPAN_NONE, .rank = rank };
	struct hit_view view;
	enum status status = hit_view(&reader->viewer, reader->asked->search->hits[rank].doc, rank + 1, 0, &view, &found->err);

	reader->count = 0;
	if (status == STATUS_OK && view.article.bodiless)
		status = index_text_missing(&found->err);
	if (status == STATUS_OK)
		line.date = article_date(&view.article);
	for (size_t i = 0; status == STATUS_OK && i < sizeof(fields) / sizeof(*fields); i++) {
		line.field = fields[i];
		if (view.article.text[fields[i]].len)
			status = read_field(reader, &view, &line, arena, found);
	}
	return status;
}

/* ---- A window ----------------------------------------------------------- */

static void
fail(size_t *failed, enum status *status, struct error *err, size_t rank, enum status with, const struct error *why)
{
	if (rank >= *failed)
		return;
	*failed = rank;
	*status = with;
	*err = *why;
}

void
window_read_some(struct window *window, struct window_reader *reader, size_t from, size_t until, struct arena *arena,
                 struct window_found *found)
{
	struct window_found own = { .failed = SIZE_MAX };

	*found = own;
	for (size_t i = from; i < until; i++) {
		struct window_article *article = &window->articles[i];
		size_t rank = window->order[i].hit, size;
		enum status status = read_article(reader, rank, arena, &own);

		*article = (struct window_article){ NULL, 0 };
		size = reader->count * sizeof(*reader->lines);
		if (status == STATUS_OK && size) {
			article->lines = arena_alloc(arena, size);
			if (article->lines)
				memcpy(article->lines, reader->lines, size);
			else
				status = no_memory(&own.err);
		}
		if (status != STATUS_OK) {
			fail(&found->failed, &found->status, &found->err, rank, status, &own.err);
			error_clear(&own.err);
			continue;
		}
		article->count = reader->count;
		found->lines += reader->count;
		own.bytes += size;
	}
	found->bytes = own.bytes;
}

void
window_add(struct window *window, const struct window_found *found)
{
	window->lines += found->lines;
	window->bytes += found->bytes;
	fail(&window->failed, &window->status, &window->err, found->failed, found->status, &found->err);
}

enum status
window_hand_out(const struct window *window, const struct concordance *asked, struct error *err)
{
	const struct error *why = &window->err;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < window->count; i++) {
		size_t at = window->places ? window->places[i] : i;
		const struct window_article *article = &window->articles[at];

		if (window->order[at].hit == window->failed)
			return error_copy(err, window->status, why);
		for (size_t k = 0; status == STATUS_OK && k < article->count; k++)
			status = asked->take(asked->context, &article->lines[k], err);
		if (status != STATUS_OK)
			break;
	}
	return status;
}
