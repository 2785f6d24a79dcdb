/* xapian_c.h: queries, matches and given weights. */
#include "tests/unit/xapian_fixture.h"

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

int
main(void)
{
	struct xapian_database *db;

	if (!mkdtemp(folder))
		return 99;
	db = three_documents(in_folder("three"));
	test_queries(db);
	test_matching(db);
	test_given(db);
	xapian_database_free(db);
	file_remove_tree(folder, NULL);
	return tap_done();
}
