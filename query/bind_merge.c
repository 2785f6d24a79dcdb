#include <stdlib.h>

#include "common/table.h"
#include "query/binder.h"

/* So few are compared with each other; for more a table is worth being made. */
#define FEW 16

static bool
has_words(const struct node *node)
{
	return node->kind == NODE_TERM || node->kind == NODE_SYNONYM;
}

static bool
words_are_equal(const struct node *a, const struct node *b)
{
	bool equal = a->child_count == b->child_count && span_equal(a->term, b->term);

	for (size_t i = 0; equal && i < a->child_count; i++)
		equal = span_equal(a->children[i]->term, b->children[i]->term);
	return equal;
}

static size_t
merge_few(struct node **children, size_t count)
{
	size_t kept = 0, before;

	for (size_t i = 0; i < count; i++) {
		struct node *node = children[i];

		before = has_words(node) ? 0 : kept;
		while (before < kept && !(has_words(children[before]) && words_are_equal(children[before], node)))
			before++;
		if (before < kept)
			children[before]->wqf += node->wqf;
		else
			children[kept++] = node;
	}
	return kept;
}

/* What tells NODE's words from others: its terms, which hold no byte FF. */
static void
words_key(const struct node *node, struct buf *key)
{
	buf_clear(key);
	buf_append_span(key, node->term);
	for (size_t i = 0; i < node->child_count; i++) {
		buf_append_byte(key, 0xFF);
		buf_append_span(key, node->children[i]->term);
	}
}

static enum status
merge_many(struct node **children, size_t *count)
{
	size_t kept = 0;
	struct table words;
	struct buf key = BUF_INIT;
	struct node **first = NULL;  /* by number in words */
	enum status status = STATUS_OK;

	table_init(&words);
	for (size_t i = 0; i < *count && status == STATUS_OK; i++) {
		struct node *node = children[i];
		uint32_t number;
		bool added;

		if (!has_words(node)) {
			children[kept++] = node;
			continue;
		}
		words_key(node, &key);
		number = buf_status(&key) == STATUS_OK ? table_put(&words, buf_span(&key), &added) : TABLE_NONE;
		if (number != TABLE_NONE && !first)
			first = calloc(*count, sizeof(*first));
		if (number == TABLE_NONE || !first) {
			status = STATUS_NOMEM;
		} else if (added) {
			first[number] = children[kept++] = node;
		} else {
			first[number]->wqf += node->wqf;
		}
	}
	*count = kept;
	free(first);
	buf_release(&key);
	table_release(&words);
	return status;
}

enum status
merge_repeated(struct node **children, size_t *count)
{
	if (*count > FEW)
		return merge_many(children, count);
	*count = merge_few(children, *count);
	return STATUS_OK;
}
