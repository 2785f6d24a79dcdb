/* engines.h - which engine a path or a name stands for.
 *
 * The native engine is part of every program that links index/.  The Xapian
 * engine is a module, newsdex-xapian.so, that is loaded the first time one of
 * its functions is called: a program that never meets such an index never
 * loads libxapian.  The module is looked for in the folder that
 * NEWSDEX_MODULES names, else where `make install` put it.
 */
#ifndef NEWSDEX_INDEX_ENGINES_H
#define NEWSDEX_INDEX_ENGINES_H

#include "index/index.h"

/* The symbol of the module, a const struct index_engine. */
#define ENGINE_MODULE_FILE "newsdex-xapian.so"
#define ENGINE_MODULE_SYMBOL "newsdex_xapian_engine"

/* The engine whose index is at PATH (a folder or an address), or NULL. */
const struct index_engine *engine_of_path(const char *path);

/* The engine called NAME; NULL for NAME is the default one.  NULL when there
 * is none of that name. */
const struct index_engine *engine_named(const char *name);

#endif
