#include "corpus/json_c.h"

#include <simdjson.h>

#include <cstring>
#include <new>
#include <type_traits>

namespace dom = simdjson::dom;

/* A parser keeps room for the largest document it met; beyond this it starts
 * anew for small ones. */
static const size_t KEEP_CAPACITY = size_t(8) << 20;

struct json_parser {
	dom::parser *parser;
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

	return get(value, &text) ? span_from(text.data(), text.size()) : SPAN_NONE;
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
