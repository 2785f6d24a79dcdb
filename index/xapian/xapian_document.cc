// Documents that are being made or were read.
#include "index/xapian/xapian_guard.h"

enum status
xapian_document_new(struct xapian_document **document, struct error *err)
{
	*document = nullptr;
	return guarded_void(err, [&] { *document = new xapian_document; });
}

void
xapian_document_free(struct xapian_document *document)
{
	guarded_delete(document);
}

enum status
xapian_document_clear(struct xapian_document *document, struct error *err)
{
	return guarded_void(err, [&] { document->document = Xapian::Document(); });
}

enum status
xapian_document_number(const struct xapian_document *document, uint32_t *doc, struct error *err)
{
	*doc = 0;
	return guarded_void(err, [&] { *doc = document->document.get_docid(); });
}

enum status
xapian_document_set_data(struct xapian_document *document, struct span data, struct error *err)
{
	return guarded_void(err, [&] { document->document.set_data(to_string(data)); });
}

enum status
xapian_document_data(const struct xapian_document *document, struct buf *data, struct error *err)
{
	return guarded(err, [&] { return append(data, document->document.get_data(), err); });
}

enum status
xapian_document_set_value(struct xapian_document *document, uint32_t slot, struct span value, struct error *err)
{
	return guarded_void(err, [&] { document->document.add_value(slot, to_string(value)); });
}

enum status
xapian_document_value(const struct xapian_document *document, uint32_t slot, struct buf *value, struct error *err)
{
	return guarded(err, [&] { return append(value, document->document.get_value(slot), err); });
}

enum status
xapian_document_add_term(struct xapian_document *document, struct span term, uint32_t wdf, struct error *err)
{
	return guarded_void(err, [&] { document->document.add_term(to_string(term), wdf); });
}

enum status
xapian_document_add_postings(struct xapian_document *document, struct span term, const uint32_t *positions, size_t count,
                             uint32_t wdf, struct error *err)
{
	return guarded_void(err, [&] {
		std::string name = to_string(term);

		if (!count)
			document->document.add_term(name, wdf);
		// The frequency goes with the first position: one posting may raise it by any number.
		for (size_t i = 0; i < count; i++)
			document->document.add_posting(name, positions[i], i ? 0 : wdf);
	});
}

enum status
xapian_document_add_boolean(struct xapian_document *document, struct span term, struct error *err)
{
	return guarded_void(err, [&] { document->document.add_boolean_term(to_string(term)); });
}

enum status
xapian_document_remove_term(struct xapian_document *document, struct span term, struct error *err)
{
	return guarded_void(err, [&] { document->document.remove_term(to_string(term)); });
}

enum status
xapian_document_term_count(const struct xapian_document *document, uint32_t *count, struct error *err)
{
	*count = 0;
	return guarded_void(err, [&] { *count = document->document.termlist_count(); });
}
