/* What the reports count of articles in the index, counted in their texts too:
 * random articles in several segments, some of them deleted, and random queries. */
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "index/terms.h"
#include "query/bind.h"
#include "query/collocates.h"
#include "query/collocates_scan.h"
#include "query/keyness_scan.h"
#include "query/parse.h"
#include "tests/engines/random_news.h"

#define FOLDERS 2

static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
static unsigned asked, answered, forward;

static void
must(enum status status, const struct error *err)
{
	if (status >= 0)
		return;
	printf("Bail out! %s: %s\n", err->place, err->reason);
	exit(99);
}

/* An index of ARTICLES in several commits, of which some articles are removed again. */
static void
make_index(struct dice *dice, const char *path, const struct article *articles, size_t count)
{
	const struct index_writer_options options = {
		.engine = "segment", .memory = (size_t)64 << 20, .forward = dice_roll(dice, 3) ? FORWARD_KEPT : FORWARD_NONE,
	};
	size_t step = 1 + count / (1 + dice_roll(dice, 4)), removed = dice_roll(dice, 3) ? count / 8 : 0;
	struct index_writer *writer;
	struct error err = ERROR_INIT;

	must(index_writer_open(path, &options, &writer, &err), &err);
	for (size_t i = 0; i < count; i++) {
		enum add_result result;

		must(index_writer_add(writer, 0, &articles[i], &result, &err), &err);
		if ((i + 1) % step == 0)
			must(index_writer_commit(writer, &err), &err);
	}
	must(index_writer_commit(writer, &err), &err);
	for (size_t i = 0; i < removed; i++) {
		struct buf term = BUF_INIT;
		uint64_t gone;

		term_boolean(&term, PREFIX_ID, articles[dice_roll(dice, (unsigned)count)].text[FIELD_ID], false);
		must(index_writer_remove(writer, buf_span(&term), &gone, &err), &err);
		buf_release(&term);
	}
	must(index_writer_commit(writer, &err), &err);
	if (dice_roll(dice, 3) == 0)
		must(index_writer_optimize(writer, &err), &err);
	must(index_writer_close(writer, &err), &err);
	must(index_check(path, NULL, NULL, &err), &err);
}

static void
read_beside(struct collocates *counted, struct index_reader *reader, const struct node *tree, const struct doc_set *docs)
{
	struct highlighter *highlighter;
	struct error err = ERROR_INIT;
	struct arena arena = ARENA_INIT;

	must(highlighter_new(tree, reader, &highlighter, &err), &err);
	for (docid_t doc = doc_set_next(docs, 0); doc != DOCID_END; doc = doc_set_next(docs, doc + 1)) {
		struct article article;

		arena_clear(&arena);
		must(index_article(reader, doc, &arena, &article, &err), &err);
		for (size_t i = 0; i < 3; i++) {
			struct highlight *highlights;
			size_t count;

			must(highlighter_find(highlighter, &article, fields[i], &arena, &highlights, &count, &err), &err);
			must(collocates_add(counted, article.text[fields[i]], highlights, count), &err);
		}
	}
	highlighter_free(highlighter);
	arena_release(&arena);
}

static bool
same_collocates(struct index_reader *reader, const struct node *tree, const struct doc_set *docs, unsigned span, unsigned threads)
{
	struct collocates counted;
	struct collocates_scan scan;
	const struct collocate_found *found;
	struct error err = ERROR_INIT;
	enum status status;
	bool same = true;

	collocates_init(&counted, span);
	collocates_scan_init(&scan);
	status = collocates_scan(&scan, reader, tree, docs, span, threads, &err);
	asked++;
	if (status != STATUS_UNSUPPORTED) {
		must(status, &err);
		answered++;
		read_beside(&counted, reader, tree, docs);
		found = scan.words.items;
		same = scan.words.count == counted.words.count && scan.node == counted.node && scan.beside == counted.beside;
		for (size_t i = 0; i < scan.words.count && same; i++) {
			uint32_t number = table_get(&counted.words, found[i].term);
			struct term_stats stats;

			must(index_term(reader, found[i].term, &stats, &err), &err);
			same = number != TABLE_NONE && found[i].together == counted.counts[number] && found[i].alone == stats.cf;
		}
	}
	collocates_scan_release(&scan);
	collocates_release(&counted);
	return same;
}

static void
read_side(struct keyness *counted, struct index_reader *reader, int side, const struct doc_set *docs)
{
	struct error err = ERROR_INIT;
	struct arena arena = ARENA_INIT;

	for (docid_t doc = doc_set_next(docs, 0); doc != DOCID_END; doc = doc_set_next(docs, doc + 1)) {
		struct article article;

		arena_clear(&arena);
		must(index_article(reader, doc, &arena, &article, &err), &err);
		must(keyness_add(counted, side, &article), &err);
	}
	arena_release(&arena);
}

static bool
same_counts(struct index_reader *reader, const struct keyness_found *found, const struct side_counts *want, bool other)
{
	const struct side_counts *got = &found->counts;
	struct error err = ERROR_INIT;
	struct term_stats stats;

	if (got->frequency[SIDE_A] != want->frequency[SIDE_A] || got->articles[SIDE_A] != want->articles[SIDE_A] ||
	    got->parts != want->parts || got->squares != want->squares)
		return false;
	if (other)
		return got->frequency[SIDE_B] == want->frequency[SIDE_B] && got->articles[SIDE_B] == want->articles[SIDE_B];
	must(index_term(reader, found->term, &stats, &err), &err);
	return got->frequency[SIDE_B] == stats.cf - want->frequency[SIDE_A] && got->articles[SIDE_B] == stats.df - want->articles[SIDE_A];
}

/* B may be NULL. */
static bool
same_keyness(struct index_reader *reader, const struct doc_set *a, const struct doc_set *b, unsigned threads)
{
	struct keyness counted;
	struct keyness_scan scan;
	const struct keyness_found *found;
	struct error err = ERROR_INIT;
	bool same;

	keyness_init(&counted);
	keyness_scan_init(&scan);
	must(keyness_scan(&scan, reader, a, b, threads, &err), &err);
	read_side(&counted, reader, SIDE_A, a);
	if (b)
		read_side(&counted, reader, SIDE_B, b);
	found = scan.words.items;
	same = scan.words.count == counted.words.count && scan.total[SIDE_A] == counted.total[SIDE_A] &&
		(!b || scan.total[SIDE_B] == counted.total[SIDE_B]);
	for (size_t i = 0; i < scan.words.count && same; i++) {
		uint32_t number = table_get(&counted.words, found[i].term);

		same = number != TABLE_NONE && same_counts(reader, &found[i], &counted.counts[number], b != NULL);
	}
	keyness_scan_release(&scan);
	keyness_release(&counted);
	return same;
}

/* A random query's tree; one without articles counts too. */
static struct node *
random_tree(struct dice *dice, struct index_reader *reader, struct buf *query, struct arena *arena)
{
	struct node *tree = NULL;
	struct ast *ast;

	do {
		buf_clear(query);
		random_query(dice, dice_roll(dice, 2), query);
	} while (query_parse(buf_span(query), PARSE_ANY, arena, &ast, NULL) < 0 || query_bind(ast, reader, NULL, arena, &tree, NULL) < 0);
	return tree;
}

static unsigned
ask(struct dice *dice, struct index_reader *reader, struct doc_set *before)
{
	struct arena arena = ARENA_INIT;
	struct buf query = BUF_INIT;
	struct doc_set docs = { .bits = NULL };
	struct error err = ERROR_INIT;
	struct node *tree = random_tree(dice, reader, &query, &arena);
	unsigned span = 1 + dice_roll(dice, 4) * dice_roll(dice, 4) * dice_roll(dice, 12), threads = 1 + dice_roll(dice, 3), wrong;

	must(doc_set_match(&docs, reader, tree, &err), &err);
	wrong = !same_collocates(reader, tree, &docs, span, threads);
	wrong += !same_keyness(reader, &docs, dice_roll(dice, 2) ? before : NULL, threads);
	if (wrong)
		printf("# %s, within %u, %u threads\n", buf_string(&query), span, threads);
	doc_set_release(before);
	*before = docs;
	buf_release(&query);
	arena_release(&arena);
	return wrong;
}

static unsigned
run_trial(struct dice *dice, size_t count, unsigned questions)
{
	char folder[] = "/tmp/newsdex-scans-XXXXXX", paths[FOLDERS][64];
	size_t folders = 1 + dice_roll(dice, FOLDERS);
	struct arena arena = ARENA_INIT;
	struct doc_set before = { .bits = NULL };
	struct span spans[FOLDERS];
	struct index_reader *reader;
	struct index_stats stats;
	struct error err = ERROR_INIT;
	unsigned wrong = 0;

	if (!mkdtemp(folder))
		exit(99);
	for (size_t i = 0; i < folders; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%s/%zu", folder, i);
		make_index(dice, paths[i], random_articles(dice, count, &arena), count);
		spans[i] = span_from_string(paths[i]);
	}
	must(index_open(spans, folders, NULL, &reader, &err), &err);
	must(index_stats(reader, &stats, &err), &err);
	forward += stats.forward;
	for (unsigned i = 0; i < questions; i++)
		wrong += ask(dice, reader, &before);
	index_reader_free(reader);
	doc_set_release(&before);
	arena_release(&arena);
	file_remove_tree(folder, NULL);
	return wrong;
}

int
main(int argc, char **argv)
{
	/* `test_scans 100 7` is a long run with a seed of its own. */
	unsigned trials = argc > 1 ? (unsigned)atoi(argv[1]) : 8, wrong = 0;
	struct dice dice = { .state = argc > 2 ? (uint64_t)atoll(argv[2]) : 1 };

	for (unsigned i = 0; i < trials; i++)
		wrong += run_trial(&dice, i % 4 ? 1 + dice_roll(&dice, 40) : 700, i % 4 ? 40 : 12);
	is_int(wrong, 0, "the index and the texts say the same");
	ok(forward && forward < trials, "%u of %u indexes had forward indexes", forward, trials);
	ok(answered > asked / 3, "%u of %u queries were answered by the index", answered, asked);
	return tap_done();
}
