#include "query/languages.h"

#include <string.h>

static enum status
language_add(struct languages *languages, struct span code, struct error *err)
{
	enum status status;

	code = span_trim(code);
	if (code.len == 0 || code.len >= sizeof(languages->codes[0]) || languages->count == LANGUAGES_MAX)
		return STATUS_OK;
	for (size_t i = 0; i < languages->count; i++)
		if (span_equal(code, span_from_string(languages->codes[i])))
			return STATUS_OK;
	status = stemmer_new(code, &languages->stemmers[languages->count], NULL);
	if (status == STATUS_UNSUPPORTED)
		return STATUS_OK;
	if (status < 0)
		return error_set(err, status, NULL, "cannot make a stemmer");
	memcpy(languages->codes[languages->count++], code.ptr, code.len);
	return STATUS_OK;
}

enum status
languages_open(struct languages *languages, struct index_reader *reader, struct error *err)
{
	struct buf value = BUF_INIT;
	enum status status = STATUS_NOTFOUND;
	struct span rest;

	memset(languages, 0, sizeof(*languages));
	if (reader)
		status = index_meta(reader, SPAN("languages"), &value, NULL);
	if (status < 0 && status != STATUS_NOTFOUND) {
		buf_release(&value);
		return error_set(err, status, NULL, "cannot read the languages of the index: %s", status_string(status));
	}
	rest = buf_span(&value);
	status = buf_status(&value);
	while (status == STATUS_OK && rest.len) {
		const char *comma = memchr(rest.ptr, ',', rest.len);
		size_t len = comma ? (size_t)(comma - rest.ptr) : rest.len;

		status = language_add(languages, span_from(rest.ptr, len), err);
		len += comma != NULL;
		rest = span_from(rest.ptr + len, rest.len - len);
	}
	if (status == STATUS_OK && languages->count == 0)
		status = language_add(languages, SPAN("en"), err);
	if (status == STATUS_OK && languages->count == 0)
		status = language_add(languages, SPAN("none"), err);
	buf_release(&value);
	if (status < 0)
		languages_release(languages);
	return status;
}

void
languages_release(struct languages *languages)
{
	for (size_t i = 0; i < languages->count; i++)
		stemmer_free(languages->stemmers[i]);
	memset(languages, 0, sizeof(*languages));
}

struct stemmer *
languages_stemmer(const struct languages *languages, struct span code)
{
	for (size_t i = 0; i < languages->count; i++)
		if (span_equal(code, span_from_string(languages->codes[i])))
			return languages->stemmers[i];
	return languages->stemmers[0];
}
