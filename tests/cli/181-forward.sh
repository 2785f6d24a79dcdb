#!/bin/sh
# A forward index (--forward): collocates are the same with it; it comes and goes, and is repaired.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

{
	articles 1 59 'In the café.'
	articles 60 60 quicksilver
	printf '%s\n' '{"id":"cjk","title":"北京的天气","text":"港口 the harbour 今天很冷 and the sea","published":"2015-05-05"}' \
		'{"id":"untitled","text":"harbour first, harbour last","published":"2015-05-06"}'
} >news.jsonl
articles 61 70 'The harbour of the café.' >more.jsonl

# has WORD INDEX DESCRIPTION: stats say so, the index is sound, and collocates are those of plain.index.
has() {
	is "$(newsindex stats -d "$2" --format=json | jq .forward)" "$1" "$3: forward $1"
	exits 0 "$3: check" newsindex check -d "$2"
	for span in 1 5 40; do
		for query in harbour 'harbour OR café' 'the NOT quicksilver'; do
			is "$(newsquery -d "$2" --collocates=$span -n all --format=tsv "$query" 2>&1)" \
				"$(newsquery -d plain.index --collocates=$span -n all --format=tsv "$query" 2>&1)" "$3: $query, $span words"
		done
	done
}

newsindex -q -d plain.index news.jsonl
ok 'made with it' newsindex -q -d kept.index --forward=keep news.jsonl
has true kept.index 'with it'
has false plain.index 'without'
is "$(sed -n '/^segment/s/.* //p' kept.index/manifest) $(sed -n '/^segment/s/.* //p' plain.index/manifest)" '2 0' 'the manifest says so'

newsindex -q -d plain.index more.jsonl
ok 'the next run' newsindex -q -d kept.index more.jsonl
has true kept.index 'it remembers'
newsindex delete -q -d plain.index --source='Paper 1'
newsindex delete -q -d kept.index --source='Paper 1'
has true kept.index 'articles deleted'
ok 'optimize' newsindex optimize -q -d kept.index
has true kept.index 'optimized'
is "$(find kept.index -name '*.fwd' | wc -l | tr -d ' ')" 1 'one file of it is left'

ok 'optimize without' newsindex optimize -q -d kept.index --forward=none
has false kept.index 'taken away'
is "$(find kept.index -name '*.fwd')" '' 'no file of it is left'
ok 'optimize with' newsindex optimize -q -d kept.index --forward=keep
has true kept.index 'come back'

forward=$(find kept.index -name '*.fwd')
printf 'x' | dd of="$forward" bs=1 seek=40 conv=notrunc 2>/dev/null
exits 1 'damaged' newsindex check -d kept.index
like "$(cat out err)" '*.fwd: byte *: the index is damaged: *' 'and it is said where'
exits 0 'repair' newsindex repair -d kept.index
has true kept.index 'repaired'
rm -rf kept.index/damaged-*
rm "$(find kept.index -name '*.fwd' | head -n 1)"
exits 2 'a file that is gone' newsquery -d kept.index harbour
exits 0 'repair' newsindex repair -d kept.index
has true kept.index 'made again'
rm kept.index/manifest
exits 0 'repair without a manifest' newsindex repair -d kept.index
has true kept.index 'found again'

# Some segments with it and some without.
cp -R plain.index mixed.index
newsindex -q -d plain.index --force more.jsonl
ok 'another run' newsindex -q -d mixed.index --forward=keep --force more.jsonl
has false mixed.index 'not in all of it'
ok 'optimize' newsindex optimize -q -d mixed.index
has true mixed.index 'in all of it'

exits 2 'another word' newsindex -d other.index --forward=yes news.jsonl
like "$(cat err)" '*--forward*yes*none*keep*' 'is told which there are'
case " $engines " in
*" xapian "*)
	exits 2 'xapian' newsindex -d other.index --engine=xapian --forward=keep news.jsonl
	like "$(cat err)" '*other.index: an index of the engine xapian has no forward index' 'has none'
	;;
esac
