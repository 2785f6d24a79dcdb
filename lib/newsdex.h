/* newsdex.h - full-text search for news corpora, for other programs.
 *
 *     struct newsdex_error err;
 *     struct newsdex *index;
 *     struct newsdex_result *found;
 *
 *     if (newsdex_open("news.index", &index, &err) < 0)
 *             ... err.message says why ...
 *     newsdex_search(index, "huawei -5g", NULL, &found, &err);
 *     for (size_t i = 0; i < newsdex_result_count(found); i++)
 *             puts(newsdex_result_hit(found, i)->title);
 *     newsdex_result_free(found);
 *     newsdex_close(index);
 *
 * All strings are UTF-8.  Functions that can fail return 0 or a negative enum
 * newsdex_status and fill the caller's error record, which may be NULL.  None
 * prints, exits, or keeps state outside the objects it hands out.  An object
 * belongs to one thread at a time; different objects are independent.
 */
#ifndef NEWSDEX_H
#define NEWSDEX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define NEWSDEX_API __attribute__((visibility("default")))
#else
#define NEWSDEX_API
#endif

enum newsdex_status {
	NEWSDEX_OK = 0,
	NEWSDEX_NOMEM = -1,
	NEWSDEX_IO = -2,           /* the operating system refused */
	NEWSDEX_NOTFOUND = -3,     /* no such index or article */
	NEWSDEX_CORRUPT = -4,      /* the index is damaged */
	NEWSDEX_BADINPUT = -5,     /* an article that cannot be indexed */
	NEWSDEX_BADQUERY = -6,     /* the query means nothing; err.offset is the place in it */
	NEWSDEX_LOCKED = -7,       /* another process is writing */
	NEWSDEX_UNSUPPORTED = -8,
	NEWSDEX_REMOTE = -9,       /* a remote shard did not answer */
	NEWSDEX_CHANGED = -10,     /* the index changed under a reader: open it again */
	NEWSDEX_LIMIT = -11,
	NEWSDEX_INTERRUPTED = -12,
	NEWSDEX_INTERNAL = -13,
};

struct newsdex_error {
	int status;                /* enum newsdex_status */
	uint64_t offset;           /* byte in the query; UINT64_MAX: none */
	char message[2080];        /* "place: reason" */
};

/* "0.1.0" */
NEWSDEX_API const char *newsdex_version(void);

/* ---- Searching ---------------------------------------------------------- */

struct newsdex;

/* Opens the index at PATH: a folder, or xapian+tcp://HOST:PORT.  What is
 * committed later is seen only by those who open later. */
NEWSDEX_API int newsdex_open(const char *path, struct newsdex **index, struct newsdex_error *err);

/* The same for COUNT indexes as one. */
NEWSDEX_API int newsdex_open_many(const char *const *paths, size_t count, struct newsdex **index,
                                  struct newsdex_error *err);
NEWSDEX_API void newsdex_close(struct newsdex *index);

/* Articles in it. */
NEWSDEX_API int newsdex_articles(struct newsdex *index, uint64_t *articles, struct newsdex_error *err);

enum newsdex_order { NEWSDEX_RELEVANCE, NEWSDEX_NEWEST, NEWSDEX_OLDEST };

struct newsdex_search {
	size_t limit;              /* hits wanted; 0: 10 */
	size_t offset;             /* hits left out before them */
	enum newsdex_order order;
	int any;                   /* words beside each other: any of them, not all */
	int literal;               /* plain words: no operators */
	int keep_stop_words;       /* the, of, ... count too beside other words */
	size_t snippet_width;      /* in characters; 0: 240 */
};

/* A part of a text, [start, end) in bytes. */
struct newsdex_mark {
	size_t start, end;
};

/* Strings that were not found are NULL; lists end with NULL. */
struct newsdex_hit {
	double score;
	const char *id, *url, *title, *source, *section, *language;
	const char *published, *modified;   /* ISO 8601, as exact as was known */
	const char *const *authors, *const *tags;
	const char *snippet;
	const struct newsdex_mark *marks;   /* what matched in the snippet */
	size_t mark_count;
};

struct newsdex_result;

/* Searches for QUERY, in the language of newsdex-query(7).  SEARCH may be
 * NULL.  Finding nothing is success. */
NEWSDEX_API int newsdex_search(struct newsdex *index, const char *query, const struct newsdex_search *search,
                               struct newsdex_result **result, struct newsdex_error *err);

/* Articles that match, of which at most limit are hits. */
NEWSDEX_API uint64_t newsdex_result_total(const struct newsdex_result *result);
NEWSDEX_API size_t newsdex_result_count(const struct newsdex_result *result);

/* Hit I, from 0; owned by RESULT. */
NEWSDEX_API const struct newsdex_hit *newsdex_result_hit(const struct newsdex_result *result, size_t i);
NEWSDEX_API void newsdex_result_free(struct newsdex_result *result);

/* ---- Articles ------------------------------------------------------------ */

struct newsdex_article {
	const char *id, *url, *title, *body, *note, *source, *section, *language;
	const char *published, *modified;   /* read: any date newsindex(1) reads; given: ISO 8601 */
	const char *const *authors, *const *tags;
};

/* The whole article called ID, to be freed with newsdex_article_free(). */
NEWSDEX_API int newsdex_article(struct newsdex *index, const char *id, struct newsdex_article **article,
                                struct newsdex_error *err);
NEWSDEX_API void newsdex_article_free(struct newsdex_article *article);

/* ---- Indexing ------------------------------------------------------------ */

struct newsdex_writer;

/* Opens the index in folder PATH, made if there is none.  ENGINE is "segment",
 * "xapian" or NULL for what is there, else the default. */
NEWSDEX_API int newsdex_writer_open(const char *path, const char *engine, struct newsdex_writer **writer,
                                    struct newsdex_error *err);

/* Adds an article, or replaces the one with its id.  id (or url) and one of
 * title and body must be given; bytes that are not UTF-8 are replaced. */
NEWSDEX_API int newsdex_writer_add(struct newsdex_writer *writer, const struct newsdex_article *article,
                                   struct newsdex_error *err);

/* Removes the committed article called ID; no such article is NEWSDEX_NOTFOUND. */
NEWSDEX_API int newsdex_writer_delete(struct newsdex_writer *writer, const char *id, struct newsdex_error *err);

/* Makes what was added durable, and visible to who opens from now on. */
NEWSDEX_API int newsdex_writer_commit(struct newsdex_writer *writer, struct newsdex_error *err);

/* Ends WRITER, even when it fails; what was not committed is dropped. */
NEWSDEX_API int newsdex_writer_close(struct newsdex_writer *writer, struct newsdex_error *err);

#ifdef __cplusplus
}
#endif

#endif
