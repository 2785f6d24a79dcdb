/* An article of the answer as a row: the fields that --fields knows.
 */
#include "query/hit.h"

enum hit_column {
	COL_RANK, COL_SCORE, COL_ID, COL_TITLE, COL_PUBLISHED, COL_MODIFIED, COL_SOURCE, COL_AUTHOR, COL_SECTION,
	COL_TAGS, COL_LANGUAGE, COL_URL, COL_WORDS, COL_SNIPPET, COL_HIGHLIGHTS,
	COL_DATE, COL_CRAWLED, COL_ORIGIN, COL_NOTE, COL_BODY, COL_BODY_HIGHLIGHTS, COL_CHANGE, COL_REPRINTS, COL_REPRINTED,
	COL_COUNT
};

/* The columns before this one are the usual ones of a hit; tables leave the
 * highlights out. */
#define COL_USUAL COL_DATE

static const struct {
	const char *name;
	unsigned parts;
} column_info[COL_COUNT] = {
	[COL_RANK] = { "rank", 0 },
	[COL_SCORE] = { "score", 0 },
	[COL_ID] = { "id", 0 },
	[COL_TITLE] = { "title", HIT_ARTICLE },
	[COL_PUBLISHED] = { "published", HIT_ARTICLE },
	[COL_MODIFIED] = { "modified", HIT_ARTICLE },
	[COL_SOURCE] = { "source", HIT_ARTICLE },
	[COL_AUTHOR] = { "author", HIT_ARTICLE },
	[COL_SECTION] = { "section", HIT_ARTICLE },
	[COL_TAGS] = { "tags", HIT_ARTICLE },
	[COL_LANGUAGE] = { "language", HIT_ARTICLE },
	[COL_URL] = { "url", HIT_ARTICLE },
	[COL_WORDS] = { "words", HIT_WORDS },
	[COL_SNIPPET] = { "snippet", HIT_SNIPPET },
	[COL_HIGHLIGHTS] = { "highlights", HIT_SNIPPET },
	[COL_DATE] = { "date", HIT_ARTICLE },
	[COL_CRAWLED] = { "crawled", HIT_ARTICLE },
	[COL_ORIGIN] = { "origin", HIT_ARTICLE },
	[COL_NOTE] = { "note", HIT_ARTICLE },
	[COL_BODY] = { "body", HIT_ARTICLE },
	[COL_BODY_HIGHLIGHTS] = { "body_highlights", HIT_BODY },
	[COL_CHANGE] = { "change", 0 },
	[COL_REPRINTS] = { "reprints", 0 },
	[COL_REPRINTED] = { "reprinted", HIT_REPRINTS },
};

static void
add_column(struct hit_columns *columns, int id)
{
	columns->names[columns->count] = column_info[id].name;
	columns->ids[columns->count] = id;
	columns->parts |= column_info[id].parts;
	columns->count++;
}

static int
find_column(struct span name)
{
	for (int id = 0; id < COL_COUNT; id++)
		if (span_equal(name, span_from_string(column_info[id].name)))
			return id;
	return -1;
}

static enum status
no_field(struct span name, struct error *err)
{
	struct buf known = BUF_INIT;
	enum status status;

	for (int id = 0; id < COL_COUNT; id++)
		buf_append_format(&known, "%s%s", id ? ", " : "", column_info[id].name);
	status = error_set(err, STATUS_BADQUERY, "--fields", "no field is called '%.*s'; there are %s",
	                   (int)(name.len < 40 ? name.len : 40), name.ptr, buf_string(&known));
	buf_release(&known);
	return status;
}

enum status
hit_columns_choose(struct hit_columns *columns, const char *fields, enum output_format format,
                   struct error *err)
{
	bool table = format == FORMAT_TSV || format == FORMAT_CSV;

	*columns = (struct hit_columns){ .count = 0 };
	for (int id = 0; !fields && id < COL_USUAL; id++)
		if (!table || id != COL_HIGHLIGHTS)
			add_column(columns, id);
	while (fields) {
		const char *comma = strchr(fields, ',');
		struct span name = span_trim(span_from(fields, comma ? (size_t)(comma - fields) : strlen(fields)));
		int id = find_column(name);

		if (id < 0)
			return no_field(name, err);
		for (size_t i = 0; i < columns->count; i++)
			if (columns->ids[i] == id)
				return error_set(err, STATUS_BADQUERY, "--fields", "'%s' stands twice", column_info[id].name);
		add_column(columns, id);
		fields = comma ? comma + 1 : NULL;
	}
	return STATUS_OK;
}

void
hit_columns_add_change(struct hit_columns *columns)
{
	add_column(columns, COL_CHANGE);
}

void
hit_columns_add_group(struct hit_columns *columns)
{
	add_column(columns, COL_REPRINTS);
	add_column(columns, COL_REPRINTED);
}

void
hit_columns_article(struct hit_columns *columns)
{
	static const int ids[] = {
		COL_ID, COL_TITLE, COL_PUBLISHED, COL_MODIFIED, COL_CRAWLED, COL_SOURCE, COL_AUTHOR, COL_SECTION, COL_TAGS,
		COL_LANGUAGE, COL_URL, COL_WORDS, COL_ORIGIN, COL_NOTE, COL_BODY, COL_BODY_HIGHLIGHTS,
	};

	*columns = (struct hit_columns){ .count = 0 };
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		add_column(columns, ids[i]);
}

static struct value
value_date(const struct date *date, struct arena *arena)
{
	char text[DATE_TEXT_SIZE];

	if (date->precision == DATE_NONE)
		return (struct value){ .kind = VALUE_NONE };
	date_format(date, text);
	return value_text(arena_copy(arena, span_from_string(text)));
}

static struct value
value_reprints(const struct hit_view *view, struct arena *arena)
{
	static const char *const names[] = { "date", "source", "id" };
	size_t columns = sizeof(names) / sizeof(*names);
	struct value *values = arena_zalloc(arena, columns * view->reprint_count + 1, sizeof(*values));

	for (size_t i = 0; values && view->reprints && i < view->reprint_count; i++) {
		values[columns * i] = value_date(&view->reprints[i].date, arena);
		values[columns * i + 1] = value_text(view->reprints[i].source);
		values[columns * i + 2] = value_text(view->reprints[i].id);
	}
	return value_records(names, values, columns, values && view->reprints ? view->reprint_count : 0);
}

static struct value
column_value(enum hit_column column, const struct hit_view *view, struct arena *arena)
{
	const struct article *article = &view->article;
	struct date date;

	switch (column) {
	case COL_RANK:
		return value_integer((int64_t)view->rank);
	case COL_SCORE:
		return value_real(view->score);
	case COL_ID:
		return value_text(view->id);
	case COL_TITLE:
		return value_text(article->text[FIELD_TITLE]);
	case COL_PUBLISHED:
		return value_date(&article->published, arena);
	case COL_MODIFIED:
		return value_date(&article->modified, arena);
	case COL_CRAWLED:
		return value_date(&article->crawled, arena);
	case COL_DATE:
		date = article_date(article);
		return value_date(&date, arena);
	case COL_SOURCE:
		return value_text(article->text[FIELD_SOURCE]);
	case COL_AUTHOR:
		return value_list(article->authors, article->author_count);
	case COL_SECTION:
		return value_text(article->text[FIELD_SECTION]);
	case COL_TAGS:
		return value_list(article->tags, article->tag_count);
	case COL_LANGUAGE:
		return value_text(article->text[FIELD_LANGUAGE]);
	case COL_URL:
		return value_text(article->text[FIELD_URL]);
	case COL_WORDS:
		return value_integer(view->words);
	case COL_SNIPPET:
		return value_text(view->snippet.text);
	case COL_HIGHLIGHTS:
		return value_ranges(view->snippet.highlights, view->snippet.count);
	case COL_ORIGIN:
		return value_text(article->origin);
	case COL_NOTE:
		return value_text(article->text[FIELD_NOTE]);
	case COL_BODY:
		return value_text(article->text[FIELD_BODY]);
	case COL_BODY_HIGHLIGHTS:
		return value_ranges(view->body, view->body_count);
	case COL_CHANGE:
		return value_string(view->change);
	case COL_REPRINTS:
		return value_integer((int64_t)view->reprint_count);
	case COL_REPRINTED:
		return value_reprints(view, arena);
	case COL_COUNT:
		break;
	}
	return (struct value){ .kind = VALUE_NONE };
}

void
hit_values(const struct hit_columns *columns, const struct hit_view *view, struct arena *arena,
           struct value values[HIT_COLUMNS_MAX])
{
	for (size_t i = 0; i < columns->count; i++)
		values[i] = column_value((enum hit_column)columns->ids[i], view, arena);
}
