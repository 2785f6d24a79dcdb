#include "query/foreign.h"

#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#include "query/foreign_tree.h"
#include "query/parse.h"

const char *const query_syntax_names[] = { "newsdex", "nexis", "factiva", "lucene", NULL };

enum status
foreign_error(struct foreign *foreign, size_t at, const char *format, ...)
{
	char reason[512];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	return error_set_at(foreign->err, STATUS_BADQUERY, "query", at, "%s", reason);
}

bool
foreign_called(struct span text, const char *name)
{
	return strlen(name) == text.len && strncasecmp(text.ptr, name, text.len) == 0;
}

static void
no_memory(struct foreign *foreign)
{
	error_set(foreign->err, STATUS_NOMEM, NULL, "out of memory");
}

/* ---- Parts --------------------------------------------------------------- */

struct part *
part_new(struct foreign *foreign, enum part_kind kind, size_t at)
{
	struct part *part;

	if (foreign->parts++ >= FOREIGN_PARTS_MAX) {
		error_set_at(foreign->err, STATUS_LIMIT, "query", at, "this query has more than %d words and operators",
		             FOREIGN_PARTS_MAX);
		return NULL;
	}
	part = arena_zalloc(&foreign->arena, 1, sizeof(*part));
	if (!part) {
		no_memory(foreign);
		return NULL;
	}
	part->kind = kind;
	part->at = at;
	return part;
}

enum status
part_add(struct foreign *foreign, struct part *part, struct part *child)
{
	bool flat = child && child->kind == part->kind && (part->kind == PART_AND || part->kind == PART_OR);
	size_t count = !child ? 0 : flat ? child->count : 1;

	if (!child)
		return foreign->err->status;
	if (part->count + count > part->room) {
		size_t room = 2 * part->room + count + 2;
		struct part **children = arena_zalloc(&foreign->arena, room, sizeof(struct part *));

		if (!children) {
			no_memory(foreign);
			return STATUS_NOMEM;
		}
		if (part->count)
			memcpy(children, part->children, part->count * sizeof(struct part *));
		part->children = children;
		part->room = room;
	}
	memcpy(part->children + part->count, flat ? child->children : &child, count * sizeof(struct part *));
	part->count += count;
	return STATUS_OK;
}

struct part *
part_pair(struct foreign *foreign, enum part_kind kind, struct part *left, struct part *right)
{
	struct part *pair = left && right ? part_new(foreign, kind, left->at) : NULL;

	if (!pair || part_add(foreign, pair, left) < 0 || part_add(foreign, pair, right) < 0)
		return NULL;
	return pair;
}

struct part *
part_text(struct foreign *foreign, enum part_kind kind, size_t at, struct buf *buf)
{
	struct part *part = part_new(foreign, kind, at);

	if (!part)
		return NULL;
	part->text = buf_status(buf) == STATUS_OK ? arena_copy(&foreign->arena, buf_span(buf)) : SPAN_NONE;
	buf_clear(buf);
	if (part->text.ptr)
		return part;
	no_memory(foreign);
	return NULL;
}

/* ---- In our language ----------------------------------------------------- */

static enum status print_part(struct foreign *foreign, const struct part *part, const char *within, struct buf *out);

static enum status
print_joined(struct foreign *foreign, const struct part *part, const char *operator, const char *within,
             struct buf *out)
{
	enum status status = STATUS_OK;

	buf_append_byte(out, '(');
	for (size_t i = 0; status == STATUS_OK && i < part->count; i++) {
		if (i)
			buf_append_format(out, " %s ", operator);
		status = print_part(foreign, part->children[i], within, out);
	}
	buf_append_byte(out, ')');
	return status;
}

/* What has one place, in the section WITHIN, which may be NULL. */
static enum status
print_place(struct foreign *foreign, const struct part *part, const char *within, struct buf *out)
{
	enum status status = STATUS_OK;

	if (within)
		buf_append_string(out, within);
	if (part->kind == PART_NEAR) {
		buf_append_string(out, "(");
		status = print_part(foreign, part->children[0], NULL, out);
		buf_append_format(out, " %.*s ", (int)part->text.len, part->text.ptr);
		if (status == STATUS_OK)
			status = print_part(foreign, part->children[1], NULL, out);
		buf_append_string(out, ")");
	} else {
		buf_append_span(out, part->text);
	}
	if (within)
		buf_append_byte(out, ')');
	return status;
}

static enum status
print_segment(struct foreign *foreign, const struct part *part, const char *within, struct buf *out)
{
	enum status status;

	if (within)
		return print_joined(foreign, part, "AND", within, out);
	buf_append_byte(out, '(');
	status = print_joined(foreign, part, "AND", WITHIN_TITLE, out);
	buf_append_string(out, " OR ");
	if (status == STATUS_OK)
		status = print_joined(foreign, part, "AND", WITHIN_BODY, out);
	buf_append_byte(out, ')');
	return status;
}

static enum status
print_part(struct foreign *foreign, const struct part *part, const char *within, struct buf *out)
{
	switch (part->kind) {
	case PART_PLACE:
	case PART_NEAR:
		return print_place(foreign, part, within, out);
	case PART_FILTER:
		if (within)
			return foreign_error(foreign, part->at, "this cannot stand inside a section of the text");
		buf_append_span(out, part->text);
		return STATUS_OK;
	case PART_AND:
		return print_joined(foreign, part, "AND", within, out);
	case PART_OR:
		return print_joined(foreign, part, "OR", within, out);
	case PART_NOT:
		buf_append_string(out, "NOT ");
		return print_part(foreign, part->children[0], within, out);
	case PART_WITHIN:
		if (within)
			return foreign_error(foreign, part->at, "a section inside another cannot be asked for");
		return print_part(foreign, part->children[0], part->text.ptr, out);
	case PART_SEGMENT:
		break;
	}
	return print_segment(foreign, part, within, out);
}

enum status
part_print(struct foreign *foreign, const struct part *part, struct buf *out)
{
	return print_part(foreign, part, NULL, out);
}

enum status
query_translate(enum query_syntax syntax, struct span text, struct buf *out, struct error *err)
{
	struct error unheard = ERROR_INIT;
	struct foreign foreign = { .text = text.ptr ? text : SPAN(""), .err = err ? err : &unheard };
	struct part *part = NULL;
	enum status status;

	if (text.len > QUERY_LENGTH_MAX)
		return error_set_at(foreign.err, STATUS_LIMIT, "query", QUERY_LENGTH_MAX,
		                    "this query is longer than %d bytes", QUERY_LENGTH_MAX);
	arena_init(&foreign.arena);
	status = syntax == SYNTAX_LUCENE ? lucene_parse(&foreign, &part) : database_parse(&foreign, syntax, &part);
	if (status == STATUS_OK)
		status = part_print(&foreign, part, out);
	if (status == STATUS_OK && buf_status(out) < 0) {
		no_memory(&foreign);
		status = STATUS_NOMEM;
	}
	arena_release(&foreign.arena);
	return status;
}
