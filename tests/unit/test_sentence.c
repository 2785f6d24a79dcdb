#include "tests/tap.h"

#include <stdlib.h>

#include "text/token.h"

/* TEXT's words with | before the first of a sentence and || before the first
 * of a paragraph. */
static void
marks_of(struct buf *out, const char *text)
{
	struct tokenizer tokenizer;
	struct token token;

	buf_clear(out);
	tokenizer_start(&tokenizer, span_from_string(text));
	while (token_next(&tokenizer, &token)) {
		if (token.flags & TOKEN_PARAGRAPH)
			buf_append_string(out, "||");
		else
			buf_append_string(out, token.flags & TOKEN_SENTENCE ? "|" : " ");
		buf_append_span(out, token.term);
	}
}

static const struct sample {
	const char *text;
	const char *marks;
} samples[] = {
	{ "One two. Three four.", "||one two|three four" },
	{ "One two! Three? Four", "||one two|three|four" },
	{ "one. two", "||one two" },
	{ "One.\nTwo.\n\nThree.", "||one|two||three" },
	{ "One\ntwo\n \t\nthree", "||one two||three" },
	{ "One\r\ntwo\r\n\r\nthree", "||one two||three" },
	{ "One\xE2\x80\xA9two\fthree", "||one||two||three" },
	{ "\n\n  One.\n\n\n\nTwo\n", "||one||two" },
	{ "Mr. Smith met Mrs. Jones and Dr. No.", "||mr smith met mrs jones and dr no" },
	{ "Gen. Lee, Sen. Cruz, Rep. Omar, Gov. Cuomo and St. Paul", "||gen lee sen cruz rep omar gov cuomo and st paul" },
	{ "Huawei Inc. Apple Corp. and Ford Motor Co. Ltd. won", "||huawei inc apple corp and ford motor co ltd won" },
	{ "It sued Apple Inc. The court met.", "||it sued apple inc|the court met" },
	{ "Apple Inc. (AN) fell", "||apple inc an fell" },
	{ "the U.S. Senate met. The U.S. The end", "||the us senate met|the us|the end" },
	{ "He left the U.S.\n\nThey stayed", "||he left the us||they stayed" },
	{ "at 5 p.m. Monday. At 5 a.m. He woke", "||at 5 pm monday|at 5 am|he woke" },
	{ "by J. K. Rowling. It sold", "||by j k rowling|it sold" },
	{ "on Jan. 28 and Sept. 3. Then", "||on jan 28 and sept 3|then" },
	{ "No. 5 was no. Then yes", "||no 5 was no|then yes" },
	{ "It cost 3.5 percent. In 2019. The rest", "||it cost 3.5 percent|in 2019|the rest" },
	{ "He was ill. Bob met the F.C. vs. Bayern. etc. Munich", "||he was ill|bob met the fc vs bayern etc munich" },
	{ "am 3. Oktober war", "||am 3 oktober war" },
	{ "In 2018. 20 people came. 30 left", "||in 2018|20 people came|30 left" },
	{ "\"Stop!\" he said. \"Go.\" She went. (Slowly.) Home", "||stop he said|go|she went|slowly|home" },
	{ "\xE2\x80\x9CStop.\xE2\x80\x9D The end", "||stop|the end" },
	{ "Stop!, he said", "||stop he said" },
	{ "Well... maybe. Well... No", "||well maybe|well|no" },
	{ "Well\xE2\x80\xA6 maybe. Well\xE2\x80\xA6 No", "||well maybe|well|no" },
	{ "visit example.com Today", "||visit example com today" },
	{ "end.Next", "||end next" },
	{ "Yahoo! shares fell", "||yahoo shares fell" },
	{ "\xE4\xB8\xAD\xE3\x80\x82\xE5\x9B\xBD\xEF\xBC\x81\xE4\xBA\xBA\xEF\xBC\x9F\xE7\x89\xA9",
	  "||\xE4\xB8\xAD|\xE5\x9B\xBD|\xE4\xBA\xBA|\xE7\x89\xA9" },
	{ "\xE0\xA4\x95\xE0\xA5\xA4 \xE0\xA4\x96", "||\xE0\xA4\x95|\xE0\xA4\x96" },
	{ "\xD0\x94\xD0\xB0. \xD0\x9D\xD0\xB5\xD1\x82", "||\xD0\xB4\xD0\xB0|\xD0\xBD\xD0\xB5\xD1\x82" },
};

/* Whether a sentence begins at the last word of BEFORE, WORD (its first letter
 * made a capital) and AFTER. */
static bool
begins(const char *before, const char *word, size_t len, const char *after)
{
	struct tokenizer tokenizer;
	struct token token = { .flags = 0 };
	char text[64];

	snprintf(text, sizeof(text), "%s%c%.*s%s", before, word[0] ^ 0x20, (int)len - 1, word + 1, after);
	tokenizer_start(&tokenizer, span_from_string(text));
	while (token_next(&tokenizer, &token))
		;
	return token.flags & TOKEN_SENTENCE;
}

/* How many of WORDS behave otherwise than WANT. */
static int
count_others(const char *words, const char *before, const char *after, bool want)
{
	int count = 0;

	while (*words) {
		size_t len = strcspn(words, " ");

		if (begins(before, words, len, after) != want) {
			printf("# %.*s\n", (int)len, words);
			count++;
		}
		words += len + strspn(words + len, " ");
	}
	return count;
}

static void
test_lists(void)
{
	static const char titles[] =
		"adm amb atty brig capt cmdr col cpl cpt dr fr ft gen gov hon hr insp lt maj messrs mlle mme mr mrs "
		"ms msgr mt mx pfc pres prof pvt rep reps rev sen sens sgt sr sra srta st ste str supt";
	static const char others[] =
		"ala approx apr apt ariz ark assn assoc asst aug ave bldg blvd bros bzw calif cf cie co colo conn "
		"corp cos dec del dept dist ed eds est etc ext feb fla fri gmbh hwy ill inc incl ind inst int intl "
		"jan jr jul jun kan ltd md mich minn mio miss mon mont mrd natl neb nev nov oct okla ore penn ph plc "
		"rd resp sat sec sep sept sq tel tenn tex thu thurs tsd tue tues univ usw va vs vt wash wed wis wm "
		"wyo";
	static const char starters[] =
		"a after all also although an and another as at because before both but by despite during each even "
		"every few for from he her here his how however i if in instead it its last like many meanwhile more "
		"most much my neither no none nor not nothing now of on once one only or other others our over people "
		"she since so some still such that the their then there these they this those though through to two "
		"under unlike until we what when where whether which while who why with without yet you your";
	static const char counted[] =
		"abs apr art aug bd ca cap ch circa dec feb fig figs jan jul jun mar may no nos nov nr num oct p pp "
		"sec sep sept vol vols";

	is_int(count_others(titles, "met ", ". Zed", false), 0, "titles end no sentence");
	is_int(count_others(others, "met ", ". Zed", false), 0, "abbreviations end none before a name");
	is_int(count_others(others, "met ", ". The", true), 0, "but before an article");
	is_int(count_others(starters, "the U.S. ", "", true), 0, "words that begin a sentence behind initials");
	is_int(count_others(counted, "met ", ". 5", false), 0, "abbreviations before a number");
}

int
main(void)
{
	struct buf out = BUF_INIT;

	test_lists();

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		marks_of(&out, samples[i].text);
		is_bytes(out.data, out.len, samples[i].marks, samples[i].marks);
	}
	buf_release(&out);
	return tap_done();
}
