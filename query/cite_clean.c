#include "common/terminal.h"
#include "query/cite.h"

struct civil
cite_day(const struct date *date)
{
	struct civil day = { 0 };

	if (date->precision == DATE_NONE)
		return day;
	day = date_civil(date->seconds);
	if (date->precision < DATE_MONTH)
		day.month = 0;
	if (date->precision < DATE_DAY)
		day.day = 0;
	return day;
}

/* Control characters have no place in a reference; a field is one line. */
static enum status
clean_field(struct span *text, struct arena *arena, struct error *err)
{
	struct buf clean = BUF_INIT;

	if (!text->len)
		return STATUS_OK;
	terminal_append_safe(&clean, *text);
	*text = buf_status(&clean) == STATUS_OK ? arena_copy(arena, buf_span(&clean)) : SPAN_NONE;
	buf_release(&clean);
	return text->ptr ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "not enough memory");
}

static enum status
clean_list(const struct span **list, size_t count, struct arena *arena, struct error *err)
{
	struct span *copy = arena_zalloc(arena, count + 1, sizeof(*copy));
	enum status status = STATUS_OK;

	if (!copy)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		copy[i] = (*list)[i];
		status = clean_field(&copy[i], arena, err);
	}
	*list = copy;
	return status;
}

enum status
cite_clean(struct article *article, struct arena *arena, struct error *err)
{
	enum status status = STATUS_OK;

	for (int field = 0; status == STATUS_OK && field < FIELD_TEXT_COUNT; field++)
		if (field != FIELD_BODY)
			status = clean_field(&article->text[field], arena, err);
	if (status == STATUS_OK)
		status = clean_list(&article->authors, article->author_count, arena, err);
	return status == STATUS_OK ? clean_list(&article->tags, article->tag_count, arena, err) : status;
}
