/* metafile.h - keys and values that the application keeps with the index. */
#ifndef NEWSDEX_INDEX_SEGMENT_METAFILE_H
#define NEWSDEX_INDEX_SEGMENT_METAFILE_H

#include "index/segment/infile.h"
#include "index/segment/outfile.h"

struct metafile {
	struct infile in;            /* in.data NULL: no keys */
	uint64_t records, offsets;
};

enum status metafile_open(struct metafile *meta, const char *folder, const char *name, struct error *err);
void metafile_release(struct metafile *meta);

/* Record NUMBER < records. */
enum status metafile_get(const struct metafile *meta, uint64_t number, struct span *key, struct span *value,
                         struct error *err);

/* The number of the first record whose key is >= KEY, or > KEY with ABOVE. */
enum status metafile_find(const struct metafile *meta, struct span key, bool above, uint64_t *number,
                          struct error *err);

/* One change; an empty value removes the key. */
struct meta_change {
	struct span key, value;
	size_t order;                /* of two changes of one key the later counts */
};

/* Writes FOLDER/NAME: what OLD has, with CHANGES, which are sorted in place. */
enum status metafile_write(const struct metafile *old, struct meta_change *changes, size_t count,
                           const char *folder, const char *name, struct error *err);

enum status metafile_check(const struct metafile *meta, struct error *err);

#endif
