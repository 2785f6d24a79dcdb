#include "index/index.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "index/claims.h"
#include "index/engines.h"
#include "index/terms.h"
#include "index/withdrawals.h"

/* A walk or cursor that has nothing to say, for terms that cannot exist. */
static enum status
empty_next(struct postings *postings, struct error *err)
{
	(void)err;
	postings->doc = DOCID_END;
	return STATUS_END;
}

static enum status
empty_seek(struct postings *postings, docid_t target, struct error *err)
{
	(void)target;
	return empty_next(postings, err);
}

static enum status
empty_positions(struct postings *postings, const uint32_t **positions, size_t *count, struct error *err)
{
	(void)postings;
	(void)err;
	*positions = NULL;
	*count = 0;
	return STATUS_OK;
}

static void
empty_free(struct postings *postings)
{
	free(postings);
}

static enum status
empty_postings(struct postings **postings, struct error *err)
{
	static const struct postings_ops ops = { empty_next, empty_seek, empty_positions, empty_free };

	*postings = calloc(1, sizeof(**postings));
	if (!*postings)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	(*postings)->ops = &ops;
	return STATUS_OK;
}

/* ---- Opening ---------------------------------------------------------- */

static enum status
path_engine(struct span path, const struct index_engine **engine, struct error *err)
{
	char *name = strndup(path.ptr, path.len);
	enum status status = STATUS_OK;
	struct stat st;

	if (!name)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	*engine = engine_of_path(name);
	if (*engine)
		status = STATUS_OK;
	else if (strstr(name, "://"))
		status = error_set(err, STATUS_BADQUERY, name,
		                   "not an index address; known are xapian+tcp://HOST:PORT and xapian+ssh://HOST/PATH");
	else if (stat(name, &st) < 0)
		status = errno == ENOENT ? error_set(err, STATUS_NOTFOUND, name, "there is no index here")
		                         : error_set_errno(err, name, "cannot open", errno);
	else
		status = error_set(err, STATUS_NOTFOUND, name, "is not an index");
	free(name);
	return status;
}

/* Keeps in KEPT the paths that are indexes of one engine. */
static enum status
paths_sort_out(const struct span *paths, size_t count, struct buf *partial, struct span *kept,
               size_t *kept_count, const struct index_engine **engine, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct error why = ERROR_INIT;
		const struct index_engine *other = NULL;
		enum status status;

		if (!paths[i].ptr || !paths[i].len || memchr(paths[i].ptr, '\0', paths[i].len))
			return error_set(err, STATUS_BADQUERY, NULL, "an index path is empty or holds a NUL");
		status = path_engine(paths[i], &other, &why);
		if (status == STATUS_OK && *kept_count && other != *engine)
			status = error_set(&why, STATUS_UNSUPPORTED, NULL, "%.*s: a %s index cannot be searched together with a %s index",
			                   (int)paths[i].len, paths[i].ptr, other->name, (*engine)->name);
		if (status == STATUS_OK) {
			kept[(*kept_count)++] = paths[i];
			*engine = other;
		} else if (partial && status != STATUS_NOMEM && status != STATUS_UNSUPPORTED) {
			buf_append_format(partial, "%s: %s\n", why.place, why.reason);
			error_set(err, status, why.place, "%s", why.reason);
		} else {
			error_clear(err);
			return error_set(err, status, why.place, "%s", why.reason);
		}
	}
	return STATUS_OK;
}

enum status
index_open(const struct span *paths, size_t count, struct buf *partial,
           struct index_reader **reader, struct error *err)
{
	struct error dropped = ERROR_INIT;
	const struct index_engine *engine = NULL;
	struct span *kept;
	size_t kept_count = 0;
	enum status status;

	*reader = NULL;
	if (count == 0)
		return error_set(err, STATUS_BADQUERY, NULL, "no index is named");
	kept = calloc(count, sizeof(*kept));
	if (!kept)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = paths_sort_out(paths, count, partial, kept, &kept_count, &engine, &dropped);
	if (status == STATUS_OK && kept_count)
		status = engine->open(kept, kept_count, partial, reader, err);
	else
		status = error_set(err, dropped.status, dropped.place, "%s", dropped.reason);
	free(kept);
	return status;
}

void
index_reader_free(struct index_reader *reader)
{
	if (reader)
		reader->ops->free(reader);
}

/* ---- Reading ---------------------------------------------------------- */

static bool
term_possible(struct span term)
{
	return term.ptr && term.len && term.len <= TERM_MAX;
}

static enum status
check_doc(docid_t doc, struct error *err)
{
	return doc == DOCID_NONE || doc == DOCID_END
		? error_set(err, STATUS_BADQUERY, NULL, "%u is not the number of a document", doc)
		: STATUS_OK;
}

enum status
index_stats(struct index_reader *reader, struct index_stats *stats, struct error *err)
{
	*stats = (struct index_stats){ .first = DATE_UNDATED, .last = DATE_UNDATED };
	return reader->ops->stats(reader, stats, err);
}

enum status
index_term(struct index_reader *reader, struct span term, struct term_stats *stats, struct error *err)
{
	*stats = (struct term_stats){ 0, 0 };
	return term_possible(term) ? reader->ops->term(reader, term, stats, err) : STATUS_OK;
}

enum status
index_walk(struct index_reader *reader, struct span from, struct span prefix,
           struct term_walk **walk, struct error *err)
{
	*walk = NULL;
	return reader->ops->walk(reader, from, prefix, walk, err);
}

enum status
index_postings(struct index_reader *reader, struct span term, struct postings **postings, struct error *err)
{
	*postings = NULL;
	return term_possible(term) ? reader->ops->postings(reader, term, postings, err)
	                           : empty_postings(postings, err);
}

enum status
index_all(struct index_reader *reader, struct postings **postings, struct error *err)
{
	*postings = NULL;
	return reader->ops->all(reader, postings, err);
}

enum status
index_length(struct index_reader *reader, docid_t doc, uint64_t *length, struct error *err)
{
	enum status status = check_doc(doc, err);

	*length = 0;
	return status < 0 ? status : reader->ops->length(reader, doc, length, err);
}

enum status
index_number(struct index_reader *reader, enum index_column column, docid_t doc, int64_t *value, struct error *err)
{
	enum status status = check_doc(doc, err);

	*value = 0;
	if (column != COLUMN_DATE && column != COLUMN_WORDS)
		return error_set(err, STATUS_BADQUERY, NULL, "column %d does not hold numbers", (int)column);
	return status < 0 ? status : reader->ops->number(reader, column, doc, value, err);
}

enum status
index_place(struct index_reader *reader, docid_t doc, uint64_t *place, struct error *err)
{
	enum status status = check_doc(doc, err);

	*place = doc;
	return status < 0 || !reader->ops->place ? status : reader->ops->place(reader, doc, place, err);
}

enum status
index_string(struct index_reader *reader, enum index_column column, docid_t doc, struct span *value, struct error *err)
{
	enum status status = check_doc(doc, err);

	*value = SPAN_NONE;
	if (column != COLUMN_SOURCE && column != COLUMN_SECTION && column != COLUMN_LANGUAGE
	    && column != COLUMN_SKETCH && column != COLUMN_CONTENT)
		return error_set(err, STATUS_BADQUERY, NULL, "column %d does not hold strings", (int)column);
	return status < 0 ? status : reader->ops->string(reader, column, doc, value, err);
}

enum status
index_article(struct index_reader *reader, docid_t doc, struct arena *arena, struct article *article, struct error *err)
{
	enum status status = check_doc(doc, err);

	memset(article, 0, sizeof(*article));
	return status < 0 ? status : reader->ops->article(reader, doc, arena, article, err);
}

void
index_ahead(struct index_reader *reader, const docid_t *docs, size_t count)
{
	if (reader->ops->ahead)
		reader->ops->ahead(reader, docs, count < INDEX_AHEAD ? count : INDEX_AHEAD);
}

enum status
index_text_missing(struct error *err)
{
	return error_set(err, STATUS_UNSUPPORTED, NULL, "this needs the texts of articles, and the index keeps none (--text=none)");
}

enum status
index_article_text(struct index_reader *reader, docid_t doc, struct arena *arena, struct article *article,
                   struct error *err)
{
	enum status status = index_article(reader, doc, arena, article, err);

	return status == STATUS_OK && article->bodiless ? index_text_missing(err) : status;
}

enum status
index_id(struct index_reader *reader, docid_t doc, struct buf *id, struct error *err)
{
	enum status status = check_doc(doc, err);

	return status < 0 ? status : reader->ops->id(reader, doc, id, err);
}

enum status
index_find(struct index_reader *reader, struct span id, docid_t *doc, struct error *err)
{
	struct postings *postings = NULL;
	struct buf term = BUF_INIT, found = BUF_INIT;
	enum status status;

	*doc = DOCID_NONE;
	term_boolean(&term, PREFIX_ID, id, false);
	status = buf_status(&term);
	if (status < 0) {
		error_set(err, status, NULL, "out of memory");
		goto done;
	}
	status = index_postings(reader, buf_span(&term), &postings, err);
	/* Two long ids may share a term. */
	while (status == STATUS_OK && *doc == DOCID_NONE) {
		status = postings_next(postings, err);
		if (status != STATUS_OK)
			break;
		buf_clear(&found);
		status = index_id(reader, postings->doc, &found, err);
		if (status == STATUS_OK && span_equal(buf_span(&found), id))
			*doc = postings->doc;
	}
	if (status == STATUS_END)
		status = error_set(err, STATUS_NOTFOUND, NULL, "no article has the id %.*s",
		                   (int)(id.len < 200 ? id.len : 200), id.ptr);
done:
	postings_free(postings);
	buf_release(&term);
	buf_release(&found);
	return status;
}

enum status
index_meta(struct index_reader *reader, struct span key, struct buf *value, struct error *err)
{
	if (!key.len)
		return error_set(err, STATUS_BADQUERY, NULL, "a key of metadata is empty");
	return reader->ops->meta(reader, key, value, err);
}

enum status
index_meta_next(struct index_reader *reader, struct span prefix, struct buf *key, struct error *err)
{
	return reader->ops->meta_next(reader, prefix, key, err);
}

enum status
index_top(struct index_reader *reader, struct search *search, struct error *err)
{
	search->hit_count = 0;
	search->total = 0;
	if (!search->tree || (search->limit && !search->hits))
		return error_set(err, STATUS_BADQUERY, NULL, "a search needs a tree and room for its hits");
	if (!reader->ops->top)
		return STATUS_UNSUPPORTED;
	return reader->ops->top(reader, search, err);
}

enum status
index_words(struct index_reader *reader, const struct word_scan *scan, struct error *err)
{
	if (!reader->ops->words)
		return error_set(err, STATUS_UNSUPPORTED, NULL, "this engine cannot read all words at once");
	return reader->ops->words(reader, scan, err);
}

/* ---- Writing ---------------------------------------------------------- */

#define WRITER_MEMORY ((size_t)512 << 20)

static void
options_complete(struct index_writer_options *options)
{
	if (!options->memory)
		options->memory = WRITER_MEMORY;
	if (!options->lanes)
		options->lanes = 1;
	if (!options->language.ptr || !options->language.len)
		options->language = SPAN("en");
}

#define TEXT_KEY SPAN("text")
#define FORWARD_KEY SPAN("forward")

/* What an index that is there was told. */
struct settled {
	enum index_text text;
	enum index_forward forward;
};

static bool
meta_is(struct index_reader *reader, struct span key, struct span wanted)
{
	struct buf value = BUF_INIT;
	bool is = index_meta(reader, key, &value, NULL) == STATUS_OK && span_equal(buf_span(&value), wanted);

	buf_release(&value);
	return is;
}

static enum status
settled_read(const char *path, struct settled *settled, struct error *err)
{
	struct span paths = span_from_string(path);
	struct index_reader *reader;
	enum status status = index_open(&paths, 1, NULL, &reader, err);

	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	settled->text = meta_is(reader, TEXT_KEY, SPAN("none")) ? TEXT_NONE : TEXT_KEPT;
	settled->forward = meta_is(reader, FORWARD_KEY, SPAN("keep")) ? FORWARD_KEPT : FORWARD_NONE;
	index_reader_free(reader);
	return STATUS_OK;
}

/* Settles in OPTIONS what the index at PATH keeps: *BEFORE is what it kept so far. */
static enum status
options_settle(const char *path, bool there, const char *engine, struct settled *before, struct index_writer_options *options,
               struct error *err)
{
	enum status status;

	*before = (struct settled){ TEXT_KEPT, FORWARD_NONE };
	status = there ? settled_read(path, before, err) : STATUS_OK;
	if (status < 0)
		return status;
	if (there && options->text != TEXT_AS_BEFORE && options->text != before->text)
		return error_set(err, STATUS_BADQUERY, path, before->text == TEXT_NONE ? "keeps no texts of its articles, and cannot begin to"
		                 : "keeps the texts of its articles; only a new index can be without");
	if (options->text == TEXT_AS_BEFORE)
		options->text = before->text;
	if (options->forward == FORWARD_AS_BEFORE)
		options->forward = before->forward;
	if (options->forward == FORWARD_KEPT && strcmp(engine, "segment") != 0)
		return error_set(err, STATUS_UNSUPPORTED, path, "an index of the engine %s has no forward index", engine);
	if (options->smallest && strcmp(engine, "segment") != 0)
		return error_set(err, STATUS_UNSUPPORTED, path, "an index of the engine %s cannot be packed smaller", engine);
	return STATUS_OK;
}

/* Stores what is not as it was BEFORE. */
static enum status
settled_store(struct index_writer *writer, const struct settled *before, const struct index_writer_options *options,
              struct error *err)
{
	enum status status = STATUS_OK;

	if (options->text != before->text)
		status = index_writer_meta(writer, TEXT_KEY, SPAN("none"), err);
	if (status == STATUS_OK && options->forward != before->forward)
		status = index_writer_meta(writer, FORWARD_KEY, options->forward == FORWARD_KEPT ? SPAN("keep") : SPAN(""), err);
	return status;
}

enum status
index_writer_open(const char *path, const struct index_writer_options *options,
                  struct index_writer **writer, struct error *err)
{
	struct index_writer_options chosen = options ? *options : (struct index_writer_options){ .memory = 0 };
	const struct index_engine *there, *engine;
	struct settled before;
	enum status status;

	*writer = NULL;
	if (!path || !*path)
		return error_set(err, STATUS_BADQUERY, NULL, "an index path is empty");
	there = engine_of_path(path);
	if (!there && strstr(path, "://"))
		return error_set(err, STATUS_UNSUPPORTED, path, "is an address; only a folder can be written to");
	engine = chosen.engine || !there ? engine_named(chosen.engine) : there;
	if (!engine)
		return error_set(err, STATUS_UNSUPPORTED, NULL, "there is no engine called %s", chosen.engine);
	if (there && there != engine)
		return error_set(err, STATUS_UNSUPPORTED, path, "is a %s index; it cannot be written to as a %s index",
		                 there->name, engine->name);
	options_complete(&chosen);
	status = options_settle(path, there != NULL, engine->name, &before, &chosen, err);
	if (status == STATUS_OK)
		status = engine->writer_open(path, &chosen, writer, err);
	if (status < 0)
		return status;
	(*writer)->memory = chosen.memory;
	status = withdrawals_open(path, &(*writer)->withdrawals, err);
	if (status == STATUS_OK)
		status = settled_store(*writer, &before, &chosen, err);
	if (status < 0) {
		index_writer_close(*writer, NULL);
		*writer = NULL;
	}
	return status;
}

enum status
index_writer_add(struct index_writer *writer, unsigned lane, const struct article *article,
                 enum add_result *result, struct error *err)
{
	enum status status;

	if (!article->text[FIELD_ID].ptr || !article->text[FIELD_ID].len)
		return error_set(err, STATUS_BADINPUT, NULL, "an article without an id cannot be indexed");
	if (article->bodiless)
		return error_set(err, STATUS_BADINPUT, NULL, "an article whose text was not kept cannot be indexed");
	if (withdrawals_cover(writer->withdrawals, article)) {
		*result = article->withdrawn ? ADD_WITHDRAWN : ADD_OLDER;
		return STATUS_OK;
	}
	status = writer->ops->add(writer, lane, article, result, err);
	if (status == STATUS_OK && article->withdrawn)
		status = withdrawals_note(writer->withdrawals, article, err);
	return status;
}

enum status
index_writer_remove(struct index_writer *writer, struct span term, uint64_t *removed, struct error *err)
{
	*removed = 0;
	return term_possible(term) ? writer->ops->remove(writer, term, removed, err) : STATUS_OK;
}

enum status
index_writer_meta(struct index_writer *writer, struct span key, struct span value, struct error *err)
{
	if (!key.len || key.len > TERM_MAX)
		return error_set(err, STATUS_BADQUERY, NULL, "a key of metadata has 1 to %d bytes", TERM_MAX);
	return writer->ops->meta(writer, key, value, err);
}

enum status
index_writer_commit(struct index_writer *writer, struct error *err)
{
	enum status status = withdrawals_commit(writer->withdrawals, writer, err);

	return status < 0 ? status : writer->ops->commit(writer, err);
}

enum status
index_writer_optimize(struct index_writer *writer, struct error *err)
{
	enum status status = withdrawals_commit(writer->withdrawals, writer, err);

	return status < 0 ? status : writer->ops->optimize(writer, err);
}

/* Of a writer's memory, what the claims of a run may take. */
#define CLAIMS_SHARE 4

bool
index_writer_crowded(const struct index_writer *writer)
{
	struct index_writer *asked = (struct index_writer *)(uintptr_t)writer;

	return claims_memory(writer->ops->claims(asked)) > writer->memory / CLAIMS_SHARE
		|| (writer->ops->crowded && writer->ops->crowded(asked));
}

enum status
index_writer_close(struct index_writer *writer, struct error *err)
{
	if (!writer)
		return STATUS_OK;
	withdrawals_free(writer->withdrawals);
	return writer->ops->close(writer, err);
}

/* ---- Whole indexes ---------------------------------------------------- */

enum status
index_check(const char *path, void (*report)(void *, const char *), void *context, struct error *err)
{
	const struct index_engine *engine = NULL;
	enum status status;

	if (!path || !*path)
		return error_set(err, STATUS_BADQUERY, NULL, "an index path is empty");
	status = path_engine(span_from_string(path), &engine, err);
	return status < 0 ? status : engine->check(path, report, context, err);
}

/* An index whose manifest is lost is not recognised: then it can only be of
 * the engine that does without. */
enum status
index_repair(const char *path, const struct index_writer_options *options, void (*report)(void *, const char *),
             void *context, struct index_repaired *result, struct error *err)
{
	struct index_writer_options chosen = options ? *options : (struct index_writer_options){ .memory = 0 };
	const struct index_engine *engine;
	struct stat st;

	*result = (struct index_repaired){ .sound = false };
	if (!path || !*path)
		return error_set(err, STATUS_BADQUERY, NULL, "an index path is empty");
	engine = engine_of_path(path);
	if (!engine && stat(path, &st) < 0)
		return errno == ENOENT ? error_set(err, STATUS_NOTFOUND, path, "there is no index here")
		                       : error_set_errno(err, path, "cannot open", errno);
	if (!engine)
		engine = engine_named(NULL);
	if (!engine->repair)
		return error_set(err, STATUS_UNSUPPORTED, path, "a %s index cannot be repaired; make it again from a dump or from the news",
		                 engine->name);
	options_complete(&chosen);
	return engine->repair(path, &chosen, report, context, result, err);
}
