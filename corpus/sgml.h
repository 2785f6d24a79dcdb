/* sgml.h - tags and text of SGML as old news collections have it: no root, no
 * document type, elements that are never closed.
 */
#ifndef NEWSDEX_CORPUS_SGML_H
#define NEWSDEX_CORPUS_SGML_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/span.h"

enum sgml_kind {
	SGML_TEXT,
	SGML_OPEN,
	SGML_CLOSE,
};

struct sgml_token {
	enum sgml_kind kind;
	struct span name;   /* of a tag, as it is written */
	struct span rest;   /* the text as it is written, or what follows the tag's name */
};

struct sgml {
	struct span text;
	size_t at;
	bool no_comment_end;   /* behind AT no comment ends, */
	bool no_tag_end;       /* and no tag: not to be looked for again */
};

/* The next tag or run of text; false at the end.  Comments and declarations
 * are left out; a "<" that starts no tag is text. */
bool sgml_next(struct sgml *sgml, struct sgml_token *token);

/* Is the tag's name NAME, in any case? */
bool sgml_is(const struct sgml_token *token, const char *name);

/* The value of attribute NAME of an opening tag, without quotes; SPAN_NONE. */
struct span sgml_attribute(const struct sgml_token *token, const char *name);

/* Appends TEXT as UTF-8 with its references resolved.  A reference that nobody
 * knows, or to a control character, is a space: it never joins two words. */
void sgml_append(struct buf *out, struct span text);

/* Where the next "<NAME>" or "<NAME " (or "</NAME>", with CLOSE) starts at or
 * behind AT, in any case; text.len when there is none. */
size_t sgml_find(struct span text, size_t at, const char *name, bool close);

/* Splits at the ends of NAME elements, for struct format's split(): each
 * opening tag starts a record. */
size_t sgml_split(struct span data, bool at_end, const char *name, uint64_t *records);

/* The record that starts behind AT: [*START, *END) with both tags; false when
 * there is none.  An element that is not closed ends where the next one starts. */
bool sgml_record(struct span data, size_t at, const char *name, size_t *start, size_t *end);

#endif
