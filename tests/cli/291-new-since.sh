#!/bin/sh
# Saved queries: each article once, corrections as changed, nothing lost.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
unset XDG_STATE_HOME
command -v jq >/dev/null || skip_all 'jq is not installed'

state=$HOME/.local/state/newsdex
add() { newsindex --engine="$engine" -q -d "$engine" "$1" || note "cannot index $1"; }
# told FILE: ids and what is said of them, sorted.
told() { jq -r '"\(.id):\(.change)"' "$1" | sort | tr '\n' ' '; }

for engine in $engines; do
	articles 1 5 fog >news.jsonl
	add news.jsonl
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB
	name=fog-$engine

	exits 0 "$engine: the first time" newsquery --new-since "$name" --json fog
	is "$(told out)" 'a1:new a2:new a3:new a4:new a5:new ' "$engine: everything is new"
	exits 1 "$engine: the second time" newsquery --new-since "$name" --json fog
	is "$(cat out err)" '' "$engine: nothing is, and nothing is said"
	articles 6 7 fog >news.jsonl
	articles 8 9 >>news.jsonl
	add news.jsonl
	exits 0 "$engine: articles have come" newsquery --new-since "$name" --json fog
	is "$(told out)" 'a6:new a7:new ' "$engine: those that match are told"
	articles 2 2 'fog, it was said in error' >news.jsonl
	articles 10 10 fog >>news.jsonl
	add news.jsonl
	exits 0 "$engine: a correction" newsquery --new-since "$name" fog
	is "$(grep -c 'changed' out)" 1 "$engine: is marked for people"
	like "$(tail -n 1 out)" '2 articles' "$engine: with how many there are"
	exits 1 "$engine: is told once" newsquery --new-since "$name" fog

	# What no longer matches and then does again was reported.
	articles 3 3 >news.jsonl
	add news.jsonl
	exits 1 "$engine: an article that lost the word" newsquery --new-since "$name" fog
	articles 3 3 fog >news.jsonl
	add news.jsonl
	exits 1 "$engine: and has it again" newsquery --new-since "$name" fog

	articles 11 15 fog >news.jsonl
	add news.jsonl
	exits 0 "$engine: -n" newsquery --new-since "$name" -n 2 --sort=date --format=csv --fields=rank,id,change fog
	is "$(wc -l <out)" 3 "$engine: reports so many"
	cut -d , -f 2 out | tail -n +2 >some
	like "$(newsquery --new-since "$name" -n 1 fog | tail -n 1)" '1 of 3 articles; the rest comes next time' "$engine: and tells"
	exits 0 "$engine: the rest" newsquery --new-since "$name" --format=trec fog
	is "$(wc -l <out)" 2 "$engine: comes after"
	is "$(cut -d ' ' -f 3 out | grep -cFxf some)" 0 "$engine: each once"
	is "$(newsquery --new-since "$name" --format=json fog)" '[]' "$engine: no news as JSON"

	exits 0 "$engine: a period limits" newsquery --new-since "$name-2" --since 2015 --json fog
	early=$(newsquery -n all --json --since 2015 fog | wc -l)
	is "$(wc -l <out)" "$early" "$engine: what is told"
	exits 0 "$engine: without it" newsquery --new-since "$name-2" --json fog
	is "$(wc -l <out)" "$(($(newsquery -c fog) - early))" "$engine: the others are new"

	articles 16 16 fog >news.jsonl
	articles 12 12 'fog again' >>news.jsonl
	add news.jsonl
	XDG_STATE_HOME=$work/page newsquery --new-since page --format=html fog >page.html
	is "$(grep -c '<li id="hit-' page.html) $(grep -c '·.*>changed<' page.html)" "$(newsquery -c fog) 0" "$engine: a page"
	is "$(newsquery --new-since "$name" --format=html fog | grep -c '·.*>changed<')" 1 "$engine: with what has changed"
	newsquery --forget "$name-2"
	is "$(newsquery --new-since "$name-2" --format=ris -n 3 fog | grep -c '^TY')" 3 "$engine: references"
	rm -r page

	# Nothing is remembered that could not be written.
	exits 2 "$engine: a full disk" sh -c "'$NEWSDEX_BUILD/newsquery' --new-since $name-3 --json fog >/dev/full"
	ok "$engine: no memory of it" test ! -e "$state/$name-3"
	exits 0 "$engine: all is told again" newsquery --new-since "$name-3" --json fog
	is "$(wc -l <out)" "$(newsquery -c fog)" "$engine: completely"
	cp "$state/$name-3" before
	articles 21 29 fog >news.jsonl
	add news.jsonl
	"$NEWSDEX_BUILD/newsquery" --new-since "$name-3" --json fog 2>/dev/full >/dev/full
	ok "$engine: nor of a second one" cmp before "$state/$name-3"
	is "$(newsquery --new-since "$name-3" --json fog | wc -l)" 9 "$engine: which is told then"
	ok "$engine: the memory is small" test "$(wc -c <"$state/$name-3")" -lt $((30 * 16 + 400))

	exits 2 "$engine: another query" newsquery --new-since "$name" fog harbour
	like "$(cat err)" "newsquery: $name: stands for another query (query=fog); *--forget*" "$engine: is an error"
	exits 2 "$engine: another reading of it" newsquery --new-since "$name" --literal fog
	cp -r "$engine" "copy-$engine"
	exits 2 "$engine: another index" newsquery -d "copy-$engine" --new-since "$name" fog
	exits 1 "$engine: the same by another way" newsquery -d "../${work##*/}/$engine" --new-since "$name-3" fog

	printf x >>"$state/$name"
	exits 2 "$engine: a damaged memory" newsquery --new-since "$name" fog
	exits 0 "$engine: can be given up" newsquery --forget "$name"
	exits 1 "$engine: once" newsquery --forget "$name"
	is "$(newsquery --new-since "$name" --json harbour | wc -l)" "$(newsquery -c harbour)" "$engine: and begun again"
	is "$(newsquery --new-since "$name-4" --json --generic fog | wc -l)" "$(newsquery -c fog)" "$engine: without fast paths"
done

for name in '' . .. a/b ../a -a "$(printf 'a\nb')" "a b"; do
	exits 2 "no name: '$name'" newsquery --new-since "$name" fog
done
exits 2 'a name and no query' newsquery --new-since x
exits 2 '--offset would lose articles' newsquery --new-since x --offset 1 fog
exits 2 'one thing at a time' newsquery --new-since x -c fog
ok 'what is searched for is private' test "$(stat -c %a "$state")" = 700
is "$(XDG_STATE_HOME=$work/other newsquery --new-since y --json fog | wc -l)" "$(newsquery -c fog)" 'XDG_STATE_HOME'
ok 'is where it is kept' test -s other/newsdex/y
if command -v flock >/dev/null; then
	exits 2 'two at a time' flock other/newsdex/.y.lock env XDG_STATE_HOME="$work/other" "$NEWSDEX_BUILD/newsquery" --new-since y fog
	like "$(cat err)" '*another newsquery*' 'is said'
fi
