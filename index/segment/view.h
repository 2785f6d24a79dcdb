/* view.h - one index folder as of one commit, open for reading. */
#ifndef NEWSDEX_INDEX_SEGMENT_VIEW_H
#define NEWSDEX_INDEX_SEGMENT_VIEW_H

#include "index/segment/metafile.h"
#include "index/segment/segment.h"

struct view {
	char *folder;
	struct manifest manifest;
	struct segment **segments;   /* as in the manifest */
	size_t count;
	struct metafile meta;
};

#define VIEW_INIT { .folder = NULL }

/* Opens the newest commit of FOLDER. */
enum status view_open(struct view *view, const char *folder, struct error *err);
/* Opens what MANIFEST names, whatever FOLDER/manifest says. */
enum status view_open_manifest(struct view *view, const char *folder, const struct manifest *manifest, struct error *err);
void view_release(struct view *view);

#endif
