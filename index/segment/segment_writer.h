/* segment_writer.h - inside the native engine: the writer and its lanes. */
#ifndef NEWSDEX_INDEX_SEGMENT_SEGMENT_WRITER_H
#define NEWSDEX_INDEX_SEGMENT_SEGMENT_WRITER_H

#include <stdatomic.h>

#include "index/claims.h"
#include "index/segment/committed_ids.h"
#include "index/segment/flush.h"
#include "index/segment/view.h"

/* One thread's part of the writer. */
struct lane {
	struct segment_writer *writer;
	struct batch batch;
	struct stem_set stems;
	struct store_writer store;
	bool store_open;
	struct segment_name name;    /* of the segment that the batch will be */
	uint32_t flush;              /* batches written since the last commit */
	struct buf head, term;      /* of the article at hand: its record without the body; the term of its id */
	struct store_cache committed;  /* for looking at articles of the view */
	enum status status;          /* of the thread that flushes it at a commit */
	struct error err;
};

/* A segment that is written and not committed. */
struct flushed {
	struct manifest_segment about;
	uint32_t lane, flush;
	uint32_t *numbers;           /* by number in the batch: the document, or DOC_END; owned */
};

struct segment_writer {
	struct index_writer base;
	char *folder;
	int lock;
	size_t memory;
	char language[16];
	unsigned threads;            /* lanes that there were at first */
	bool (*stop)(void *context), (*stop_merge)(void *context);
	void (*displaced)(void *context, enum add_result was, enum add_result now);
	void *context;
	enum status failed;          /* after an error there is only close */

	struct view view;    /* the last commit */
	struct committed_ids committed_ids;   /* those of its segments */
	bool fresh;                  /* there is no commit yet */
	bool merge_due;              /* something was committed: the close merges */
	unsigned char **removed;     /* by its segments: bits of index_writer_remove(), or NULL */
	struct lane *lanes;
	unsigned lane_count;
	struct claims claims;
	_Atomic uint32_t flushes;    /* the most batches that a lane has begun to write since the last commit */

	pthread_mutex_t mutex;       /* of all below */
	pthread_cond_t merged;       /* a merge has ended */
	unsigned char **replaced;    /* by segment of the view: bits, or NULL */
	struct flushed *flushed;
	size_t flushed_count;
	struct claim_place *dead;    /* articles that are not to be committed after all */
	size_t dead_count, dead_room;
	uint64_t next_number;        /* of segments of the next commit */
	struct merge_job *merges;    /* merger.h */
	_Atomic size_t merge_memory; /* what those that go on may hold */

	struct arena meta_arena;     /* of one thread: changes of metadata */
	bool bodiless;               /* texts are not kept */
	bool forward;                /* segments get forward indexes */
	bool smallest;               /* optimize packs as small as it can */
	struct meta_change *changes;
	size_t change_count, change_room;
};

/* Writes what LANE holds as a segment. */
enum status lane_flush(struct lane *lane, struct error *err);
enum status lane_add(struct lane *lane, const struct article *article, enum add_result *result, struct error *err);

/* The article at PLACE is not to be committed. */
enum status writer_bury(struct segment_writer *writer, struct claim_place place, struct error *err);

/* What each thread may use to make the forward index of a batch, which is still there, and
 * that of a merge. */
static inline size_t
writer_forward_memory(const struct segment_writer *writer, bool merge)
{
	return writer->memory / (merge ? 8 : 32) / writer->threads;
}

/* The number of the next segment of the coming commit. */
struct segment_name writer_next_name(struct segment_writer *writer);

/* Sets (ON) or clears the bit of DOC of a segment of the view in BITS,
 * which are by segment and made when there are none. */
enum status writer_mark(const struct segment_writer *writer, unsigned char **bits, size_t segment, uint32_t doc,
                        bool on, struct error *err);

/* The arrays of bits by segment of the view. */
enum status writer_bits_make(struct segment_writer *writer, struct error *err);
void writer_bits_free(struct segment_writer *writer);

/* Drops what was added, removed or changed and not committed. */
enum status writer_reset(struct segment_writer *writer, struct error *err);

enum status writer_commit(struct segment_writer *writer, struct error *err);
enum status writer_optimize(struct segment_writer *writer, struct error *err);

enum status segment_writer_open(const char *path, const struct index_writer_options *options,
                                struct index_writer **writer, struct error *err);

/* For repair: a writer that takes MANIFEST for what is committed, and a LOCK
 * that is held, which it gives back in any case.  Its first commit is written
 * even when nothing was added. */
enum status segment_writer_open_manifest(const char *path, int lock, const struct manifest *manifest,
                                         const struct index_writer_options *options, struct segment_writer **writer,
                                         struct error *err);

#endif
