#include "index/segment/stem_set.h"

#include <stdlib.h>

void
stem_set_init(struct stem_set *stems)
{
	stems->count = 0;
}

void
stem_set_release(struct stem_set *stems)
{
	for (uint32_t i = 0; i < stems->count; i++) {
		stemmer_free(stems->stemmers[i]);
		free(stems->names[i]);
	}
	stems->count = 0;
}

static uint32_t
name_find(const struct stem_set *stems, struct span name)
{
	for (uint32_t i = 0; i < stems->count; i++)
		if (span_equal(span_from_string(stems->names[i]), name))
			return i;
	return UINT32_MAX;
}

static enum status
name_add(struct stem_set *stems, struct span name, struct error *err)
{
	char *copy = strndup(name.ptr, name.len);
	enum status status;

	if (!copy)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = stemmer_new(name, &stems->stemmers[stems->count], err);
	if (status < 0) {
		free(copy);
		return status;
	}
	stems->names[stems->count++] = copy;
	return STATUS_OK;
}

enum status
stem_set_number(struct stem_set *stems, struct span language, uint32_t *number, struct error *err)
{
	struct span none = SPAN("none");
	char lower[16];
	enum status status;

	/* Lower case, so that no spelling of a name is a new language. */
	if (!language.len || language.len > sizeof(lower))
		language = none;
	for (size_t i = 0; i < language.len; i++)
		lower[i] = language.ptr[i] >= 'A' && language.ptr[i] <= 'Z' ? (char)(language.ptr[i] + 32) : language.ptr[i];
	language.ptr = lower;
	*number = name_find(stems, language);
	if (*number != UINT32_MAX)
		return STATUS_OK;
	status = stems->count < STEM_SET_MAX ? name_add(stems, language, NULL) : STATUS_UNSUPPORTED;
	if (status == STATUS_UNSUPPORTED) {
		*number = name_find(stems, none);
		if (*number != UINT32_MAX)
			return STATUS_OK;
		status = name_add(stems, none, err);
	}
	if (status < 0)
		return error_set(err, status, NULL, "out of memory");
	*number = stems->count - 1;
	return STATUS_OK;
}

bool
stem_set_term(const struct stem_set *stems, uint32_t number, struct span word, char *room, struct span *stem)
{
	size_t title = word.ptr[0] == 'S', prefix = 1 + title;
	struct span bare = stemmer_stem(stems->stemmers[number], span_from(word.ptr + title, word.len - title));

	if (bare.len > TERM_MAX - prefix)
		return false;
	memcpy(room, PREFIX_STEM PREFIX_TITLE, prefix);
	memcpy(room + prefix, bare.ptr, bare.len);
	*stem = span_from(room, prefix + bare.len);
	return true;
}
