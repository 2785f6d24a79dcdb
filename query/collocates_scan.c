#include "query/collocates_scan.h"

#include "index/terms.h"
#include "query/word_places.h"

void
collocates_scan_init(struct collocates_scan *scan)
{
	*scan = (struct collocates_scan){ .node = 0 };
	found_words_init(&scan->words, sizeof(struct collocate_found));
}

void
collocates_scan_release(struct collocates_scan *scan)
{
	found_words_release(&scan->words);
}

static enum status
take_word(void *context, unsigned thread, const struct word_numbers *numbers, struct error *err)
{
	const struct collocate_found found = { numbers->word, numbers->beside, numbers->stats.cf };

	return found_words_add(context, thread, &found, err);
}

static enum status
scan_words(struct collocates_scan *scan, struct index_reader *reader, const struct word_places *places, unsigned span,
           unsigned threads, struct error *err)
{
	const struct word_window window = {
		.docs = places->docs.count, .before = places->before, .first = places->first, .places = places->positions,
		.span = span,
	};
	const struct word_scan words = {
		.docs = places->docs.bits, .end = places->docs.end, .window = &window, .threads = threads, .word = take_word,
		.context = &scan->words,
	};
	const struct collocate_found *found;
	enum status status = found_words_start(&scan->words, threads, err);

	if (status == STATUS_OK)
		status = index_words(reader, &words, err);
	if (status == STATUS_OK)
		status = found_words_join(&scan->words, err);
	found = scan->words.items;
	for (size_t i = 0; i < scan->words.count; i++)
		scan->beside += found[i].together;
	return status;
}

enum status
collocates_scan(struct collocates_scan *scan, struct index_reader *reader, const struct node *tree,
                const struct doc_set *docs, unsigned span, unsigned threads, struct error *err)
{
	struct word_places places;
	enum status status;

	if (span >= POSITION_GAP || !reader->ops->words)
		return STATUS_UNSUPPORTED;
	word_places_init(&places);
	status = word_places_read(&places, reader, tree, docs, err);
	scan->node = places.count;
	if (status == STATUS_OK && places.count)
		status = scan_words(scan, reader, &places, span, threads, err);
	word_places_release(&places);
	return status;
}
