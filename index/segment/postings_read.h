/* postings_read.h - a cursor over one list: documents, counts, positions.
 *
 * Documents are numbers in the segment, deleted ones included.  A cursor works
 * in blocks of up to LIST_BLOCK postings: docs and counts of the present
 * block lie in it, so that a matcher may read them in bulk.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_POSTINGS_READ_H
#define NEWSDEX_INDEX_SEGMENT_POSTINGS_READ_H

#include "common/buf.h"
#include "index/segment/beside.h"
#include "index/segment/bound.h"
#include "index/segment/infile.h"
#include "index/segment/list.h"
#include "index/segment/position_block.h"
#include "index/segment/ranks.h"

#define DOC_END UINT32_MAX      /* behind the last document of a segment */

/* What a cursor reads from: the files of one segment. */
struct list_files {
	const struct infile *dict, *post, *pos;
	uint32_t docs;               /* documents in the segment */
};

struct list_cursor {
	struct list list;
	const struct list_files *files;
	const unsigned char *data, *data_end;      /* skips, blocks, tail */
	const unsigned char *positions, *positions_end;
	uint32_t blocks;             /* in all, a tail included */
	uint32_t full;               /* those of LIST_BLOCK postings */
	bool skips;                  /* whether the list has them */
	uint32_t skip_size;          /* bytes of one */
	uint32_t block_head;         /* bytes of a block in front of its documents */

	uint32_t block;              /* the present one; == blocks: at the end */
	uint32_t size;               /* postings in it; 0: not read yet */
	uint32_t at;                 /* the present posting in it */
	uint32_t doc;                /* docs[at]; DOC_END at the end */
	bool counted;                /* counts of the block are unpacked */
	const unsigned char *packed_counts;
	const unsigned char *tail_end;             /* behind the list tail, once it was read */

	bool placed;                 /* place is of this block */
	struct position_block place;

	uint32_t docs[LIST_BLOCK + 1];             /* DOC_END from size on: a stop for searches */
	uint32_t counts[LIST_BLOCK];

	struct ranks ranks;          /* of a list with LIST_RANKED */
};

/* Puts CURSOR before the first posting of LIST (neither empty nor shared). */
enum status list_cursor_open(struct list_cursor *cursor, const struct list_files *files,
                             const struct list *list, struct error *err);

/* Onto the next document, or the first >= TARGET: doc is DOC_END at the end.
 * A cursor that is on TARGET or behind it stays. */
enum status list_cursor_next(struct list_cursor *cursor, struct error *err);
enum status list_cursor_seek(struct list_cursor *cursor, uint32_t target, struct error *err);

/* Unpacks the counts of the present block, whose bytes were checked. */
void list_cursor_unpack(struct list_cursor *cursor);

/* The count of the present posting, 1 where none are stored. */
static inline uint32_t
list_cursor_count(struct list_cursor *cursor)
{
	if (!cursor->counted)
		list_cursor_unpack(cursor);
	return cursor->counts[cursor->at];
}

static inline uint32_t
list_cursor_frequency(struct list_cursor *cursor)
{
	return cursor->list.flags & LIST_COUNTED ? list_cursor_count(cursor) : 0;
}

/* The positions of the present posting, appended to OUT as uint32_t: as many as
 * its count; none for a list without positions. */
enum status list_cursor_positions(struct list_cursor *cursor, struct buf *out, struct error *err);

/* Adds the positions of those postings of the present block that BESIDE names.
 * ROOM is scratch. */
enum status list_cursor_beside(struct list_cursor *cursor, struct beside *beside, struct buf *room, struct error *err);

/* Onto the posting with number POSTING of the list, for its positions and count
 * alone: the documents of the block are not read.  In any order; a cursor that
 * is moved by this is moved by nothing else. */
enum status list_cursor_place(struct list_cursor *cursor, uint32_t posting, struct error *err);

/* STATUS_CORRUPT, for positions that cannot be read. */
enum status list_cursor_positions_corrupt(const struct list_cursor *cursor, struct error *err);

/* Whether the positions of the present block end where the next ones begin. */
enum status list_cursor_positions_end(struct list_cursor *cursor, struct error *err);

/* Where in the present block the first document >= TARGET is; size when all are smaller. */
static inline uint32_t
list_cursor_search(const struct list_cursor *cursor, uint32_t target)
{
	const uint32_t *low = cursor->docs;

	/* Seven steps that no branch depends on, so that searches overlap. */
	low += (uint32_t)(low[63] < target) << 6;
	low += (uint32_t)(low[31] < target) << 5;
	low += (uint32_t)(low[15] < target) << 4;
	low += (uint32_t)(low[7] < target) << 3;
	low += (uint32_t)(low[3] < target) << 2;
	low += (uint32_t)(low[1] < target) << 1;
	low += low[0] < target;
	return (uint32_t)(low - cursor->docs) + (*low < target);
}

/* The block that a search for TARGET, which is behind the present block,
 * would enter; cursor->blocks at the end. */
uint32_t list_cursor_find(const struct list_cursor *cursor, uint32_t target);

static inline const unsigned char *
list_cursor_skip(const struct list_cursor *cursor, uint32_t block)
{
	return cursor->data + cursor->skip_size * (size_t)block;
}

/* Last document and bound of BLOCK.  Without skips there is one block: the
 * list's bound holds for it. */
static inline uint32_t
list_cursor_last(const struct list_cursor *cursor, uint32_t block)
{
	return cursor->skips ? load_u32(list_cursor_skip(cursor, block)) : cursor->files->docs - 1;
}

static inline const unsigned char *
list_cursor_bound(const struct list_cursor *cursor, uint32_t block)
{
	return cursor->skips ? list_cursor_skip(cursor, block) + 8 : cursor->list.bound;
}

/* The promise (promise.h) of a list with skips. */
static inline const unsigned char *
list_cursor_promise(const struct list_cursor *cursor)
{
	return list_cursor_skip(cursor, cursor->blocks);
}

/* Asks for the bytes of BLOCK, which will be entered soon. */
static inline void
list_cursor_ahead(const struct list_cursor *cursor, uint32_t block)
{
	uint32_t offset = cursor->skips ? load_u32(list_cursor_skip(cursor, block) + 4) : 0;

	for (uint32_t ahead = 0; ahead < 256 && offset < cursor->list.post_size; ahead += 64, offset += 64)
		__builtin_prefetch(cursor->data + offset);
}

/* Reads the block with number BLOCK >= the present one and goes onto its
 * first posting. */
enum status list_cursor_enter(struct list_cursor *cursor, uint32_t block, struct error *err);

#endif
