#include "tests/tap.h"

#include "query/parse.h"
#include "query/suggest.h"
#include "tests/engines/memory_index.h"

static const struct article articles[] = {
	{ .text = { [FIELD_ID] = SPAN("1"), [FIELD_TITLE] = SPAN("Huawei"), [FIELD_BODY] = SPAN("Huawei security threat") } },
	{ .text = { [FIELD_ID] = SPAN("2"), [FIELD_BODY] = SPAN("Huawei cybersecurity 2019") } },
	{ .text = { [FIELD_ID] = SPAN("3"), [FIELD_BODY] = SPAN("caf\xC3\xA9 huawer") } },
};

static struct arena arena;
static struct buf buf;

/* One line for each word: what, how many articles, what was meant. */
static const char *
suggest(struct index_reader *reader, const char *query)
{
	struct span text = span_from_string(query);
	struct suggestion suggestion;
	static struct error err;
	struct ast *ast;

	buf_clear(&buf);
	error_clear(&err);
	if (query_parse(text, 0, &arena, &ast, &err) < 0 || suggest_make(text, ast, reader, &arena, &suggestion, &err) < 0)
		return err.reason;
	for (size_t i = 0; i < suggestion.count; i++) {
		const struct word_report *word = &suggestion.words[i];

		buf_append_span(&buf, word->text);
		buf_append_format(&buf, " %d", (int)word->articles);
		if (word->suggestion.ptr) {
			buf_append_string(&buf, " ");
			buf_append_span(&buf, word->suggestion);
			buf_append_format(&buf, " %d", (int)word->suggestion_articles);
		}
		buf_append_string(&buf, "; ");
	}
	if (suggestion.query.ptr)
		buf_append_span(&buf, suggestion.query);
	return buf_string(&buf);
}

int
main(void)
{
	struct index_reader *reader;

	if (!ok(memory_index_new(articles, 3, "en", &reader, NULL) == STATUS_OK, "an index"))
		return tap_done();
	is_str(suggest(reader, "Huawai AND threat"), "Huawai 0 huawei 2; threat 1; huawei AND threat", "a letter wrong");
	is_str(suggest(reader, "hauwei (cybresecurity)"),
	       "hauwei 0 huawei 2; cybresecurity 0 cybersecurity 1; huawei (cybersecurity)", "letters exchanged");
	is_str(suggest(reader, "huawerr"), "huawerr 0 huawer 1; huawer", "one letter before two");
	is_str(suggest(reader, "=huaweq~1 title:huawxi"), "huaweq 3; huawxi 0 huawei 1; =huaweq~1 title:huawei", "fields");
	is_str(suggest(reader, "threat -huawai"), "threat 1; ", "what is excluded is left alone");
	is_str(suggest(reader, "\"security huawai\""), "\"security huawai\" 0; security 1; huawai 0 huawei 2; \"security huawei\"",
	       "the words of a phrase");
	is_str(suggest(reader, "zzzzzz 2018 date:2019 hua*"), "zzzzzz 0; 2018 0; date:2019 0; hua* 3; ", "nothing near");
	index_reader_free(reader);
	arena_release(&arena);
	buf_release(&buf);
	return tap_done();
}
