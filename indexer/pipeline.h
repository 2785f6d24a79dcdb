/* pipeline.h - one thread that reads paths, many that read and index articles,
 * and the caller's, which commits, reports and listens to signals.
 *
 * What an index holds afterwards depends on the input alone: every article has
 * its sequence number from the input, whichever thread reads it.
 */
#ifndef NEWSDEX_INDEXER_PIPELINE_H
#define NEWSDEX_INDEXER_PIPELINE_H

#include "corpus/join.h"
#include "indexer/account.h"
#include "indexer/add_options.h"
#include "indexer/files.h"
#include "indexer/output.h"
#include "indexer/progress.h"

struct pipeline_settings {
	const struct add_options *options;
	struct paths *paths;
	struct index_writer *writer;     /* with options->threads lanes */
	struct account *account;
	struct progress *progress;
	struct files *files;
	struct output *output;
	const struct join *join;         /* what is known of articles elsewhere, or NULL */
};

/* Bytes of --memory that are left for the writer. */
size_t pipeline_writer_memory(const struct add_options *options);

/* Reads everything, commits, and returns: STATUS_OK, STATUS_INTERRUPTED after
 * a signal (what was finished is committed), or an error (what was committed
 * before stays). */
enum status pipeline_run(const struct pipeline_settings *settings, struct error *err);

#endif
