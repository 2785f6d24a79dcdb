#include "tests/engines/agree.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "index/terms.h"
#include "query/bind.h"
#include "query/match.h"

static bool
close_to(double a, double b)
{
	return fabs(a - b) <= AGREE_RELATIVE * fmax(1e-300, fmax(fabs(a), fabs(b)));
}

/* Which article a document of READER is, or -1. */
static int
article_of(const struct trial *trial, struct index_reader *reader, docid_t doc)
{
	struct buf id = BUF_INIT;
	uint32_t found = TABLE_NONE;

	if (index_id(reader, doc, &id, NULL) == STATUS_OK)
		found = table_get(trial->ids, buf_span(&id));
	buf_release(&id);
	return found == TABLE_NONE ? -1 : (int)found;
}

static int64_t
date_of(const struct article *article)
{
	struct date date = article_date(article);

	return date.precision == DATE_NONE ? INT64_MIN : date.seconds;
}

/* Whether A may come right before B in a list by ORDER. */
static bool
in_order(const struct trial *trial, int a, int b, enum result_order order)
{
	int64_t da = date_of(&trial->articles[a]), db = date_of(&trial->articles[b]);
	double sa = trial->scores[a], sb = trial->scores[b];

	if (order == ORDER_RELEVANCE && !close_to(sa, sb))
		return sa > sb;
	/* Scores that differ in their last bits alone may stand either way. */
	if (order == ORDER_RELEVANCE && (sa > sb || sa < sb))
		return true;
	if (da != db && order == ORDER_OLDEST)
		return db == INT64_MIN || (da != INT64_MIN && da < db);
	if (da != db)
		return da > db;
	return span_compare(trial->articles[a].text[FIELD_ID], trial->articles[b].text[FIELD_ID]) < 0;
}

/* What is wrong with the hits of SEARCH, or NULL; SHOWN, all false, gets those of them. */
static const char *
check_hits(const struct trial *trial, struct index_reader *reader, const struct search *search, bool *shown)
{
	int last = -1;

	for (size_t i = 0; i < search->hit_count; i++) {
		int article = article_of(trial, reader, search->hits[i].doc);
		/* What is equal here an engine may have summed up otherwise for each of its parts. */
		bool tie = i == 0 || search->order != ORDER_RELEVANCE || search->hits[i - 1].score <= search->hits[i].score;

		if (article < 0 || !trial->matches[article] || shown[article])
			return "a document";
		if (search->order == ORDER_RELEVANCE && !close_to(search->hits[i].score, trial->scores[article])) {
			printf("# article %d: %.17g, brute %.17g\n", article, search->hits[i].score, trial->scores[article]);
			return "a score";
		}
		if (last >= 0 && !in_order(trial, last, article, search->order) && (tie || !close_to(trial->scores[last], trial->scores[article])))
			return "the order";
		shown[article] = true;
		last = article;
	}
	/* What was left out must not belong before the last hit. */
	for (size_t i = 0; i < trial->count && search->hit_count == search->limit && search->limit > 0; i++)
		if (trial->matches[i] && !shown[i] && !in_order(trial, last, (int)i, search->order))
			return "what was left out";
	return NULL;
}

/* Compares the answer of READER with the brute one; NULL, or what is wrong. */
static const char *
check_answer(const struct trial *trial, struct index_reader *reader, struct search *search, unsigned flags)
{
	struct error err = ERROR_INIT;
	size_t matching = 0;
	const char *wrong = NULL;
	bool *shown;

	search->hit_count = search->total = 0;
	if (search_run(reader, search, flags, &err) != STATUS_OK) {
		printf("# %s\n", err.reason);
		return "an error";
	}
	for (size_t i = 0; i < trial->count; i++)
		matching += trial->matches[i];
	if (search->want_total ? search->total != matching : search->total < search->hit_count || search->total > matching)
		return "the total";
	if (search->hit_count != (matching < search->limit ? matching : search->limit))
		return "the number of hits";
	shown = calloc(trial->count + 1, sizeof(*shown));
	if (!shown)
		abort();
	wrong = check_hits(trial, reader, search, shown);
	free(shown);
	return wrong;
}

/* Whether the engine answers TREE by its fast path. */
static bool
is_fast(const struct trial *trial, struct index_reader *reader, const struct node *tree)
{
	struct hit hits[1];
	struct search search = { .tree = tree, .bm25 = trial->bm25, .limit = 1, .hits = hits };

	return index_top(reader, &search, NULL) == STATUS_OK;
}

bool
trial_answer(struct trial *trial, struct index_reader *reader, const struct ast *ast, const char *query,
             const char *name, enum result_order order, size_t limit)
{
	struct arena arena = ARENA_INIT;
	struct search search = {
		.bm25 = trial->bm25, .order = order, .limit = limit, .want_total = true, .hits = calloc(limit + 1, sizeof(struct hit)),
	};
	struct error err = ERROR_INIT;
	struct node *tree;
	const char *wrong = "binding", *how = "";

	if (!search.hits)
		abort();
	if (query_bind(ast, reader, NULL, &arena, &tree, &err) == STATUS_OK) {
		search.tree = tree;
		wrong = check_answer(trial, reader, &search, SEARCH_GENERIC);
	}
	if (!wrong && reader != trial->memory) {
		how = " (fast)";
		trial->fast_asked++;
		trial->fast_answers += is_fast(trial, reader, tree);
		wrong = check_answer(trial, reader, &search, 0);
	}
	if (!wrong && reader != trial->memory) {
		how = " (fast, without a total)";
		search.want_total = false;
		wrong = check_answer(trial, reader, &search, 0);
	}
	if (wrong)
		printf("# %s%s: %s is wrong for %s (order %d, limit %zu) %s\n", name, how, wrong, query, (int)order, limit, err.reason);
	arena_release(&arena);
	free(search.hits);
	return !wrong;
}

/* ---- Indexes ---------------------------------------------------------- */

static void
must(enum status status, const struct error *err)
{
	if (status >= 0)
		return;
	printf("# %s: %s\n", err->place, err->reason);
	abort();
}

static void
add(struct index_writer *writer, const struct article *article)
{
	struct error err = ERROR_INIT;
	enum add_result result;

	must(index_writer_add(writer, 0, article, &result, &err), &err);
}

/* Deletes the ghosts whose ids no article has. */
static void
remove_ghosts(const struct trial *trial, struct index_writer *writer, const struct trial_shape *shape, unsigned folder)
{
	struct error err = ERROR_INIT;

	for (size_t i = folder; i < shape->ghost_count; i += shape->folders) {
		struct span id = shape->ghosts[i].text[FIELD_ID];
		struct buf term = BUF_INIT;
		uint64_t removed;

		if (table_get(trial->ids, id) != TABLE_NONE)
			continue;
		term_boolean(&term, PREFIX_ID, id, false);
		must(index_writer_remove(writer, buf_span(&term), &removed, &err), &err);
		if (removed != 1)
			abort();
		buf_release(&term);
	}
	must(index_writer_commit(writer, &err), &err);
}

static void
fill_folder(const struct trial *trial, struct index_writer *writer, const struct trial_shape *shape, unsigned folder)
{
	struct error err = ERROR_INIT;

	/* One that is replaced later has the number of the article with its id. */
	for (size_t i = folder; i < shape->ghost_count; i += shape->folders)
		add(writer, &shape->ghosts[i]);
	if (shape->ghost_count)
		must(index_writer_commit(writer, &err), &err);
	for (size_t i = folder, n = 1; i < trial->count; i += shape->folders, n++) {
		add(writer, &trial->articles[i]);
		if (shape->step && n % shape->step == 0)
			must(index_writer_commit(writer, &err), &err);
	}
	must(index_writer_commit(writer, &err), &err);
	if (shape->ghost_count)
		remove_ghosts(trial, writer, shape, folder);
	if (shape->optimize)
		must(index_writer_optimize(writer, &err), &err);
	must(index_writer_close(writer, &err), &err);
}

struct index_reader *
trial_engine(const struct trial *trial, const char *engine, const char *path, const struct trial_shape *shape)
{
	struct index_writer_options options = { .engine = engine, .lanes = 1, .language = SPAN("en") };
	struct buf names[TRIAL_FOLDERS] = { BUF_INIT, BUF_INIT, BUF_INIT };
	struct span paths[TRIAL_FOLDERS];
	struct index_reader *reader = NULL;
	struct error err = ERROR_INIT;

	if (mkdir(path, 0777) < 0 && errno != EEXIST)
		abort();
	for (unsigned folder = 0; folder < shape->folders; folder++) {
		struct index_writer *writer;
		enum status status;

		buf_append_format(&names[folder], "%s/%u", path, folder);
		paths[folder] = buf_span(&names[folder]);
		status = index_writer_open(buf_string(&names[folder]), &options, &writer, &err);
		if (status == STATUS_UNSUPPORTED || status == STATUS_NOTFOUND || status == STATUS_BADQUERY)
			goto done;
		must(status, &err);
		fill_folder(trial, writer, shape, folder);
	}
	must(index_open(paths, shape->folders, NULL, &reader, &err), &err);
done:
	for (unsigned folder = 0; folder < TRIAL_FOLDERS; folder++)
		buf_release(&names[folder]);
	return reader;
}
