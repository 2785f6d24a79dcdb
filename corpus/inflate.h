/* inflate.h - one member of a gzip file after the other, out of bytes that come in pieces.
 *
 * ISA-L takes a third of zlib's time and is used where the build has found it.
 */
#ifndef NEWSDEX_CORPUS_INFLATE_H
#define NEWSDEX_CORPUS_INFLATE_H

#include "common/span.h"

enum inflated {
	INFLATE_MORE,      /* room or bytes are used up */
	INFLATE_END,       /* the member has ended, and its checksum is right */
	INFLATE_DAMAGED,
	INFLATE_NOMEM,
};

struct inflate_kind {
	const char *name;
	void *(*create)(void);             /* NULL when memory is short */
	void (*free)(void *inflater);
	/* A member begins, with HEAD as for inflate_kind_for(), which has named this kind.
	 * Returns how many bytes of it are done with. */
	size_t (*begin)(void *inflater, struct span head);
	/* Unpacks from BYTES, of which those that were used are taken away, up to SIZE
	 * bytes into DATA; *GOT is how many.  What was got before damage is sound. */
	enum inflated (*run)(void *inflater, struct span *bytes, char *data, size_t size, size_t *got);
};

/* All that were built, the fastest first, ended by NULL. */
extern const struct inflate_kind *const inflate_kinds[];

/* The fastest that can read a member whose first bytes are HEAD: at least INFLATE_HEAD
 * of them, or all there are. */
#define INFLATE_HEAD 512
const struct inflate_kind *inflate_kind_for(struct span head);

#endif
