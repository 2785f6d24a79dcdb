#include "index/segment/segment_engine.h"

#include <stdio.h>
#include <sys/stat.h>

#include "index/segment/segment_reader.h"
#include "index/segment/segment_writer.h"

static bool
segment_recognise(const char *path)
{
	char file[4096];
	struct stat st;

	return snprintf(file, sizeof(file), "%s/" MANIFEST_NAME, path) < (int)sizeof(file)
		&& stat(file, &st) == 0 && S_ISREG(st.st_mode);
}

const struct index_engine segment_engine = {
	.name = "segment",
	.recognise = segment_recognise,
	.open = segment_reader_open,
	.writer_open = segment_writer_open,
	.check = segment_engine_check,
	.repair = segment_engine_repair,
};
