/* Ranks in a list: documents to ranks and back, whole blocks and list tails, and bases that lie. */
#include <stdlib.h>

#include "common/simd.h"
#include "index/segment/pack.h"
#include "index/segment/postings_write.h"
#include "tests/tap.h"

#define DOCS 20000

static uint64_t state = 1;

static uint32_t
number_random(uint32_t below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % below;
}

struct base {
	struct buf bytes;
	struct list list;
	uint32_t docs[DOCS], count;
};

/* A base of one document in ABOUT. */
static void
base_make(struct base *base, uint32_t about)
{
	static uint32_t lengths[DOCS];
	struct norms norms;
	struct list_writer writer;

	for (uint32_t i = 0; i < DOCS; i++)
		lengths[i] = 100;
	base->bytes = (struct buf)BUF_INIT;
	base->count = 0;
	promise_norms(&norms, 100);
	list_writer_init(&writer, NULL, NULL, lengths, &norms);
	list_writer_begin(&writer, LIST_COUNTED);
	for (uint32_t doc = 0; doc < DOCS; doc++)
		if (number_random(about) == 0) {
			base->docs[base->count++] = doc;
			list_writer_add(&writer, doc, 1 + number_random(3), NULL, NULL);
		}
	if (list_writer_end_memory(&writer, &base->bytes, &base->list, NULL) < 0)
		abort();
	list_writer_release(&writer);
}

static struct span
base_span(const struct base *base)
{
	return span_from(base->bytes.data + FORMAT_HEAD_SIZE, (size_t)base->list.post_size);
}

/* One posting of the base in ABOUT, in pieces of up to a block. */
static bool
there_and_back(const struct base *base, uint32_t about)
{
	struct ranks to, from;
	uint32_t docs[LIST_BLOCK], ranks[LIST_BLOCK], wanted[LIST_BLOCK], count = 0;
	bool good = ranks_open(&to, base_span(base), base->count, DOCS) && ranks_open(&from, base_span(base), base->count, DOCS);

	for (uint32_t i = 0; i <= base->count && good; i++) {
		if (i < base->count && number_random(about) == 0) {
			wanted[count] = i;
			docs[count++] = base->docs[i];
		}
		if (count < LIST_BLOCK && i < base->count)
			continue;
		good = ranks_of_docs(&from, docs, count, ranks) && memcmp(ranks, wanted, count * sizeof(*ranks)) == 0
			&& ranks_to_docs(&to, ranks, count) && memcmp(ranks, docs, count * sizeof(*ranks)) == 0;
		count = 0;
	}
	return good;
}

static void
strangers(const struct base *base)
{
	struct ranks ranks;
	uint32_t doc = base->docs[5] + 1, number = base->count;

	ok(ranks_open(&ranks, base_span(base), base->count, DOCS), "a base is opened");
	ok(doc == base->docs[6] || !ranks_of_docs(&ranks, &doc, 1, &number), "a document that it has not is no rank");
	number = base->count;
	ok(!ranks_to_docs(&ranks, &number, 1), "nor is a rank behind its end a document");
	ok(!ranks_open(&ranks, span_from(base_span(base).ptr, 20), base->count, DOCS), "one that is cut short is not opened");
	ok(!ranks_open(&ranks, base_span(base), base->count, base->count - 1), "nor one longer than its segment");
}

/* Whatever the bytes are, documents are below the limit. */
static void
liars(const struct base *base)
{
	size_t size = (size_t)base->list.post_size;
	char *bytes = malloc(size + PACK_SLACK);
	unsigned bad = 0;

	for (unsigned round = 0; bytes && round < 2000; round++) {
		struct ranks ranks;
		uint32_t numbers[LIST_BLOCK];

		memcpy(bytes, base_span(base).ptr, size + PACK_SLACK);
		for (unsigned i = 0; i < 4; i++)
			bytes[number_random((uint32_t)size)] = (char)number_random(256);
		for (uint32_t i = 0; i < LIST_BLOCK; i++)
			numbers[i] = i * (base->count / LIST_BLOCK);
		if (!ranks_open(&ranks, span_from(bytes, size), base->count, DOCS) || !ranks_to_docs(&ranks, numbers, LIST_BLOCK))
			continue;
		for (uint32_t i = 0; i < LIST_BLOCK; i++)
			bad += numbers[i] >= DOCS;
	}
	is_int(bad, 0, "a damaged base gives no document outside its segment");
	free(bytes);
}

int
main(void)
{
	static struct base base;

	for (uint32_t about = 1; about <= 300; about = about * 3 + 1) {
		bool good = true;

		base_make(&base, about);
		for (uint32_t part = 1; part <= 64; part *= 2)
			for (int level = SIMD_NONE; level <= SIMD_MOST; level++) {
				simd_limit((enum simd)level);
				good = good && there_and_back(&base, part);
			}
		ok(good, "ranks in %u documents are what they were", base.count);
		if (about == 4) {
			strangers(&base);
			liars(&base);
		}
		buf_release(&base.bytes);
	}
	return tap_done();
}
