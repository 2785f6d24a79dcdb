/* lib_article.h - articles between the public shape and the inner one. */
#ifndef NEWSDEX_LIB_LIB_ARTICLE_H
#define NEWSDEX_LIB_LIB_ARTICLE_H

#include "common/arena.h"
#include "common/error.h"
#include "corpus/article.h"
#include "lib/newsdex.h"

/* A C string in ARENA; NULL for SPAN_NONE or when memory is short. */
const char *lib_string(struct arena *arena, struct span span);

/* A list of such, ended by NULL. */
const char *const *lib_list(struct arena *arena, const struct span *spans, size_t count);

/* DATE in ISO 8601, NULL for none. */
const char *lib_date(struct arena *arena, const struct date *date);

/* The inner shape of GIVEN, in ARENA: texts checked, dates read. */
enum status lib_article_take(const struct newsdex_article *given, struct arena *arena, struct article *article,
                             struct error *err);

#endif
