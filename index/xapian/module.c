/* The one symbol that the module shows. */
#include "index/xapian/glass_check.h"
#include "index/xapian/glass_reader.h"
#include "index/xapian/glass_writer.h"

extern const struct index_engine newsdex_xapian_engine __attribute__((visibility("default")));

/* Which paths are this engine's is known without it: index/engines.c. */
static bool
recognise(const char *path)
{
	(void)path;
	return true;
}

const struct index_engine newsdex_xapian_engine = {
	.name = "xapian",
	.recognise = recognise,
	.open = reader_open,
	.writer_open = writer_open,
	.check = index_folder_check,
};
