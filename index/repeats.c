#include "index/repeats.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "index/claims.h"

/* Articles of the run with one content. */
struct repeat {
	uint64_t content;
	uint64_t first;            /* the lowest sequence */
	bool used;
	bool committed;            /* the index has such an article, and keeps it */
};

struct repeats {
	struct index_writer *writer;
	const struct claims *claims;
	struct repeat *slots;
	size_t size;               /* a power of two, or 0 */
	size_t count;
	repeats_told told;
	void *context;
	struct error *err;
};

static bool
is_added(const struct claim *claim)
{
	return claim->result == ADD_NEW || claim->result == ADD_REPLACED;
}

/* ---- Contents of the run ---------------------------------------------- */

static struct repeat *
slot_find(const struct repeats *repeats, uint64_t content)
{
	size_t at = (size_t)content & (repeats->size - 1);

	while (repeats->slots[at].used && repeats->slots[at].content != content)
		at = (at + 1) & (repeats->size - 1);
	return &repeats->slots[at];
}

static enum status
claim_count(void *context, const struct claim *claim)
{
	struct repeats *repeats = context;

	repeats->count += is_added(claim);
	return STATUS_OK;
}

static enum status
claim_enter(void *context, const struct claim *claim)
{
	const struct repeats *repeats = context;
	struct repeat *slot;

	if (!is_added(claim))
		return STATUS_OK;
	slot = slot_find(repeats, claim->content);
	if (!slot->used)
		*slot = (struct repeat){ .content = claim->content, .first = claim->sequence, .used = true };
	else if (claim->sequence < slot->first)
		slot->first = claim->sequence;
	return STATUS_OK;
}

static enum status
repeats_enter(struct repeats *repeats, struct error *err)
{
	claims_each(repeats->claims, claim_count, repeats);
	if (!repeats->count)
		return STATUS_OK;
	repeats->size = 1;
	while (repeats->size < repeats->count + repeats->count / 3 + 1)
		repeats->size *= 2;
	repeats->slots = calloc(repeats->size, sizeof(*repeats->slots));
	if (!repeats->slots)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return claims_each(repeats->claims, claim_enter, repeats);
}

/* ---- Contents of the index -------------------------------------------- */

/* Whether the commit that comes keeps DOC. */
static enum status
stays(const struct repeats *repeats, struct index_reader *reader, docid_t doc, bool *yes, struct error *err)
{
	struct buf id = BUF_INIT;
	enum status status = index_id(reader, doc, &id, err);

	if (status == STATUS_OK) {
		const struct claim *claim = claims_find(repeats->claims, buf_span(&id));

		*yes = !claim || claim->result == ADD_UNCHANGED;
	}
	buf_release(&id);
	return status;
}

enum status
repeats_content(struct index_reader *reader, docid_t doc, uint64_t *content, struct error *err)
{
	struct span column;
	enum status status = index_string(reader, COLUMN_CONTENT, doc, &column, err);

	*content = 0;
	if (status < 0)
		return status;
	if (column.len < sizeof(*content))
		return error_set(err, STATUS_CORRUPT, NULL, "document %u has no content hash", doc);
	memcpy(content, column.ptr, sizeof(*content));
	*content = le64toh(*content);
	return STATUS_OK;
}

static enum status
committed_look(struct repeats *repeats, struct index_reader *reader, docid_t doc, struct error *err)
{
	struct repeat *slot;
	uint64_t content;
	enum status status = repeats_content(reader, doc, &content, err);

	if (status < 0)
		return status;
	slot = slot_find(repeats, content);
	return slot->used && !slot->committed ? stays(repeats, reader, doc, &slot->committed, err) : STATUS_OK;
}

static enum status
committed_each(struct repeats *repeats, struct index_reader *reader, struct error *err)
{
	struct postings *all = NULL;
	enum status status = index_all(reader, &all, err);

	while (status == STATUS_OK && (status = postings_next(all, err)) == STATUS_OK)
		status = committed_look(repeats, reader, all->doc, err);
	postings_free(all);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
repeats_compare(struct repeats *repeats, const char *path, struct error *err)
{
	struct span folder = span_from_string(path);
	struct index_reader *reader = NULL;
	struct error why = ERROR_INIT;
	enum status status = index_open(&folder, 1, NULL, &reader, &why);

	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status < 0)
		return error_copy(err, status, &why);
	status = committed_each(repeats, reader, err);
	index_reader_free(reader);
	return status;
}

/* ---- What is dropped -------------------------------------------------- */

static enum status
claim_judge(void *context, const struct claim *claim)
{
	const struct repeats *repeats = context;
	enum add_result was = (enum add_result)claim->result;
	const struct repeat *slot;
	enum status status;

	if (!is_added(claim))
		return STATUS_OK;
	slot = slot_find(repeats, claim->content);
	if (!slot->committed && slot->first == claim->sequence)
		return STATUS_OK;
	status = repeats->writer->ops->drop(repeats->writer, claim, repeats->err);
	if (status == STATUS_OK)
		repeats->told(repeats->context, claim->sequence, was);
	return status;
}

enum status
repeats_drop(struct index_writer *writer, const char *path, repeats_told told, void *context, struct error *err)
{
	struct repeats repeats = {
		.writer = writer, .claims = writer->ops->claims(writer), .told = told, .context = context, .err = err,
	};
	enum status status = repeats_enter(&repeats, err);

	if (status == STATUS_OK && repeats.count)
		status = repeats_compare(&repeats, path, err);
	if (status == STATUS_OK && repeats.count)
		status = claims_each(repeats.claims, claim_judge, &repeats);
	free(repeats.slots);
	return status;
}
