/* xml_doc.h - XML documents by libxml2, as hostile as they come.
 *
 * Nothing is ever fetched, no entity of a document's own is expanded, nesting
 * is limited to 256 elements, and damage gives what stands before it.  Names
 * are local names; a namespace is compared where it matters.
 */
#ifndef NEWSDEX_CORPUS_XML_DOC_H
#define NEWSDEX_CORPUS_XML_DOC_H

#include <libxml/tree.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/span.h"
#include "common/status.h"

/* STATUS_BADINPUT when not even a root element could be read.  *DOC is freed with xmlFreeDoc(). */
enum status xml_doc_parse(struct span text, xmlDocPtr *doc);

/* The local name of the first element in HEAD, and all of its tag behind the
 * name; false when HEAD does not start as XML does. */
bool xml_root(struct span head, struct span *name, struct span *rest);

bool xml_is(const xmlNode *node, const char *name);

/* The first child of PARENT called NAME, in PARENT's own namespace; the next
 * one behind SIBLING; the first whatever its namespace.  NULL: none. */
xmlNode *xml_child(const xmlNode *parent, const char *name);
xmlNode *xml_next(const xmlNode *sibling, const char *name);
xmlNode *xml_child_any(const xmlNode *parent, const char *name);

/* The first child called NAME in namespace URI. */
xmlNode *xml_child_ns(const xmlNode *parent, const char *name, const char *uri);

/* Down a path of children in any namespace: "head/docdata/doc-id". */
xmlNode *xml_path(const xmlNode *from, const char *path);

/* The first element called NAME below ROOT, at any depth. */
xmlNode *xml_find(const xmlNode *root, const char *name);

/* The node behind NODE in document order, inside ROOT; its children come first
 * when INTO.  NULL at the end. */
xmlNode *xml_walk(const xmlNode *root, const xmlNode *node, bool into);

/* All text in NODE, as it stands; SPAN_NONE for a NULL node or none. */
struct span xml_text(const xmlNode *node, struct arena *arena);

/* The value of an attribute, in any namespace; SPAN_NONE. */
struct span xml_attribute(const xmlNode *node, const char *name, struct arena *arena);

/* Appends the running text in NODE: p, h1, li and their like are paragraphs;
 * scripts, and pictures with their captions, are left out. */
void xml_append_flow(const xmlNode *node, struct buf *out);

#endif
