#include "corpus/flow.h"

void
flow_break(struct flow *flow, int breaks)
{
	if (breaks > flow->breaks)
		flow->breaks = breaks;
	flow->space = false;
}

void
flow_text(struct flow *flow, struct span text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;

		while (at < text.len && (text.ptr[at] == ' ' || (text.ptr[at] >= '\t' && text.ptr[at] <= '\r')))
			at++;
		flow->space |= at > start;
		start = at;
		while (at < text.len && text.ptr[at] != ' ' && !(text.ptr[at] >= '\t' && text.ptr[at] <= '\r'))
			at++;
		if (at == start)
			break;
		if (flow->out->len > flow->start) {
			if (flow->breaks)
				buf_append(flow->out, "\n\n", (size_t)flow->breaks);
			else if (flow->space)
				buf_append_byte(flow->out, ' ');
		}
		flow->breaks = 0;
		flow->space = false;
		buf_append(flow->out, text.ptr + start, at - start);
	}
}

/* How far the line at AT is indented; its end in *END. */
static size_t
line_indent(struct span text, size_t at, size_t *end)
{
	const char *newline = memchr(text.ptr + at, '\n', text.len - at);
	size_t indent = at;

	*end = newline ? (size_t)(newline - text.ptr) : text.len;
	while (indent < *end && (text.ptr[indent] == ' ' || text.ptr[indent] == '\r' || text.ptr[indent] == '\t'))
		indent++;
	return indent - at;
}

/* Is TEXT set in lines?  Where all of them are indented it is only the markup that is. */
static bool
is_set(struct span text)
{
	size_t lines = 0, flush = 0, end;

	for (size_t at = 0; at < text.len; at = end + 1) {
		size_t indent = line_indent(text, at, &end);

		if (at == 0 || at + indent == end)
			continue;
		lines++;
		flush += indent == 0;
	}
	return lines >= 4 && flush * 3 >= lines;
}

static bool
has_columns(struct span line)
{
	line = span_trim(line);
	return line.len && memmem(line.ptr, line.len, "   ", 3) != NULL;
}

void
flow_wire(struct flow *flow, struct span text)
{
	size_t end;
	bool columns = false;

	if (!is_set(text)) {
		flow_text(flow, text);
		return;
	}
	for (size_t at = 0; at < text.len; at = end + 1) {
		size_t indent = line_indent(text, at, &end);
		struct span line = span_from(text.ptr + at, end - at);
		bool before = columns;

		columns = has_columns(line);
		if (at && (indent >= 2 || indent == line.len))
			flow_break(flow, 2);
		else if (at && (columns || before))
			flow_break(flow, 1);
		flow->space = true;
		flow_text(flow, line);
	}
}
