/* Members of gzip files, by every library that the build has: in pieces of all sizes, and damaged. */
#include "tests/tap.h"

#include <stdlib.h>
#include <zlib.h>

#include "common/buf.h"
#include "corpus/inflate.h"

#define TEXT_SIZE 60000

static bool
is_zlib(const struct inflate_kind *kind)
{
	return strcmp(kind->name, "zlib") == 0;
}

/* zlib reads everything; others are asked for what they are named for. */
static bool
is_for(const struct inflate_kind *kind, struct span head)
{
	return is_zlib(kind) || kind == inflate_kind_for(head);
}

/* A member that holds TEXT; odd levels have everything in their header, its checksum
 * only with SUMS. */
static void
member_append(struct buf *out, struct span text, int level, bool sums)
{
	gz_header header = { .extra = (unsigned char *)"AB\2\0xy", .extra_len = 6, .name = (unsigned char *)"news.jsonl",
	                     .comment = (unsigned char *)"of the day", .hcrc = sums };
	z_stream stream = { 0 };
	size_t most;

	deflateInit2(&stream, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
	if (level % 2)
		deflateSetHeader(&stream, &header);
	most = deflateBound(&stream, text.len);
	stream.next_out = (unsigned char *)buf_reserve(out, most);
	stream.avail_out = (uInt)most;
	stream.next_in = (unsigned char *)(uintptr_t)text.ptr;
	stream.avail_in = (uInt)text.len;
	deflate(&stream, Z_FINISH);
	out->len += most - stream.avail_out;
	deflateEnd(&stream);
}

static void
text_append(struct buf *out)
{
	static const char *const words[] = { "bridge ", "harbour ", "the ", "opened ", "on ", "Monday.\n", "minister ", "said " };
	uint64_t state = 7;

	while (out->len < TEXT_SIZE) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		if (state >> 60)
			buf_append_string(out, words[state >> 33 & 7]);
		else
			buf_append_byte(out, (int)(state >> 40 & 255));
	}
}

/* Unpacks one member from the start of BYTES, IN at a time, into pieces of ROOM bytes. */
static enum inflated
unpack(const struct inflate_kind *kind, void *inflater, struct span *bytes, size_t in, size_t room, struct buf *out)
{
	enum inflated result = INFLATE_MORE;
	size_t start;

	buf_clear(out);
	start = kind->begin(inflater, *bytes);
	*bytes = span_from(bytes->ptr + start, bytes->len - start);
	while (result == INFLATE_MORE) {
		struct span piece = span_from(bytes->ptr, bytes->len < in ? bytes->len : in);
		size_t before = piece.len, got;

		result = kind->run(inflater, &piece, buf_reserve(out, room), room, &got);
		out->len += got;
		*bytes = span_from(piece.ptr, bytes->len - (before - piece.len));
		if (result == INFLATE_MORE && !got && before == piece.len)
			break;
	}
	return result;
}

static void
check_pieces(const struct inflate_kind *kind, void *inflater, struct span text, bool sums)
{
	static const size_t sizes[] = { 1, 2, 7, 100, 4096, 65536, 1 << 20 };
	struct buf packed = BUF_INIT, out = BUF_INIT;
	size_t wrong = 0;

	for (int level = 0; level <= 9; level++) {
		member_append(&packed, level == 4 ? SPAN("") : text, level, sums);
		buf_append_string(&packed, level % 3 ? "" : "behind it");
	}
	for (size_t in = 0; in < 7; in++)
		for (size_t room = 0; room < 7; room++) {
			struct span left = buf_span(&packed);

			for (int level = 0; level <= 9; level++) {
				wrong += unpack(kind, inflater, &left, sizes[in], sizes[room], &out) != INFLATE_END
					|| !span_equal(buf_span(&out), level == 4 ? SPAN("") : text);
				if (level % 3)
					continue;
				wrong += !span_starts(left, SPAN("behind it"));
				left = span_from(left.ptr + 9, left.len - 9);
			}
			wrong += left.len != 0;
		}
	ok(wrong == 0, "%s: ten members in pieces of all sizes, each ends where it ends (%zu)", kind->name, wrong);
	buf_release(&packed);
	buf_release(&out);
}

/* Whatever byte is wrong or missing, another text never passes for the right one. */
static void
check_damage(const struct inflate_kind *kind, void *inflater, struct span text)
{
	struct buf packed = BUF_INIT, out = BUF_INIT;
	size_t passed = 0, cut = 0;
	struct span left;

	member_append(&packed, text, 7, is_zlib(kind));
	for (size_t i = 0; i < packed.len; i++) {
		packed.data[i] = (char)(packed.data[i] ^ 1 << i % 8);
		left = buf_span(&packed);
		passed += is_for(kind, left) && unpack(kind, inflater, &left, 512, 4096, &out) == INFLATE_END && !span_equal(buf_span(&out), text);
		packed.data[i] = (char)(packed.data[i] ^ 1 << i % 8);
		left = span_from(packed.data, i);
		cut += is_for(kind, left) && unpack(kind, inflater, &left, 512, 4096, &out) != INFLATE_MORE;
	}
	ok(passed == 0, "%s: no damaged member is taken for a sound one (%zu)", kind->name, passed);
	ok(cut == 0, "%s: one that is cut short has not ended (%zu)", kind->name, cut);
	left = SPAN("\x1F\x8B\x08\xFF news that is not packed, but long enough to be looked at as if it were");
	ok(!is_for(kind, left) || unpack(kind, inflater, &left, 512, 4096, &out) != INFLATE_END, "%s: what is no gzip has no end", kind->name);
	left = buf_span(&packed);
	ok(unpack(kind, inflater, &left, 512, 4096, &out) == INFLATE_END && span_equal(buf_span(&out), text),
	   "%s: the next member after damage is read", kind->name);
	buf_release(&packed);
	buf_release(&out);
}

/* Whatever is behind a header, no more is taken than was given, and nothing given back. */
static void
check_noise(const struct inflate_kind *kind, void *inflater)
{
	/* A fuzzer's: ISA-L 2.30 takes 23 bytes of the 22. */
	static const char found[] = "\037\213\010\000\260\000\000c\020\003\263\210(b=\3164\2324\232\365LX040\377\377Q\224\377\377";
	struct buf out = BUF_INIT;
	uint64_t state = 11;
	size_t wrong = 0;
	char bytes[32];

	memcpy(bytes, found, sizeof(bytes));
	for (int round = 0; round < 20000; round++) {
		struct span head = span_from(bytes, sizeof(bytes)), left = head;
		enum inflated result = INFLATE_MORE;
		size_t got = 1;

		left.ptr += kind->begin(inflater, head);
		left.len -= (size_t)(left.ptr - head.ptr);
		while (result == INFLATE_MORE && (left.len || got)) {
			struct span before = left;

			result = kind->run(inflater, &left, buf_reserve(&out, 4096), 4096, &got);
			wrong += left.len > before.len || left.ptr + left.len != before.ptr + before.len || got > 4096;
		}
		for (size_t i = 10; i < sizeof(bytes); i++) {
			state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			bytes[i] = (char)(state >> 40);
		}
	}
	ok(wrong == 0, "%s: of noise no more is taken than there is (%zu)", kind->name, wrong);
	buf_release(&out);
}

int
main(void)
{
	struct buf text = BUF_INIT;

	text_append(&text);
	ok(inflate_kind_for(SPAN("\x1F\x8B\x08\0\0\0\0\0\0\3rest")) == inflate_kinds[0], "a plain header is for the fastest");
	ok(is_zlib(inflate_kind_for(SPAN("\x1F\x8B\x08\2\0\0\0\0\0\3rest"))), "one with a checksum is for zlib");
	ok(is_zlib(inflate_kind_for(SPAN("\x1F\x8B\x08\x08\0\0\0\0\0\3name"))), "and one that is not all there");
	for (size_t i = 0; inflate_kinds[i]; i++) {
		void *inflater = inflate_kinds[i]->create();

		check_pieces(inflate_kinds[i], inflater, buf_span(&text), is_zlib(inflate_kinds[i]));
		check_noise(inflate_kinds[i], inflater);
		check_damage(inflate_kinds[i], inflater, span_from(text.data, 6000));
		inflate_kinds[i]->free(inflater);
	}
	buf_release(&text);
	return tap_done();
}
