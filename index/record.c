#include "index/record.h"

#include <inttypes.h>

#include "common/utf8.h"
#include "corpus/url.h"
#include "index/version.h"

/* The lines behind those of the article's fields. */
static const char version_name[] = "version", origin_name[] = "origin", offset_name[] = "offset", number_name[] = "number",
	content_name[] = "content";

/* ---- Writing ---------------------------------------------------------- */

static void
put_value(struct buf *out, const char *name, struct span value)
{
	const char *rest = value.ptr, *end = value.ptr + value.len;

	if (!value.len)
		return;
	buf_append_string(out, name);
	buf_append_byte(out, '=');
	while (rest < end) {
		const char *stop = rest;

		while (stop < end && *stop != '\n' && *stop != '\\')
			stop++;
		buf_append(out, rest, (size_t)(stop - rest));
		if (stop < end)
			buf_append(out, *stop == '\n' ? "\\n" : "\\\\", 2);
		rest = stop + (stop < end);
	}
	buf_append_byte(out, '\n');
}

static void
put_list(struct buf *out, const char *name, const struct span *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_value(out, name, values[i]);
}

static void
put_date(struct buf *out, const char *name, const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	date_format(date, text);
	put_value(out, name, span_from_string(text));
}

void
record_encode_head(const struct article *article, struct buf *out)
{
	char version[VERSION_TEXT_SIZE];

	for (int field = 0; field < FIELD_TEXT_COUNT; field++)
		if (field != FIELD_BODY)
			put_value(out, article_field_name((enum article_field)field), article->text[field]);
	put_list(out, article_field_name(FIELD_AUTHOR), article->authors, article->author_count);
	put_list(out, article_field_name(FIELD_TAG), article->tags, article->tag_count);
	put_date(out, article_field_name(FIELD_PUBLISHED), &article->published);
	put_date(out, article_field_name(FIELD_MODIFIED), &article->modified);
	put_date(out, article_field_name(FIELD_CRAWLED), &article->crawled);
	if (version_told(&article->version)) {
		version_format(&article->version, version);
		put_value(out, version_name, span_from_string(version));
	}
	put_value(out, origin_name, article->origin);
	if (article->offset)
		buf_append_format(out, "%s=%" PRIu64 "\n", offset_name, article->offset);
	if (article->number)
		buf_append_format(out, "%s=%" PRIu64 "\n", number_name, article->number);
	if (article->bodiless)
		buf_append_format(out, "%s=%016" PRIx64 "%016" PRIx64 "\n", content_name, article->content.high,
		                  article->content.low);
	buf_append_byte(out, '\n');
}

void
record_encode(const struct article *article, struct buf *out)
{
	record_encode_head(article, out);
	buf_append_span(out, article->text[FIELD_BODY]);
}

struct article
record_bodiless(const struct article *article, struct hash128 content)
{
	struct article bodiless = *article;

	bodiless.text[FIELD_BODY] = SPAN_NONE;
	bodiless.bodiless = true;
	bodiless.content = content;
	return bodiless;
}

/* ---- Reading ---------------------------------------------------------- */

/* The value without its escapes, in ARENA if it has any. */
static enum status
get_value(struct span raw, struct arena *arena, struct span *value, struct error *err)
{
	size_t len = 0;
	char *copy;

	*value = raw;
	if (!memchr(raw.ptr, '\\', raw.len))
		return STATUS_OK;
	copy = arena_alloc(arena, raw.len);
	if (!copy)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.ptr[i] != '\\') {
			copy[len++] = raw.ptr[i];
			continue;
		}
		i++;
		if (i == raw.len || (raw.ptr[i] != 'n' && raw.ptr[i] != '\\'))
			return error_set(err, STATUS_CORRUPT, NULL, "a stored article has an escape that no writer makes");
		copy[len++] = raw.ptr[i] == 'n' ? '\n' : '\\';
	}
	*value = span_from(copy, len);
	return STATUS_OK;
}

/* Takes COUNT digits from the front of TEXT. */
static bool
take_digits(struct span *text, size_t count, int *number)
{
	if (text->len < count)
		return false;
	*number = 0;
	for (size_t i = 0; i < count; i++) {
		if (text->ptr[i] < '0' || text->ptr[i] > '9')
			return false;
		*number = *number * 10 + (text->ptr[i] - '0');
	}
	text->ptr += count;
	text->len -= count;
	return true;
}

static bool
take_byte(struct span *text, char byte)
{
	if (!text->len || text->ptr[0] != byte)
		return false;
	text->ptr++;
	text->len--;
	return true;
}

static bool
take_zone(struct span *text, int16_t *zone)
{
	int sign, hours, minutes;

	*zone = DATE_ZONE_UNKNOWN;
	if (!text->len)
		return true;
	if (take_byte(text, 'Z')) {
		*zone = 0;
		return true;
	}
	sign = take_byte(text, '-') ? -1 : 1;
	if (sign > 0 && !take_byte(text, '+'))
		return false;
	if (!take_digits(text, 2, &hours) || !take_byte(text, ':') || !take_digits(text, 2, &minutes) || minutes > 59)
		return false;
	*zone = (int16_t)(sign * (hours * 60 + minutes));
	return true;
}

/* What date_format() writes, and nothing else: date_parse() is for newspapers
 * and may refuse what is too vague there. */
bool
record_date(struct span text, struct date *date)
{
	struct civil civil = { .month = 1, .day = 1 };
	enum date_precision precision = DATE_YEAR;
	int16_t zone;
	int year;

	if (!take_digits(&text, 4, &year))
		return false;
	civil.year = year;
	if (take_byte(&text, '-')) {
		precision = DATE_MONTH;
		if (!take_digits(&text, 2, &civil.month))
			return false;
		if (take_byte(&text, '-')) {
			precision = DATE_DAY;
			if (!take_digits(&text, 2, &civil.day))
				return false;
		}
	}
	if (precision == DATE_DAY && take_byte(&text, 'T')) {
		precision = DATE_MINUTE;
		if (!take_digits(&text, 2, &civil.hour) || !take_byte(&text, ':') || !take_digits(&text, 2, &civil.minute))
			return false;
		if (take_byte(&text, ':')) {
			precision = DATE_SECOND;
			if (!take_digits(&text, 2, &civil.second))
				return false;
		}
	}
	return take_zone(&text, &zone) && !text.len
		&& date_from_civil(&civil, precision, zone, date) == STATUS_OK;
}

static bool
get_number(struct span text, uint64_t *number)
{
	*number = 0;
	if (!text.len || text.len > 20)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = (unsigned)(unsigned char)text.ptr[i] - '0';

		if (digit > 9 || *number > (UINT64_MAX - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return true;
}

/* 16 lower-case hex digits. */
static bool
get_hex(const char *digits, uint64_t *number)
{
	*number = 0;
	for (int i = 0; i < 16; i++) {
		char c = digits[i];

		if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
			return false;
		*number = *number << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return true;
}

static bool
get_content(struct span text, struct hash128 *content)
{
	return text.len == 32 && get_hex(text.ptr, &content->high) && get_hex(text.ptr + 16, &content->low);
}

/* Room for the authors and tags of a record that is being read. */
struct lists {
	struct span *authors, *tags;
};

/* Puts one line's value where it belongs. */
static enum status
set_field(struct article *article, const struct lists *lists, struct span name, struct span value, struct error *err)
{
	bool good = false;
	int field = 0;

	while (field < FIELD_COUNT && !span_equal(name, span_from_string(article_field_name((enum article_field)field))))
		field++;
	if (field < FIELD_TEXT_COUNT) {
		good = field != FIELD_BODY && !article->text[field].ptr;
		article->text[field] = value;
	} else if (field == FIELD_AUTHOR) {
		good = true;
		lists->authors[article->author_count++] = value;
	} else if (field == FIELD_TAG) {
		good = true;
		lists->tags[article->tag_count++] = value;
	} else if (field == FIELD_PUBLISHED) {
		good = record_date(value, &article->published);
	} else if (field == FIELD_MODIFIED) {
		good = record_date(value, &article->modified);
	} else if (field == FIELD_CRAWLED) {
		good = record_date(value, &article->crawled);
	} else if (span_equal(name, span_from_string(version_name))) {
		good = version_parse(value, &article->version);
	} else if (span_equal(name, span_from_string(origin_name))) {
		good = true;
		article->origin = value;
	} else if (span_equal(name, span_from_string(offset_name))) {
		good = get_number(value, &article->offset);
	} else if (span_equal(name, span_from_string(number_name))) {
		good = get_number(value, &article->number);
	} else if (span_equal(name, span_from_string(content_name))) {
		good = !article->bodiless && get_content(value, &article->content);
		article->bodiless = true;
	}
	return good ? STATUS_OK
	            : error_set(err, STATUS_CORRUPT, NULL, "a stored article has a line that no writer makes: %.*s",
	                        (int)(name.len < 40 ? name.len : 40), name.ptr);
}

/* Takes the next line of the head; empty at its end. */
static enum status
take_line(struct span *rest, struct span *line, struct error *err)
{
	const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;

	*line = SPAN_NONE;
	if (!end)
		return error_set(err, STATUS_CORRUPT, NULL, "a stored article ends inside its fields");
	*line = span_from(rest->ptr, (size_t)(end - rest->ptr));
	*rest = span_from(end + 1, rest->len - line->len - 1);
	return STATUS_OK;
}

/* Lines of the head that start with NAME and '='. */
static size_t
count_lines(struct span record, const char *name)
{
	struct span rest = record, line;
	size_t count = 0, len = strlen(name);

	while (take_line(&rest, &line, NULL) == STATUS_OK && line.len)
		count += line.len > len && line.ptr[len] == '=' && memcmp(line.ptr, name, len) == 0;
	return count;
}

static enum status
lists_init(struct lists *lists, struct span record, struct arena *arena, struct article *article, struct error *err)
{
	size_t authors = count_lines(record, article_field_name(FIELD_AUTHOR));
	size_t tags = count_lines(record, article_field_name(FIELD_TAG));

	lists->authors = authors ? arena_zalloc(arena, authors, sizeof(struct span)) : NULL;
	lists->tags = tags ? arena_zalloc(arena, tags, sizeof(struct span)) : NULL;
	if ((authors && !lists->authors) || (tags && !lists->tags))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	article->authors = lists->authors;
	article->tags = lists->tags;
	return STATUS_OK;
}

static enum status
not_utf8(struct error *err)
{
	return error_set(err, STATUS_CORRUPT, NULL, "a stored article is not valid UTF-8");
}

enum status
record_decode(struct span record, struct arena *arena, struct article *article, struct error *err)
{
	struct span rest = record, line;
	struct lists lists;
	enum status status;

	memset(article, 0, sizeof(*article));
	status = lists_init(&lists, record, arena, article, err);
	while (status == STATUS_OK) {
		const char *equals;
		struct span name, value;
		bool origin;

		status = take_line(&rest, &line, err);
		if (status < 0 || !line.len)
			break;
		equals = memchr(line.ptr, '=', line.len);
		if (!equals || equals + 1 == line.ptr + line.len)
			return error_set(err, STATUS_CORRUPT, NULL, "a stored article has a line without a value");
		name = span_from(line.ptr, (size_t)(equals - line.ptr));
		origin = span_equal(name, span_from_string(origin_name));
		value = span_from(equals + 1, line.len - (size_t)(equals + 1 - line.ptr));
		status = get_value(value, arena, &value, err);
		if (status == STATUS_OK && !origin && !utf8_valid(value))
			status = not_utf8(err);
		if (status == STATUS_OK)
			status = set_field(article, &lists, name, value, err);
	}
	if (status == STATUS_OK && !utf8_valid(rest))
		status = not_utf8(err);
	if (status == STATUS_OK && rest.len && article->bodiless)
		return error_set(err, STATUS_CORRUPT, NULL, "a stored article has a body that it should be without");
	if (status == STATUS_OK && rest.len)
		article->text[FIELD_BODY] = rest;
	return status;
}

/* ---- Hash ------------------------------------------------------------- */

static void
put_u64(unsigned char *out, uint64_t value)
{
	for (int i = 0; i < 8; i++)
		out[i] = (unsigned char)(value >> (8 * i));
}

/* Chains VALUE of FIELD to HASH.  Hashing each value by itself needs no copy
 * of the article. */
static void
hash_add(struct hash128 *hash, int field, struct span value)
{
	struct hash128 own = hash_content(value);
	unsigned char block[48];

	if (!value.len)
		return;
	put_u64(block, hash->low);
	put_u64(block + 8, hash->high);
	put_u64(block + 16, (uint64_t)field);
	put_u64(block + 24, value.len);
	put_u64(block + 32, own.low);
	put_u64(block + 40, own.high);
	*hash = hash_content(span_from((const char *)block, sizeof(block)));
}

static void
hash_date(struct hash128 *hash, int field, const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	date_format(date, text);
	hash_add(hash, field, span_from_string(text));
}

/* Of one site the same article has many addresses; on another it is another's. */
static void
hash_site(struct hash128 *hash, struct span url)
{
	struct buf site = BUF_INIT;

	if (!url.len)
		return;
	url_append_site(&site, url);
	hash_add(hash, FIELD_URL, buf_status(&site) == STATUS_OK ? buf_span(&site) : url);
	buf_release(&site);
}

struct hash128
article_hash(const struct article *article)
{
	struct hash128 hash = { 0, 0 }, named;
	char version[VERSION_TEXT_SIZE];

	if (article->bodiless)
		return article->content;
	for (int field = 0; field < FIELD_TEXT_COUNT; field++)
		if (field != FIELD_ID && field != FIELD_URL)
			hash_add(&hash, field, article->text[field]);
	for (size_t i = 0; i < article->author_count; i++)
		hash_add(&hash, FIELD_AUTHOR, article->authors[i]);
	for (size_t i = 0; i < article->tag_count; i++)
		hash_add(&hash, FIELD_TAG, article->tags[i]);
	hash_date(&hash, FIELD_PUBLISHED, &article->published);
	hash_date(&hash, FIELD_MODIFIED, &article->modified);
	if (version_told(&article->version)) {
		version_format(&article->version, version);
		hash_add(&hash, FIELD_COUNT, span_from_string(version));
	}
	hash_site(&hash, article->text[FIELD_URL]);
	named = hash;
	hash_add(&named, FIELD_ID, article->text[FIELD_ID]);
	hash_add(&named, FIELD_URL, article->text[FIELD_URL]);
	return (struct hash128){ .low = hash.low, .high = named.high };
}
