// Matching: weights, match sets, relevance feedback.
#include "index/xapian/xapian_guard.h"

#include <algorithm>

namespace {

// The document's half of BM25; the other half comes with the query.  A term's
// wqf is free to say which weight is its own: it has no other use here.
class GivenWeight : public Xapian::Weight {
	std::shared_ptr<const std::vector<double>> weights;
	double k1, b, min_normlen;
	double term_weight = 0;

	GivenWeight *clone() const override { return new GivenWeight(weights, k1, b, min_normlen); }

	void
	init(double factor) override
	{
		Xapian::termcount wqf = get_wqf();

		// libxapian leaks the database when an exception leaves from here.
		term_weight = wqf < 2 ? factor : wqf - 2 < weights->size() ? factor * (*weights)[wqf - 2] : 0;
	}

	double
	part(double wdf, double length) const
	{
		double normlen = std::max(length / get_average_length(), min_normlen);

		return term_weight * (wdf / (k1 * (normlen * b + (1 - b)) + wdf));
	}

public:
	GivenWeight(std::shared_ptr<const std::vector<double>> weights_, double k1_, double b_, double min_normlen_)
		: weights(std::move(weights_)), k1(k1_), b(b_), min_normlen(min_normlen_)
	{
		need_stat(WQF);
		need_stat(AVERAGE_LENGTH);
		need_stat(DOC_LENGTH);
		need_stat(DOC_LENGTH_MIN);
		need_stat(WDF);
		need_stat(WDF_MAX);
	}

	std::string name() const override { return "GivenWeight"; }

	double
	get_sumpart(Xapian::termcount wdf, Xapian::termcount length, Xapian::termcount) const override
	{
		return wdf ? part(wdf, length) : 0;
	}

	double
	get_maxpart() const override
	{
		Xapian::termcount wdf = get_wdf_upper_bound();

		// Sums of bounds are rounded in another order than sums of weights.
		return wdf ? part(wdf, std::max(wdf, get_doclength_lower_bound())) * (1 + 1e-12) : 0;
	}

	double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
	double get_maxextra() const override { return 0; }
};

class KeepDecider : public Xapian::MatchDecider {
	const struct xapian_match_options &options;

public:
	explicit KeepDecider(const struct xapian_match_options &chosen) : options(chosen) {}

	bool
	operator()(const Xapian::Document &document) const override
	{
		const xapian_document handle{ document };

		return options.keep(options.context, &handle);
	}
};

class KeepExpandDecider : public Xapian::ExpandDecider {
	const struct xapian_expand_options &options;

public:
	explicit KeepExpandDecider(const struct xapian_expand_options &chosen) : options(chosen) {}

	bool
	operator()(const std::string &term) const override
	{
		return options.keep(options.context, to_span(term));
	}
};

}

// ---- What is asked ----------------------------------------------------

enum status
xapian_enquire_new(struct xapian_database *db, struct xapian_enquire **enquire, struct error *err)
{
	*enquire = nullptr;
	return guarded_void(err, [&] { *enquire = new xapian_enquire(*db->db); });
}

void
xapian_enquire_free(struct xapian_enquire *enquire)
{
	guarded_delete(enquire);
}

enum status
xapian_enquire_set_query(struct xapian_enquire *enquire, const struct xapian_query *query, struct error *err)
{
	return guarded_void(err, [&] { enquire->enquire.set_query(query->query); });
}

enum status
xapian_enquire_set_bm25(struct xapian_enquire *enquire, double k1, double k2, double k3, double b, double min_normlen,
                        struct error *err)
{
	return guarded_void(err, [&] { enquire->enquire.set_weighting_scheme(Xapian::BM25Weight(k1, k2, k3, b, min_normlen)); });
}

enum status
xapian_enquire_set_trad(struct xapian_enquire *enquire, double k, struct error *err)
{
	return guarded_void(err, [&] { enquire->enquire.set_weighting_scheme(Xapian::TradWeight(k)); });
}

enum status
xapian_enquire_set_bool(struct xapian_enquire *enquire, struct error *err)
{
	return guarded_void(err, [&] { enquire->enquire.set_weighting_scheme(Xapian::BoolWeight()); });
}

enum status
xapian_enquire_set_given(struct xapian_enquire *enquire, const double *weights, size_t count, double k1, double b,
                         double min_normlen, struct error *err)
{
	return guarded_void(err, [&] {
		auto copy = std::make_shared<const std::vector<double>>(weights, weights + count);

		enquire->enquire.set_weighting_scheme(GivenWeight(copy, k1, b, min_normlen));
	});
}

enum status
xapian_enquire_set_sort(struct xapian_enquire *enquire, enum xapian_sort sort, uint32_t slot, bool descending, struct error *err)
{
	return guarded_void(err, [&] {
		switch (sort) {
		case XAPIAN_SORT_RELEVANCE:       enquire->enquire.set_sort_by_relevance(); break;
		case XAPIAN_SORT_VALUE:           enquire->enquire.set_sort_by_value(slot, descending); break;
		case XAPIAN_SORT_VALUE_RELEVANCE: enquire->enquire.set_sort_by_value_then_relevance(slot, descending); break;
		case XAPIAN_SORT_RELEVANCE_VALUE: enquire->enquire.set_sort_by_relevance_then_value(slot, descending); break;
		}
	});
}

enum status
xapian_enquire_set_number_order(struct xapian_enquire *enquire, enum xapian_number_order order, struct error *err)
{
	return guarded_void(err, [&] {
		enquire->enquire.set_docid_order(order == XAPIAN_NUMBERS_ASCENDING ? Xapian::Enquire::ASCENDING
		                                 : order == XAPIAN_NUMBERS_DESCENDING ? Xapian::Enquire::DESCENDING
		                                 : Xapian::Enquire::DONT_CARE);
	});
}

enum status
xapian_enquire_set_cutoff(struct xapian_enquire *enquire, int percent, double weight, struct error *err)
{
	return guarded_void(err, [&] { enquire->enquire.set_cutoff(percent, weight); });
}

enum status
xapian_enquire_set_collapse(struct xapian_enquire *enquire, uint32_t slot, uint32_t max, struct error *err)
{
	return guarded_void(err, [&] { enquire->enquire.set_collapse_key(max ? slot : Xapian::BAD_VALUENO, max); });
}

enum status
xapian_enquire_set_time_limit(struct xapian_enquire *enquire, double seconds, struct error *err)
{
	return guarded_void(err, [&] { enquire->enquire.set_time_limit(seconds); });
}

// ---- Matches ----------------------------------------------------------

enum status
xapian_enquire_match(struct xapian_enquire *enquire, const struct xapian_match_options *options,
                     struct xapian_mset **mset, struct error *err)
{
	*mset = nullptr;
	return guarded_void(err, [&] {
		KeepDecider decider(*options);

		*mset = new xapian_mset{ enquire->enquire.get_mset(options->first, options->limit, options->check_at_least,
		                                                   nullptr, options->keep ? &decider : nullptr) };
	});
}

enum status
xapian_enquire_matching_terms(struct xapian_enquire *enquire, uint32_t doc, struct xapian_terms **terms, struct error *err)
{
	*terms = nullptr;
	return guarded_void(err, [&] {
		auto list = std::make_unique<xapian_terms>();

		list->at = enquire->enquire.get_matching_terms_begin(doc);
		list->end = enquire->enquire.get_matching_terms_end(doc);
		*terms = list.release();
	});
}

enum status
xapian_enquire_expand(struct xapian_enquire *enquire, const struct xapian_expand_options *options,
                      void (*term)(void *context, struct span term, double weight), void *context, struct error *err)
{
	return guarded_void(err, [&] {
		KeepExpandDecider decider(*options);
		Xapian::RSet relevant;
		int flags = 0;

		flags |= options->query_terms ? Xapian::Enquire::INCLUDE_QUERY_TERMS : 0;
		flags |= options->exact ? Xapian::Enquire::USE_EXACT_TERMFREQ : 0;
		for (size_t i = 0; i < options->relevant_count; i++)
			relevant.add_document(options->relevant[i]);
		Xapian::ESet expansion = enquire->enquire.get_eset(options->limit, relevant, flags, options->keep ? &decider : nullptr);
		for (auto at = expansion.begin(); at != expansion.end(); ++at) {
			std::string name = *at;

			term(context, to_span(name), at.get_weight());
		}
	});
}

void
xapian_mset_counts(const struct xapian_mset *mset, struct xapian_counts *counts)
{
	*counts = xapian_counts{};
	guarded_void(nullptr, [&] {
		counts->size = mset->mset.size();
		counts->first = mset->mset.get_firstitem();
		counts->lower = mset->mset.get_matches_lower_bound();
		counts->estimated = mset->mset.get_matches_estimated();
		counts->upper = mset->mset.get_matches_upper_bound();
		counts->max_attained = mset->mset.get_max_attained();
		counts->max_possible = mset->mset.get_max_possible();
	});
}

// Runs CALL on match NUMBER of MSET.
template <typename Call>
static enum status
at_match(const struct xapian_mset *mset, uint32_t number, struct error *err, Call call) noexcept
{
	return guarded(err, [&] {
		if (number >= mset->mset.size())
			return error_set(err, STATUS_BADQUERY, nullptr, "match %u of %u", number, mset->mset.size());
		return call(mset->mset[number]);
	});
}

enum status
xapian_mset_match(const struct xapian_mset *mset, uint32_t number, struct xapian_match *match, struct error *err)
{
	*match = xapian_match{};
	return at_match(mset, number, err, [&](const Xapian::MSetIterator &at) {
		match->document = *at;
		match->weight = at.get_weight();
		match->percent = at.get_percent();
		match->collapsed = at.get_collapse_count();
		return STATUS_OK;
	});
}

enum status
xapian_mset_sort_key(const struct xapian_mset *mset, uint32_t number, struct buf *key, struct error *err)
{
	return at_match(mset, number, err, [&](const Xapian::MSetIterator &at) { return append(key, at.get_sort_key(), err); });
}

enum status
xapian_mset_document(const struct xapian_mset *mset, uint32_t number, struct xapian_document **document, struct error *err)
{
	*document = nullptr;
	return at_match(mset, number, err, [&](const Xapian::MSetIterator &at) {
		*document = new xapian_document{ at.get_document() };
		return STATUS_OK;
	});
}

enum status
xapian_mset_fetch(const struct xapian_mset *mset, struct error *err)
{
	return guarded_void(err, [&] { mset->mset.fetch(); });
}

void
xapian_mset_free(struct xapian_mset *mset)
{
	guarded_delete(mset);
}
