/* check.h - whether the files of a segment are what a writer wrote. */
#ifndef NEWSDEX_INDEX_SEGMENT_CHECK_H
#define NEWSDEX_INDEX_SEGMENT_CHECK_H

#include "index/segment/segment.h"

/* Examines every byte and calls REPORT (may be NULL) for each finding:
 * STATUS_OK, STATUS_CORRUPT, or why it could not be done. */
enum status segment_examine(const struct segment *segment, const char *folder,
                            void (*report)(void *context, const char *line), void *context, struct error *err);

#endif
