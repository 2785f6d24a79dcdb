#include <inttypes.h>
#include <math.h>

#include "common/utf8.h"
#include "query/hit.h"

/* Steps by which a score is put below the one before it: relative ones that a
 * float shows, and an absolute one around zero. */
#define STEP_RELATIVE 2.5e-7f
#define STEP_ABSOLUTE 1e-6f

/* What ends a column for somebody's way of splitting lines: Unicode's white
 * space, and control characters. */
static bool
is_break(uint32_t code)
{
	return code <= 0x20 || (code >= 0x7F && code <= 0xA0) || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
	       code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

static void
append_column(struct buf *out, struct span text)
{
	size_t len;

	for (size_t at = 0; at < text.len; at += len) {
		uint32_t code = utf8_decode(text.ptr + at, text.ptr + text.len, &len);

		if (!is_break(code)) {
			buf_append(out, text.ptr + at, len);
			continue;
		}
		for (size_t i = 0; i < len; i++)
			buf_append_format(out, "%%%02X", (unsigned)(unsigned char)text.ptr[at + i]);
	}
}

static float
score_below(const struct trec_run *run, double score)
{
	float shown = (float)score, step = fmaxf(fabsf(run->last) * STEP_RELATIVE, STEP_ABSOLUTE);

	return !run->started || shown < run->last ? shown : run->last - step;
}

void
trec_line(struct trec_run *run, struct span qid, struct span id, uint64_t rank, double score)
{
	struct buf *out = &run->stream->buf;

	run->last = score_below(run, score);
	run->started = true;
	append_column(out, qid);
	buf_append_string(out, " Q0 ");
	append_column(out, id);
	buf_append_format(out, " %" PRIu64 " %.9g %s\n", rank, (double)run->last, run->tag);
	stream_ready(run->stream);
}
