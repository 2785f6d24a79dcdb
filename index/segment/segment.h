/* segment.h - one segment, open for reading. */
#ifndef NEWSDEX_INDEX_SEGMENT_SEGMENT_H
#define NEWSDEX_INDEX_SEGMENT_SEGMENT_H

#include "index/index.h"
#include "index/segment/columns.h"
#include "index/segment/deletes.h"
#include "index/segment/dict_read.h"
#include "index/segment/manifest.h"
#include "index/segment/postings_read.h"
#include "index/segment/store.h"

/* The forward index (forward.h): offsets in its file. */
struct forward {
	struct infile in;            /* not open where the segment has none */
	uint64_t symbols;
	uint32_t words, docs;
	uint64_t chunks, firsts, terms;
};

struct segment {
	struct manifest_segment about;
	uint32_t docs;               /* deleted ones included */
	docid_t base;                /* document d of the segment is base + d of the reader */
	struct dict dict;
	struct infile post, pos;
	struct columns columns;
	struct store store;
	struct deletes deletes;
	struct forward forward;
	struct list_files files;
};

/* Opens the segment that ABOUT names; *SEGMENT is freed with segment_free(). */
enum status segment_open(struct segment **segment, const char *folder, const struct manifest_segment *about,
                         struct error *err);
void segment_free(struct segment *segment);

/* Lets the system take back the memory that holds what was read of the files;
 * what is read again comes back from its cache. */
void segment_forget(const struct segment *segment);

/* The list of TERM, a shared one followed; list->df 0 when there is none.
 * df and cf are of all documents, deleted ones included. */
enum status segment_list(const struct segment *segment, struct span term, struct list *list, struct error *err);

/* The same for an entry of the dictionary. */
enum status segment_list_of(const struct segment *segment, struct span term, const struct list *entry,
                            struct list *list, struct error *err);

/* df and cf of LIST over documents that are not deleted. */
enum status segment_live_stats(const struct segment *segment, const struct list *list, struct term_stats *stats,
                               struct error *err);

/* The document with ID that is not deleted: *DOC, or DOC_END. */
enum status segment_find(const struct segment *segment, struct span term, struct span id, uint32_t *doc,
                         struct error *err);

#endif
