#include "index/version.h"

#include <inttypes.h>
#include <stdio.h>

void
version_format(const struct article_version *version, char out[VERSION_TEXT_SIZE])
{
	int len = snprintf(out, VERSION_TEXT_SIZE, "%" PRIu64, version->number);

	if (version->created)
		snprintf(out + len, VERSION_TEXT_SIZE - (size_t)len, " %" PRId64, version->created);
}

/* Takes digits, at most as many as fit, from the front of TEXT. */
static bool
take_number(struct span *text, uint64_t *number)
{
	size_t used = 0;

	*number = 0;
	while (used < text->len && used < 18 && text->ptr[used] >= '0' && text->ptr[used] <= '9')
		*number = 10 * *number + (uint64_t)(text->ptr[used++] - '0');
	if (!used || (used > 1 && text->ptr[0] == '0'))
		return false;
	*text = span_from(text->ptr + used, text->len - used);
	return true;
}

bool
version_parse(struct span text, struct article_version *version)
{
	uint64_t created = 0;

	*version = (struct article_version){ 0, 0 };
	if (!take_number(&text, &version->number))
		return false;
	if (text.len) {
		if (text.ptr[0] != ' ')
			return false;
		text = span_from(text.ptr + 1, text.len - 1);
		if (!take_number(&text, &created) || !created || text.len)
			return false;
	}
	version->created = (int64_t)created;
	return version_told(version);
}
