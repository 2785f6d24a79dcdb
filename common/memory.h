/* memory.h - memory that nobody will look at again.
 */
#ifndef NEWSDEX_COMMON_MEMORY_H
#define NEWSDEX_COMMON_MEMORY_H

#include "common/span.h"

/* Gives the whole pages inside of BYTES back to the system; what is in them is lost.
 * For anonymous memory alone, as malloc() gives it for large sizes.  BYTES is better
 * a megabyte or more: it is a call of the kernel. */
void memory_give_back(struct span bytes);

#endif
