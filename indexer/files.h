/* files.h - which files an index holds, so that running again costs a stat.
 *
 * The table lives in the index itself, one meta key a file: "file:PATH" (a
 * path too long for a key is cut and hashed), the value
 *
 *     1 SIZE MTIME_NS INODE SETTINGS ARTICLES SKIPPED SHARED [PATH]
 *
 * in decimal, PATH only when the key could not hold it.  SETTINGS is a hash of
 * the options that change what is read from a file.  SHARED is 1 when one of
 * its articles may be in the index under another file's name, because both
 * hold it.
 *
 * A file gets its record with the commit that holds its last article, not
 * earlier.  That of a file that could not be read to its end has FILE_UNREAD for
 * SETTINGS: it counts what was skipped, and the file is read again next time.
 */
#ifndef NEWSDEX_INDEXER_FILES_H
#define NEWSDEX_INDEXER_FILES_H

#include <pthread.h>

#include "corpus/input.h"
#include "index/index.h"

#define FILES_PREFIX "file:"

#define FILE_UNREAD 0

struct file_record {
	struct file_stamp stamp;
	uint64_t settings;
	uint64_t articles;        /* indexed, unchanged or duplicate */
	uint64_t skipped;
	bool shared;
};

void file_key(struct span path, struct buf *key);
void file_record_encode(const struct file_record *record, struct span path, struct buf *value);

/* The record in VALUE, found under KEY; *PATH (may be NULL) points into one of
 * them.  False when it is of another version or no record at all. */
bool file_record_decode(struct span key, struct span value, struct file_record *record, struct span *path);

/* The index as it was committed, for look-ups while it is written: opened when
 * it is first needed and again when it has changed.  For one thread. */
struct snapshot {
	const char *path;         /* of the index, borrowed */
	struct index_reader *reader;
};

void snapshot_release(struct snapshot *snapshot);

/* The reader, or NULL when there is no index yet. */
enum status snapshot_reader(struct snapshot *snapshot, struct index_reader **reader, struct error *err);

/* The record of PATH: STATUS_OK or STATUS_NOTFOUND. */
enum status snapshot_file(struct snapshot *snapshot, struct span path, struct file_record *record, struct error *err);

/* For qsort() and bsearch(): hashes, sequences. */
int compare_u64(const void *a, const void *b);

/* How reading a file, or a chunk of it, ended. */
enum file_end {
	FILE_WHOLE,
	FILE_BROKEN,              /* not read to its end: it cannot be */
	FILE_DROPPED,             /* not read to its end, and nothing is known of it: the run was stopped */
};

/* A file on its way through the pipeline. */
struct tracked_file {
	char *path;
	size_t path_len;
	uint64_t sequence;        /* of its first article, or less; those of the file before are smaller */
	struct file_record record;
	bool known;               /* had a record before */
	enum file_end end;        /* the worst of all its parts */
	bool ended;               /* its last chunk was handed out */
	uint64_t pending;         /* chunks that are not done */
	uint64_t *seen;           /* hashes of the ids in it, when asked for */
	size_t seen_count, seen_size;
	struct tracked_file *next;
};

/* All of them.  Functions may be called from any thread. */
struct files {
	pthread_mutex_t lock;
	bool keep_seen;           /* remember ids of files that were known (--delete-missing) */
	struct tracked_file *open;      /* being read */
	struct tracked_file *done;      /* to be recorded with the next commit */
	struct tracked_file *recorded;  /* kept for keep_seen */
	uint64_t done_count;
};

void files_init(struct files *files, bool keep_seen);
void files_release(struct files *files);

/* Follows the file PATH from its first chunk on, which has SEQUENCE; RECORD has its
 * stamp and settings.  NULL: out of memory. */
struct tracked_file *files_begin(struct files *files, struct span path, const struct file_record *record, bool known,
                                 uint64_t sequence);

/* One more chunk of FILE is on its way. */
void files_begin_chunk(struct files *files, struct tracked_file *file);

/* What became of a chunk of FILE: COUNTS.articles, .skipped and .shared are
 * added, IDS (hashes, may be none) remembered. */
void files_end_chunk(struct files *files, struct tracked_file *file, const struct file_record *counts,
                     const uint64_t *ids, size_t id_count, enum file_end end);

/* No further chunk of FILE will come. */
void files_end(struct files *files, struct tracked_file *file, enum file_end end);

/* The files of the articles with SEQUENCES, which are put in order, get to be shared.
 * Files that were recorded already are not looked at. */
enum status files_share(struct files *files, uint64_t *sequences, size_t count, struct error *err);

/* Hands the records of the files that are done to WRITER, to be committed. */
enum status files_record(struct files *files, struct index_writer *writer, struct error *err);

#endif
