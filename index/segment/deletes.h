/* deletes.h - which documents of a segment are deleted: one bit each. */
#ifndef NEWSDEX_INDEX_SEGMENT_DELETES_H
#define NEWSDEX_INDEX_SEGMENT_DELETES_H

#include "index/segment/infile.h"
#include "index/segment/outfile.h"

struct deletes {
	struct infile in;            /* in.data NULL: nothing is deleted */
	const unsigned char *bits;   /* NULL: nothing is deleted */
	uint32_t docs, deleted;
};

/* DOCS is the segment's number of documents, DELETED what the manifest says. */
enum status deletes_open(struct deletes *deletes, const char *folder, const char *name, uint32_t docs,
                         uint32_t deleted, struct error *err);
void deletes_release(struct deletes *deletes);

static inline bool
bits_test(const unsigned char *bits, uint32_t doc)
{
	return bits[doc / 8] >> doc % 8 & 1;
}

static inline bool
deletes_test(const struct deletes *deletes, uint32_t doc)
{
	return deletes->bits && bits_test(deletes->bits, doc);
}

/* Writes BITS for DOCS documents, DELETED of them set. */
enum status deletes_write(const unsigned char *bits, uint32_t docs, uint32_t deleted, const char *folder,
                          const char *name, uint64_t *size, struct error *err);

/* Compares the bits with the number of deleted documents. */
enum status deletes_check(const struct deletes *deletes, struct error *err);

#endif
