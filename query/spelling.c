#include "query/spelling.h"

#include "text/token.h"

/* Bytes of the apostrophe that TEXT ends with; 0: none. */
static size_t
last_apostrophe(struct span text)
{
	static const struct span signs[] = {
		SPAN("'"), SPAN("\xE2\x80\x98"), SPAN("\xE2\x80\x99"), SPAN("\xCA\xBC"), SPAN("\xCA\xBB"),
		SPAN("\xEF\xBC\x87"),
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		struct span sign = signs[i];

		if (text.len >= sign.len && span_equal(span_from(text.ptr + text.len - sign.len, sign.len), sign))
			return sign.len;
	}
	return 0;
}

void
spelling_append(struct buf *out, struct span surface)
{
	size_t base = out->len, sign;
	struct span word;

	fold_case_append(out, surface);
	if (out->failed || out->len == base)
		return;
	word = span_from(out->data + base, out->len - base);
	sign = last_apostrophe(word);
	if (!sign && word.ptr[word.len - 1] == 's') {
		word.len--;
		sign = last_apostrophe(word);
	}
	if (sign && sign < word.len)
		out->len = base + word.len - sign;
}
