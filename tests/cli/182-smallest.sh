#!/bin/sh
# optimize --smallest: less to store, and every answer the same.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

{
	articles 1 400 'The ports of the city opened; opening ports cost much.'
	articles 401 700 'A port opens, and the opening of the port cost little.'
} >news.jsonl
newsindex -q -d plain.index news.jsonl
newsindex optimize -q -d plain.index
cp -R plain.index small.index

# size INDEX: bytes of its files.
size() {
	cat "$1"/* | wc -c | tr -d ' '
}

# flags INDEX: those of its one segment, in the manifest.
flags() {
	sed -n '/^segment /s/.* //p' "$1/manifest"
}

is "$(flags small.index)" 1 'optimized'
ok 'once more, as small as can be' newsindex optimize -q -d small.index --smallest
is "$(flags small.index)" 5 'which the manifest says'
less=$(($(size plain.index) - $(size small.index)))
is "$((less > 0))" 1 "$less bytes are saved"
exits 0 'check' newsindex check -d small.index
for query in harbour 'port OR ports' '"the ports of city"' 'open* W/5 port' 'cost AND 63' 'harbour NOT port'; do
	for what in '-n all --fields=id,score' --count --trend=month --kwic --collocates=5; do
		# shellcheck disable=SC2086
		is "$(newsquery -d small.index $what --format=tsv "$query" 2>&1)" \
			"$(newsquery -d plain.index $what --format=tsv "$query" 2>&1)" "$what $query"
	done
done
generation=$(sed -n 's/^generation //p' small.index/manifest)
ok 'optimize alone' newsindex optimize -q -d small.index
is "$(flags small.index)" 5 'leaves it as it is'
is "$(sed -n 's/^generation //p' small.index/manifest)" "$generation" 'and commits nothing'
articles 701 705 'One more port.' | newsindex -q -d small.index -
ok 'with more articles' newsindex optimize -q -d small.index
is "$(flags small.index)" 1 'it is optimized as usual'

case " $engines " in
*" xapian "*)
	newsindex -q -d other.index --engine=xapian news.jsonl
	exits 2 'xapian' newsindex optimize -d other.index --smallest
	like "$(cat err)" '*other.index: an index of the engine xapian cannot be packed smaller' 'packs itself'
	;;
esac
