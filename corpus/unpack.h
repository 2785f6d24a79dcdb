/* unpack.h - the files that are packed in a file, to any depth, one after the other.
 *
 * Compression is undone and archives are walked as streams: nothing is written
 * to disk, and no member is held in memory.  What a member is called is the
 * file's path, a slash, and its name inside: "news.tar.gz/2019/a.json"; what is
 * compressed but no archive keeps the name of its file.  Names with a part that
 * starts with a dot, and __MACOSX, are left out, as by walk.h.
 *
 * For one thread.
 */
#ifndef NEWSDEX_CORPUS_UNPACK_H
#define NEWSDEX_CORPUS_UNPACK_H

#include "corpus/source.h"

/* What a file may unpack to; beyond it the rest of the file is left out with
 * STATUS_LIMIT.  0 of any: the default.  UINT64_MAX: no limit. */
struct unpack_limits {
	uint64_t ratio;           /* bytes out for each byte in, beyond the first UNPACK_FREE */
	uint64_t bytes;           /* out, from one file */
	uint64_t members;         /* of one file, with those of archives in it */
	uint64_t depth;           /* archives and compressions in each other, at most UNPACK_DEPTH_MOST */
};

#define UNPACK_RATIO 500
#define UNPACK_BYTES ((uint64_t)1 << 40)
#define UNPACK_MEMBERS 20000000
#define UNPACK_DEPTH 8
#define UNPACK_DEPTH_MOST 32
#define UNPACK_FREE ((uint64_t)64 << 20)

struct unpack;

struct unpacked {
	struct stream *stream;    /* its bytes; valid, like NAME, until the next unpack_next() */
	const char *name;
	uint64_t size;            /* as far as it is said, else 0 */
};

/* Opens what FD holds, which is closed with it, also when this fails.  PATH and
 * LIMITS are borrowed.  COUNTER (may be NULL) grows by the bytes read from FD. */
enum status unpack_open(int fd, const char *path, const struct unpack_limits *limits, _Atomic uint64_t *counter,
                        struct unpack **unpack, struct error *err);
void unpack_free(struct unpack *unpack);

/* The next file in it; one that is not packed is its only one.  STATUS_OK,
 * STATUS_END, or an error, which names the member or archive it is about.
 * Reading a member may end in an error as well. */
enum status unpack_next(struct unpack *unpack, struct unpacked *member, struct error *err);

/* After an error from unpack_next() or a member: whether more may come. */
bool unpack_goes_on(const struct unpack *unpack);

/* Whether the file is an archive, as far as it was read. */
bool unpack_is_archive(const struct unpack *unpack);

#endif
