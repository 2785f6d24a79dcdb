#include "tests/tap.h"

#include "tests/unit/articles.h"

static struct buf out = BUF_INIT;

static void
one(const char *text, const char *want, const char *what)
{
	articles_read(format_find(SPAN("text")), NULL, span_from_string(text), &out);
	is_str(buf_string(&out), want, what);
}

int
main(void)
{
	one("Opinion: A quiet harbour – and a loud debate\nUpdated 20:08, 28-Jan-2019\nMaria Keller\n[\"ports\", \"trade\"]\n"
	    "Editor's note: Maria Keller is a harbour pilot.\nThe ships came in\xC2\xA0late.\xC2\xA0\n"
	    "A crane in the harbour, January 24, 2019. /VCG Photo\n\nA crane in the harbour, January 24, 2019. /VCG Photo\n\n"
	    "\"No.\"\nNobody minded.\n\"No.\"\n(Write to us at desk@example.org.)",
	    "{\"id\": \"file#1\", \"title\": \"Opinion: A quiet harbour – and a loud debate\","
	    " \"body\": \"The ships came in\xC2\xA0late.\xC2\xA0\\n\\nA crane in the harbour, January 24, 2019. /VCG Photo\\n\\n"
	    "\\\"No.\\\"\\n\\nNobody minded.\\n\\n\\\"No.\\\"\\n\\n(Write to us at desk@example.org.)\","
	    " \"note\": \"Maria Keller is a harbour pilot.\", \"author\": [\"Maria Keller\"], \"tags\": [\"ports\", \"trade\"],"
	    " \"modified\": \"2019-01-28T20:08\"}\n",
	    "title, change, author, tags, note; a doubled caption once, short lines as often as they stand");
	one("[\"ports\"]\r\nJan. 3, 2020\r\n\r\nBy Jan van der Berg and Ann Lee\r\nHarbour to be closed for a week, council says\r\n"
	    "The council voted on Monday.\r\n\r\nIt was late.\r\n",
	    "{\"id\": \"file#1\", \"title\": \"Harbour to be closed for a week, council says\","
	    " \"body\": \"The council voted on Monday.\\n\\nIt was late.\", \"author\": [\"Jan van der Berg\", \"Ann Lee\"],"
	    " \"tags\": [\"ports\"], \"published\": \"2020-01-03\"}\n", "the header in another order");
	one("Harbour Closed\nMaria Keller\nThe council voted on Monday to close it.\n",
	    "{\"id\": \"file#1\", \"title\": \"Harbour Closed\", \"body\": \"The council voted on Monday to close it.\","
	    " \"author\": [\"Maria Keller\"]}\n", "a title that could be a name, before a name");
	one("Maria Keller\nHow the harbour was won\nIt began in June.\n",
	    "{\"id\": \"file#1\", \"title\": \"How the harbour was won\", \"body\": \"It began in June.\","
	    " \"author\": [\"Maria Keller\"]}\n", "a name before the title");
	one("Published 09:00, 3-Feb-2020\nUpdated 10:30, 4-Feb-2020\nA day later\nhttps://example.org/day\nText follows here.\n",
	    "{\"id\": \"https://example.org/day\", \"url\": \"https://example.org/day\", \"title\": \"A day later\","
	    " \"body\": \"Text follows here.\", \"published\": \"2020-02-03T09:00\", \"modified\": \"2020-02-04T10:30\"}\n",
	    "published and changed");
	one("Just one line of text",
	    "{\"id\": \"file#1\", \"title\": \"Just one line of text\"}\n", "a title alone");
	one("A title\n[not json]\nThe meeting on 28 January 2019 was long.\n1 March 2019\n",
	    "{\"id\": \"file#1\", \"title\": \"A title\", \"body\": \"[not json]\\n\\nThe meeting on 28 January 2019 was long.\\n\\n"
	    "1 March 2019\"}\n", "what has the shape but not the sense stays text, and no header follows the text");
	one("A title\n\nThis text was wrapped at a narrow column by some program, as\nmail was for many years before anybody thought of doing\n"
	    "it otherwise.\n\nThe next paragraph is a little shorter but it is wrapped\njust the same.\n",
	    "{\"id\": \"file#1\", \"title\": \"A title\", \"body\": \"This text was wrapped at a narrow column by some program, as\\n"
	    "mail was for many years before anybody thought of doing\\nit otherwise.\\n\\n"
	    "The next paragraph is a little shorter but it is wrapped\\njust the same.\"}\n", "wrapped lines stay together");
	one("Bad \xFF\xFE bytes\nand one\x00", "{\"id\": \"file#1\", \"title\": \"Bad ÿþ bytes\", \"body\": \"and one\"}\n",
	    "what is not UTF-8 is Latin-1");
	one(" \n\xC2\xA0\n", "! neither title nor text\n", "nothing but space");

	ok(format_sniff(SPAN("\x7f" "ELF\x02\x01\x01\x00\x00"), SPAN("a.txt")) == NULL, "a program is no article");
	ok(format_sniff(SPAN("\xFF\xD8\xFF\xE0\x00\x10JFIF"), SPAN("a.txt")) == NULL, "a picture is none");
	ok(format_sniff(SPAN("Plain words\n"), SPAN("x")) == format_find(SPAN("text")), "words are");
	buf_release(&out);
	return tap_done();
}
