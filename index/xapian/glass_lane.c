#include "index/xapian/glass_lane.h"

#include <stdlib.h>

#include "index/record.h"
#include "index/version.h"
#include "index/xapian/schema.h"
#include "index/xapian/state.h"
#include "index/xapian/glass_writer.h"

/* The largest article is this share of a lane's memory, or this many bytes. */
#define ARTICLE_SHARE 8
#define ARTICLE_LEAST ((size_t)4 << 20)

static size_t
language_count(void)
{
	const char *const *languages = stemmer_languages();
	size_t count = 0;

	while (languages[count])
		count++;
	return count;
}

/* ---- Life ------------------------------------------------------------- */

enum status
lane_init(struct lane *lane, struct writer *writer, struct error *err)
{
	size_t languages = language_count() + 1;

	lane->writer = writer;
	batch_init(&lane->batch);
	buf_init(&lane->record);
	buf_init(&lane->term);
	lane->stems = calloc(languages, sizeof(*lane->stems));
	lane->stems_made = calloc(languages, sizeof(*lane->stems_made));
	if (!lane->stems || !lane->stems_made)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return xapian_document_new(&lane->document, err);
}

void
lane_release(struct lane *lane)
{
	for (size_t i = 0; lane->stems && lane->stems_made && i <= language_count(); i++)
		if (lane->stems_made[i])
			stems_release(&lane->stems[i]);
	free(lane->stems);
	free(lane->stems_made);
	xapian_document_free(lane->document);
	xapian_database_free(lane->shard);
	xapian_database_free(lane->base);
	batch_release(&lane->batch);
	buf_release(&lane->record);
	buf_release(&lane->term);
}

enum status
lane_rebase(struct lane *lane, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = STATUS_OK;

	xapian_database_free(lane->base);
	lane->base = NULL;
	if (lane->writer->base) {
		status = folder_path(&lane->writer->folder, lane->writer->folder.current, &path, err);
		if (status == STATUS_OK)
			status = xapian_database_open(buf_string(&path), &lane->base, err);
	}
	buf_release(&path);
	return status;
}

/* ---- Shards ----------------------------------------------------------- */

enum status
lane_finish(struct lane *lane, struct error *err)
{
	enum status status;

	if (!lane->shard)
		return STATUS_OK;
	status = pile_close(lane->shard, err);
	lane->shard = NULL;
	if (status == STATUS_OK)
		status = pile_end(&lane->writer->pile, &lane->ladder, lane->shard_number, lane->shard_documents, err);
	return status;
}

static enum status
lane_begin(struct lane *lane, struct error *err)
{
	lane->shard_documents = 0;
	lane->shard_postings = 0;
	return pile_begin(&lane->writer->pile, &lane->shard_number, &lane->shard, err);
}

/* ---- Articles --------------------------------------------------------- */

/* The stems for the language of ARTICLE. */
static enum status
lane_stems(struct lane *lane, const struct article *article, struct stems **stems, struct error *err)
{
	const char *const *languages = stemmer_languages();
	struct span language = article->text[FIELD_LANGUAGE].len ? article->text[FIELD_LANGUAGE] : lane->writer->options.language;
	size_t i = 0;
	enum status status = STATUS_OK;

	while (languages[i] && !span_equal(language, span_from_string(languages[i])))
		i++;
	*stems = &lane->stems[i];
	if (!lane->stems_made[i])
		status = stems_init(*stems, languages[i] ? language : SPAN("none"), err);
	if (status == STATUS_OK)
		lane->stems_made[i] = true;
	return status;
}

/* What is known of an article before it is written. */
struct candidate {
	docid_t committed;         /* the article with its id, or DOCID_NONE */
	bool unchanged, older;     /* than that one */
};

/* Compares ARTICLE with DOCUMENT, the committed article with its id. */
static enum status
candidate_compare(struct candidate *candidate, const struct article *article, struct hash128 content,
                  struct xapian_document *document, struct error *err)
{
	struct buf stored = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct article there;
	unsigned char packed[16];
	enum status status = xapian_document_value(document, SLOT_HASH, &stored, err);

	hash_pack(content, packed);
	candidate->unchanged = !article->withdrawn && span_equal(buf_span(&stored), span_from((const char *)packed, sizeof(packed)));
	if (status < 0 || candidate->unchanged || !version_told(&article->version))
		goto done;
	buf_clear(&stored);
	status = xapian_document_data(document, &stored, err);
	if (status == STATUS_OK)
		status = record_decode(buf_span(&stored), &arena, &there, err);
	if (status == STATUS_OK)
		candidate->older = version_told(&there.version) && version_compare(&article->version, &there.version) < 0;
done:
	arena_release(&arena);
	buf_release(&stored);
	return status;
}

/* Looks for the committed article with the id of ARTICLE. */
static enum status
lane_look_up(struct lane *lane, const struct article *article, struct hash128 content, struct candidate *candidate, struct error *err)
{
	struct xapian_postings *postings = NULL;
	struct xapian_document *document = NULL;
	enum status status;

	if (!lane->base)
		return STATUS_OK;
	buf_clear(&lane->term);
	term_boolean(&lane->term, PREFIX_ID, article->text[FIELD_ID], false);
	status = buf_status(&lane->term) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory")
	                                     : xapian_postings_new(lane->base, buf_span(&lane->term), &postings, err);
	if (status == STATUS_OK)
		status = xapian_postings_next(postings, err);
	if (status != STATUS_OK || writer_removed(lane->writer, xapian_postings_document(postings)))
		goto done;
	candidate->committed = xapian_postings_document(postings);
	status = xapian_database_document(lane->base, candidate->committed, &document, err);
	if (status == STATUS_OK)
		status = candidate_compare(candidate, article, content, document, err);
done:
	xapian_postings_free(postings);
	xapian_document_free(document);
	return status == STATUS_END ? STATUS_OK : status;
}

/* What the article is if it holds its id. */
static enum add_result
candidate_result(const struct candidate *candidate, const struct article *article)
{
	if (article->withdrawn)
		return ADD_WITHDRAWN;
	if (candidate->older)
		return ADD_OLDER;
	if (candidate->unchanged)
		return ADD_UNCHANGED;
	return candidate->committed != DOCID_NONE ? ADD_REPLACED : ADD_NEW;
}

static enum status
set_number(struct xapian_document *document, uint32_t slot, double number, struct error *err)
{
	char value[XAPIAN_NUMBER_MAX];
	size_t len = xapian_number_encode(number, value);

	return xapian_document_set_value(document, slot, span_from(value, len), err);
}

static enum status
set_text(struct xapian_document *document, uint32_t slot, struct span text, struct error *err)
{
	return text.len ? xapian_document_set_value(document, slot, text, err) : STATUS_OK;
}

static enum status
set_date(struct xapian_document *document, const struct article *article, struct error *err)
{
	struct date date = article_date(article);
	enum status status;

	if (date.precision == DATE_NONE)
		return STATUS_OK;
	status = set_number(document, SLOT_DATE, (double)date.seconds, err);
	return status == STATUS_OK ? set_number(document, SLOT_AGE, (double)-date.seconds, err) : status;
}

/* Makes lane->document of ARTICLE. */
static enum status
lane_compose(struct lane *lane, const struct article *article, struct hash128 content, struct error *err)
{
	struct xapian_document *document = lane->document;
	struct article stored = *article;
	struct stems *stems = NULL;
	unsigned char packed[16];
	struct sketch sketch;
	uint32_t words = 0;
	enum status status;

	buf_clear(&lane->record);
	if (lane->writer->options.text == TEXT_NONE)
		stored = record_bodiless(article, content);
	record_encode(&stored, &lane->record);
	if (buf_status(&lane->record) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	hash_pack(content, packed);
	status = lane_stems(lane, article, &stems, err);
	if (status == STATUS_OK)
		status = batch_fill(&lane->batch, article, stems, &words, &sketch, err);
	if (status == STATUS_OK)
		status = xapian_document_clear(document, err);
	if (status == STATUS_OK)
		status = batch_add_to(&lane->batch, document, err);
	if (status == STATUS_OK)
		status = xapian_document_set_data(document, buf_span(&lane->record), err);
	if (status == STATUS_OK)
		status = set_date(document, article, err);
	if (status == STATUS_OK)
		status = set_number(document, SLOT_WORDS, words, err);
	if (status == STATUS_OK)
		status = set_text(document, SLOT_SOURCE, article->text[FIELD_SOURCE], err);
	if (status == STATUS_OK)
		status = set_text(document, SLOT_SECTION, article->text[FIELD_SECTION], err);
	if (status == STATUS_OK)
		status = set_text(document, SLOT_LANGUAGE, article->text[FIELD_LANGUAGE], err);
	if (status == STATUS_OK)
		status = set_text(document, SLOT_ID, article->text[FIELD_ID], err);
	if (status == STATUS_OK)
		status = set_text(document, SLOT_HASH, span_from((const char *)packed, sizeof(packed)), err);
	if (status == STATUS_OK)
		status = set_text(document, SLOT_SKETCH, span_from((const char *)sketch.bins, sizeof(sketch.bins)), err);
	return status;
}

static enum status
lane_write(struct lane *lane, const struct article *article, struct hash128 content, struct claim_place *place, struct error *err)
{
	enum status status = lane_compose(lane, article, content, err);

	if (status == STATUS_OK && !lane->shard)
		status = lane_begin(lane, err);
	if (status == STATUS_OK)
		status = xapian_database_add_document(lane->shard, lane->document, &place->doc, err);
	if (status < 0)
		return status;
	place->lane = lane->shard_number;
	lane->shard_documents++;
	lane->shard_postings += lane->batch.terms.count;
	return STATUS_OK;
}

/* An article is held whole, with every word of it, until it is written: some
 * eight times its size. */
static enum status
refuse_huge(const struct lane *lane, const struct article *article, struct error *err)
{
	size_t size = article->text[FIELD_TITLE].len + article->text[FIELD_BODY].len + article->text[FIELD_NOTE].len;
	size_t limit = lane->writer->options.memory / ARTICLE_SHARE / lane->writer->options.lanes;

	if (size <= limit || size <= ARTICLE_LEAST)
		return STATUS_OK;
	return error_set(err, STATUS_BADINPUT, NULL, "an article of %zu bytes needs more memory than there is: at most %zu bytes fit", size,
	                 limit > ARTICLE_LEAST ? limit : ARTICLE_LEAST);
}

/* Decides who holds the id of CLAIM.  *WRITE: its article is to be written. */
static enum status
lane_claim(struct lane *lane, const struct claim *claim, bool *write, enum add_result *result, struct error *err)
{
	struct writer *writer = lane->writer;
	struct claim before;
	enum claim_result claimed = claims_take(&writer->claims, claim, &before);

	if (claimed == CLAIM_NOMEM)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	*write = claimed != CLAIM_LOST && (*result == ADD_NEW || *result == ADD_REPLACED);
	if (claimed == CLAIM_LOST && *result != ADD_WITHDRAWN)
		*result = ADD_DUPLICATE;
	if (claimed != CLAIM_TAKEN)
		return STATUS_OK;
	if (writer->options.displaced)
		writer->options.displaced(writer->options.context, (enum add_result)before.result, *result);
	if (*result != ADD_WITHDRAWN)
		*result = ADD_RENEWED;
	return before.place.lane == UINT32_MAX ? STATUS_OK : losers_add(&writer->losers, before.place, err);
}

enum status
lane_add(struct lane *lane, const struct article *article, enum add_result *result, struct error *err)
{
	struct writer *writer = lane->writer;
	struct hash128 content = article_hash(article);
	struct candidate candidate = { .committed = DOCID_NONE };
	struct claim claim;
	struct claim_place place = { 0, 0, 0 };
	bool write = false;
	enum status status = refuse_huge(lane, article, err);

	if (status == STATUS_OK)
		status = lane_look_up(lane, article, content, &candidate, err);
	if (status < 0)
		return status;
	*result = candidate_result(&candidate, article);
	if (candidate.older)
		return STATUS_OK;
	claim = claim_of(article, content, *result);
	claim.committed = candidate.committed;
	status = lane_claim(lane, &claim, &write, result, err);
	if (status < 0 || !write)
		return status;
	status = lane_write(lane, article, content, &place, err);
	if (status < 0) {
		claims_failed(&writer->claims, &claim);
		return status;
	}
	if (!claims_written(&writer->claims, &claim, place))
		status = losers_add(&writer->losers, place, err);
	if (status == STATUS_OK && pile_is_full(lane->shard_documents, lane->shard_postings))
		status = lane_finish(lane, err);
	return status;
}
