/* --ngrams, --clusters: which runs of words stand in the articles, and how often.
 */
#include <inttypes.h>

#include "common/terminal.h"
#include "query/complain.h"
#include "query/languages.h"
#include "query/newsquery.h"
#include "query/ngrams.h"

#define SIZE_USUAL 2
#define ROWS_USUAL 25        /* for people */
#define MEMORY_USUAL ((size_t)512 << 20)

struct report {
	struct session *session;
	struct ngram_filter filter;
	struct languages languages;  /* for stop words */
	struct ngrams ngrams;
	struct output output;
	uint64_t articles;
	size_t from, limit;
	uint64_t written;
};

/* ---- What is asked ------------------------------------------------------- */

static enum status
read_filter(struct report *report, struct error *err)
{
	const struct request *request = report->session->request;
	const char *texts[] = { request->starting, request->containing, request->ending };
	static const char *const options[] = { "--starting", "--containing", "--ending" };
	long long size = SIZE_USUAL;
	enum status status = STATUS_OK;

	if (request->argument)
		status = option_number(request->command_option, request->argument, 1, NGRAM_MAX, &size, err);
	report->filter.size = (unsigned)size;
	for (unsigned place = NGRAM_STARTS; status == STATUS_OK && place < NGRAM_PLACES; place++)
		if (texts[place])
			status = ngram_filter_read(&report->filter, (enum ngram_place)place, options[place], texts[place],
			                           &report->session->arena, err);
	return status;
}

/* --stop-words=drop, said: those of the language of the index, or of --language. */
static enum status
choose_stop_words(struct report *report, struct error *err)
{
	const struct request *request = report->session->request;
	const struct languages *languages = report->session->languages;
	enum status status = STATUS_OK;

	if (!request->stop_words_given || request->keep_stop_words)
		return STATUS_OK;
	if (!languages) {
		status = languages_open(&report->languages, report->session->reader, err);
		languages = &report->languages;
	}
	if (status == STATUS_OK)
		report->filter.stop = languages->stemmers[0];
	return status;
}

static enum status
count(struct report *report, struct error *err)
{
	struct session *session = report->session;
	struct doc_set docs = { .bits = NULL };
	enum status status = doc_set_match(&docs, session->reader, session->tree, err);

	report->articles = docs.count;
	if (status == STATUS_OK)
		status = ngrams_count(&report->ngrams, &docs, err);
	doc_set_release(&docs);
	return status;
}

/* ---- Output -------------------------------------------------------------- */

static double
per_million(const struct report *report, const struct ngram *ngram)
{
	return (double)ngram->count * 1e6 / (double)report->ngrams.word_count;
}

static enum status
write_ngram(struct report *report, const struct ngram *ngram, struct error *err)
{
	struct buf *out = &report->session->out.buf, text = BUF_INIT;
	enum status status;

	for (unsigned i = 0; i < report->filter.size; i++) {
		buf_append_string(&text, i ? " " : "");
		buf_append_span(&text, ngram_words_ranked(&report->ngrams.words, ngram->words[i]));
	}
	status = buf_status(&text);
	if (status < 0) {
		error_set(err, status, NULL, "not enough memory");
	} else if (report->session->request->format == FORMAT_TEXT) {
		buf_append_format(out, "%11" PRIu64 " %9" PRIu32 " %11.1f  ", ngram->count, ngram->articles, per_million(report, ngram));
		terminal_append_safe(out, buf_span(&text));
		buf_append_byte(out, '\n');
		stream_ready(&report->session->out);
	} else {
		const struct value values[] = {
			value_text(buf_span(&text)), value_integer((int64_t)ngram->count), value_integer(ngram->articles),
			value_real(per_million(report, ngram)),
		};

		status = output_row(&report->output, values, err);
	}
	buf_release(&text);
	return status;
}

static enum status
write_ngrams(struct report *report, struct error *err)
{
	struct ngram ngram;
	enum status status;
	uint64_t seen = 0;

	while ((status = ngram_order_next(&report->ngrams.order, &ngram, err)) == STATUS_OK) {
		if (seen++ < report->from)
			continue;
		status = write_ngram(report, &ngram, err);
		if (status < 0)
			return status;
		report->written++;
	}
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
write_text(struct report *report, struct error *err)
{
	const struct ngrams *ngrams = &report->ngrams;
	struct buf *out = &report->session->out.buf;
	enum status status;

	if (ngrams->different <= report->from)
		return STATUS_OK;
	buf_append_format(out, "%11s %9s %11s  %s\n", "occurrences", "articles", "per million", report->filter.size > 1 ? "words" : "word");
	status = write_ngrams(report, err);
	buf_append_format(out, "\n%" PRIu64 " of %" PRIu64 " %s", report->written, ngrams->different,
	                  report->filter.size > 1 ? "n-grams" : "words");
	if (ngrams->least > 1)
		buf_append_format(out, " that occur %" PRIu64 " times or more", ngrams->least);
	buf_append_format(out, "; %" PRIu64 " occurrences in %" PRIu64 " words of %" PRIu64 " %s%s\n", ngrams->occurrences,
	                  ngrams->word_count, report->articles, report->articles == 1 ? "article" : "articles",
	                  report->from + report->written < ngrams->different ? "; -n N shows more" : "");
	return status;
}

static enum status
write_all(struct report *report, struct error *err)
{
	static const char *const names[] = { "ngram", "occurrences", "articles", "per_million" };
	const struct request *request = report->session->request;
	enum status status;

	session_present(report->session, true);
	if (request->format == FORMAT_TEXT)
		return write_text(report, err);
	output_init(&report->output, request->format, &report->session->out, names, 4);
	output_begin(&report->output);
	status = write_ngrams(report, err);
	output_end(&report->output);
	output_release(&report->output);
	return status;
}

static void
tell_rest(const struct report *report)
{
	const struct ngrams *ngrams = &report->ngrams;

	if (!report->articles)
		nothing_found(report->session);
	else if (!ngrams->occurrences && ngrams->around)
		complain_note("no n-gram of %u %s like that has a place of the query in %" PRIu64 " %s", report->filter.size,
		              report->filter.size == 1 ? "word" : "words", report->articles,
		              report->articles == 1 ? "article" : "articles");
	else if (!ngrams->occurrences)
		complain_note("no n-gram of %u %s like that in %" PRIu64 " %s", report->filter.size,
		              report->filter.size == 1 ? "word" : "words", report->articles,
		              report->articles == 1 ? "article" : "articles");
	else if (!ngrams->different)
		complain_note("--least: none occurs %" PRIu64 " times", ngrams->least);
	else
		complain_note("--offset: there are only %" PRIu64, ngrams->different);
}

enum status
report_ngrams(struct session *session, struct error *err)
{
	const struct request *request = session->request;
	struct report report = { .session = session, .from = request->offset };
	size_t limit = request_limit(request, request->format == FORMAT_TEXT ? ROWS_USUAL : SIZE_MAX);
	enum status status = read_filter(&report, err);

	if (status == STATUS_OK)
		status = choose_stop_words(&report, err);
	ngrams_init(&report.ngrams, session, &report.filter, request->memory ? request->memory : MEMORY_USUAL,
	            limit < SIZE_MAX - report.from ? limit + report.from : SIZE_MAX);
	report.ngrams.around = request->command == COMMAND_CLUSTERS;
	report.ngrams.least = request->least ? request->least : 1;
	if (status == STATUS_OK)
		status = count(&report, err);
	if (status == STATUS_OK)
		status = write_all(&report, err);
	if (status == STATUS_OK) {
		stream_flush(&session->out);
		if (!report.written)
			tell_rest(&report);
	}
	ngrams_release(&report.ngrams);
	languages_release(&report.languages);
	return status < 0 ? status : report.written ? STATUS_OK : STATUS_END;
}
