/* xapian_c.h: documents, writing, asking and lists. */
#include "tests/unit/xapian_fixture.h"

/* ---- Documents -------------------------------------------------------- */

static void
test_documents(void)
{
	struct xapian_document *document;
	struct buf out = BUF_INIT;
	const uint32_t positions[] = { 3, 5, 9 };
	uint32_t count, number;

	MUST(xapian_document_new(&document, &err));
	MUST(xapian_document_set_data(document, span_from("a\0b", 3), &err));
	MUST(xapian_document_data(document, &out, &err));
	ok(out.len == 3 && memcmp(out.data, "a\0b", 3) == 0, "data of any bytes");
	buf_clear(&out);
	MUST(xapian_document_set_value(document, 7, SPAN("seven"), &err));
	MUST(xapian_document_value(document, 7, &out, &err));
	is_bytes(out.data, out.len, "seven", "a value");
	buf_clear(&out);
	MUST(xapian_document_value(document, 8, &out, &err));
	is_int((int64_t)out.len, 0, "a missing value is empty");
	MUST(xapian_document_add_postings(document, SPAN("word"), positions, 3, 3, &err));
	MUST(xapian_document_add_term(document, SPAN("Zword"), 2, &err));
	MUST(xapian_document_add_term(document, SPAN("Zword"), 2, &err));
	MUST(xapian_document_add_boolean(document, SPAN("Qid"), &err));
	MUST(xapian_document_term_count(document, &count, &err));
	is_int(count, 3, "terms of a document");
	MUST(xapian_document_remove_term(document, SPAN("Qid"), &err));
	MUST(xapian_document_term_count(document, &count, &err));
	is_int(count, 2, "a term is removed");
	is_int(xapian_document_remove_term(document, SPAN("none"), NULL), STATUS_BADQUERY, "a term that is not there cannot be removed");
	MUST(xapian_document_number(document, &number, &err));
	is_int(number, 0, "a new document has no number");
	MUST(xapian_document_clear(document, &err));
	MUST(xapian_document_term_count(document, &count, &err));
	is_int(count, 0, "a cleared document is empty");
	xapian_document_free(document);
	buf_release(&out);
}

/* ---- Writing and asking ----------------------------------------------- */

static void
test_asking(struct xapian_database *db)
{
	struct xapian_stats stats;
	struct xapian_term_stats term;
	struct xapian_slot_stats slot;
	struct buf out = BUF_INIT;
	uint64_t revision;
	uint32_t number;

	MUST(xapian_database_stats(db, &stats, &err));
	is_int(stats.documents, 3, "documents");
	is_int(stats.last_document, 3, "last document");
	is_int((int64_t)stats.total_length, 7, "total length");
	is_close(stats.average_length, 7.0 / 3, 1e-12, "average length");
	ok(stats.positions, "there are positions");
	MUST(xapian_database_term(db, SPAN("beta"), &term, &err));
	ok(term.df == 2 && term.cf == 3 && term.wdf_max == 2, "frequencies of a term");
	MUST(xapian_database_term(db, SPAN("omega"), &term, &err));
	ok(term.df == 0 && term.cf == 0, "of one that is not there");
	MUST(xapian_database_length(db, 2, &number, &err));
	is_int(number, 3, "length of a document");
	MUST(xapian_database_unique_terms(db, 2, &number, &err));
	is_int(number, 2, "its distinct terms");
	is_int(xapian_database_length(db, 9, &number, NULL), STATUS_NOTFOUND, "of a document that is not there");
	MUST(xapian_database_slot(db, 0, &slot, &err));
	ok(slot.documents == 2 && span_equal(slot.lower, SPAN("a")) && span_equal(slot.upper, SPAN("b")), "values of a slot");
	MUST(xapian_database_metadata(db, SPAN("key"), &out, &err));
	is_bytes(out.data, out.len, "value", "metadata");
	buf_clear(&out);
	MUST(xapian_database_uuid(db, &out, &err));
	is_int((int64_t)out.len, 36, "uuid");
	MUST(xapian_database_revision(db, &revision, &err));
	ok(revision > 0, "revision");
	buf_release(&out);
}

static void
test_changes(const char *path)
{
	struct xapian_database *db;
	struct xapian_document *document = document_of("new words");
	struct xapian_stats stats;
	struct xapian_term_stats term;
	uint32_t doc;

	MUST(xapian_database_open_writable(path, &(struct xapian_write_options){ .action = XAPIAN_OPEN }, &db, &err));
	MUST(xapian_database_replace(db, 1, document, &err));
	MUST(xapian_database_replace_term(db, SPAN("delta"), document, &doc, &err));
	is_int(doc, 2, "replaced where the term was");
	MUST(xapian_database_delete_term(db, SPAN("gamma"), &err));
	MUST(xapian_database_stats(db, &stats, &err));
	is_int(stats.documents, 2, "deleted by a term");
	is_int(xapian_database_delete(db, 77, NULL), STATUS_NOTFOUND, "what is not there cannot be deleted");
	MUST(xapian_database_begin(db, true, &err));
	MUST(xapian_database_delete(db, 1, &err));
	MUST(xapian_database_cancel(db, &err));
	MUST(xapian_database_stats(db, &stats, &err));
	is_int(stats.documents, 2, "a cancelled transaction leaves nothing");
	MUST(xapian_database_begin(db, true, &err));
	MUST(xapian_database_set_metadata(db, SPAN("key"), SPAN(""), &err));
	MUST(xapian_database_end(db, &err));
	MUST(xapian_database_term(db, SPAN("words"), &term, &err));
	is_int(term.df, 2, "what was replaced is found");
	MUST(xapian_database_close(db, &err));
	ok(xapian_database_set_metadata(db, SPAN("key"), SPAN("late"), NULL) < 0 || xapian_database_commit(db, NULL) < 0, "a closed database is closed");
	xapian_database_free(db);
	xapian_document_free(document);
}

/* ---- Lists ------------------------------------------------------------ */

static void
test_lists(struct xapian_database *db)
{
	struct xapian_terms *terms;
	struct xapian_postings *postings;
	struct xapian_values *values;
	struct buf out = BUF_INIT;
	const uint32_t *positions;
	size_t count;
	uint32_t number;

	MUST(xapian_terms_all(db, SPAN(""), &terms, &err));
	is_str(join_terms(terms), "alpha beta delta gamma ", "all terms");
	MUST(xapian_terms_all(db, SPAN("b"), &terms, &err));
	is_str(join_terms(terms), "beta ", "terms with a prefix");
	MUST(xapian_terms_of(db, 1, &terms, &err));
	is_str(join_terms(terms), "alpha beta gamma ", "terms of a document");
	MUST(xapian_terms_metadata(db, SPAN("ke"), &terms, &err));
	is_str(join_terms(terms), "key kez ", "keys of metadata");
	MUST(xapian_terms_all(db, SPAN(""), &terms, &err));
	is_int(xapian_terms_seek(terms, SPAN("c"), NULL), STATUS_OK, "seek in terms");
	is_bytes(xapian_terms_term(terms).ptr, xapian_terms_term(terms).len, "delta", "lands behind");
	is_int(xapian_terms_next(terms, NULL), STATUS_OK, "and goes on");
	MUST(xapian_terms_df(terms, &number, &err));
	is_int(number, 2, "with a document frequency");
	is_int(xapian_terms_next(terms, NULL), STATUS_END, "to the end");
	is_int(xapian_terms_next(terms, NULL), STATUS_END, "and stays there");
	xapian_terms_free(terms);

	MUST(xapian_postings_new(db, SPAN("beta"), &postings, &err));
	is_int(xapian_postings_next(postings, NULL), STATUS_OK, "a first posting");
	is_int(xapian_postings_seek(postings, 2, NULL), STATUS_OK, "seek in postings");
	is_int(xapian_postings_document(postings), 2, "the document sought");
	MUST(xapian_postings_wdf(postings, &number, &err));
	is_int(number, 2, "its frequency");
	MUST(xapian_postings_length(postings, &number, &err));
	is_int(number, 3, "its length");
	MUST(xapian_postings_positions(postings, &positions, &count, &err));
	ok(count == 2 && positions[0] == 1 && positions[1] == 2, "its positions");
	is_int(xapian_postings_seek(postings, 3, NULL), STATUS_END, "the end of postings");
	is_int(xapian_postings_seek(postings, 3, NULL), STATUS_END, "and again");
	xapian_postings_free(postings);
	MUST(xapian_postings_new(db, SPAN("none"), &postings, &err));
	is_int(xapian_postings_seek(postings, 1, NULL), STATUS_END, "an absent term has no postings");
	xapian_postings_free(postings);
	MUST(xapian_positions(db, 2, SPAN("beta"), &out, &err));
	is_int((int64_t)out.len, 8, "positions without a list");
	buf_release(&out);

	MUST(xapian_values_new(db, 0, &values, &err));
	is_int(xapian_values_next(values, NULL), STATUS_OK, "a first value");
	ok(xapian_values_document(values) == 2 && span_equal(xapian_values_value(values), SPAN("b")), "of the first document that has one");
	is_int(xapian_values_seek(values, 3, NULL), STATUS_OK, "seek in values");
	ok(span_equal(xapian_values_value(values), SPAN("a")), "the value sought");
	is_int(xapian_values_next(values, NULL), STATUS_END, "the end of values");
	xapian_values_free(values);
}

static void
test_numbers(void)
{
	static const double numbers[] = { -1e300, -86400, -1, -0.5, 0, 0.25, 1, 1548633600, 9007199254740992.0 };
	char one[XAPIAN_NUMBER_MAX], two[XAPIAN_NUMBER_MAX];
	bool ordered = true, exact = true;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		size_t len = xapian_number_encode(numbers[i], one);

		exact &= xapian_number_decode(span_from(one, len)) == numbers[i];
		if (i) {
			size_t before = xapian_number_encode(numbers[i - 1], two);

			ordered &= span_compare(span_from(two, before), span_from(one, len)) < 0;
		}
	}
	ok(exact, "numbers come back from values");
	ok(ordered, "in order");
}

int
main(void)
{
	struct xapian_database *db;

	if (!mkdtemp(folder))
		return 99;
	test_documents();
	db = three_documents(in_folder("three"));
	test_asking(db);
	test_lists(db);
	xapian_database_free(db);
	test_changes(in_folder("three"));
	test_numbers();
	file_remove_tree(folder, NULL);
	return tap_done();
}
