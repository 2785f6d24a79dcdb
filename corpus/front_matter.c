#include "corpus/front_matter.h"

#include <yaml.h>

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_text.h"
#include "corpus/json_article.h"

struct front {
	struct arena *arena;
	struct article *article;
	int rank[FIELD_COUNT];
	bool draft;
};

bool
front_matter_find(struct span text, struct span *matter, struct span *rest, bool *toml)
{
	const char *mark, *end, *start;

	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text.ptr += 3, text.len -= 3;
	if (span_starts(text, SPAN("---\n")) || span_starts(text, SPAN("---\r\n")))
		mark = "\n---";
	else if (span_starts(text, SPAN("+++\n")) || span_starts(text, SPAN("+++\r\n")))
		mark = "\n+++";
	else
		return false;
	*toml = mark[1] == '+';
	start = memchr(text.ptr, '\n', text.len);
	end = memmem(start, text.len - (size_t)(start - text.ptr), mark, 4);
	if (!end || (size_t)(end - start) > FRONT_MATTER_MAX)
		return false;
	*matter = span_from(start, (size_t)(end + 1 - start));
	*rest = span_from(end + 4, (size_t)(text.ptr + text.len - end - 4));
	return rest->len == 0 || rest->ptr[0] == '\n' || rest->ptr[0] == '\r';
}

/* One VALUE of KEY; several come one after the other. */
static enum status
put(struct front *front, struct span key, struct span value)
{
	struct article *article = front->article;
	int rank;
	enum article_field field = json_key_field(key, &rank);

	if (span_equal(key, SPAN("draft")))
		front->draft = span_equal(value, SPAN("true"));
	if (field == FIELD_COUNT || clean_blank(value) || rank > front->rank[field])
		return STATUS_OK;
	value = arena_copy(front->arena, value);
	if (!value.ptr)
		return STATUS_NOMEM;
	if (field == FIELD_AUTHOR)
		return fill_byline(article, value, front->arena, "front matter");
	if (field == FIELD_TAG)
		return fill_item(article, field, value, front->arena, "front matter");
	if (field >= FIELD_PUBLISHED) {
		fill_date_text(article, field, value, NULL, "front matter");
		return STATUS_OK;
	}
	if (rank < front->rank[field] || !article->text[field].len) {
		/* Pages moved from another system have "&#8217;" in their titles. */
		if (field == FIELD_TITLE && html_text_plain(front->arena, &value) < 0)
			return STATUS_NOMEM;
		article->text[field] = value;
		article->found_by[field] = "front matter";
		front->rank[field] = rank;
	}
	return STATUS_OK;
}

static struct span
scalar(yaml_document_t *document, int index)
{
	yaml_node_t *node = yaml_document_get_node(document, index);

	return node && node->type == YAML_SCALAR_NODE
		? span_from((const char *)node->data.scalar.value, node->data.scalar.length) : SPAN_NONE;
}

/* A word or text, the "name" or "title" of a mapping. */
static struct span
item_text(yaml_document_t *document, int index)
{
	yaml_node_t *node = yaml_document_get_node(document, index);

	if (!node || node->type != YAML_MAPPING_NODE)
		return scalar(document, index);
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
		struct span key = scalar(document, pair->key);

		if (span_equal(key, SPAN("name")) || span_equal(key, SPAN("title")))
			return scalar(document, pair->value);
	}
	return SPAN_NONE;
}

static enum status
put_pair(struct front *front, yaml_document_t *document, const yaml_node_pair_t *pair)
{
	yaml_node_t *value = yaml_document_get_node(document, pair->value);
	struct span key = scalar(document, pair->key);
	enum status status = STATUS_OK;

	if (!value || value->type != YAML_SEQUENCE_NODE)
		return put(front, key, item_text(document, pair->value));
	for (yaml_node_item_t *item = value->data.sequence.items.start;
	     item < value->data.sequence.items.top && status == STATUS_OK; item++)
		status = put(front, key, item_text(document, *item));
	return status;
}

static enum status
fill_yaml(struct front *front, struct span matter)
{
	yaml_parser_t parser;
	yaml_document_t document;
	yaml_node_t *root;
	enum status status = STATUS_OK;

	if (!yaml_parser_initialize(&parser))
		return STATUS_NOMEM;
	yaml_parser_set_input_string(&parser, (const unsigned char *)matter.ptr, matter.len);
	if (!yaml_parser_load(&parser, &document)) {
		status = parser.error == YAML_MEMORY_ERROR ? STATUS_NOMEM : STATUS_BADINPUT;
		yaml_parser_delete(&parser);
		return status;
	}
	root = yaml_document_get_root_node(&document);
	if (root && root->type == YAML_MAPPING_NODE)
		for (yaml_node_pair_t *pair = root->data.mapping.pairs.start;
		     pair < root->data.mapping.pairs.top && status == STATUS_OK; pair++)
			status = put_pair(front, &document, pair);
	yaml_document_delete(&document);
	yaml_parser_delete(&parser);
	return status;
}

/* "words" or 'words' without the marks, an unquoted value as it stands. */
static struct span
unquote(struct span value)
{
	value = span_trim(value);
	if (value.len >= 2 && (value.ptr[0] == '"' || value.ptr[0] == '\'') && value.ptr[value.len - 1] == value.ptr[0])
		return span_from(value.ptr + 1, value.len - 2);
	return value;
}

/* The lines KEY = VALUE before the first table, with lists on one line: what
 * pages use of TOML. */
static enum status
fill_toml(struct front *front, struct span matter)
{
	size_t at = 0;
	enum status status = STATUS_OK;

	while (at < matter.len && status == STATUS_OK) {
		const char *newline = memchr(matter.ptr + at, '\n', matter.len - at);
		size_t len = newline ? (size_t)(newline - matter.ptr) - at : matter.len - at;
		struct span line = span_trim(span_from(matter.ptr + at, len)), key, value;
		const char *equals = memchr(line.ptr, '=', line.len);

		at += len + 1;
		if (line.len && line.ptr[0] == '[')
			break;
		if (!equals || line.ptr[0] == '#')
			continue;
		key = unquote(span_from(line.ptr, (size_t)(equals - line.ptr)));
		value = span_trim(span_from(equals + 1, (size_t)(line.ptr + line.len - equals - 1)));
		if (value.len < 2 || value.ptr[0] != '[' || value.ptr[value.len - 1] != ']') {
			status = put(front, key, unquote(value));
			continue;
		}
		value = span_from(value.ptr + 1, value.len - 2);
		while (value.len && status == STATUS_OK) {
			const char *comma = memchr(value.ptr, ',', value.len);
			size_t part = comma ? (size_t)(comma - value.ptr) : value.len;

			status = put(front, key, unquote(span_from(value.ptr, part)));
			value = comma ? span_from(comma + 1, value.len - part - 1) : SPAN("");
		}
	}
	return status;
}

enum status
front_matter_fill(struct span matter, bool toml, struct arena *arena, struct article *article, bool *draft)
{
	struct front front = { .arena = arena, .article = article };
	enum status status;

	for (int i = 0; i < FIELD_COUNT; i++)
		front.rank[i] = INT32_MAX;
	status = toml ? fill_toml(&front, matter) : fill_yaml(&front, matter);
	*draft = front.draft;
	return status;
}
