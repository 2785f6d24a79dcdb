/* The default command: read articles, add or update them, commit. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "indexer/dry_writer.h"
#include "indexer/joined.h"
#include "indexer/message.h"
#include "indexer/missing.h"
#include "indexer/pipeline.h"
#include "indexer/signals.h"

struct run {
	struct add_options options;
	struct account account;
	struct account *counting;     /* that, or what is not counted */
	struct progress progress;
	struct output output;
	struct missing missing;
	struct join *join;        /* --join, or NULL */
	bool started;             /* there is something to sum up */
	struct error error;
};

/* After a signal what was read is committed; merging can be done by the next run. */
static bool
stop_merge(void *context)
{
	(void)context;
	return signals_caught() != 0;
}

static void
count_displaced(void *context, enum add_result was, enum add_result now)
{
	const struct run *run = context;

	account_displace(run->counting, was, now);
}

static enum status
writer_open(struct run *run, struct index_writer **writer)
{
	struct add_options *options = &run->options;
	struct index_writer_options writer_options = {
		.engine = options->engine,
		.text = options->text,
		.forward = options->forward,
		.memory = pipeline_writer_memory(options),
		.lanes = options->threads,
		.language = options->language.ptr ? options->language : SPAN("en"),
		.wait = options->wait,
		.stop_merge = stop_merge,
		.displaced = count_displaced,
		.context = run,
	};

	if (options->dry_run)
		return dry_writer_open(options->index, &writer_options, writer, &run->error);
	return index_writer_open(options->index, &writer_options, writer, &run->error);
}

static enum status
run_pipeline(struct run *run, struct index_writer *writer, struct paths *paths, struct files *files,
             struct account *account)
{
	struct pipeline_settings settings = {
		.options = &run->options,
		.paths = paths,
		.writer = writer,
		.account = account,
		.progress = &run->progress,
		.files = files,
		.output = &run->output,
		.join = run->join,
	};

	run->counting = account;
	return pipeline_run(&settings, &run->error);
}

/* Closes WRITER, keeping the first of two failures. */
static enum status
writer_close(struct run *run, struct index_writer *writer, enum status status)
{
	enum status closed = index_writer_close(writer, status < 0 ? NULL : &run->error);

	return status < 0 ? status : closed;
}

/* What other files still hold of what was removed; it was counted before. */
static enum status
read_shared_again(struct run *run)
{
	struct account uncounted = { 0 };
	struct index_writer *writer;
	struct files files;
	enum status status = writer_open(run, &writer);

	if (status < 0)
		return status;
	files_init(&files, false);
	run->output.next_order = 0;
	status = run_pipeline(run, writer, &run->missing.again, &files, &uncounted);
	files_release(&files);
	return writer_close(run, writer, status);
}

static enum status
run_all(struct run *run)
{
	struct add_options *options = &run->options;
	struct index_writer *writer;
	struct files files;
	bool again = false;
	enum status status = writer_open(run, &writer);

	if (status < 0)
		return status;
	run->started = true;
	files_init(&files, options->delete_missing);
	if (options->delete_missing)
		status = missing_remove_files(&run->missing, options, writer, &run->error);
	for (size_t i = 0; status == STATUS_OK && i < run->missing.again.count; i++)
		status = paths_add(&options->paths, run->missing.again.arguments[i], &run->error);
	run->missing.again.count = 0;
	if (status == STATUS_OK)
		status = run_pipeline(run, writer, &options->paths, &files, &run->account);
	if (status == STATUS_OK && options->delete_missing) {
		status = missing_remove_articles(&run->missing, options, &files, writer, &run->error);
		again = status == STATUS_OK && run->missing.again.count && !options->dry_run;
	}
	files_release(&files);
	status = writer_close(run, writer, status);
	if (status == STATUS_OK && again)
		status = read_shared_again(run);
	return status == STATUS_OK && signals_caught() ? STATUS_INTERRUPTED : status;
}

/* When nothing of what was named is there, no index is made either. */
static void
report_absent(const struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		const char *argument = paths->arguments[i], *nearest = command_nearest(argument);
		struct error err = ERROR_INIT;

		error_set_errno(&err, argument, "cannot open", ENOENT);
		if (nearest)
			message("%s: %s; did you mean the command '%s'?", argument, err.reason, nearest);
		else
			message_error(err.status, &err);
	}
}

static void
summarise(struct run *run, double seconds)
{
	struct missing *missing = &run->missing;

	if (missing->files || missing->articles)
		message("%" PRIu64 " articles %s because they are gone (%" PRIu64 " files are)", missing->articles,
		        run->options.dry_run ? "would be removed" : "removed", missing->files);
	account_print(&run->account, seconds);
}

static int
finish(struct run *run, enum status status)
{
	bool stopped = status == STATUS_INTERRUPTED, silent;
	struct error err = ERROR_INIT;
	enum status written;

	progress_end(&run->progress);
	written = output_close(&run->output, &err);
	if (status < 0 && !stopped)
		message_error(status, &run->error);
	if (written < 0)
		message_error(written, &err);
	if (stopped)
		message("stopped by a signal: what was read is %s; run the same again to go on",
		        run->options.dry_run ? "told" : "committed");
	silent = run->options.quiet && status == STATUS_OK && !run->account.skipped;
	if (run->started && status < 0 && !stopped && !run->options.dry_run)
		message("what was read since the last commit may not be in the index; run the same again");
	else if (run->started && !silent)
		summarise(run, clock_seconds() - run->progress.began);
	if (stopped)
		return 128 + signals_caught();
	if (status < 0 || written < 0)
		return EXIT_FAILED;
	return run->account.skipped ? EXIT_SKIPPED : EXIT_DONE;
}

static int
add_run(int argc, const char *const *argv)
{
	struct run run = { .error = ERROR_INIT };
	struct command_line line;
	uint64_t limit;
	int code;
	enum status status;

	command_line_init(&line, &command_add, argc, argv);
	if (!add_options_read(&run.options, &line))
		goto done;
	if (!paths_present(&run.options.paths)) {
		report_absent(&run.options.paths);
		line.exit = EXIT_FAILED;
		goto done;
	}
	limit = run.options.verbose ? UINT64_MAX : run.options.quiet ? 0 : OUTPUT_LIMIT;
	status = output_open(&run.output, limit, run.options.rejects, &line.error);
	if (status < 0) {
		command_line_fail(&line, status);
		goto done;
	}
	if (!run.options.dry_run)
		command_line_make_parents(&line);
	missing_init(&run.missing);
	progress_init(&run.progress, run.options.progress, run.options.quiet, &run.account);
	status = joined_read(&run.options, &run.join, &run.error);
	if (status == STATUS_OK)
		status = run_all(&run);
	if (status == STATUS_OK)
		joined_report(run.join, &run.account, &run.output);
	line.exit = finish(&run, status);
	join_free(run.join);
	missing_release(&run.missing);
done:
	code = line.exit;
	add_options_release(&run.options);
	command_line_release(&line);
	return code;
}

const struct command command_add = {
	.arguments = "PATH...",
	.summary = "Read articles, add or update them, commit; PATH is a file, a folder, - or @LIST",
	.options = add_option_table,
	.run = add_run,
};
