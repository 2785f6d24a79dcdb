/* judged - chooses the ranking formula: every combination of the parameters
 * given, on every judged collection given, one line of measures for each.
 *
 *   bench/judged --k1 0.9,1.2,1.5 --b 0.4,0.75 FOLDER...
 *
 * Columns: k1 b k3 min_normlen stop, then MAP and nDCG@10 of each folder and
 * of their mean.  judged_collection.h says what a folder holds.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/judged_measure.h"
#include "common/options.h"

#define VALUES_MAX 32
#define FOLDERS_MAX 32

enum { K1 = 1, B, K3, MIN_NORMLEN, STOP, HELP, PARAMETER_COUNT = STOP };

static const struct option table[] = {
	{ K1, "k1", 0, OPTION_REQUIRED, "LIST", "values of k1, with commas" },
	{ B, "b", 0, OPTION_REQUIRED, "LIST", "values of b" },
	{ K3, "k3", 0, OPTION_REQUIRED, "LIST", "values of k3" },
	{ MIN_NORMLEN, "min-normlen", 0, OPTION_REQUIRED, "LIST", "values of min_normlen" },
	{ STOP, "stop", 0, OPTION_REQUIRED, "LIST", "1: leave stop words out of queries, 0: keep them" },
	{ HELP, "help", 'h', OPTION_NONE, NULL, "this help" },
	{ 0, NULL, 0, OPTION_NONE, NULL, NULL },
};

struct grid {
	double values[PARAMETER_COUNT][VALUES_MAX];
	size_t counts[PARAMETER_COUNT];
	const char *folders[FOLDERS_MAX];
	size_t folder_count;
};

static enum status
list_parse(struct grid *grid, int id, const char *list, struct error *err)
{
	size_t *count = &grid->counts[id - 1];
	char *end;

	for (*count = 0; *count < VALUES_MAX; list = end + 1) {
		grid->values[id - 1][(*count)++] = strtod(list, &end);
		if (end == list || (*end && *end != ','))
			break;
		if (!*end)
			return STATUS_OK;
	}
	return error_set(err, STATUS_BADQUERY, table[id - 1].name, "numbers with commas between are wanted");
}

static enum status
arguments_parse(struct grid *grid, int argc, const char *const *argv, struct error *err)
{
	struct option_parser parser;
	struct buf help = BUF_INIT;
	const char *value;
	enum status status;
	int id;

	option_parser_init(&parser, table, argc, argv);
	while ((status = option_next(&parser, &id, &value, err)) == STATUS_OK) {
		if (id == HELP) {
			option_help(table, &help);
			printf("usage: judged [option]... FOLDER...\n%s", buf_string(&help));
			buf_release(&help);
			exit(0);
		}
		if (id != OPTION_ARGUMENT)
			status = list_parse(grid, id, value, err);
		else if (grid->folder_count < FOLDERS_MAX)
			grid->folders[grid->folder_count++] = value;
		else
			status = error_set(err, STATUS_LIMIT, value, "more than %d folders", FOLDERS_MAX);
		if (status != STATUS_OK)
			return status;
	}
	if (status == STATUS_END && !grid->folder_count)
		return error_set(err, STATUS_BADQUERY, NULL, "which folders?");
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
formula_measure(const struct judged_collection *collections, size_t count, const struct judged_formula *formula)
{
	struct judged_score mean = { 0, 0 };
	enum status status = STATUS_OK;

	printf("%g\t%g\t%g\t%g\t%d", formula->bm25.k1, formula->bm25.b, formula->bm25.k3, formula->bm25.min_normlen,
	       formula->stop);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct judged_score score;

		status = judged_measure(&collections[i], formula, &score);
		if (status != STATUS_OK)
			break;
		printf("\t%.4f\t%.4f", score.map, score.ndcg10);
		mean.map += score.map / (double)count;
		mean.ndcg10 += score.ndcg10 / (double)count;
	}
	printf("\t%.4f\t%.4f\n", mean.map, mean.ndcg10);
	return status;
}

/* Every combination, the last parameter changing fastest. */
static enum status
grid_measure(const struct grid *grid, const struct judged_collection *collections)
{
	size_t at[PARAMETER_COUNT] = { 0 };
	enum status status;
	int turn;

	do {
		double value[PARAMETER_COUNT];
		struct judged_formula formula;

		for (int i = 0; i < PARAMETER_COUNT; i++)
			value[i] = grid->values[i][at[i]];
		formula.bm25 = (struct bm25){ .k1 = value[K1 - 1], .b = value[B - 1], .k3 = value[K3 - 1],
		                              .min_normlen = value[MIN_NORMLEN - 1] };
		formula.stop = value[STOP - 1] != 0;
		status = formula_measure(collections, grid->folder_count, &formula);
		for (turn = PARAMETER_COUNT - 1; turn >= 0 && ++at[turn] == grid->counts[turn]; turn--)
			at[turn] = 0;
	} while (status == STATUS_OK && turn >= 0);
	return status;
}

int
main(int argc, char **argv)
{
	static struct judged_collection collections[FOLDERS_MAX];
	const struct bm25 defaults = BM25_DEFAULT;
	struct grid grid = {
		.values = { { defaults.k1 }, { defaults.b }, { defaults.k3 }, { defaults.min_normlen }, { 0 } },
		.counts = { 1, 1, 1, 1, 1 },
	};
	struct error err = ERROR_INIT;
	enum status status = arguments_parse(&grid, argc, (const char *const *)argv, &err);

	for (size_t i = 0; i < grid.folder_count && status == STATUS_OK; i++)
		status = judged_collection_load(&collections[i], grid.folders[i], &err);
	if (status == STATUS_OK) {
		printf("k1\tb\tk3\tmin\tstop");
		for (size_t i = 0; i < grid.folder_count; i++) {
			const char *name = strrchr(grid.folders[i], '/');

			name = name && name[1] ? name + 1 : grid.folders[i];
			printf("\t%s_map\t%s_ndcg", name, name);
		}
		printf("\tmean_map\tmean_ndcg\n");
		status = grid_measure(&grid, collections);
	}
	if (status != STATUS_OK)
		fprintf(stderr, "judged: %s: %s\n", err.place, err.reason);
	for (size_t i = 0; i < grid.folder_count; i++)
		if (collections[i].folder)
			judged_collection_release(&collections[i]);
	return status == STATUS_OK ? 0 : 2;
}
