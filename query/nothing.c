#include <inttypes.h>

#include "query/complain.h"
#include "query/newsquery.h"
#include "query/parse.h"
#include "query/suggest.h"

/* Rather few and read than many and passed over. */
#define WORDS_TOLD 20

static void
tell_word(const struct word_report *word)
{
	int len = (int)(word->text.len < 100 ? word->text.len : 100);
	int meant = (int)(word->suggestion.len < 100 ? word->suggestion.len : 100);

	if (word->suggestion.ptr)
		complain_note("%.*s: %" PRIu64 " articles; did you mean '%.*s' (%" PRIu64 ")?", len, word->text.ptr,
		              word->articles, meant, word->suggestion.ptr, word->suggestion_articles);
	else
		complain_note("%.*s: %" PRIu64 " %s", len, word->text.ptr, word->articles,
		              word->articles == 1 ? "article" : "articles");
}

/* A phrase may say a word twice. */
static bool
told_before(const struct suggestion *suggestion, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (span_equal(suggestion->words[i].text, suggestion->words[number].text))
			return true;
	return false;
}

static void
tell_words(struct session *session, const struct suggestion *suggestion)
{
	for (size_t i = 0; i < suggestion->count && i < WORDS_TOLD; i++)
		if (!told_before(suggestion, i))
			tell_word(&suggestion->words[i]);
	if (suggestion->count > WORDS_TOLD)
		complain_note("and %zu words more", suggestion->count - WORDS_TOLD);
	/* Plain words may be no query without that option. */
	if (suggestion->query.ptr && suggestion->count > 1)
		complain_note("perhaps%s: %.*s", session->request->parse_flags & PARSE_LITERAL ? ", with --literal" : "",
		              (int)suggestion->query.len, suggestion->query.ptr);
	if (session->request->since != INT64_MIN || session->request->until != INT64_MAX)
		complain_note("these numbers are without --since and --until");
}

void
nothing_found(struct session *session)
{
	struct suggestion suggestion = { .count = 0 };
	struct error err = ERROR_INIT;

	complain_note("nothing found");
	if (suggest_make(session->query->text, session->ast, session->reader, &session->arena, &suggestion, &err) < 0)
		complain(&err);
	else if (suggestion.count)
		tell_words(session, &suggestion);
}
