#include <stdarg.h>
#include <stdio.h>

#include "common/utf8.h"
#include "query/lex.h"
#include "text/token.h"

size_t
query_space(struct span text, size_t at)
{
	size_t len;
	uint32_t code = utf8_decode(text.ptr + at, text.ptr + text.len, &len);
	bool space = code <= 0x20 || code == 0x7F || code == 0x85 || code == 0xA0 || code == 0x1680 ||
		(code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
		code == 0x205F || code == 0x3000 || code == 0xFEFF;

	return space ? len : 0;
}

size_t
query_quote(struct span text, size_t at)
{
	size_t len;
	uint32_t code = utf8_decode(text.ptr + at, text.ptr + text.len, &len);
	bool quote = code == '"' || (code >= 0x201C && code <= 0x201F) || code == 0xFF02;

	return quote ? len : 0;
}

bool
query_has_word(struct span text)
{
	struct tokenizer tokenizer;
	struct token token;

	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '*' || text.ptr[i] == '?')
			return true;
	tokenizer_start(&tokenizer, text);
	return token_next(&tokenizer, &token);
}

enum status
query_error(struct error *err, size_t offset, const char *format, ...)
{
	char reason[sizeof(err->reason)];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	return error_set_at(err, STATUS_BADQUERY, "query", offset, "%s", reason);
}
