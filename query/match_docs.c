#include "query/doc_set.h"
#include "query/matcher.h"

static enum status
docs_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	const struct doc_set set = {
		.bits = matcher->node->docs, .end = matcher->node->docs_end,
	};

	(void)err;
	matcher->doc = doc_set_next(&set, target);
	return STATUS_OK;
}

enum status
match_docs_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
               struct error *err)
{
	static const struct matcher_ops ops = { .seek = docs_seek };

	(void)factor;
	*matcher = matcher_alloc(sizeof(**matcher), &ops, matching, node, 0, err);
	if (!*matcher)
		return STATUS_NOMEM;
	(*matcher)->cost = node->docs_count;
	return STATUS_OK;
}
