#include "index/xapian/glass_reader.h"

static const enum schema_slot column_slots[COLUMN_COUNT] = {
	[COLUMN_DATE] = SLOT_DATE,
	[COLUMN_WORDS] = SLOT_WORDS,
	[COLUMN_SOURCE] = SLOT_SOURCE,
	[COLUMN_SECTION] = SLOT_SECTION,
	[COLUMN_LANGUAGE] = SLOT_LANGUAGE,
	[COLUMN_SKETCH] = SLOT_SKETCH,
	[COLUMN_CONTENT] = SLOT_HASH,
};

void
reader_forget(struct xreader *reader)
{
	for (size_t i = 0; i < SLOT_COUNT; i++) {
		struct reader_column *column = &reader->columns[i];

		xapian_values_free(column->values);
		column->values = NULL;
		column->asked = DOCID_NONE;
		column->ended = false;
	}
	xapian_document_free(reader->document);
	reader->document = NULL;
	reader->document_number = DOCID_NONE;
}

enum status
reader_document(struct xreader *reader, docid_t doc, struct error *err)
{
	enum status status;

	if (reader->document && reader->document_number == doc)
		return STATUS_OK;
	xapian_document_free(reader->document);
	reader->document = NULL;
	status = xapian_database_document(reader->shards.all, doc, &reader->document, err);
	reader->document_number = doc;
	return status;
}

/* From a walk over the slot's values: quick for documents in ascending order. */
static enum status
walk_value(struct xreader *reader, enum schema_slot slot, docid_t doc, struct span *value, struct error *err)
{
	struct reader_column *column = &reader->columns[slot];
	enum status status = STATUS_OK;

	if (column->values && doc < column->asked) {
		xapian_values_free(column->values);
		column->values = NULL;
	}
	if (!column->values) {
		column->ended = false;
		column->asked = DOCID_NONE;
		status = xapian_values_new(reader->shards.all, slot, &column->values, err);
	}
	if (status == STATUS_OK && !column->ended && (column->asked == DOCID_NONE || xapian_values_document(column->values) < doc))
		status = xapian_values_seek(column->values, doc, err);
	column->asked = doc;
	column->ended |= status == STATUS_END;
	if (status >= 0 && !column->ended && xapian_values_document(column->values) == doc)
		*value = xapian_values_value(column->values);
	return status == STATUS_END ? STATUS_OK : status;
}

/* From the document, which a server sends whole: it has no walks. */
static enum status
fetch_value(struct xreader *reader, enum schema_slot slot, docid_t doc, struct span *value, struct error *err)
{
	struct buf *text = &reader->columns[slot].text;
	enum status status = reader_document(reader, doc, err);

	buf_clear(text);
	if (status == STATUS_OK)
		status = xapian_document_value(reader->document, slot, text, err);
	*value = buf_span(text);
	return status;
}

enum status
reader_value(struct xreader *reader, enum schema_slot slot, docid_t doc, struct span *value, struct error *err)
{
	enum status status;
	int tries = 0;

	do {
		*value = SPAN("");
		status = reader->shards.remote ? fetch_value(reader, slot, doc, value, err) : walk_value(reader, slot, doc, value, err);
	} while (reader_again(reader, &status, &tries, err));
	return status;
}

enum status
reader_number(struct index_reader *index_reader, enum index_column column, docid_t doc, int64_t *value, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	struct span text;
	enum status status = reader_value(reader, column_slots[column], doc, &text, err);

	if (status == STATUS_OK)
		*value = text.len ? (int64_t)xapian_number_decode(text) : column == COLUMN_DATE ? DATE_UNDATED : 0;
	return status;
}

enum status
reader_string(struct index_reader *index_reader, enum index_column column, docid_t doc, struct span *value, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	enum status status = reader_value(reader, column_slots[column], doc, value, err);

	if (status < 0 || !value->len)
		*value = SPAN_NONE;
	return status;
}

enum status
reader_id(struct index_reader *index_reader, docid_t doc, struct buf *id, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	struct span value;
	enum status status = reader_value(reader, SLOT_ID, doc, &value, err);

	if (status == STATUS_OK && !value.len)
		status = error_set(err, STATUS_NOTFOUND, NULL, "there is no document %u", doc);
	if (status == STATUS_OK)
		buf_append_span(id, value);
	return status == STATUS_OK && buf_status(id) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : status;
}
