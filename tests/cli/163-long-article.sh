#!/bin/sh
# An article longer than --memory: it lies in files on its way, and the index is the same.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

awk 'BEGIN {
	srand(5)
	printf "{\"id\":\"before\",\"title\":\"A short one\"}\n{\"id\":\"long\",\"title\":\"A long one\",\"body\":\""
	# Half of the words are few, the other half are many; some have capitals, and there are sentences.
	for (i = 0; i < 1400000; i++)
		printf "%s%d%s", rand() < .2 ? "Walks" : "walking", rand() < .5 ? rand() * 30 : rand() * 30000, i % 17 ? " " : ". "
	printf "\"}\n{\"id\":\"behind\",\"title\":\"Another short one\"}\n"
}' >news.jsonl

# The lists of all words, in all segments.
lists() { find "$1" -name '*.dict' -o -name '*.post' -o -name '*.pos' | sort | sed 's|[^/]*/||' | while read -r name; do cksum "$1/$name"; done | cut -d' ' -f1,2; }

exits 0 'in much memory' newsindex -d much --engine=segment --threads 4 --memory=512M news.jsonl
newsindex optimize -q -d much
exits 0 'in little' newsindex -d little --engine=segment --threads 4 --memory=32M news.jsonl
like "$(cat err)" '*3 read: 3 indexed, 0 unchanged, 0 duplicate, 0 skipped*' 'all are there'
result "$([ "$(find little -name '*.dict' | wc -l)" -gt 1 ] && echo 0 || echo 1)" 'the long one has a segment for itself'
is "$(find little -name 'spill*' | wc -l)" 0 'no file is left over'
exits 0 'the index is sound' newsindex check -d little
newsindex optimize -q -d little
is "$(lists little)" "$(lists much)" 'and has the same lists'
is "$(newsquery -d little -c walking7)" 1 'words are found'
is "$(newsquery -d little -c '"a long one"') $(newsquery -d little -c 'walk3')" "$(newsquery -d much -c '"a long one"') $(newsquery -d much -c 'walk3')" 'and phrases and stems as ever'
is "$(newsquery -d little --show long --format=json | cksum)" "$(newsquery -d much --show long --format=json | cksum)" 'and the text is whole'

# Without a folder that takes such files memory has to do.
exits 0 'where files may not grow so much' sh -c "ulimit -f 20000; exec '$NEWSDEX_BUILD/newsindex' -q -d third --engine=segment --threads 4 --memory=32M news.jsonl"
newsindex optimize -q -d third
is "$(lists third)" "$(lists much)" 'the index is the same'
