#!/bin/sh
# delete, check, stats, optimize, dump.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

articles_in() { newsindex -d "$1" stats --format=json | jq -r .articles; }

for engine in $engines; do
	rm -rf idx copy
	articles 1 30 >a.jsonl
	articles 31 40 >b.jsonl
	newsindex --engine=$engine -q -d idx a.jsonl b.jsonl

	exits 0 "$engine: stats" newsindex -d idx stats
	like "$(cat out)" '*articles     40*first        2010-*last         2019-*undated      0*' "$engine: as text"
	exits 0 "$engine: stats --format=json" newsindex stats -d idx --format=json
	is "$(jq -r 'keys_unsorted | join(" ")' out)" \
		'schema engine articles terms words first last undated bytes segments generation forward fingerprint' \
		"$engine: has all keys"
	like "$(jq -r '.first + " " + .last + " " + .fingerprint' out)" '2010-??-?? 2019-??-?? ????????*' "$engine: with values"
	exits 0 "$engine: check" newsindex -d idx check
	is "$(cat out)" 'idx: sound' "$engine: finds nothing"

	exits 0 "$engine: delete --dry-run" newsindex -d idx delete --dry-run --source='PAPER 1'
	is "$(cat err)" 'newsindex: 14 articles would be deleted' "$engine: counts"
	is "$(articles_in idx)" 40 "$engine: and deletes nothing"
	exits 0 "$engine: delete by source" newsindex -d idx delete --source='Paper 1'
	is "$(articles_in idx)" 26 "$engine: deletes"
	exits 0 "$engine: the files again" newsindex -d idx a.jsonl b.jsonl
	is "$(articles_in idx)" 26 "$engine: brings nothing back"
	exits 1 "$engine: delete an id that is there and one that is not" newsindex -d idx delete a2 nobody
	like "$(cat err)" '*newsindex: nobody: no such article*1 articles deleted*' "$engine: names the one"
	exits 0 "$engine: ids on standard input" sh -c "printf 'a3\na5\n' | '$NEWSDEX_BUILD/newsindex' -d idx delete -"
	is "$(articles_in idx)" 23 "$engine: are deleted"
	before=$(newsindex -d idx dump | jq -r 'select(.tags[0] == "harbour") | .id' | wc -l | tr -d ' ')
	newsindex -d idx delete -q --tag=Harbour
	is "$(articles_in idx)" $((23 - before)) "$engine: delete by tag"
	{
		printf '{"id":"r%s","url":"http://x/%s","title":"Twice","text":"The same words in both of them.","source":"%s","date":"2019-01-%s"}\n' \
			3 a Wire 28 1 b Wire 28 2 c Wire 28 4 d Herald 28 5 e Wire 29
		printf '{"id":"r6","title":"Twice","text":"The same words in both of them, but more."}\n'
	} >repeated.jsonl
	newsindex --engine=$engine -q --repeated=keep -d twice repeated.jsonl
	exits 0 "$engine: delete --repeated --dry-run" newsindex -d twice delete --repeated --dry-run
	is "$(cat err)" 'newsindex: 2 articles would be deleted' "$engine: counts"
	exits 0 "$engine: delete --repeated" newsindex -d twice delete --repeated
	is "$(newsindex -d twice dump | jq -r .id | sort | tr '\n' ' ')" 'r1 r4 r5 r6 ' "$engine: leaves one of equal ones"
	exits 0 "$engine: delete --repeated again" newsindex -d twice delete --repeated
	is "$(cat err)" 'newsindex: 0 articles deleted' "$engine: finds no more"
	rm -rf twice
	exits 0 "$engine: delete by origin" newsindex -d idx delete --origin=./b.jsonl
	is "$(newsindex -d idx dump | jq -r .id | grep -c 'a3[1-9]\|a40')" 0 "$engine: deletes what was read from there"
	exits 0 "$engine: that file again" newsindex -d idx b.jsonl
	like "$(tail -n 1 err)" '10 read: 10 indexed, *' "$engine: is read again"
	exits 2 "$engine: delete nothing" newsindex -d idx delete
	exits 2 "$engine: delete where no index is" newsindex -d nowhere delete a1
	ok "$engine: makes none" test ! -e nowhere

	newsindex -d idx dump | jq -S -c . | sort >before
	terms=$(newsindex -d idx stats --format=json | jq .terms)
	exits 0 "$engine: optimize" newsindex -d idx optimize
	is "$terms" "$(newsindex -d idx stats --format=json | jq .terms)" "$engine: terms were counted once each before"
	newsindex -d idx dump | jq -S -c . | sort >after
	ok "$engine: changes no article" cmp before after
	exits 0 "$engine: and leaves it sound" newsindex -d idx check
	exits 2 "$engine: optimize where no index is" newsindex -d nowhere optimize

	# What was dumped and indexed again is the same, samples of all kinds too.
	newsindex -q -d idx "$samples"
	newsindex -d idx dump >dump.jsonl
	exits 0 "$engine: a dump is indexed" newsindex --engine=$engine -d copy dump.jsonl
	# But for the file they came from.
	newsindex -d copy dump | jq -c 'del(.origin, .offset, .number)' >again
	jq -c 'del(.origin, .offset, .number)' dump.jsonl >once
	ok "$engine: and dumped again is the same" cmp once again
	is "$(newsindex -d copy stats --format=json | jq -r .fingerprint)" \
		"$(newsindex -d idx stats --format=json | jq -r .fingerprint)" "$engine: with the same fingerprint"
	is "$(jq -r 'keys_unsorted[]' dump.jsonl | sort -u | tr '\n' ' ')" \
		'author body id language modified note number offset origin published section source tags title url ' "$engine: under newsdex's keys"
	newsindex -d idx dump 2>err | head -n 1 >out
	is "$(cat err)" '' "$engine: a reader that leaves is no error"

	# Damage is found.
	for file in $(find idx -type f -size +4k | sort); do
		size=$(wc -c <"$file")
		printf '\377\377\377\377\377\377\377\377' | dd of="$file" bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
		printf '\377\377\377\377\377\377\377\377' | dd of="$file" bs=1 seek=16 conv=notrunc 2>/dev/null
	done
	newsindex -d idx check >out 2>err
	code=$?
	ok "$engine: damage is found ($code)" test $code -eq 1 -o $code -eq 2
done
