/* segment_engine.h - the native engine: immutable compressed segments in a
 * folder, mapped into memory; doc/index-format.md says how they look.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_SEGMENT_ENGINE_H
#define NEWSDEX_INDEX_SEGMENT_SEGMENT_ENGINE_H

#include "index/index.h"

extern const struct index_engine segment_engine;

enum status segment_engine_check(const char *path, void (*report)(void *context, const char *line), void *context,
                                 struct error *err);

enum status segment_engine_repair(const char *path, const struct index_writer_options *options,
                                  void (*report)(void *context, const char *line), void *context,
                                  struct index_repaired *result, struct error *err);

#endif
