/* concordance_window.h - inside of concordance.h: some of the articles, whose
 * lines are held together.
 *
 * Articles are packed in blocks, and one is had by unpacking its block up to it:
 * those of a window are read from the last place to the first (index_place()), so
 * that each block is unpacked once, up to the last article that is wanted.
 */
#ifndef NEWSDEX_QUERY_CONCORDANCE_WINDOW_H
#define NEWSDEX_QUERY_CONCORDANCE_WINDOW_H

#include "query/concordance.h"
#include "query/hit.h"

struct window_order {
	uint64_t place;          /* index_place() */
	uint32_t hit;            /* its number */
};

struct window_article {
	struct concordance_line *lines;
	size_t count;
};

struct window {
	size_t count;            /* articles */
	struct window_order *order;  /* by place, descending */
	uint32_t *places;        /* by number of the hit less that of the first, where in order it is; NULL: as order has it */
	struct window_article *articles;  /* as order has them */
	size_t room;
	size_t next, left;       /* in order: not begun, not ended */
	size_t lines, bytes;
	size_t failed;           /* the first hit that could not be read; SIZE_MAX: none */
	enum status status;
	struct error err;
};

/* How far the hits have been shared out among windows. */
struct window_plan {
	const struct concordance *asked;
	struct window_order *all;  /* not ordered: every hit, by place */
	size_t next;             /* hit, or of all */
	size_t last;             /* articles of the window before */
	size_t articles, lines, bytes;  /* that were read */
};

/* What one thread reads with. */
struct window_reader {
	const struct concordance *asked;
	struct hit_viewer viewer;
	struct concordance_line *lines;  /* of the present article */
	size_t count, room;
};

enum status window_plan_init(struct window_plan *plan, const struct concordance *asked, struct error *err);
void window_plan_release(struct window_plan *plan);

/* Makes WINDOW the next articles; of count 0 where there are none, or lines
 * enough have been read. */
enum status window_plan_next(struct window_plan *plan, struct window *window, struct error *err);

/* Counts WINDOW, which has been read. */
void window_plan_add(struct window_plan *plan, const struct window *window);

void window_release(struct window *window);

enum status window_reader_init(struct window_reader *reader, const struct concordance *asked, struct session *session,
                               struct error *err);
void window_reader_release(struct window_reader *reader);

/* What window_read_some() found, to be added to the window by one thread at a time. */
struct window_found {
	size_t lines, bytes, failed;
	enum status status;
	struct error err;
};

/* Reads the articles [FROM, UNTIL) of WINDOW's order; their lines are in ARENA. */
void window_read_some(struct window *window, struct window_reader *reader, size_t from, size_t until, struct arena *arena,
                      struct window_found *found);
void window_add(struct window *window, const struct window_found *found);

/* Hands the lines out; where an article could not be read, those before it. */
enum status window_hand_out(const struct window *window, const struct concordance *asked, struct error *err);

#endif
