#include "index/terms.h"
#include "query/binder.h"

/* The stems of WORD in every language of the index, each once; of several only
 * those that the index has. */
static enum status
bind_stems(struct binder *binder, const struct ast *word, const char *prefix, struct node **node)
{
	struct node *stems[LANGUAGES_MAX];
	size_t count = 0, there = 0;

	for (size_t i = 0; i < binder->languages->count; i++) {
		struct span stem = stemmer_stem(binder->languages->stemmers[i], word->term);
		struct node *term = binder_term(binder, prefix, stem);
		bool known = false;

		if (!term)
			return binder->err->status;
		for (size_t j = 0; j < count; j++)
			known |= span_equal(stems[j]->term, term->term);
		if (!known)
			stems[count++] = term;
	}
	for (size_t i = 0; i < count && count > 1; i++) {
		struct term_stats stats;
		enum status status = index_term(binder->reader, stems[i]->term, &stats, binder->err);

		if (status < 0)
			return status;
		if (stats.df)
			stems[there++] = stems[i];
	}
	*node = binder_synonym(binder, stems, there ? there : 1);
	return *node ? STATUS_OK : binder->err->status;
}

enum status
bind_word(struct binder *binder, const struct ast *word, struct node **node)
{
	const struct query_field_info *info = query_field_info(word->field);
	const char *prefix = binder->caps ? PREFIX_CAPS : info->prefix;
	struct node *term;

	if (word->wild || word->edits)
		return bind_expand(binder, word, prefix, node);
	if (!word->exact && !binder->placed && !binder->caps && info->stem)
		return bind_stems(binder, word, info->stem, node);
	term = binder_term(binder, prefix, word->term);
	if (term && word->spelt.ptr && !binder->caps) {
		*node = binder_parent(binder, NODE_SPELT, &term, 1);
		if (*node)
			(*node)->spelt = word->spelt;
	} else {
		*node = term;
	}
	return *node ? STATUS_OK : binder->err->status;
}
