#include "query/sample.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/hash.h"

enum status
sample_draw(struct span id, const char *place, uint64_t seed, uint64_t *draw)
{
	const char *slash = id.len ? memrchr(id.ptr, '/', id.len) : NULL;
	size_t start = slash ? (size_t)(slash + 1 - id.ptr) : 0;
	struct buf name = BUF_INIT;
	enum status status;

	buf_append(&name, id.ptr + start, id.len - start);
	buf_append_byte(&name, 0);
	buf_append_string(&name, place);
	status = buf_status(&name);
	*draw = hash_bytes(buf_span(&name), seed);
	buf_release(&name);
	return status;
}

void
sample_init(struct sample *sample, size_t limit)
{
	*sample = (struct sample){ .limit = limit };
}

void
sample_release(struct sample *sample)
{
	free(sample->lots);
}

static void
rise(struct lot *lots, size_t at)
{
	struct lot lot = lots[at];

	for (; at && lots[(at - 1) / 2].draw < lot.draw; at = (at - 1) / 2)
		lots[at] = lots[(at - 1) / 2];
	lots[at] = lot;
}

static void
sink(struct lot *lots, size_t count)
{
	struct lot lot = lots[0];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < count) {
		child += child + 1 < count && lots[child + 1].draw > lots[child].draw;
		if (lots[child].draw <= lot.draw)
			break;
		lots[at] = lots[child];
		at = child;
	}
	lots[at] = lot;
}

enum status
sample_offer(struct sample *sample, uint64_t draw, size_t *slot)
{
	if (sample->count == sample->limit) {
		if (draw >= sample->lots[0].draw)
			return STATUS_END;
		*slot = sample->lots[0].slot;
		sample->lots[0].draw = draw;
		sink(sample->lots, sample->count);
		return STATUS_OK;
	}
	if (sample->count == sample->room) {
		size_t room = sample->room ? 2 * sample->room : 64;
		struct lot *lots = realloc(sample->lots, room * sizeof(*lots));

		if (!lots)
			return STATUS_NOMEM;
		sample->lots = lots;
		sample->room = room;
	}
	*slot = sample->count;
	sample->lots[sample->count] = (struct lot){ draw, sample->count };
	rise(sample->lots, sample->count++);
	return STATUS_OK;
}
