#include "corpus/formats.h"

#include <strings.h>

const struct format *const formats[] = {
	&format_jsonl,
	&format_json,
	&format_reuters,
	&format_trec,
	&format_feed,
	&format_csv,
	&format_mbox,
	&format_mail,
	&format_markdown,
	&format_nitf,
	&format_newsml,
	&format_html,
	&format_warc,
	&format_iptc7901,
	&format_nexis,
	&format_factiva,
	&format_scraped,
	NULL,
};

bool
path_has_ending(struct span path, const char *ending)
{
	size_t len = strlen(ending);

	return path.len > len && strncasecmp(path.ptr + path.len - len, ending, len) == 0;
}

const struct format *
format_find(struct span name)
{
	for (size_t i = 0; formats[i]; i++)
		if (span_equal(name, span_from_string(formats[i]->name)))
			return formats[i];
	return NULL;
}

const struct format *
format_sniff(struct span head, struct span path)
{
	const struct format *best = NULL;
	int sure = 0;

	for (size_t i = 0; formats[i]; i++) {
		int score = formats[i]->sniff(head, path);

		if (score > sure) {
			sure = score;
			best = formats[i];
		}
	}
	return best;
}
