#include "query/wrap.h"

#include <limits.h>

#include "common/terminal.h"
#include "common/utf8.h"

/* A text on its way, with the highlight that comes next or is open. */
struct marked {
	struct span text;
	const struct highlight *next, *end;
	bool open;
};

void
wrap_newline(struct wrap *wrap)
{
	buf_append_format(wrap->out, "\n%*s", (int)wrap->indent, "");
	wrap->column = wrap->indent;
}

static void
break_line(struct wrap *wrap, const struct marked *marked)
{
	if (marked->open)
		buf_append_string(wrap->out, wrap->off);
	wrap_newline(wrap);
	if (marked->open)
		buf_append_string(wrap->out, wrap->on);
}

static void
mark(struct wrap *wrap, struct marked *marked, size_t at)
{
	if (marked->open && at >= marked->next->end) {
		buf_append_string(wrap->out, wrap->off);
		marked->open = false;
		marked->next++;
	}
	while (!marked->open && marked->next < marked->end && at >= marked->next->end)
		marked->next++;
	if (!marked->open && marked->next < marked->end && at >= marked->next->start) {
		buf_append_string(wrap->out, wrap->on);
		marked->open = true;
	}
}

static bool
is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void
append_word(struct wrap *wrap, struct marked *marked, size_t start, size_t end)
{
	const char *text = marked->text.ptr;
	size_t len;

	for (size_t at = start; at < end; at += len) {
		unsigned columns;

		utf8_decode(text + at, text + end, &len);
		columns = (unsigned)terminal_columns(span_from(text + at, len));
		if (wrap->column + columns > wrap->width && wrap->column > wrap->indent)
			break_line(wrap, marked);
		mark(wrap, marked, at);
		terminal_append_safe(wrap->out, span_from(text + at, len));
		wrap->column += columns;
	}
}

/* The space before the word at WORD: a line's end where the word would not fit. */
static void
append_gap(struct wrap *wrap, struct marked *marked, size_t at, size_t columns)
{
	mark(wrap, marked, at);
	if (columns >= wrap->width || wrap->column + 1 + columns <= wrap->width) {
		buf_append_byte(wrap->out, ' ');
		wrap->column++;
	} else {
		break_line(wrap, marked);
	}
}

void
wrap_append_at(struct wrap *wrap, struct span text, size_t start, size_t end,
               const struct highlight *highlights, size_t count)
{
	struct marked marked = { text, highlights, highlights + count, false };
	bool first = true;

	for (size_t at = start; at < end; first = false) {
		size_t gap = at, word;

		while (at < end && is_space(text.ptr[at]))
			at++;
		for (word = at; at < end && !is_space(text.ptr[at]); )
			at++;
		if (word == at)
			break;
		if (!first)
			append_gap(wrap, &marked, gap, terminal_columns(span_from(text.ptr + word, at - word)));
		append_word(wrap, &marked, word, at);
	}
	if (marked.open)
		buf_append_string(wrap->out, wrap->off);
}

void
wrap_append(struct wrap *wrap, struct span text, const struct highlight *highlights, size_t count)
{
	wrap_append_at(wrap, text, 0, text.len, highlights, count);
}
