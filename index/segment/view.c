#include "index/segment/view.h"

#include <stdlib.h>

/* Opening a file brings in the pages around the few bytes that are looked at:
 * of more segments than this they are given back. */
#define OPEN_SEGMENTS 16

/* Commits that may overtake an opening reader before it gives up. */
#define OPEN_ATTEMPTS 10

static enum status
segments_open(struct view *view, struct error *err)
{
	const struct manifest *manifest = &view->manifest;
	enum status status = STATUS_OK;

	view->segments = calloc(manifest->count + 1, sizeof(*view->segments));
	if (!view->segments)
		return error_set(err, STATUS_NOMEM, view->folder, "out of memory");
	for (size_t i = 0; i < manifest->count && status == STATUS_OK; i++) {
		status = segment_open(&view->segments[i], view->folder, &manifest->segments[i], err);
		view->count += status == STATUS_OK;
		if (status == STATUS_OK && manifest->count > OPEN_SEGMENTS)
			segment_forget(view->segments[i]);
	}
	if (status == STATUS_OK && manifest->meta) {
		char file[SEGMENT_FILE_NAME_MAX];

		meta_file_name(manifest->meta, file);
		status = metafile_open(&view->meta, view->folder, file, err);
	}
	return status;
}

static enum status
view_try(struct view *view, const char *folder, struct error *err)
{
	enum status status;

	*view = (struct view)VIEW_INIT;
	view->folder = strdup(folder);
	if (!view->folder)
		return error_set(err, STATUS_NOMEM, folder, "out of memory");
	status = manifest_read(&view->manifest, folder, err);
	return status < 0 ? status : segments_open(view, err);
}

enum status
view_open_manifest(struct view *view, const char *folder, const struct manifest *manifest, struct error *err)
{
	*view = (struct view)VIEW_INIT;
	view->folder = strdup(folder);
	if (!view->folder)
		return error_set(err, STATUS_NOMEM, folder, "out of memory");
	view->manifest.generation = manifest->generation;
	view->manifest.meta = manifest->meta;
	for (size_t i = 0; i < manifest->count; i++) {
		struct manifest_segment *about = manifest_add(&view->manifest);

		if (!about)
			return error_set(err, STATUS_NOMEM, folder, "out of memory");
		*about = manifest->segments[i];
	}
	return segments_open(view, err);
}

enum status
view_open(struct view *view, const char *folder, struct error *err)
{
	uint64_t last = 0;

	for (int attempt = 0;; attempt++) {
		struct error why = ERROR_INIT;
		enum status status = view_try(view, folder, &why);
		bool manifest_there = view->manifest.generation != 0;
		bool newer = attempt == 0 || view->manifest.generation != last;

		if (status == STATUS_OK)
			return STATUS_OK;
		last = view->manifest.generation;
		view_release(view);
		/* A file that the manifest names is gone: a commit came between. */
		if (status == STATUS_NOTFOUND && manifest_there && newer && attempt < OPEN_ATTEMPTS)
			continue;
		if (status == STATUS_NOTFOUND && manifest_there)
			return error_set(err, STATUS_CORRUPT, why.place, "the index is damaged: a file is missing");
		return error_copy(err, status, &why);
	}
}

void
view_release(struct view *view)
{
	for (size_t i = 0; i < view->count; i++)
		segment_free(view->segments[i]);
	free(view->segments);
	metafile_release(&view->meta);
	manifest_release(&view->manifest);
	free(view->folder);
	*view = (struct view)VIEW_INIT;
}
