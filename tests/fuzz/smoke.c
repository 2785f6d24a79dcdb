/* A fuzz target without a fuzzer: every parser is fed the same rubbish in each
 * `make check`, so that the sanitizers see it whatever compiler is here.
 *
 * Inputs are made from the files named in SMOKE_SEEDS (a list with colons) and
 * a few of its own by a fixed random walk: bytes changed, runs cut, doubled,
 * or taken from another seed.  tests/fuzz/run is the real thing.
 */
#include <stdint.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/error.h"
#include "common/file.h"
#include "tests/tap.h"

#define SEEDS_MAX 64
#define INPUT_MAX 4096
#define ROUNDS 4000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct buf seeds[SEEDS_MAX];
static size_t seed_count;
static uint64_t walk = 0x9E3779B97F4A7C15;

static uint64_t
draw(uint64_t below)
{
	walk ^= walk << 13;
	walk ^= walk >> 7;
	walk ^= walk << 17;
	return walk % below;
}

static void
seed_add(struct span data)
{
	if (seed_count < SEEDS_MAX)
		buf_append(&seeds[seed_count++], data.ptr, data.len < INPUT_MAX ? data.len : INPUT_MAX);
}

static void
seeds_read(const char *list)
{
	while (list && *list) {
		size_t len = strcspn(list, ":");
		char path[1024];
		struct buf data = BUF_INIT;

		snprintf(path, sizeof(path), "%.*s", (int)len, list);
		if (file_read(path, 1 << 20, &data, NULL) == STATUS_OK)
			seed_add(buf_span(&data));
		buf_release(&data);
		list += len + (list[len] == ':');
	}
}

/* One step of the walk over INPUT. */
static void
mutate(struct buf *input)
{
	static const char spice[] = "\0\xFF\"\\<>{}[]()*~^:=&;\n\xC3\xE2\x80\xF0";
	const struct buf *other = &seeds[draw(seed_count)];
	size_t at = draw(input->len + 1), run = draw(16) + 1;

	switch (draw(5)) {
	case 0:
		if (at < input->len)
			input->data[at] = (char)draw(256);
		break;
	case 1:
		if (at < input->len)
			input->data[at] = spice[draw(sizeof(spice) - 1)];
		break;
	case 2:
		input->len = at;
		break;
	case 3:
		if (run <= input->len - at && input->len + run < INPUT_MAX && buf_reserve(input, run))
			buf_append(input, input->data + at, run);
		break;
	case 4:
		if (other->len > run && input->len + run < INPUT_MAX)
			buf_append(input, other->data + draw(other->len - run), run);
		break;
	}
}

int
main(void)
{
	struct buf input = BUF_INIT;

	seed_add(SPAN(""));
	seed_add(SPAN("huawei AND (ban OR \"security threat\") -5g title:x* date:2019-01..2019-02 a W/5 b~1^2"));
	seed_add(SPAN("{\"id\":\"1\",\"title\":\"A\\u00e9\",\"date\":\"2019-01-28T20:08:00+08:00\",\"tags\":[\"x\"]}\n"));
	seed_add(SPAN("Don't panic: U.S. caf\xC3\xA9 \xE5\x8D\x8E\xE4\xB8\xBA 7,500\nUpdated 20:08, 28-Jan-2019\n\n<p>x</p>\n"));
	seeds_read(getenv("SMOKE_SEEDS"));
	for (int round = 0; round < ROUNDS; round++) {
		const struct buf *seed = &seeds[draw(seed_count)];
		uint8_t *exact;

		buf_clear(&input);
		buf_append(&input, seed->data, seed->len);
		for (uint64_t steps = draw(12); steps; steps--)
			mutate(&input);
		/* A block of its own, so that reading past the end is seen. */
		exact = malloc(input.len ? input.len : 1);
		if (!exact)
			return 99;
		if (input.len)
			memcpy(exact, input.data, input.len);
		LLVMFuzzerTestOneInput(exact, input.len);
		free(exact);
	}
	ok(true, "%d inputs, and still here", ROUNDS);
	for (size_t i = 0; i < seed_count; i++)
		buf_release(&seeds[i]);
	buf_release(&input);
	return tap_done();
}
