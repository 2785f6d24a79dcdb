/* xapian_c.h: groups and stubs, and the traps of libxapian that it has to keep
 * from its callers. */
#include <signal.h>
#include <unistd.h>

#include "tests/unit/xapian_fixture.h"

/* ---- Groups, stubs, compacting ---------------------------------------- */

static bool
stop_now(void *context)
{
	++*(int *)context;
	return true;
}

static void
test_groups(const char *path)
{
	struct xapian_database *one, *group, *db;
	struct xapian_stats stats;
	struct buf report = BUF_INIT;
	uint64_t errors;
	int asked = 0;

	MUST(xapian_database_open(path, &one, &err));
	MUST(xapian_database_new(&group, &err));
	MUST(xapian_database_add(group, one, &err));
	MUST(xapian_database_add(group, one, &err));
	MUST(xapian_database_stats(group, &stats, &err));
	ok(stats.documents == 6 && stats.databases == 2, "two databases are searched as one");
	xapian_database_free(one);
	MUST(xapian_database_compact(group, in_folder("merged"), &(struct xapian_compact_options){ .level = XAPIAN_COMPACT_FULL, .multipass = true }, &err));
	MUST(xapian_database_open(in_folder("merged"), &db, &err));
	MUST(xapian_database_stats(db, &stats, &err));
	ok(stats.documents == 6 && stats.databases == 1, "and merged into one");
	is_str(found(db, term_query("beta")), "1245", "documents are appended");
	xapian_database_free(db);
	MUST(xapian_database_compact(group, in_folder("single"), &(struct xapian_compact_options){ .single_file = true }, &err));
	MUST(xapian_database_open(in_folder("single"), &db, &err));
	xapian_database_free(db);
	is_int(xapian_database_compact(group, in_folder("stopped"), &(struct xapian_compact_options){ .stop = stop_now, .context = &asked }, &err),
	       STATUS_INTERRUPTED, "compacting can be stopped");
	is_int(asked, 1, "at once");
	MUST(xapian_check(in_folder("merged"), true, &report, &errors, &err));
	ok(errors == 0 && report.len > 0, "a sound database is checked");
	buf_release(&report);
	xapian_database_free(group);
}

static void
test_stub(void)
{
	struct xapian_database *db;

	MUST(file_replace(in_folder("XAPIANDB"), SPAN("auto three\n"), &err));
	is_int(xapian_database_open(folder, &db, &err), STATUS_OK, "a stub file in a folder leads on");
	xapian_database_free(db);
}

static void
test_memory(void)
{
	struct xapian_database *db;

	MUST(xapian_database_open_memory(&db, &err));
	is_int(add_text(db, "kept in memory"), 1, "a database in memory");
	is_str(found(db, term_query("memory")), "1", "can be searched");
	xapian_database_free(db);
}

/* ---- Traps ------------------------------------------------------------ */

static void
test_errors(const char *path)
{
	struct xapian_database *db, *second;
	struct xapian_document *document;
	uint32_t doc;

	is_int(xapian_database_open(in_folder("nowhere"), &db, &err), STATUS_NOTFOUND, "no such database");
	ok(db == NULL && err.reason[0], "is said in words");
	MUST(xapian_database_open(path, &db, &err));
	is_int(xapian_database_commit(db, NULL), STATUS_BADQUERY, "a reader cannot commit");
	xapian_database_free(db);
	MUST(xapian_database_open_writable(path, NULL, &db, &err));
	is_int(xapian_database_open_writable(path, NULL, &second, NULL), STATUS_LOCKED, "a second writer is told");
	is_int(xapian_database_open_writable(path, &(struct xapian_write_options){ .action = XAPIAN_CREATE }, &second, NULL) < 0, 1,
	       "what is there cannot be made");
	document = document_of("fine");
	is_int(xapian_document_add_term(document, SPAN(""), 1, NULL), STATUS_BADQUERY, "an empty term is refused at once");
	MUST(xapian_database_add_document(db, document, &doc, &err));
	xapian_document_free(document);
	xapian_database_free(db);
}

/* A term that is too long is refused only by add_document, which then drops
 * everything since the last commit: why newsdex looks at terms beforehand. */
static void
test_long_terms(void)
{
	struct xapian_database *db;
	struct xapian_document *document;
	struct xapian_stats stats;
	char term[400];
	uint32_t doc;

	MUST(xapian_database_open_writable(in_folder("long"), NULL, &db, &err));
	MUST(xapian_document_new(&document, &err));
	memset(term, 'x', sizeof(term));
	MUST(xapian_document_add_term(document, span_from(term, XAPIAN_TERM_MAX), 1, &err));
	is_int(xapian_database_add_document(db, document, &doc, NULL), STATUS_OK, "a term of 245 bytes fits");
	MUST(xapian_document_clear(document, &err));
	MUST(xapian_document_add_term(document, span_from(term, XAPIAN_TERM_MAX + 1), 1, &err));
	is_int(xapian_database_add_document(db, document, &doc, NULL), STATUS_BADQUERY, "one of 246 does not");
	MUST(xapian_database_stats(db, &stats, &err));
	is_int(stats.documents, 0, "and takes what was not committed with it");
	memset(term, 0, sizeof(term));
	MUST(xapian_document_clear(document, &err));
	MUST(xapian_document_add_term(document, span_from(term, 122), 1, &err));
	MUST(xapian_database_add_document(db, document, &doc, &err));
	is_int(xapian_database_commit(db, NULL), STATUS_OK, "a NUL counts twice: 122 fit");
	MUST(xapian_document_add_term(document, span_from(term, 130), 1, &err));
	MUST(xapian_database_add_document(db, document, &doc, &err));
	is_int(xapian_database_commit(db, NULL), STATUS_BADQUERY, "130 are refused only by the commit");
	xapian_document_free(document);
	xapian_database_free(db);
}

/* A reader whose pages were written over is told so, and goes on after reopening. */
static void
test_changed(void)
{
	struct xapian_database *writer, *reader;
	struct xapian_term_stats stats;
	enum status status = STATUS_OK;

	MUST(xapian_database_open_writable(in_folder("changed"), NULL, &writer, &err));
	for (int i = 0; i < 2000; i++)
		add_text(writer, "one two three four five six seven eight nine ten");
	MUST(xapian_database_commit(writer, &err));
	MUST(xapian_database_open(in_folder("changed"), &reader, &err));
	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < 2000; i++)
			MUST(xapian_database_delete(writer, (uint32_t)(round * 2000 + i + 1), &err));
		for (int i = 0; i < 2000; i++)
			add_text(writer, "one two three four five six seven eight nine ten");
		MUST(xapian_database_commit(writer, &err));
	}
	for (uint32_t doc = 1; doc <= 2000 && status == STATUS_OK; doc++) {
		struct xapian_document *document = NULL;
		struct buf data = BUF_INIT;

		status = xapian_database_document(reader, doc, &document, NULL);
		if (status == STATUS_OK)
			status = xapian_document_data(document, &data, NULL);
		xapian_document_free(document);
		buf_release(&data);
	}
	is_int(status, STATUS_CHANGED, "pages were written over");
	MUST(xapian_database_reopen(reader, NULL, &err));
	MUST(xapian_database_term(reader, SPAN("seven"), &stats, &err));
	is_int(stats.df, 2000, "reopened, it answers again");
	xapian_database_free(reader);
	xapian_database_free(writer);
}

/* Opening a remote database must not change what SIGPIPE does. */
static void
test_sigpipe(void)
{
	struct xapian_database *db;
	struct sigaction action;

	signal(SIGPIPE, SIG_DFL);
	is_int(xapian_database_open_tcp("127.0.0.1", 9, 1000, 1000, &db, NULL), STATUS_REMOTE, "nobody answers");
	is_int(xapian_database_open_program("true", "", 1000, &db, NULL), STATUS_REMOTE, "a program that is no server");
	sigaction(SIGPIPE, NULL, &action);
	ok(action.sa_handler == SIG_DFL, "SIGPIPE does what it did");
}

int
main(void)
{
	if (!mkdtemp(folder))
		return 99;
	xapian_database_free(three_documents(in_folder("three")));
	test_groups(in_folder("three"));
	test_stub();
	test_errors(in_folder("three"));
	test_memory();
	test_long_terms();
	test_changed();
	test_sigpipe();
	file_remove_tree(folder, NULL);
	return tap_done();
}
