/* Any bytes as a file that may be packed: what comes out stays within the limits,
 * and it ends.  Seeds: seeds_unpack.py. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "corpus/unpack.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define BYTES ((uint64_t)1 << 20)
#define MEMBERS 200

static void
check(bool sound)
{
	if (!sound)
		abort();
}

/* Reads STREAM to its end; how many bytes it had. */
static uint64_t
read_all(struct stream *stream)
{
	uint64_t bytes = 0;

	for (;;) {
		struct span look;
		enum status status = stream_look(stream, 1, &look, NULL);

		check(status == STATUS_OK || look.len == 0);
		if (look.len == 0)
			return bytes;
		/* Every byte is looked at, so that the sanitizers see it. */
		check(memchr(look.ptr, 'a', look.len) == NULL || look.len <= STREAM_BUFFER);
		bytes += look.len;
		stream_skip(stream, look.len);
	}
}

static void
unpack_all(int fd)
{
	const struct unpack_limits limits = { .bytes = BYTES, .members = MEMBERS, .depth = 4 };
	struct unpack *unpack;
	struct unpacked member;
	uint64_t bytes = 0;
	size_t steps = 0;
	enum status status;

	if (unpack_open(fd, "f", &limits, NULL, &unpack, NULL) < 0)
		return;
	while ((status = unpack_next(unpack, &member, NULL)) != STATUS_END) {
		check(++steps <= 10 * MEMBERS);
		if (status == STATUS_OK) {
			check(member.stream && member.name && strncmp(member.name, "f", 1) == 0);
			bytes += read_all(member.stream);
		} else if (!unpack_goes_on(unpack)) {
			break;
		}
	}
	check(bytes <= BYTES + 4 * STREAM_BUFFER || !unpack_is_archive(unpack));
	unpack_free(unpack);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	int fd = memfd_create("f", MFD_CLOEXEC);

	if (fd < 0)
		return 0;
	if (write(fd, data, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return 0;
	}
	unpack_all(fd);
	return 0;
}
