#include "index/xapian/state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/xapian/schema.h"

/* ---- Hashes ----------------------------------------------------------- */

void
hash_pack(struct hash128 hash, unsigned char out[16])
{
	for (int i = 0; i < 8; i++) {
		out[i] = (unsigned char)(hash.low >> (8 * i));
		out[8 + i] = (unsigned char)(hash.high >> (8 * i));
	}
}

struct hash128
hash_unpack(const unsigned char in[16])
{
	struct hash128 hash = { 0, 0 };

	for (int i = 0; i < 8; i++) {
		hash.low |= (uint64_t)in[i] << (8 * i);
		hash.high |= (uint64_t)in[8 + i] << (8 * i);
	}
	return hash;
}

static void
sum_add(struct hash128 *sum, struct hash128 hash)
{
	sum->low += hash.low;
	sum->high += hash.high + (sum->low < hash.low);
}

static void
sum_remove(struct hash128 *sum, struct hash128 hash)
{
	sum->high -= hash.high + (sum->low < hash.low);
	sum->low -= hash.low;
}

/* ---- Sums ------------------------------------------------------------- */

static void
state_widen(struct state *state, int64_t first, int64_t last)
{
	if (first == DATE_UNDATED)
		return;
	if (state->first == DATE_UNDATED || first < state->first)
		state->first = first;
	if (state->last == DATE_UNDATED || last > state->last)
		state->last = last;
}

void
state_add(struct state *state, const struct state *from)
{
	state->generation += from->generation;
	state->articles += from->articles;
	state->words += from->words;
	state->undated += from->undated;
	state_widen(state, from->first, from->last);
	sum_add(&state->sum, from->sum);
}

void
state_add_article(struct state *state, int64_t date, uint64_t words, struct hash128 hash)
{
	state->articles++;
	state->words += words;
	state->undated += date == DATE_UNDATED;
	state_widen(state, date, date);
	sum_add(&state->sum, hash);
}

enum status
state_remove(struct state *state, struct xapian_database *db, uint32_t doc, bool *edge, struct error *err)
{
	struct xapian_document *document = NULL;
	struct buf date = BUF_INIT, words = BUF_INIT, hash = BUF_INIT;
	enum status status;

	status = xapian_database_document(db, doc, &document, err);
	if (status == STATUS_OK)
		status = xapian_document_value(document, SLOT_DATE, &date, err);
	if (status == STATUS_OK)
		status = xapian_document_value(document, SLOT_WORDS, &words, err);
	if (status == STATUS_OK)
		status = xapian_document_value(document, SLOT_HASH, &hash, err);
	if (status < 0)
		goto done;
	state->articles--;
	state->words -= (uint64_t)xapian_number_decode(buf_span(&words));
	if (date.len) {
		int64_t seconds = (int64_t)xapian_number_decode(buf_span(&date));

		if (seconds == state->first || seconds == state->last)
			*edge = true;
	} else {
		state->undated--;
	}
	if (hash.len == 16)
		sum_remove(&state->sum, hash_unpack((const unsigned char *)hash.data));
done:
	xapian_document_free(document);
	buf_release(&date);
	buf_release(&words);
	buf_release(&hash);
	return status;
}

/* Calls TAKE for each value of SLOT. */
static enum status
each_value(struct xapian_database *db, uint32_t slot, struct state *state,
           void (*take)(struct state *state, struct span value), struct error *err)
{
	struct xapian_values *values = NULL;
	enum status status = xapian_values_new(db, slot, &values, err);

	while (status == STATUS_OK) {
		status = xapian_values_next(values, err);
		if (status == STATUS_OK)
			take(state, xapian_values_value(values));
	}
	xapian_values_free(values);
	return status == STATUS_END ? STATUS_OK : status;
}

static void
take_date(struct state *state, struct span value)
{
	int64_t date = (int64_t)xapian_number_decode(value);

	state->undated--;
	state_widen(state, date, date);
}

static void
take_words(struct state *state, struct span value)
{
	state->words += (uint64_t)xapian_number_decode(value);
}

static void
take_hash(struct state *state, struct span value)
{
	if (value.len == 16)
		sum_add(&state->sum, hash_unpack((const unsigned char *)value.ptr));
}

enum status
state_count(struct xapian_database *db, struct state *state, struct error *err)
{
	struct state counted = STATE_INIT;
	struct xapian_stats stats;
	enum status status = xapian_database_stats(db, &stats, err);

	counted.generation = state->generation;
	counted.articles = counted.undated = stats.documents;
	if (status == STATUS_OK)
		status = each_value(db, SLOT_DATE, &counted, take_date, err);
	if (status == STATUS_OK)
		status = each_value(db, SLOT_WORDS, &counted, take_words, err);
	if (status == STATUS_OK)
		status = each_value(db, SLOT_HASH, &counted, take_hash, err);
	if (status == STATUS_OK)
		*state = counted;
	return status;
}

/* ---- As text ---------------------------------------------------------- */

enum status
state_write(struct xapian_database *db, const struct state *state, struct error *err)
{
	struct buf text = BUF_INIT;
	enum status status;

	buf_append_format(&text, "version=%d\ngeneration=%" PRIu64 "\narticles=%" PRIu64 "\nwords=%" PRIu64 "\nundated=%" PRIu64 "\n",
	                  SCHEMA_VERSION, state->generation, state->articles, state->words, state->undated);
	if (state->first != DATE_UNDATED)
		buf_append_format(&text, "first=%" PRId64 "\nlast=%" PRId64 "\n", state->first, state->last);
	buf_append_format(&text, "sum=%016" PRIx64 "%016" PRIx64 "\n", state->sum.high, state->sum.low);
	status = buf_status(&text) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory")
	                               : xapian_database_set_metadata(db, SPAN(SCHEMA_STATE_KEY), buf_span(&text), err);
	buf_release(&text);
	return status;
}

/* The value of the line NAME, as a C string up to its newline; NULL: there is no such line. */
static const char *
state_value(const char *text, const char *name)
{
	size_t len = strlen(name);

	while (text && *text) {
		if (strncmp(text, name, len) == 0 && text[len] == '=')
			return text + len + 1;
		text = strchr(text, '\n');
		text += text != NULL;
	}
	return NULL;
}

static uint64_t
state_number(const char *text, const char *name)
{
	const char *value = state_value(text, name);

	return value ? strtoull(value, NULL, 10) : 0;
}

static int64_t
state_date(const char *text, const char *name)
{
	const char *value = state_value(text, name);

	return value ? strtoll(value, NULL, 10) : DATE_UNDATED;
}

enum status
state_read(struct xapian_database *db, struct state *state, struct error *err)
{
	struct buf value = BUF_INIT;
	const char *text, *sum;
	uint64_t version;
	enum status status;

	*state = (struct state)STATE_INIT;
	status = xapian_database_metadata(db, SPAN(SCHEMA_STATE_KEY), &value, err);
	if (status < 0)
		goto done;
	text = buf_string(&value);
	version = state_number(text, "version");
	if (version != SCHEMA_VERSION) {
		status = version ? error_set(err, STATUS_UNSUPPORTED, NULL, "the index is of format %" PRIu64 ", this program reads format %d",
		                             version, SCHEMA_VERSION)
		                 : error_set(err, STATUS_UNSUPPORTED, NULL, "a Xapian database, but not one that newsindex made");
		goto done;
	}
	state->generation = state_number(text, "generation");
	state->articles = state_number(text, "articles");
	state->words = state_number(text, "words");
	state->undated = state_number(text, "undated");
	state->first = state_date(text, "first");
	state->last = state_date(text, "last");
	sum = state_value(text, "sum");
	if (!sum || sscanf(sum, "%16" SCNx64 "%16" SCNx64, &state->sum.high, &state->sum.low) != 2)
		status = error_set(err, STATUS_CORRUPT, NULL, "the index's state cannot be read");
done:
	buf_release(&value);
	return status;
}

void
state_fingerprint(const struct state *state, char out[33])
{
	unsigned char bytes[24];
	struct hash128 hash;

	hash_pack(state->sum, bytes);
	for (int i = 0; i < 8; i++)
		bytes[16 + i] = (unsigned char)(state->articles >> (8 * i));
	hash = hash_content(span_from((const char *)bytes, sizeof(bytes)));
	snprintf(out, 33, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
}
