/* postings_write.h - the list of one term after another, into .post and .pos.
 *
 * Documents come in ascending order, each with its count and, for a term with
 * positions, as many of these.  What a long list holds in memory is its blocks;
 * positions go out block by block.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_POSTINGS_WRITE_H
#define NEWSDEX_INDEX_SEGMENT_POSTINGS_WRITE_H

#include "common/varint.h"
#include "index/segment/bound.h"
#include "index/segment/list.h"
#include "index/segment/outfile.h"
#include "index/segment/pack.h"
#include "index/segment/promise.h"
#include "index/segment/ranks.h"

struct list_writer {
	struct outfile *post, *pos;      /* borrowed */
	const uint32_t *lengths;         /* by document, borrowed */
	const struct norms *norms;       /* borrowed */
	enum pack_aim aim;               /* PACK_FAST unless it is set */
	unsigned flags;
	uint32_t df;
	uint64_t cf;
	uint64_t position_bytes;         /* of the list */
	uint64_t block_positions;        /* where the positions of the pending block begin */
	uint32_t base;                   /* the document before the pending ones; UINT32_MAX: none */
	uint32_t docs[LIST_BLOCK], counts[LIST_BLOCK];
	unsigned pending;
	struct bound_maker bound;        /* of the whole list but the pending block */
	struct promise_maker promise;    /* the same; begun with the first skip */
	uint32_t firsts[LIST_BLOCK];     /* first positions of the pending postings */
	uint32_t *deltas;                /* the others, each less the one before */
	size_t delta_count, delta_room;
	struct buf skips, blocks, positions;

	bool ranked;                     /* all documents so far are in the base */
	struct list_base base_of;        /* the base, as a list */
	struct ranks ranks;              /* its documents */
	uint32_t rank_base;              /* the rank before the pending ones; UINT32_MAX: none */
	struct buf ranked_blocks;        /* what blocks would be with ranks */
	struct buf ranked_offsets;       /* where in them each block begins, u32 */
};

/* NORMS are of PROMISE_BM25 and the mean of LENGTHS, or the lists are for one search alone. */
void list_writer_init(struct list_writer *writer, struct outfile *post, struct outfile *pos,
                      const uint32_t *lengths, const struct norms *norms);
void list_writer_release(struct list_writer *writer);

/* Begins a list; FLAGS are LIST_COUNTED and LIST_POSITIONS. */
void list_writer_begin(struct list_writer *writer, unsigned flags);

/* The documents of the list that was begun are, as far as is known, among those of BASE, which is
 * BYTES (borrowed, as in ranks_open()), in a segment of DOCS: ranks in it are written if all of them are and that
 * is worth it. */
void list_writer_base(struct list_writer *writer, const struct list_base *base, struct span bytes, uint32_t docs);

/* Adds a document; POSITIONS are COUNT ascending ones, or NULL for a term without. */
void list_writer_add(struct list_writer *writer, uint32_t doc, uint32_t count, const uint32_t *positions,
                     struct error *err);

/* Ends the list, which has a document.  ENTRY is what the dictionary keeps;
 * its inline bytes are valid until the next list begins. */
enum status list_writer_end(struct list_writer *writer, struct list *entry, struct error *err);

/* The same for a list without positions that is for this process alone: its
 * bytes replace those of OUT, as if they were the start of a file .post. */
enum status list_writer_end_memory(struct list_writer *writer, struct buf *out, struct list *entry, struct error *err);

/* Adds postings that lie in memory as u32: each document with ELEMENT_DOC set,
 * behind it its positions.  There are COUNT elements, and one more with
 * ELEMENT_DOC behind.  Without LIST_POSITIONS positions are counted alone. */
#define ELEMENT_BITS 31
#define ELEMENT_DOC (UINT32_C(1) << ELEMENT_BITS)
void list_writer_elements(struct list_writer *writer, const uint32_t *elements, size_t count, struct error *err);

#endif
