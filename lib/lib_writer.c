/* Indexing, as newsdex.h has it. */
#include <stdlib.h>

#include "common/buf.h"
#include "index/index.h"
#include "index/terms.h"
#include "lib/lib_article.h"
#include "lib/lib_error.h"

struct newsdex_writer {
	struct index_writer *writer;
	struct arena arena;          /* of the article that is being added */
	uint64_t sequence;
};

int
newsdex_writer_open(const char *path, const char *engine, struct newsdex_writer **writer, struct newsdex_error *out)
{
	const struct index_writer_options options = { .engine = engine, .lanes = 1 };
	struct error err = ERROR_INIT;
	struct newsdex_writer *made = calloc(1, sizeof(*made));
	enum status status = made ? index_writer_open(path, &options, &made->writer, &err) : STATUS_NOMEM;

	*writer = NULL;
	if (status < 0)
		free(made);
	else
		*writer = made;
	return lib_result(out, status, &err);
}

int
newsdex_writer_add(struct newsdex_writer *writer, const struct newsdex_article *given, struct newsdex_error *out)
{
	struct error err = ERROR_INIT;
	struct article article;
	enum add_result result;
	enum status status;

	arena_clear(&writer->arena);
	status = lib_article_take(given, &writer->arena, &article, &err);
	article.sequence = writer->sequence++;
	if (status == STATUS_OK)
		status = index_writer_add(writer->writer, 0, &article, &result, &err);
	return lib_result(out, status, &err);
}

int
newsdex_writer_delete(struct newsdex_writer *writer, const char *id, struct newsdex_error *out)
{
	struct error err = ERROR_INIT;
	struct buf term = BUF_INIT;
	uint64_t removed = 0;
	enum status status;

	term_boolean(&term, PREFIX_ID, span_from_string(id), false);
	status = buf_status(&term);
	if (status == STATUS_OK)
		status = index_writer_remove(writer->writer, buf_span(&term), &removed, &err);
	if (status == STATUS_OK && !removed)
		status = error_set(&err, STATUS_NOTFOUND, id, "no such article");
	buf_release(&term);
	return lib_result(out, status, &err);
}

int
newsdex_writer_commit(struct newsdex_writer *writer, struct newsdex_error *out)
{
	struct error err = ERROR_INIT;

	return lib_result(out, index_writer_commit(writer->writer, &err), &err);
}

int
newsdex_writer_close(struct newsdex_writer *writer, struct newsdex_error *out)
{
	struct error err = ERROR_INIT;
	enum status status;

	if (!writer)
		return 0;
	status = index_writer_close(writer->writer, &err);
	arena_release(&writer->arena);
	free(writer);
	return lib_result(out, status, &err);
}
