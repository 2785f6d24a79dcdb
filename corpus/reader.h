/* reader.h - bytes in, articles out.
 *
 * The way of an article:
 *   input (input.h)  opens a path and yields chunks of uncompressed bytes, each
 *                    holding whole records, with place and number of the first;
 *   reader           takes one chunk and yields its articles.
 * Chunks know nothing of each other, so any thread may read any chunk: one
 * big file keeps every core busy.
 *
 * A format is one file, read_NAME.c, with one const struct format.  It sniffs,
 * says where a record ends, and reads a chunk.  formats.c lists them.
 */
#ifndef NEWSDEX_CORPUS_READER_H
#define NEWSDEX_CORPUS_READER_H

#include "common/arena.h"
#include "common/error.h"
#include "corpus/article.h"
#include "corpus/charset.h"

struct format;

/* A column or key of the input that is to be read as a field: --map title=headline. */
struct field_map {
	enum article_field field;
	struct span name;          /* a JSON key, dots reach into objects: "meta.title" */
};

/* What the user said of the input; borrowed, shared by all threads, read-only. */
struct reader_options {
	const struct format *format;     /* --format, or NULL: sniff every file */
	const struct field_map *maps;
	size_t map_count;
	struct span source;              /* --source: used where an article names none */
	struct span language;            /* --language, likewise */
	/* --language=auto: tells the language of an article that names none by its
	 * text, into 8 bytes; false when it cannot.  NULL: not wanted.  From any thread. */
	bool (*identify)(struct span title, struct span body, char code[8]);
	enum date_order date_order;      /* --date-order, or unknown: by the file's other dates */
	size_t record_limit;             /* longest record in bytes; 0: the default */
};

#define READER_RECORD_LIMIT ((size_t)256 << 20)

/* More authors or tags than this an article does not get. */
#define READER_LIST_LIMIT 1000

/* A run of whole records of one origin. */
struct chunk {
	struct span data;                /* uncompressed */
	struct span head;                /* the file's first bytes, as format->head() asked for; else empty */
	struct span origin;              /* see struct article */
	size_t file_len;                 /* see struct article */
	const struct format *format;     /* NULL: there is nothing in it */
	char charset[CHARSET_NAME];      /* of a format that is unlabelled, as charset_guess() has it of the file's start */
	enum date_order order;           /* of the dates in the file, as its first bytes show it */
	uint64_t offset;                 /* of data in the origin */
	uint64_t number;                 /* of its first record, from 1 */
	uint64_t sequence;               /* of its first byte among all bytes of the run */
	/* DATA is in anonymous memory that is the chunk's alone, and JSON_PADDING readable
	 * bytes are behind it: what was read may be dropped. */
	bool owned;
};

struct reader {
	const struct chunk *chunk;             /* borrowed while the reader is in use */
	const struct reader_options *options;
	struct arena arena;                    /* cleared by each reader_next() */
	size_t at;                             /* next byte of the chunk to look at */
	size_t record;                         /* where the current record starts in the chunk */
	uint64_t count;                        /* records taken so far */
	struct date_hint hint;                 /* what is known of the dates in the chunk */
	uint32_t part;                         /* the article's place in its record, from 1; 0: the only one */
	const struct format *format;           /* whose state it is */
	void *state;                           /* the format's own; one a reader, kept between chunks */
};

struct format {
	const char *name;                /* for --format: "jsonl" */
	const char *summary;             /* one line for the manual */
	bool unlabelled;                 /* nothing in a file says what encoding it is in */
	bool pages;                      /* articles are pages of sites, which print more on them (site_text.h) */

	/* How sure it is that HEAD (the first bytes of the file, at most 64 KiB)
	 * is of this format: 0 no ... 100 certain.  PATH may help, never decide. */
	int (*sniff)(struct span head, struct span path);

	/* How many of the first bytes of a file (HEAD, as for sniff()) every chunk
	 * has to know, as that of a table its column names.  NULL: none. */
	size_t (*head)(struct span head);

	/* The length of the longest prefix of DATA that holds whole records, 0 if
	 * there is none yet, and the number of records in it.  NULL: the whole
	 * file is one record.  HEAD is what head() asked for.  AT_END: no more
	 * bytes will come. */
	size_t (*split)(struct span data, struct span head, bool at_end, uint64_t *records);

	/* Where in DATA the next record starts, behind one that is too long to be
	 * read: data.len when no such place is in it.  NULL: such a record ends the file. */
	size_t (*resync)(struct span data);

	/* Fills ARTICLE from the next record: STATUS_OK, STATUS_END, or
	 * STATUS_BADINPUT for one record that cannot be read (the next call goes on
	 * behind it).  Every other error ends the chunk.  Calls reader_take() for
	 * each record; texts may be untrimmed and of any bytes. */
	enum status (*next)(struct reader *reader, struct article *article, struct error *err);

	void (*release)(void *state);    /* NULL when there is no state */
};

void reader_init(struct reader *reader, const struct reader_options *options);
void reader_release(struct reader *reader);

/* Starts on CHUNK; what the reader keeps between chunks is used again. */
void reader_start(struct reader *reader, const struct chunk *chunk);

/* The next article, with origin, offset, number, sequence and a default id
 * filled in, every text valid UTF-8 and trimmed.  Spans are valid until the
 * next call.  An article with neither title nor body is STATUS_BADINPUT; so is
 * one that its publisher withdraws, and then ARTICLE is filled in all the same. */
enum status reader_next(struct reader *reader, struct article *article, struct error *err);

/* For formats whose records begin with a mark: split() by NEXT, which tells where
 * the first at or behind AT is, DATA.len when none is left. */
size_t reader_split(struct span data, bool at_end, uint64_t *records, size_t (*next)(struct span data, size_t at));

/* For formats: the record from START to END of the chunk is the current one. */
struct span reader_take(struct reader *reader, size_t start, size_t end);

/* For formats that are unlabelled: makes *RECORD, of the chunk, UTF-8; in the arena
 * what was not. */
enum status reader_utf8(struct reader *reader, struct span *record);

/* For formats: nobody will look at the bytes of the current record again.  The
 * memory of a long one is given back where the chunk owns it. */
void reader_drop(const struct reader *reader, struct span record);

/* For formats: STATUS_BADINPUT at the start of the current record. */
enum status reader_bad(const struct reader *reader, struct error *err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* All formats, ended by NULL, and the one called NAME or NULL. */
extern const struct format *const formats[];
const struct format *format_find(struct span name);

/* The format that is surest of HEAD, or NULL when none is. */
const struct format *format_sniff(struct span head, struct span path);

#endif
