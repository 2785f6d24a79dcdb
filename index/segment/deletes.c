#include "index/segment/deletes.h"

enum status
deletes_open(struct deletes *deletes, const char *folder, const char *name, uint32_t docs,
             uint32_t deleted, struct error *err)
{
	enum status status;

	memset(deletes, 0, sizeof(*deletes));
	status = infile_open(&deletes->in, folder, name, KIND_DEL, 2, err);
	if (status < 0)
		return status;
	if (infile_tail(&deletes->in, 0) != docs || infile_tail(&deletes->in, 1) != deleted
	    || !infile_holds(&deletes->in, FORMAT_HEAD_SIZE, docs / 8 + (docs % 8 != 0), 1))
		return infile_corrupt(&deletes->in, deletes->in.body_end, "the deleted documents are not of this segment", err);
	deletes->bits = deletes->in.data + FORMAT_HEAD_SIZE;
	deletes->docs = docs;
	deletes->deleted = deleted;
	return STATUS_OK;
}

void
deletes_release(struct deletes *deletes)
{
	infile_release(&deletes->in);
	deletes->bits = NULL;
}

enum status
deletes_write(const unsigned char *bits, uint32_t docs, uint32_t deleted, const char *folder,
              const char *name, uint64_t *size, struct error *err)
{
	const uint64_t tail[2] = { docs, deleted };
	struct outfile out;
	enum status status = outfile_open(&out, folder, name, KIND_DEL, err);

	if (status == STATUS_OK) {
		outfile_put(&out, bits, docs / 8 + (docs % 8 != 0), err);
		status = outfile_finish(&out, tail, 2, size, err);
	}
	outfile_release(&out);
	return status;
}

enum status
deletes_check(const struct deletes *deletes, struct error *err)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < deletes->docs / 8 + (deletes->docs % 8 != 0); i++)
		count += (uint32_t)__builtin_popcount(deletes->bits[i]);
	return count == deletes->deleted
		? STATUS_OK
		: infile_corrupt(&deletes->in, FORMAT_HEAD_SIZE, "the number of deleted documents is wrong", err);
}
