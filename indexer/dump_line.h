/* dump_line.h - a stored article as a line of JSON, and back again, with
 * nothing lost on the way.
 *
 * The keys are the names of the article's fields, then version, origin,
 * offset and number; what an article does not have is left out, and no value is empty.
 * Author and tags are arrays.  A line of another kind, which only
 * `dump --all` prints, is a pair of the index's metadata:
 *
 *     {"meta":"file:/news/a.txt","value":"1 2048 ..."}
 *
 * or with the keys meta_hex and value_hex, where one of the two is not UTF-8.
 */
#ifndef NEWSDEX_INDEXER_DUMP_LINE_H
#define NEWSDEX_INDEXER_DUMP_LINE_H

#include <stdio.h>

#include "common/arena.h"
#include "common/error.h"
#include "corpus/article.h"

enum status dump_article_print(const struct article *article, FILE *out, struct error *err);
enum status dump_meta_print(struct span key, struct span value, FILE *out, struct error *err);

/* The first line of `dump --all`: how many of both kinds follow. */
struct dump_head {
	uint64_t articles, meta;
};

enum status dump_head_print(const struct dump_head *head, FILE *out, struct error *err);

enum dump_kind { DUMP_ARTICLE, DUMP_META, DUMP_HEAD };

struct dump_line {
	enum dump_kind kind;
	struct article article;
	struct span key, value;
	struct dump_head head;
};

/* Reads TEXT, a line without its end; spans live in ARENA.  STATUS_BADINPUT,
 * with the reason, for everything that is not printed by the functions above. */
enum status dump_line_parse(struct span text, struct arena *arena, struct dump_line *line, struct error *err);

#endif
