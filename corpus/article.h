/* article.h - one news article, as every reader yields it and both engines
 * take it.
 *
 * All text is valid UTF-8 in borrowed spans: an article owns nothing.  Its
 * spans and arrays live in what its producer says (for a reader: until the
 * next reader_next()).  An absent field is SPAN_NONE or a count of 0; readers
 * never put an empty span where nothing was found.
 */
#ifndef NEWSDEX_CORPUS_ARTICLE_H
#define NEWSDEX_CORPUS_ARTICLE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/hash.h"
#include "common/span.h"
#include "corpus/date.h"

enum article_field {
	FIELD_ID,
	FIELD_URL,
	FIELD_TITLE,
	FIELD_BODY,       /* paragraphs are separated by an empty line */
	FIELD_NOTE,       /* the editor's note: not the author's words */
	FIELD_SOURCE,     /* newspaper, agency, site */
	FIELD_SECTION,
	FIELD_LANGUAGE,   /* ISO 639-1, lower case: "en" */
	FIELD_AUTHOR,     /* a list */
	FIELD_TAG,        /* a list */
	FIELD_PUBLISHED,  /* a date */
	FIELD_MODIFIED,   /* a date */
	FIELD_CRAWLED,    /* a date */
	FIELD_COUNT
};

#define FIELD_TEXT_COUNT FIELD_AUTHOR  /* fields before this one are single texts */

/* Which version of an item its publisher says that this is; zeros where he does not. */
struct article_version {
	uint64_t number;     /* "version", "RevisionId" */
	int64_t created;     /* when this version was made: seconds from 1970 on in UTC, above 0 */
};

struct article {
	struct span text[FIELD_TEXT_COUNT];  /* by field: text[FIELD_TITLE] */
	const struct span *authors;
	size_t author_count;
	const struct span *tags;
	size_t tag_count;
	struct date published;
	struct date modified;
	struct date crawled;                 /* never used as the article's own date */
	struct article_version version;
	bool withdrawn;                      /* no article: its publisher takes the one with this id back,
	                                        in this version and all before it */

	const char *found_by[FIELD_COUNT];   /* the rule that found a field ("JSON key date"), or NULL;
	                                        static strings or as long-lived as the spans */

	/* Where it came from.  ORIGIN is the file, or archive and member
	 * ("news.tar/2019/a.txt"), FILE_LEN of whose bytes name the file on disk
	 * (0: all); NUMBER is its record's place in it, from 1;
	 * SEQUENCE orders all articles of a run, whatever thread reads them: no two
	 * are equal, and of two with the same id and version the higher replaces the
	 * lower. */
	struct span origin;
	size_t file_len;
	uint64_t offset;     /* byte where its record starts in the uncompressed origin */
	uint64_t number;
	uint64_t sequence;

	/* Memory of the body that is read by nobody but who takes the article in: whoever
	 * reads it last may give it back (index_writer_add()).  Empty: none is. */
	struct span spare;

	/* Of an index that keeps no texts: the body is not there, and CONTENT is
	 * what article_hash() was with it. */
	bool bodiless;
	struct hash128 content;
};

/* The field's name in JSON, in --explain and in queries: "title", "tags", ... */
const char *article_field_name(enum article_field field);

/* The date that stands for the article everywhere: published, else modified,
 * else none (DATE_NONE).  Never the crawl date. */
struct date article_date(const struct article *article);

#endif
