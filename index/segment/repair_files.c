#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/segment/deletes.h"
#include "index/segment/repair.h"

/* ---- The list --------------------------------------------------------- */

/* Takes a number in decimal, and the byte END behind it. */
static bool
take(const char **at, char end, uint64_t *number)
{
	char *stop;

	if (**at < '0' || **at > '9')
		return false;
	errno = 0;
	*number = strtoull(*at, &stop, 10);
	if (errno || *stop != end)
		return false;
	*at = stop + 1;
	return true;
}

static struct manifest_segment *
segment_named(struct manifest *manifest, const struct segment_name *name)
{
	struct manifest_segment *about;

	for (size_t i = 0; i < manifest->count; i++)
		if (manifest->segments[i].name.generation == name->generation && manifest->segments[i].name.number == name->number)
			return &manifest->segments[i];
	about = manifest_add(manifest);
	if (about)
		about->name = *name;
	return about;
}

static void
generation_seen(struct manifest *manifest, uint64_t generation)
{
	if (generation > manifest->generation)
		manifest->generation = generation;
}

/* Notes what the file called FILE says by its name.  False: no memory. */
static bool
name_take(struct manifest *manifest, const char *file)
{
	struct segment_name name;
	struct manifest_segment *about;
	const char *at = file;
	uint64_t deletes;

	if (take(&at, '.', &name.generation) && strcmp(at, "meta") == 0) {
		generation_seen(manifest, name.generation);
		if (name.generation > manifest->meta)
			manifest->meta = name.generation;
		return true;
	}
	at = file;
	if (!take(&at, '-', &name.generation))
		return true;
	if (take(&at, '.', &name.number) && (strcmp(at, "store") == 0 || strcmp(at, "cols") == 0)) {
		generation_seen(manifest, name.generation);
		return segment_named(manifest, &name) != NULL;
	}
	at = file;
	if (take(&at, '-', &name.generation) && take(&at, '-', &name.number) && take(&at, '.', &deletes)
	    && strcmp(at, "del") == 0) {
		generation_seen(manifest, deletes);
		about = segment_named(manifest, &name);
		if (about && deletes > about->deletes)
			about->deletes = deletes;
		return about != NULL;
	}
	return true;
}

static int
name_compare(const void *a, const void *b)
{
	const struct segment_name *first = &((const struct manifest_segment *)a)->name;
	const struct segment_name *second = &((const struct manifest_segment *)b)->name;

	if (first->generation != second->generation)
		return first->generation < second->generation ? -1 : 1;
	return (first->number > second->number) - (first->number < second->number);
}

enum status
repair_list(struct manifest *manifest, const char *folder, struct error *err)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool whole = true;

	*manifest = (struct manifest)MANIFEST_INIT;
	if (!dir)
		return error_set_errno(err, folder, "cannot open", errno);
	while (whole && (entry = readdir(dir)) != NULL)
		whole = name_take(manifest, entry->d_name);
	closedir(dir);
	if (!whole)
		return error_set(err, STATUS_NOMEM, folder, "out of memory");
	if (manifest->count)
		qsort(manifest->segments, manifest->count, sizeof(*manifest->segments), name_compare);
	return STATUS_OK;
}

/* ---- What a manifest would say ---------------------------------------- */

static enum status
live_sum(struct manifest_segment *about, const struct columns *columns, const struct deletes *deletes, struct error *err)
{
	columns_sums_init(&about->live);
	for (uint32_t doc = 0; doc < columns->docs; doc++) {
		struct doc_values values;

		if (deletes_test(deletes, doc))
			continue;
		columns_values(columns, doc, &values);
		columns_sums_add(&about->live, &values);
	}
	return about->live.docs ? STATUS_OK : infile_corrupt(&columns->in, 0, "no article is left in the segment", err);
}

enum status
repair_sums(struct manifest_segment *about, const char *folder, struct error *err)
{
	struct columns columns;
	struct deletes deletes;
	struct infile in;
	char file[SEGMENT_FILE_NAME_MAX], path[4096];
	struct stat st;
	enum status status;

	memset(&columns, 0, sizeof(columns));
	memset(&deletes, 0, sizeof(deletes));
	memset(&in, 0, sizeof(in));
	about->bytes = 0;
	segment_file_name(&about->name, "cols", file);
	status = columns_open(&columns, folder, file, err);
	about->docs = columns.docs;
	if (status == STATUS_OK && about->deletes) {
		deletes_file_name(&about->name, about->deletes, file);
		status = infile_open(&in, folder, file, KIND_DEL, 2, err);
		about->deleted = status == STATUS_OK && infile_tail(&in, 1) <= about->docs ? (uint32_t)infile_tail(&in, 1) : 0;
		about->bytes += in.map.data.len;
		if (status == STATUS_OK)
			status = deletes_open(&deletes, folder, file, about->docs, about->deleted, err);
	}
	if (status == STATUS_OK)
		status = live_sum(about, &columns, &deletes, err);
	for (int i = 0; segment_extensions[i]; i++) {
		segment_file_name(&about->name, segment_extensions[i], file);
		if (snprintf(path, sizeof(path), "%s/%s", folder, file) < (int)sizeof(path) && stat(path, &st) == 0) {
			about->bytes += (uint64_t)st.st_size;
			about->forward |= strcmp(segment_extensions[i], "fwd") == 0;
		}
	}
	infile_release(&in);
	deletes_release(&deletes);
	columns_release(&columns);
	return status;
}

/* ---- What is put aside ------------------------------------------------ */

/* A link costs no room on a disk that may be full.  What is not there cannot be kept. */
static enum status
file_keep(const char *folder, const char *name, const char *file, struct error *err)
{
	char from[4096], to[4096];

	if (snprintf(from, sizeof(from), "%s/%s", folder, file) >= (int)sizeof(from)
	    || snprintf(to, sizeof(to), "%s/%s/%s", folder, name, file) >= (int)sizeof(to))
		return error_set(err, STATUS_LIMIT, folder, "path is too long");
	if (link(from, to) == 0 || errno == ENOENT || errno == EEXIST)
		return STATUS_OK;
	return error_set_errno(err, to, "cannot keep the damaged file", errno);
}

enum status
repair_keep(const struct manifest *manifest, const char *folder, const char *name, struct error *err)
{
	char file[SEGMENT_FILE_NAME_MAX], path[4096];
	enum status status;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return error_set(err, STATUS_LIMIT, folder, "path is too long");
	if (mkdir(path, 0755) < 0 && errno != EEXIST)
		return error_set_errno(err, path, "cannot create", errno);
	status = file_keep(folder, name, MANIFEST_NAME, err);
	if (status == STATUS_OK && manifest->meta) {
		meta_file_name(manifest->meta, file);
		status = file_keep(folder, name, file, err);
	}
	for (size_t i = 0; i < manifest->count; i++) {
		const struct manifest_segment *about = &manifest->segments[i];

		for (int e = 0; segment_extensions[e] && status == STATUS_OK; e++) {
			segment_file_name(&about->name, segment_extensions[e], file);
			status = file_keep(folder, name, file, err);
		}
		deletes_file_name(&about->name, about->deletes, file);
		if (status == STATUS_OK && about->deletes)
			status = file_keep(folder, name, file, err);
	}
	return status < 0 ? status : file_sync_folder(path, err);
}
