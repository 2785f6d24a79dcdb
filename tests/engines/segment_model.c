#include "tests/engines/segment_model.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/record.h"
#include "index/sketch.h"
#include "index/terms.h"

uint32_t
dice_roll(struct dice *dice, uint32_t sides)
{
	uint64_t x = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((x ^ x >> 31) % sides);
}

/* ---- Random articles -------------------------------------------------- */

static const char *const words[] = {
	"market", "markets", "marketing", "marketed", "run", "running", "runs", "Huawei", "huawei", "U.S.", "US", "us",
	"caf\xc3\xa9", "Cafe", "5G", "7,500", "3.5", "don't", "Britain's", "win-win", "security", "securities",
	"cybersecurity", "import", "importance", "the", "the", "the", "of", "of", "and", "a", "ban", "banned", "phone",
	"phones", "telecommunication", "internationalization-of-everything", "averyveryverylongwordthatnoslotcanholdinline",
	"averyveryverylongwordthatnoslotcanholdoutside", "\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba", "Z", "S", "zoo", "szoo",
	"Haus", "h\xc3\xa4user", "laufen", "l\xc3\xa4uft", "NATO", "q", "x1", "2019",
};

static struct span
text_random(struct dice *dice, uint32_t count, struct arena *arena)
{
	struct buf text = BUF_INIT;
	struct span copy;

	for (uint32_t i = 0; i < count; i++) {
		/* Small numbers are likelier: some words are frequent, most are not. */
		uint32_t kinds = sizeof(words) / sizeof(words[0]), kind = dice_roll(dice, kinds);

		if (dice_roll(dice, 3))
			kind = dice_roll(dice, kind + 1);
		if (dice_roll(dice, 20) == 0)
			buf_append_format(&text, "w%u", dice_roll(dice, 3000));
		else
			buf_append_string(&text, words[kind]);
		buf_append_string(&text, dice_roll(dice, 12) ? " " : dice_roll(dice, 4) ? ". " : ".\n\n");
	}
	copy = arena_copy(arena, span_trim(buf_span(&text)));
	buf_release(&text);
	return copy;
}

static struct span
choice_random(struct dice *dice, const char *const *choices, uint32_t count)
{
	const char *chosen = choices[dice_roll(dice, count)];

	return chosen ? span_from_string(chosen) : SPAN_NONE;
}

static void
date_random(struct dice *dice, struct date *date)
{
	struct civil civil = { .year = 2015 + dice_roll(dice, 3), .month = 1 + (int)dice_roll(dice, 4), .day = 1 };

	*date = (struct date){ 0, 0, 0 };
	if (dice_roll(dice, 8))
		date_from_civil(&civil, DATE_DAY, DATE_ZONE_UNKNOWN, date);
}

void
article_random(struct dice *dice, unsigned id, struct arena *arena, struct article *article)
{
	static const char *const sources[] = { "Reuters", "reuters", "CGTN", "The Times", NULL };
	static const char *const sections[] = { "world", "business", NULL, NULL };
	static const char *const languages[] = { "en", "en", "de", "xx", NULL };
	static const char *const tags[] = { "china", "Trade War", "5G" };
	struct span *lists = arena_zalloc(arena, 4, sizeof(struct span));
	char name[32];

	memset(article, 0, sizeof(*article));
	snprintf(name, sizeof(name), "id%u", id);
	article->text[FIELD_ID] = arena_copy(arena, span_from_string(name));
	article->text[FIELD_TITLE] = text_random(dice, 1 + dice_roll(dice, 5), arena);
	article->text[FIELD_BODY] = text_random(dice, 1 + dice_roll(dice, dice_roll(dice, 10) ? 60 : 900), arena);
	if (dice_roll(dice, 4) == 0)
		article->text[FIELD_NOTE] = text_random(dice, 3, arena);
	if (dice_roll(dice, 2))
		article->text[FIELD_URL] = SPAN("https://www.example.org/a/rather/long/address/that/is/the/same");
	article->text[FIELD_SOURCE] = choice_random(dice, sources, 5);
	article->text[FIELD_SECTION] = choice_random(dice, sections, 4);
	article->text[FIELD_LANGUAGE] = choice_random(dice, languages, 5);
	article->origin = SPAN("file.jsonl");
	article->number = id + 1;
	for (uint32_t i = dice_roll(dice, 3); lists && i > 0; i--)
		lists[article->tag_count++] = choice_random(dice, tags, 3);
	article->tags = lists;
	if (lists && dice_roll(dice, 2)) {
		lists[3] = SPAN("Liu Xiaoming");
		article->authors = lists + 3;
		article->author_count = 1;
	}
	date_random(dice, &article->published);
	if (dice_roll(dice, 3) == 0)
		date_random(dice, &article->modified);
}

void
article_shorten(struct article *article)
{
	struct span *body = &article->text[FIELD_BODY];

	article->text[FIELD_LANGUAGE] = SPAN("en");
	/* Before a word, so that no letter is cut. */
	for (size_t i = 60; i < body->len; i++)
		if (body->ptr[i] == ' ')
			body->len = i;
}

/* ---- The model -------------------------------------------------------- */

void
model_init(struct model *model)
{
	memset(model, 0, sizeof(*model));
}

void
model_release(struct model *model)
{
	for (int i = 0; i < MODEL_IDS; i++) {
		buf_release(&model->committed[i]);
		buf_release(&model->pending[i]);
	}
}

void
model_add(struct model *model, unsigned id, const struct article *article)
{
	buf_clear(&model->pending[id]);
	record_encode(article, &model->pending[id]);
	model->changed[id] = true;
}

void
model_commit(struct model *model)
{
	for (int i = 0; i < MODEL_IDS; i++) {
		if (!model->changed[i])
			continue;
		buf_clear(&model->committed[i]);
		buf_append_span(&model->committed[i], buf_span(&model->pending[i]));
		model->changed[i] = false;
	}
}

void
model_abort(struct model *model)
{
	memset(model->changed, 0, sizeof(model->changed));
}

/* One word of one article, or what is known of a term in it. */
struct fact {
	const char *term;
	size_t len;
	uint32_t doc, position, frequency;
};

struct facts {
	struct fact *list;
	size_t count, room;
	struct arena arena;
	uint32_t doc;
	uint64_t lengths[MODEL_IDS];
	uint32_t words[MODEL_IDS];
	struct sketch sketches[MODEL_IDS];
};

static enum status
fact_add(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	struct facts *facts = context;
	struct span copy = arena_copy(&facts->arena, term);

	if (facts->count == facts->room) {
		facts->room = facts->room ? 2 * facts->room : 1024;
		facts->list = realloc(facts->list, facts->room * sizeof(*facts->list));
		if (!facts->list)
			abort();
	}
	facts->list[facts->count++] = (struct fact){ copy.ptr, copy.len, facts->doc, position, frequency };
	facts->lengths[facts->doc] += frequency;
	return STATUS_OK;
}

static int
fact_compare(const void *a, const void *b)
{
	const struct fact *first = a, *second = b;
	int order = span_compare(span_from(first->term, first->len), span_from(second->term, second->len));

	if (!order)
		order = (first->doc > second->doc) - (first->doc < second->doc);
	return order ? order : (first->position > second->position) - (first->position < second->position);
}

static void
facts_of(const struct buf *record, uint32_t doc, struct facts *facts)
{
	struct stemmer *stemmer = NULL;
	struct arena arena = ARENA_INIT;
	struct article article;
	struct span language;
	struct term_sink sink = { .add = fact_add, .context = facts };

	facts->doc = doc;
	if (record_decode(buf_span(record), &arena, &article, NULL) < 0)
		abort();
	language = article.text[FIELD_LANGUAGE].len ? article.text[FIELD_LANGUAGE] : SPAN("en");
	if (stemmer_new(language, &stemmer, NULL) < 0)
		stemmer_new(SPAN("none"), &stemmer, NULL);
	article_terms(&article, stemmer, &sink, &facts->words[doc], &facts->sketches[doc]);
	stemmer_free(stemmer);
	arena_release(&arena);
}

static void
facts_make(const struct model *model, struct facts *facts)
{
	memset(facts, 0, sizeof(*facts));
	for (uint32_t i = 0; i < MODEL_IDS; i++)
		if (model->committed[i].len)
			facts_of(&model->committed[i], i, facts);
	if (facts->count)
		qsort(facts->list, facts->count, sizeof(*facts->list), fact_compare);
}

static void
facts_release(struct facts *facts)
{
	free(facts->list);
	arena_release(&facts->arena);
}

uint64_t
model_remove(struct model *model, struct span term)
{
	struct facts facts;
	uint64_t removed = 0;

	facts_make(model, &facts);
	for (size_t i = 0; i < facts.count; i++) {
		struct fact *fact = &facts.list[i];

		if (!span_equal(span_from(fact->term, fact->len), term) || !model->committed[fact->doc].len
		    || model->changed[fact->doc])
			continue;
		buf_clear(&model->pending[fact->doc]);
		model->changed[fact->doc] = true;
		removed++;
	}
	facts_release(&facts);
	return removed;
}

/* ---- Comparing -------------------------------------------------------- */

static bool __attribute__((format(printf, 1, 2)))
differs(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	printf("# ");
	vprintf(format, args);
	putchar('\n');
	va_end(args);
	return false;
}

/* Which article a document is: MODEL_IDS when the reader does not say. */
static uint32_t
id_of(struct index_reader *reader, docid_t doc)
{
	struct buf id = BUF_INIT;
	uint32_t number = MODEL_IDS;

	if (index_id(reader, doc, &id, NULL) == STATUS_OK && span_starts(buf_span(&id), SPAN("id")))
		number = (uint32_t)strtoul(buf_string(&id) + 2, NULL, 10);
	buf_release(&id);
	return number < MODEL_IDS ? number : MODEL_IDS;
}

/* One posting against the facts [FROM, UNTIL) of its term and article. */
static bool
posting_matches(struct postings *postings, const struct fact *from, const struct fact *until)
{
	const uint32_t *positions;
	size_t count, placed = 0;
	uint32_t frequency = 0;

	if (postings_positions(postings, &positions, &count, NULL) < 0)
		return differs("positions cannot be read");
	for (const struct fact *fact = from; fact < until; fact++) {
		frequency += fact->frequency;
		if (!fact->position)
			continue;
		if (placed >= count || positions[placed] != fact->position)
			return differs("position %u of a word is wrong", fact->position);
		placed++;
	}
	if (placed != count || frequency != postings->frequency)
		return differs("%zu positions for %zu, frequency %u for %u", count, placed, postings->frequency, frequency);
	return true;
}

/* The facts of one term and article. */
static bool
facts_find(const struct fact *from, const struct fact *until, uint32_t doc, const struct fact **first,
           const struct fact **last)
{
	while (from < until && from->doc != doc)
		from++;
	*first = from;
	while (from < until && from->doc == doc)
		from++;
	*last = from;
	return *first < *last;
}

static bool
postings_match(struct index_reader *reader, struct span term, const struct fact *from, const struct fact *until,
               uint64_t df)
{
	struct postings *postings = NULL;
	bool same = index_postings(reader, term, &postings, NULL) == STATUS_OK;
	const struct fact *first, *last;
	docid_t before = 0;
	uint64_t count = 0;
	enum status status = STATUS_OK;

	while (same && (status = postings_next(postings, NULL)) == STATUS_OK) {
		count++;
		if (postings->doc <= before)
			same = differs("documents do not ascend");
		else if (!facts_find(from, until, id_of(reader, postings->doc), &first, &last))
			same = differs("%.*s is not in document %u", (int)term.len, term.ptr, postings->doc);
		else
			same = posting_matches(postings, first, last);
		before = postings->doc;
	}
	postings_free(postings);
	if (same && (status != STATUS_END || count != df))
		same = differs("%.*s: %" PRIu64 " postings for %" PRIu64, (int)term.len, term.ptr, count, df);
	return same;
}

/* Seeks from document to document must land where a walk does. */
static bool
seeks_match(struct index_reader *reader, struct span term, unsigned step)
{
	struct postings *walk = NULL, *seek = NULL;
	bool same = index_postings(reader, term, &walk, NULL) == STATUS_OK
		&& index_postings(reader, term, &seek, NULL) == STATUS_OK;
	docid_t target = 1;

	while (same && target < 100000) {
		enum status found = postings_seek(seek, target, NULL), walked = STATUS_OK;

		while (walk->doc < target && walked == STATUS_OK)
			walked = postings_next(walk, NULL);
		if (found != walked || seek->doc != walk->doc || (found == STATUS_OK && seek->frequency != walk->frequency))
			same = differs("a seek to %u finds %u for %u", target, seek->doc, walk->doc);
		if (found != STATUS_OK)
			break;
		target = seek->doc + step;
	}
	postings_free(walk);
	postings_free(seek);
	return same;
}

static bool
terms_match(struct index_reader *reader, const struct facts *facts)
{
	struct term_walk *walk = NULL;
	const struct fact *at = facts->list, *end = facts->list + facts->count;
	bool same = index_walk(reader, SPAN_NONE, SPAN_NONE, &walk, NULL) == STATUS_OK;
	enum status status = STATUS_OK;

	while (same && (status = term_walk_next(walk, NULL)) == STATUS_OK) {
		const struct fact *next = at;
		struct term_stats want = { 0, 0 }, direct;

		if (at == end || !span_equal(span_from(at->term, at->len), walk->term)) {
			same = differs("term '%.*s' for '%.*s'", (int)walk->term.len, walk->term.ptr,
			               at < end ? (int)at->len : 3, at < end ? at->term : "end");
			break;
		}
		for (; next < end && span_equal(span_from(next->term, next->len), walk->term); next++) {
			want.df += next == at || next->doc != next[-1].doc;
			want.cf += next->frequency;
		}
		if (index_term(reader, walk->term, &direct, NULL) < 0 || direct.df != want.df || direct.cf != want.cf
		    || walk->stats.df != want.df || walk->stats.cf != want.cf)
			same = differs("'%.*s': df %" PRIu64 " and %" PRIu64 " for %" PRIu64 ", cf %" PRIu64 " and %" PRIu64 " for %" PRIu64,
			               (int)walk->term.len, walk->term.ptr, walk->stats.df, direct.df, want.df, walk->stats.cf,
			               direct.cf, want.cf);
		same = same && postings_match(reader, walk->term, at, next, want.df)
			&& seeks_match(reader, walk->term, 1 + (unsigned)(want.df % 7));
		at = next;
	}
	term_walk_free(walk);
	if (same && (status != STATUS_END || at != end))
		same = differs("terms are missing");
	return same;
}

static bool
string_is(struct index_reader *reader, enum index_column column, docid_t doc, struct span want)
{
	struct span got;

	return index_string(reader, column, doc, &got, NULL) == STATUS_OK && span_equal(got, want)
		&& (got.ptr != NULL) == (want.ptr != NULL);
}

static struct span
sketch_span(const struct sketch *sketch)
{
	return span_from((const char *)sketch->bins, SKETCH_BINS);
}

static bool
document_matches(struct index_reader *reader, docid_t doc, const struct buf *record, const struct facts *facts,
                 uint32_t number)
{
	struct arena arena = ARENA_INIT;
	struct article want, got;
	struct buf again = BUF_INIT;
	int64_t date = 0, count = 0;
	uint64_t length = 0;
	docid_t found = 0;
	struct date when;
	bool same = record_decode(buf_span(record), &arena, &want, NULL) == STATUS_OK;

	when = article_date(&want);
	same = same && index_article(reader, doc, &arena, &got, NULL) == STATUS_OK;
	if (same)
		record_encode(&got, &again);
	if (!same || !span_equal(buf_span(&again), buf_span(record)))
		same = differs("the stored article is another");
	if (same && (index_number(reader, COLUMN_DATE, doc, &date, NULL) < 0 || index_number(reader, COLUMN_WORDS, doc, &count, NULL) < 0
	             || index_length(reader, doc, &length, NULL) < 0
	             || date != (when.precision == DATE_NONE ? DATE_UNDATED : when.seconds)
	             || count != (int64_t)facts->words[number] || length != facts->lengths[number]))
		same = differs("date, words or length %" PRIu64 " for %" PRIu64, length, facts->lengths[number]);
	if (same && !(string_is(reader, COLUMN_SOURCE, doc, want.text[FIELD_SOURCE])
	              && string_is(reader, COLUMN_SECTION, doc, want.text[FIELD_SECTION])
	              && string_is(reader, COLUMN_LANGUAGE, doc, want.text[FIELD_LANGUAGE])
	              && string_is(reader, COLUMN_SKETCH, doc, sketch_span(&facts->sketches[number]))))
		same = differs("a string column");
	if (same && (index_find(reader, want.text[FIELD_ID], &found, NULL) < 0 || found != doc))
		same = differs("an id is not found");
	buf_release(&again);
	arena_release(&arena);
	return same;
}

static bool
documents_match(const struct model *model, struct index_reader *reader, const struct facts *facts)
{
	struct postings *all = NULL;
	bool same = index_all(reader, &all, NULL) == STATUS_OK, seen[MODEL_IDS + 1] = { false };
	uint32_t count = 0, want = 0;

	while (same && postings_next(all, NULL) == STATUS_OK) {
		uint32_t number = id_of(reader, all->doc);

		count++;
		if (number == MODEL_IDS || seen[number] || !model->committed[number].len)
			same = differs("document %u should not be there", all->doc);
		else
			same = document_matches(reader, all->doc, &model->committed[number], facts, number);
		seen[number] = true;
	}
	postings_free(all);
	for (int i = 0; i < MODEL_IDS; i++)
		want += model->committed[i].len != 0;
	return same && count != want ? differs("%u documents for %u", count, want) : same;
}

static bool
stats_match(const struct model *model, struct index_reader *reader, const struct facts *facts)
{
	struct index_stats stats;
	uint64_t articles = 0, length = 0, count = 0;

	if (index_stats(reader, &stats, NULL) < 0)
		return differs("no statistics");
	for (int i = 0; i < MODEL_IDS; i++) {
		articles += model->committed[i].len != 0;
		length += facts->lengths[i];
		count += facts->words[i];
	}
	if (stats.articles != articles || stats.words != count
	    || (articles && fabs(stats.mean_length - (double)length / (double)articles) > 1e-9))
		return differs("statistics: %" PRIu64 " articles for %" PRIu64, stats.articles, articles);
	return true;
}

bool
model_matches(const struct model *model, struct index_reader *reader)
{
	struct facts facts;
	bool same;

	facts_make(model, &facts);
	same = stats_match(model, reader, &facts) && documents_match(model, reader, &facts) && terms_match(reader, &facts);
	facts_release(&facts);
	return same;
}
