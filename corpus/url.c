#include "corpus/url.h"

#include <strings.h>

/* Longer addresses are none. */
#define URL_MAX ((size_t)8 << 10)

struct parts {
	struct span host, path, query;   /* PATH with its slash, QUERY without its mark */
};

static size_t
find_any(struct span text, const char *set)
{
	size_t at = 0;

	while (at < text.len && (text.ptr[at] == '\0' || !strchr(set, text.ptr[at])))
		at++;
	return at;
}

static struct span
rest_of(struct span text, size_t at)
{
	return span_from(text.ptr + at, text.len - at);
}

static bool
split(struct span url, struct parts *parts)
{
	size_t at, end;

	*parts = (struct parts){ SPAN_NONE, SPAN_NONE, SPAN_NONE };
	url = span_trim(url);
	if (!url.len || url.len > URL_MAX)
		return false;
	at = find_any(url, ":/?#");
	if (at + 2 < url.len && memcmp(url.ptr + at, "://", 3) == 0)
		url = rest_of(url, at + 3);
	else if (span_starts(url, SPAN("//")))
		url = rest_of(url, 2);
	else
		return false;
	end = find_any(url, "/?#");
	parts->host = span_from(url.ptr, end);
	url = rest_of(url, end);
	url.len = find_any(url, "#");
	end = find_any(url, "?");
	parts->path = span_from(url.ptr, end);
	if (end < url.len)
		parts->query = rest_of(url, end + 1);
	at = find_any(parts->host, "@");
	if (at < parts->host.len)
		parts->host = rest_of(parts->host, at + 1);
	parts->host.len = find_any(parts->host, ":");
	return parts->host.len > 0;
}

static void
append_lower(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		buf_append_byte(out, c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
}

static void
append_host(struct buf *out, struct span host)
{
	static const char *const faces[] = { "www.", "m.", "amp." };

	for (size_t i = 0; i < sizeof(faces) / sizeof(*faces); i++) {
		size_t len = strlen(faces[i]);

		/* "m.de" is a host; "m.news.de" is another face of one. */
		if (host.len > len && strncasecmp(host.ptr, faces[i], len) == 0 && find_any(rest_of(host, len), ".") < host.len - len)
			host = rest_of(host, len);
	}
	append_lower(out, host);
}

void
url_append_site(struct buf *out, struct span url)
{
	struct parts parts;

	if (split(url, &parts))
		append_host(out, parts.host);
}

/* Is PARAMETER ("name=value") one that says where a reader came from? */
static bool
follows_readers(struct span parameter)
{
	static const char *const names[] = {
		"fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_cid", "mc_eid", "cmpid", "cmp", "ocid", "ref", "ref_src",
		"source", "src", "rss", "xtor", "at_medium", "at_campaign", "ftag", "smid", "ns_mchannel", "ns_campaign",
	};
	struct span name = span_from(parameter.ptr, find_any(parameter, "="));

	if (name.len > 4 && strncasecmp(name.ptr, "utm_", 4) == 0)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (name.len == strlen(names[i]) && strncasecmp(name.ptr, names[i], name.len) == 0)
			return true;
	return false;
}

void
url_append_key(struct buf *out, struct span url)
{
	struct parts parts;
	char mark = '?';

	if (!split(url, &parts))
		return;
	append_host(out, parts.host);
	while (parts.path.len && parts.path.ptr[parts.path.len - 1] == '/')
		parts.path.len--;
	buf_append_span(out, parts.path);
	while (parts.query.len) {
		size_t end = find_any(parts.query, "&");
		struct span parameter = span_from(parts.query.ptr, end);

		if (parameter.len && !follows_readers(parameter)) {
			buf_append_byte(out, mark);
			buf_append_span(out, parameter);
			mark = '&';
		}
		parts.query = rest_of(parts.query, end < parts.query.len ? end + 1 : end);
	}
}
