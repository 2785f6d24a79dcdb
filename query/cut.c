#include "query/cut.h"

#include <string.h>

#include "common/buf.h"
#include "common/utf8.h"
#include "text/token.h"

static bool
is_wildcard(char c)
{
	return c == '*' || c == '?';
}

static struct cut_word *
word_add(struct cut *cut, struct arena *arena, struct span term, size_t start, size_t end)
{
	struct cut_word *word = arena_zalloc(arena, 1, sizeof(*word));

	if (!word)
		return NULL;
	word->term = arena_copy(arena, term);
	if (!word->term.ptr)
		return NULL;
	word->start = start;
	word->end = end;
	if (cut->last)
		cut->last->next = word;
	else
		cut->first = word;
	cut->last = word;
	cut->count++;
	return word;
}

static bool
word_extend(struct cut_word *word, struct arena *arena, struct span more, size_t end)
{
	char *joined = arena_alloc(arena, word->term.len + more.len + 1);

	if (!joined)
		return false;
	memcpy(joined, word->term.ptr, word->term.len);
	memcpy(joined + word->term.len, more.ptr, more.len);
	joined[word->term.len + more.len] = '\0';
	word->term.ptr = joined;
	word->term.len += more.len;
	word->end = end;
	return true;
}

/* Cuts the part [START, END) of TEXT, which has no wildcards; its first word
 * goes on the last one when that ends with a wildcard right before it. */
static enum status
cut_plain(struct span text, size_t start, size_t end, struct arena *arena, struct cut *cut)
{
	struct tokenizer tokenizer;
	struct token token;
	struct cut_word *open = cut->last && cut->last->wild && cut->last->end == start ? cut->last : NULL;

	tokenizer_start(&tokenizer, span_from(text.ptr + start, end - start));
	while (token_next(&tokenizer, &token)) {
		struct cut_word *word;

		if (open && token.start == 0) {
			if (!word_extend(open, arena, token.term, start + token.end))
				return STATUS_NOMEM;
			word = open;
		} else {
			word = word_add(cut, arena, token.term, start + token.start, start + token.end);
		}
		if (!word)
			return STATUS_NOMEM;
		word->cjk |= (token.flags & TOKEN_CJK) != 0;
		word->accent |= (token.flags & TOKEN_ACCENT) != 0;
		open = NULL;
	}
	return STATUS_OK;
}

/* The run of wildcards [START, END) of TEXT. */
static enum status
cut_wildcards(struct span text, size_t start, size_t end, struct arena *arena, struct cut *cut)
{
	struct span run = span_from(text.ptr + start, end - start);
	struct cut_word *word = cut->last && cut->last->end == start ? cut->last : NULL;

	if (word && !word_extend(word, arena, run, end))
		return STATUS_NOMEM;
	if (!word)
		word = word_add(cut, arena, run, start, end);
	if (!word)
		return STATUS_NOMEM;
	word->wild = true;
	return STATUS_OK;
}

static bool
only_wildcards(struct span term)
{
	for (size_t i = 0; i < term.len; i++)
		if (!is_wildcard(term.ptr[i]))
			return false;
	return true;
}

/* Drops the single character behind the pair that holds it already; one that
 * is alone gets a * of its own. */
static enum status
cut_single(struct arena *arena, struct cut *cut)
{
	struct cut_word *last = cut->last, *before = cut->first;

	if (!last || !last->cjk || last->wild || utf8_count(last->term) != 1)
		return STATUS_OK;
	while (before != last && before->next != last)
		before = before->next;
	if (before != last && before->cjk && !before->wild && before->end == last->end) {
		before->next = NULL;
		cut->last = before;
		cut->count--;
		return STATUS_OK;
	}
	last->wild = true;
	return word_extend(last, arena, SPAN("*"), last->end) ? STATUS_OK : STATUS_NOMEM;
}

enum status
cut_text(struct span text, bool wildcards, struct arena *arena, struct cut *cut)
{
	enum status status = STATUS_OK;
	size_t at = 0, end;

	memset(cut, 0, sizeof(*cut));
	while (at < text.len && status == STATUS_OK) {
		bool wild = wildcards && is_wildcard(text.ptr[at]);

		for (end = at; end < text.len && (wildcards && is_wildcard(text.ptr[end])) == wild; end++)
			;
		if (wild)
			status = cut_wildcards(text, at, end, arena, cut);
		else
			status = cut_plain(text, at, end, arena, cut);
		at = end;
	}
	for (struct cut_word *word = cut->first; word; word = word->next) {
		if (word->wild && !cut->lone_wildcard && only_wildcards(word->term)) {
			cut->lone_wildcard = true;
			cut->lone_at = word->start;
		}
	}
	return status == STATUS_OK ? cut_single(arena, cut) : status;
}
