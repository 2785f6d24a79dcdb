#include "corpus/formats.h"

#include "corpus/fill.h"
#include "corpus/nitf.h"

static bool
is_withdrawn(const xmlNode *root, struct arena *arena)
{
	struct span status = xml_attribute(xml_path(root, "head/docdata"), "management-status", arena);

	return span_equal(status, SPAN("canceled")) || span_equal(status, SPAN("withheld")) || span_equal(status, SPAN("killed"));
}

static enum status
nitf_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data;
	xmlDocPtr doc;
	const xmlNode *root;
	enum status status;

	if (reader->count)
		return STATUS_END;
	reader_take(reader, 0, data.len);
	status = xml_doc_parse(data, &doc);
	if (status == STATUS_BADINPUT)
		return reader_bad(reader, err, "not XML");
	if (status < 0)
		return status;
	root = xmlDocGetRootElement(doc);
	if (!xml_is(root, "nitf"))
		root = xml_find(root, "nitf");
	if (!root)
		status = reader_bad(reader, err, "XML without an article in NITF");
	else
		status = nitf_fill(root, &reader->arena, article);
	if (status == STATUS_OK)
		article->withdrawn = is_withdrawn(root, &reader->arena);
	xmlFreeDoc(doc);
	return status;
}

static int
nitf_sniff(struct span head, struct span path)
{
	struct span name, rest;

	(void)path;
	return xml_root(head, &name, &rest) && span_equal(name, SPAN("nitf")) ? 95 : 0;
}

const struct format format_nitf = {
	.name = "nitf",
	.summary = "NITF, as agencies send it and the New York Times corpus has it",
	.sniff = nitf_sniff,
	.next = nitf_next,
};
