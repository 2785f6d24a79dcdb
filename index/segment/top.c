#include "index/segment/segment_reader.h"

enum status
reader_top(struct index_reader *reader, struct search *search, struct error *err)
{
	(void)reader;
	(void)search;
	(void)err;
	return STATUS_UNSUPPORTED;
}
