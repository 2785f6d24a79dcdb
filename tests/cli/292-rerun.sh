#!/bin/sh
# Recorded answers, got again.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

for engine in $engines; do
	articles 1 60 fog >news.jsonl
	newsindex --engine="$engine" -q -d "$engine" news.jsonl || skip_all 'cannot index'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB
	for options in '--json fog' '--format=json -n all --fields=id,title harbour -ministry' 'the harbour' '-v --any fog zebra' \
		'--json --literal fog' '--sort=-date -n 3 --offset 2 --since 2012 --until 2014-06 --json fog' \
		"--json --since 2015" '--like a1 --json' '--format=json zebra' '--json --stop-words=keep the harbour' \
		'--json --literal --expand=2 harbour' '--json --sample 4 --seed 7 fog'; do
		# shellcheck disable=SC2086
		newsquery --record $options >answer 2>/dev/null
		exits 0 "$engine: $options" newsquery rerun answer
		tail -n +2 answer >want
		tail -n +2 out >got
		ok '  gives the same' cmp got want
		like "$(cat err)" '*the index is the same (*the answer of *is the same' '  and says so'
	done
	for options in '--any "a <b> & harbour" -ministry' '--sample 7 fog' '-n 3 --offset 2 --sort=date fog' 'zebra é𝄞' '--since 2015'; do
		# shellcheck disable=SC2086
		newsquery --record --format=html $options >page.html 2>/dev/null
		exits 0 "$engine: a page: $options" newsquery rerun page.html
		ok '  is the same but for its record' cmp out page.html -n "$(grep -bo '<section id="record"' page.html | cut -d : -f 1)"
		is "$(grep -c "$work" page.html)" 0 '  and does not say where files lie'
	done
	newsquery --record --format=html fog | sed 's/Nothing else is known/Much else is known/' >forged.html
	exits 1 "$engine: a page that somebody changed" newsquery rerun forged.html
	newsquery --record --format=html --like a1 >page.html
	exits 2 "$engine: a page of what is like an article cannot ask again" newsquery rerun page.html
	newsquery --record --json -n all fog >answer
	cp -r "$engine" "old-$engine"
	articles 61 62 fog >more.jsonl
	newsindex -q -d "$engine" more.jsonl
	exits 1 "$engine: more articles" newsquery --rerun answer
	like "$(cat err)" '*the index has changed*60 articles then, 62 now' '  are told'
	is "$(wc -l <out)" 63 '  and printed'
	exits 0 "$engine: in the index as it was" newsquery -d "old-$engine" --rerun answer
	exits 0 "$engine: both are words where there is no such file" newsquery 'rerun' 'fog' --any
	sed 's/"id": "a7"/"id": "a8"/' answer >forged
	exits 1 "$engine: an answer that somebody changed" newsquery -d "old-$engine" rerun forged
	rm -rf "$engine"
	exits 2 "$engine: no index" newsquery --rerun answer
done
exits 2 'no file' newsquery --rerun missing
for text in '' '{}' '{"record": 3}
' 'fog
' '{"schema": 1, "record": {"query": "(fog", "format": "jsonl", "sort": "date"}}
' '<section id="record" aria-labelledby="record-head" data-record="' '<section id="record" aria-labelledby="record-head" data-record="{}"></section>
' '{"schema": 1, "record": {"query": "fog", "format": "exe", "since": "x"}}
'; do
	printf '%s' "$text" >answer
	exits 2 "no answer: $text" newsquery -d "old-$engine" --rerun answer
done
