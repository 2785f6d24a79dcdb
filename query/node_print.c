#include <inttypes.h>

#include "common/terminal.h"
#include "corpus/date.h"
#include "query/bind.h"

#define PRINTED_TERMS 20  /* of a synonym */

static const char *const names[] = {
	[NODE_NONE] = "NONE", [NODE_ALL] = "ALL", [NODE_TERM] = "TERM", [NODE_SYNONYM] = "SYNONYM",
	[NODE_AND] = "AND", [NODE_OR] = "OR", [NODE_MAYBE] = "MAYBE", [NODE_NOT] = "NOT", [NODE_FILTER] = "FILTER",
	[NODE_BOOST] = "BOOST", [NODE_PHRASE] = "PHRASE", [NODE_NEAR] = "NEAR", [NODE_NOT_NEAR] = "NOT_NEAR",
	[NODE_SAME] = "SAME", [NODE_DATE] = "DATE", [NODE_WORDS] = "WORDS", [NODE_ATLEAST] = "ATLEAST",
	[NODE_FIRST] = "FIRST", [NODE_LEAD] = "LEAD", [NODE_SPELT] = "SPELT",
	[NODE_DOCS] = "DOCS",
};

static enum status
print_articles(const struct node *term, struct index_reader *reader, struct buf *out, struct error *err)
{
	struct term_stats stats;
	enum status status;

	if (!reader)
		return STATUS_OK;
	status = index_term(reader, term->term, &stats, err);
	if (status == STATUS_OK)
		buf_append_format(out, "  %" PRIu64 " article%s", stats.df, stats.df == 1 ? "" : "s");
	return status;
}

static void
print_date(int64_t seconds, struct buf *out)
{
	struct civil c;

	if (seconds == INT64_MIN || seconds == INT64_MAX)
		return;
	c = date_civil(seconds);
	buf_append_format(out, "%04" PRId64 "-%02d-%02d", c.year, c.month, c.day);
	if (c.hour || c.minute || c.second)
		buf_append_format(out, "T%02d:%02d:%02d", c.hour, c.minute, c.second);
}

static void
print_number(int64_t number, struct buf *out)
{
	if (number != INT64_MIN && number != INT64_MAX)
		buf_append_format(out, "%" PRId64, number);
}

static void
print_range(const struct node *node, void print(int64_t, struct buf *), struct buf *out)
{
	buf_append_string(out, " [");
	print(node->low, out);
	buf_append_string(out, ", ");
	print(node->high, out);
	buf_append_string(out, ")");
}

static enum status
print_details(const struct node *node, struct index_reader *reader, struct buf *out, struct error *err)
{
	enum status status = STATUS_OK;
	uint64_t millionths;

	switch (node->kind) {
	case NODE_TERM:
		buf_append_byte(out, ' ');
		terminal_append_safe(out, node->term);
		status = print_articles(node, reader, out, err);
		break;
	case NODE_SYNONYM:
		buf_append_format(out, " of %zu", node->child_count);
		break;
	case NODE_SPELT:
		buf_append_byte(out, ' ');
		terminal_append_safe(out, node->spelt);
		break;
	case NODE_NEAR:
		buf_append_format(out, " %u%s", (unsigned)node->distance, node->ordered ? " in order" : "");
		break;
	case NODE_NOT_NEAR:
	case NODE_ATLEAST:
	case NODE_FIRST:
		buf_append_format(out, " %u", (unsigned)node->distance);
		break;
	case NODE_SAME:
		buf_append_string(out, node->unit == UNIT_SENTENCE ? " sentence" : " paragraph");
		break;
	case NODE_BOOST:
		/* No locale has a say in the point. */
		millionths = (uint64_t)(node->factor * 1e6 + 0.5);
		buf_append_format(out, " %" PRIu64 ".%06" PRIu64, millionths / 1000000, millionths % 1000000);
		break;
	case NODE_DOCS:
		buf_append_format(out, " %" PRIu64, node->docs_count);
		break;
	case NODE_DATE:
		print_range(node, print_date, out);
		break;
	case NODE_WORDS:
		print_range(node, print_number, out);
		break;
	default:
		break;
	}
	if (node->wqf > 1)
		buf_append_format(out, "  %u times", (unsigned)node->wqf);
	buf_append_byte(out, '\n');
	return status;
}

static enum status
print_node(const struct node *node, unsigned depth, struct index_reader *reader, struct buf *out, struct error *err)
{
	size_t shown = node->child_count;
	enum status status;

	buf_append_format(out, "%*s%s", (int)(2 * depth), "", names[node->kind]);
	status = print_details(node, reader, out, err);
	if (node->kind == NODE_SYNONYM && shown > PRINTED_TERMS)
		shown = PRINTED_TERMS;
	for (size_t i = 0; i < shown && status == STATUS_OK; i++)
		status = print_node(node->children[i], depth + 1, reader, out, err);
	if (shown < node->child_count)
		buf_append_format(out, "%*s... and %zu more\n", (int)(2 * depth + 2), "", node->child_count - shown);
	return status;
}

enum status
node_print(const struct node *tree, struct index_reader *reader, struct buf *out, struct error *err)
{
	enum status status = print_node(tree, 0, reader, out, err);

	if (status == STATUS_OK && buf_status(out) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return status;
}
