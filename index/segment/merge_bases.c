#include "index/segment/merge_bases.h"

void
merge_bases_init(struct merge_bases *bases, struct span usual)
{
	table_init(&bases->terms);
	bases->lists = (struct buf)BUF_INIT;
	stem_set_init(&bases->stems);
	bases->usual = usual;
}

void
merge_bases_release(struct merge_bases *bases)
{
	table_release(&bases->terms);
	buf_release(&bases->lists);
	stem_set_release(&bases->stems);
}

enum status
merge_bases_add(struct merge_bases *bases, struct span term, const struct list_base *list, struct error *err)
{
	bool added = false;

	if (!list->df)
		return STATUS_OK;
	if (table_put(&bases->terms, term, &added) != TABLE_NONE && added)
		buf_append(&bases->lists, list, sizeof(*list));
	if (!added || buf_status(&bases->lists) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return STATUS_OK;
}

enum status
merge_bases_find(struct merge_bases *bases, struct span term, struct span language, struct list_base *list, struct error *err)
{
	char room[STEM_TERM_MAX];
	struct span stem;
	uint32_t number;
	enum status status;

	*list = (struct list_base){ .df = 0 };
	status = stem_set_number(&bases->stems, language.len ? language : bases->usual, &number, err);
	if (status < 0 || !stem_set_term(&bases->stems, number, term, room, &stem))
		return status;
	number = table_get(&bases->terms, stem);
	if (number != TABLE_NONE)
		memcpy(list, bases->lists.data + number * sizeof(*list), sizeof(*list));
	return STATUS_OK;
}
