/* packed.h - archives and compressed streams, by libarchive.
 *
 * Read once, from the start, out of a stream; nothing is written to disk.  For
 * one thread.
 */
#ifndef NEWSDEX_CORPUS_PACKED_H
#define NEWSDEX_CORPUS_PACKED_H

#include "corpus/magic.h"
#include "corpus/source.h"

struct packed;

struct packed_member {
	struct span name;         /* as it is in the archive; valid until the next member */
	bool is_folder;
	const char *refused;      /* why its bytes cannot be had: "encrypted", "a link"; NULL */
	uint64_t size;            /* when unpacked, 0: not said; may be wrong */
};

/* Reads FROM (borrowed), which is packed as PACKING says (not PACKED_NOT, gzip, xz or lzip). */
enum status packed_open(struct stream *from, enum packing packing, struct packed **packed, struct error *err);
void packed_free(struct packed *packed);

/* The next member (a compressed stream is one without a name): STATUS_OK,
 * STATUS_END, or an error.  What was not read of the one before is passed over. */
enum status packed_next(struct packed *packed, struct packed_member *member, struct error *err);

/* Whether no further member can be read: at the end, or after damage. */
bool packed_over(const struct packed *packed);

/* The bytes of the member, owned by PACKED. */
struct source *packed_source(struct packed *packed);

#endif
