/* Articles as people read them.
 */
#include <inttypes.h>
#include <limits.h>

#include "common/terminal.h"
#include "query/hit.h"
#include "query/wrap.h"

/* Of the copies of a hit; the others are counted. */
#define REPRINTS_SHOWN 5

#define SEPARATOR " \xC2\xB7 "

/* Escape sequences; all of them "" without colours. */
struct style {
	const char *title, *title_match, *match, *quiet, *end;
};

static const struct style styles[] = {
	{ "", "", "", "", "" },
	{ "\033[1m", "\033[1;31m", "\033[1;31m", "\033[2m", "\033[0m" },
};

/* One line of facts, parted by dots. */
struct facts {
	struct wrap wrap;
	bool any;
};

static void
add_fact(struct facts *facts, struct span fact)
{
	if (!fact.len)
		return;
	if (facts->any) {
		buf_append_string(facts->wrap.out, SEPARATOR);
		facts->wrap.column += 3;
	}
	if (facts->wrap.column > facts->wrap.indent && facts->wrap.width - facts->wrap.indent > 3 &&
	    facts->wrap.column + terminal_columns(fact) > facts->wrap.width)
		wrap_newline(&facts->wrap);
	wrap_append(&facts->wrap, fact, NULL, 0);
	facts->any = true;
}

static void
add_authors(struct facts *facts, const struct article *article)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < article->author_count; i++) {
		buf_append_string(&names, i ? ", " : "");
		buf_append_span(&names, article->authors[i]);
	}
	add_fact(facts, buf_span(&names));
	buf_release(&names);
}

static void
add_date(struct facts *facts, struct date date)
{
	char text[DATE_TEXT_SIZE];

	if (date.precision > DATE_DAY)
		date.precision = DATE_DAY;
	date.zone = DATE_ZONE_UNKNOWN;
	date_format(&date, text);
	add_fact(facts, date.precision == DATE_NONE ? SPAN("undated") : span_from_string(text));
}

/* A link as terminals know it (OSC 8).  The address loses what could end the
 * sequence early. */
static void
link_begin(struct buf *out, const struct session *session, const struct article *article)
{
	struct span url = article->text[FIELD_URL];

	if (!session->request->hyperlinks || !url.len)
		return;
	buf_append_string(out, "\033]8;;");
	for (size_t i = 0; i < url.len; i++) {
		unsigned char byte = (unsigned char)url.ptr[i];

		if (byte > 0x20 && byte < 0x7F)
			buf_append_byte(out, byte);
		else
			buf_append_format(out, "%%%02X", byte);
	}
	buf_append_string(out, "\033\\");
}

static void
link_end(struct buf *out, const struct session *session, const struct article *article)
{
	if (session->request->hyperlinks && article->text[FIELD_URL].len)
		buf_append_string(out, "\033]8;;\033\\");
}

static void
print_title(struct session *session, const struct hit_view *view, struct wrap *wrap)
{
	const struct style *style = &styles[session->color];
	struct span stored = view->article.text[FIELD_TITLE];
	struct buf off = BUF_INIT;

	buf_append_string(&off, style->end);
	buf_append_string(&off, style->title);
	wrap->on = style->title_match;
	wrap->off = buf_string(&off);
	buf_append_string(wrap->out, style->title);
	link_begin(wrap->out, session, &view->article);
	if (view->title.text.len)
		wrap_append(wrap, view->title.text, view->title.highlights, view->title.count);
	else
		wrap_append(wrap, stored.len ? stored : SPAN("(no title)"), NULL, 0);
	link_end(wrap->out, session, &view->article);
	buf_append_string(wrap->out, style->end);
	buf_release(&off);
	wrap->on = style->match;
	wrap->off = style->end;
}

static void
print_snippet(const struct snippet *snippet, struct wrap *wrap)
{
	if (!snippet->text.len)
		return;
	wrap_newline(wrap);
	if (snippet->cut_before) {
		buf_append_string(wrap->out, "\xE2\x80\xA6 ");
		wrap->column += 2;
	}
	wrap_append(wrap, snippet->text, snippet->highlights, snippet->count);
	if (snippet->cut_after)
		buf_append_string(wrap->out, " \xE2\x80\xA6");
}

/* The copies of a hit: how many, and the first of them one a line. */
static void
print_reprints(struct session *session, const struct hit_view *view, unsigned indent)
{
	const struct style *style = &styles[session->color];
	struct buf *out = &session->out.buf;

	if (!view->reprint_count)
		return;
	buf_append_format(out, "%*s%zu %s:\n", (int)indent, "", view->reprint_count,
	                  view->reprint_count == 1 ? "reprint" : "reprints");
	for (size_t i = 0; i < view->reprint_count && i < REPRINTS_SHOWN; i++) {
		const struct reprint *reprint = &view->reprints[i];
		struct wrap wrap = { out, WRAP_NONE, indent + 2, indent + 2, "", "" };
		struct facts facts = { wrap, false };

		buf_append_format(out, "%*s", (int)indent + 2, "");
		add_date(&facts, reprint->date);
		add_fact(&facts, reprint->source);
		buf_append_format(out, "%s%s", SEPARATOR, style->quiet);
		terminal_append_safe(out, reprint->id);
		buf_append_format(out, "%s\n", style->end);
	}
	if (view->reprint_count > REPRINTS_SHOWN)
		buf_append_format(out, "%*sand %zu more\n", (int)indent + 2, "", view->reprint_count - REPRINTS_SHOWN);
}

void
hit_print(struct session *session, const struct hit_view *view, size_t rank_width)
{
	const struct style *style = &styles[session->color];
	struct buf *out = &session->out.buf;
	struct wrap wrap = { out, session->width, (unsigned)rank_width + 2, (unsigned)rank_width + 2, "", "" };
	struct facts facts;
	struct buf score = BUF_INIT;

	buf_append_format(out, "%*" PRIu64 ". ", (int)rank_width, view->rank);
	print_title(session, view, &wrap);
	wrap_newline(&wrap);
	facts = (struct facts){ wrap, false };
	add_fact(&facts, view->article.text[FIELD_SOURCE]);
	add_date(&facts, article_date(&view->article));
	add_authors(&facts, &view->article);
	if (session->changed && session->changed[view->rank - 1])
		add_fact(&facts, SPAN("changed"));
	if (session->request->verbose) {
		buf_append_format(&score, "score %.6f", view->score);
		add_fact(&facts, buf_span(&score));
	}
	wrap.column = facts.wrap.column;
	print_snippet(&view->snippet, &wrap);
	wrap_newline(&wrap);
	buf_append_string(out, style->quiet);
	/* An id is one word and stays whole: it is to be copied. */
	terminal_append_safe(out, view->id);
	buf_append_string(out, style->end);
	buf_append_byte(out, '\n');
	print_reprints(session, view, (unsigned)rank_width + 2);
	buf_release(&score);
	stream_ready(&session->out);
}

/* ---- A whole article ---------------------------------------------------- */

static void
print_field(struct session *session, const char *name, struct span value)
{
	const struct style *style = &styles[session->color];
	struct wrap wrap = { &session->out.buf, session->width, 11, 11, "", "" };

	if (!value.len)
		return;
	buf_append_format(wrap.out, "%s%-10s%s ", style->quiet, name, style->end);
	wrap_append(&wrap, value, NULL, 0);
	buf_append_byte(wrap.out, '\n');
}

static void
print_list(struct session *session, const char *name, const struct span *values, size_t count)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		buf_append_string(&text, i ? ", " : "");
		buf_append_span(&text, values[i]);
	}
	print_field(session, name, buf_span(&text));
	buf_release(&text);
}

static void
print_date(struct session *session, const char *name, const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	date_format(date, text);
	print_field(session, name, span_from_string(text));
}

/* TEXT line by line, each with the highlights that lie in it. */
static void
print_lines(struct session *session, struct span text, const struct highlight *highlights, size_t count)
{
	const struct style *style = &styles[session->color];
	struct wrap wrap = { &session->out.buf, session->width, 0, 0, style->match, style->end };
	size_t next = 0;

	for (size_t at = 0; at < text.len; ) {
		const char *newline = memchr(text.ptr + at, '\n', text.len - at);
		size_t end = newline ? (size_t)(newline - text.ptr) : text.len, first = next;

		while (next < count && highlights[next].start < end)
			next++;
		wrap.column = 0;
		wrap_append_at(&wrap, text, at, end, highlights + first, next - first);
		buf_append_byte(wrap.out, '\n');
		stream_ready(&session->out);
		/* A phrase may go on behind the line's end. */
		if (next > first && highlights[next - 1].end > end + 1)
			next--;
		at = end + 1;
	}
}

void
article_print(struct session *session, const struct hit_view *view)
{
	const struct article *article = &view->article;
	struct wrap wrap = { &session->out.buf, session->width, 0, 0, "", "" };

	print_title(session, view, &wrap);
	buf_append_byte(wrap.out, '\n');
	print_field(session, "id", view->id);
	print_date(session, "published", &article->published);
	print_date(session, "modified", &article->modified);
	print_field(session, "source", article->text[FIELD_SOURCE]);
	print_field(session, "section", article->text[FIELD_SECTION]);
	print_list(session, "author", article->authors, article->author_count);
	print_list(session, "tags", article->tags, article->tag_count);
	print_field(session, "language", article->text[FIELD_LANGUAGE]);
	if (!span_equal(article->text[FIELD_URL], view->id))
		print_field(session, "url", article->text[FIELD_URL]);
	if (session->request->verbose)
		print_field(session, "origin", article->origin);
	print_field(session, "note", article->text[FIELD_NOTE]);
	if (article->text[FIELD_BODY].len) {
		buf_append_byte(wrap.out, '\n');
		print_lines(session, article->text[FIELD_BODY], view->body, view->body_count);
	}
	if (article->bodiless)
		buf_append_string(wrap.out, "\n(The index keeps no texts.)\n");
}
