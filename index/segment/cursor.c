/* The cursors of index.h: one list after another, deleted documents left out. */
#include <stdlib.h>

#include "index/segment/segment_reader.h"

struct chain {
	struct postings base;
	struct segment_reader *reader;
	size_t segment;              /* the present one; == reader->count at the end */
	bool open;                   /* cursor is on it */
	struct buf positions;
	char term[TERM_MAX];
	size_t term_len;             /* 0: every document */
	uint32_t next_doc;           /* of the walk over every document */
	struct list_cursor cursor;
};

static enum status
chain_end(struct chain *chain)
{
	chain->segment = chain->reader->count;
	chain->base.doc = DOCID_END;
	chain->base.frequency = 0;
	return STATUS_END;
}

/* Opens the list of the present segment, or of the next one that has the term. */
static enum status
chain_open(struct chain *chain, struct error *err)
{
	while (!chain->open && chain->segment < chain->reader->count) {
		const struct segment *segment = chain->reader->segments[chain->segment];
		struct list list;
		enum status status = segment_list(segment, span_from(chain->term, chain->term_len), &list, err);

		if (status < 0)
			return status;
		if (!list.df) {
			chain->segment++;
			continue;
		}
		status = list_cursor_open(&chain->cursor, &segment->files, &list, err);
		if (status < 0)
			return status;
		chain->open = true;
	}
	return STATUS_OK;
}

/* Onto the first document from where the cursor stands that is not deleted. */
static enum status
chain_settle(struct chain *chain, struct error *err)
{
	for (;;) {
		const struct segment *segment;
		enum status status;

		if (chain->segment >= chain->reader->count)
			return chain_end(chain);
		segment = chain->reader->segments[chain->segment];
		if (chain->open && chain->cursor.doc != DOC_END) {
			if (!deletes_test(&segment->deletes, chain->cursor.doc)) {
				chain->base.doc = segment->base + chain->cursor.doc;
				chain->base.frequency = list_cursor_frequency(&chain->cursor);
				return STATUS_OK;
			}
		} else {
			if (chain->open)
				chain->segment++;
			chain->open = false;
			status = chain_open(chain, err);
			if (status < 0)
				return status;
			if (!chain->open)
				return chain_end(chain);
		}
		status = list_cursor_next(&chain->cursor, err);
		if (status < 0)
			return status;
	}
}

static enum status
chain_next(struct postings *base, struct error *err)
{
	struct chain *chain = (struct chain *)base;

	if (base->doc == DOCID_END)
		return STATUS_END;
	if (chain->open) {
		enum status status = list_cursor_next(&chain->cursor, err);

		if (status < 0)
			return status;
	}
	return chain_settle(chain, err);
}

static enum status
chain_seek(struct postings *base, docid_t target, struct error *err)
{
	struct chain *chain = (struct chain *)base;
	struct segment_reader *reader = chain->reader;
	enum status status;

	while (chain->segment < reader->count
	       && target - reader->segments[chain->segment]->base >= reader->segments[chain->segment]->docs
	       && target > reader->segments[chain->segment]->base) {
		chain->segment++;
		chain->open = false;
	}
	status = chain_open(chain, err);
	if (status < 0)
		return status;
	if (chain->open && target >= reader->segments[chain->segment]->base) {
		status = list_cursor_seek(&chain->cursor, target - reader->segments[chain->segment]->base, err);
		if (status < 0)
			return status;
	} else if (chain->open && !chain->cursor.size) {
		status = list_cursor_next(&chain->cursor, err);
		if (status < 0)
			return status;
	}
	return chain_settle(chain, err);
}

static enum status
chain_positions(struct postings *base, const uint32_t **positions, size_t *count, struct error *err)
{
	struct chain *chain = (struct chain *)base;
	enum status status = STATUS_OK;

	buf_clear(&chain->positions);
	if (chain->open && base->doc != DOCID_END && base->doc != DOCID_NONE)
		status = list_cursor_positions(&chain->cursor, &chain->positions, err);
	*positions = (const uint32_t *)(const void *)chain->positions.data;
	*count = status == STATUS_OK ? chain->positions.len / sizeof(uint32_t) : 0;
	return status;
}

static void
chain_free(struct postings *base)
{
	struct chain *chain = (struct chain *)base;

	buf_release(&chain->positions);
	free(chain);
}

/* ---- Every document --------------------------------------------------- */

static enum status
every_settle(struct chain *chain)
{
	while (chain->segment < chain->reader->count) {
		const struct segment *segment = chain->reader->segments[chain->segment];

		while (chain->next_doc < segment->docs && deletes_test(&segment->deletes, chain->next_doc))
			chain->next_doc++;
		if (chain->next_doc < segment->docs) {
			chain->base.doc = segment->base + chain->next_doc++;
			return STATUS_OK;
		}
		chain->segment++;
		chain->next_doc = 0;
	}
	return chain_end(chain);
}

static enum status
every_next(struct postings *base, struct error *err)
{
	(void)err;
	return every_settle((struct chain *)base);
}

static enum status
every_seek(struct postings *base, docid_t target, struct error *err)
{
	struct chain *chain = (struct chain *)base;
	struct segment_reader *reader = chain->reader;

	(void)err;
	while (chain->segment < reader->count && target > reader->segments[chain->segment]->base
	       && target - reader->segments[chain->segment]->base >= reader->segments[chain->segment]->docs) {
		chain->segment++;
		chain->next_doc = 0;
	}
	if (chain->segment < reader->count && target > reader->segments[chain->segment]->base
	    && target - reader->segments[chain->segment]->base > chain->next_doc)
		chain->next_doc = target - reader->segments[chain->segment]->base;
	return every_settle(chain);
}

static enum status
every_positions(struct postings *base, const uint32_t **positions, size_t *count, struct error *err)
{
	(void)base;
	(void)err;
	*positions = NULL;
	*count = 0;
	return STATUS_OK;
}

static enum status
chain_new(struct index_reader *reader, const struct postings_ops *ops, struct span term, struct postings **postings,
          struct error *err)
{
	struct chain *chain = calloc(1, sizeof(*chain));

	if (!chain)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	chain->base.ops = ops;
	chain->reader = (struct segment_reader *)reader;
	chain->term_len = term.len;
	if (term.len)
		memcpy(chain->term, term.ptr, term.len);
	*postings = &chain->base;
	return STATUS_OK;
}

enum status
reader_postings(struct index_reader *reader, struct span term, struct postings **postings, struct error *err)
{
	static const struct postings_ops ops = { chain_next, chain_seek, chain_positions, chain_free };

	return chain_new(reader, &ops, term, postings, err);
}

enum status
reader_all(struct index_reader *reader, struct postings **postings, struct error *err)
{
	static const struct postings_ops ops = { every_next, every_seek, every_positions, chain_free };

	return chain_new(reader, &ops, SPAN_NONE, postings, err);
}
