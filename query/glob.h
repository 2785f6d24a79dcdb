/* glob.h - whether a term is one that a wildcard stands for.
 */
#ifndef NEWSDEX_QUERY_GLOB_H
#define NEWSDEX_QUERY_GLOB_H

#include <stdbool.h>

#include "common/span.h"

/* * is any characters, none too; ? (where ONE is true) one character. */
bool glob_match(struct span pattern, struct span text, bool one);

/* The characters of PATTERN before its first wildcard. */
struct span glob_prefix(struct span pattern, bool one);

/* Bytes of PATTERN that are no wildcards: no shorter text can match. */
size_t glob_least(struct span pattern, bool one);

#endif
