#include <stdlib.h>

#include "corpus/inflate.h"
#include "corpus/source.h"

struct gunzip {
	struct source source;
	struct stream *from;
	const struct inflate_kind *kind;
	void *inflater;
	bool inside;        /* of a member */
	bool ended;
};

static enum status
bad(struct gunzip *gunzip, struct error *err, const char *reason)
{
	gunzip->ended = true;
	return error_set_at(err, STATUS_BADINPUT, gunzip->from->place, gunzip->from->offset, "gzip: %s", reason);
}

static void
inflater_free(struct gunzip *gunzip)
{
	if (gunzip->inflater)
		gunzip->kind->free(gunzip->inflater);
	gunzip->inflater = NULL;
}

static enum status
choose_kind(struct gunzip *gunzip, const struct inflate_kind *kind, struct error *err)
{
	if (gunzip->inflater && gunzip->kind == kind)
		return STATUS_OK;
	inflater_free(gunzip);
	gunzip->kind = kind;
	gunzip->inflater = kind->create();
	return gunzip->inflater ? STATUS_OK : error_set(err, STATUS_NOMEM, gunzip->from->place, "out of memory");
}

/* Between members: another one, zeros as tapes have them, or the end. */
static enum status
start_member(struct gunzip *gunzip, struct error *err)
{
	struct span bytes;
	enum status status = stream_look(gunzip->from, INFLATE_HEAD, &bytes, err);

	while (status == STATUS_OK && bytes.len && bytes.ptr[0] == '\0') {
		size_t zeros = 0;

		while (zeros < bytes.len && bytes.ptr[zeros] == '\0')
			zeros++;
		stream_skip(gunzip->from, zeros);
		status = stream_look(gunzip->from, INFLATE_HEAD, &bytes, err);
	}
	if (status < 0)
		return status;
	if (bytes.len == 0) {
		gunzip->ended = true;
		return STATUS_OK;
	}
	if ((unsigned char)bytes.ptr[0] != 0x1F)
		return bad(gunzip, err, "something else follows the compressed data");
	status = choose_kind(gunzip, inflate_kind_for(bytes), err);
	if (status < 0)
		return status;
	stream_skip(gunzip->from, gunzip->kind->begin(gunzip->inflater, bytes));
	gunzip->inside = true;
	return STATUS_OK;
}

static enum status
inflate_some(struct gunzip *gunzip, char *data, size_t size, size_t *got, struct error *err)
{
	struct span bytes, left;
	enum status status = stream_look(gunzip->from, 1, &bytes, err);
	enum inflated result;

	if (status < 0)
		return status;
	if (bytes.len == 0)
		return bad(gunzip, err, "the compressed data is cut short");
	left = bytes;
	result = gunzip->kind->run(gunzip->inflater, &left, data, size, got);
	stream_skip(gunzip->from, bytes.len - left.len);
	if (result == INFLATE_NOMEM)
		return error_set(err, STATUS_NOMEM, gunzip->from->place, "out of memory");
	if (result == INFLATE_DAMAGED)
		return bad(gunzip, err, "the compressed data is damaged");
	gunzip->inside = result == INFLATE_MORE;
	return STATUS_OK;
}

static enum status
gunzip_read(struct source *source, char *data, size_t size, size_t *got, struct error *err)
{
	struct gunzip *gunzip = (struct gunzip *)source;
	enum status status = STATUS_OK;

	*got = 0;
	while (*got == 0 && !gunzip->ended && status == STATUS_OK) {
		if (gunzip->inside)
			status = inflate_some(gunzip, data, size, got, err);
		else
			status = start_member(gunzip, err);
	}
	return status;
}

static void
gunzip_close(struct source *source)
{
	struct gunzip *gunzip = (struct gunzip *)source;

	inflater_free(gunzip);
	free(gunzip);
}

enum status
gunzip_open(struct stream *from, struct source **source, struct error *err)
{
	struct gunzip *gunzip = calloc(1, sizeof(*gunzip));

	*source = NULL;
	if (!gunzip)
		return error_set(err, STATUS_NOMEM, from->place, "out of memory");
	gunzip->source.read = gunzip_read;
	gunzip->source.close = gunzip_close;
	gunzip->from = from;
	*source = &gunzip->source;
	return STATUS_OK;
}
