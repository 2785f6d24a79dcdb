#include "corpus/html_author.h"

#include <strings.h>

#include "corpus/clean.h"
#include "corpus/fill.h"

/* What names are compared by: letters, ASCII ones small; SIZE is room enough for a name. */
#define PLAIN_SIZE 80

struct plain {
	char text[PLAIN_SIZE];
	size_t len;
};

static struct plain
plain_from(struct span name)
{
	struct plain plain = { .len = 0 };

	for (size_t i = 0; i < name.len && plain.len < PLAIN_SIZE; i++) {
		unsigned char byte = (unsigned char)name.ptr[i];

		if (byte >= 'A' && byte <= 'Z')
			byte = (unsigned char)(byte | 0x20);
		if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80)
			plain.text[plain.len++] = (char)byte;
	}
	return plain;
}

static bool
plain_equal(const struct plain *a, const struct plain *b)
{
	return a->len > 0 && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static bool
holds(struct span text, const char *mark)
{
	return text.len && memmem(text.ptr, text.len, mark, strlen(mark)) != NULL;
}

static bool
is_full_name(struct span text)
{
	return fill_is_name(text) && memchr(text.ptr, ' ', text.len);
}

/* NAME without what stands behind it: "Jane Doe (jd)", "Jane Doe, Lisbon", "Jane Doe | Editor". */
static struct span
cut_behind(struct span name)
{
	static const char *const marks[] = { " (", ", ", " | ", " - ", " – ", " — " };

	name = clean_trim(name);
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		const char *mark = name.len ? memmem(name.ptr, name.len, marks[i], strlen(marks[i])) : NULL;
		struct span before = mark ? clean_trim(span_from(name.ptr, (size_t)(mark - name.ptr))) : SPAN_NONE;

		if (is_full_name(before))
			name = before;
	}
	return name;
}

/* What publishing systems name for want of an author. */
static bool
is_nobody(struct span name)
{
	static const char *const words[] = {
		"admin", "administrator", "webmaster", "editor", "editors", "author", "staff", "user", "guest", "root", "system",
		"unknown", "anonymous", "newsroom", "newsdesk", "webdesk", "desk", "test", "null", "none", "undefined",
	};
	struct plain plain = plain_from(name);
	bool letters = false;

	for (size_t i = 0; i < plain.len; i++)
		letters |= plain.text[i] < '0' || plain.text[i] > '9';
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (plain.len == strlen(words[i]) && memcmp(plain.text, words[i], plain.len) == 0)
			return true;
	return !letters;
}

static bool
is_listed(const struct article *article, size_t count, struct span name)
{
	struct plain plain = plain_from(name);

	for (size_t i = 0; i < count; i++) {
		struct plain other = plain_from(article->authors[i]);

		if (plain_equal(&plain, &other))
			return true;
	}
	return false;
}

/* Is TEXT where somebody is to be found, and not who it is? */
static bool
is_address(struct span text)
{
	return span_starts(text, SPAN("http")) || span_starts(text, SPAN("www.")) || span_starts(text, SPAN("//"))
		|| holds(text, "@") || holds(text, "(www.");
}

bool
html_author_is_system(struct span address)
{
	return holds(address, "/author/admin");
}

enum status
html_author_add(struct article *article, struct span text, struct arena *arena, const char *found_by)
{
	const char *found_before = article->found_by[FIELD_AUTHOR];
	size_t before = article->author_count, kept = before;
	struct span *authors;

	text = clean_trim(text);
	if (clean_blank(text) || fill_is_nothing(text) || is_address(text))
		return STATUS_OK;
	if (fill_byline(article, text, arena, found_by) < 0)
		return STATUS_NOMEM;
	if (article->author_count == before && fill_item(article, FIELD_AUTHOR, text, arena, found_by) < 0)
		return STATUS_NOMEM;
	authors = (struct span *)(uintptr_t)article->authors;
	for (size_t i = before; i < article->author_count; i++) {
		struct span name = cut_behind(authors[i]);

		if (!is_nobody(name) && !is_address(authors[i]) && !is_listed(article, kept, name))
			authors[kept++] = name;
	}
	article->author_count = kept;
	if (kept == before)
		article->found_by[FIELD_AUTHOR] = found_before;
	return STATUS_OK;
}

bool
html_author_is_byline(struct span text, struct arena *arena)
{
	struct article names = { 0 };

	text = clean_trim(text);
	if (!text.len || text.len > 120 || fill_byline(&names, text, arena, "") < 0)
		return false;
	for (size_t i = 0; i < names.author_count; i++)
		if (!is_full_name(cut_behind(names.authors[i])))
			return false;
	return names.author_count > 0;
}

struct span
html_author_labelled(struct span text)
{
	static const char *const labels[] = {
		"Author:", "Authors:", "Written by", "By:", "Von:", "Par:", "Por:", "Door:", "Autor:", "Autorin:", "Autoren:", "Autorin/Autor", "Autor/in:", "Auteur:",
		"Auteur :", "Auteurs :", "Autores:", "Autore:", "Text:", "Texto:", "Tekst:", "Автор:", "Автори:", "Авторы:", "Yazar:",
		"Penulis:", "Forfatter:", "Författare:", "Συντάκτης:", "記者", "기자:",
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		size_t len = strlen(labels[i]);

		if (text.len >= len && strncasecmp(text.ptr, labels[i], len) == 0)
			return clean_trim(span_from(text.ptr + len, text.len - len));
	}
	return SPAN_NONE;
}

/* The host of URL without "www.". */
static struct span
host_of(struct span url)
{
	const char *start = url.len ? memmem(url.ptr, url.len, "://", 3) : NULL, *end;

	if (!start)
		return SPAN_NONE;
	start += 3;
	url = span_from(start, (size_t)(url.ptr + url.len - start));
	if (span_starts(url, SPAN("www.")))
		url = span_from(url.ptr + 4, url.len - 4);
	end = url.len ? memchr(url.ptr, '/', url.len) : NULL;
	return end ? span_from(url.ptr, (size_t)(end - url.ptr)) : url;
}

/* Are words at the start of TEXT the NAME, or words at its end, where ENDS? */
static bool
has_part(struct span text, const struct plain *name, bool ends)
{
	for (size_t i = 0; i < text.len; i++) {
		struct plain before, behind;

		if (text.ptr[i] != ' ' && text.ptr[i] != '.')
			continue;
		before = plain_from(span_from(text.ptr, i));
		behind = plain_from(span_from(text.ptr + i, text.len - i));
		if (plain_equal(&before, name) || (ends && plain_equal(&behind, name)))
			return true;
	}
	return false;
}

/* "Harbour News", "Harbour News Online" or "Harbour" of a SITE that is the "Harbour News". */
static bool
is_of_site(struct span author, struct span site)
{
	struct plain name = plain_from(author), whole = plain_from(site);

	return plain_equal(&name, &whole) || has_part(author, &whole, false) || (name.len >= 3 && has_part(site, &name, true));
}

static bool
is_site(const struct article *article, struct span author, struct span site)
{
	struct span host = host_of(article->text[FIELD_URL]);
	const char *dot = host.len ? memchr(host.ptr, '.', host.len) : NULL;
	struct span label = dot ? span_from(host.ptr, (size_t)(dot - host.ptr)) : host;

	if (span_starts(author, SPAN("The ")) || span_starts(author, SPAN("Der ")) || span_starts(author, SPAN("Die ")))
		author = span_from(author.ptr + 4, author.len - 4);
	return is_of_site(author, site) || is_of_site(author, article->text[FIELD_SOURCE]) || is_of_site(author, host)
		|| (label.len >= 3 && is_of_site(author, label)) || holds(author, "(www.");
}

void
html_author_drop_site(struct article *article, struct span site)
{
	struct span *authors = (struct span *)(uintptr_t)article->authors;
	size_t kept = 0;

	for (size_t i = 0; i < article->author_count; i++)
		if (!is_site(article, authors[i], site))
			authors[kept++] = authors[i];
	article->author_count = kept;
	if (!kept)
		article->found_by[FIELD_AUTHOR] = NULL;
}
