#include "corpus/html_title.h"

#include "corpus/clean.h"
#include "corpus/fill.h"

struct span
html_title_cut(struct span title, struct span site)
{
	static const char *const marks[] = { " - ", " | ", " – ", " — ", " • ", " :: ", " » " };

	title = clean_trim(title);
	for (size_t i = 0; site.len && i < sizeof(marks) / sizeof(*marks); i++) {
		size_t len = strlen(marks[i]);

		if (title.len > site.len + len && memcmp(title.ptr + title.len - site.len, site.ptr, site.len) == 0
		    && memcmp(title.ptr + title.len - site.len - len, marks[i], len) == 0)
			return clean_trim(span_from(title.ptr, title.len - site.len - len));
	}
	return title;
}

/* TITLE up to the dots it was cut with; SPAN_NONE when it is whole. */
static struct span
cut_stem(struct span title)
{
	if (title.len > 3 && (memcmp(title.ptr + title.len - 3, "...", 3) == 0 || memcmp(title.ptr + title.len - 3, "…", 3) == 0))
		return clean_trim(span_from(title.ptr, title.len - 3));
	return SPAN_NONE;
}

/* Is TITLE the HEADING and a section, "Tugs sold | Sport"? */
static bool
has_section(struct span title, struct span heading)
{
	return title.len > heading.len + 3 && span_starts(title, heading)
		&& (memcmp(title.ptr + heading.len, " | ", 3) == 0 || memcmp(title.ptr + heading.len, " - ", 3) == 0);
}

void
html_title_choose(const struct html_titles *titles, struct span site, struct article *article)
{
	struct span title = html_title_cut(article->text[FIELD_TITLE], site), stem = cut_stem(title);
	struct span heading = clean_trim(titles->heading);

	article->text[FIELD_TITLE] = title;
	if ((heading.len >= 10 && has_section(title, heading)) || (stem.len >= 20 && span_starts(heading, stem))) {
		article->text[FIELD_TITLE] = heading;
		article->found_by[FIELD_TITLE] = "heading";
	}
	fill_text(article, FIELD_TITLE, heading, "heading");
	fill_text(article, FIELD_TITLE, html_title_cut(titles->page, site), "title");
}
