#include "query/suggest.h"

#include "query/bind.h"
#include "common/edit.h"
#include "query/match.h"

#define SHORT_WORD 4     /* letters, below which one difference is the most */
#define LONG_WORD 5      /* letters, from which a word that some articles have is doubted, too, */
#define OFTEN 100        /* when so many times more have one that differs by a letter */

/* A word that may be misspelt. */
struct doubt {
	struct word_report *report;
	const char *prefix;
	struct edit_word word;
	unsigned distance;   /* of the best so far */
	uint64_t df;
};

struct suggesting {
	struct span text;
	struct index_reader *reader;
	struct arena *arena;
	struct error *err;
	struct suggestion *suggestion;
	struct doubt *doubts;
	size_t doubt_count;
};

/* How many articles LEAF alone matches; a wildcard that stands for too much
 * answers UINT64_MAX. */
static enum status
count_alone(struct suggesting *suggesting, const struct ast *leaf, uint64_t *articles)
{
	struct arena arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct search search = { .bm25 = BM25_DEFAULT, .want_total = true };
	struct node *tree;
	enum status status = query_bind(leaf, suggesting->reader, NULL, &arena, &tree, &err);

	if (status == STATUS_OK) {
		search.tree = tree;
		status = search_run(suggesting->reader, &search, 0, &err);
	}
	arena_release(&arena);
	*articles = search.total;
	if (status == STATUS_BADQUERY || status == STATUS_LIMIT) {
		*articles = UINT64_MAX;
		return STATUS_OK;
	}
	return status < 0 ? error_set(suggesting->err, status, err.place, "%s", err.reason) : STATUS_OK;
}

static bool
has_digit(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			return true;
	return false;
}

static void
add_doubt(struct suggesting *suggesting, const struct ast *word, struct word_report *report)
{
	struct doubt *doubt = &suggesting->doubts[suggesting->doubt_count];

	if (word->wild || word->cjk || has_digit(word->term) || report->articles == UINT64_MAX)
		return;
	doubt->report = report;
	doubt->prefix = query_field_info(word->field)->prefix;
	edit_word_set(&doubt->word, word->term);
	doubt->distance = (doubt->word.count < SHORT_WORD ? 1 : 2) + 1;
	if (doubt->word.count > 1)
		suggesting->doubt_count++;
}

static enum status
report_leaf(struct suggesting *suggesting, const struct ast *leaf, size_t start, size_t end)
{
	struct suggestion *suggestion = suggesting->suggestion;
	struct word_report *report = &suggestion->words[suggestion->count];
	enum status status;

	if (suggestion->count == SUGGEST_WORDS_MAX)
		return STATUS_OK;
	report->start = start;
	report->end = end;
	report->text = span_from(suggesting->text.ptr + start, end - start);
	status = count_alone(suggesting, leaf, &report->articles);
	suggestion->count++;
	if (status == STATUS_OK && leaf->kind == AST_WORD)
		add_doubt(suggesting, leaf, report);
	return status;
}

/* Every leaf that is asked for; what is excluded did not make the answer empty. */
static enum status
walk(struct suggesting *suggesting, const struct ast *ast)
{
	size_t count = ast->kind == AST_NOT_NEAR ? 1 : ast->child_count, behind;
	enum status status = STATUS_OK;

	switch (ast->kind) {
	case AST_NOT:
	case AST_ALL:
		return STATUS_OK;
	case AST_WORD:
		/* The word itself, behind field and =, and before ~n. */
		behind = ast->edits && ast->end > 2 ? 2 : 0;
		if (ast->end < ast->text.len + behind || ast->end > suggesting->text.len)
			return STATUS_OK;
		return report_leaf(suggesting, ast, ast->end - behind - ast->text.len, ast->end - behind);
	case AST_PHRASE:
		status = report_leaf(suggesting, ast, ast->start, ast->end);
		for (size_t i = 0; i < ast->child_count && status == STATUS_OK && ast->child_count > 1; i++)
			status = report_leaf(suggesting, ast->children[i], ast->children[i]->start, ast->children[i]->end);
		return status;
	case AST_VALUE:
	case AST_DATE:
	case AST_LENGTH:
		return report_leaf(suggesting, ast, ast->start, ast->end);
	default:
		break;
	}
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = walk(suggesting, ast->children[i]);
	return status;
}

static enum status
consider(struct suggesting *suggesting, const char *prefix, struct span value, uint64_t df)
{
	struct edit_word word;

	edit_word_set(&word, value);
	for (size_t i = 0; i < suggesting->doubt_count; i++) {
		struct doubt *doubt = &suggesting->doubts[i];
		unsigned distance;

		if (doubt->prefix != prefix || df / OFTEN < doubt->report->articles)
			continue;
		distance = edit_distance(&doubt->word, &word, doubt->distance);
		if (doubt->report->articles && (distance > 1 || doubt->word.count < LONG_WORD))
			continue;
		if (distance == 0 || distance > doubt->distance || (distance == doubt->distance && df <= doubt->df) ||
		    (doubt->df == 0 && distance == doubt->distance))
			continue;
		doubt->report->suggestion = arena_copy(suggesting->arena, value);
		if (!doubt->report->suggestion.ptr)
			return STATUS_NOMEM;
		doubt->report->suggestion_articles = df;
		doubt->distance = distance;
		doubt->df = df;
	}
	return STATUS_OK;
}

/* All words of one field: of the text, terms without a prefix, which a capital
 * would begin. */
static enum status
look_through(struct suggesting *suggesting, const char *prefix)
{
	struct span start = span_from_string(prefix);
	bool more = true;
	enum status status = STATUS_OK;

	while (more && status == STATUS_OK) {
		struct term_walk *terms = NULL;

		more = false;
		status = index_walk(suggesting->reader, start, span_from_string(prefix), &terms, suggesting->err);
		while (status == STATUS_OK && (status = term_walk_next(terms, suggesting->err)) == STATUS_OK) {
			struct span value = span_from(terms->term.ptr + strlen(prefix), terms->term.len - strlen(prefix));

			if (!prefix[0] && value.len && value.ptr[0] >= 'A' && value.ptr[0] <= 'Z') {
				start = SPAN("[");
				more = true;
				break;
			}
			status = consider(suggesting, prefix, value, terms->stats.df);
		}
		term_walk_free(terms);
		if (status == STATUS_END)
			status = STATUS_OK;
	}
	return status < 0 ? error_set(suggesting->err, status, NULL, "cannot read the words of the index") : STATUS_OK;
}

static enum status
rewrite(struct suggesting *suggesting)
{
	struct suggestion *suggestion = suggesting->suggestion;
	struct buf query = BUF_INIT;
	size_t at = 0;
	bool changed = false;

	for (size_t i = 0; i < suggestion->count; i++) {
		const struct word_report *report = &suggestion->words[i];

		if (!report->suggestion.ptr || report->start < at)
			continue;
		buf_append(&query, suggesting->text.ptr + at, report->start - at);
		buf_append_span(&query, report->suggestion);
		at = report->end;
		changed = true;
	}
	buf_append(&query, suggesting->text.ptr + at, suggesting->text.len - at);
	if (changed && buf_status(&query) == STATUS_OK)
		suggestion->query = arena_copy(suggesting->arena, buf_span(&query));
	buf_release(&query);
	return changed && !suggestion->query.ptr ? STATUS_NOMEM : STATUS_OK;
}

enum status
suggest_make(struct span text, const struct ast *ast, struct index_reader *reader, struct arena *arena,
             struct suggestion *suggestion, struct error *err)
{
	struct suggesting suggesting = {
		.text = text, .reader = reader, .arena = arena, .err = err, .suggestion = suggestion,
	};
	enum status status;

	memset(suggestion, 0, sizeof(*suggestion));
	suggestion->words = arena_zalloc(arena, SUGGEST_WORDS_MAX + 1, sizeof(*suggestion->words));
	suggesting.doubts = arena_zalloc(arena, SUGGEST_WORDS_MAX + 1, sizeof(*suggesting.doubts));
	if (!suggestion->words || !suggesting.doubts)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = walk(&suggesting, ast);
	for (size_t i = 0; i < suggesting.doubt_count && status == STATUS_OK; i++) {
		bool known = false;

		for (size_t j = 0; j < i; j++)
			known |= suggesting.doubts[j].prefix == suggesting.doubts[i].prefix;
		if (!known)
			status = look_through(&suggesting, suggesting.doubts[i].prefix);
	}
	if (status == STATUS_OK)
		status = rewrite(&suggesting);
	return status < 0 ? error_set(err, status, NULL, "out of memory") : STATUS_OK;
}
