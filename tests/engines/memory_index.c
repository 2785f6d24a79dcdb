#include "tests/engines/memory_index.h"

#include <stdlib.h>
#include <string.h>

#include "common/table.h"
#include "index/terms.h"
#include "query/languages.h"
#include "tests/engines/grow.h"

struct posting {
	docid_t doc;
	uint32_t frequency;
	uint32_t *positions;
	size_t count;
};

struct list {
	struct posting *items;
	size_t count;
	uint64_t cf;
};

struct memory_index {
	struct index_reader reader;
	const struct article *articles;
	size_t count;
	const char *languages;
	struct table terms;
	struct list *lists;      /* by the term's number */
	size_t list_count;
	uint32_t *sorted;        /* numbers in byte order of the terms */
	uint64_t *lengths;
	uint32_t *words;
	struct sketch *sketches;
	docid_t adding;
	struct index_stats stats;
};

static enum status
add_term(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	struct memory_index *index = context;
	bool added;
	uint32_t number = table_put(&index->terms, term, &added);
	struct posting *posting;
	struct list *list;

	if (number == TABLE_NONE)
		return STATUS_NOMEM;
	if (added) {
		index->lists = test_grow(index->lists, index->list_count, sizeof(*index->lists));
		memset(&index->lists[index->list_count++], 0, sizeof(*index->lists));
	}
	list = &index->lists[number];
	if (!list->count || list->items[list->count - 1].doc != index->adding) {
		list->items = test_grow(list->items, list->count, sizeof(*list->items));
		list->items[list->count++] = (struct posting){ .doc = index->adding };
	}
	posting = &list->items[list->count - 1];
	posting->frequency += frequency;
	list->cf += frequency;
	index->lengths[index->adding - 1] += frequency;
	if (position) {
		posting->positions = test_grow(posting->positions, posting->count, sizeof(uint32_t));
		posting->positions[posting->count++] = position;
	}
	return STATUS_OK;
}

struct memory_postings {
	struct postings postings;
	const struct list *list;  /* NULL: every document */
	size_t at, count;
};

static enum status
memory_next(struct postings *postings, struct error *err)
{
	struct memory_postings *memory = (struct memory_postings *)postings;

	(void)err;
	if (postings->doc == DOCID_END)
		return STATUS_END;
	memory->at += postings->doc != DOCID_NONE;
	if (memory->at >= memory->count) {
		postings->doc = DOCID_END;
		return STATUS_END;
	}
	postings->doc = memory->list ? memory->list->items[memory->at].doc : (docid_t)memory->at + 1;
	postings->frequency = memory->list ? memory->list->items[memory->at].frequency : 0;
	return STATUS_OK;
}

static enum status
memory_seek(struct postings *postings, docid_t target, struct error *err)
{
	enum status status;

	do
		status = memory_next(postings, err);
	while (status == STATUS_OK && postings->doc < target);
	return status;
}

static enum status
memory_positions(struct postings *postings, const uint32_t **positions, size_t *count, struct error *err)
{
	struct memory_postings *memory = (struct memory_postings *)postings;

	(void)err;
	*positions = memory->list ? memory->list->items[memory->at].positions : NULL;
	*count = memory->list ? memory->list->items[memory->at].count : 0;
	return STATUS_OK;
}

static void
memory_postings_free(struct postings *postings)
{
	free(postings);
}

static enum status
open_postings(const struct list *list, size_t count, struct postings **postings)
{
	static const struct postings_ops ops = { memory_next, memory_seek, memory_positions, memory_postings_free };
	struct memory_postings *memory = calloc(1, sizeof(*memory));

	if (!memory)
		return STATUS_NOMEM;
	memory->postings.ops = &ops;
	memory->list = list;
	memory->count = count;
	*postings = &memory->postings;
	return STATUS_OK;
}

static enum status
reader_postings(struct index_reader *reader, struct span term, struct postings **postings, struct error *err)
{
	static const struct list none = { NULL, 0, 0 };
	struct memory_index *index = (struct memory_index *)reader;
	uint32_t number = table_get(&index->terms, term);

	(void)err;
	if (number == TABLE_NONE)
		return open_postings(&none, 0, postings);
	return open_postings(&index->lists[number], index->lists[number].count, postings);
}

static enum status
reader_all(struct index_reader *reader, struct postings **postings, struct error *err)
{
	(void)err;
	return open_postings(NULL, ((struct memory_index *)reader)->count, postings);
}

static enum status
reader_stats(struct index_reader *reader, struct index_stats *stats, struct error *err)
{
	(void)err;
	*stats = ((struct memory_index *)reader)->stats;
	return STATUS_OK;
}

static enum status
reader_term(struct index_reader *reader, struct span term, struct term_stats *stats, struct error *err)
{
	struct memory_index *index = (struct memory_index *)reader;
	uint32_t number = table_get(&index->terms, term);

	(void)err;
	*stats = (struct term_stats){ 0, 0 };
	if (number != TABLE_NONE)
		*stats = (struct term_stats){ index->lists[number].count, index->lists[number].cf };
	return STATUS_OK;
}

struct memory_walk {
	struct term_walk walk;
	struct memory_index *index;
	struct span from, prefix;
	size_t at;
};

static enum status
walk_next(struct term_walk *walk, struct error *err)
{
	struct memory_walk *memory = (struct memory_walk *)walk;

	(void)err;
	while (memory->at < memory->index->terms.count) {
		uint32_t number = memory->index->sorted[memory->at++];
		struct span term = table_key(&memory->index->terms, number);

		if (span_compare(term, memory->from) < 0 || !span_starts(term, memory->prefix))
			continue;
		walk->term = term;
		walk->stats = (struct term_stats){ memory->index->lists[number].count, memory->index->lists[number].cf };
		return STATUS_OK;
	}
	return STATUS_END;
}

static void
walk_free(struct term_walk *walk)
{
	struct memory_walk *memory = (struct memory_walk *)walk;

	free((char *)memory->from.ptr);
	free((char *)memory->prefix.ptr);
	free(memory);
}

static struct span
keep(struct span text)
{
	char *copy = malloc(text.len + 1);

	if (!copy)
		abort();
	memcpy(copy, text.len ? text.ptr : "", text.len);
	return span_from(copy, text.len);
}

static enum status
reader_walk(struct index_reader *reader, struct span from, struct span prefix, struct term_walk **walk,
            struct error *err)
{
	static const struct term_walk_ops ops = { walk_next, walk_free };
	struct memory_walk *memory = calloc(1, sizeof(*memory));

	(void)err;
	if (!memory)
		return STATUS_NOMEM;
	memory->walk.ops = &ops;
	memory->index = (struct memory_index *)reader;
	memory->from = keep(from);
	memory->prefix = keep(prefix);
	*walk = &memory->walk;
	return STATUS_OK;
}

static enum status
reader_length(struct index_reader *reader, docid_t doc, uint64_t *length, struct error *err)
{
	(void)err;
	*length = ((struct memory_index *)reader)->lengths[doc - 1];
	return STATUS_OK;
}

static int64_t
document_date(const struct article *article)
{
	struct date date = article_date(article);

	return date.precision == DATE_NONE ? DATE_UNDATED : date.seconds;
}

static enum status
reader_number(struct index_reader *reader, enum index_column column, docid_t doc, int64_t *value, struct error *err)
{
	struct memory_index *index = (struct memory_index *)reader;

	(void)err;
	*value = column == COLUMN_DATE ? document_date(&index->articles[doc - 1]) : index->words[doc - 1];
	return STATUS_OK;
}

static enum status
reader_string(struct index_reader *reader, enum index_column column, docid_t doc, struct span *value, struct error *err)
{
	const struct memory_index *index = (const struct memory_index *)reader;
	const struct article *article = &index->articles[doc - 1];

	(void)err;
	if (column == COLUMN_SKETCH) {
		*value = span_from((const char *)index->sketches[doc - 1].bins, SKETCH_BINS);
		return STATUS_OK;
	}
	*value = article->text[column == COLUMN_SOURCE ? FIELD_SOURCE : column == COLUMN_SECTION ? FIELD_SECTION
	                                                                                         : FIELD_LANGUAGE];
	return STATUS_OK;
}

static enum status
reader_article(struct index_reader *reader, docid_t doc, struct arena *arena, struct article *article, struct error *err)
{
	(void)arena, (void)err;
	*article = ((struct memory_index *)reader)->articles[doc - 1];
	return STATUS_OK;
}

static enum status
reader_id(struct index_reader *reader, docid_t doc, struct buf *id, struct error *err)
{
	(void)err;
	buf_append_span(id, ((struct memory_index *)reader)->articles[doc - 1].text[FIELD_ID]);
	return STATUS_OK;
}

static enum status
reader_meta(struct index_reader *reader, struct span key, struct buf *value, struct error *err)
{
	if (!span_equal(key, SPAN("languages")) || !((struct memory_index *)reader)->languages)
		return error_set(err, STATUS_NOTFOUND, NULL, "no such key");
	buf_append_string(value, ((struct memory_index *)reader)->languages);
	return STATUS_OK;
}

static enum status
reader_meta_next(struct index_reader *reader, struct span prefix, struct buf *key, struct error *err)
{
	(void)reader, (void)prefix, (void)key, (void)err;
	return STATUS_END;
}

static enum status
reader_top(struct index_reader *reader, struct search *search, struct error *err)
{
	(void)reader, (void)search;
	return error_set(err, STATUS_UNSUPPORTED, NULL, "no fast way");
}

static void
reader_free(struct index_reader *reader)
{
	struct memory_index *index = (struct memory_index *)reader;

	for (size_t i = 0; i < index->list_count; i++) {
		for (size_t j = 0; j < index->lists[i].count; j++)
			free(index->lists[i].items[j].positions);
		free(index->lists[i].items);
	}
	free(index->lists);
	free(index->sorted);
	free(index->lengths);
	free(index->words);
	free(index->sketches);
	table_release(&index->terms);
	free(index);
}

static struct memory_index *comparing;  /* for qsort() */

static int
by_term(const void *left, const void *right)
{
	return span_compare(table_key(&comparing->terms, *(const uint32_t *)left),
	                    table_key(&comparing->terms, *(const uint32_t *)right));
}

static void
index_sort(struct memory_index *index)
{
	index->sorted = calloc(index->terms.count + 1, sizeof(*index->sorted));
	if (!index->sorted)
		abort();
	for (uint32_t i = 0; i < index->terms.count; i++)
		index->sorted[i] = i;
	comparing = index;
	qsort(index->sorted, index->terms.count, sizeof(*index->sorted), by_term);
}

static void
index_measure(struct memory_index *index)
{
	struct index_stats *stats = &index->stats;
	uint64_t sum = 0;

	stats->engine = "memory";
	stats->articles = index->count;
	stats->terms = index->terms.count;
	stats->first = stats->last = DATE_UNDATED;
	for (size_t i = 0; i < index->count; i++) {
		int64_t date = document_date(&index->articles[i]);

		sum += index->lengths[i];
		stats->words += index->words[i];
		stats->undated += date == DATE_UNDATED;
		if (date != DATE_UNDATED && (stats->first == DATE_UNDATED || date < stats->first))
			stats->first = date;
		if (date > stats->last)
			stats->last = date;
	}
	stats->mean_length = index->count ? (double)sum / (double)index->count : 0;
}

enum status
memory_index_new(const struct article *articles, size_t count, const char *languages,
                 struct index_reader **reader, struct error *err)
{
	static const struct index_reader_ops ops = {
		.stats = reader_stats, .term = reader_term, .walk = reader_walk, .postings = reader_postings,
		.all = reader_all, .length = reader_length, .number = reader_number, .string = reader_string,
		.article = reader_article, .id = reader_id, .meta = reader_meta, .meta_next = reader_meta_next,
		.top = reader_top, .free = reader_free,
	};
	struct memory_index *index = calloc(1, sizeof(*index));
	struct languages stemmers;
	enum status status;

	if (!index)
		abort();
	index->reader.ops = &ops;
	index->articles = articles;
	index->count = count;
	index->languages = languages;
	index->lengths = calloc(count + 1, sizeof(*index->lengths));
	index->words = calloc(count + 1, sizeof(*index->words));
	index->sketches = calloc(count + 1, sizeof(*index->sketches));
	if (!index->lengths || !index->words || !index->sketches)
		abort();
	table_init(&index->terms);
	memset(&stemmers, 0, sizeof(stemmers));
	if (languages)
		status = languages_open(&stemmers, &index->reader, err);
	else
		status = languages_add(&stemmers, SPAN("en"), err);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (articles[i].text[FIELD_LANGUAGE].len)
			status = languages_add(&stemmers, articles[i].text[FIELD_LANGUAGE], err);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct term_sink sink = { .add = add_term, .context = index };

		index->adding = (docid_t)i + 1;
		status = article_terms(&articles[i], languages_stemmer(&stemmers, articles[i].text[FIELD_LANGUAGE]), &sink,
		                       &index->words[i], &index->sketches[i]);
	}
	if (status == STATUS_OK) {
		index_sort(index);
		index_measure(index);
		*reader = &index->reader;
	} else {
		reader_free(&index->reader);
	}
	languages_release(&stemmers);
	return status;
}
