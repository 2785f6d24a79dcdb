#include "corpus/json_c.h"

#include <simdjson.h>

extern "C" {
#include "common/buf.h"
#include "common/memory.h"
}
#include "corpus/json_long.h"

#include <cstring>
#include <new>
#include <type_traits>

namespace dom = simdjson::dom;

/* A parser keeps room for the largest document it met; beyond this it starts
 * anew for small ones. */
static const size_t KEEP_CAPACITY = size_t(8) << 20;

/* In the tree a string that was cut out is told by bytes that no valid one has;
 * where it lies and how long it is stand behind them. */
static const char LONG_MARK[] = "\xFF\xFE";
static const size_t LONG_MARK_LEN = sizeof(LONG_MARK) - 1;
static_assert(LONG_MARK_LEN + sizeof(struct span) <= sizeof(JSON_LONG_STANDS) - 1, "a mark fits");

/* A string is decoded so much at a time. */
static const size_t PIECE = size_t(256) << 10;

struct json_parser {
	dom::parser *parser;
	struct buf rest;                 /* a text without its long strings */
	struct buf longs;                /* struct json_long of them */
};

static_assert(sizeof(dom::element) <= sizeof(struct json_value) && std::is_trivially_copyable<dom::element>::value,
              "a handle holds an element");
static_assert(sizeof(dom::object::iterator) <= sizeof(struct json_value)
              && sizeof(dom::array::iterator) <= sizeof(struct json_value),
              "a handle holds a place in an array or object");

template <typename T>
static struct json_value
handle_from(const T &inner)
{
	struct json_value value = { nullptr, 0 };

	std::memcpy(static_cast<void *>(&value), static_cast<const void *>(&inner), sizeof(inner));
	return value;
}

static dom::element
element_of(struct json_value value)
{
	dom::element element;

	std::memcpy(static_cast<void *>(&element), &value, sizeof(element));
	return element;
}

/* The one exception guard: whatever is thrown inside becomes FAILED. */
template <typename Result, typename Work>
static Result
guarded(Result failed, Work work) noexcept
{
	try {
		return work();
	} catch (...) {
		return failed;
	}
}

extern "C" struct json_parser *
json_parser_new(void)
{
	struct json_parser *parser = new (std::nothrow) json_parser;

	if (!parser)
		return nullptr;
	parser->parser = new (std::nothrow) dom::parser;
	buf_init(&parser->rest);
	buf_init(&parser->longs);
	if (parser->parser)
		return parser;
	delete parser;
	return nullptr;
}

extern "C" void
json_parser_free(struct json_parser *parser)
{
	if (!parser)
		return;
	delete parser->parser;
	buf_release(&parser->rest);
	buf_release(&parser->longs);
	delete parser;
}

/* simdjson allocates for the text's length at once, far more than most texts use. */
static enum status
fit(struct json_parser *parser, size_t len)
{
	size_t capacity = parser->parser->capacity();

	if (capacity > KEEP_CAPACITY && len < KEEP_CAPACITY / 8) {
		dom::parser *fresh = new (std::nothrow) dom::parser;

		if (fresh) {
			delete parser->parser;
			parser->parser = fresh;
			capacity = 0;
		}
	}
	if (len <= capacity && parser->parser->max_depth() == JSON_DEPTH)
		return STATUS_OK;
	if (len < KEEP_CAPACITY)
		len += len / 2 + 4096;
	return parser->parser->allocate(len, JSON_DEPTH) ? STATUS_NOMEM : STATUS_OK;
}

extern "C" enum status
json_parse(struct json_parser *parser, struct span text, struct json_value *root, const char **reason)
{
	*root = { nullptr, 0 };
	*reason = "out of memory";
	return guarded(STATUS_NOMEM, [&] {
		dom::element element;
		simdjson::error_code code;

		if (fit(parser, text.len) < 0)
			return STATUS_NOMEM;
		code = parser->parser->parse(text.ptr, text.len, false).get(element);
		if (code == simdjson::MEMALLOC)
			return STATUS_NOMEM;
		if (code) {
			*reason = simdjson::error_message(code);
			return STATUS_BADINPUT;
		}
		*root = handle_from(element);
		return STATUS_OK;
	});
}

/* RAW, a piece of a string, as a parser has it: *TEXT is valid until PARSER is used again. */
static enum status
piece_decode(dom::parser *parser, struct span raw, struct buf *quoted, std::string_view *text)
{
	buf_clear(quoted);
	buf_append_byte(quoted, '"');
	buf_append_span(quoted, raw);
	buf_append_byte(quoted, '"');
	if (!buf_reserve(quoted, JSON_PADDING))
		return STATUS_NOMEM;
	std::memset(quoted->data + quoted->len, 0, JSON_PADDING);
	simdjson::error_code code = parser->parse(quoted->data, quoted->len, false).get(*text);

	return code == simdjson::MEMALLOC ? STATUS_NOMEM : code ? STATUS_BADINPUT : STATUS_OK;
}

/* Decodes RAW piece by piece into OUT, which may be RAW's own place, as what comes out is
 * never longer; NULL: only looks whether it can be done.  *LEN: bytes that come out. */
static enum status
long_decode(dom::parser *parser, struct span raw, char *out, struct buf *quoted, size_t *len)
{
	enum status status = STATUS_OK;

	*len = 0;
	while (raw.len && status == STATUS_OK) {
		struct span piece = span_from(raw.ptr, json_long_piece(raw, PIECE));
		std::string_view text;

		status = piece_decode(parser, piece, quoted, &text);
		if (status != STATUS_OK)
			break;
		if (out)
			std::memmove(out + *len, text.data(), text.size());
		*len += text.size();
		raw = span_from(raw.ptr + piece.len, raw.len - piece.len);
	}
	return status;
}

/* Decodes all strings that were cut out, or looks whether that can be done. */
static enum status
longs_decode(struct json_long *longs, size_t count, bool really)
{
	struct buf quoted = BUF_INIT;
	dom::parser pieces;
	enum status status = pieces.allocate(PIECE + 64, JSON_DEPTH) ? STATUS_NOMEM : STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		char *place = const_cast<char *>(longs[i].raw.ptr);
		size_t len;

		status = long_decode(&pieces, longs[i].raw, really ? place : nullptr, &quoted, &len);
		if (really && status == STATUS_OK) {
			memory_give_back(span_from(place + len, longs[i].raw.len - len));
			longs[i].raw.len = len;
		}
	}
	buf_release(&quoted);
	return status;
}

/* Puts marks into the tree, which has the text's strings one behind the other: the length
 * of each, it, and a NUL. */
static void
longs_mark(dom::parser *parser, const struct json_long *longs, size_t count)
{
	uint8_t *string = parser->doc.string_buf.get();

	for (size_t number = 0, i = 0; i < count; number++) {
		uint32_t len;

		std::memcpy(&len, string, sizeof(len));
		string += sizeof(len);
		if (longs[i].number == number) {
			std::memcpy(string, LONG_MARK, LONG_MARK_LEN);
			std::memcpy(string + LONG_MARK_LEN, &longs[i].raw, sizeof(longs[i].raw));
			i++;
		}
		string += len + 1;
	}
}

extern "C" enum status
json_parse_owned(struct json_parser *parser, struct span text, struct json_value *root, const char **reason)
{
	buf_clear(&parser->rest);
	buf_clear(&parser->longs);
	*root = { nullptr, 0 };
	*reason = "out of memory";
	json_long_cut(text, &parser->rest, &parser->longs);
	if (!buf_reserve(&parser->rest, JSON_PADDING) || buf_status(&parser->longs) < 0)
		return STATUS_NOMEM;
	std::memset(parser->rest.data + parser->rest.len, 0, JSON_PADDING);

	struct json_long *longs = reinterpret_cast<struct json_long *>(parser->longs.data);
	size_t count = parser->longs.len / sizeof(*longs);
	enum status status = guarded(STATUS_NOMEM, [&] { return longs_decode(longs, count, false); });

	if (status == STATUS_OK)
		status = json_parse(parser, buf_span(&parser->rest), root, reason);
	else
		*reason = "a long string cannot be decoded";
	if (status != STATUS_OK)
		return status;
	/* What could be decoded once can be again, but for want of memory. */
	status = guarded(STATUS_NOMEM, [&] { return longs_decode(longs, count, true); });
	if (status != STATUS_OK) {
		*reason = "out of memory";
		return STATUS_NOMEM;
	}
	longs_mark(parser->parser, longs, count);
	return STATUS_OK;
}

extern "C" enum json_type
json_type(struct json_value value)
{
	if (!value.tree)
		return JSON_NULL;
	return guarded(JSON_NULL, [&] {
		switch (element_of(value).type()) {
		case dom::element_type::ARRAY:
			return JSON_ARRAY;
		case dom::element_type::OBJECT:
			return JSON_OBJECT;
		case dom::element_type::STRING:
			return JSON_STRING;
		case dom::element_type::BOOL:
			return JSON_BOOL;
		case dom::element_type::INT64:
		case dom::element_type::UINT64:
		case dom::element_type::DOUBLE:
			return JSON_NUMBER;
		case dom::element_type::NULL_VALUE:
			break;
		}
		return JSON_NULL;
	});
}

template <typename T>
static bool
get(struct json_value value, T *out) noexcept
{
	return value.tree && guarded(false, [&] { return !element_of(value).get(*out); });
}

extern "C" struct span
json_value_string(struct json_value value)
{
	std::string_view text;
	struct span far;

	if (!get(value, &text))
		return SPAN_NONE;
	if (text.size() != sizeof(JSON_LONG_STANDS) - 1 || std::memcmp(text.data(), LONG_MARK, LONG_MARK_LEN) != 0)
		return span_from(text.data(), text.size());
	std::memcpy(&far, text.data() + LONG_MARK_LEN, sizeof(far));
	return far;
}

extern "C" bool
json_value_integer(struct json_value value, int64_t *out)
{
	return get(value, out);
}

extern "C" bool
json_value_unsigned(struct json_value value, uint64_t *out)
{
	return get(value, out);
}

extern "C" bool
json_value_double(struct json_value value, double *out)
{
	return get(value, out);
}

extern "C" struct json_walk
json_walk_start(struct json_value value)
{
	struct json_walk walk = { { nullptr, 0 }, { nullptr, 0 }, false };
	dom::object object;
	dom::array array;

	if (get(value, &object)) {
		walk.object = true;
		walk.at = handle_from(object.begin());
		walk.end = handle_from(object.end());
	} else if (get(value, &array)) {
		walk.at = handle_from(array.begin());
		walk.end = handle_from(array.end());
	}
	return walk;
}

/* One step of either kind of iterator. */
template <typename Iterator>
static Iterator
iterator_of(struct json_value value)
{
	Iterator iterator;

	std::memcpy(static_cast<void *>(&iterator), &value, sizeof(iterator));
	return iterator;
}

extern "C" bool
json_walk_next(struct json_walk *walk, struct span *key, struct json_value *value)
{
	if (!walk->at.tree)
		return false;
	if (walk->object) {
		dom::object::iterator at = iterator_of<dom::object::iterator>(walk->at);
		std::string_view name;

		if (!(at != iterator_of<dom::object::iterator>(walk->end)))
			return false;
		name = at.key();
		if (key)
			*key = span_from(name.data(), name.size());
		*value = handle_from(at.value());
		++at;
		walk->at = handle_from(at);
	} else {
		dom::array::iterator at = iterator_of<dom::array::iterator>(walk->at);

		if (!(at != iterator_of<dom::array::iterator>(walk->end)))
			return false;
		if (key)
			*key = SPAN_NONE;
		*value = handle_from(*at);
		++at;
		walk->at = handle_from(at);
	}
	return true;
}

extern "C" bool
json_valid_utf8(struct span text)
{
	return text.len == 0 || simdjson::validate_utf8(text.ptr, text.len);
}
