#include "bench/judged_collection.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/file.h"
#include "index/terms.h"
#include "text/token.h"

#define FILE_LIMIT ((size_t)1 << 30)

/* ARRAY with room for one more of COUNT items, or NULL. */
static void *
grow(void *array, uint32_t count, uint32_t *size, size_t item)
{
	uint32_t wanted = *size ? *size * 2 : 16;
	void *grown;

	if (count < *size)
		return array;
	if (wanted < *size)
		return NULL;
	grown = realloc(array, wanted * item);
	if (grown)
		*size = wanted;
	return grown;
}

static struct judged_term *
term_list(struct judged_collection *collection, struct span term)
{
	bool added;
	uint32_t number = table_put(&collection->terms, term, &added);
	struct judged_term *lists;

	if (number == TABLE_NONE)
		return NULL;
	if (added) {
		lists = grow(collection->lists, number, &collection->lists_size, sizeof(*lists));
		if (!lists)
			return NULL;
		collection->lists = lists;
		memset(&lists[number], 0, sizeof(*lists));
	}
	return &collection->lists[number];
}

/* The term_sink of one document: the last one in docs. */
static enum status
posting_add(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	struct judged_collection *collection = context;
	struct judged_term *list = term_list(collection, term);
	uint32_t doc = collection->docs.count - 1;
	struct judged_posting *postings;

	(void)position;
	if (!list)
		return STATUS_NOMEM;
	collection->lengths[doc] += frequency;
	if (list->count && list->postings[list->count - 1].doc == doc) {
		list->postings[list->count - 1].frequency += frequency;
		return STATUS_OK;
	}
	postings = grow(list->postings, list->count, &list->size, sizeof(*postings));
	if (!postings)
		return STATUS_NOMEM;
	list->postings = postings;
	postings[list->count++] = (struct judged_posting){ doc, frequency };
	return STATUS_OK;
}

static struct span
json_text(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_string(value) ? span_from(json_string_value(value), json_string_length(value)) : SPAN_NONE;
}

static enum status
doc_add(struct judged_collection *collection, const json_t *object, const char *place, struct error *err)
{
	const struct term_sink sink = { .add = posting_add, .context = collection };
	struct article article = { 0 };
	struct span author = json_text(object, "author");
	uint64_t *lengths;
	struct sketch sketch;
	uint32_t words;
	bool added;

	article.text[FIELD_ID] = json_text(object, "id");
	article.text[FIELD_TITLE] = json_text(object, "title");
	article.text[FIELD_BODY] = json_text(object, "text");
	if (!article.text[FIELD_BODY].ptr)
		article.text[FIELD_BODY] = json_text(object, "body");
	article.authors = &author;
	article.author_count = author.ptr != NULL;
	if (!article.text[FIELD_ID].ptr)
		return error_set(err, STATUS_BADINPUT, place, "a document without an id");
	lengths = grow(collection->lengths, collection->docs.count, &collection->lengths_size, sizeof(*lengths));
	if (!lengths)
		return STATUS_NOMEM;
	collection->lengths = lengths;
	if (table_put(&collection->docs, article.text[FIELD_ID], &added) == TABLE_NONE)
		return STATUS_NOMEM;
	if (!added)
		return error_set(err, STATUS_BADINPUT, place, "document %s comes twice", article.text[FIELD_ID].ptr);
	lengths[collection->docs.count - 1] = 0;
	return article_terms(&article, collection->stemmer, &sink, &words, &sketch);
}

/* Takes the next line off TEXT. */
static bool
line_next(struct span *text, struct span *line)
{
	const char *end;

	if (!text->len)
		return false;
	end = memchr(text->ptr, '\n', text->len);
	*line = span_from(text->ptr, end ? (size_t)(end - text->ptr) : text->len);
	text->ptr += line->len + (end != NULL);
	text->len -= line->len + (end != NULL);
	return true;
}

static enum status
docs_load(struct judged_collection *collection, const char *path, struct span text, struct error *err)
{
	enum status status = STATUS_OK;
	double total = 0;
	struct span line;

	while (status == STATUS_OK && line_next(&text, &line)) {
		json_error_t reason;
		json_t *object;

		if (!span_trim(line).len)
			continue;
		object = json_loadb(line.ptr, line.len, 0, &reason);
		if (!object)
			return error_set(err, STATUS_BADINPUT, path, "%s", reason.text);
		status = doc_add(collection, object, path, err);
		json_decref(object);
	}
	for (uint32_t i = 0; i < collection->docs.count; i++)
		total += (double)collection->lengths[i];
	collection->mean_length = collection->docs.count ? total / collection->docs.count : 1;
	return status;
}

/* Adds one word of QUERY.  *SIZE is the room of its words. */
static enum status
query_word(struct judged_collection *collection, struct judged_query *query, uint32_t *size, struct span word)
{
	char stem[TERM_MAX] = PREFIX_STEM;
	struct span stemmed = stemmer_stem(collection->stemmer, word);
	bool stop = stemmer_is_stop(collection->stemmer, word);
	struct judged_word *words;
	uint32_t term;

	if (stemmed.len > sizeof(stem) - 1)
		return STATUS_OK;
	memcpy(stem + 1, stemmed.ptr, stemmed.len);
	term = table_get(&collection->terms, span_from(stem, stemmed.len + 1));
	for (uint32_t i = 0; term != TABLE_NONE && i < query->word_count; i++) {
		if (query->words[i].term == term) {
			query->words[i].wqf++;
			query->words[i].stop &= stop;
			return STATUS_OK;
		}
	}
	words = grow(query->words, query->word_count, size, sizeof(*words));
	if (!words)
		return STATUS_NOMEM;
	query->words = words;
	words[query->word_count++] = (struct judged_word){ term, 1, stop };
	return STATUS_OK;
}

static enum status
query_add(struct judged_collection *collection, struct span line)
{
	const char *tab = memchr(line.ptr, '\t', line.len);
	struct judged_query *queries = grow(collection->queries, collection->query_count, &collection->query_size,
	                                    sizeof(*queries));
	struct judged_query *query;
	struct tokenizer tokenizer;
	struct token token;
	enum status status = STATUS_OK;
	uint32_t size = 0;

	if (!queries)
		return STATUS_NOMEM;
	collection->queries = queries;
	if (!tab)
		return STATUS_BADINPUT;
	query = &queries[collection->query_count++];
	memset(query, 0, sizeof(*query));
	query->id = strndup(line.ptr, (size_t)(tab - line.ptr));
	if (!query->id)
		return STATUS_NOMEM;
	tokenizer_start(&tokenizer, span_from(tab + 1, line.len - (size_t)(tab + 1 - line.ptr)));
	while (status == STATUS_OK && token_next(&tokenizer, &token))
		status = query_word(collection, query, &size, token.term);
	return status;
}

/* One line of qrels.txt; what was not indexed cannot be found but counts. */
static enum status
grade_add(struct judged_collection *collection, struct span line)
{
	char query_id[64], doc_id[256], copy[512];
	int grade;

	if (line.len >= sizeof(copy))
		return STATUS_BADINPUT;
	memcpy(copy, line.ptr, line.len);
	copy[line.len] = '\0';
	if (sscanf(copy, "%63s %*s %255s %d", query_id, doc_id, &grade) != 3)
		return STATUS_BADINPUT;
	for (uint32_t i = 0; grade > 0 && i < collection->query_count; i++) {
		struct judged_query *query = &collection->queries[i];
		struct judged_posting *grades;

		if (strcmp(query->id, query_id) != 0)
			continue;
		grades = realloc(query->grades, (query->grade_count + 1) * sizeof(*grades));
		if (!grades)
			return STATUS_NOMEM;
		query->grades = grades;
		grades[query->grade_count].doc = table_get(&collection->docs, span_from_string(doc_id));
		grades[query->grade_count++].frequency = (uint32_t)grade;
		return STATUS_OK;
	}
	return STATUS_OK;
}

static enum status
file_load(const char *folder, const char *name, struct buf *path, struct buf *text, struct error *err)
{
	buf_clear(path);
	buf_clear(text);
	buf_append_format(path, "%s/%s", folder, name);
	return file_read(buf_string(path), FILE_LIMIT, text, err);
}

static enum status
lines_load(struct judged_collection *collection, const char *path, struct span text,
           enum status (*add)(struct judged_collection *, struct span), struct error *err)
{
	enum status status = STATUS_OK;
	struct span line;

	while (status == STATUS_OK && line_next(&text, &line))
		if (span_trim(line).len)
			status = add(collection, line);
	return status == STATUS_BADINPUT ? error_set(err, status, path, "a line that is not understood") : status;
}

enum status
judged_collection_load(struct judged_collection *collection, const char *folder, struct error *err)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	enum status status;

	memset(collection, 0, sizeof(*collection));
	collection->folder = folder;
	table_init(&collection->terms);
	table_init(&collection->docs);
	status = stemmer_new(SPAN("en"), &collection->stemmer, err);
	if (status == STATUS_OK)
		status = file_load(folder, "docs.jsonl", &path, &text, err);
	if (status == STATUS_OK)
		status = docs_load(collection, buf_string(&path), buf_span(&text), err);
	if (status == STATUS_OK)
		status = file_load(folder, "queries.tsv", &path, &text, err);
	if (status == STATUS_OK)
		status = lines_load(collection, buf_string(&path), buf_span(&text), query_add, err);
	if (status == STATUS_OK)
		status = file_load(folder, "qrels.txt", &path, &text, err);
	if (status == STATUS_OK)
		status = lines_load(collection, buf_string(&path), buf_span(&text), grade_add, err);
	buf_release(&path);
	buf_release(&text);
	return status < 0 ? error_set(err, status, folder, "%s", status_string(status)) : status;
}

void
judged_collection_release(struct judged_collection *collection)
{
	for (uint32_t i = 0; i < collection->terms.count; i++)
		free(collection->lists[i].postings);
	for (uint32_t i = 0; i < collection->query_count; i++) {
		free(collection->queries[i].id);
		free(collection->queries[i].words);
		free(collection->queries[i].grades);
	}
	free(collection->lists);
	free(collection->lengths);
	free(collection->queries);
	table_release(&collection->terms);
	table_release(&collection->docs);
	stemmer_free(collection->stemmer);
}
