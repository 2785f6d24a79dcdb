#include "corpus/html_body.h"

#include <strings.h>

#include "corpus/date.h"
#include "corpus/html_blocks.h"
#include "corpus/html_dom.h"
#include "corpus/html_place.h"
#include "corpus/html_words.h"

/* With less than this of the page's text the search was in vain. */
#define LITTLE_TEXT 300

/* A date that stands alone is no longer. */
#define DATE_LINE 60

static bool
ends_sentence(struct span text)
{
	static const char *const ends[] = { ".", "!", "?", "\"", "”", "“", "»", "’", ")", "…", "。", "！", "？", "।", "؟", "»", ":" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t len = strlen(ends[i]);

		if (text.len >= len && memcmp(text.ptr + text.len - len, ends[i], len) == 0)
			return true;
	}
	return false;
}

static bool
is_heading(const GumboNode *node)
{
	return html_is(node, GUMBO_TAG_H2) || html_is(node, GUMBO_TAG_H3) || html_is(node, GUMBO_TAG_H4)
		|| html_is(node, GUMBO_TAG_H5) || html_is(node, GUMBO_TAG_H6);
}

bool
html_leads_elsewhere(struct span text)
{
	static const char *const starts[] = {
		"Read more", "Read also", "Also read", "See also", "Related:", "More on", "Watch:", "Listen:", "Sign up", "Subscribe",
		"Follow us", "Click here", "Advertisement", "Lesen Sie auch", "Lesen Sie hier", "Lies auch", "Mehr zum Thema",
		"Mehr dazu", "Lire aussi", "À lire aussi", "A lire aussi", "Lea también", "Lee también", "Leia também", "Leggi anche",
		"Lees ook", "Läs mer", "Läs också", "Les også", "Læs også", "Lue myös", "Czytaj też", "Czytaj także", "Zobacz też",
		"Baca juga", "Citește și", "Читайте также", "Читайте також",
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
		size_t len = strlen(starts[i]);

		if (text.len >= len && strncasecmp(text.ptr, starts[i], len) == 0)
			return true;
	}
	return false;
}

/* "Published on 3 May 2026 at 15:44" */
static bool
is_date_line(struct span text)
{
	struct date date;

	return text.len <= DATE_LINE && date_parse(text, &date, NULL) == STATUS_OK && date.precision >= DATE_DAY;
}

static bool
is_kept(const struct html_blocks *blocks, const struct html_block *block, struct span title)
{
	struct span text = html_block_text(blocks, block);
	bool links = block->linked * 2 >= block->len;

	if (block->len < 3 || html_is(block->node, GUMBO_TAG_H1) || (title.len && span_equal(text, title)))
		return false;
	if (html_leads_elsewhere(text) && (block->linked || block->len < 80))
		return false;
	if (is_date_line(text))
		return false;
	if (is_heading(block->node))
		return block->linked * 3 < block->len && block->len < 300;
	if (html_is(block->node, GUMBO_TAG_LI))
		return !links && block->len >= 25;
	if (html_is(block->node, GUMBO_TAG_P))
		return !links && (block->len >= 40 || ends_sentence(text));
	return !links && block->len >= HTML_GOOD_LENGTH && ends_sentence(text);
}

/* Is BLOCK one that its markup calls a standfirst? */
static bool
is_standfirst(const struct html_blocks *blocks, const struct html_block *block)
{
	const GumboNode *node = block->node;

	if (block->len < HTML_GOOD_LENGTH || block->len > 1000 || block->linked || html_leads_elsewhere(html_block_text(blocks, block)))
		return false;
	for (int level = 0; level < 3 && node; level++, node = node->parent)
		if (span_equal(html_attribute(node, "itemprop"), SPAN("description"))
		    || html_words(html_attribute(node, "class")) & HTML_WORD_LEAD)
			return true;
	return false;
}

static void
append_paragraph(struct buf *out, size_t start, struct span text)
{
	if (out->len > start)
		buf_append_string(out, "\n\n");
	buf_append_span(out, text);
}

/* Appends what is kept of the blocks in PLACE. */
static void
append_kept(const struct html_blocks *blocks, const struct html_place *place, struct span title, struct buf *out)
{
	size_t heading = SIZE_MAX, start = out->len;

	for (size_t i = 0; i < blocks->count; i++) {
		const struct html_block *block = &blocks->list[i];

		if (html_place_leads(place, i) && is_standfirst(blocks, block))
			append_paragraph(out, start, html_block_text(blocks, block));
		if (!html_place_holds(place, blocks, i) || !is_kept(blocks, block, title))
			continue;
		/* A heading counts when text follows. */
		if (is_heading(block->node)) {
			heading = i;
			continue;
		}
		if (heading != SIZE_MAX)
			append_paragraph(out, start, html_block_text(blocks, &blocks->list[heading]));
		heading = SIZE_MAX;
		append_paragraph(out, start, html_block_text(blocks, block));
	}
}

enum status
html_body_append(const GumboNode *root, struct span title, struct buf *out)
{
	enum status status = STATUS_OK;
	size_t start = out->len;

	/* Where the names of classes hide all text they are not to be believed. */
	for (int pass = 0; pass < 2 && status == STATUS_OK && out->len - start < LITTLE_TEXT; pass++) {
		struct html_blocks blocks = { 0 };
		struct html_place place;
		size_t before = out->len;

		status = html_blocks_gather(root, pass == 0, &blocks);
		if (status == STATUS_OK)
			status = html_place_find(&blocks, root, title, &place);
		if (status == STATUS_OK)
			append_kept(&blocks, &place, title, out);
		/* The second look counts when it shows a good deal more. */
		if (pass == 1 && (out->len - before) < 2 * (before - start) + HTML_GOOD_LENGTH)
			out->len = before;
		else if (pass == 1 && before > start) {
			memmove(out->data + start, out->data + before, out->len - before);
			out->len -= before - start;
		}
		html_blocks_release(&blocks);
	}
	return status == STATUS_OK ? buf_status(out) : status;
}
