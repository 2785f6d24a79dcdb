/* input.h - paths in, chunks out: folders walked, files unpacked and sniffed.
 *
 * An input is pulled by one thread; the chunks it hands out are owned by the
 * caller and may be read by any other.
 */
#ifndef NEWSDEX_CORPUS_INPUT_H
#define NEWSDEX_CORPUS_INPUT_H

#include "corpus/reader.h"
#include "corpus/unpack.h"

/* What is known of a file without reading it: enough to see that it is the
 * one that was indexed before. */
struct file_stamp {
	uint64_t size;
	int64_t mtime_ns;
	uint64_t inode;
};

struct input_options {
	struct reader_options reader;
	size_t chunk_size;               /* bytes a chunk aims at; 0: the default */
	const char *spill;               /* a folder for records longer than spill_least (common/spill.h); NULL: they lie in memory */
	size_t spill_least;
	struct unpack_limits unpack;
	const char *index;               /* the index being written, which is no input; NULL: none */
	bool follow_links;               /* links given as arguments are always followed */
	/* Asked before a file is opened; true leaves it out ("unchanged").  Not
	 * asked for standard input.  May be NULL. */
	bool (*skip)(void *context, struct span path, const struct file_stamp *stamp);
	void *context;
};

#define INPUT_CHUNK ((size_t)4 << 20)

/* A chunk and the memory it lives in.  STAMP and LAST are of the file on disk;
 * one whose end says nothing, such as an archive, ends with a chunk that has no
 * bytes and no format. */
struct input_chunk {
	struct chunk chunk;
	struct file_stamp stamp;
	bool last;                       /* no further chunk of this file will come */
	bool goes_on;                    /* with an error: it is about a member, more of its file may come */
	void *memory;
	struct spill *spill;             /* where MEMORY is, or NULL */
};

struct input;

/* OPTIONS are copied, what they point to is borrowed.  *INPUT is freed with input_free(). */
enum status input_new(const struct input_options *options, struct input **input, struct error *err);
void input_free(struct input *input);

/* Adds a file, a folder (walked in byte order of names, without those that
 * start with a dot), or "-" for standard input, behind what was added before. */
enum status input_add(struct input *input, struct span path, struct error *err);

/* The next chunk: STATUS_OK, STATUS_END, or an error that concerns one file
 * (STATUS_BADINPUT, STATUS_IO, STATUS_NOTFOUND, STATUS_LIMIT): named in ERR,
 * the next call goes on behind it.  Links below a folder, FIFOs, sockets and
 * devices are such errors, never opened.  With CHUNK->goes_on the error is
 * about a part of a file that is otherwise sound; CHUNK->stamp is that file's.
 * STATUS_NOMEM is final. */
enum status input_next(struct input *input, struct input_chunk *chunk, struct error *err);
void input_chunk_release(struct input_chunk *chunk);

/* Bytes of files seen so far and read so far (compressed, as on disk), for progress. */
void input_progress(const struct input *input, uint64_t *seen, uint64_t *read);

#endif
