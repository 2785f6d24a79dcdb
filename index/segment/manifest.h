/* manifest.h - the file that says what belongs to an index; replacing it is
 * the commit.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_MANIFEST_H
#define NEWSDEX_INDEX_SEGMENT_MANIFEST_H

#include "index/segment/columns.h"

#define MANIFEST_NAME "manifest"

/* What a segment is called: "12-0". */
struct segment_name {
	uint64_t generation, number;
};

#define SEGMENT_FILE_NAME_MAX 80

struct manifest_segment {
	struct segment_name name;
	uint32_t docs, deleted;
	uint64_t deletes;            /* generation of its del file, 0: none */
	struct columns_sums live;    /* over documents that are not deleted */
	uint64_t bytes;
	bool optimized;
	bool smallest;               /* and packed as small as can be */
	bool forward;                /* it has a forward index */
};

struct manifest {
	uint64_t generation;
	uint64_t meta;               /* generation of the meta file, 0: none */
	struct manifest_segment *segments;
	size_t count;
};

#define MANIFEST_INIT { 0, 0, NULL, 0 }

/* Reads FOLDER/manifest.  STATUS_NOTFOUND when there is none. */
enum status manifest_read(struct manifest *manifest, const char *folder, struct error *err);

/* Replaces FOLDER/manifest. */
enum status manifest_write(const struct manifest *manifest, const char *folder, struct error *err);
void manifest_release(struct manifest *manifest);

/* Another segment at the end, zeroed; NULL when memory is short. */
struct manifest_segment *manifest_add(struct manifest *manifest);

/* The names of files.  EXTENSION is "dict", "post", ... */
void segment_file_name(const struct segment_name *name, const char *extension, char out[SEGMENT_FILE_NAME_MAX]);
void deletes_file_name(const struct segment_name *name, uint64_t generation, char out[SEGMENT_FILE_NAME_MAX]);
void meta_file_name(uint64_t generation, char out[SEGMENT_FILE_NAME_MAX]);

/* Ended by NULL. */
extern const char *const segment_extensions[];

/* Removes from FOLDER the files that look like an index's own but are not
 * named by MANIFEST. */
void manifest_sweep(const struct manifest *manifest, const char *folder);

/* STATUS_OK when FOLDER holds nothing but such files and the lock: a new index
 * is not put among what belongs to somebody else. */
enum status manifest_refuse_strangers(const char *folder, struct error *err);

#endif
