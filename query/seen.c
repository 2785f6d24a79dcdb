#include "query/seen.h"

#include <stdlib.h>

#include "common/hash.h"

#define MAGIC "newsdex seen 1\n"
#define FINGERPRINT "fingerprint="
#define PAIR_SIZE 16
#define SUM_SIZE 16
#define TOLD_MAX 200  /* bytes of the other query in a message */

void
seen_release(struct seen *seen)
{
	free(seen->pairs);
	*seen = (struct seen)SEEN_INIT;
}

/* ---- As bytes ------------------------------------------------------------ */

static void
append_number(struct buf *out, uint64_t number)
{
	for (int shift = 0; shift < 64; shift += 8)
		buf_append_byte(out, (int)(number >> shift & 0xFF));
}

static uint64_t
read_number(const char *from)
{
	uint64_t number = 0;

	for (int i = 7; i >= 0; i--)
		number = number << 8 | (unsigned char)from[i];
	return number;
}

void
seen_encode(const struct seen *seen, struct span subject, struct buf *out)
{
	size_t start = out->len;
	struct hash128 sum;

	buf_append_string(out, MAGIC);
	buf_append_span(out, subject);
	buf_append_format(out, FINGERPRINT "%s\n\n", seen->fingerprint);
	for (size_t i = 0; i < seen->count; i++) {
		append_number(out, seen->pairs[i].id);
		append_number(out, seen->pairs[i].content);
	}
	if (out->failed)
		return;
	sum = hash_content(span_from(out->data + start, out->len - start));
	append_number(out, sum.low);
	append_number(out, sum.high);
}

static void
skip(struct span *text, size_t count)
{
	text->ptr += count;
	text->len -= count;
}

static bool
sum_is_right(struct span *data)
{
	struct hash128 sum;

	if (data->len < SUM_SIZE)
		return false;
	data->len -= SUM_SIZE;
	sum = hash_content(*data);
	return read_number(data->ptr + data->len) == sum.low && read_number(data->ptr + data->len + 8) == sum.high;
}

/* Its first line is the query. */
static struct span
first_line(struct span text)
{
	const char *end = memchr(text.ptr, '\n', text.len);

	return end ? span_from(text.ptr, (size_t)(end - text.ptr)) : text;
}

static enum status
other_subject(struct span text, struct span subject, const char *place, struct error *err)
{
	struct span line = first_line(text);

	if (span_equal(line, first_line(subject)))
		return error_set(err, STATUS_BADQUERY, place,
		                 "stands for the same query with another index, --any or --literal; "
		                 "take another name, or --forget this one");
	return error_set(err, STATUS_BADQUERY, place, "stands for another query (%.*s); take another name, or --forget this one",
	                 (int)(line.len < TOLD_MAX ? line.len : TOLD_MAX), line.ptr);
}

static enum status
decode_pairs(struct seen *seen, struct span data)
{
	size_t count = data.len / PAIR_SIZE;

	if (data.len % PAIR_SIZE)
		return STATUS_CORRUPT;
	seen->pairs = calloc(count ? count : 1, sizeof(*seen->pairs));
	if (!seen->pairs)
		return STATUS_NOMEM;
	for (; seen->count < count; seen->count++) {
		struct seen_pair *pair = &seen->pairs[seen->count];

		*pair = (struct seen_pair){ read_number(data.ptr), read_number(data.ptr + 8) };
		if (seen->count && pair->id < pair[-1].id)
			return STATUS_CORRUPT;
		skip(&data, PAIR_SIZE);
	}
	return STATUS_OK;
}

enum status
seen_decode(struct seen *seen, struct span data, struct span subject, const char *place, struct error *err)
{
	enum status status = STATUS_CORRUPT;
	struct span line;

	if (!sum_is_right(&data) || !span_starts(data, SPAN(MAGIC)))
		goto done;
	skip(&data, sizeof(MAGIC) - 1);
	if (!span_starts(data, subject) ||
	    !span_starts(span_from(data.ptr + subject.len, data.len - subject.len), SPAN(FINGERPRINT)))
		return other_subject(data, subject, place, err);
	skip(&data, subject.len + sizeof(FINGERPRINT) - 1);
	line = first_line(data);
	if (line.len >= sizeof(seen->fingerprint) || data.len < line.len + 2 || data.ptr[line.len + 1] != '\n')
		goto done;
	memcpy(seen->fingerprint, line.ptr, line.len);
	seen->fingerprint[line.len] = '\0';
	skip(&data, line.len + 2);
	status = decode_pairs(seen, data);
done:
	if (status == STATUS_CORRUPT)
		return error_set(err, status, place, "its memory is damaged; --forget starts over, and reports everything again");
	return status < 0 ? error_set(err, status, place, "not enough memory") : STATUS_OK;
}

/* ---- What is new -------------------------------------------------------- */

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int
compare_articles(const void *left, const void *right)
{
	const struct seen_article *a = left, *b = right;
	int order = compare_numbers(a->pair.id, b->pair.id);

	if (!order)
		order = compare_numbers(a->pair.content, b->pair.content);
	return order ? order : compare_numbers(a->place, b->place);
}

static enum seen_verdict
judge_one(const struct seen *seen, size_t from, const struct seen_pair *pair)
{
	enum seen_verdict verdict = SEEN_NEW;

	for (size_t i = from; i < seen->count && seen->pairs[i].id == pair->id; i++) {
		if (seen->pairs[i].content == pair->content)
			return SEEN_BEFORE;
		verdict = SEEN_CHANGED;
	}
	return verdict;
}

void
seen_judge(const struct seen *seen, struct seen_article *articles, size_t count)
{
	size_t at = 0;

	qsort(articles, count, sizeof(*articles), compare_articles);
	for (size_t i = 0; i < count; i++) {
		const struct seen_pair *pair = &articles[i].pair;

		while (at < seen->count && seen->pairs[at].id < pair->id)
			at++;
		if (i && pair[0].id == articles[i - 1].pair.id && pair->content == articles[i - 1].pair.content)
			articles[i].verdict = SEEN_TWICE;
		else
			articles[i].verdict = judge_one(seen, at, pair);
	}
}

static bool
is_kept(const struct seen_article *article)
{
	return article->verdict != SEEN_TWICE && article->verdict != SEEN_LATER;
}

/* What an id is known by now takes the place of what it was known by. */
enum status
seen_update(struct seen *seen, const struct seen_article *articles, size_t count, struct error *err)
{
	struct seen_pair *pairs = calloc(seen->count + count + 1, sizeof(*pairs));
	size_t filled = 0, at = 0;

	if (!pairs)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu articles", seen->count + count);
	for (size_t i = 0; i < count; i++) {
		uint64_t id = articles[i].pair.id;

		if (!is_kept(&articles[i]))
			continue;
		while (at < seen->count && seen->pairs[at].id < id)
			pairs[filled++] = seen->pairs[at++];
		while (at < seen->count && seen->pairs[at].id == id)
			at++;
		pairs[filled++] = articles[i].pair;
	}
	while (at < seen->count)
		pairs[filled++] = seen->pairs[at++];
	free(seen->pairs);
	seen->pairs = pairs;
	seen->count = filled;
	return STATUS_OK;
}
