/* Any bytes as a query of another system: it is refused with a place in it, or
 * translated into what our parser takes or has a reason to refuse.  The first
 * byte chooses the system. */
#include <stdlib.h>

#include "query/foreign.h"
#include "query/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum query_syntax syntaxes[] = { SYNTAX_NEXIS, SYNTAX_FACTIVA, SYNTAX_LUCENE };
	struct arena arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct buf out = BUF_INIT;
	struct span text;
	struct ast *ast;
	enum status status;

	if (!size)
		return 0;
	text = span_from((const char *)data + 1, size - 1);
	status = query_translate(syntaxes[data[0] % 3], text, &out, &err);
	require(status == STATUS_OK || status == STATUS_BADQUERY || status == STATUS_LIMIT);
	if (status == STATUS_OK) {
		status = query_parse(buf_span(&out), 0, &arena, &ast, NULL);
		require(status == STATUS_OK || status == STATUS_BADQUERY || status == STATUS_LIMIT);
	} else {
		require(*err.reason && err.offset <= text.len);
	}
	arena_release(&arena);
	buf_release(&out);
	return 0;
}
