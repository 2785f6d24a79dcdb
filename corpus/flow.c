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
