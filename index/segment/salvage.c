#include "index/segment/salvage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/table.h"
#include "index/record.h"
#include "index/segment/store_scan.h"
#include "index/terms.h"

/* The articles that the segment is known to have had. */
struct expected {
	bool known;                /* the columns are sound */
	struct table ids;
	struct hash128 *contents;  /* by number of the id */
	bool *found;
};

enum status
salvage_find(const struct view *view, size_t from, struct span id, bool *found, struct error *err)
{
	struct buf term = BUF_INIT;
	enum status status = STATUS_OK;

	*found = false;
	term_boolean(&term, PREFIX_ID, id, false);
	if (buf_status(&term) < 0)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = from; i < view->count && status == STATUS_OK && !*found; i++) {
		uint32_t doc;

		status = segment_find(view->segments[i], buf_span(&term), id, &doc, err);
		*found = status == STATUS_OK && doc != DOC_END;
	}
	buf_release(&term);
	return status;
}

/* ---- What was there --------------------------------------------------- */

static void
say(const struct salvage *salvage, const char *what)
{
	char line[SEGMENT_FILE_NAME_MAX + 2 * TERM_MAX];

	if (!salvage->report)
		return;
	snprintf(line, sizeof(line), "segment %" PRIu64 "-%" PRIu64 ": %s", salvage->about->name.generation,
	         salvage->about->name.number, what);
	salvage->report(salvage->context, line);
}

/* Damage is an answer here, everything else an error. */
static enum status
tolerate(enum status status, const struct error *why, bool *sound, struct error *err)
{
	*sound = status == STATUS_OK;
	if (status == STATUS_OK || status == STATUS_CORRUPT || status == STATUS_NOTFOUND || status == STATUS_UNSUPPORTED)
		return STATUS_OK;
	return error_set(err, status, why->place, "%s", why->reason);
}

static enum status
columns_try(struct salvage *salvage, struct columns *columns, bool *sound, struct error *err)
{
	char file[SEGMENT_FILE_NAME_MAX];
	struct error why = ERROR_INIT;
	enum status status;

	segment_file_name(&salvage->about->name, "cols", file);
	status = columns_open(columns, salvage->writer->folder, file, &why);
	if (status == STATUS_OK)
		status = infile_verify(&columns->in, &why);
	if (status == STATUS_OK)
		status = columns_check(columns, &why);
	if (status == STATUS_OK && salvage->counted && columns->docs != salvage->about->docs)
		status = STATUS_CORRUPT;
	return tolerate(status, &why, sound, err);
}

static enum status
deletes_try(struct salvage *salvage, struct deletes *deletes, struct error *err)
{
	const struct manifest_segment *about = salvage->about;
	char file[SEGMENT_FILE_NAME_MAX];
	struct error why = ERROR_INIT;
	enum status status;
	bool sound;

	if (!about->deletes)
		return STATUS_OK;
	deletes_file_name(&about->name, about->deletes, file);
	status = deletes_open(deletes, salvage->writer->folder, file, about->docs, about->deleted, &why);
	if (status == STATUS_OK)
		status = infile_verify(&deletes->in, &why);
	if (status == STATUS_OK)
		status = deletes_check(deletes, &why);
	status = tolerate(status, &why, &sound, err);
	if (sound || status < 0)
		return status;
	deletes->bits = NULL;
	say(salvage, "which articles were deleted is not known: some may be back");
	return STATUS_OK;
}

static enum status
expected_fill(struct salvage *salvage, const struct columns *columns, const struct deletes *deletes,
              struct expected *expected, struct error *err)
{
	struct id_block ids = ID_BLOCK_INIT;
	enum status status = STATUS_OK;

	expected->contents = calloc((size_t)columns->docs + 1, sizeof(*expected->contents));
	expected->found = calloc((size_t)columns->docs + 1, sizeof(*expected->found));
	if (!expected->contents || !expected->found)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (uint32_t doc = 0; doc < columns->docs && status == STATUS_OK; doc++) {
		struct doc_values values;
		struct span id;
		uint32_t number;
		bool replaced = true;

		if (deletes_test(deletes, doc))
			continue;
		status = columns_id(columns, doc, &ids, &id, err);
		if (status == STATUS_OK)
			status = salvage_find(&salvage->writer->view, 0, id, &replaced, err);
		if (status < 0 || replaced)
			continue;
		number = table_put(&expected->ids, id, NULL);
		if (number == TABLE_NONE) {
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
			break;
		}
		columns_values(columns, doc, &values);
		expected->contents[number] = values.hash;
	}
	expected->known = status == STATUS_OK;
	id_block_release(&ids);
	return status;
}

static enum status
expected_init(struct salvage *salvage, struct expected *expected, struct error *err)
{
	struct columns columns;
	struct deletes deletes;
	bool sound;
	enum status status;

	memset(expected, 0, sizeof(*expected));
	memset(&columns, 0, sizeof(columns));
	memset(&deletes, 0, sizeof(deletes));
	table_init(&expected->ids);
	status = columns_try(salvage, &columns, &sound, err);
	if (status == STATUS_OK && sound)
		status = deletes_try(salvage, &deletes, err);
	if (status == STATUS_OK && sound)
		status = expected_fill(salvage, &columns, &deletes, expected, err);
	if (status == STATUS_OK && !sound && salvage->about->deletes)
		say(salvage, "which articles were deleted is not known: some may be back");
	columns_release(&columns);
	deletes_release(&deletes);
	return status;
}

static void
expected_release(struct expected *expected)
{
	table_release(&expected->ids);
	free(expected->contents);
	free(expected->found);
}

/* ---- What is left ----------------------------------------------------- */

/* Whether ARTICLE is to be taken in. */
static enum status
article_wanted(struct salvage *salvage, struct expected *expected, const struct article *article, bool *wanted,
               struct error *err)
{
	struct span id = article->text[FIELD_ID];
	struct hash128 content;
	uint32_t number;
	enum status status;

	if (!expected->known) {
		status = salvage_find(&salvage->writer->view, 0, id, wanted, err);
		*wanted = !*wanted;
		return status;
	}
	number = table_get(&expected->ids, id);
	*wanted = false;
	if (number == TABLE_NONE || expected->found[number])
		return STATUS_OK;
	content = article_hash(article);
	*wanted = expected->found[number] = content.low == expected->contents[number].low
		&& content.high == expected->contents[number].high;
	return STATUS_OK;
}

static enum status
record_take(struct salvage *salvage, struct expected *expected, struct span record, struct arena *arena, struct error *err)
{
	struct article article;
	enum add_result result;
	bool wanted;
	enum status status;

	arena_clear(arena);
	/* Sound by its checksum, and yet no article: nothing that a writer put there.
	 * Without its text it cannot be indexed again. */
	if (record_decode(record, arena, &article, NULL) < 0 || !article.text[FIELD_ID].len || article.bodiless)
		return STATUS_OK;
	status = article_wanted(salvage, expected, &article, &wanted, err);
	if (status < 0 || !wanted)
		return status;
	article.sequence = salvage->sequence++;
	status = index_writer_add(&salvage->writer->base, 0, &article, &result, err);
	if (status == STATUS_OK && result == ADD_NEW)
		salvage->saved++;
	return status;
}

static enum status
store_take(struct salvage *salvage, struct expected *expected, struct error *err)
{
	struct store_scan scan;
	struct arena arena = ARENA_INIT;
	struct error why = ERROR_INIT;
	char file[SEGMENT_FILE_NAME_MAX];
	struct span record;
	bool there;
	enum status status;

	segment_file_name(&salvage->about->name, "store", file);
	status = tolerate(store_scan_open(&scan, salvage->writer->folder, file, &why), &why, &there, err);
	while (there && (status = store_scan_next(&scan, &record, err)) == STATUS_OK) {
		const struct segment_writer *writer = salvage->writer;

		if (writer->stop && writer->stop(writer->context))
			status = error_set(err, STATUS_INTERRUPTED, NULL, "stopped by a signal; nothing was changed");
		if (status == STATUS_OK)
			status = record_take(salvage, expected, record, &arena, err);
		if (status < 0)
			break;
	}
	store_scan_release(&scan);
	arena_release(&arena);
	return status < 0 ? status : STATUS_OK;
}

static void
lost_report(struct salvage *salvage, const struct expected *expected)
{
	struct buf line = BUF_INIT;

	salvage->lost_known = expected->known || salvage->counted;
	if (!expected->known)
		salvage->lost = salvage->counted && salvage->about->live.docs > salvage->saved
			? salvage->about->live.docs - salvage->saved : 0;
	for (uint32_t i = 0; expected->known && i < expected->ids.count; i++) {
		struct span id = table_key(&expected->ids, i);

		if (expected->found[i])
			continue;
		salvage->lost++;
		buf_clear(&line);
		buf_append_format(&line, "lost: %.*s", (int)id.len, id.ptr);
		if (salvage->report && buf_status(&line) == STATUS_OK)
			salvage->report(salvage->context, buf_string(&line));
	}
	buf_release(&line);
}

enum status
salvage_segment(struct salvage *salvage, struct error *err)
{
	struct expected expected;
	enum status status = expected_init(salvage, &expected, err);

	salvage->saved = salvage->lost = 0;
	if (status == STATUS_OK)
		status = store_take(salvage, &expected, err);
	if (status == STATUS_OK)
		lost_report(salvage, &expected);
	expected_release(&expected);
	return status;
}
