/* tree.h - a query bound to an index: what every matcher evaluates.
 *
 * The query language (query/) is parsed, its words become terms (terms.h),
 * its wildcards the terms they stand for; what is left is this tree.  Engines
 * know no query language, the query language knows no engine.
 *
 * A node and everything below it live in one arena and are never changed once
 * bound.  Nothing matches NODE_NONE, every article matches NODE_ALL.
 */
#ifndef NEWSDEX_INDEX_TREE_H
#define NEWSDEX_INDEX_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/span.h"

enum node_kind {
	NODE_NONE,
	NODE_ALL,        /* every article, score 0 */
	NODE_TERM,       /* term; scores BM25 unless its frequency is 0 */
	NODE_SYNONYM,    /* any of its NODE_TERM children, scored as one term: frequencies
	                    added, document frequency the largest of theirs (Lucene's
	                    SynonymQuery); positions are the union of theirs */
	NODE_AND,        /* all children; scores added */
	NODE_OR,         /* any child; scores of those that match added */
	NODE_MAYBE,      /* the first child; scores of the others added where they match */
	NODE_NOT,        /* the first child and none of the others */
	NODE_FILTER,     /* its one child, score 0 */
	NODE_BOOST,      /* its one child, every term weight times factor */
	NODE_PHRASE,     /* children (terms, synonyms) at consecutive positions; scores added */
	NODE_NEAR,       /* two children within distance words, either order (ordered: the first
	                    before the second); scores added.  Operands are terms, synonyms,
	                    phrases, or AND/OR/NEAR of such; an operand's places are the
	                    intervals that it matches */
	NODE_NOT_NEAR,   /* an occurrence of the first with none of the second within distance;
	                    scores of the first */
	NODE_SAME,       /* two children in one sentence or paragraph (unit) */
	NODE_DATE,       /* date column in [low, high); score 0; undated never match */
	NODE_WORDS,      /* words column in [low, high); score 0 */
	NODE_ATLEAST,    /* its one child (term, synonym, phrase) at least distance times */
	NODE_FIRST,      /* its one child with an occurrence in the first distance words of the text */
	NODE_LEAD,       /* its one child with an occurrence in title or first paragraph */
	NODE_SPELT,      /* its one NODE_TERM child where the stored text spells it as spelt: case
	                    folded, accents kept; scores of the child.  The text has to be read,
	                    so an engine's fast path may refuse it */
	NODE_DOCS,       /* documents of a set; score 0.  Their numbers are those of one commit; an
	                    engine's fast path refuses it */
};

enum node_unit { UNIT_SENTENCE, UNIT_PARAGRAPH };

struct node {
	enum node_kind kind;
	struct span term;             /* NODE_TERM: as in the dictionary */
	struct span spelt;            /* NODE_SPELT */
	uint32_t wqf;                 /* NODE_TERM, NODE_SYNONYM: times in the query, from 1 */
	uint32_t distance;            /* NEAR, NOT_NEAR, ATLEAST, FIRST */
	bool ordered;                 /* NEAR */
	enum node_unit unit;          /* SAME */
	double factor;                /* BOOST */
	int64_t low, high;            /* DATE (wall-clock seconds), WORDS */
	uint64_t *docs;               /* DOCS: doc % 64 of docs[doc / 64], */
	uint32_t docs_end;            /* up to before this one */
	uint64_t docs_count;          /* so many of them */
	struct node *const *children;
	size_t child_count;
};

#endif
