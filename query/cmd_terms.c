#include <inttypes.h>

#include "common/terminal.h"
#include "index/terms.h"
#include "query/complain.h"
#include "query/field.h"
#include "query/newsquery.h"
#include "text/token.h"

/* The part of the dictionary that was asked for, term by term. */
struct listing {
	struct session *session;
	struct output output;
	const char *prefix;   /* of the field's terms */
	size_t limit, offset;
	size_t seen, written;
};

static enum status
list_term(struct listing *listing, const struct term_walk *walk, struct error *err)
{
	struct buf *out = &listing->session->out.buf;
	size_t prefix = strlen(listing->prefix);
	struct span term = span_from(walk->term.ptr + prefix, walk->term.len - prefix);
	struct value values[3];

	/* The mark between a prefix and what could be taken for a part of it. */
	if (prefix && term.len > 1 && term.ptr[0] == ':')
		term = span_from(term.ptr + 1, term.len - 1);
	if (listing->seen++ < listing->offset)
		return STATUS_OK;
	listing->written++;
	if (listing->session->request->format == FORMAT_TEXT) {
		buf_append_format(out, "%10" PRIu64 " %10" PRIu64 "  ", walk->stats.df, walk->stats.cf);
		terminal_append_safe(out, term);
		buf_append_byte(out, '\n');
		stream_ready(&listing->session->out);
		return STATUS_OK;
	}
	values[0] = value_text(term);
	values[1] = value_integer((int64_t)walk->stats.df);
	values[2] = value_integer((int64_t)walk->stats.cf);
	return output_row(&listing->output, values, err);
}

/* Terms from FROM on that start with PREFIX; capitals begin the terms of
 * fields, which are not words: below them ends a walk over words. */
static enum status
list_range(struct listing *listing, struct span from, struct span prefix, bool below_fields, struct error *err)
{
	struct term_walk *walk = NULL;
	enum status status = index_walk(listing->session->reader, from, prefix, &walk, err);

	while (status == STATUS_OK && listing->written < listing->limit) {
		status = term_walk_next(walk, err);
		if (status == STATUS_OK && below_fields && walk->term.len && walk->term.ptr[0] >= 'A')
			break;
		if (status == STATUS_OK)
			status = list_term(listing, walk, err);
	}
	term_walk_free(walk);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
list_terms(struct listing *listing, struct span text, bool fold, struct error *err)
{
	struct buf prefix = BUF_INIT, folded = BUF_INIT;
	enum status status;

	if (fold)
		fold_append(&folded, text);
	else
		buf_append_span(&folded, text);
	if (folded.len && *listing->prefix)
		term_boolean(&prefix, listing->prefix, buf_span(&folded), false);
	else if (folded.len)
		buf_append_span(&prefix, buf_span(&folded));
	else
		buf_append_string(&prefix, listing->prefix);
	status = buf_status(&prefix);
	if (status < 0 || buf_status(&folded) < 0) {
		status = error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	} else if (prefix.len) {
		status = list_range(listing, buf_span(&prefix), buf_span(&prefix), false, err);
	} else {
		status = list_range(listing, SPAN(""), SPAN(""), true, err);
		if (status == STATUS_OK)
			status = list_range(listing, SPAN("["), SPAN(""), false, err);
	}
	buf_release(&prefix);
	buf_release(&folded);
	return status;
}

/* Parts FIELD:REST. */
static enum status
split_field(const char *argument, const struct query_field_info **info, struct span *rest, struct error *err)
{
	const char *colon = strchr(argument, ':');
	enum query_field field = QUERY_TEXT;

	*info = query_field_info(field);
	*rest = span_from_string(argument);
	if (colon) {
		if (!query_field_find(span_from(argument, (size_t)(colon - argument)), &field))
			return error_set(err, STATUS_BADQUERY, "--terms", "no field is called '%.*s'",
			                 (int)(colon - argument < 40 ? colon - argument : 40), argument);
		*rest = span_from_string(colon + 1);
	}
	*info = query_field_info(field);
	if (!(*info)->prefix)
		return error_set(err, STATUS_BADQUERY, "--terms", "%s: has no terms", (*info)->name);
	/* The prefix as a query writes it. */
	if (((*info)->words || (*info)->fold) && rest->len && rest->ptr[rest->len - 1] == '*')
		rest->len--;
	return STATUS_OK;
}

enum status
cmd_terms(struct session *session, struct error *err)
{
	static const char *const names[] = { "term", "articles", "occurrences" };
	const struct request *request = session->request;
	const struct query_field_info *info;
	struct listing listing = {
		.session = session, .limit = request_limit(request, SIZE_MAX), .offset = request->offset
	};
	struct span text;
	enum status status = split_field(request->argument, &info, &text, err);

	if (status < 0)
		return status;
	listing.prefix = info->prefix;
	session_present(session, true);
	output_init(&listing.output, request->format, &session->out, names, 3);
	if (request->format == FORMAT_TEXT)
		buf_append_format(&session->out.buf, "%10s %10s  %s\n", "articles", "occurrences", "term");
	else
		output_begin(&listing.output);
	status = list_terms(&listing, text, info->words || info->fold, err);
	if (status == STATUS_OK && request->format != FORMAT_TEXT)
		output_end(&listing.output);
	output_release(&listing.output);
	if (status < 0)
		return status;
	stream_flush(&session->out);
	if (!listing.written)
		complain_note("no term begins with '%s'", request->argument);
	return listing.written ? STATUS_OK : STATUS_END;
}
