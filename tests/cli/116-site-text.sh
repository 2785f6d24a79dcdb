#!/bin/sh
# What a site prints on many of its pages is no article's text: --site-text.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

# site HOST FIRST LAST: pages of a site in folder HOST, the same each time.  In the
# text of each stand the call for a newsletter (with other news before and behind
# it), a box of one of three authors and a legal line; reports on the harbour, each
# second one, repeat what happened before.
site() {
	mkdir -p "$1"
	awk -v host="$1" -v first="$2" -v last="$3" 'BEGIN {
		split("grain tram bridge school theatre orchard airport library market stadium", things, " ")
		split("Monday Tuesday Wednesday Thursday Friday", days, " ")
		for (i = first; i <= last; i++) {
			thing = i % 2 ? "harbour" : things[i / 2 % 10 + 1]
			file = host "/" i ".html"
			printf "<!doctype html><html lang=en><head><title>Plans for the %s, part %d</title>" \
				"<link rel=canonical href=\"https://www.%s/news/%d.html\">" \
				"<meta property=\"og:type\" content=article></head><body><article><h1>Plans for the %s, part %d</h1>", \
				thing, i, host, i, thing, i >file
			printf "<p>On %s the council spoke for %d hours about item %d of the plans, and adjourned without a vote.</p>", \
				days[i % 5 + 1], i + 2, i * 7 >file
			print "<p>Sign up here for Morning Letter, our free summary of the day, sent at seven every morning.</p>" >file
			printf "<p>Speaker %d said that %d people had asked for another reading of the plans before the summer.</p>", \
				i, i * 13 + 5 >file
			if (i % 2)
				print "<p>The old harbour was closed ten years ago when the ferry company moved its ships to the north.</p>" >file
			printf "<p>The next meeting is number %d of this year; the minutes of the last one fill %d pages.</p>", i + 40, i * 3 >file
			printf "<p>Author number %d has written about the work of the council for the paper since 2004.</p>", i % 3 >file
			print "<p>All reports of this site are protected; copies may be made for private use only.</p>" >file
			print "</article></body></html>" >file
			close(file)
		}
	}'
}

bodies() { newsindex -d "$1" dump | jq -r .body; }
count() { bodies "$1" | grep -c "$2"; }

site planet.test 1 24
newsindex -q --threads=1 -d one planet.test
is "$(newsindex -d one dump | wc -l | tr -d ' ')" 24 'all pages are articles'
is "$(count one 'Sign up here')" 0 'the call for a newsletter is dropped'
is "$(count one 'All reports of this site')" 0 'and the legal line'
is "$(count one 'Author number')" 0 'and the box of authors, a third of the pages each'
is "$(count one 'The old harbour was closed')" 12 'what reports on one affair all tell stays'
is "$(bodies one | grep -c -e 'the council spoke' -e '^Speaker' -e 'The next meeting')" 72 'and every line of their own'
newsindex -q --site-text=keep -d kept planet.test
is "$(count kept 'Sign up here'),$(count kept 'All reports'),$(count kept 'Author number')" 24,24,24 '--site-text=keep'
newsindex --site-text=drop -d kept planet.test 2>err
like "$(cat err)" '*24 read: 24 indexed, *' 'files are read again when the option changes'
is "$(bodies kept | cksum)" "$(bodies one | cksum)" 'to the same as before'

newsindex --dry-run --explain -d none planet.test/7.html planet.test >explained 2>err
like "$(cat explained)" '*  dropped   Sign up here for Morning Letter, our free summary of the day, sent at seven every morning.  \[on *[0-9] of [0-9]* pages of planet.test\]*' \
	'--explain says what was dropped and why'
is "$(grep -c '^  dropped   All reports' explained)" 25 'for each page'

# The order of reading and the way the pages come in.
for threads in 2 7; do
	newsindex -q --threads=$threads --memory=32M -d t$threads planet.test
	is "$(newsindex -d t$threads dump | sed 's/"indexed":"[^"]*"//' | sort | cksum)" \
		"$(newsindex -d one dump | sed 's/"indexed":"[^"]*"//' | sort | cksum)" "$threads threads give the same"
done
# The order of an archive is that of its members: here that of the folder.
(LC_ALL=C; export LC_ALL; tar cf pages.tar planet.test/*.html)
newsindex -q -d tar pages.tar
is "$(bodies tar | sort | cksum)" "$(bodies one | sort | cksum)" 'so do pages in an archive'

for page in planet.test/*.html; do
	length=$(($(wc -c <"$page") + 44))
	printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://planet.test/%s\r\nWARC-Date: 2019-01-28T12:00:00Z\r\n' "$page"
	printf 'Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n' $length
	printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n'
	cat "$page"
	printf '\r\n\r\n'
done >crawl.warc
gzip -k crawl.warc
newsindex -q -d warc crawl.warc.gz
is "$(newsindex -d warc dump | wc -l | tr -d ' ')" 24 'all records of a crawl are articles'
is "$(bodies warc | sort | cksum)" "$(bodies one | sort | cksum)" 'with the same text'
newsindex -q -d pipe - <crawl.warc
is "$(bodies pipe | sort | cksum)" "$(bodies one | sort | cksum)" 'also through a pipe'

# Copies of one article are one page.
mkdir copies
for i in 1 2 3 4 5 6 7 8; do
	sed "s,/news/1.html,/news/1.html?view=$i," planet.test/1.html >copies/$i.html
done
newsindex -q --repeated=keep -d c.index copies
is "$(count c.index 'the council spoke'),$(count c.index 'The old harbour')" 8,8 'an article under many addresses keeps its text'
is "$(count c.index 'Sign up here')" 8 'nothing can be told from one page'
mkdir versions
for i in 1 2 3 4 5 6; do
	sed -e "s,/news/1.html,/news/update-$i.html," -e "s,Plans for the harbour,New turn $i in the debate," \
		-e "s,Speaker 1 said that.*summer.,At hour $i of the debate somebody said something that nobody expected then.," \
		planet.test/1.html >versions/$i.html
done
newsindex -q -d v.index versions
is "$(count v.index 'the council spoke'),$(count v.index 'The next meeting')" 6,6 'an article brought up to date keeps its text'

# Few pages prove nothing; a site whose pages are many does not speak for another.
site small.test 101 102
newsindex -q -d small small.test
is "$(count small 'Sign up here')" 2 'two pages prove nothing'
newsindex -q -d both planet.test small.test
is "$(newsindex -d both dump | jq -r 'select(.url | test("small")) | .body' | grep -c 'Sign up here')" 2 \
	'nor do the pages of another site'

# Pages without an address belong to their folder.
mkdir bare
for i in 1 2 3 4 5 6 7 8; do
	sed 's,<link[^>]*>,,' planet.test/$i.html >bare/$i.html
done
newsindex -q -d b.index bare
is "$(count b.index 'Sign up here')" 0 'pages without an address belong to their folder'

exits 2 'no such choice' newsindex --site-text=maybe -d x planet.test

# A stop in the middle leaves nothing half done.
newsindex --dry-run --explain --threads=2 -d none planet.test 2>/dev/null | head -n 1 >/dev/null
result $? 'who reads the explanation may leave'
