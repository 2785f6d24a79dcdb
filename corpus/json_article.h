/* json_article.h - the fields of an article in a JSON object, by the names
 * that news data sets, crawlers and interfaces give them.
 *
 * Names count without case and without "_", "-", "." and spaces:
 * date_publish, datePublish and "Date Publish" are one.
 */
#ifndef NEWSDEX_CORPUS_JSON_ARTICLE_H
#define NEWSDEX_CORPUS_JSON_ARTICLE_H

#include "common/arena.h"
#include "corpus/json_c.h"
#include "corpus/reader.h"

/* Fills ARTICLE from OBJECT; texts are borrowed from the tree or live in ARENA.
 * STATUS_NOTFOUND when the object has neither title nor text; STATUS_BADINPUT,
 * with a static phrase in *REASON, when it says that it is no article. */
enum status json_article_fill(struct json_value object, const struct reader_options *options,
                              const struct date_hint *hint, struct arena *arena, struct article *article, const char **reason);

/* The same for an item of IPTC's ninjs, of versions 1 to 3; STATUS_NOTFOUND for
 * any other object. */
enum status json_ninjs_fill(struct json_value object, struct arena *arena, struct article *article, const char **reason);

/* Is OBJECT the grammar of a format, which names all fields and has none? */
bool json_is_schema(struct json_value object);

/* Is OBJECT an article, whatever its fields: not to be searched for articles inside? */
bool json_is_article(struct json_value object);

/* Takes the text, the section, the title, the authors and the date out of a "contents" list of typed blocks, as
 * the Washington Post's collections have it; does nothing to any other object. */
enum status json_blocks_fill(struct json_value object, struct arena *arena, struct article *article);

/* Which field KEY means, and how well (0 best); FIELD_COUNT for none.  Of two
 * names the value, or what stands beside it, decides what they mean. */
#define KEY_RANK_SUBJECT 5      /* "subject", a title */
#define KEY_RANK_TIMESTAMP 6    /* "timestamp", a published date */
enum article_field json_key_field(struct span key, int *rank);

/* The text that VALUE stands for: a string, a number's digits, the name in an
 * object ({"name": "Reuters"}, {"rendered": "<p>..."}), the first in an array.
 * SPAN_NONE when there is none. */
struct span json_text(struct json_value value, struct arena *arena);

/* The member of OBJECT called NAME, exactly; a tree of NULL when there is none. */
struct json_value json_member(struct json_value object, const char *name);

#endif
