#include "corpus/json_article.h"

#include <stdio.h>

#include "corpus/clean.h"
#include "corpus/fill.h"

/* Deeper than this no known layout puts a field. */
#define LEVELS 6

struct filling {
	const struct reader_options *options;
	const struct date_hint *hint;
	struct arena *arena;
	struct article *article;
	int rank[FIELD_COUNT];           /* of what was found; lower is better */
	bool mapped[FIELD_COUNT];        /* the user said where it is */
};

struct json_value
json_member(struct json_value object, const char *name)
{
	struct json_walk walk = json_walk_start(object);
	struct json_value value;
	struct span key, want = span_from_string(name);

	while (walk.object && json_walk_next(&walk, &key, &value))
		if (span_equal(key, want))
			return value;
	return (struct json_value){ NULL, 0 };
}

static struct span
number_text(struct json_value value, struct arena *arena)
{
	char out[40];
	int64_t whole;
	uint64_t large;
	double number;
	int len;

	if (json_value_integer(value, &whole))
		len = snprintf(out, sizeof(out), "%lld", (long long)whole);
	else if (json_value_unsigned(value, &large))
		len = snprintf(out, sizeof(out), "%llu", (unsigned long long)large);
	else if (json_value_double(value, &number) && number > -1e15 && number < 1e15)
		len = snprintf(out, sizeof(out), "%lld", (long long)number);
	else
		return SPAN_NONE;
	return arena_copy(arena, span_from(out, (size_t)len));
}

static struct span
text_at_level(struct json_value value, struct arena *arena, int level)
{
	static const char *const names[] = {
		"name", "title", "rendered", "main", "text", "value", "original", "webTitle", "label", "term", "content", "full",
	};
	struct json_walk walk;
	struct json_value item;

	switch (json_type(value)) {
	case JSON_STRING:
		return json_value_string(value);
	case JSON_NUMBER:
		return number_text(value, arena);
	case JSON_OBJECT:
		for (size_t i = 0; level < LEVELS && i < sizeof(names) / sizeof(*names); i++) {
			struct span text = text_at_level(json_member(value, names[i]), arena, level + 1);

			if (!clean_blank(text))
				return text;
		}
		return SPAN_NONE;
	case JSON_ARRAY:
		walk = json_walk_start(value);
		while (level < LEVELS && json_walk_next(&walk, NULL, &item)) {
			struct span text = text_at_level(item, arena, level + 1);

			if (!clean_blank(text))
				return text;
		}
		return SPAN_NONE;
	case JSON_NULL:
	case JSON_BOOL:
		break;
	}
	return SPAN_NONE;
}

struct span
json_text(struct json_value value, struct arena *arena)
{
	return text_at_level(value, arena, 0);
}

/* The paragraphs of an array: ["First.", "Second."]. */
static struct span
joined_text(struct json_value array, struct arena *arena)
{
	struct json_walk walk = json_walk_start(array);
	struct json_value item;
	struct buf out = BUF_INIT;
	struct span text;

	while (json_walk_next(&walk, NULL, &item)) {
		text = clean_trim(json_text(item, arena));
		if (!text.len)
			continue;
		if (out.len)
			buf_append_string(&out, "\n\n");
		buf_append_span(&out, text);
	}
	return arena_take(arena, &out);
}

/* What an article is about: {"name": "subject", "value": "Ports"} says of what kind as well. */
static struct span
item_text(struct json_value item, enum article_field field, struct arena *arena)
{
	struct json_value value = field == FIELD_TAG && json_type(item) == JSON_OBJECT ? json_member(item, "value") : item;

	/* A number is a key of another table, not a name. */
	if (json_type(item) == JSON_NUMBER)
		return SPAN_NONE;
	return json_text(json_type(value) == JSON_STRING ? value : item, arena);
}

static enum status
fill_list(struct filling *f, enum article_field field, struct json_value value, const char *found_by)
{
	struct json_walk walk = json_walk_start(value);
	struct json_value item;
	struct span text;
	bool author = field == FIELD_AUTHOR;

	if (json_type(value) != JSON_ARRAY) {
		text = item_text(value, field, f->arena);
		if (fill_is_nothing(text))
			return STATUS_OK;
		return author ? fill_byline(f->article, text, f->arena, found_by)
			: fill_separated(f->article, field, text, f->arena, found_by);
	}
	while (json_walk_next(&walk, NULL, &item)) {
		text = item_text(item, field, f->arena);
		if (fill_is_nothing(text))
			continue;
		if ((author ? fill_byline(f->article, text, f->arena, found_by)
		     : fill_item(f->article, field, text, f->arena, found_by)) < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static const char *
rule_name(struct filling *f, const char *what, struct span key)
{
	size_t len = strlen(what);
	char *out = arena_alloc(f->arena, len + key.len + 1);

	if (!out)
		return what;
	memcpy(out, what, len);
	if (key.len)
		memcpy(out + len, key.ptr, key.len);
	out[len + key.len] = '\0';
	return out;
}

/* A date of seconds or milliseconds since 1970 is kept as it stands; a text
 * that is no date leaves the field to the next key. */
static bool
put_date(struct filling *f, enum article_field field, struct json_value value, const char *found_by)
{
	struct span text = json_text(value, f->arena);
	struct article *article = f->article;
	struct date found;
	enum date_kind kind;

	if (date_parse_hint(text, f->hint, &found, &kind, NULL) < 0)
		return false;
	if (kind == DATE_MODIFIED && field == FIELD_PUBLISHED) {
		fill_date(article, FIELD_MODIFIED, found, found_by);
		return false;
	}
	*fill_date_slot(article, field) = found;
	article->found_by[field] = found_by;
	return true;
}

/* Takes VALUE, found under KEY, as FIELD. */
static enum status
put_value(struct filling *f, enum article_field field, int rank, struct json_value value, const char *what,
          struct span key)
{
	struct article *article = f->article;
	struct span text;

	/* A list of subjects is what the article is about, a text of that name its title. */
	if (field == FIELD_TITLE && rank == KEY_RANK_SUBJECT && json_type(value) != JSON_STRING)
		return put_value(f, FIELD_TAG, 1, value, what, key);
	if (rank >= f->rank[field] || json_type(value) == JSON_NULL || json_type(value) == JSON_BOOL)
		return STATUS_OK;
	if (field == FIELD_AUTHOR || field == FIELD_TAG) {
		size_t *count = field == FIELD_AUTHOR ? &article->author_count : &article->tag_count, before = *count;

		const char *found_before = article->found_by[field];

		/* Tags and topics add up; of two lists of authors the better key's is taken. */
		if (field == FIELD_AUTHOR) {
			*count = 0;
			article->found_by[field] = NULL;
		}
		if (fill_list(f, field, value, rule_name(f, what, key)) < 0)
			return STATUS_NOMEM;
		if (field == FIELD_AUTHOR && *count == 0) {
			*count = before;
			article->found_by[field] = found_before;
		} else if (field == FIELD_AUTHOR) {
			f->rank[field] = rank;
		}
		return STATUS_OK;
	}
	if (field >= FIELD_PUBLISHED) {
		if (put_date(f, field, value, rule_name(f, what, key)))
			f->rank[field] = rank;
		return STATUS_OK;
	}
	text = field == FIELD_BODY && json_type(value) == JSON_ARRAY ? joined_text(value, f->arena)
		: json_text(value, f->arena);
	if (fill_is_nothing(text))
		return STATUS_OK;
	article->text[field] = text;
	article->found_by[field] = rule_name(f, what, key);
	f->rank[field] = rank;
	return STATUS_OK;
}

/* The value at a dotted path: "meta.title".  A key that has dots itself comes first. */
static struct json_value
at_path(struct json_value object, struct span path)
{
	struct json_walk walk = json_walk_start(object);
	struct json_value value;
	struct span key;
	const char *dot;

	while (walk.object && json_walk_next(&walk, &key, &value))
		if (span_equal(key, path))
			return value;
	for (dot = path.ptr; (dot = memchr(dot, '.', (size_t)(path.ptr + path.len - dot))) != NULL; dot++) {
		struct span first = span_from(path.ptr, (size_t)(dot - path.ptr));

		walk = json_walk_start(object);
		while (walk.object && json_walk_next(&walk, &key, &value))
			if (span_equal(key, first))
				return at_path(value, span_from(dot + 1, (size_t)(path.ptr + path.len - dot - 1)));
	}
	return (struct json_value){ NULL, 0 };
}

static enum status
fill_mapped(struct filling *f, struct json_value object)
{
	for (size_t i = 0; i < f->options->map_count; i++) {
		const struct field_map *map = &f->options->maps[i];
		struct json_value value = at_path(object, map->name);

		f->mapped[map->field] = true;
		/* The first that is there, before any key that is known. */
		if (put_value(f, map->field, (int)i - (int)f->options->map_count, value, "--map ", map->name) < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static enum status
fill_known(struct filling *f, struct json_value object)
{
	struct json_walk walk = json_walk_start(object);
	struct json_value value;
	struct span key;

	while (json_walk_next(&walk, &key, &value)) {
		int rank;
		enum article_field field = json_key_field(key, &rank);

		/* Several names for one field: the first of equal rank stays. */
		if (field == FIELD_COUNT || f->mapped[field])
			continue;
		if (put_value(f, field, rank, value, "JSON key ", key) < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

/* Objects inside which some layouts keep the article: Elasticsearch's _source,
 * the fields of the Guardian's interface. */
static enum status
fill_nested(struct filling *f, struct json_value object)
{
	static const char *const names[] = { "_source", "fields", "attributes", "article" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct json_value inner = json_member(object, names[i]);

		if (json_type(inner) == JSON_OBJECT && fill_known(f, inner) < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

/* {"text", "timestamp", "url"} alone is how web crawls are published: the time
 * is the crawler's. */
static void
fix_crawl(struct filling *f, struct json_value object)
{
	struct json_walk walk = json_walk_start(object);
	struct json_value value;
	struct article *article = f->article;
	size_t count = 0;

	if (f->rank[FIELD_PUBLISHED] != KEY_RANK_TIMESTAMP || f->mapped[FIELD_PUBLISHED] || article->text[FIELD_TITLE].len)
		return;
	while (json_walk_next(&walk, NULL, &value))
		count++;
	if (count > 4)
		return;
	article->crawled = article->published;
	article->found_by[FIELD_CRAWLED] = article->found_by[FIELD_PUBLISHED];
	article->published = (struct date){ 0 };
	article->found_by[FIELD_PUBLISHED] = NULL;
}

enum status
json_article_fill(struct json_value object, const struct reader_options *options, const struct date_hint *hint,
                  struct arena *arena, struct article *article, const char **reason)
{
	enum status status;
	struct filling f = { .options = options, .hint = hint, .arena = arena, .article = article };

	for (int i = 0; i < FIELD_COUNT; i++)
		f.rank[i] = INT32_MAX;
	if (json_type(object) != JSON_OBJECT || json_is_schema(object))
		return STATUS_NOTFOUND;
	if (fill_mapped(&f, object) < 0)
		return STATUS_NOMEM;
	status = options->map_count ? STATUS_NOTFOUND : json_ninjs_fill(object, arena, article, reason);
	if (status != STATUS_NOTFOUND)
		return status;
	if (json_blocks_fill(object, arena, article) < 0)
		return STATUS_NOMEM;
	if (article->text[FIELD_BODY].len)
		f.rank[FIELD_BODY] = 0;
	if (fill_known(&f, object) < 0 || fill_nested(&f, object) < 0)
		return STATUS_NOMEM;
	fix_crawl(&f, object);
	return article->text[FIELD_TITLE].len || article->text[FIELD_BODY].len ? STATUS_OK : STATUS_NOTFOUND;
}

bool
json_is_schema(struct json_value object)
{
	return json_member(object, "$schema").tree && json_member(object, "properties").tree;
}

bool
json_is_article(struct json_value object)
{
	struct json_walk walk = json_walk_start(object);
	struct json_value value;
	struct span key;
	int rank;

	if (json_member(object, "uri").tree && (json_member(object, "headlines").tree || json_member(object, "bodies").tree))
		return true;
	while (walk.object && json_walk_next(&walk, &key, &value)) {
		enum article_field field = json_key_field(key, &rank);
		enum json_type type = json_type(value);

		if ((field == FIELD_TITLE || field == FIELD_BODY) && (type == JSON_STRING || type == JSON_OBJECT))
			return true;
		if (span_equal(key, SPAN("_source")) && type == JSON_OBJECT)
			return true;
	}
	return false;
}
