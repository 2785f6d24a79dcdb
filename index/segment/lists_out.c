#include "index/segment/lists_out.h"

#include "index/segment/pack.h"

static enum status
file_open(struct outfile *out, const char *folder, const struct segment_name *name, const char *extension,
          enum file_kind kind, struct error *err)
{
	char file[SEGMENT_FILE_NAME_MAX];

	segment_file_name(name, extension, file);
	return outfile_open(out, folder, file, kind, err);
}

enum status
lists_out_open(struct lists_out *out, const char *folder, const struct segment_name *name,
               const uint32_t *lengths, uint32_t docs, double mean, struct error *err)
{
	enum status status;

	out->docs = docs;
	out->last = (struct list){ .flags = 0 };
	out->base_post = 0;
	out->base_bytes = (struct buf)BUF_INIT;
	promise_norms(&out->norms, mean);
	out->dict_file = out->post = out->pos = (struct outfile)OUTFILE_INIT;
	dict_writer_init(&out->dict, &out->dict_file);
	list_writer_init(&out->list, &out->post, &out->pos, lengths, &out->norms);
	status = file_open(&out->dict_file, folder, name, "dict", KIND_DICT, err);
	if (status == STATUS_OK)
		status = file_open(&out->post, folder, name, "post", KIND_POST, err);
	if (status == STATUS_OK)
		status = file_open(&out->pos, folder, name, "pos", KIND_POS, err);
	return status;
}

enum status
lists_out_term(struct lists_out *out, struct span term, struct error *err)
{
	enum status status = list_writer_end(&out->list, &out->last, err);

	if (status == STATUS_OK)
		dict_writer_add(&out->dict, term, &out->last, err);
	return status < 0 ? status : out->dict_file.status;
}

struct list_base
lists_out_last_base(const struct lists_out *out)
{
	const struct list *last = &out->last;

	if (last->flags != LIST_COUNTED || last->df < LIST_BASE_LEAST)
		return (struct list_base){ .df = 0 };
	return (struct list_base){ last->post, (uint32_t)last->post_size, last->df };
}

enum status
lists_out_base(struct lists_out *out, const struct list_base *base, uint64_t postings, struct error *err)
{
	enum status status = STATUS_OK;

	if (base->df < LIST_BASE_LEAST || base->df / LIST_BASE_TIMES > postings)
		return STATUS_OK;
	if (out->base_post != base->post) {
		buf_clear(&out->base_bytes);
		status = outfile_read(&out->post, base->post, base->size, &out->base_bytes, err);
		out->base_post = base->post;
		if (status == STATUS_OK && !buf_reserve(&out->base_bytes, PACK_SLACK))
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	if (status == STATUS_OK)
		list_writer_base(&out->list, base, buf_span(&out->base_bytes), out->docs);
	return status;
}

void
lists_out_shared(struct lists_out *out, struct span term, struct error *err)
{
	struct list entry = { .flags = LIST_COUNTED | LIST_SHARED };

	dict_writer_add(&out->dict, term, &entry, err);
}

enum status
lists_out_finish(struct lists_out *out, uint64_t *size, struct error *err)
{
	uint64_t dict = 0, post = 0, pos = 0;
	enum status status = dict_writer_finish(&out->dict, &dict, err);

	if (status == STATUS_OK)
		status = outfile_finish(&out->post, NULL, 0, &post, err);
	if (status == STATUS_OK)
		status = outfile_finish(&out->pos, NULL, 0, &pos, err);
	*size = dict + post + pos;
	return status;
}

void
lists_out_release(struct lists_out *out)
{
	dict_writer_release(&out->dict);
	list_writer_release(&out->list);
	buf_release(&out->base_bytes);
	outfile_release(&out->dict_file);
	outfile_release(&out->post);
	outfile_release(&out->pos);
}
