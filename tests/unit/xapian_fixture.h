/* xapian_fixture.h - for tests of xapian_c.h: a folder, and databases of few words. */
#ifndef NEWSDEX_TESTS_XAPIAN_FIXTURE_H
#define NEWSDEX_TESTS_XAPIAN_FIXTURE_H

#include <stdlib.h>

#include "common/file.h"
#include "index/xapian/xapian_c.h"
#include "tests/engines/asan.h"
#include "tests/tap.h"

/* Each test makes and removes its own. */
static char folder[] = "/tmp/newsdex-c-XXXXXX";

static inline __attribute__((unused)) const char *
in_folder(const char *name)
{
	static char paths[16][128];
	static unsigned turn;
	char *path = paths[turn++ % 16];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

static struct error err = ERROR_INIT;

static inline __attribute__((unused)) void
must(enum status status, const char *what)
{
	if (status >= 0)
		return;
	printf("Bail out! %s: %s\n", what, err.reason);
	exit(99);
}

#define MUST(call) (error_clear(&err), must((call), #call))

/* A document with the words of TEXT at positions 1, 2, ... */
static inline __attribute__((unused)) struct xapian_document *
document_of(const char *text)
{
	struct xapian_document *document;
	uint32_t position = 0;

	MUST(xapian_document_new(&document, &err));
	MUST(xapian_document_set_data(document, span_from_string(text), &err));
	while (*text) {
		size_t len = strcspn(text, " ");

		position++;
		MUST(xapian_document_add_postings(document, span_from(text, len), &position, 1, 1, &err));
		text += len + (text[len] == ' ');
	}
	return document;
}

static inline __attribute__((unused)) uint32_t
add_text(struct xapian_database *db, const char *text)
{
	struct xapian_document *document = document_of(text);
	uint32_t doc;

	MUST(xapian_database_add_document(db, document, &doc, &err));
	xapian_document_free(document);
	return doc;
}

/* Of three documents, with values in slot 0 and metadata; committed and open. */
static inline __attribute__((unused)) struct xapian_database *
three_documents(const char *path)
{
	struct xapian_database *db;
	struct xapian_document *document;
	uint32_t doc;

	MUST(xapian_database_open_writable(path, NULL, &db, &err));
	add_text(db, "alpha beta gamma");
	document = document_of("beta beta delta");
	MUST(xapian_document_set_value(document, 0, SPAN("b"), &err));
	MUST(xapian_database_add_document(db, document, &doc, &err));
	xapian_document_free(document);
	document = document_of("gamma");
	MUST(xapian_document_set_value(document, 0, SPAN("a"), &err));
	MUST(xapian_database_add_document(db, document, &doc, &err));
	xapian_document_free(document);
	MUST(xapian_database_set_metadata(db, SPAN("key"), SPAN("value"), &err));
	MUST(xapian_database_set_metadata(db, SPAN("kez"), SPAN("other"), &err));
	MUST(xapian_database_commit(db, &err));
	return db;
}

static inline __attribute__((unused)) const char *
join_terms(struct xapian_terms *terms)
{
	static struct buf out = BUF_INIT;

	buf_release(&out);
	while (xapian_terms_next(terms, NULL) == STATUS_OK) {
		buf_append_span(&out, xapian_terms_term(terms));
		buf_append_byte(&out, ' ');
	}
	xapian_terms_free(terms);
	return buf_string(&out);
}

static inline __attribute__((unused)) struct xapian_query *
term_query(const char *term)
{
	struct xapian_query *query;

	MUST(xapian_query_term(span_from_string(term), 1, &query, &err));
	return query;
}

/* The documents QUERY finds, in ascending order, as text; frees QUERY. */
static inline __attribute__((unused)) const char *
found(struct xapian_database *db, struct xapian_query *query)
{
	static char text[64];
	struct xapian_enquire *enquire;
	struct xapian_mset *mset;
	struct xapian_counts counts;
	bool seen[10] = { false };

	MUST(xapian_enquire_new(db, &enquire, &err));
	MUST(xapian_enquire_set_query(enquire, query, &err));
	MUST(xapian_enquire_match(enquire, &(struct xapian_match_options){ .limit = 10 }, &mset, &err));
	xapian_mset_counts(mset, &counts);
	for (uint32_t i = 0; i < counts.size; i++) {
		struct xapian_match match;

		MUST(xapian_mset_match(mset, i, &match, &err));
		if (match.document < 10)
			seen[match.document] = true;
	}
	text[0] = '\0';
	for (int i = 0; i < 10; i++)
		if (seen[i])
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%d", i);
	xapian_mset_free(mset);
	xapian_enquire_free(enquire);
	xapian_query_free(query);
	return text;
}

#endif
