#include "tests/engines/segment_decode_lists.h"

#include <stdlib.h>

#include "tests/engines/segment_decode.h"
#include "tests/engines/segment_decode_bytes.h"

void
list_free(struct posting_list *list)
{
	for (uint64_t i = 0; list->positions && i < list->df; i++)
		free(list->positions[i]);
	free(list->docs);
	free(list->counts);
	free(list->positions);
}

/* The postings of a list in the dictionary. */
void
list_inside(const unsigned char **at, struct posting_list *list, bool counted)
{
	for (uint64_t i = 0; i < list->df; i++) {
		uint64_t code = varint(at);

		list->counts[i] = 1;
		if (counted && code % 2 == 0)
			list->counts[i] = varint(at) + 2;
		list->docs[i] = (counted ? code / 2 : code) + (i ? list->docs[i - 1] + 1 : 0);
	}
}

static void
list_tail(const unsigned char *at, struct posting_list *list, uint64_t from, bool counted)
{
	uint64_t place = 8;

	for (uint64_t i = from; i < list->df; i++) {
		list->docs[i] = tail_number(at, &place, *at % 32) + (i ? list->docs[i - 1] + 1 : 0);
		list->counts[i] = counted ? tail_number(at, &place, *at / 32) + 1 : 1;
	}
}

void
list_blocks(const unsigned char *start, struct posting_list *list, bool counted, uint64_t skip, bool heads)
{
	uint64_t blocks = list->df / 128, rest = list->df % 128;
	const unsigned char *at = start + (blocks ? skip * (blocks + (rest != 0)) + 4 : 0);

	for (uint64_t b = 0; b < blocks; b++) {
		uint64_t numbers[128];

		if (start + number(start + skip * b + 4, 4) != at)
			complain("a skip points elsewhere");
		if (heads && number(at, 4) != (b ? list->docs[128 * b - 1] + 1 : 0))
			complain("a block of ranks begins elsewhere");
		at += heads ? 4 : 0;
		group(&at, numbers);
		for (unsigned i = 0; i < 128; i++) {
			uint64_t k = 128 * b + i;

			list->docs[k] = numbers[i] + (k ? list->docs[k - 1] + 1 : 0);
			list->counts[k] = 1;
		}
		if (counted)
			group(&at, numbers);
		for (unsigned i = 0; counted && i < 128; i++)
			list->counts[128 * b + i] = numbers[i] + 1;
	}
	if (rest && heads && blocks && number(at, 4) != list->docs[128 * blocks - 1] + 1)
		complain("a tail of ranks begins elsewhere");
	if (rest)
		list_tail(at + (heads && blocks ? 4 : 0), list, 128 * blocks, counted);
}

void
lasts_check(const unsigned char *start, const struct posting_list *list, uint64_t skip)
{
	for (uint64_t i = 0; list->df >= 128 && 128 * i < list->df; i++)
		if (number(start + skip * i, 4) != list->docs[128 * i + 127 < list->df ? 128 * i + 127 : list->df - 1])
			complain("a skip has another last document");
}

static size_t ranked_lists;

size_t
decode_ranked_lists(void)
{
	return ranked_lists;
}

void
list_unrank(const unsigned char *base_start, uint64_t df, struct posting_list *list)
{
	struct posting_list base = { .df = df };

	base.docs = calloc(df + 128, sizeof(uint64_t));
	base.counts = calloc(df + 128, sizeof(uint64_t));
	list_blocks(base_start, &base, true, 12, false);
	lasts_check(base_start, &base, 12);
	for (uint64_t i = 0; i < list->df; i++)
		if (list->docs[i] >= df)
			complain("a rank is behind the base");
		else
			list->docs[i] = base.docs[list->docs[i]];
	free(base.docs);
	free(base.counts);
	ranked_lists++;
}

/* Sums up what was written as differences. */
static void
positions_sum(struct posting_list *list, uint64_t from, uint64_t until)
{
	for (uint64_t i = from; i < until; i++)
		for (uint64_t k = 1; k < list->counts[i]; k++)
			list->positions[i][k] += list->positions[i][k - 1];
}

static void
positions_block(const unsigned char **at, struct posting_list *list, uint64_t from, uint64_t size)
{
	uint64_t firsts[128], total = 0, *all;
	const unsigned char *head = *at;
	size_t next = 0;

	for (uint64_t i = 0; i < size; i++)
		total += list->counts[from + i] - 1;
	*at = head + 2 * (1 + (total + 127) / 128);
	pack(&head, at, size, firsts);
	all = calloc(total + 1, sizeof(*all));
	for (uint64_t done = 0; done < total; done += 128)
		pack(&head, at, total - done < 128 ? total - done : 128, all + done);
	for (uint64_t i = 0; i < size; i++) {
		list->positions[from + i][0] = firsts[i];
		for (uint64_t k = 1; k < list->counts[from + i]; k++)
			list->positions[from + i][k] = all[next++];
	}
	free(all);
}

void
list_positions(const unsigned char *at, struct posting_list *list, bool inside)
{
	for (uint64_t i = 0; i < list->df; i++)
		list->positions[i] = calloc(list->counts[i] + 1, sizeof(uint64_t));
	for (uint64_t i = 0; i < list->df && !inside; i += 128)
		positions_block(&at, list, i, list->df - i < 128 ? list->df - i : 128);
	for (uint64_t i = 0; i < list->df && inside; i++)
		for (uint64_t k = 0; k < list->counts[i]; k++)
			list->positions[i][k] = varint(&at);
	positions_sum(list, 0, list->df);
}
