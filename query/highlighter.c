#include "query/highlighter.h"

#include <stdlib.h>

#include "index/terms.h"

static void *
grow(void *items, size_t *size, size_t need, size_t each)
{
	size_t grown = *size ? *size : 16;
	void *moved;

	while (grown < need)
		grown *= 2;
	if (grown == *size)
		return items;
	moved = realloc(items, grown * each);
	if (moved)
		*size = grown;
	return moved;
}

enum status
highlights_add(struct highlights *highlights, struct highlight highlight)
{
	struct highlight *items = grow(highlights->items, &highlights->size, highlights->count + 1, sizeof(*items));

	if (!items)
		return STATUS_NOMEM;
	highlights->items = items;
	items[highlights->count++] = highlight;
	return STATUS_OK;
}

/* Makes room for the uses of term NUMBER, a new one. */
static enum status
term_new(struct highlighter *highlighter, uint32_t number)
{
	size_t size = highlighter->terms_size, same = size;
	uint32_t *first = grow(highlighter->first_use, &size, (size_t)number + 1, sizeof(*first));
	uint32_t *counts;

	if (!first)
		return STATUS_NOMEM;
	highlighter->first_use = first;
	counts = grow(highlighter->use_counts, &same, (size_t)number + 1, sizeof(*counts));
	if (!counts)
		return STATUS_NOMEM;
	highlighter->use_counts = counts;
	highlighter->terms_size = size;
	first[number] = TABLE_NONE;
	counts[number] = 0;
	return STATUS_OK;
}

/* Prefixes are capitals, which folded words do not have. */
static void
note_begin(struct highlighter *highlighter, struct span term)
{
	while (term.len && term.ptr[0] >= 'A' && term.ptr[0] <= 'Z')
		term = span_from(term.ptr + 1, term.len - 1);
	if (term.len)
		highlighter->begins[(unsigned char)term.ptr[0]] = true;
}

static enum status
add_term(struct highlighter *highlighter, struct span term, struct term_use use)
{
	bool added;
	uint32_t number = table_put(&highlighter->terms, term, &added);
	struct term_use *uses;

	if (number == TABLE_NONE || (added && term_new(highlighter, number) < 0))
		return STATUS_NOMEM;
	if (highlighter->use_counts[number] >= USES_MAX)
		return STATUS_OK;
	uses = grow(highlighter->uses, &highlighter->use_size, highlighter->use_count + 1, sizeof(*uses));
	if (!uses)
		return STATUS_NOMEM;
	highlighter->uses = uses;
	use.next = highlighter->first_use[number];
	uses[highlighter->use_count] = use;
	highlighter->first_use[number] = (uint32_t)highlighter->use_count++;
	highlighter->use_counts[number]++;
	note_begin(highlighter, term);
	highlighter->stems |= span_starts(term, SPAN(PREFIX_STEM));
	highlighter->titles |= span_starts(term, SPAN(PREFIX_TITLE)) || span_starts(term, SPAN(PREFIX_STEM PREFIX_TITLE));
	highlighter->caps |= span_starts(term, SPAN(PREFIX_CAPS));
	return STATUS_OK;
}

/* A term or synonym, by itself or as an element of a phrase. */
static enum status
add_words(struct highlighter *highlighter, const struct node *node, struct term_use use)
{
	enum status status = STATUS_OK;

	if (node->kind == NODE_TERM)
		return add_term(highlighter, node->term, use);
	for (size_t i = 0; i < node->child_count && status == STATUS_OK; i++)
		status = add_term(highlighter, node->children[i]->term, use);
	return status;
}

static enum status
add_phrase(struct highlighter *highlighter, const struct node *node)
{
	struct term_use use = { .unit = highlighter->unit_count++, .phrase = (uint32_t)highlighter->phrase_count };
	size_t length = node->child_count < HIGHLIGHT_PHRASE_MAX ? node->child_count : HIGHLIGHT_PHRASE_MAX;
	struct phrase_state *phrases = grow(highlighter->phrases, &highlighter->phrase_size,
	                                    highlighter->phrase_count + 1, sizeof(*phrases));
	enum status status = STATUS_OK;

	if (!phrases)
		return STATUS_NOMEM;
	highlighter->phrases = phrases;
	phrases[highlighter->phrase_count++] = (struct phrase_state){ .unit = use.unit, .length = (uint32_t)length };
	for (size_t i = 0; i < length && status == STATUS_OK; i++) {
		use.element = (uint32_t)i;
		status = add_words(highlighter, node->children[i], use);
	}
	return status;
}

static enum status
add_node(struct highlighter *highlighter, const struct node *node)
{
	struct term_use use = { .unit = highlighter->unit_count, .phrase = NO_PHRASE };
	size_t count = node->child_count;
	enum status status = STATUS_OK;

	switch (node->kind) {
	case NODE_TERM:
	case NODE_SYNONYM:
		highlighter->unit_count++;
		return add_words(highlighter, node, use);
	case NODE_SPELT:
		highlighter->unit_count++;
		use.spelt = node->spelt;
		return add_words(highlighter, node->children[0], use);
	case NODE_PHRASE:
		return add_phrase(highlighter, node);
	case NODE_NOT:
	case NODE_NOT_NEAR:
		count = 1;
		break;
	default:
		break;
	}
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = add_node(highlighter, node->children[i]);
	return status;
}

enum status
highlighter_new(const struct node *tree, struct index_reader *reader, struct highlighter **highlighter,
                struct error *err)
{
	struct highlighter *made = calloc(1, sizeof(*made));
	enum status status;

	*highlighter = NULL;
	if (!made)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	table_init(&made->terms);
	status = languages_open(&made->languages, reader, err);
	if (status == STATUS_OK)
		status = add_node(made, tree);
	if (status < 0) {
		highlighter_free(made);
		return error_set(err, status, NULL, "out of memory");
	}
	*highlighter = made;
	return STATUS_OK;
}

void
highlighter_free(struct highlighter *highlighter)
{
	if (!highlighter)
		return;
	languages_release(&highlighter->languages);
	table_release(&highlighter->terms);
	free(highlighter->first_use);
	free(highlighter->use_counts);
	free(highlighter->uses);
	free(highlighter->phrases);
	free(highlighter->kept.slots);
	buf_release(&highlighter->kept.pool);
	other_words_release(&highlighter->others);
	buf_release(&highlighter->key);
	buf_release(&highlighter->spelling);
	free(highlighter);
}
