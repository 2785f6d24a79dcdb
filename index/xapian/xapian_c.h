/* xapian_c.h - a C interface to libxapian 1.4.
 *
 * Databases (local, remote, several as one), documents, queries, matching,
 * and lists of terms, postings, positions and values.  It knows nothing of
 * newsdex but common/'s status, error, span and buf.  libxapian's own query
 * parser, term generator and stemmers are left out: whoever uses this builds
 * queries and documents from terms.
 *
 * Conventions:
 *   - Every function that can fail answers an enum status and fills ERR (may
 *     be NULL) with libxapian's message.  No C++ exception ever leaves.
 *       STATUS_CHANGED    a commit has overwritten what was being read: reopen
 *       STATUS_LOCKED     another writer has the database
 *       STATUS_NOTFOUND   no such database, document or key
 *       STATUS_REMOTE     a server did not answer, or not sensibly
 *       STATUS_CORRUPT    the database is damaged
 *       STATUS_IO         the file system refused
 *       STATUS_BADQUERY   an argument that libxapian refuses
 *       STATUS_UNSUPPORTED  this build or backend cannot do it
 *       STATUS_NOMEM, and STATUS_INTERNAL for everything else
 *   - X_new() and X_open() make an object, X_free() ends it (NULL is allowed,
 *     it cannot fail).  An out parameter is NULL after a failure.
 *   - Objects keep alive what they need: a database may be freed before the
 *     lists made from it, a query before the query it went into.
 *   - Strings are spans of any bytes.  A span handed out belongs to the object
 *     it came from and is valid until the next call on that object; a struct
 *     buf is appended to.
 *   - Documents are numbered from 1.  Lists stand before their first item
 *     until the first next(); next() and seek() answer STATUS_OK, STATUS_END
 *     or an error.
 *   - An object, and all that was made from it, is for one thread at a time.
 *   - libxapian ignores SIGPIPE for the whole process once a remote database
 *     is opened.  These functions put the process's own disposition back and
 *     hold the signal back in their thread while they talk to a server.
 *
 * Limits of libxapian: a term has 1 to 245 bytes, a NUL counting twice; a key
 * of metadata as well; values and data up to 100 MB or so.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_XAPIAN_C_H
#define NEWSDEX_INDEX_XAPIAN_XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "common/buf.h"
#include "common/error.h"
#include "common/span.h"

#define XAPIAN_TERM_MAX 245

struct xapian_database;
struct xapian_document;
struct xapian_query;
struct xapian_enquire;
struct xapian_mset;
struct xapian_terms;
struct xapian_postings;
struct xapian_values;

/* "1.4.22"; static. */
const char *xapian_version(void);

/* ---- Databases -------------------------------------------------------- */

/* Opens a folder, a single-file database, or a stub file, for reading. */
enum status xapian_database_open(const char *path, struct xapian_database **db, struct error *err);

/* An empty group, to add databases to. */
enum status xapian_database_new(struct xapian_database **db, struct error *err);

/* Makes DB search OTHER as well.  Document d of the n-th of N databases
 * (n from 0) becomes (d - 1) * N + n + 1. */
enum status xapian_database_add(struct xapian_database *db, const struct xapian_database *other, struct error *err);

/* A database that xapian-tcpsrv serves.  Timeouts in milliseconds, for each
 * answer and for connecting; 0 waits for ever.  Neither authentication nor
 * encryption, IPv4 only, and the server must be of the same major version. */
enum status xapian_database_open_tcp(const char *host, unsigned port, unsigned timeout, unsigned connect_timeout,
                                     struct xapian_database **db, struct error *err);

/* A database served by PROGRAM (xapian-progsrv, or ssh that starts one), a
 * child that is spoken to over a socket.  ARGS are parted at spaces; no shell
 * reads them. */
enum status xapian_database_open_program(const char *program, const char *args, unsigned timeout,
                                         struct xapian_database **db, struct error *err);

/* An empty writable database in memory. */
enum status xapian_database_open_memory(struct xapian_database **db, struct error *err);

enum xapian_action {
	XAPIAN_CREATE_OR_OPEN,
	XAPIAN_OPEN,              /* must be there */
	XAPIAN_CREATE,            /* must not be there */
	XAPIAN_OVERWRITE          /* emptied if it is there */
};

struct xapian_write_options {
	enum xapian_action action;
	bool no_sync;             /* commit without fsync: a power cut may lose it */
	bool dangerous;           /* write over blocks in use: no reader may have it open,
	                             and what was there is lost until the next commit */
	bool full_sync;           /* ask the disk itself to write through, where it can be asked */
	bool retry_lock;          /* wait for the lock */
	unsigned block_size;      /* of a new database: a power of 2, 2048 to 65536; 0: 8192 */
};

/* Opens the folder PATH for writing; OPTIONS may be NULL.  Written documents
 * are kept in memory until xapian_database_commit(), or until 10,000 of them
 * (XAPIAN_FLUSH_THRESHOLD in the environment) have gathered. */
enum status xapian_database_open_writable(const char *path, const struct xapian_write_options *options,
                                          struct xapian_database **db, struct error *err);

/* Closes the files.  A writable database is committed first, which can fail;
 * xapian_database_free() does the same but cannot tell. */
enum status xapian_database_close(struct xapian_database *db, struct error *err);
void xapian_database_free(struct xapian_database *db);

/* Moves on to the latest commit; *MOVED (may be NULL): there may be a newer one. */
enum status xapian_database_reopen(struct xapian_database *db, bool *moved, struct error *err);

/* Tells servers that we are still there. */
enum status xapian_database_keep_alive(struct xapian_database *db, struct error *err);

struct xapian_stats {
	uint32_t documents;
	uint32_t last_document;   /* the highest number ever used */
	uint32_t databases;       /* in the group */
	uint64_t total_length;    /* sum of all documents' lengths */
	double average_length;
	uint32_t shortest;        /* bounds of a document's length, not always reached */
	uint32_t longest;
	bool positions;           /* whether any term has positions */
};

enum status xapian_database_stats(struct xapian_database *db, struct xapian_stats *stats, struct error *err);

/* Appends the database's lasting name; those of a group are joined by ':'. */
enum status xapian_database_uuid(struct xapian_database *db, struct buf *uuid, struct error *err);

/* Grows with every commit.  Local and single databases only. */
enum status xapian_database_revision(struct xapian_database *db, uint64_t *revision, struct error *err);

/* Whether a writer has it open. */
enum status xapian_database_locked(struct xapian_database *db, bool *locked, struct error *err);

struct xapian_term_stats {
	uint32_t df;              /* documents with the term */
	uint64_t cf;              /* occurrences */
	uint32_t wdf_max;         /* bound of its frequency in a document */
};

/* All 0 for a term that is not there. */
enum status xapian_database_term(struct xapian_database *db, struct span term, struct xapian_term_stats *stats, struct error *err);

/* A document's length, the sum of its terms' frequencies; its distinct terms. */
enum status xapian_database_length(struct xapian_database *db, uint32_t doc, uint32_t *length, struct error *err);
enum status xapian_database_unique_terms(struct xapian_database *db, uint32_t doc, uint32_t *count, struct error *err);

struct xapian_slot_stats {
	uint32_t documents;       /* with a value in the slot */
	struct span lower, upper; /* bounds of the values, owned by the database handle until the next call */
};

enum status xapian_database_slot(struct xapian_database *db, uint32_t slot, struct xapian_slot_stats *stats, struct error *err);

/* Appends what is stored under KEY, nothing when there is nothing.  A group
 * answers for its first database. */
enum status xapian_database_metadata(struct xapian_database *db, struct span key, struct buf *value, struct error *err);

/* The document with number DOC; STATUS_NOTFOUND. */
enum status xapian_database_document(struct xapian_database *db, uint32_t doc, struct xapian_document **document, struct error *err);

enum xapian_compaction { XAPIAN_COMPACT_STANDARD, XAPIAN_COMPACT_FULL, XAPIAN_COMPACT_FULLER };

struct xapian_compact_options {
	enum xapian_compaction level;
	bool multipass;           /* merge many sources in groups */
	bool keep_numbers;        /* documents keep their numbers, which must not overlap */
	bool single_file;
	unsigned block_size;
	bool (*stop)(void *context);  /* asked at every table; true: STATUS_INTERRUPTED.  May be NULL */
	void *context;
};

/* Writes DB (all of its group, committed state) into the new database PATH,
 * small and in one piece.  Documents are appended database by database: those
 * of a later one get the numbers behind the last of the one before, and
 * numbers unused at a database's beginning are closed up. */
enum status xapian_database_compact(struct xapian_database *db, const char *path, const struct xapian_compact_options *options,
                                    struct error *err);

/* Checks the tables of PATH; appends findings to REPORT (may be NULL).
 * *ERRORS counts them.  It misses damage inside entries, and may crash on
 * damaged files: run it in a process of its own. */
enum status xapian_check(const char *path, bool statistics, struct buf *report, uint64_t *errors, struct error *err);

/* ---- Writing.  DB must be writable. ----------------------------------- */

enum status xapian_database_add_document(struct xapian_database *db, const struct xapian_document *document, uint32_t *doc, struct error *err);

/* Puts DOCUMENT where number DOC is, or where TERM is (all other documents
 * with TERM are deleted; it is added when there is none). */
enum status xapian_database_replace(struct xapian_database *db, uint32_t doc, const struct xapian_document *document, struct error *err);
enum status xapian_database_replace_term(struct xapian_database *db, struct span term, const struct xapian_document *document,
                                         uint32_t *doc, struct error *err);

enum status xapian_database_delete(struct xapian_database *db, uint32_t doc, struct error *err);
enum status xapian_database_delete_term(struct xapian_database *db, struct span term, struct error *err);

/* An empty VALUE removes KEY. */
enum status xapian_database_set_metadata(struct xapian_database *db, struct span key, struct span value, struct error *err);

/* Makes all changes durable and visible.  When it fails, the changes since
 * the last commit are lost. */
enum status xapian_database_commit(struct xapian_database *db, struct error *err);

/* Changes between begin and end become visible together; cancel drops them.
 * FLUSHED: the transaction's end is also a commit. */
enum status xapian_database_begin(struct xapian_database *db, bool flushed, struct error *err);
enum status xapian_database_end(struct xapian_database *db, struct error *err);
enum status xapian_database_cancel(struct xapian_database *db, struct error *err);

/* ---- Documents -------------------------------------------------------- */

enum status xapian_document_new(struct xapian_document **document, struct error *err);
void xapian_document_free(struct xapian_document *document);

/* Empties DOCUMENT for use again. */
enum status xapian_document_clear(struct xapian_document *document, struct error *err);

/* Its number in the database it came from; 0 for a new one. */
enum status xapian_document_number(const struct xapian_document *document, uint32_t *doc, struct error *err);

enum status xapian_document_set_data(struct xapian_document *document, struct span data, struct error *err);
enum status xapian_document_data(const struct xapian_document *document, struct buf *data, struct error *err);

/* An empty VALUE removes it; a value that is not there reads as empty. */
enum status xapian_document_set_value(struct xapian_document *document, uint32_t slot, struct span value, struct error *err);
enum status xapian_document_value(const struct xapian_document *document, uint32_t slot, struct buf *value, struct error *err);

/* Raises TERM's frequency by WDF, adding it first if need be. */
enum status xapian_document_add_term(struct xapian_document *document, struct span term, uint32_t wdf, struct error *err);

/* The same with COUNT positions; ascending ones are fastest. */
enum status xapian_document_add_postings(struct xapian_document *document, struct span term, const uint32_t *positions, size_t count,
                                         uint32_t wdf, struct error *err);

/* A term that only filters: frequency 0. */
enum status xapian_document_add_boolean(struct xapian_document *document, struct span term, struct error *err);
enum status xapian_document_remove_term(struct xapian_document *document, struct span term, struct error *err);
enum status xapian_document_term_count(const struct xapian_document *document, uint32_t *count, struct error *err);

/* ---- Lists ------------------------------------------------------------ */

/* Terms of the whole database that start with PREFIX, in byte order; of one
 * document; keys of metadata that start with PREFIX (of a group: of its first). */
enum status xapian_terms_all(struct xapian_database *db, struct span prefix, struct xapian_terms **terms, struct error *err);
enum status xapian_terms_of(struct xapian_database *db, uint32_t doc, struct xapian_terms **terms, struct error *err);
enum status xapian_terms_of_document(const struct xapian_document *document, struct xapian_terms **terms, struct error *err);
enum status xapian_terms_metadata(struct xapian_database *db, struct span prefix, struct xapian_terms **terms, struct error *err);
void xapian_terms_free(struct xapian_terms *terms);

enum status xapian_terms_next(struct xapian_terms *terms, struct error *err);
/* Onto the first term >= TERM, never back. */
enum status xapian_terms_seek(struct xapian_terms *terms, struct span term, struct error *err);
struct span xapian_terms_term(const struct xapian_terms *terms);
/* The term's frequency in the document; documents that have it. */
enum status xapian_terms_wdf(const struct xapian_terms *terms, uint32_t *wdf, struct error *err);
enum status xapian_terms_df(const struct xapian_terms *terms, uint32_t *df, struct error *err);

/* Documents with TERM in ascending order; the empty term has every document, frequency 1. */
enum status xapian_postings_new(struct xapian_database *db, struct span term, struct xapian_postings **postings, struct error *err);
void xapian_postings_free(struct xapian_postings *postings);

enum status xapian_postings_next(struct xapian_postings *postings, struct error *err);
/* Onto the first document >= DOC, never back. */
enum status xapian_postings_seek(struct xapian_postings *postings, uint32_t doc, struct error *err);
uint32_t xapian_postings_document(const struct xapian_postings *postings);
enum status xapian_postings_wdf(const struct xapian_postings *postings, uint32_t *wdf, struct error *err);
enum status xapian_postings_length(const struct xapian_postings *postings, uint32_t *length, struct error *err);
/* All positions, ascending, owned by the list until it moves. */
enum status xapian_postings_positions(struct xapian_postings *postings, const uint32_t **positions, size_t *count, struct error *err);

/* Positions of TERM in document DOC appended to OUT as uint32_t. */
enum status xapian_positions(struct xapian_database *db, uint32_t doc, struct span term, struct buf *out, struct error *err);

/* Documents with a value in SLOT, ascending. */
enum status xapian_values_new(struct xapian_database *db, uint32_t slot, struct xapian_values **values, struct error *err);
void xapian_values_free(struct xapian_values *values);

enum status xapian_values_next(struct xapian_values *values, struct error *err);
enum status xapian_values_seek(struct xapian_values *values, uint32_t doc, struct error *err);
uint32_t xapian_values_document(const struct xapian_values *values);
struct span xapian_values_value(const struct xapian_values *values);

/* Numbers as values whose byte order is their numeric order. */
#define XAPIAN_NUMBER_MAX 9
size_t xapian_number_encode(double number, char out[XAPIAN_NUMBER_MAX]);
double xapian_number_decode(struct span value);

/* ---- Queries ---------------------------------------------------------- */

enum xapian_operator {
	XAPIAN_AND, XAPIAN_OR,
	XAPIAN_AND_NOT,           /* the first and none of the others */
	XAPIAN_AND_MAYBE,         /* the first; the others add weight */
	XAPIAN_FILTER,            /* all; only the first gives weight */
	XAPIAN_XOR,
	XAPIAN_NEAR, XAPIAN_PHRASE,  /* terms only; PARAMETER: positions spanned, at least the number of terms */
	XAPIAN_SYNONYM,           /* weighed as one term; its frequency is estimated */
	XAPIAN_MAX,               /* the largest of the weights */
	XAPIAN_ELITE_SET          /* OR of the best; PARAMETER: how many, 0: 10 */
};

/* Every function answers a new query; the parts remain the caller's. */
enum status xapian_query_term(struct span term, uint32_t wqf, struct xapian_query **query, struct error *err);
enum status xapian_query_all(struct xapian_query **query, struct error *err);
enum status xapian_query_nothing(struct xapian_query **query, struct error *err);
enum status xapian_query_combine(enum xapian_operator op, struct xapian_query *const *parts, size_t count, uint32_t parameter,
                                 struct xapian_query **query, struct error *err);
/* Weights times FACTOR, >= 0; 0 only filters. */
enum status xapian_query_scale(const struct xapian_query *part, double factor, struct xapian_query **query, struct error *err);
/* Documents whose value in SLOT is within [LOW, HIGH]; at least; at most.  A
 * missing value is neither. */
enum status xapian_query_range(uint32_t slot, struct span low, struct span high, struct xapian_query **query, struct error *err);
enum status xapian_query_at_least(uint32_t slot, struct span low, struct xapian_query **query, struct error *err);
enum status xapian_query_at_most(uint32_t slot, struct span high, struct xapian_query **query, struct error *err);
/* Terms that start with PREFIX, at most LIMIT (0: no limit; more is
 * STATUS_BADQUERY when the query runs), joined by COMBINER: OR, SYNONYM or MAX. */
enum status xapian_query_wildcard(struct span prefix, uint32_t limit, enum xapian_operator combiner, struct xapian_query **query,
                                  struct error *err);
/* As libxapian prints it. */
enum status xapian_query_describe(const struct xapian_query *query, struct buf *out, struct error *err);
void xapian_query_free(struct xapian_query *query);

/* ---- Matching --------------------------------------------------------- */

enum status xapian_enquire_new(struct xapian_database *db, struct xapian_enquire **enquire, struct error *err);
void xapian_enquire_free(struct xapian_enquire *enquire);
enum status xapian_enquire_set_query(struct xapian_enquire *enquire, const struct xapian_query *query, struct error *err);

/* How a document is weighed; BM25 with k1 = 1, k3 = 1, b = 0.5, min_normlen = 0.5 until it is set. */
enum status xapian_enquire_set_bm25(struct xapian_enquire *enquire, double k1, double k2, double k3, double b, double min_normlen,
                                    struct error *err);
enum status xapian_enquire_set_trad(struct xapian_enquire *enquire, double k, struct error *err);
enum status xapian_enquire_set_bool(struct xapian_enquire *enquire, struct error *err);
/* The document's half of BM25 alone: a term weighs
 * W * wdf / (k1 * (normlen * b + 1 - b) + wdf), normlen the greater of length /
 * average length and MIN_NORMLEN.  W is WEIGHTS[i] for a term whose wqf is
 * 2 + i (0 beyond COUNT), and 1 for a wqf of 1; scale factors multiply it.  A SYNONYM is one
 * term with a wqf of 1.  The caller computes W from whatever frequencies it
 * holds right.  Local databases only; WEIGHTS are copied. */
enum status xapian_enquire_set_given(struct xapian_enquire *enquire, const double *weights, size_t count, double k1, double b,
                                     double min_normlen, struct error *err);

enum xapian_sort {
	XAPIAN_SORT_RELEVANCE,
	XAPIAN_SORT_VALUE,
	XAPIAN_SORT_VALUE_RELEVANCE,
	XAPIAN_SORT_RELEVANCE_VALUE
};

/* DESCENDING: the largest value of SLOT first; missing values are the smallest. */
enum status xapian_enquire_set_sort(struct xapian_enquire *enquire, enum xapian_sort sort, uint32_t slot, bool descending, struct error *err);

enum xapian_number_order { XAPIAN_NUMBERS_ASCENDING, XAPIAN_NUMBERS_DESCENDING, XAPIAN_NUMBERS_ANY };

/* The order of what is otherwise equal. */
enum status xapian_enquire_set_number_order(struct xapian_enquire *enquire, enum xapian_number_order order, struct error *err);
enum status xapian_enquire_set_cutoff(struct xapian_enquire *enquire, int percent, double weight, struct error *err);
/* At most MAX documents of the same value in SLOT; MAX 0: no collapsing. */
enum status xapian_enquire_set_collapse(struct xapian_enquire *enquire, uint32_t slot, uint32_t max, struct error *err);
/* Seconds after which CHECK_AT_LEAST is dropped; 0: none. */
enum status xapian_enquire_set_time_limit(struct xapian_enquire *enquire, double seconds, struct error *err);

struct xapian_match_options {
	uint32_t first;           /* matches to leave out at the top */
	uint32_t limit;           /* matches wanted */
	uint32_t check_at_least;  /* matches to look at before counts may be estimated */
	/* Asked of every candidate; false drops it.  May be NULL. */
	bool (*keep)(void *context, const struct xapian_document *document);
	void *context;
};

enum status xapian_enquire_match(struct xapian_enquire *enquire, const struct xapian_match_options *options,
                                 struct xapian_mset **mset, struct error *err);
/* The query's terms that document DOC has. */
enum status xapian_enquire_matching_terms(struct xapian_enquire *enquire, uint32_t doc, struct xapian_terms **terms, struct error *err);

struct xapian_expand_options {
	const uint32_t *relevant; /* numbers of the documents */
	size_t relevant_count;
	uint32_t limit;           /* terms wanted */
	bool query_terms;         /* the query's own terms too */
	bool exact;               /* exact frequencies for groups */
	/* false leaves TERM out.  May be NULL. */
	bool (*keep)(void *context, struct span term);
	void *context;
};

/* What sets the relevant documents apart, best first: calls TERM for each. */
enum status xapian_enquire_expand(struct xapian_enquire *enquire, const struct xapian_expand_options *options,
                                  void (*term)(void *context, struct span term, double weight), void *context, struct error *err);

struct xapian_counts {
	uint32_t size;            /* matches in this set */
	uint32_t first;           /* rank of the first, from 0 */
	uint32_t lower, estimated, upper;  /* of all matches */
	double max_attained, max_possible;
};

void xapian_mset_counts(const struct xapian_mset *mset, struct xapian_counts *counts);

struct xapian_match {
	uint32_t document;
	double weight;
	int percent;              /* of the best, as libxapian rounds it */
	uint32_t collapsed;       /* lower bound of documents folded into this */
};

/* Match NUMBER of the set, from 0; STATUS_BADQUERY outside. */
enum status xapian_mset_match(const struct xapian_mset *mset, uint32_t number, struct xapian_match *match, struct error *err);
/* The value that match NUMBER was sorted by is appended. */
enum status xapian_mset_sort_key(const struct xapian_mset *mset, uint32_t number, struct buf *key, struct error *err);
enum status xapian_mset_document(const struct xapian_mset *mset, uint32_t number, struct xapian_document **document, struct error *err);
/* Asks servers for all documents of the set at once. */
enum status xapian_mset_fetch(const struct xapian_mset *mset, struct error *err);
void xapian_mset_free(struct xapian_mset *mset);

#ifdef __cplusplus
}
#endif

#endif
