/* xapian_c.h: every part of the C interface, and the traps of libxapian that
 * it has to keep from its callers. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "index/xapian/xapian_c.h"
#include "tests/engines/asan.h"
#include "tests/tap.h"

static char folder[] = "/tmp/newsdex-c-XXXXXX";

static const char *
in_folder(const char *name)
{
	static char paths[16][128];
	static unsigned turn;
	char *path = paths[turn++ % 16];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

static struct error err = ERROR_INIT;

static void
must(enum status status, const char *what)
{
	if (status >= 0)
		return;
	printf("Bail out! %s: %s\n", what, err.reason);
	exit(99);
}

#define MUST(call) (error_clear(&err), must((call), #call))

/* A document with the words of TEXT at positions 1, 2, ... */
static struct xapian_document *
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

static uint32_t
add_text(struct xapian_database *db, const char *text)
{
	struct xapian_document *document = document_of(text);
	uint32_t doc;

	MUST(xapian_database_add_document(db, document, &doc, &err));
	xapian_document_free(document);
	return doc;
}

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

static struct xapian_database *
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
	is_int(stats.documents, 3, "deleted by a term");
	is_int(xapian_database_delete(db, 77, NULL), STATUS_NOTFOUND, "what is not there cannot be deleted");
	MUST(xapian_database_begin(db, true, &err));
	MUST(xapian_database_delete(db, 1, &err));
	MUST(xapian_database_cancel(db, &err));
	MUST(xapian_database_stats(db, &stats, &err));
	is_int(stats.documents, 3, "a cancelled transaction leaves nothing");
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

static const char *
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

/* ---- Queries and matches ---------------------------------------------- */

static struct xapian_query *
term_query(const char *term)
{
	struct xapian_query *query;

	MUST(xapian_query_term(span_from_string(term), 1, &query, &err));
	return query;
}

/* Joins and frees two queries. */
static struct xapian_query *
both(enum xapian_operator op, struct xapian_query *a, struct xapian_query *b, uint32_t parameter)
{
	struct xapian_query *parts[2] = { a, b }, *query;

	MUST(xapian_query_combine(op, parts, 2, parameter, &query, &err));
	xapian_query_free(a);
	xapian_query_free(b);
	return query;
}

/* The documents QUERY finds, in ascending order, as text; frees QUERY. */
static const char *
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

static void
test_queries(struct xapian_database *db)
{
	struct xapian_query *query;
	struct buf text = BUF_INIT;

	is_str(found(db, term_query("beta")), "12", "term");
	is_str(found(db, both(XAPIAN_AND, term_query("beta"), term_query("gamma"), 0)), "1", "AND");
	is_str(found(db, both(XAPIAN_OR, term_query("alpha"), term_query("delta"), 0)), "12", "OR");
	is_str(found(db, both(XAPIAN_AND_NOT, term_query("gamma"), term_query("alpha"), 0)), "3", "AND_NOT");
	is_str(found(db, both(XAPIAN_AND_MAYBE, term_query("gamma"), term_query("alpha"), 0)), "13", "AND_MAYBE");
	is_str(found(db, both(XAPIAN_FILTER, term_query("beta"), term_query("delta"), 0)), "2", "FILTER");
	is_str(found(db, both(XAPIAN_XOR, term_query("beta"), term_query("gamma"), 0)), "23", "XOR");
	is_str(found(db, both(XAPIAN_PHRASE, term_query("beta"), term_query("gamma"), 2)), "1", "PHRASE");
	is_str(found(db, both(XAPIAN_PHRASE, term_query("gamma"), term_query("beta"), 2)), "", "PHRASE the other way round");
	is_str(found(db, both(XAPIAN_NEAR, term_query("gamma"), term_query("alpha"), 3)), "1", "NEAR");
	is_str(found(db, both(XAPIAN_NEAR, term_query("gamma"), term_query("alpha"), 2)), "", "NEAR too far");
	is_str(found(db, both(XAPIAN_SYNONYM, term_query("alpha"), term_query("delta"), 0)), "12", "SYNONYM");
	is_str(found(db, both(XAPIAN_MAX, term_query("alpha"), term_query("delta"), 0)), "12", "MAX");
	is_str(found(db, both(XAPIAN_ELITE_SET, term_query("alpha"), term_query("none"), 1)), "1", "ELITE_SET");
	MUST(xapian_query_all(&query, &err));
	is_str(found(db, query), "123", "all");
	MUST(xapian_query_nothing(&query, &err));
	is_str(found(db, query), "", "nothing");
	MUST(xapian_query_range(0, SPAN("a"), SPAN("az"), &query, &err));
	is_str(found(db, query), "3", "range of values");
	MUST(xapian_query_at_least(0, SPAN("b"), &query, &err));
	is_str(found(db, query), "2", "values at least");
	MUST(xapian_query_at_most(0, SPAN("a"), &query, &err));
	is_str(found(db, query), "3", "values at most, which a missing one is not");
	MUST(xapian_query_wildcard(SPAN("g"), 0, XAPIAN_OR, &query, &err));
	is_str(found(db, query), "13", "wildcard");
	is_int(xapian_query_term(SPAN(""), 1, &query, NULL), STATUS_BADQUERY, "the empty term is no query");
	ok(query == NULL, "and none is answered");
	query = both(XAPIAN_AND, term_query("a"), term_query("b"), 0);
	MUST(xapian_query_describe(query, &text, &err));
	is_bytes(text.data, text.len, "Query((a AND b))", "a query is described");
	buf_release(&text);
	xapian_query_free(query);
}

static bool
keep_even(void *context, const struct xapian_document *document)
{
	uint32_t number;

	++*(int *)context;
	return xapian_document_number(document, &number, NULL) == STATUS_OK && number % 2 == 0;
}

static void
take_term(void *context, struct span term, double weight)
{
	struct buf *out = context;

	buf_append_span(out, term);
	buf_append_byte(out, weight > 0 ? '+' : '-');
}

static bool
not_beta(void *context, struct span term)
{
	(void)context;
	return !span_equal(term, SPAN("beta"));
}

static void
test_matching(struct xapian_database *db)
{
	struct xapian_query *query = both(XAPIAN_OR, term_query("beta"), term_query("gamma"), 0);
	struct xapian_match_options options = { .limit = 2, .check_at_least = 10 };
	struct xapian_enquire *enquire;
	struct xapian_mset *mset;
	struct xapian_counts counts;
	struct xapian_match match;
	struct xapian_document *document;
	struct xapian_terms *terms;
	struct buf out = BUF_INIT;
	uint32_t relevant[] = { 2 };
	int asked = 0;

	MUST(xapian_enquire_new(db, &enquire, &err));
	MUST(xapian_enquire_set_query(enquire, query, &err));
	MUST(xapian_enquire_set_bm25(enquire, 1.2, 0, 1, 0.75, 0.5, &err));
	MUST(xapian_enquire_match(enquire, &options, &mset, &err));
	xapian_mset_counts(mset, &counts);
	ok(counts.size == 2 && counts.lower == 3 && counts.upper == 3, "counts are exact when asked for");
	MUST(xapian_mset_match(mset, 0, &match, &err));
	ok(match.weight > 0 && match.percent > 0, "a match has a weight");
	is_int(xapian_mset_match(mset, 2, &match, NULL), STATUS_BADQUERY, "there is no match behind the last");
	MUST(xapian_mset_fetch(mset, &err));
	MUST(xapian_mset_document(mset, 0, &document, &err));
	MUST(xapian_document_data(document, &out, &err));
	ok(out.len > 0, "a match has its document");
	xapian_document_free(document);
	xapian_mset_free(mset);

	options = (struct xapian_match_options){ .limit = 10, .keep = keep_even, .context = &asked };
	MUST(xapian_enquire_match(enquire, &options, &mset, &err));
	xapian_mset_counts(mset, &counts);
	ok(counts.size == 1 && asked >= 3, "a decider decides");
	xapian_mset_free(mset);

	options = (struct xapian_match_options){ .limit = 10 };
	MUST(xapian_enquire_set_sort(enquire, XAPIAN_SORT_VALUE, 0, true, &err));
	MUST(xapian_enquire_match(enquire, &options, &mset, &err));
	MUST(xapian_mset_match(mset, 0, &match, &err));
	is_int(match.document, 2, "sorted by value");
	buf_clear(&out);
	MUST(xapian_mset_sort_key(mset, 0, &out, &err));
	is_bytes(out.data, out.len, "b", "the value it was sorted by");
	xapian_mset_free(mset);

	MUST(xapian_enquire_matching_terms(enquire, 1, &terms, &err));
	is_str(join_terms(terms), "beta gamma ", "terms that match");
	buf_clear(&out);
	MUST(xapian_enquire_expand(enquire, &(struct xapian_expand_options){ .relevant = relevant, .relevant_count = 1, .limit = 5 },
	                           take_term, &out, &err));
	is_bytes(out.data, out.len, "delta+", "what sets a document apart");
	buf_clear(&out);
	MUST(xapian_enquire_expand(enquire, &(struct xapian_expand_options){ .relevant = relevant, .relevant_count = 1, .limit = 5,
	                           .query_terms = true, .keep = not_beta }, take_term, &out, &err));
	is_bytes(out.data, out.len, "delta+", "but for what is not kept");
	MUST(xapian_enquire_set_cutoff(enquire, 100, 0, &err));
	MUST(xapian_enquire_set_collapse(enquire, 0, 1, &err));
	MUST(xapian_enquire_set_time_limit(enquire, 1, &err));
	MUST(xapian_enquire_set_number_order(enquire, XAPIAN_NUMBERS_DESCENDING, &err));
	MUST(xapian_enquire_set_trad(enquire, 1, &err));
	MUST(xapian_enquire_set_bool(enquire, &err));
	xapian_enquire_free(enquire);
	xapian_query_free(query);
	buf_release(&out);
}

/* Given weights: a term's and a synonym's, as bm25.h has them. */
static void
test_given(struct xapian_database *db)
{
	struct xapian_query *synonym = both(XAPIAN_SYNONYM, term_query("alpha"), term_query("beta"), 0), *query;
	struct xapian_enquire *enquire;
	struct xapian_mset *mset;
	struct xapian_match match;
	const double weights[] = { 4, 9 };
	double length = 3, average = 7.0 / 3, k1 = 1.2, b = 0.75;

	MUST(xapian_query_scale(synonym, 2.5, &query, &err));
	MUST(xapian_enquire_new(db, &enquire, &err));
	MUST(xapian_enquire_set_query(enquire, query, &err));
	MUST(xapian_enquire_set_given(enquire, NULL, 0, k1, b, 0.5, &err));
	MUST(xapian_enquire_match(enquire, &(struct xapian_match_options){ .limit = 10 }, &mset, &err));
	MUST(xapian_mset_match(mset, 0, &match, &err));
	is_int(match.document, 1, "a synonym's frequencies are added");
	is_close(match.weight, 2.5 * (2 / (k1 * (length / average * b + (1 - b)) + 2)), 1e-12, "and weighed as given");
	xapian_mset_free(mset);
	xapian_query_free(query);
	MUST(xapian_query_term(SPAN("alpha"), 3, &query, &err));
	MUST(xapian_enquire_set_query(enquire, query, &err));
	MUST(xapian_enquire_set_given(enquire, weights, 2, k1, b, 0.5, &err));
	MUST(xapian_enquire_match(enquire, &(struct xapian_match_options){ .limit = 10 }, &mset, &err));
	MUST(xapian_mset_match(mset, 0, &match, &err));
	is_close(match.weight, 9 * (1 / (k1 * (length / average * b + (1 - b)) + 1)), 1e-12, "a term's wqf says which weight is its own");
	xapian_mset_free(mset);
	MUST(xapian_enquire_set_given(enquire, weights, 1, k1, b, 0.5, &err));
	MUST(xapian_enquire_match(enquire, &(struct xapian_match_options){ .limit = 10 }, &mset, &err));
	MUST(xapian_mset_match(mset, 0, &match, &err));
	ok(match.weight == 0, "one that is not there is 0");
	xapian_mset_free(mset);
	xapian_enquire_free(enquire);
	xapian_query_free(query);
	xapian_query_free(synonym);
}

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
	struct xapian_database *db;

	if (!mkdtemp(folder))
		return 99;
	test_documents();
	db = three_documents(in_folder("three"));
	test_asking(db);
	test_lists(db);
	test_queries(db);
	test_matching(db);
	test_given(db);
	xapian_database_free(db);
	test_groups(in_folder("three"));
	test_stub();
	test_errors(in_folder("three"));
	test_changes(in_folder("three"));
	test_numbers();
	test_memory();
	test_long_terms();
	test_changed();
	test_sigpipe();
	file_remove_tree(folder, NULL);
	return tap_done();
}
