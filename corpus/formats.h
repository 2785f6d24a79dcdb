/* formats.h - the formats there are, one read_NAME.c each.
 */
#ifndef NEWSDEX_CORPUS_FORMATS_H
#define NEWSDEX_CORPUS_FORMATS_H

#include "corpus/reader.h"

/* Does PATH end in ENDING (".csv"), in any case, behind a name? */
bool path_has_ending(struct span path, const char *ending);

extern const struct format format_csv;
extern const struct format format_factiva;
extern const struct format format_feed;
extern const struct format format_html;
extern const struct format format_iptc7901;
extern const struct format format_json;
extern const struct format format_jsonl;
extern const struct format format_mail;
extern const struct format format_markdown;
extern const struct format format_mbox;
extern const struct format format_newsml;
extern const struct format format_nexis;
extern const struct format format_nitf;
extern const struct format format_reuters;
extern const struct format format_scraped;
extern const struct format format_trec;
extern const struct format format_warc;

#endif
