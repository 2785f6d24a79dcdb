#include "index/copies.h"

#include <stdlib.h>

/* Up to so many articles, all pairs are compared. */
#define PAIRS_MAX 256

/* Bins that make a band: each with the one STEPS behind it.  A pair of articles
 * that is just similar enough (.27) has nine bands in common. */
static const unsigned steps[] = { 1, 3 };

/* A band that so many articles have is no sign of a copy, beside those that
 * have it by chance. */
#define BUCKET_MAX 512
#define BAND_VALUES 65536

/* ---- Sets ------------------------------------------------------------- */

static uint32_t
set_find(uint32_t *groups, uint32_t at)
{
	while (groups[at] != at)
		at = groups[at] = groups[groups[at]];
	return at;
}

/* The smaller number stands for both. */
static void
set_join(uint32_t *groups, uint32_t a, uint32_t b)
{
	a = set_find(groups, a);
	b = set_find(groups, b);
	if (a < b)
		groups[b] = a;
	else
		groups[a] = b;
}

static inline void
compare(const struct copy_sketch *sketches, uint32_t *groups, uint32_t a, uint32_t b)
{
	if (set_find(groups, a) != set_find(groups, b)
	    && sketch_is_copy(&sketches[a].sketch, sketches[a].words, &sketches[b].sketch, sketches[b].words))
		set_join(groups, a, b);
}

/* ---- Bands ------------------------------------------------------------ */

struct bands {
	uint32_t *distinct;    /* articles, each sketch once */
	size_t count;          /* of them */
	uint32_t *starts;      /* BAND_VALUES + 1: where a value's articles begin in members */
	uint32_t *members;
	uint64_t *others;      /* by member, eight bins that are far from the band's */
	uint16_t *values;      /* by place in distinct */
};

/* Whether two articles agree in one of these bins.  Copies that are just
 * similar enough do nine times in ten, articles that have a band in common by
 * chance three times in a hundred: their sketches need not be fetched. */
static inline bool
others_agree(uint64_t a, uint64_t b)
{
	uint64_t x = a ^ b;

	return ((x - UINT64_C(0x0101010101010101)) & ~x & UINT64_C(0x8080808080808080)) != 0;
}

/* Sorts the articles by what they have in two bins. */
static void
band_sort(struct bands *bands, const struct copy_sketch *sketches, unsigned bin, unsigned step)
{
	uint32_t total = 0;

	memset(bands->starts, 0, (BAND_VALUES + 1) * sizeof(*bands->starts));
	for (size_t i = 0; i < bands->count; i++) {
		const unsigned char *bins = sketches[bands->distinct[i]].sketch.bins;

		bands->values[i] = (uint16_t)(bins[bin] << 8 | bins[(bin + step) % SKETCH_BINS]);
		bands->starts[bands->values[i]]++;
	}
	for (size_t value = 0; value <= BAND_VALUES; value++) {
		total += bands->starts[value];
		bands->starts[value] = total;
	}
	for (size_t i = bands->count; i-- > 0;) {
		uint32_t at = --bands->starts[bands->values[i]];

		bands->members[at] = bands->distinct[i];
		memcpy(&bands->others[at], sketches[bands->distinct[i]].sketch.bins + (bin / 8 + 2) % (SKETCH_BINS / 8) * 8, 8);
	}
}

static void
band_compare(const struct bands *bands, const struct copy_sketch *sketches, uint32_t *groups)
{
	size_t most = BUCKET_MAX + 4 * (bands->count / BAND_VALUES);

	/* One bin may be empty: short articles have few that are not.  Not both. */
	for (size_t value = 1; value < BAND_VALUES; value++) {
		uint32_t from = bands->starts[value], until = bands->starts[value + 1];

		if (until - from > most)
			continue;
		for (uint32_t i = from; i < until; i++)
			for (uint32_t j = from; j < i; j++)
				if (others_agree(bands->others[i], bands->others[j]))
					compare(sketches, groups, bands->members[i], bands->members[j]);
	}
}

static int
sketch_order(const void *a, const void *b, void *context)
{
	const struct copy_sketch *x = (const struct copy_sketch *)context + *(const uint32_t *)a;
	const struct copy_sketch *y = (const struct copy_sketch *)context + *(const uint32_t *)b;
	int order = memcmp(&x->sketch, &y->sketch, sizeof(x->sketch));

	return order ? order : (x->words > y->words) - (x->words < y->words);
}

/* Joins articles with equal sketches, and keeps the one with the fewest words
 * of them: a text that was printed a thousand times does not fill its bands. */
static void
bands_choose(struct bands *bands, struct copy_sketch *sketches, uint32_t *groups, size_t count)
{
	uint32_t *order = bands->distinct;

	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, count, sizeof(*order), sketch_order, sketches);
	bands->count = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t last = bands->count ? order[bands->count - 1] : 0;

		if (bands->count && memcmp(&sketches[last].sketch, &sketches[order[i]].sketch, sizeof(struct sketch)) == 0)
			compare(sketches, groups, last, order[i]);
		else
			order[bands->count++] = order[i];
	}
}

static enum status
group_many(struct copy_sketch *sketches, size_t count, uint32_t *groups)
{
	struct bands bands = {
		.distinct = malloc(count * sizeof(*bands.distinct)),
		.starts = malloc((BAND_VALUES + 1) * sizeof(*bands.starts)),
		.members = malloc(count * sizeof(*bands.members)),
		.others = malloc(count * sizeof(*bands.others)),
		.values = malloc(count * sizeof(*bands.values)),
	};
	bool room = bands.distinct && bands.starts && bands.members && bands.others && bands.values;

	if (room) {
		bands_choose(&bands, sketches, groups, count);
		for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
			for (unsigned bin = 0; bin < SKETCH_BINS; bin++) {
				band_sort(&bands, sketches, bin, steps[i]);
				band_compare(&bands, sketches, groups);
			}
		}
	}
	free(bands.distinct);
	free(bands.starts);
	free(bands.members);
	free(bands.others);
	free(bands.values);
	return room ? STATUS_OK : STATUS_NOMEM;
}

enum status
copies_group(struct copy_sketch *sketches, size_t count, uint32_t *groups, struct error *err)
{
	if (count >= UINT32_MAX)
		return error_set(err, STATUS_LIMIT, NULL, "%zu articles are too many to be grouped", count);
	for (uint32_t i = 0; i < count; i++)
		groups[i] = i;
	for (uint32_t i = 1; i < count && count <= PAIRS_MAX; i++)
		for (uint32_t j = 0; j < i; j++)
			compare(sketches, groups, i, j);
	if (count > PAIRS_MAX && group_many(sketches, count, groups) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory to group %zu articles", count);
	/* Nobody stands for another any more but the first of a group. */
	for (uint32_t i = 0; i < count; i++)
		groups[i] = set_find(groups, i);
	return STATUS_OK;
}

/* ---- Reading ---------------------------------------------------------- */

struct numbered {
	docid_t doc;
	uint32_t at;
};

static int
numbered_order(const void *a, const void *b)
{
	docid_t x = ((const struct numbered *)a)->doc, y = ((const struct numbered *)b)->doc;

	return (x > y) - (x < y);
}

static enum status
read_one(struct index_reader *reader, docid_t doc, struct copy_sketch *sketch, struct error *err)
{
	struct span bytes;
	int64_t words;
	enum status status = index_number(reader, COLUMN_WORDS, doc, &words, err);

	if (status == STATUS_OK)
		status = index_string(reader, COLUMN_SKETCH, doc, &bytes, err);
	if (status < 0)
		return status;
	sketch->words = words < 0 ? 0 : words < UINT32_MAX ? (uint32_t)words : UINT32_MAX;
	if (bytes.len == sizeof(sketch->sketch.bins))
		memcpy(sketch->sketch.bins, bytes.ptr, bytes.len);
	return STATUS_OK;
}

enum status
copies_read(struct index_reader *reader, const docid_t *docs, size_t count, struct copy_sketch **sketches,
            struct error *err)
{
	struct numbered *order = calloc(count + 1, sizeof(*order));
	enum status status = STATUS_OK;

	*sketches = calloc(count + 1, sizeof(**sketches));
	if (!order || !*sketches) {
		status = error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu articles", count);
		goto done;
	}
	for (size_t i = 0; i < count; i++)
		order[i] = (struct numbered){ docs[i], (uint32_t)i };
	/* Columns are quickest from the first document to the last. */
	qsort(order, count, sizeof(*order), numbered_order);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = read_one(reader, order[i].doc, &(*sketches)[order[i].at], err);
done:
	free(order);
	if (status < 0) {
		free(*sketches);
		*sketches = NULL;
	}
	return status;
}
