/* Any bytes as a text: what token.h promises of every token holds. */
#include <stdlib.h>

#include "common/utf8.h"
#include "text/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* A term is its own and only term. */
static void
require_stable(const struct token *token)
{
	struct tokenizer tokenizer;
	struct token again;

	tokenizer_start(&tokenizer, token->term);
	require(token_next(&tokenizer, &again));
	require(span_equal(again.term, token->term));
	require(!token_next(&tokenizer, &again));
}

/* Folding what is folded changes nothing. */
static void
require_folded(struct span text, void (*fold)(struct buf *, struct span))
{
	struct buf once = BUF_INIT, twice = BUF_INIT;

	fold(&once, text);
	fold(&twice, buf_span(&once));
	require(buf_status(&once) != STATUS_OK || utf8_valid(buf_span(&once)));
	require(buf_status(&twice) != STATUS_OK || span_equal(buf_span(&once), buf_span(&twice)));
	buf_release(&once);
	buf_release(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);
	struct tokenizer tokenizer;
	struct token token;
	size_t start = 0, end = 0;
	uint32_t count = 0;

	tokenizer_start(&tokenizer, text);
	while (token_next(&tokenizer, &token)) {
		require(token.position == count++);
		require(token.term.len > 0 && token.term.len <= TOKEN_TERM_MAX && utf8_valid(token.term));
		require(!memchr(token.term.ptr, 0, token.term.len) && !memchr(token.term.ptr, ' ', token.term.len));
		require(token.start < token.end && token.end <= size);
		require(count == 1 || token.start > start);
		require(token.start >= end);
		require(count > 1 || token.flags & TOKEN_PARAGRAPH);
		require(!(token.flags & TOKEN_PARAGRAPH) || token.flags & TOKEN_SENTENCE);
		if (!(token.flags & TOKEN_CJK))
			require_stable(&token);
		start = token.start;
		end = token.flags & TOKEN_CJK ? token.start + 1 : token.end;
	}
	require_folded(text, fold_append);
	require_folded(text, fold_case_append);
	return 0;
}
