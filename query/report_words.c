#include "query/report_words.h"

#define WORDS_USUAL 25  /* for people */

enum status
report_words(struct session *session, size_t count, void (*text)(void *context, size_t from, size_t to),
             enum status (*rows)(void *context, size_t from, size_t to, struct error *err), void *context,
             struct error *err)
{
	const struct request *request = session->request;
	bool people = request->format == FORMAT_TEXT;
	size_t from, to;

	request_slice(request, people ? WORDS_USUAL : SIZE_MAX, count, &from, &to);
	session_present(session, true);
	if (!people)
		return rows(context, from, to, err);
	if (to > from)
		text(context, from, to);
	return STATUS_OK;
}
