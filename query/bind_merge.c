#include <stdlib.h>

#include "common/table.h"
#include "query/binder.h"

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

enum status
merge_repeated(struct node **children, size_t *count)
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

		if (node->kind != NODE_TERM && node->kind != NODE_SYNONYM) {
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
