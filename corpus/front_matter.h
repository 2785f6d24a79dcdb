/* front_matter.h - the fields that stand before the text of a Markdown page:
 * YAML between "---" lines, or TOML between "+++" lines.
 */
#ifndef NEWSDEX_CORPUS_FRONT_MATTER_H
#define NEWSDEX_CORPUS_FRONT_MATTER_H

#include "common/arena.h"
#include "corpus/article.h"

/* Longer than this front matter is none. */
#define FRONT_MATTER_MAX ((size_t)64 << 10)

/* The lines between the marks that TEXT starts with, and in *REST what is
 * behind them; false when TEXT starts otherwise. */
bool front_matter_find(struct span text, struct span *matter, struct span *rest, bool *toml);

/* Fills ARTICLE; texts live in ARENA.  *DRAFT says that the page calls itself
 * one.  STATUS_BADINPUT when the YAML cannot be read. */
enum status front_matter_fill(struct span matter, bool toml, struct arena *arena, struct article *article, bool *draft);

#endif
