#include "query/word_places.h"

#include <stdlib.h>

#include "common/table.h"
#include "index/terms.h"
#include "query/languages.h"
#include "text/token.h"

#define STEM_CHANGE 2  /* last bytes of a stem that its words may not have: studi, study */
#define SEEK_LEAST 8   /* as many postings to an article that is wanted make a seek worth it */

/* Terms whose positions are the query's, each with the languages whose articles
 * have it for one: bit n for stemmer n, all of them for a word as it is. */
struct collection {
	struct index_reader *reader;
	struct languages languages;
	uint8_t *language;       /* by document; NULL: one for all */
	const struct doc_set *docs;
	struct table terms;
	uint64_t *masks;         /* by number in terms */
	size_t mask_room;
	struct table stems;      /* Z terms of the query */
	uint64_t *places;        /* document << 32 | position */
	size_t count, room;
};

void
word_places_init(struct word_places *places)
{
	*places = (struct word_places){ .positions = NULL };
}

void
word_places_release(struct word_places *places)
{
	doc_set_release(&places->docs);
	free(places->positions);
	free(places->before);
	free(places->first);
	word_places_init(places);
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the places of the words");
}

/* ---- The terms of a query ----------------------------------------------- */

static bool
is_joined(struct span word)
{
	struct tokenizer tokenizer;
	struct token token;

	tokenizer_start(&tokenizer, word);
	while (token_next(&tokenizer, &token))
		if (token.flags & TOKEN_CJK)
			return true;
	return false;
}

/* WORD stands in the dictionary under PREFIX. */
static enum status
add_term(struct collection *collection, const char *prefix, struct span word, uint64_t mask, struct error *err)
{
	struct buf term = BUF_INIT;
	uint32_t number = TABLE_NONE;

	if (is_joined(word))
		return STATUS_UNSUPPORTED;
	buf_append_string(&term, prefix);
	buf_append_span(&term, word);
	if (buf_status(&term) == STATUS_OK)
		number = table_put(&collection->terms, buf_span(&term), NULL);
	buf_release(&term);
	if (number != TABLE_NONE && number >= collection->mask_room) {
		size_t room = 2 * collection->mask_room + 64;
		uint64_t *masks = realloc(collection->masks, room * sizeof(*masks));

		if (!masks)
			return no_memory(err);
		memset(masks + collection->mask_room, 0, (room - collection->mask_room) * sizeof(*masks));
		collection->masks = masks;
		collection->mask_room = room;
	}
	if (number == TABLE_NONE)
		return no_memory(err);
	collection->masks[number] |= mask;
	return STATUS_OK;
}

static struct span
behind(struct span term, const char *prefix)
{
	size_t len = strlen(prefix);

	return span_from(term.ptr + len, term.len - len);
}

/* A term of the query as it is, if it is one of the text's. */
static enum status
add_leaf(struct collection *collection, struct span term, struct error *err)
{
	if (!term.len)
		return STATUS_OK;
	if (span_starts(term, SPAN(PREFIX_STEM)))
		return table_put(&collection->stems, term, NULL) == TABLE_NONE ? no_memory(err) : STATUS_OK;
	if (span_starts(term, SPAN(PREFIX_CAPS)))
		return add_term(collection, PREFIX_CAPS, behind(term, PREFIX_CAPS), UINT64_MAX, err);
	if (span_starts(term, SPAN(PREFIX_TITLE)))
		return add_term(collection, PREFIX_TITLE, behind(term, PREFIX_TITLE), UINT64_MAX, err);
	if (term.ptr[0] >= 'A' && term.ptr[0] <= 'Z')
		return STATUS_OK;
	return add_term(collection, "", term, UINT64_MAX, err);
}

static enum status
add_node(struct collection *collection, const struct node *node, struct error *err)
{
	bool first_only = node->kind == NODE_NOT || node->kind == NODE_NOT_NEAR;
	size_t count = first_only && node->child_count ? 1 : node->child_count;
	enum status status = STATUS_OK;

	if (node->kind == NODE_PHRASE || node->kind == NODE_SPELT)
		return STATUS_UNSUPPORTED;
	if (node->kind == NODE_TERM)
		return add_leaf(collection, node->term, err);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = add_node(collection, node->children[i], err);
	return status;
}

/* ---- Words with a stem of the query's ------------------------------------ */

/* WORD, if its stem in language NUMBER is the query's. */
static enum status
add_stemmed(struct collection *collection, struct span word, size_t number, struct buf *term, struct error *err)
{
	static const char *const prefixes[][2] = { { PREFIX_STEM, "" }, { PREFIX_STEM PREFIX_TITLE, PREFIX_TITLE } };
	struct span stem = stemmer_stem(collection->languages.stemmers[number], word);
	enum status status = STATUS_OK;

	for (size_t i = 0; i < 2 && status == STATUS_OK; i++) {
		buf_clear(term);
		buf_append_string(term, prefixes[i][0]);
		buf_append_span(term, stem);
		if (buf_status(term) < 0)
			return no_memory(err);
		if (table_get(&collection->stems, buf_span(term)) != TABLE_NONE)
			status = add_term(collection, prefixes[i][1], word, UINT64_C(1) << number, err);
	}
	return status;
}

/* Of the words that begin with PREFIX those that have a stem of the query's. */
static enum status
add_words(struct collection *collection, struct span prefix, size_t number, struct error *err)
{
	struct term_walk *walk = NULL;
	struct buf term = BUF_INIT;
	enum status status = index_walk(collection->reader, prefix, prefix, &walk, err);

	while (status == STATUS_OK && (status = term_walk_next(walk, err)) == STATUS_OK) {
		if (walk->term.ptr[0] < 'A' || walk->term.ptr[0] > 'Z') {
			status = add_stemmed(collection, walk->term, number, &term, err);
			continue;
		}
		/* Behind what is no word. */
		term_walk_free(walk);
		walk = NULL;
		status = index_walk(collection->reader, SPAN("["), SPAN(""), &walk, err);
	}
	term_walk_free(walk);
	buf_release(&term);
	return status == STATUS_END ? STATUS_OK : status;
}

/* Words that begin as the stem of STEM, a Z term, does, but for its last letters.  *ALL: none
 * that begins otherwise has this stem, as those there are stand as often as it does. */
static enum status
add_near(struct collection *collection, struct span stem, bool *all, struct error *err)
{
	struct span prefix = behind(stem, PREFIX_STEM);
	struct term_walk *walk = NULL;
	struct term_stats stats;
	struct buf term = BUF_INIT;
	uint64_t found = 0;
	enum status status = index_term(collection->reader, stem, &stats, err);

	prefix.len = prefix.len > STEM_CHANGE ? prefix.len - STEM_CHANGE : 0;
	*all = false;
	if (status < 0 || !prefix.len)
		return status;
	status = index_walk(collection->reader, prefix, prefix, &walk, err);
	while (status == STATUS_OK && (status = term_walk_next(walk, err)) == STATUS_OK) {
		struct span own = stemmer_stem(collection->languages.stemmers[0], walk->term);

		found += span_equal(own, behind(stem, PREFIX_STEM)) ? walk->stats.cf : 0;
		status = add_stemmed(collection, walk->term, 0, &term, err);
	}
	term_walk_free(walk);
	buf_release(&term);
	*all = found == stats.cf;
	return status == STATUS_END ? STATUS_OK : status;
}

/* The same for all stems: *ALL when it is so of each. */
static enum status
add_all_near(struct collection *collection, bool *all, struct error *err)
{
	enum status status = STATUS_OK;

	*all = collection->languages.count == 1;
	for (uint32_t i = 0; i < collection->stems.count && status == STATUS_OK && *all; i++) {
		struct span stem = table_key(&collection->stems, i);

		/* Of titles' stems and words it is not known how often they stand. */
		if (span_starts(stem, SPAN(PREFIX_STEM PREFIX_TITLE)))
			*all = false;
		else
			status = add_near(collection, stem, all, err);
	}
	return status;
}

/* Words with the stems, in each language: where a stem begins as its word does,
 * not the whole dictionary has to be read. */
static enum status
add_stems(struct collection *collection, struct error *err)
{
	bool all;
	enum status status = add_all_near(collection, &all, err);

	for (size_t number = 0; number < collection->languages.count && collection->stems.count && !all; number++) {
		bool first[256] = { false };

		if (status != STATUS_OK)
			return status;
		if (!stemmer_keeps_first(collection->languages.stemmers[number])) {
			status = add_words(collection, SPAN(""), number, err);
			continue;
		}
		for (uint32_t i = 0; i < collection->stems.count && status == STATUS_OK; i++) {
			struct span stem = behind(table_key(&collection->stems, i), PREFIX_STEM);

			if (span_starts(stem, SPAN(PREFIX_TITLE)))
				stem = behind(stem, PREFIX_TITLE);
			if (!stem.len || first[(unsigned char)stem.ptr[0]])
				continue;
			first[(unsigned char)stem.ptr[0]] = true;
			status = add_words(collection, span_from(stem.ptr, 1), number, err);
		}
	}
	return status;
}

/* Which stemmer each article has. */
static enum status
read_languages(struct collection *collection, struct error *err)
{
	const struct languages *languages = &collection->languages;
	const struct doc_set *docs = collection->docs;
	enum status status = STATUS_OK;

	if (languages->count < 2 || !collection->stems.count)
		return STATUS_OK;
	collection->language = calloc(docs->end ? docs->end : 1, 1);
	if (!collection->language)
		return no_memory(err);
	for (docid_t doc = doc_set_next(docs, 0); doc != DOCID_END && status == STATUS_OK; doc = doc_set_next(docs, doc + 1)) {
		struct stemmer *stemmer;
		struct span code;

		status = index_string(collection->reader, COLUMN_LANGUAGE, doc, &code, err);
		if (status < 0)
			break;
		stemmer = languages_stemmer(languages, code);
		while (languages->stemmers[collection->language[doc]] != stemmer)
			collection->language[doc]++;
	}
	return status;
}

/* ---- Places -------------------------------------------------------------- */

static enum status
add_places(struct collection *collection, struct postings *postings, struct error *err)
{
	const uint32_t *positions;
	size_t count;
	enum status status = postings_positions(postings, &positions, &count, err);

	if (status < 0)
		return status;
	if (count > WORD_PLACES_MAX - collection->count)
		return STATUS_UNSUPPORTED;
	if (collection->count + count > collection->room) {
		size_t room = 2 * (collection->count + count) + 1024;
		uint64_t *places = realloc(collection->places, room * sizeof(*places));

		if (!places)
			return no_memory(err);
		collection->places = places;
		collection->room = room;
	}
	for (size_t i = 0; i < count; i++)
		collection->places[collection->count++] = (uint64_t)postings->doc << 32 | positions[i];
	return STATUS_OK;
}

/* The places of one term; articles without it are passed over. */
static enum status
read_term(struct collection *collection, struct span term, uint64_t mask, struct error *err)
{
	const struct doc_set *docs = collection->docs;
	struct postings *postings = NULL;
	enum status status = index_postings(collection->reader, term, &postings, err);

	if (status == STATUS_OK)
		status = postings_seek(postings, doc_set_next(docs, 0), err);
	while (status == STATUS_OK) {
		docid_t doc = postings->doc, next;

		if (doc_set_has(docs, doc) && (!collection->language || mask >> collection->language[doc] & 1))
			status = add_places(collection, postings, err);
		next = doc_set_next(docs, doc + 1);
		if (next == DOCID_END || status != STATUS_OK)
			break;
		status = next - doc > SEEK_LEAST ? postings_seek(postings, next, err) : postings_next(postings, err);
	}
	postings_free(postings);
	return status == STATUS_END ? STATUS_OK : status;
}

static int
by_place(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Sorts the places, each once. */
static void
sort_places(struct collection *collection)
{
	uint64_t *places = collection->places;
	size_t kept = 0;
	bool sorted = true;

	for (size_t i = 1; i < collection->count && sorted; i++)
		sorted = places[i - 1] < places[i];
	if (sorted)
		return;
	qsort(places, collection->count, sizeof(*places), by_place);
	for (size_t i = 0; i < collection->count; i++)
		if (!kept || places[kept - 1] != places[i])
			places[kept++] = places[i];
	collection->count = kept;
}

static enum status
give_places(const struct collection *collection, struct word_places *places, struct error *err)
{
	const uint64_t *items = collection->places;
	docid_t end = collection->count ? (docid_t)(items[collection->count - 1] >> 32) + 1 : 0;
	struct doc_set *docs = &places->docs;
	uint64_t seen = 0;

	docs->room = (size_t)end / 64 + 1;
	docs->end = end;
	docs->bits = calloc(docs->room, sizeof(*docs->bits));
	places->before = calloc(docs->room, sizeof(*places->before));
	places->first = malloc((collection->count + 1) * sizeof(*places->first));
	places->positions = malloc((collection->count + 1) * sizeof(*places->positions));
	if (!docs->bits || !places->before || !places->first || !places->positions)
		return no_memory(err);
	for (size_t i = 0; i < collection->count; i++) {
		docid_t doc = (docid_t)(items[i] >> 32);

		if (!i || items[i - 1] >> 32 != doc)
			places->first[docs->count++] = (uint32_t)i;
		docs->bits[doc / 64] |= UINT64_C(1) << doc % 64;
		places->positions[i] = (uint32_t)items[i];
	}
	places->first[docs->count] = (uint32_t)collection->count;
	places->count = collection->count;
	for (size_t i = 0; i < docs->room; i++) {
		places->before[i] = (uint32_t)seen;
		seen += (uint64_t)__builtin_popcountll(docs->bits[i]);
	}
	return STATUS_OK;
}

enum status
word_places_read(struct word_places *places, struct index_reader *reader, const struct node *tree,
                 const struct doc_set *docs, struct error *err)
{
	struct collection collection = { .reader = reader, .docs = docs };
	enum status status;

	table_init(&collection.terms);
	table_init(&collection.stems);
	status = languages_open(&collection.languages, reader, err);
	if (status == STATUS_OK)
		status = add_node(&collection, tree, err);
	if (status == STATUS_OK)
		status = add_stems(&collection, err);
	if (status == STATUS_OK)
		status = read_languages(&collection, err);
	for (uint32_t i = 0; i < collection.terms.count && status == STATUS_OK; i++)
		status = read_term(&collection, table_key(&collection.terms, i), collection.masks[i], err);
	if (status == STATUS_OK) {
		sort_places(&collection);
		status = give_places(&collection, places, err);
	}
	languages_release(&collection.languages);
	table_release(&collection.terms);
	table_release(&collection.stems);
	free(collection.masks);
	free(collection.language);
	free(collection.places);
	return status;
}
