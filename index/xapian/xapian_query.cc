// Query constructors.
#include "index/xapian/xapian_guard.h"

template <typename Make>
static enum status
query_new(struct xapian_query **out, struct error *err, Make make) noexcept
{
	*out = nullptr;
	return guarded_void(err, [&] { *out = new xapian_query{ make() }; });
}

static Xapian::Query::op
operator_of(enum xapian_operator op)
{
	switch (op) {
	case XAPIAN_AND:       return Xapian::Query::OP_AND;
	case XAPIAN_OR:        return Xapian::Query::OP_OR;
	case XAPIAN_AND_NOT:   return Xapian::Query::OP_AND_NOT;
	case XAPIAN_AND_MAYBE: return Xapian::Query::OP_AND_MAYBE;
	case XAPIAN_FILTER:    return Xapian::Query::OP_FILTER;
	case XAPIAN_XOR:       return Xapian::Query::OP_XOR;
	case XAPIAN_NEAR:      return Xapian::Query::OP_NEAR;
	case XAPIAN_PHRASE:    return Xapian::Query::OP_PHRASE;
	case XAPIAN_SYNONYM:   return Xapian::Query::OP_SYNONYM;
	case XAPIAN_MAX:       return Xapian::Query::OP_MAX;
	case XAPIAN_ELITE_SET: return Xapian::Query::OP_ELITE_SET;
	}
	throw Xapian::InvalidArgumentError("unknown operator");
}

enum status
xapian_query_term(struct span term, uint32_t wqf, struct xapian_query **query, struct error *err)
{
	return query_new(query, err, [&] {
		if (!term.len)
			throw Xapian::InvalidArgumentError("the empty term");
		return Xapian::Query(to_string(term), wqf);
	});
}

enum status
xapian_query_all(struct xapian_query **query, struct error *err)
{
	return query_new(query, err, [] { return Xapian::Query(std::string()); });
}

enum status
xapian_query_nothing(struct xapian_query **query, struct error *err)
{
	return query_new(query, err, [] { return Xapian::Query(); });
}

enum status
xapian_query_combine(enum xapian_operator op, struct xapian_query *const *parts, size_t count, uint32_t parameter,
                     struct xapian_query **query, struct error *err)
{
	return query_new(query, err, [&] {
		std::vector<Xapian::Query> queries;

		queries.reserve(count);
		for (size_t i = 0; i < count; i++)
			queries.push_back(parts[i]->query);
		return Xapian::Query(operator_of(op), queries.begin(), queries.end(), parameter);
	});
}

enum status
xapian_query_scale(const struct xapian_query *part, double factor, struct xapian_query **query, struct error *err)
{
	return query_new(query, err, [&] { return Xapian::Query(factor, part->query); });
}

enum status
xapian_query_range(uint32_t slot, struct span low, struct span high, struct xapian_query **query, struct error *err)
{
	return query_new(query, err, [&] {
		return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, to_string(low), to_string(high));
	});
}

enum status
xapian_query_at_least(uint32_t slot, struct span low, struct xapian_query **query, struct error *err)
{
	return query_new(query, err, [&] { return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, to_string(low)); });
}

enum status
xapian_query_at_most(uint32_t slot, struct span high, struct xapian_query **query, struct error *err)
{
	return query_new(query, err, [&] { return Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, to_string(high)); });
}

enum status
xapian_query_wildcard(struct span prefix, uint32_t limit, enum xapian_operator combiner, struct xapian_query **query,
                      struct error *err)
{
	return query_new(query, err, [&] {
		return Xapian::Query(Xapian::Query::OP_WILDCARD, to_string(prefix), limit, Xapian::Query::WILDCARD_LIMIT_ERROR,
		                     operator_of(combiner));
	});
}

enum status
xapian_query_describe(const struct xapian_query *query, struct buf *out, struct error *err)
{
	return guarded(err, [&] { return append(out, query->query.get_description(), err); });
}

void
xapian_query_free(struct xapian_query *query)
{
	guarded_delete(query);
}
