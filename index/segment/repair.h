/* repair.h - inside a repair: what a damaged folder holds. */
#ifndef NEWSDEX_INDEX_SEGMENT_REPAIR_H
#define NEWSDEX_INDEX_SEGMENT_REPAIR_H

#include "index/segment/manifest.h"

/* For a folder whose manifest is lost: lists in MANIFEST every segment of
 * which a column or store file is left, in order of names, each with its
 * newest del file, sums not filled in; and the newest meta file.  The
 * generation is the highest that any file's name has. */
enum status repair_list(struct manifest *manifest, const char *folder, struct error *err);

/* Fills in what the manifest would say of the segment ABOUT, out of its files. */
enum status repair_sums(struct manifest_segment *about, const char *folder, struct error *err);

/* Links the files that MANIFEST names, and the manifest itself, into FOLDER/NAME. */
enum status repair_keep(const struct manifest *manifest, const char *folder, const char *name, struct error *err);

#endif
