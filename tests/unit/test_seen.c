#include "query/seen.h"

#include "tests/tap.h"

static const struct span subject = { "query=a\nindex=/x\n", 17 };

static void
test_judge(void)
{
	struct seen seen = SEEN_INIT;
	struct seen_article first[] = {
		{ .pair = { 9, 1 }, .place = 0 }, { .pair = { 3, 1 }, .place = 1 },
		{ .pair = { 5, 1 }, .place = 2 }, { .pair = { 3, 1 }, .place = 3 },
	};
	struct seen_article second[] = {
		{ .pair = { 9, 2 }, .place = 0 }, { .pair = { 3, 1 }, .place = 1 }, { .pair = { 4, 1 }, .place = 2 },
		{ .pair = { 5, 7 }, .place = 3 },
	};
	struct seen_article third[] = { { .pair = { 9, 1 }, .place = 0 }, { .pair = { 5, 1 }, .place = 1 } };

	seen_judge(&seen, first, 4);
	ok(first[0].place == 1 && first[1].place == 3 && first[3].place == 0, "articles are sorted");
	ok(first[0].verdict == SEEN_NEW && first[2].verdict == SEEN_NEW && first[3].verdict == SEEN_NEW, "all are new");
	is_int(first[1].verdict, SEEN_TWICE, "but the one that is there twice");
	is_int(seen_update(&seen, first, 4, NULL), STATUS_OK, "they are remembered");
	is_int((int64_t)seen.count, 3, "each once");

	seen_judge(&seen, second, 4);
	is_int(second[0].verdict, SEEN_BEFORE, "one is known");
	is_int(second[1].verdict, SEEN_NEW, "one is new");
	is_int(second[2].verdict, SEEN_CHANGED, "one has changed");
	is_int(second[3].verdict, SEEN_CHANGED, "and another");
	second[2].verdict = SEEN_LATER;
	is_int(seen_update(&seen, second, 4, NULL), STATUS_OK, "but one is put off");
	is_int((int64_t)seen.count, 4, "four are remembered");

	seen_judge(&seen, third, 2);
	is_int(third[0].verdict, SEEN_BEFORE, "what was put off is known by what it was");
	is_int(third[1].verdict, SEEN_CHANGED, "a correction taken back is a change");
	seen_release(&seen);
}

static void
test_bytes(void)
{
	struct seen seen = SEEN_INIT, again = SEEN_INIT;
	struct seen_article articles[] = { { .pair = { UINT64_MAX, 1 } }, { .pair = { 2, 1ull << 63 }, .place = 1 } };
	struct buf data = BUF_INIT;
	size_t refused = 0;

	seen_judge(&seen, articles, 2);
	seen_update(&seen, articles, 2, NULL);
	strcpy(seen.fingerprint, "abc");
	seen_encode(&seen, subject, &data);
	is_int(seen_decode(&again, buf_span(&data), subject, "name", NULL), STATUS_OK, "a memory can be read back");
	ok(again.count == 2 && again.pairs[1].id == UINT64_MAX && again.pairs[0].content == 1ull << 63, "with what it knows");
	is_str(again.fingerprint, "abc", "and the fingerprint");
	seen_release(&again);

	is_int(seen_decode(&again, buf_span(&data), SPAN("query=b\n"), "name", NULL), STATUS_BADQUERY, "another query");
	is_int(seen_decode(&again, buf_span(&data), SPAN("query=a\n"), "name", NULL), STATUS_BADQUERY, "another index");
	for (size_t i = 0; i < data.len; i++) {
		data.data[i] ^= 1;
		refused += seen_decode(&again, buf_span(&data), subject, "name", NULL) == STATUS_CORRUPT;
		data.data[i] ^= 1;
	}
	is_int((int64_t)refused, (int64_t)data.len, "every changed byte is found");
	refused = 0;
	for (size_t len = 0; len < data.len; len++)
		refused += seen_decode(&again, span_from(data.data, len), subject, "name", NULL) == STATUS_CORRUPT;
	is_int((int64_t)refused, (int64_t)data.len, "and every cut");
	seen_release(&again);
	seen_release(&seen);
	buf_release(&data);
}

int
main(void)
{
	test_judge();
	test_bytes();
	return tap_done();
}
