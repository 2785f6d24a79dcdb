/* dict_write.h - a segment's dictionary, term after term in byte order. */
#ifndef NEWSDEX_INDEX_SEGMENT_DICT_WRITE_H
#define NEWSDEX_INDEX_SEGMENT_DICT_WRITE_H

#include "index/segment/list.h"
#include "index/segment/names_pack.h"
#include "index/segment/outfile.h"

struct dict_writer {
	struct outfile *out;       /* borrowed */
	struct buf block, index, last;
	unsigned in_block;
	uint64_t terms;
	uint64_t post, pos;        /* where the next list begins */

	bool single;               /* all lists of the block are one document, and nothing else */
	struct buf names, docs;    /* of such a block: its terms but the first, its lists */
	size_t first_at, first_end;  /* where the first term of the block is in it */
	struct names_packer packer;
};

void dict_writer_init(struct dict_writer *writer, struct outfile *out);
void dict_writer_release(struct dict_writer *writer);

/* Adds TERM, larger than all before.  LIST is what list_writer_end() gave, or
 * one with LIST_SHARED, df and cf. */
void dict_writer_add(struct dict_writer *writer, struct span term, const struct list *list, struct error *err);

/* Puts index and tail and closes the file. */
enum status dict_writer_finish(struct dict_writer *writer, uint64_t *size, struct error *err);

#endif
