/* glass_check.h - examines an index on this machine.  See index_check().
 */
#ifndef NEWSDEX_INDEX_XAPIAN_GLASS_CHECK_H
#define NEWSDEX_INDEX_XAPIAN_GLASS_CHECK_H

#include "common/error.h"

enum status index_folder_check(const char *path, void (*report)(void *context, const char *line), void *context, struct error *err);

#endif
