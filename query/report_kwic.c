/* --kwic: a concordance, a line for every place of the query.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/terminal.h"
#include "common/utf8.h"
#include "query/concordance.h"
#include "query/newsquery.h"
#include "query/sample.h"
#include "query/wrap.h"

#define WIDTH_USUAL 40
#define WIDTH_MAX 10000
#define ARTICLES_MAX ((size_t)1 << 20)  /* asked for before all of them are */
#define DATE_COLUMNS 12
#define MATCH_COLUMNS 12  /* that a line of the terminal leaves for the match */

/* A line that waits to be sorted; everything in the report's arena. */
struct waiting {
	struct concordance_line line;
	struct span key;
};

struct report {
	struct session *session;
	const struct request *request;
	struct output output;
	struct kwic_order order;
	size_t width, limit;
	size_t seen, written;
	size_t articles;          /* that were found */
	struct arena arena;       /* of waiting lines */
	struct waiting *waiting;
	size_t waiting_count, waiting_room;
	struct sample sample;     /* --sample; of its limit 0: none */
};

/* ---- One line ----------------------------------------------------------- */

static void
append_spaces(struct buf *out, size_t count)
{
	while (count--)
		buf_append_byte(out, ' ');
}

/* The end of TEXT that fits into COLUMNS, pushed to the right. */
static void
append_left(struct buf *out, struct span text, size_t columns)
{
	size_t len;

	while (terminal_columns(text) > columns) {
		utf8_decode(text.ptr, text.ptr + text.len, &len);
		text = span_from(text.ptr + len, text.len - len);
	}
	append_spaces(out, columns - terminal_columns(text));
	terminal_append_safe(out, text);
}

static void
append_right(struct buf *out, struct span text, size_t columns)
{
	size_t taken = 0, used = 0, len;

	while (taken < text.len) {
		size_t wide;

		utf8_decode(text.ptr + taken, text.ptr + text.len, &len);
		wide = terminal_columns(span_from(text.ptr + taken, len));
		if (used + wide > columns)
			break;
		used += wide;
		taken += len;
	}
	terminal_append_safe(out, span_from(text.ptr, taken));
}

static void
write_text(struct report *report, const struct kwic_line *line, const struct date *date)
{
	struct buf *out = &report->session->out.buf;
	struct date day = *date;
	char text[DATE_TEXT_SIZE];
	size_t start;

	if (day.precision > DATE_DAY)
		day.precision = DATE_DAY;
	day.zone = DATE_ZONE_UNKNOWN;
	date_format(&day, text);
	start = out->len;
	buf_append_string(out, text);
	append_spaces(out, DATE_COLUMNS - (out->len - start));
	append_left(out, line->left, report->width);
	buf_append_string(out, report->session->color ? "\033[1;31m" : "");
	terminal_append_safe(out, line->match);
	buf_append_string(out, report->session->color ? "\033[0m" : "");
	append_right(out, line->right, report->width);
	buf_append_byte(out, '\n');
	stream_ready(&report->session->out);
}

static enum status
write_line(struct report *report, const struct concordance_line *line, struct error *err)
{
	struct value values[7];
	char date[DATE_TEXT_SIZE];

	if (report->seen++ < report->request->offset)
		return STATUS_OK;
	if (report->written == report->limit)
		return STATUS_END;
	report->written++;
	if (report->request->format == FORMAT_TEXT) {
		write_text(report, &line->line, &line->date);
		return STATUS_OK;
	}
	date_format(&line->date, date);
	values[0] = value_text(line->id);
	values[1] = value_string(date);
	values[2] = value_string(article_field_name(line->field));
	values[3] = value_text(line->line.left);
	values[4] = value_text(line->line.match);
	values[5] = value_text(line->line.right);
	values[6] = value_integer((int64_t)line->line.offset);
	return output_row(&report->output, values, err);
}

/* ---- Lines that are sorted ---------------------------------------------- */

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to sort the lines");
}

static enum status
draw_line(struct report *report, const struct concordance_line *line, uint64_t *draw)
{
	char place[80];

	snprintf(place, sizeof(place), "%" PRId64 " %d %zu", line->date.seconds, (int)line->field, line->line.offset);
	return sample_draw(line->id, place, report->request->seed, draw);
}

/* Where LINE is to wait: behind all others, or in the place of one that the
 * sample has no room for any more.  STATUS_END: it is not in the sample. */
static enum status
choose_place(struct report *report, const struct concordance_line *line, size_t *place)
{
	uint64_t draw;
	enum status status = STATUS_OK;

	*place = report->waiting_count;
	if (report->sample.limit) {
		status = draw_line(report, line, &draw);
		if (status == STATUS_OK)
			status = sample_offer(&report->sample, draw, place);
	}
	if (status == STATUS_OK && report->waiting_count == report->waiting_room) {
		size_t room = report->waiting_room ? 2 * report->waiting_room : 256;
		struct waiting *more = realloc(report->waiting, room * sizeof(*more));

		if (!more)
			return STATUS_NOMEM;
		report->waiting = more;
		report->waiting_room = room;
	}
	return status;
}

static enum status
keep_line(struct report *report, const struct concordance_line *line, struct error *err)
{
	struct waiting *kept;
	struct buf key = BUF_INIT;
	struct arena *arena = &report->arena;
	size_t place;
	enum status status = choose_place(report, line, &place);

	if (status != STATUS_OK)
		return status == STATUS_END ? STATUS_OK : no_memory(err);
	kept = &report->waiting[place];
	kept->line = *line;
	report->waiting_count += place == report->waiting_count;
	kept->line.id = arena_copy(arena, line->id);
	kept->line.line.left = arena_copy(arena, line->line.left);
	kept->line.line.match = arena_copy(arena, line->line.match);
	kept->line.line.right = arena_copy(arena, line->line.right);
	kwic_key(&report->order, &line->line, &key);
	kept->key = buf_status(&key) == STATUS_OK ? arena_copy(arena, buf_span(&key)) : SPAN_NONE;
	buf_release(&key);
	if (!kept->line.id.ptr || !kept->line.line.left.ptr || !kept->line.line.match.ptr || !kept->line.line.right.ptr || !kept->key.ptr)
		return no_memory(err);
	return STATUS_OK;
}

static int
by_key(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;
	int order = span_compare(x->key, y->key);

	/* Lines with equal keys stay in the order of their articles. */
	if (!order)
		order = (x->line.rank > y->line.rank) - (x->line.rank < y->line.rank);
	return order ? order : (x->line.number > y->line.number) - (x->line.number < y->line.number);
}

static enum status
write_waiting(struct report *report, struct error *err)
{
	enum status status = STATUS_OK;

	if (report->waiting_count)
		qsort(report->waiting, report->waiting_count, sizeof(*report->waiting), by_key);
	for (size_t i = 0; status == STATUS_OK && i < report->waiting_count; i++)
		status = write_line(report, &report->waiting[i].line, err);
	return status;
}

/* ---- Articles ----------------------------------------------------------- */

static enum status
take_line(void *context, const struct concordance_line *line, struct error *err)
{
	struct report *report = context;

	if (report->order.count || report->sample.limit)
		return keep_line(report, line, err);
	return write_line(report, line, err);
}

/* As many articles as there are lines wanted: most have one at least.  Where
 * that was too few, more of them. */
static size_t
first_articles(const struct report *report)
{
	size_t offset = report->request->offset;

	if (report->order.count || report->sample.limit || report->limit > ARTICLES_MAX || offset > ARTICLES_MAX)
		return SIZE_MAX;
	return report->limit + offset + 1;
}

/* Lines that are not there yet. */
static size_t
lines_wanted(const struct report *report)
{
	if (report->order.count || report->sample.limit || report->limit >= SIZE_MAX - report->request->offset)
		return SIZE_MAX;
	/* One more is asked for, which ends it. */
	return report->limit + report->request->offset - report->seen + 1;
}

static enum status
concord(struct report *report, struct error *err)
{
	struct session *session = report->session;
	size_t want = first_articles(report), done = 0;
	struct search search = { .hit_count = 0 };
	struct concordance asked = {
		.session = session, .search = &search, .width = report->width, .take = take_line, .context = report,
		/* Of lines that are drawn alike the first one is kept. */
		.ordered = !report->order.count || report->sample.limit,
	};
	enum status status = STATUS_OK;

	while (status == STATUS_OK) {
		status = session_search(session, NULL, want, false, &session->arena, &search, err);
		asked.from = done;
		asked.lines = lines_wanted(report);
		if (status == STATUS_OK)
			status = concordance_read(&asked, err);
		done = search.hit_count;
		if (want > done)
			break;
		want = want > ARTICLES_MAX ? SIZE_MAX : 8 * want;
	}
	report->articles = search.hit_count;
	if (status == STATUS_OK)
		status = write_waiting(report, err);
	return status == STATUS_END ? STATUS_OK : status;
}

/* ---- The whole ---------------------------------------------------------- */

static enum status
report_init(struct report *report, struct session *session, struct error *err)
{
	const struct request *request = session->request;
	long long width = 0;
	enum status status = STATUS_OK;

	*report = (struct report){ .session = session, .request = request, .limit = request_limit(request, SIZE_MAX) };
	arena_init(&report->arena);
	sample_init(&report->sample, request->sample);
	if (request->argument)
		status = option_number("--kwic", request->argument, 1, WIDTH_MAX, &width, err);
	if (status == STATUS_OK && request->sort_kwic)
		status = kwic_order_read(&report->order, request->sort_kwic, err);
	report->width = (size_t)width;
	return status;
}

/* As wide as the terminal has room for, unless it was said. */
static void
choose_width(struct report *report)
{
	unsigned width = report->session->width;

	if (report->width)
		return;
	report->width = WIDTH_USUAL;
	if (report->request->format == FORMAT_TEXT && width != WRAP_NONE && width > DATE_COLUMNS + MATCH_COLUMNS + 20)
		report->width = (width - DATE_COLUMNS - MATCH_COLUMNS) / 2;
}

enum status
report_kwic(struct session *session, struct error *err)
{
	static const char *const names[] = { "id", "published", "field", "left", "match", "right", "offset" };
	bool text = session->request->format == FORMAT_TEXT;
	struct report report;
	enum status status = report_init(&report, session, err);

	output_init(&report.output, session->request->format, &session->out, names, 7);
	if (status == STATUS_OK) {
		session_present(session, true);
		choose_width(&report);
		if (!text)
			output_begin(&report.output);
		status = concord(&report, err);
	}
	if (status == STATUS_OK && !text)
		output_end(&report.output);
	output_release(&report.output);
	arena_release(&report.arena);
	free(report.waiting);
	sample_release(&report.sample);
	if (status < 0)
		return status;
	stream_flush(&session->out);
	if (!report.articles)
		nothing_found(session);
	return report.written ? STATUS_OK : STATUS_END;
}
