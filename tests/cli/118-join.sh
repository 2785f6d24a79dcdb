#!/bin/sh
# Tables of GDELT joined to the articles they name: --join.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

# columns COUNT N=VALUE...: a row of so many columns, tabs between them, those that are named filled (from 0).
columns() {
	awk 'BEGIN {
		for (i = 2; i < ARGC; i++) { at = index(ARGV[i], "="); value[substr(ARGV[i], 1, at - 1)] = substr(ARGV[i], at + 1) }
		for (i = 0; i < ARGV[1]; i++) printf "%s%s", i ? "\t" : "", value[i]
		print ""
	}' "$@"
}

{
	columns 27 0=20190128204500-1 1=20190128204500 2=1 3=harbour.test 4=https://www.harbour.test/a 7='TRADE;PORTS;TRADE;' \
		9='1#Norway#NO#NO##62#10#NO;4#Bergen, Hordaland, Norway#NO#NO07##60#5#-1' 11='jane doe;john roe' 13='ferry company'
	columns 27 0=20190128210000-T2 1=20190128210000 2=1 3=harbour.test 4='http://harbour.test/b/?utm_source=rss' 7=PORTS \
		26='<PAGE_AUTHORS>Mary Major;Max Minor</PAGE_AUTHORS><PAGE_PRECISEPUBTIMESTAMP>20190127233000</PAGE_PRECISEPUBTIMESTAMP>'
	columns 27 0=20190128210000-3 1=20190128210000 2=1 3=other.test 4=https://other.test/never-crawled 7=STRIKE
} >20190128.gkg.csv
cat >crawl.jsonl <<'END'
{"url":"http://harbour.test/a/","title":"Harbour opens","body":"The harbour was opened today.","tags":["ships","TRADE"]}
{"url":"https://m.harbour.test/b#top","title":"Ferries","body":"The ferries go north again."}
{"url":"https://harbour.test/c","title":"Nothing known","body":"Nobody knows a thing of this one.","source":"Paper"}
{"id":"x","title":"Without an address","body":"This one has no address at all."}
END
show() { newsindex -d "$1" dump | jq -c --arg title "$2" 'select(.title == $title) | [.source, .published, .crawled, .author, .tags]'; }

exits 1 'a table is joined' newsindex -d one --join=20190128.gkg.csv crawl.jsonl
like "$(cat err)" '*20190128.gkg.csv*never-crawled*5 read: 4 indexed, 0 unchanged, 0 duplicate, 1 skipped*' \
	'an address without an article is counted and named'
is "$(show one 'Harbour opens')" \
	'["harbour.test","2019-01-28","2019-01-28T20:45:00Z",null,["ships","TRADE","PORTS","jane doe","john roe","ferry company","Norway","Bergen, Hordaland, Norway"]]' \
	'source, day, tags of its own and those of the table'
is "$(show one 'Ferries')" '["harbour.test","2019-01-27T23:30:00Z","2019-01-28T21:00:00Z",["Mary Major","Max Minor"],["PORTS"]]' \
	'the time the page names, its authors'
is "$(show one 'Nothing known')" '["Paper",null,null,null,null]' 'of others nothing is known'
newsindex --dry-run --explain -d none --join=20190128.gkg.csv --source=Crawl crawl.jsonl >explained 2>/dev/null
like "$(cat explained)" '*source *harbour.test  \[GDELT knowledge graph\]*tags *PORTS  \[JSON key tags, GDELT knowledge graph\]*published *2019-01-28  \[GDELT, the day it was met\]*' \
	'--explain says which rule found what'
is "$(grep -c 'source .*Crawl  \[--source\]' explained)" 1 '--source is for those of which nothing is known'
is "$(newsindex -d one dump | jq -r 'select(.title == "Harbour opens") | .id')" 'http://harbour.test/a/' 'names do not change'

# Again: unchanged, until the table is another.
exits 0 'again' newsindex -d one --join=20190128.gkg.csv crawl.jsonl
like "$(cat err)" '*addresses in tables, but no article that was read: 3 (unchanged files were not looked at)*4 read: 0 indexed, 4 unchanged, *' \
	'what was not looked at is not called missing'
columns 27 0=20190129000000-1 1=20190129000000 2=1 3=late.test 4=https://harbour.test/c 7=LATE >>20190128.gkg.csv
exits 1 'the table has grown' newsindex -d one --join=20190128.gkg.csv crawl.jsonl
is "$(show one 'Nothing known')" '["Paper","2019-01-29","2019-01-29T00:00:00Z",null,["LATE"]]' 'so files are read again'

# Events and mentions, of both versions, packed, from a folder.
mkdir tables
columns 61 0=410412347 1=20190128 2=201901 3=2019 4=2019.0767 6='FERRY COMPANY' 16=NORWAY 26=043 52='Oslo, Oslo, Norway' \
	59=20190128211500 60=https://harbour.test/c | gzip >tables/20190128.export.csv.gz
columns 58 0=410412348 1=20130401 2=201304 3=2013 4=2013.2 6=POLICE 26=173 50='Paris, France' 56=20130402 \
	57=https://old.test/1 >tables/20130402.export.csv
columns 16 0=410412347 1=20190128211500 2=20190128213000 3=1 4=mentions.test 5=https://harbour.test/d >tables/20190128.mentions.csv
cat >more.jsonl <<'END'
{"url":"https://harbour.test/c","title":"Events","body":"The company met the ministers in Oslo."}
{"url":"http://www.old.test/1","title":"Old event","body":"The police had nothing to say about it."}
{"url":"https://harbour.test/d","title":"Mention","body":"A word about the ferries between other words.","published":"2019-01-20"}
END
exits 0 'all kinds of tables, from a folder' newsindex -d two --join=tables more.jsonl
is "$(show two Events)" '[null,"2019-01-28","2019-01-28T21:15:00Z",null,["CAMEO 043","FERRY COMPANY","NORWAY","Oslo, Oslo, Norway"]]' 'an event'
is "$(show two 'Old event')" '[null,"2013-04-02","2013-04-02",null,["CAMEO 173","POLICE","Paris, France"]]' 'an event of version 1'
is "$(show two Mention)" '["mentions.test","2019-01-20","2019-01-28T21:30:00Z",null,null]' 'a mention; the date of its own stays'
newsindex -q -d both --join=tables --join=20190128.gkg.csv crawl.jsonl more.jsonl 2>/dev/null
is "$(newsindex -d both dump | jq -r '.tags // [] | join(",")' | sort | tr '\n' ';')" \
	"$(newsindex -q -d turned --threads=3 --join=tables --join=20190128.gkg.csv crawl.jsonl more.jsonl 2>/dev/null
	newsindex -d turned dump | jq -r '.tags // [] | join(",")' | sort | tr '\n' ';')" 'two tables, with more threads'

# Pages are joined too.
cat >page.html <<'END'
<!doctype html><html><head><title>A page of the harbour</title><link rel="canonical" href="https://harbour.test/a">
<meta property="og:type" content="article"></head><body><article><h1>A page of the harbour</h1>
<p>The harbour was opened today by the mayor and two of the ministers, who had come by ferry.</p></article></body></html>
END
newsindex -q -d page --join=20190128.gkg.csv page.html 2>/dev/null
is "$(newsindex -d page dump | jq -c '[.source, .tags[0]]')" '["harbour.test","TRADE"]' 'a page'

# What is no table.
exits 2 'no table' newsindex -d none --join=more.jsonl crawl.jsonl
like "$(cat err)" '*more.jsonl: no table of GDELT*' 'is said'
exits 2 'a table that is not there' newsindex -d none --join=nowhere.csv crawl.jsonl
exits 2 'not from standard input' newsindex -d none --join=- crawl.jsonl
{ cat tables/20190128.mentions.csv; echo 'no row'; echo; columns 16 0=x 5=y; } >odd.csv
exits 1 'lines that are no rows' newsindex -d odd --join=odd.csv more.jsonl
like "$(cat err)" '*odd.csv*no row of a table of GDELT, and 1 lines behind it*5 read: 3 indexed, 0 unchanged, 0 duplicate, 2 skipped*' \
	'are counted'
exits 1 'a table is no input' newsindex -d refused 20190128.gkg.csv
like "$(cat err)" '*a table of GDELT, which has no text (--join=FILE adds what it says to articles)*1 skipped*' 'which is said'
exits 1 'nor is one without a name' sh -c '"$NEWSDEX_BUILD/newsindex" -d refused - <tables/20190128.mentions.csv'
like "$(cat err)" '*a table of GDELT*' 'by what it holds'
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "%d\t20190128211500\t20190128213000\t1\tsite%d.test\thttps://site%d.test/%d%060d\t\t\t\t\t\t\t\t\t\t\n", i, i, i, i, i }' >huge.csv
exits 2 'tables that are too large for the memory' newsindex -d none --memory=32M --join=huge.csv more.jsonl
like "$(cat err)" '*the tables take more than a quarter of --memory*' 'are refused'
