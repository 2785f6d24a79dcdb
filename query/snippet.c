#include "query/snippet.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "query/highlighter.h"

#define USUAL_WIDTH 240
#define USUAL_PARTS 2
#define PARTS_MAX 8
#define SCANNED_MAX 200000   /* highlights looked at in one text */
#define SEPARATOR " \xE2\x80\xA6 "

/* A run of highlights to be shown together: [first, last], and then the bytes. */
struct part {
	size_t first, last;
	size_t start, end;
};

/* What is being chosen from one text. */
struct choice {
	struct span text;
	struct highlights found;
	uint32_t units;          /* of the query */
	uint32_t *counts;        /* for each unit, how often in the present window */
	bool *shown;             /* for each unit, whether a part has it */
	struct part parts[PARTS_MAX];
	size_t part_count;
};

static bool
is_taken(const struct choice *choice, size_t highlight)
{
	for (size_t i = 0; i < choice->part_count; i++)
		if (highlight >= choice->parts[i].first && highlight <= choice->parts[i].last)
			return true;
	return false;
}

/* The window of WIDTH code points with the most units that are not shown yet,
 * then the most highlights, then the first.  False: no new unit. */
static bool
choose_window(struct choice *choice, size_t width, struct part *best)
{
	const struct highlight *items = choice->found.items;
	size_t end = 0, fresh = 0, best_fresh = 0, best_count = 0;

	memset(choice->counts, 0, choice->units * sizeof(*choice->counts));
	for (size_t i = 0; i < choice->found.count; i++) {
		if (end < i)
			end = i;
		while (end < choice->found.count && !is_taken(choice, end) &&
		       (end == i || items[end].end_point - items[i].first_point <= width)) {
			uint32_t unit = items[end++].unit;

			fresh += choice->counts[unit]++ == 0 && !choice->shown[unit];
		}
		if (end == i)
			continue;
		if (fresh > best_fresh || (fresh == best_fresh && fresh && end - i > best_count)) {
			best_fresh = fresh;
			best_count = end - i;
			best->first = i;
			best->last = end - 1;
		}
		fresh -= --choice->counts[items[i].unit] == 0 && !choice->shown[items[i].unit];
	}
	return best_fresh > 0;
}

static void
take_window(struct choice *choice, struct part part)
{
	for (size_t i = part.first; i <= part.last; i++)
		choice->shown[choice->found.items[i].unit] = true;
	choice->parts[choice->part_count++] = part;
}

/* Whether the text has a unit that no part shows. */
static bool
units_left(const struct choice *choice)
{
	for (size_t i = 0; i < choice->found.count; i++)
		if (!choice->shown[choice->found.items[i].unit])
			return true;
	return false;
}

/* One part when it can show everything that there is, else several. */
static void
choose_parts(struct choice *choice, size_t width, unsigned parts)
{
	struct part part = { 0 };

	if (!choose_window(choice, width, &part))
		return;
	take_window(choice, part);
	if (parts == 1 || !units_left(choice))
		return;
	memset(choice->shown, 0, choice->units * sizeof(*choice->shown));
	choice->part_count = 0;
	while (choice->part_count < parts && choose_window(choice, width / parts, &part))
		take_window(choice, part);
}

static bool
is_blank(char c)
{
	return (unsigned char)c <= 0x20;
}

/* Punctuation that touches the words it stands at belongs to them. */
static size_t
with_signs_before(struct span text, size_t at)
{
	for (unsigned i = 0; i < 12 && at > 0 && !is_blank(text.ptr[at - 1]); i++)
		at--;
	while (at < text.len && utf8_is_tail(text.ptr[at]))
		at++;
	return at;
}

static size_t
with_signs_behind(struct span text, size_t at, size_t limit)
{
	for (unsigned i = 0; i < 12 && at < limit && !is_blank(text.ptr[at]); i++)
		at++;
	while (at > 0 && at < text.len && utf8_is_tail(text.ptr[at]))
		at--;
	return at;
}

/* Sets the bytes of PART: all of its highlights, from the start of their
 * sentence where that is near, else from a word a little before, as far as
 * ROOM more code points reach; never more than MOST in all, however long a
 * word is. */
static void
extend_part(const struct choice *choice, struct part *part, size_t room, size_t most)
{
	struct span text = choice->text;
	size_t first = choice->found.items[part->first].start, last = choice->found.items[part->last].end;
	size_t far = utf8_step_back(text, first, room * 3 / 4), near = utf8_step_back(text, first, room / 3), limit, stop;
	size_t sentence = SIZE_MAX, word = SIZE_MAX, behind = 0, used;
	struct tokenizer tokenizer;
	struct token token;

	/* What the tokenizer says of its first word is true at the text's start only. */
	tokenizer_start(&tokenizer, span_from(text.ptr + far, text.len - far));
	while (token_next(&tokenizer, &token) && far + token.start <= first) {
		size_t start = far + token.start;

		if (token.flags & TOKEN_SENTENCE && (behind || far == 0))
			sentence = start;
		if (start >= near && word == SIZE_MAX)
			word = start;
		behind = far + token.end;
	}
	part->start = sentence != SIZE_MAX ? sentence : word != SIZE_MAX ? word : first;
	if (part->start > first)
		part->start = first;
	stop = with_signs_before(text, part->start);
	if (part->start - stop <= 8)
		part->start = stop;
	used = utf8_count(span_from(text.ptr + part->start, first - part->start));
	limit = utf8_step_on(text, last, used < room ? room - used : 0);
	part->end = last;
	tokenizer_start(&tokenizer, span_from(text.ptr + last, text.len - last));
	while (part->end < limit && token_next(&tokenizer, &token) && last + token.end <= limit)
		part->end = last + token.end;
	stop = with_signs_behind(text, part->end, utf8_step_on(text, part->end, 4));
	part->end = stop;
	limit = utf8_step_on(text, part->start, most);
	if (part->end > limit)
		part->end = limit;
}

static int
by_first(const void *left, const void *right)
{
	const struct part *a = left, *b = right;

	return (a->first > b->first) - (a->first < b->first);
}

static enum status
snippet_finish(struct snippet *snippet, struct buf *clean, const struct highlights *found, struct arena *arena)
{
	snippet->text = arena_copy(arena, buf_span(clean));
	snippet->highlights = arena_zalloc(arena, found->count + 1, sizeof(*snippet->highlights));
	if (!snippet->text.ptr || !snippet->highlights)
		return STATUS_NOMEM;
	if (found->count)
		memcpy(snippet->highlights, found->items, found->count * sizeof(*snippet->highlights));
	snippet->count = found->count;
	return STATUS_OK;
}

/* Whether anything but white space is in the bytes [START, END). */
static bool
has_more(struct span text, size_t start, size_t end)
{
	return span_trim(span_from(text.ptr + start, end - start)).len > 0;
}

static enum status
render(struct choice *choice, struct arena *arena, struct snippet *snippet)
{
	struct buf clean = BUF_INIT;
	struct highlights out = { NULL, 0, 0 };
	size_t points = 0, end = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < choice->part_count && status == STATUS_OK; i++) {
		struct part part = choice->parts[i];

		if (i && part.start <= end) {
			/* They met: go on where the last one stopped. */
			part.start = end;
			if (part.end < end)
				part.end = end;
			if (part.start < part.end && is_blank(choice->text.ptr[part.start])) {
				buf_append_byte(&clean, ' ');
				points++;
			}
		} else if (i) {
			buf_append_string(&clean, SEPARATOR);
			points += 3;
		}
		status = clean_append(&clean, &points, choice->text, part.start, part.end, choice->found.items,
		                      choice->found.count, &out);
		end = part.end;
	}
	if (status == STATUS_OK)
		status = snippet_finish(snippet, &clean, &out, arena);
	snippet->offset = choice->part_count ? choice->parts[0].start : 0;
	snippet->cut_before = has_more(choice->text, 0, snippet->offset);
	snippet->cut_after = has_more(choice->text, end, choice->text.len);
	buf_release(&clean);
	free(out.items);
	return status;
}

/* A text without highlights is shown from its start. */
static void
choose_start(struct choice *choice, size_t width)
{
	struct part *part = &choice->parts[0];
	size_t limit = utf8_step_on(choice->text, 0, width);
	struct tokenizer tokenizer;
	struct token token;

	part->start = 0;
	while (part->start < choice->text.len && is_blank(choice->text.ptr[part->start]))
		part->start++;
	part->end = part->start;
	tokenizer_start(&tokenizer, choice->text);
	while (token_next(&tokenizer, &token) && token.end <= limit)
		part->end = token.end;
	if (limit == choice->text.len || part->end <= part->start)
		part->end = limit;
	else
		part->end = with_signs_behind(choice->text, part->end, limit);
	if (part->end < part->start)
		part->end = part->start;
	choice->part_count = 1;
}

static enum status
choose(struct highlighter *highlighter, struct choice *choice, const struct snippet_options *options)
{
	size_t width = options && options->width ? options->width : USUAL_WIDTH;
	unsigned parts = options && options->parts ? options->parts : USUAL_PARTS;
	size_t each;

	if (parts > PARTS_MAX)
		parts = PARTS_MAX;
	if (choice->text.len / 4 <= width && utf8_count(choice->text) <= width) {
		choice->parts[choice->part_count++] = (struct part){ .end = choice->text.len };
		return STATUS_OK;
	}
	choice->units = highlighter->unit_count;
	choice->counts = calloc(choice->units + 1, sizeof(*choice->counts));
	choice->shown = calloc(choice->units + 1, sizeof(*choice->shown));
	if (!choice->counts || !choice->shown)
		return STATUS_NOMEM;
	/* Not all of the room for highlights: words around them explain them. */
	choose_parts(choice, width * 3 / 4, parts);
	if (choice->part_count == 0) {
		choose_start(choice, width);
		return STATUS_OK;
	}
	qsort(choice->parts, choice->part_count, sizeof(choice->parts[0]), by_first);
	each = width / choice->part_count;
	for (size_t i = 0; i < choice->part_count; i++) {
		struct part *part = &choice->parts[i];
		size_t used = choice->found.items[part->last].end_point - choice->found.items[part->first].first_point;

		extend_part(choice, part, used < each ? each - used : 0, 2 * each + 32);
	}
	return STATUS_OK;
}

enum status
snippet_make(struct highlighter *highlighter, const struct article *article, const struct snippet_options *options,
             struct arena *arena, struct snippet *snippet, struct error *err)
{
	static const enum article_field fields[] = { FIELD_BODY, FIELD_NOTE };
	struct choice choice = { .part_count = 0 };
	enum status status = STATUS_OK;

	memset(snippet, 0, sizeof(*snippet));
	snippet->field = FIELD_BODY;
	for (size_t i = 0; i < 2 && status == STATUS_OK && choice.found.count == 0; i++) {
		status = highlighter_scan(highlighter, article->text[FIELD_LANGUAGE], fields[i], article->text[fields[i]],
		                          SCANNED_MAX, &choice.found, err);
		if (choice.found.count)
			snippet->field = fields[i];
	}
	if (status == STATUS_OK && choice.found.count == 0 && !article->text[FIELD_BODY].len)
		snippet->field = FIELD_NOTE;
	choice.text = article->text[snippet->field];
	if (!choice.text.ptr)
		choice.text = SPAN("");
	if (status == STATUS_OK)
		status = choose(highlighter, &choice, options);
	if (status == STATUS_OK)
		status = render(&choice, arena, snippet);
	free(choice.counts);
	free(choice.shown);
	free(choice.found.items);
	return status < 0 ? error_set(err, status, NULL, "out of memory") : STATUS_OK;
}

enum status
snippet_title(struct highlighter *highlighter, const struct article *article, struct arena *arena,
              struct snippet *snippet, struct error *err)
{
	struct span title = article->text[FIELD_TITLE];
	struct choice choice = { .text = title.ptr ? title : SPAN(""), .part_count = 1, .parts = { { .end = title.len } } };
	enum status status = highlighter_scan(highlighter, article->text[FIELD_LANGUAGE], FIELD_TITLE, title, SIZE_MAX,
	                                      &choice.found, err);

	memset(snippet, 0, sizeof(*snippet));
	snippet->field = FIELD_TITLE;
	if (status == STATUS_OK)
		status = render(&choice, arena, snippet);
	free(choice.found.items);
	return status < 0 ? error_set(err, status, NULL, "out of memory") : STATUS_OK;
}
