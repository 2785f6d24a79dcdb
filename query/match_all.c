#include "query/matcher.h"

/* ALL, NONE, DATE and WORDS: a walk over every document, or none. */
struct match_all {
	struct matcher matcher;
	struct postings *postings;
};

static enum status
every_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	struct match_all *all = (struct match_all *)matcher;
	enum status status = postings_seek(all->postings, target, err);

	if (status < 0)
		return status;
	matcher->doc = status == STATUS_END ? DOCID_END : all->postings->doc;
	return STATUS_OK;
}

static void
every_release(struct matcher *matcher)
{
	postings_free(((struct match_all *)matcher)->postings);
}

static enum status
none_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	(void)target, (void)err;
	matcher->doc = DOCID_END;
	return STATUS_OK;
}

static enum status
range_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	const struct node *node = matcher->node;
	bool date = node->kind == NODE_DATE;
	int64_t value;
	enum status status = index_number(matcher->matching->reader, date ? COLUMN_DATE : COLUMN_WORDS, matcher->doc,
	                                  &value, err);

	*matches = status == STATUS_OK && value >= node->low && value < node->high && !(date && value == DATE_UNDATED);
	return status;
}

static enum status
every_new(struct matching *matching, const struct node *node, const struct matcher_ops *ops,
          struct matcher **matcher, struct error *err)
{
	struct match_all *all = matcher_alloc(sizeof(*all), ops, matching, node, 0, err);
	enum status status;

	if (!all)
		return STATUS_NOMEM;
	status = index_all(matching->reader, &all->postings, err);
	if (status < 0) {
		matcher_free(&all->matcher);
		return status;
	}
	all->matcher.cost = matching->articles;
	*matcher = &all->matcher;
	return STATUS_OK;
}

enum status
match_all_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
              struct error *err)
{
	static const struct matcher_ops ops = { .seek = every_seek, .release = every_release };

	(void)factor;
	return every_new(matching, node, &ops, matcher, err);
}

enum status
match_range_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
                struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = every_seek, .confirm = range_confirm, .release = every_release,
	};

	(void)factor;
	return every_new(matching, node, &ops, matcher, err);
}

enum status
match_none_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
               struct error *err)
{
	static const struct matcher_ops ops = { .seek = none_seek };

	(void)factor;
	*matcher = matcher_alloc(sizeof(**matcher), &ops, matching, node, 0, err);
	return *matcher ? STATUS_OK : STATUS_NOMEM;
}
