#!/bin/sh
# restore: the index that a dump was made of, to the byte; a dump that is not
# whole or not sound changes nothing.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

articles_in() { newsindex -d "$1" stats --format=json | jq -r .articles; }
# The contents of an index's files, whatever commit they were made by.
files_of() { (cd "$1" && for kind in dict post pos cols store meta; do cksum <"$(echo *."$kind")"; done); }

articles 1 300 >a.jsonl
articles 41 60 again >b.jsonl
# All that an article can have, and names that JSON cannot hold as they are.
cat >c.jsonl <<'END'
{"id":"all","url":"https://example.org/1","title":"A \u0000 \\ \n \"title\"","body":"é\u2028\ud83d\ude00\t\u0001","note":"n","published":"2019-01-28T20:08:01+08:00","modified":"2019-02","crawled":"2020","source":"S","author":["A","B"],"section":"x","tags":["t","u"],"language":"de"}
{"id":"year","title":"Once","published":"1815"}
{"id":"never","title":"No date"}
END
printf '{"id":"odd","title":"From a file with an odd name"}\n' >"$(printf 'odd\377.jsonl')"
for engine in $engines; do
	rm -rf idx
	newsindex --engine=$engine -q -d idx --threads=2 a.jsonl c.jsonl odd*.jsonl
	newsindex --engine=$engine -q -d idx b.jsonl "$samples"
	newsindex delete -q -d idx --tag=harbour a2 a7
	newsindex dump -d idx --all >all.$engine
	newsindex dump -d idx >dump.$engine
	ok "$engine: --all prints the same articles" sh -c "grep '^{\"id\"' all.$engine | cmp - dump.$engine"
	is "$(jq -r 'select(.id == "all") | keys_unsorted | join(" ")' dump.$engine)" \
		'id url title body note published modified source author section tags language crawled origin number' \
		"$engine: every field is in a dump"
	jq -r '[(.published // .modified // "9999"), .id] | @tsv' dump.$engine | cut -c 1-10 >order
	ok "$engine: by date, the undated last" sh -c 'cut -c 1-4 order | LC_ALL=C sort -c'

	for other in $engines; do
		rm -rf copy
		exits 0 "$engine: restored as $other" newsindex restore -d copy --engine=$other all.$engine
		is "$(cat err)" "newsindex: $(articles_in idx) articles restored" "$engine to $other: counts"
		ok "$engine to $other: the dump is the same" sh -c "'$NEWSDEX_BUILD/newsindex' dump --all -d copy | cmp - all.$engine"
		exits 0 "$engine to $other: is sound" newsindex -d copy check
	done
	rm -rf copy
	exits 0 "$engine: files that are known" newsindex restore -q -d copy --engine=$engine all.$engine
	newsindex -d copy a.jsonl b.jsonl 2>err
	like "$(cat err)" '320 read: 0 indexed, 320 unchanged, *' "$engine: are not read again"
	is "$(articles_in copy)" "$(articles_in idx)" "$engine: and what was deleted stays away"
	rm -rf copy
	gzip -c dump.$engine | newsindex restore -q -d copy --engine=$engine -
	ok "$engine: a packed dump of articles alone, from a pipe" sh -c \
		"'$NEWSDEX_BUILD/newsindex' dump -d copy | cmp - dump.$engine"
done
if [ -f all.segment ] && [ -f all.xapian ]; then
	ok 'both engines dump the same' cmp dump.segment dump.xapian
fi

rm -rf idx copy
newsindex -q -d idx --threads=2 --memory=32M --commit-every=20K a.jsonl b.jsonl c.jsonl
newsindex delete -q -d idx a5
newsindex dump --all -d idx | newsindex restore -q -d copy -
newsindex optimize -q -d idx
newsindex optimize -q -d copy
is "$(files_of copy)" "$(files_of idx)" 'optimized, the files are the same'

# Nothing but a whole and sound dump makes an index.
newsindex dump --all -d idx >all.jsonl
newsindex dump -d idx >dump.jsonl
gzip -c dump.jsonl >dump.jsonl.gz
# refused DESCRIPTION MESSAGE FILE
refused() {
	rm -rf bad
	exits 2 "$1" newsindex restore -d bad "$3"
	is "$(cat err)" "newsindex: $2" 'says where and why'
	ok 'no index is made' test ! -e bad/manifest
}
# line TEXT: what a dump has with TEXT as its third line.
line() { { head -n 2 dump.jsonl; printf '%s\n' "$1"; tail -n 2 dump.jsonl; } >given; }
line '{"id":"x","colour":"red"}'
refused 'a key that no dump has' 'given:3: colour: is not a key of a dump' given
line '{"id":"x","title":7}'
refused 'a value that is not of its kind' 'given:3: title: is not a string' given
line '{"id":"x","author":"Li"}'
refused 'an author that is no list' 'given:3: author: is not a list with something in it' given
line '{"id":"x","published":"last week"}'
refused 'a date as people write it' 'given:3: published: is not a date as newsdex writes it' given
line '{"id":"x","title":""}'
refused 'an empty text' 'given:3: title: is empty' given
line '{"title":"x"}'
refused 'no id' 'given:3: id: is missing' given
line "$(head -n 1 dump.jsonl)"
refused 'an id twice' "given:3: the id $(head -n 1 dump.jsonl | jq -r .id) was there before" given
line ''
rm -rf bad
exits 2 'an empty line' newsindex restore -d bad given
like "$(cat err)" 'newsindex: given:3: not JSON: *' 'is named'
head -c 3000 dump.jsonl >given
rm -rf bad
exits 2 'a line that is cut' newsindex restore -d bad given
like "$(cat err)" "newsindex: given:$(wc -l <given | awk '{ print $1 + 1 }'): not JSON: *" 'is named'
head -n 20 all.jsonl >given
rm -rf bad
exits 2 'a dump with --all that is cut between lines' newsindex restore -d bad given
like "$(cat err)" 'newsindex: the dump is not whole: *' 'is seen'
head -c 3000 dump.jsonl.gz >given
exits 2 'a packed dump that is cut' newsindex restore -d bad given
ok 'no index is made' test ! -e bad/manifest
exits 2 'an index with articles' newsindex restore -d idx dump.jsonl
like "$(cat err)" 'newsindex: idx: holds * articles; *' 'is not added to'
exits 2 'no dump' newsindex restore -d bad
exits 2 'a folder' newsindex restore -d bad .
exits 0 'what failed before is no hindrance' newsindex restore -q -d bad dump.jsonl

# A signal ends it without an index.
mkfifo pipe
rm -rf bad
exec 9<>pipe
"$NEWSDEX_BUILD/newsindex" restore -d bad - <pipe 2>/dev/null 9>&- &
pid=$!
head -n 5 dump.jsonl >&9
# A background command ignores the signal until it has said what it does with it.
for _ in $(seq 100); do
	[ ! -e bad ] || break
	sleep 0.1
done
kill -INT $pid
# A line more, so that it does not wait for one.
head -c 60000 dump.jsonl >&9
exec 9>&-
wait $pid
is $? 130 'a signal ends it'
ok 'without an index' test ! -e bad/manifest
rm pipe
"$NEWSDEX_BUILD/newsindex" restore -q -d bad dump.jsonl
ok 'then it works' sh -c "'$NEWSDEX_BUILD/newsindex' dump -d bad | cmp - dump.jsonl"
