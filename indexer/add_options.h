/* add_options.h - what the default command was asked to do.
 */
#ifndef NEWSDEX_INDEXER_ADD_OPTIONS_H
#define NEWSDEX_INDEXER_ADD_OPTIONS_H

#include "corpus/reader.h"
#include "corpus/unpack.h"
#include "index/index.h"
#include "indexer/command.h"
#include "indexer/paths.h"

enum progress_mode { PROGRESS_AUTO, PROGRESS_NEVER, PROGRESS_JSON };

struct add_options {
	const char *index;
	const char *engine;               /* NULL: what is there, else the default */
	enum index_text text;
	enum index_forward forward;
	unsigned long long memory;        /* bytes for everything */
	unsigned threads;
	struct reader_options reader;
	struct unpack_limits unpack;
	struct field_map *maps;           /* owned; reader.maps points here */
	struct span language;             /* SPAN_NONE: not said */
	uint64_t commit_bytes;            /* of text read; 0: no such limit */
	unsigned commit_seconds;          /* 0: no such limit */
	const char *rejects;
	enum progress_mode progress;
	const char **joins;               /* --join; owned list of borrowed strings */
	size_t join_count;
	bool keep_site_text;              /* what a site prints on many of its pages */
	bool keep_repeated;               /* what is equal to another article in all but id and address */
	bool dry_run, explain, delete_missing, force, quiet, verbose, wait, follow;
	struct paths paths;
};

extern const struct option add_option_table[];

/* Reads LINE; false when the command is over (line->exit says how). */
bool add_options_read(struct add_options *options, struct command_line *line);
void add_options_release(struct add_options *options);

/* A hash of the options that change what is read from a file. */
uint64_t add_options_settings(const struct add_options *options);

#endif
