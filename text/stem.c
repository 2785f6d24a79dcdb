#include "text/stem.h"

#include <libstemmer.h>
#include <stdlib.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/table.h"
#include "text/stop.h"
#include "text/suffix.h"
#include "text/token.h"

/* Words remembered before all are forgotten: a stem costs ~460 ns, a look-up a tenth. */
#define MEMO_MAX 65536

static const struct language {
	const char *code;
	const char *name;   /* as libstemmer calls it; NULL: stems are the words */
	const char *alias;  /* a second code, or NULL */
} languages[] = {
	{ "ar", "arabic", NULL },
	{ "ca", "catalan", NULL },
	{ "da", "danish", NULL },
	{ "de", "german", NULL },
	{ "el", "greek", NULL },
	{ "en", "english", NULL },
	{ "es", "spanish", NULL },
	{ "eu", "basque", NULL },
	{ "fi", "finnish", NULL },
	{ "fr", "french", NULL },
	{ "ga", "irish", NULL },
	{ "hi", "hindi", NULL },
	{ "hu", "hungarian", NULL },
	{ "hy", "armenian", NULL },
	{ "id", "indonesian", "in" },
	{ "it", "italian", NULL },
	{ "lt", "lithuanian", NULL },
	{ "ne", "nepali", NULL },
	{ "nl", "dutch", NULL },
	{ "no", "norwegian", "nb" },
	{ "pt", "portuguese", NULL },
	{ "ro", "romanian", NULL },
	{ "ru", "russian", NULL },
	{ "sr", "serbian", NULL },
	{ "sv", "swedish", NULL },
	{ "ta", "tamil", NULL },
	{ "tr", "turkish", NULL },
	{ "yi", "yiddish", "ji" },
};

#define LANGUAGE_COUNT (sizeof(languages) / sizeof(*languages))

struct stemmer {
	struct sb_stemmer *snowball;  /* NULL: stems are the words */
	const char *code;             /* of the language, static */
	struct table words;           /* the memo: words, and by their number */
	struct span *stems;           /* their stems, in arena */
	uint32_t stems_size;          /* grows with them: most queries ask for a few */
	struct arena arena;
	struct table stop;
};

static bool
is_called(struct span text, const char *name)
{
	return name && text.len == strlen(name) && strncasecmp(text.ptr, name, text.len) == 0;
}

static const struct language *
language_find(struct span text)
{
	for (size_t i = 0; i < LANGUAGE_COUNT; i++)
		if (is_called(text, languages[i].code) || is_called(text, languages[i].name) || is_called(text, languages[i].alias))
			return &languages[i];
	return is_called(text, "nn") ? language_find(SPAN("no")) : NULL;
}

static enum status
unknown_language(struct span text, struct error *err)
{
	struct buf known = BUF_INIT;
	enum status status;

	for (size_t i = 0; i < LANGUAGE_COUNT; i++)
		buf_append_format(&known, "%s%s", i ? " " : "", languages[i].code);
	status = error_set(err, STATUS_UNSUPPORTED, NULL, "no stems for language '%.*s'; known are: %s none",
	                   (int)(text.len < 40 ? text.len : 40), text.ptr ? text.ptr : "", buf_string(&known));
	buf_release(&known);
	return status;
}

/* The stop list folded as words are: what libstemmer and queries see. */
static enum status
stop_load(struct stemmer *stemmer, const char *code)
{
	struct buf folded = BUF_INIT;
	const char *word = stop_words(code);
	enum status status = STATUS_OK;

	while (*word && status == STATUS_OK) {
		size_t len = strcspn(word, " ");

		buf_clear(&folded);
		fold_append(&folded, span_from(word, len));
		status = buf_status(&folded);
		if (status == STATUS_OK && table_put(&stemmer->stop, buf_span(&folded), NULL) == TABLE_NONE)
			status = STATUS_NOMEM;
		word += len + strspn(word + len, " ");
	}
	buf_release(&folded);
	return status;
}

enum status
stemmer_new(struct span language, struct stemmer **stemmer, struct error *err)
{
	bool none = is_called(language, "none");
	const struct language *found = none ? NULL : language_find(language);
	struct stemmer *made;
	enum status status = STATUS_OK;

	*stemmer = NULL;
	if (!none && !found)
		return unknown_language(language, err);
	made = calloc(1, sizeof(*made));
	if (!made)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	table_init(&made->words);
	table_init(&made->stop);
	arena_init(&made->arena);
	if (found) {
		made->code = found->code;
		made->snowball = sb_stemmer_new(found->name, "UTF_8");
		status = stop_load(made, found->code);
		if (status == STATUS_OK && !made->snowball)
			status = error_set(err, STATUS_UNSUPPORTED, NULL, "this libstemmer has no stemmer for %s", found->name);
	}
	if (status != STATUS_OK) {
		stemmer_free(made);
		return error_set(err, status, NULL, "%s", status_string(status));
	}
	*stemmer = made;
	return STATUS_OK;
}

void
stemmer_free(struct stemmer *stemmer)
{
	if (!stemmer)
		return;
	if (stemmer->snowball)
		sb_stemmer_delete(stemmer->snowball);
	table_release(&stemmer->words);
	table_release(&stemmer->stop);
	arena_release(&stemmer->arena);
	free(stemmer->stems);
	free(stemmer);
}

static bool
has_digit(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] >= '0' && word.ptr[i] <= '9')
			return true;
	return false;
}

/* Suffixes of Turkish names stand behind an apostrophe: ankara'da. */
static struct span
without_suffixes(struct span word)
{
	const char *apostrophe = memchr(word.ptr, '\'', word.len);

	return apostrophe > word.ptr ? span_from(word.ptr, (size_t)(apostrophe - word.ptr)) : word;
}

/* Valid until the next call. */
static struct span
stem(struct stemmer *stemmer, struct span word)
{
	char room[TOKEN_TERM_MAX + SUFFIX_GROWTH];
	struct span whole = suffix_restore(stemmer->code, word, room);
	const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)whole.ptr, (int)whole.len);
	int len = stem ? sb_stemmer_length(stemmer->snowball) : 0;

	return len > 0 ? span_from((const char *)stem, (size_t)len) : word;
}

/* The stem, folded as its word was, in the memo's memory; SPAN_NONE when that
 * is short. */
static struct span
stem_kept(struct stemmer *stemmer, struct span word)
{
	struct buf folded = BUF_INIT;
	struct span kept = SPAN_NONE;

	fold_append(&folded, stem(stemmer, word));
	if (buf_status(&folded) == STATUS_OK)
		kept = arena_copy(&stemmer->arena, folded.len ? buf_span(&folded) : word);
	buf_release(&folded);
	return kept;
}

/* Room in the memo for one word more. */
static bool
memo_reserve(struct stemmer *stemmer)
{
	uint32_t size = stemmer->stems_size ? stemmer->stems_size * 2 : 64;
	struct span *stems;

	if (stemmer->words.count == MEMO_MAX) {
		table_clear(&stemmer->words);
		arena_clear(&stemmer->arena);
	}
	if (stemmer->words.count < stemmer->stems_size)
		return true;
	stems = realloc(stemmer->stems, size * sizeof(*stems));
	if (!stems)
		return false;
	stemmer->stems = stems;
	stemmer->stems_size = size;
	return true;
}

struct span
stemmer_stem(struct stemmer *stemmer, struct span word)
{
	struct span result;
	uint32_t number;

	if (!stemmer->snowball || word.len == 0 || word.len > TOKEN_TERM_MAX || has_digit(word))
		return word;
	if (strcmp(stemmer->code, "tr") == 0)
		word = without_suffixes(word);
	number = table_get(&stemmer->words, word);
	if (number != TABLE_NONE)
		return stemmer->stems[number];
	if (!memo_reserve(stemmer))
		return word;
	result = stem_kept(stemmer, word);
	number = result.ptr ? table_put(&stemmer->words, word, NULL) : TABLE_NONE;
	if (number != TABLE_NONE)
		stemmer->stems[number] = result;
	return result.ptr ? result : word;
}

bool
stemmer_keeps_first(const struct stemmer *stemmer)
{
	static const char *const codes[] = { "da", "de", "en", "es", "it", "no", "pt", "sv" };

	for (size_t i = 0; stemmer->snowball && i < sizeof(codes) / sizeof(*codes); i++)
		if (strcmp(stemmer->code, codes[i]) == 0)
			return true;
	return !stemmer->snowball;
}

bool
stemmer_is_stop(const struct stemmer *stemmer, struct span word)
{
	return table_get(&stemmer->stop, word) != TABLE_NONE;
}

const char *const *
stemmer_languages(void)
{
	static const char *const codes[] = {
		"ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "ga", "hi", "hu", "hy", "id", "it", "lt", "ne", "nl",
		"no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi", NULL,
	};

	return codes;
}
