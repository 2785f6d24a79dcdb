/* index.h - the one interface of an index: two engines stand behind it.
 *
 * A reader is a snapshot: what is committed later does not change its answers.
 * A reader and all it handed out belong to one thread at a time; several
 * readers of one index are independent.  A writer is for one thread but for
 * its lanes: each lane may be used by a thread of its own.
 *
 * Documents are numbered from 1 within a reader; numbers mean nothing outside
 * it.  An article's lasting name is its id.
 */
#ifndef NEWSDEX_INDEX_INDEX_H
#define NEWSDEX_INDEX_INDEX_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"
#include "corpus/article.h"
#include "index/bm25.h"
#include "index/tree.h"

typedef uint32_t docid_t;

#define DOCID_NONE ((docid_t)0)
#define DOCID_END UINT32_MAX

/* ---- Reading ---------------------------------------------------------- */

struct index_stats {
	const char *engine;      /* "xapian", "segment"; static */
	uint64_t articles;
	uint64_t terms;          /* distinct; an engine that cannot say answers 0 */
	uint64_t words;          /* sum of the words column */
	double mean_length;      /* of an article, as terms.h counts it */
	int64_t first, last;     /* smallest and largest date, wall-clock seconds; DATE_UNDATED: none */
	uint64_t undated;
	uint64_t bytes;          /* on disk; 0 for a remote shard */
	uint64_t segments;       /* shards of a combined index, segments of one */
	uint64_t generation;     /* grows with every commit */
	bool forward;            /* all of it has a forward index (enum index_forward) */
	char fingerprint[33];    /* hex; equal when the contents are */
};

enum index_column {
	COLUMN_DATE,             /* int64: wall-clock seconds, DATE_UNDATED */
	COLUMN_WORDS,            /* int64 */
	COLUMN_SOURCE,           /* string */
	COLUMN_SECTION,          /* string */
	COLUMN_LANGUAGE,         /* string */
	COLUMN_SKETCH,           /* string: a struct sketch (sketch.h) */
	COLUMN_CONTENT,          /* string: article_hash() (record.h) in 16 bytes, low half first, little-endian */
	COLUMN_COUNT
};

#define DATE_UNDATED INT64_MIN

struct term_stats {
	uint64_t df;             /* articles that contain the term */
	uint64_t cf;             /* occurrences: the sum of its frequencies */
};

/* A walk over the postings of one term in order of documents.  Before the
 * first next() or seek() doc is DOCID_NONE, behind the last one DOCID_END. */
struct postings {
	const struct postings_ops *ops;
	docid_t doc;
	uint32_t frequency;      /* of the term in doc */
};

struct postings_ops {
	enum status (*next)(struct postings *postings, struct error *err);
	enum status (*seek)(struct postings *postings, docid_t target, struct error *err);
	enum status (*positions)(struct postings *postings, const uint32_t **positions, size_t *count, struct error *err);
	void (*free)(struct postings *postings);
};

/* Onto the next document: STATUS_OK, STATUS_END, or an error. */
static inline enum status
postings_next(struct postings *postings, struct error *err)
{
	return postings->ops->next(postings, err);
}

/* Onto the first document >= TARGET; stays where it is when doc >= TARGET
 * already.  Same answers. */
static inline enum status
postings_seek(struct postings *postings, docid_t target, struct error *err)
{
	return postings->doc != DOCID_NONE && postings->doc >= target
		? (postings->doc == DOCID_END ? STATUS_END : STATUS_OK)
		: postings->ops->seek(postings, target, err);
}

/* All positions in the present document, ascending; a term without positions
 * has none.  Owned by the cursor, valid until it moves. */
static inline enum status
postings_positions(struct postings *postings, const uint32_t **positions, size_t *count, struct error *err)
{
	return postings->ops->positions(postings, positions, count, err);
}

static inline void
postings_free(struct postings *postings)
{
	if (postings)
		postings->ops->free(postings);
}

/* A walk over the dictionary in byte order. */
struct term_walk {
	const struct term_walk_ops *ops;
	struct span term;        /* owned by the walk, valid until it moves */
	struct term_stats stats;
};

struct term_walk_ops {
	enum status (*next)(struct term_walk *walk, struct error *err);
	void (*free)(struct term_walk *walk);
};

static inline enum status
term_walk_next(struct term_walk *walk, struct error *err)
{
	return walk->ops->next(walk, err);
}

static inline void
term_walk_free(struct term_walk *walk)
{
	if (walk)
		walk->ops->free(walk);
}

/* The order of results.  Relevance: score, then newest, then id.  Newest and
 * oldest: date, then id; undated articles last in both. */
enum result_order { ORDER_RELEVANCE, ORDER_NEWEST, ORDER_OLDEST };

struct hit {
	docid_t doc;
	double score;            /* 0 for what only filters */
};

/* One request for the best articles, and its answer. */
struct search {
	const struct node *tree;
	struct bm25 bm25;
	enum result_order order;
	size_t limit;            /* hits wanted */
	bool want_total;         /* count every match, not only what is needed */

	struct hit *hits;        /* out: room for limit, the caller's */
	size_t hit_count;        /* out */
	uint64_t total;          /* out: matches; exact with want_total, else at least hit_count */
};

#define WORD_POSTINGS_MAX 128

/* Some postings of one word, documents ascending. */
struct word_postings {
	size_t count;            /* at most WORD_POSTINGS_MAX */
	const docid_t *docs;
	const uint32_t *counts;
};

/* Places in the documents of a word scan's set, at least one in each, and how near
 * to them words count. */
struct word_window {
	size_t docs;             /* of the set */
	const uint32_t *before;  /* how many documents of the set are before document 64 * n */
	const uint32_t *first;   /* by number of the document in the set, its first of places; one more behind the last */
	const uint32_t *places;  /* positions as in terms.h, ascending in each document */
	unsigned span;           /* words at most that far away, but not on a place; at most 2^30 */
};

/* What a word scan says of a word. */
struct word_numbers {
	struct span word;
	struct term_stats stats; /* in the whole index */
	uint64_t beside;         /* occurrences in the window */
};

/* A run over all words of title, body and note in a set of documents. */
struct word_scan {
	const uint64_t *docs;    /* the set: bit doc % 64 of docs[doc / 64]; documents that are not deleted */
	docid_t end;             /* from here on there is none in it */
	const struct word_window *window;  /* NULL: postings are wanted */
	unsigned threads;        /* at most, from 1 */
	/* Called in turn for each word that the set has: postings() once or more,
	 * then word().  With a window word() alone, for each word that the window
	 * has.  A word is for one thread alone, THREAD from 0 on.  Words come in no
	 * order. */
	void (*postings)(void *context, unsigned thread, const struct word_postings *some);
	enum status (*word)(void *context, unsigned thread, const struct word_numbers *numbers, struct error *err);
	void *context;
};

struct index_reader {
	const struct index_reader_ops *ops;
};

struct index_reader_ops {
	enum status (*stats)(struct index_reader *reader, struct index_stats *stats, struct error *err);
	enum status (*term)(struct index_reader *reader, struct span term, struct term_stats *stats, struct error *err);
	enum status (*walk)(struct index_reader *reader, struct span from, struct span prefix,
	                    struct term_walk **walk, struct error *err);
	enum status (*postings)(struct index_reader *reader, struct span term, struct postings **postings, struct error *err);
	enum status (*all)(struct index_reader *reader, struct postings **postings, struct error *err);
	enum status (*length)(struct index_reader *reader, docid_t doc, uint64_t *length, struct error *err);
	enum status (*number)(struct index_reader *reader, enum index_column column, docid_t doc, int64_t *value, struct error *err);
	enum status (*string)(struct index_reader *reader, enum index_column column, docid_t doc, struct span *value, struct error *err);
	enum status (*article)(struct index_reader *reader, docid_t doc, struct arena *arena, struct article *article, struct error *err);
	enum status (*id)(struct index_reader *reader, docid_t doc, struct buf *id, struct error *err);
	enum status (*meta)(struct index_reader *reader, struct span key, struct buf *value, struct error *err);
	enum status (*meta_next)(struct index_reader *reader, struct span prefix, struct buf *key, struct error *err);
	enum status (*top)(struct index_reader *reader, struct search *search, struct error *err);
	/* May be NULL. */
	enum status (*words)(struct index_reader *reader, const struct word_scan *scan, struct error *err);
	enum status (*place)(struct index_reader *reader, docid_t doc, uint64_t *place, struct error *err);
	void (*ahead)(struct index_reader *reader, const docid_t *docs, size_t count);
	void (*free)(struct index_reader *reader);
};

/* Opens COUNT indexes as one: N, df and scores are of all of them together.
 * A path is a folder, or xapian+tcp://HOST:PORT, xapian+ssh://HOST/PATH.
 * Which engine is seen from what is there.  A shard that cannot be opened is
 * an error unless PARTIAL is given: then *PARTIAL gets a line `place: reason`
 * for each that was dropped, and at least one must be left. */
enum status index_open(const struct span *paths, size_t count, struct buf *partial,
                       struct index_reader **reader, struct error *err);
void index_reader_free(struct index_reader *reader);

enum status index_stats(struct index_reader *reader, struct index_stats *stats, struct error *err);

/* *STATS is zero, and the answer STATUS_OK, for a term that is not there. */
enum status index_term(struct index_reader *reader, struct span term, struct term_stats *stats, struct error *err);

/* Terms that are >= FROM and start with PREFIX; before the first until the
 * first term_walk_next(). */
enum status index_walk(struct index_reader *reader, struct span from, struct span prefix,
                       struct term_walk **walk, struct error *err);

/* An absent term has an empty walk. */
enum status index_postings(struct index_reader *reader, struct span term, struct postings **postings, struct error *err);

/* A walk over every document, frequency 0, no positions. */
enum status index_all(struct index_reader *reader, struct postings **postings, struct error *err);

/* An article's length as scores use it. */
enum status index_length(struct index_reader *reader, docid_t doc, uint64_t *length, struct error *err);

enum status index_number(struct index_reader *reader, enum index_column column, docid_t doc, int64_t *value, struct error *err);

/* SPAN_NONE when the article has none.  As given, not folded.  Valid until the next call. */
enum status index_string(struct index_reader *reader, enum index_column column, docid_t doc, struct span *value, struct error *err);

/* The stored article; spans live in ARENA.  It is bodiless where the index keeps no texts. */
enum status index_article(struct index_reader *reader, docid_t doc, struct arena *arena, struct article *article, struct error *err);

/* The same for those who cannot do without the body: STATUS_UNSUPPORTED where it was not kept. */
enum status index_article_text(struct index_reader *reader, docid_t doc, struct arena *arena, struct article *article,
                               struct error *err);

/* The articles of COUNT DOCS, at most INDEX_AHEAD, will be asked for in this order: where it helps, a second
 * thread fetches some of them meanwhile.  What was said before is over. */
#define INDEX_AHEAD 32
void index_ahead(struct index_reader *reader, const docid_t *docs, size_t count);

/* Says so: STATUS_UNSUPPORTED. */
enum status index_text_missing(struct error *err);

/* Where the article of DOC lies among those that are stored: many are read fastest
 * from the greatest place down, as those that are packed together are then unpacked
 * once, up to the last one. */
enum status index_place(struct index_reader *reader, docid_t doc, uint64_t *place, struct error *err);

/* Appends the article's id to ID. */
enum status index_id(struct index_reader *reader, docid_t doc, struct buf *id, struct error *err);

/* The document with ID, or STATUS_NOTFOUND. */
enum status index_find(struct index_reader *reader, struct span id, docid_t *doc, struct error *err);

/* What index_writer_meta() stored under KEY, appended to VALUE; STATUS_NOTFOUND.
 * Of several shards the first that has it. */
enum status index_meta(struct index_reader *reader, struct span key, struct buf *value, struct error *err);

/* Replaces KEY by the next stored key after it in byte order that starts with
 * PREFIX: STATUS_OK, or STATUS_END.  Begin with KEY empty. */
enum status index_meta_next(struct index_reader *reader, struct span prefix, struct buf *key, struct error *err);

/* The best search->limit articles.  STATUS_UNSUPPORTED when the engine has no
 * fast way for this tree: the generic matcher then answers.  Where it does
 * answer, documents and order are the matcher's and scores equal to 1e-9. */
enum status index_top(struct index_reader *reader, struct search *search, struct error *err);

/* Runs SCAN over every word.  Time is that of reading all postings, whatever the
 * set; memory some postings and positions for each thread.  With a window, in an index all of
 * which has a forward index, time is that of reading the words of the set; memory 4 bytes for
 * each word of the dictionaries and thread.
 * STATUS_UNSUPPORTED, and nothing was called, when the engine has no fast way. */
enum status index_words(struct index_reader *reader, const struct word_scan *scan, struct error *err);

/* ---- Writing ---------------------------------------------------------- */

/* Whether an index keeps the texts of its articles, so that they can be shown. */
enum index_text {
	TEXT_AS_BEFORE,          /* as the index has it; a new one keeps them */
	TEXT_KEPT,
	TEXT_NONE,               /* all but the body is kept, which is indexed as ever */
};

/* Whether the articles' words are also kept in their order (a forward index), for reports
 * on what stands beside a word; only the native engine can. */
enum index_forward {
	FORWARD_AS_BEFORE,       /* as the index has it; a new one does not */
	FORWARD_NONE,
	FORWARD_KEPT,            /* in all that is written from now on; optimize writes all anew */
};

enum add_result {
	ADD_NEW,
	ADD_REPLACED,            /* an article with this id and other content was there */
	ADD_UNCHANGED,           /* the same content was there: nothing was done */
	ADD_RENEWED,             /* it is newer than another article of this run with its id */
	ADD_DUPLICATE,           /* another article of this run has its id, and is newer */
	ADD_OLDER,               /* a newer version was there, or was withdrawn: nothing was done */
	ADD_WITHDRAWN,           /* no article: the one with this id is gone, unless it is newer */
};

struct index_writer_options {
	const char *engine;      /* "xapian", "segment"; NULL: what is there, else the default */
	size_t memory;           /* bytes the writer may hold; 0: 512 MiB */
	unsigned lanes;          /* threads that will add, from 1; 0: 1 */
	enum index_text text;    /* cannot be changed once there is an index */
	enum index_forward forward;
	bool smallest;           /* optimize packs as small as it can: slow to write, slower to search; segment engine only */
	struct span language;    /* whose stems, where an article names none; default "en" */
	bool wait;               /* wait for the lock instead of STATUS_LOCKED */
	/* Asked now and then during long work (commit, merge); true: stop with
	 * STATUS_INTERRUPTED, the index as it was at the last commit.  May be NULL. */
	bool (*stop)(void *context);
	/* The same for merging alone, which goes on behind commits: what was committed stays. */
	bool (*stop_merge)(void *context);
	/* Called by the thread that adds when a newer article, or a withdrawal, takes
	 * the id of one of this run: the result of that one WAS, and it is a duplicate
	 * now; what came is NOW (new, replaced, unchanged, withdrawn).  May be NULL. */
	void (*displaced)(void *context, enum add_result was, enum add_result now);
	void *context;           /* the first two may be asked by any thread */
};

struct claim;
struct claims;
struct withdrawals;

struct index_writer {
	const struct index_writer_ops *ops;
	struct withdrawals *withdrawals;   /* of index_writer_open(), or NULL */
	size_t memory;                     /* likewise: what it may hold */
};

struct index_writer_ops {
	enum status (*add)(struct index_writer *writer, unsigned lane, const struct article *article,
	                   enum add_result *result, struct error *err);
	enum status (*remove)(struct index_writer *writer, struct span term, uint64_t *removed, struct error *err);
	enum status (*meta)(struct index_writer *writer, struct span key, struct span value, struct error *err);
	/* For repeats.h, while no lane is adding, or for its size alone: who holds which id since the last
	 * commit; and that the article of CLAIM, one of them, is not to be committed. */
	struct claims *(*claims)(struct index_writer *writer);
	enum status (*drop)(struct index_writer *writer, const struct claim *claim, struct error *err);
	/* Whether a commit is due for the engine's own reasons; may be NULL.  Any thread may ask. */
	bool (*crowded)(struct index_writer *writer);
	enum status (*commit)(struct index_writer *writer, struct error *err);
	enum status (*optimize)(struct index_writer *writer, struct error *err);
	enum status (*close)(struct index_writer *writer, struct error *err);
};

/* Opens the index in folder PATH for writing, making it if there is none.
 * STATUS_LOCKED names the process that holds it. */
enum status index_writer_open(const char *path, const struct index_writer_options *options,
                              struct index_writer **writer, struct error *err);

/* What is spare of the article is gone afterwards.
 * Adds ARTICLE, or replaces the one with its id, or removes that when ARTICLE is
 * withdrawn.  Each lane is for one thread at a time.  Of several articles with
 * one id the newest counts (claims.h), whatever lane comes first.  One that is
 * committed is older than all of the run, unless both tell a version: an older
 * version does not come in, and neither does one that was withdrawn.  After an error other than
 * STATUS_BADINPUT (this article cannot be indexed) the writer only closes. */
enum status index_writer_add(struct index_writer *writer, unsigned lane, const struct article *article,
                             enum add_result *result, struct error *err);

/* Removes every committed article that contains TERM (a boolean term of
 * terms.h).  No lane may be adding. */
enum status index_writer_remove(struct index_writer *writer, struct span term, uint64_t *removed, struct error *err);

/* Stores VALUE under KEY with the next commit; an empty VALUE removes it. */
enum status index_writer_meta(struct index_writer *writer, struct span key, struct span value, struct error *err);

/* Makes all that was added durable and visible to readers that open from now
 * on.  No lane may be adding. */
enum status index_writer_commit(struct index_writer *writer, struct error *err);

/* Rewrites the committed index as small and fast to read as it gets. */
enum status index_writer_optimize(struct index_writer *writer, struct error *err);

/* Whether a commit is due: what is known of the articles since the last one takes a quarter of the
 * writer's memory, or they are in so many pieces that merging them should begin.  Any thread may ask. */
bool index_writer_crowded(const struct index_writer *writer);

/* Ends WRITER, which is gone even when this fails; drops what was not committed.
 * After a commit an engine may have parts of the index to merge: that is done
 * here, and what it comes to is a commit of its own.  Where it fails or is
 * stopped (STATUS_INTERRUPTED) all that was committed is there. */
enum status index_writer_close(struct index_writer *writer, struct error *err);

/* ---- Whole indexes ---------------------------------------------------- */

/* Examines every byte of the index at PATH that the engine can examine and
 * calls REPORT for each finding.  STATUS_OK: sound; STATUS_CORRUPT: not. */
enum status index_check(const char *path, void (*report)(void *context, const char *line), void *context,
                        struct error *err);

/* What a repair came to. */
struct index_repaired {
	bool sound;              /* there was nothing to repair: nothing was changed */
	uint64_t kept;           /* articles of parts that are sound */
	uint64_t saved;          /* articles of damaged parts, indexed again */
	uint64_t lost;
	bool lost_unknown;       /* more may be lost: how many there were is not known */
};

/* Brings the index at PATH into a state that index_check() finds sound, in one
 * commit: until then, and after a failure, the index is as it was.  REPORT (may
 * be NULL) is called for each finding and each lost article whose id is known.
 * What was there before is kept in a folder in it, which REPORT is told.
 * OPTIONS (may be NULL) are a writer's.  STATUS_UNSUPPORTED where the engine
 * cannot. */
enum status index_repair(const char *path, const struct index_writer_options *options,
                         void (*report)(void *context, const char *line), void *context,
                         struct index_repaired *result, struct error *err);

/* ---- Engines ---------------------------------------------------------- */

struct index_engine {
	const char *name;
	/* Whether PATH (a folder or an address) holds an index of this engine. */
	bool (*recognise)(const char *path);
	enum status (*open)(const struct span *paths, size_t count, struct buf *partial,
	                    struct index_reader **reader, struct error *err);
	enum status (*writer_open)(const char *path, const struct index_writer_options *options,
	                           struct index_writer **writer, struct error *err);
	enum status (*check)(const char *path, void (*report)(void *, const char *), void *context, struct error *err);
	/* NULL: it cannot. */
	enum status (*repair)(const char *path, const struct index_writer_options *options,
	                      void (*report)(void *, const char *), void *context, struct index_repaired *result,
	                      struct error *err);
};

#endif
