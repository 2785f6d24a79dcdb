#include "query/reopen.h"

/* Documents have numbers of their own in each reader: only one of the same
 * commit can be asked for them. */
static bool
same_commit(struct index_reader *a, struct index_reader *b)
{
	struct index_stats one, other;

	return index_stats(a, &one, NULL) == STATUS_OK && index_stats(b, &other, NULL) == STATUS_OK &&
		one.generation == other.generation && one.articles == other.articles && one.segments == other.segments &&
		strcmp(one.fingerprint, other.fingerprint) == 0;
}

enum status
session_reopen(const struct session *session, struct index_reader **reader, struct error *err)
{
	enum status status = index_open(session->indexes, session->index_count, NULL, reader, err);

	if (status < 0)
		return status;
	if (same_commit(session->reader, *reader))
		return STATUS_OK;
	index_reader_free(*reader);
	*reader = NULL;
	return STATUS_UNSUPPORTED;
}
