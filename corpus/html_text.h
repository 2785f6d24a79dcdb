/* html_text.h - a piece of HTML as plain text, by gumbo.
 */
#ifndef NEWSDEX_CORPUS_HTML_TEXT_H
#define NEWSDEX_CORPUS_HTML_TEXT_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/span.h"
#include "common/status.h"

/* Bytes of HTML that are parsed: gumbo's time grows with the square of what is
 * left open, and its memory is many times the text's. */
#define HTML_TEXT_MAX ((size_t)8 << 20)

/* Appends the text of the fragment HTML: white space collapsed, paragraphs and
 * other blocks separated by an empty line, scripts and styles left out.
 * STATUS_LIMIT: it is longer than HTML_TEXT_MAX, or too deep. */
enum status html_text_append(struct span html, struct buf *out);

/* Makes *TEXT plain when it is HTML; what is plain already stays. */
enum status html_text_plain(struct arena *arena, struct span *text);

/* Does TEXT hold tags that news HTML has, or references like "&quot;"? */
bool html_text_marked(struct span text);

/* Elements inside of elements in a page that is read, as in browsers. */
#define HTML_DEPTH 512

/* Tags that may be open at once by html_too_deep()'s count, which takes many for
 * open that the parser closes: gumbo frees its tree recursively. */
#define HTML_OPEN_TAGS 8000

/* Are there more than HTML_OPEN_TAGS opening tags without a closing one? */
bool html_too_deep(struct span html);

#endif
