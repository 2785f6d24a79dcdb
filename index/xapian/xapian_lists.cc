// Lists: terms, postings, positions, values, and numbers as values.
#include "index/xapian/xapian_guard.h"

// Makes a list of type List that runs from what BEGIN answers to END.
template <typename List, typename Begin, typename End>
static enum status
list_new(List **out, struct error *err, Begin begin, End end) noexcept
{
	*out = nullptr;
	return guarded_void(err, [&] {
		auto list = std::make_unique<List>();

		list->at = begin();
		list->end = end();
		*out = list.release();
	});
}

// Moves LIST on by one, or to what SEEK does, and calls TAKE at an item.
template <typename List, typename Move, typename Take>
static enum status
list_move(List *list, struct error *err, Move move, Take take) noexcept
{
	return guarded(err, [&] {
		if (list->started && list->at == list->end)
			return STATUS_END;
		move();
		list->started = true;
		if (list->at == list->end)
			return STATUS_END;
		take();
		return STATUS_OK;
	});
}

// ---- Terms ------------------------------------------------------------

enum status
xapian_terms_all(struct xapian_database *db, struct span prefix, struct xapian_terms **terms, struct error *err)
{
	return list_new(terms, err, [&] { return db->db->allterms_begin(to_string(prefix)); },
	                [&] { return db->db->allterms_end(to_string(prefix)); });
}

enum status
xapian_terms_of(struct xapian_database *db, uint32_t doc, struct xapian_terms **terms, struct error *err)
{
	return list_new(terms, err, [&] { return db->db->termlist_begin(doc); }, [&] { return db->db->termlist_end(doc); });
}

enum status
xapian_terms_of_document(const struct xapian_document *document, struct xapian_terms **terms, struct error *err)
{
	return list_new(terms, err, [&] { return document->document.termlist_begin(); },
	                [&] { return document->document.termlist_end(); });
}

enum status
xapian_terms_metadata(struct xapian_database *db, struct span prefix, struct xapian_terms **terms, struct error *err)
{
	return list_new(terms, err, [&] { return db->db->metadata_keys_begin(to_string(prefix)); },
	                [&] { return db->db->metadata_keys_end(to_string(prefix)); });
}

void
xapian_terms_free(struct xapian_terms *terms)
{
	guarded_delete(terms);
}

enum status
xapian_terms_next(struct xapian_terms *terms, struct error *err)
{
	return list_move(terms, err, [&] { if (terms->started) ++terms->at; }, [&] { terms->term = *terms->at; });
}

enum status
xapian_terms_seek(struct xapian_terms *terms, struct span term, struct error *err)
{
	return list_move(terms, err, [&] { if (terms->at != terms->end) terms->at.skip_to(to_string(term)); },
	                 [&] { terms->term = *terms->at; });
}

struct span
xapian_terms_term(const struct xapian_terms *terms)
{
	return to_span(terms->term);
}

enum status
xapian_terms_wdf(const struct xapian_terms *terms, uint32_t *wdf, struct error *err)
{
	*wdf = 0;
	return guarded_void(err, [&] { *wdf = terms->at.get_wdf(); });
}

enum status
xapian_terms_df(const struct xapian_terms *terms, uint32_t *df, struct error *err)
{
	*df = 0;
	return guarded_void(err, [&] { *df = terms->at.get_termfreq(); });
}

// ---- Postings ---------------------------------------------------------

enum status
xapian_postings_new(struct xapian_database *db, struct span term, struct xapian_postings **postings, struct error *err)
{
	return list_new(postings, err, [&] { return db->db->postlist_begin(to_string(term)); },
	                [&] { return db->db->postlist_end(to_string(term)); });
}

void
xapian_postings_free(struct xapian_postings *postings)
{
	guarded_delete(postings);
}

enum status
xapian_postings_next(struct xapian_postings *postings, struct error *err)
{
	return list_move(postings, err, [&] { if (postings->started) ++postings->at; }, [&] { postings->document = *postings->at; });
}

enum status
xapian_postings_seek(struct xapian_postings *postings, uint32_t doc, struct error *err)
{
	return list_move(postings, err, [&] { if (postings->at != postings->end) postings->at.skip_to(doc); },
	                 [&] { postings->document = *postings->at; });
}

uint32_t
xapian_postings_document(const struct xapian_postings *postings)
{
	return postings->document;
}

enum status
xapian_postings_wdf(const struct xapian_postings *postings, uint32_t *wdf, struct error *err)
{
	*wdf = 0;
	return guarded_void(err, [&] { *wdf = postings->at.get_wdf(); });
}

enum status
xapian_postings_length(const struct xapian_postings *postings, uint32_t *length, struct error *err)
{
	*length = 0;
	return guarded_void(err, [&] { *length = postings->at.get_doclength(); });
}

enum status
xapian_postings_positions(struct xapian_postings *postings, const uint32_t **positions, size_t *count, struct error *err)
{
	*positions = nullptr;
	*count = 0;
	return guarded_void(err, [&] {
		postings->positions.clear();
		for (auto at = postings->at.positionlist_begin(); at != postings->at.positionlist_end(); ++at)
			postings->positions.push_back(*at);
		*positions = postings->positions.data();
		*count = postings->positions.size();
	});
}

enum status
xapian_positions(struct xapian_database *db, uint32_t doc, struct span term, struct buf *out, struct error *err)
{
	return guarded(err, [&] {
		std::string name = to_string(term);

		for (auto at = db->db->positionlist_begin(doc, name); at != db->db->positionlist_end(doc, name); ++at) {
			uint32_t position = *at;

			buf_append(out, &position, sizeof(position));
		}
		return buf_status(out);
	});
}

// ---- Values -----------------------------------------------------------

enum status
xapian_values_new(struct xapian_database *db, uint32_t slot, struct xapian_values **values, struct error *err)
{
	return list_new(values, err, [&] { return db->db->valuestream_begin(slot); }, [&] { return db->db->valuestream_end(slot); });
}

void
xapian_values_free(struct xapian_values *values)
{
	guarded_delete(values);
}

static void
values_take(struct xapian_values *values)
{
	values->document = values->at.get_docid();
	values->value = *values->at;
}

enum status
xapian_values_next(struct xapian_values *values, struct error *err)
{
	return list_move(values, err, [&] { if (values->started) ++values->at; }, [&] { values_take(values); });
}

enum status
xapian_values_seek(struct xapian_values *values, uint32_t doc, struct error *err)
{
	return list_move(values, err, [&] { if (values->at != values->end) values->at.skip_to(doc); }, [&] { values_take(values); });
}

uint32_t
xapian_values_document(const struct xapian_values *values)
{
	return values->document;
}

struct span
xapian_values_value(const struct xapian_values *values)
{
	return to_span(values->value);
}

size_t
xapian_number_encode(double number, char out[XAPIAN_NUMBER_MAX])
{
	return Xapian::sortable_serialise_(number, out);
}

double
xapian_number_decode(struct span value)
{
	double number = 0;

	guarded_void(nullptr, [&] { number = Xapian::sortable_unserialise(to_string(value)); });
	return number;
}
