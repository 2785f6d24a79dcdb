#!/bin/sh
# Where articles come from: standard input, lists, links, and things that are
# no articles at all.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

counted() { tail -n 1 err | sed 's/ in [0-9.]* s$//'; }
run() { newsindex -d idx "$@"; }

articles 1 5 >a.jsonl
articles 6 9 >b.jsonl
gzip -k a.jsonl

exits 0 'standard input' sh -c "cat a.jsonl b.jsonl | '$NEWSDEX_BUILD/newsindex' -d idx -"
is "$(counted)" '9 read: 9 indexed, 0 unchanged, 0 duplicate, 0 skipped' 'both files in one stream'
exits 0 'gzip on standard input' sh -c "'$NEWSDEX_BUILD/newsindex' -d idx - <a.jsonl.gz"
is "$(counted)" '5 read: 0 indexed, 5 unchanged, 0 duplicate, 0 skipped' 'is undone'
rm -rf idx

sed 's/"id":"[^"]*",//' a.jsonl >nameless.jsonl
run -q - <nameless.jsonl
exits 0 'articles without id on standard input' sh -c "tail -n 2 nameless.jsonl | '$NEWSDEX_BUILD/newsindex' -d idx -"
is "$(counted)" '2 read: 0 indexed, 2 unchanged, 0 duplicate, 0 skipped' 'are known by what they say, not by their place'
rm -rf idx

printf '%s\n\n%s\n' a.jsonl b.jsonl >list
exits 0 'a list of paths' run @list
is "$(counted)" '9 read: 9 indexed, 0 unchanged, 0 duplicate, 0 skipped' 'is read'
rm -rf idx
exits 0 'a list on standard input' sh -c "'$NEWSDEX_BUILD/newsindex' -d idx @- <list"
is "$(counted)" '9 read: 9 indexed, 0 unchanged, 0 duplicate, 0 skipped' 'too'
rm -rf idx
articles 1 2 >"$(printf 'a\nb.jsonl')"
exits 0 'paths ended by NUL' sh -c "printf 'a\nb.jsonl\0b.jsonl' | '$NEWSDEX_BUILD/newsindex' -d idx --files0-from=-"
is "$(counted)" '6 read: 6 indexed, 0 unchanged, 0 duplicate, 0 skipped' 'may hold newlines'
rm -rf idx
run -q a.jsonl
run -q a.jsonl - <b.jsonl
exits 0 'a file, then standard input' run -v a.jsonl
like "$(cat err)" "*a.jsonl: unchanged, 5 articles*" 'leaves what is known of the file alone'
rm -rf idx
exits 2 'standard input twice' run - @-
is "$(cat err)" 'newsindex: -: standard input can be read only once' 'is refused'

mkdir tree other
articles 10 12 >tree/c.jsonl
articles 13 14 >other/d.jsonl
mkfifo tree/fifo
ln -s ../other tree/link
exits 1 'a folder with a FIFO and a link' run tree
is "$(counted)" '5 read: 3 indexed, 0 unchanged, 0 duplicate, 2 skipped' 'is read but for these'
like "$(cat err)" "*newsindex: $work/tree/fifo: *" 'the FIFO is named'
like "$(cat err)" "*newsindex: $work/tree/link: *" 'so is the link'
rm tree/fifo
exits 0 '--follow' run --follow tree
is "$(counted)" '5 read: 2 indexed, 3 unchanged, 0 duplicate, 0 skipped' 'follows the link'
exits 0 'a link that is named' run tree/link
rm -rf idx

exits 1 'one path of two is missing' run nowhere a.jsonl
like "$(head -n 1 err)" 'newsindex: nowhere: *No such file*' 'it is named as it was typed'
is "$(counted)" '6 read: 5 indexed, 0 unchanged, 0 duplicate, 1 skipped' 'the other is indexed'
rm -rf idx
exits 2 'no path is there' run nowhere
ok 'no index is made then' test ! -e idx
exits 2 'a command misspelt' run optimise
like "$(cat err)" '*did you mean the command '\''optimize'\''?' 'is suggested'

if [ "$(id -u)" != 0 ]; then
	mkdir closed
	articles 1 2 >closed/a.jsonl
	chmod 0 closed
	exits 1 'an unreadable folder' run closed b.jsonl
	chmod 700 closed
	like "$(cat err)" "newsindex: $work/closed: *Permission denied*" 'is named'
else
	skip 'root may read every folder'
fi

: >empty.jsonl
exits 1 'an empty file' run empty.jsonl
is "$(counted)" '1 read: 0 indexed, 0 unchanged, 0 duplicate, 1 skipped' 'is counted'
mkdir nothing
exits 0 'an empty folder' run nothing
is "$(counted)" '0 read: 0 indexed, 0 unchanged, 0 duplicate, 0 skipped' 'has nothing'
rm -rf idx

mkdir pile
articles 1 3 >pile/a.jsonl
for engine in segment xapian; do
	exits 0 "a folder that its own $engine index is made in" newsindex -d pile/idx --engine="$engine" pile
	is "$(counted)" '3 read: 3 indexed, 0 unchanged, 0 duplicate, 0 skipped' 'is read without it'
	mv pile/idx pile/other
	exits 0 'another index below a folder' newsindex -d idx --force pile
	is "$(counted)" "3 read: $([ -e again ] && echo '0 indexed, 3' || echo '3 indexed, 0') unchanged, 0 duplicate, 0 skipped" 'is passed over in silence'
	touch again
	exits 1 'an index given as a path' newsindex -d idx pile/other
	like "$(cat err)" "newsindex: $work/pile/other: an index, not read*" 'is named'
	rm -rf pile/other
done
rm -rf idx

printf '{"headline":"A bridge","text":"It opens.","meta":{"when":"2019-01-28"}}\n' >keys.jsonl
exits 0 '--map' run --map title=headline --map body=text --map published=meta.when keys.jsonl
is "$(newsindex -d idx dump | jq -r '.title + "|" + .body + "|" + .published')" 'A bridge|It opens.|2019-01-28' 'reads other keys'
exits 0 'the same file with another --map' run --map title=text --map body=headline keys.jsonl
is "$(newsindex -d idx dump | jq -r .title)" 'It opens.' 'is read again'
exits 2 'a field that there is not' run --map titel=headline keys.jsonl
like "$(cat err)" "newsindex: --map: 'titel' is not one of id, *" 'is an error that lists them'
exits 0 '--source and --language' run --source='The Wire' --language=de --map title=headline --map body=text keys.jsonl
is "$(newsindex -d idx dump | jq -r '.source + "|" + .language')" 'The Wire|de' 'fill what articles do not say'
printf 'title,date,text\nA bridge,03/04/2019,It opens.\n' >dates.csv
for order in file: day:2019-04-03 month:2019-03-04; do
	exits 0 "--date-order=${order%%:*}" newsindex -d dates --date-order="${order%%:*}" dates.csv
	is "$(newsindex -d dates dump | jq -r '.published // ""')" "${order#*:}" 'says what 03/04/2019 is'
done
exits 2 'no such order' run --date-order=year dates.csv
exits 2 'an unknown language' run --language=klingon keys.jsonl
exits 2 'an unknown format' run --format=docx keys.jsonl
like "$(cat err)" "newsindex: --format: 'docx' is not one of *" 'lists the known'

# A line that is longer than a block of the index, and longer than what is kept of a line that was read.
long() {
	awk 'BEGIN {
		printf "{\"id\":\"long\",\"title\":\"Long\",\"body\":\""
		for (i = 0; i < 800000; i++) printf "w%d ", i % 5000
		print "end\"}"
	}'
}
{ articles 1 2; long; articles 3 4; } >long.jsonl
newsindex -q -d long long.jsonl
is "$(newsindex -d long dump | jq -r .id | sort | tr '\n' ' ')" 'a1 a2 a3 a4 long ' 'a long line and its neighbours'
is "$(newsindex -d long dump | jq -r 'select(.id == "long").body' | cksum)" "$(long | jq -r .body | cksum)" 'is stored whole'
newsindex -d long optimize >out 2>&1
is "$(newsindex -d long dump | jq -r 'select(.id == "long").body' | cksum)" "$(long | jq -r .body | cksum)" 'and after optimize'
exits 0 'check finds nothing' newsindex -d long check

# A stream that is closed is no file that is opened next.
exits 1 'standard input that is closed' sh -c '"$NEWSDEX_BUILD/newsindex" -d closed - <&-'
like "$(cat err)" '*newsindex: -: *Bad file descriptor*' 'cannot be read'
newsindex -d closed -v long.jsonl >&- 2>&-
newsindex -d closed -v long.jsonl >&- 2>&-
is "$(tr -d '0-9\n' <closed/lock)" '' 'messages do not go into a file of the index'
exits 0 'which is sound' newsindex -d closed check
exits 2 'standard output that is closed' sh -c '"$NEWSDEX_BUILD/newsindex" -d closed stats >&-'
