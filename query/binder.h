/* binder.h - what the files of bind.h share; nobody else includes it.
 */
#ifndef NEWSDEX_QUERY_BINDER_H
#define NEWSDEX_QUERY_BINDER_H

#include "query/bind.h"
#include "query/languages.h"

#define BIND_WALKS_MAX 1000      /* wildcards and ~n in one query: each walks the dictionary */
#define BIND_NODES_MAX 1000000   /* terms in one query */

struct binder {
	struct index_reader *reader;
	const struct bind_options *options;
	const struct languages *languages;
	struct arena *arena;
	struct error *err;
	struct buf term;             /* scratch */
	size_t walks, nodes;
	bool placed;                 /* below an operator that needs positions */
	bool caps;                   /* below CAPS */
};

/* Nodes; NULL with ERR set. */
struct node *binder_node(struct binder *binder, enum node_kind kind);
struct node *binder_parent(struct binder *binder, enum node_kind kind, struct node *const *children, size_t count);
struct node *binder_term(struct binder *binder, const char *prefix, struct span word);

/* Nothing, a term or a synonym, by how many TERMS there are. */
struct node *binder_synonym(struct binder *binder, struct node *const *terms, size_t count);

/* The terms that the AST_WORD or AST_VALUE with wildcards or ~n stands for. */
enum status bind_expand(struct binder *binder, const struct ast *ast, const char *prefix, struct node **node);

/* An AST_WORD, wherever it stands. */
enum status bind_word(struct binder *binder, const struct ast *word, struct node **node);

/* Puts those of *COUNT children that ask for the same term together; *COUNT is
 * how many are left.  STATUS_NOMEM. */
enum status merge_repeated(struct node **children, size_t *count);

#endif
