/* lib_error.h - the library's own error record, told to the caller. */
#ifndef NEWSDEX_LIB_LIB_ERROR_H
#define NEWSDEX_LIB_LIB_ERROR_H

#include "common/error.h"
#include "lib/newsdex.h"

/* Fills OUT (may be NULL) from STATUS and ERR and returns STATUS. */
int lib_result(struct newsdex_error *out, enum status status, const struct error *err);

#endif
