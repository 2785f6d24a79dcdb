/* json_c.h - reading JSON from C, by simdjson.
 *
 * A parser holds the tree of one document; values are handles into it, and
 * their strings are borrowed from it, until the next json_parse() or
 * json_parser_free().  Strings come unescaped and are valid UTF-8.  Nothing
 * here throws, prints or keeps a pointer to the text that was parsed.
 *
 * A parser belongs to one thread at a time.
 */
#ifndef NEWSDEX_CORPUS_JSON_C_H
#define NEWSDEX_CORPUS_JSON_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/span.h"
#include "common/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Readable bytes that have to follow a text given to json_parse(); what they
 * are does not matter. */
#define JSON_PADDING 64

/* Deepest nesting that is accepted. */
#define JSON_DEPTH 256

enum json_type {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

struct json_parser;

/* A value in the tree. */
struct json_value {
	const void *tree;
	size_t place;
};

/* A walk over an array or an object. */
struct json_walk {
	struct json_value at, end;
	bool object;
};

struct json_parser *json_parser_new(void);  /* NULL when memory is short */
void json_parser_free(struct json_parser *parser);

/* Parses the one document in TEXT, which JSON_PADDING readable bytes follow.
 * STATUS_BADINPUT, with a static phrase in *REASON, when it is not JSON. */
enum status json_parse(struct json_parser *parser, struct span text, struct json_value *root, const char **reason);

/* The same for a TEXT whose bytes are the caller's to change, which nothing has to
 * follow.  Strings of JSON_LONG bytes (json_long.h) or more are decoded in their places, and
 * values point there; TEXT is as it was only when this fails. */
enum status json_parse_owned(struct json_parser *parser, struct span text, struct json_value *root, const char **reason);

enum json_type json_type(struct json_value value);

/* The text of a string; SPAN_NONE for every other type. */
struct span json_value_string(struct json_value value);

/* A number that is a whole one of 64 bits. */
bool json_value_integer(struct json_value value, int64_t *out);
bool json_value_unsigned(struct json_value value, uint64_t *out);
/* Any number. */
bool json_value_double(struct json_value value, double *out);

/* Starts a walk over the members of VALUE, of which every type but array and
 * object has none. */
struct json_walk json_walk_start(struct json_value value);

/* The next member; *KEY (may be NULL) gets an object's key, SPAN_NONE in an
 * array.  False at the end. */
bool json_walk_next(struct json_walk *walk, struct span *key, struct json_value *value);

/* Is TEXT valid UTF-8?  As utf8_valid(), at many times its speed. */
bool json_valid_utf8(struct span text);

#ifdef __cplusplus
}
#endif

#endif
