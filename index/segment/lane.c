#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index/record.h"
#include "index/segment/id_filter.h"
#include "index/segment/merger.h"
#include "index/terms.h"
#include "index/version.h"

/* Of a lane's memory, the share that its batch and the writing of it may take:
 * the rest is for the article at hand and what waits for the disk. */
#define BATCH_SHARE 9 / 10

/* Of that, what a lane has at least when it writes because others do. */
#define BATCH_NEARLY 3 / 4

/* So that what a flush counts fits in 32 bits. */
#define STREAM_MAX ((uint64_t)1 << 28)

/* Less would make segments of a few articles. */
#define LANE_MIN ((size_t)4 << 20)

/* What is left of it for all lanes, whatever claims and merges take. */
#define LANES_LEAST 4

static size_t
lane_budget(struct lane *lane)
{
	struct segment_writer *writer = lane->writer;
	size_t others = claims_memory(&writer->claims) + writer->merge_memory;
	size_t left = others < writer->memory ? writer->memory - others : 0, least = writer->memory / LANES_LEAST;

	/* Batches that are small make many segments, which take more merging still. */
	left = (left > least ? left : least) / writer->lane_count;
	return left > LANE_MIN ? left : LANE_MIN;
}

/* Lanes that share their input fill up at the same pace.  When one writes its
 * batch those that are nearly full do so too: at the end of the input all have
 * about as much left to write, and none has to wait for another. */
static bool
lane_is_full(struct lane *lane)
{
	struct segment_writer *writer = lane->writer;
	size_t used = batch_memory(&lane->batch), most = lane_budget(lane) * BATCH_SHARE;

	if (!lane->batch.doc_count)
		return false;
	return lane->batch.spill || used > most || lane->batch.stream_used > STREAM_MAX
		|| (used > most * BATCH_NEARLY && lane->flush < atomic_load_explicit(&writer->flushes, memory_order_relaxed));
}

/* LANE begins to write a batch. */
static void
flush_begins(struct lane *lane)
{
	uint32_t most = atomic_load(&lane->writer->flushes);

	while (most <= lane->flush && !atomic_compare_exchange_weak(&lane->writer->flushes, &most, lane->flush + 1))
		;
}

/* ---- Writing a batch -------------------------------------------------- */

/* Marks the articles of the batch that are not to be committed. */
static void
dead_take(struct lane *lane)
{
	struct segment_writer *writer = lane->writer;
	uint32_t number = (uint32_t)(lane - writer->lanes);
	size_t kept = 0;

	pthread_mutex_lock(&writer->mutex);
	for (size_t i = 0; i < writer->dead_count; i++) {
		struct claim_place dead = writer->dead[i];

		if (dead.lane == number && dead.flush == lane->flush && dead.doc < lane->batch.doc_count)
			lane->batch.docs[dead.doc].dead = true;
		else
			writer->dead[kept++] = dead;
	}
	writer->dead_count = kept;
	pthread_mutex_unlock(&writer->mutex);
}

static enum status
flushed_add(struct lane *lane, const struct manifest_segment *about, uint32_t *numbers, struct error *err)
{
	struct segment_writer *writer = lane->writer;
	struct flushed *more;

	pthread_mutex_lock(&writer->mutex);
	more = realloc(writer->flushed, (writer->flushed_count + 1) * sizeof(*more));
	if (more) {
		writer->flushed = more;
		more[writer->flushed_count++] = (struct flushed){
			*about, (uint32_t)(lane - writer->lanes), lane->flush, numbers,
		};
	}
	pthread_mutex_unlock(&writer->mutex);
	if (more)
		return STATUS_OK;
	free(numbers);
	return error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

enum status
lane_flush(struct lane *lane, struct error *err)
{
	struct segment_writer *writer = lane->writer;
	struct flush_options options = {
		.folder = writer->folder, .stop = writer->stop, .context = writer->context,
		.forward = writer->forward, .memory = writer_forward_memory(writer, false),
	};
	struct manifest_segment about;
	uint32_t *numbers;
	enum status status;

	if (!lane->batch.doc_count)
		return STATUS_OK;
	flush_begins(lane);
	dead_take(lane);
	status = batch_flush(&lane->batch, &lane->stems, &lane->store, &lane->name, &options, &about, &numbers, err);
	if (status == STATUS_OK)
		status = flushed_add(lane, &about, numbers, err);
	else
		free(numbers);
	store_writer_release(&lane->store);
	lane->store_open = false;
	batch_clear(&lane->batch);
	lane->flush++;
	/* The others hold more than when it grew. */
	if (batch_kept(&lane->batch) > lane_budget(lane)) {
		batch_release(&lane->batch);
		if (batch_init(&lane->batch, err) < 0 && status >= 0)
			status = STATUS_NOMEM;
	}
	/* A store without articles is swept away with the next commit. */
	return status < 0 ? status : STATUS_OK;
}

/* ---- Taking an article in --------------------------------------------- */

/* The committed article with the id whose term is lane->term: its segment in
 * the view, or SIZE_MAX. */
static enum status
committed_find(const struct lane *lane, struct span id, size_t *number, uint32_t *doc, struct error *err)
{
	struct segment_writer *writer = lane->writer;
	struct span term = span_from(lane->term.data, lane->term.len);
	uint64_t hash = id_filter_hash(term);

	*number = SIZE_MAX;
	for (size_t i = 0; i < writer->view.count; i++) {
		const struct segment *segment = writer->view.segments[i];
		enum status status;

		if (!committed_ids_may_have(&writer->committed_ids, i, hash))
			continue;
		status = segment_find(segment, term, id, doc, err);
		if (status < 0)
			return status;
		if (*doc == DOC_END || (writer->removed[i] && bits_test(writer->removed[i], *doc)))
			continue;
		*number = i;
		return STATUS_OK;
	}
	return STATUS_OK;
}

enum status
writer_bury(struct segment_writer *writer, struct claim_place place, struct error *err)
{
	bool kept = true;

	pthread_mutex_lock(&writer->mutex);
	if (writer->dead_count == writer->dead_room) {
		size_t room = writer->dead_room ? 2 * writer->dead_room : 64;
		struct claim_place *more = reallocarray(writer->dead, room, sizeof(*more));

		kept = more != NULL;
		if (more) {
			writer->dead = more;
			writer->dead_room = room;
		}
	}
	if (kept)
		writer->dead[writer->dead_count++] = place;
	pthread_mutex_unlock(&writer->mutex);
	return kept ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

static enum status
store_begin(struct lane *lane, struct error *err)
{
	char file[SEGMENT_FILE_NAME_MAX];
	enum status status;

	if (lane->store_open)
		return STATUS_OK;
	lane->name = writer_next_name(lane->writer);
	segment_file_name(&lane->name, "store", file);
	status = store_writer_open(&lane->store, lane->writer->folder, file, &STORE_USUAL, err);
	lane->store_open = true;
	return status;
}

/* What is known of an article before it is let in. */
struct candidate {
	const struct article *article;
	struct hash128 content;
	size_t segment;            /* of the committed article with its id, or SIZE_MAX */
	uint32_t doc;
	bool unchanged, older;     /* than that one */
};

/* Compares the versions of the candidate and of the committed article with its
 * id, which is at VALUES. */
static enum status
candidate_compare(struct lane *lane, struct candidate *candidate, const struct doc_values *values, struct error *err)
{
	const struct segment *segment = lane->writer->view.segments[candidate->segment];
	const struct article_version *version = &candidate->article->version;
	struct arena arena = ARENA_INIT;
	struct article there;
	struct span record;
	enum status status = store_get(&segment->store, &lane->committed, values->store_block, values->store_offset, &record, err);

	if (status == STATUS_OK)
		status = record_decode(record, &arena, &there, err);
	if (status == STATUS_OK)
		candidate->older = version_told(&there.version) && version_compare(version, &there.version) < 0;
	arena_release(&arena);
	return status;
}

static enum status
candidate_look(struct lane *lane, struct candidate *candidate, struct error *err)
{
	const struct segment_writer *writer = lane->writer;
	struct span id = candidate->article->text[FIELD_ID];
	struct doc_values values;
	enum status status;

	candidate->content = article_hash(candidate->article);
	candidate->segment = SIZE_MAX;
	if (!writer->view.count)
		return STATUS_OK;
	buf_clear(&lane->term);
	term_boolean(&lane->term, PREFIX_ID, id, false);
	if (buf_status(&lane->term) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = committed_find(lane, id, &candidate->segment, &candidate->doc, err);
	if (status < 0 || candidate->segment == SIZE_MAX)
		return status;
	columns_values(&writer->view.segments[candidate->segment]->columns, candidate->doc, &values);
	candidate->unchanged = !candidate->article->withdrawn
		&& values.hash.low == candidate->content.low && values.hash.high == candidate->content.high;
	return candidate->unchanged || !version_told(&candidate->article->version)
		? STATUS_OK : candidate_compare(lane, candidate, &values, err);
}

/* What the article is if it holds its id. */
static enum add_result
candidate_result(const struct candidate *candidate)
{
	if (candidate->article->withdrawn)
		return ADD_WITHDRAWN;
	if (candidate->older)
		return ADD_OLDER;
	if (candidate->unchanged)
		return ADD_UNCHANGED;
	return candidate->segment != SIZE_MAX ? ADD_REPLACED : ADD_NEW;
}

/* Takes the id, and with it the place of the committed article that has it:
 * both in one step, or two lanes could undo each other's halves. */
static enum status
candidate_take(struct lane *lane, const struct candidate *candidate, enum claim_result *result, struct claim *before,
               struct error *err)
{
	struct segment_writer *writer = lane->writer;
	bool committed = candidate->segment != SIZE_MAX;
	struct claim claim = claim_of(candidate->article, candidate->content, candidate_result(candidate));
	enum status status = STATUS_OK;

	if (!candidate->unchanged && !candidate->article->withdrawn)
		claim.place = (struct claim_place){ (uint32_t)(lane - writer->lanes), lane->flush, lane->batch.doc_count };
	if (committed)
		pthread_mutex_lock(&writer->mutex);
	*result = claims_take(&writer->claims, &claim, before);
	if (*result == CLAIM_NOMEM)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	else if (committed && *result != CLAIM_LOST)
		status = writer_mark(writer, writer->replaced, candidate->segment, candidate->doc, !candidate->unchanged, err);
	if (committed)
		pthread_mutex_unlock(&writer->mutex);
	return status;
}

/* Decides who holds the id.  *KEEP: the article is to be taken in. */
static enum status
candidate_claim(struct lane *lane, const struct candidate *candidate, bool *keep, enum add_result *result,
                struct error *err)
{
	const struct segment_writer *writer = lane->writer;
	struct claim before;
	enum claim_result claim;
	enum status status;

	*keep = false;
	*result = candidate_result(candidate);
	if (candidate->older)
		return STATUS_OK;
	status = candidate_take(lane, candidate, &claim, &before, err);
	if (status < 0)
		return status;
	*keep = !candidate->unchanged && !candidate->article->withdrawn && claim != CLAIM_LOST;
	if (claim == CLAIM_LOST && !candidate->article->withdrawn)
		*result = ADD_DUPLICATE;
	if (claim != CLAIM_TAKEN)
		return STATUS_OK;
	if (writer->displaced)
		writer->displaced(writer->context, (enum add_result)before.result, *result);
	if (!candidate->article->withdrawn)
		*result = ADD_RENEWED;
	return before.place.lane == UINT32_MAX
		? STATUS_OK : writer_bury(lane->writer, before.place, err);
}

static struct span
stored_body(const struct lane *lane, const struct article *article)
{
	return lane->writer->bodiless ? SPAN_NONE : article->text[FIELD_BODY];
}

/* Its words would take more than the lane may have: it gets a batch for itself. */
static bool
article_is_long(struct lane *lane, const struct article *article)
{
	return article->text[FIELD_BODY].len > lane_budget(lane);
}

static enum status
candidate_keep(struct lane *lane, const struct candidate *candidate, struct error *err)
{
	const struct article *article = candidate->article;
	struct date date = article_date(article);
	struct doc_values values = {
		.date = date.precision == DATE_NONE ? DATE_UNDATED : date.seconds,
		.hash = candidate->content,
	};
	struct span language = article->text[FIELD_LANGUAGE];
	uint32_t number;
	enum status status;

	if (!language.len)
		language = span_from_string(lane->writer->language);
	status = stem_set_number(&lane->stems, language, &number, err);
	if (status == STATUS_OK)
		status = store_begin(lane, err);
	if (status == STATUS_OK)
		status = store_writer_add(&lane->store, buf_span(&lane->head), stored_body(lane, article), &values.store_block,
		                          &values.store_offset, err);
	if (status == STATUS_OK && !lane->batch.doc_count && article_is_long(lane, article))
		batch_spill(&lane->batch, lane->writer->folder);
	if (status == STATUS_OK)
		status = batch_add(&lane->batch, article, &values, number, err);
	return status;
}

static enum status
head_make(struct lane *lane, const struct article *article, struct hash128 content, struct error *err)
{
	size_t len;

	buf_clear(&lane->head);
	if (lane->writer->bodiless) {
		struct article bodiless = record_bodiless(article, content);

		record_encode_head(&bodiless, &lane->head);
	} else {
		record_encode_head(article, &lane->head);
	}
	if (buf_status(&lane->head) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	len = lane->head.len + article->text[FIELD_BODY].len;
	if (len > STORE_RECORD_MAX)
		return error_set(err, STATUS_BADINPUT, NULL, "an article of %zu bytes is too long to be stored", len);
	return STATUS_OK;
}

enum status
lane_add(struct lane *lane, const struct article *article, enum add_result *result, struct error *err)
{
	struct candidate candidate = { .article = article };
	bool keep;
	enum status status = STATUS_OK;

	if (lane_is_full(lane) || article_is_long(lane, article)) {
		status = lane_flush(lane, err);
		/* What stands in the way of a merge is told when the writer closes. */
		(void)merges_begin(lane->writer, 1, NULL);
	}
	if (status == STATUS_OK)
		status = candidate_look(lane, &candidate, err);
	/* Whether it can be stored is known before it takes another's place. */
	if (status == STATUS_OK && !candidate.unchanged && !article->withdrawn)
		status = head_make(lane, article, candidate.content, err);
	if (status == STATUS_OK)
		status = candidate_claim(lane, &candidate, &keep, result, err);
	if (status == STATUS_OK && keep)
		status = candidate_keep(lane, &candidate, err);
	return status;
}
