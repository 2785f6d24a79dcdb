/* joined.h - --join: tables that are read before the articles, and what is said
 * of them afterwards.
 */
#ifndef NEWSDEX_INDEXER_JOINED_H
#define NEWSDEX_INDEXER_JOINED_H

#include "corpus/join.h"
#include "indexer/account.h"
#include "indexer/add_options.h"
#include "indexer/output.h"

/* Bytes of --memory that the tables may take. */
static inline size_t
joined_memory(const struct add_options *options)
{
	return options->join_count ? (size_t)options->memory / 4 : 0;
}

/* Reads the tables that OPTIONS name; *JOIN is NULL when it names none. */
enum status joined_read(const struct add_options *options, struct join **join, struct error *err);

/* When all was read and given to OUTPUT: counts lines that are no rows and
 * addresses without an article as skipped, and says so.  The articles of
 * unchanged files were not looked at: with some of these, addresses are only
 * counted in a line. */
void joined_report(const struct join *join, struct account *account, struct output *output);

#endif
