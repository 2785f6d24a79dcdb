#!/bin/sh
# The default command: what goes in, what is counted, and running again.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

last() { tail -n 1 err; }
counted() { last | sed 's/ in [0-9.]* s$//'; }
stat_of() { newsindex -d "$1" stats --format=json | jq -r "$2"; }

for engine in $engines; do
	rm -rf news idx
	mkdir -p news/2019
	articles 1 40 >news/2019/a.jsonl
	articles 41 60 >news/2019/b.jsonl
	articles 61 70 | gzip >news/c.jsonl.gz
	cp "$samples"/text/*.txt news
	texts=$(ls "$samples"/text/*.txt | wc -l | tr -d ' ')
	total=$((70 + texts))

	exits 0 "$engine: a folder is indexed" newsindex --engine=$engine -d idx news
	is "$(counted)" "$total read: $total indexed, 0 unchanged, 0 duplicate, 0 skipped" "$engine: and accounted for"
	is "$(cat out)" "" "$engine: nothing on standard output"
	is "$(stat_of idx .articles)" $total "$engine: stats says as many"
	is "$(stat_of idx .engine)" $engine "$engine: and which engine it is"
	generation=$(stat_of idx .fingerprint)

	exits 0 "$engine: again" newsindex -d idx news
	is "$(counted)" "$total read: 0 indexed, $total unchanged, 0 duplicate, 0 skipped" "$engine: nothing is new"
	is "$(stat_of idx .fingerprint)" "$generation" "$engine: the contents are the same"
	exits 0 "$engine: from another folder" sh -c "cd news && '$NEWSDEX_BUILD/newsindex' -d ../idx ./2019/../../news//"
	is "$(counted)" "$total read: 0 indexed, $total unchanged, 0 duplicate, 0 skipped" "$engine: a file is known wherever one stands"
	exits 0 "$engine: --force" newsindex -d idx --force news
	is "$(counted)" "$total read: 0 indexed, $total unchanged, 0 duplicate, 0 skipped" "$engine: reads and finds them unchanged"

	articles 41 65 corrected >news/2019/b.jsonl
	exits 0 "$engine: a changed file" newsindex -d idx news
	is "$(counted)" "$((total + 5)) read: 25 indexed, $((total - 20)) unchanged, 0 duplicate, 0 skipped" \
		"$engine: its articles are replaced"
	like "$(cat err)" '*newsindex: 25 of those indexed replace others with the same id*' "$engine: which is said"
	is "$(stat_of idx .articles)" $total "$engine: not added twice"

	articles 1 2 >twice.jsonl
	articles 1 3 >>twice.jsonl
	rm -rf idx
	exits 0 "$engine: the same article twice" newsindex --engine=$engine -d idx twice.jsonl
	is "$(counted)" "5 read: 3 indexed, 0 unchanged, 2 duplicate, 0 skipped" "$engine: is a duplicate"

	# The answers do not depend on the number of threads.
	for threads in 1 4; do
		rm -rf idx
		newsindex --engine=$engine -d idx --threads=$threads -q news twice.jsonl
		newsindex -d idx dump | sort >dump.$threads
		stat_of idx .fingerprint >print.$threads
	done
	ok "$engine: one thread and four hold the same articles" cmp dump.1 dump.4
	ok "$engine: and the same fingerprint" cmp print.1 print.4

	rm -rf idx
	NEWSDEX_DB=$work/idx newsindex --engine=$engine -q news
	is "$(stat_of idx .articles)" $total "$engine: NEWSDEX_DB names the index"
	mkdir -p home/.config/newsdex
	echo "index = $work/idx" >home/.config/newsdex/config
	exits 0 "$engine: the configuration names it" newsindex stats
	rm -r home/.config
	newsindex --engine=$engine -q twice.jsonl
	ok "$engine: else it is in ~/.local/share" test -d home/.local/share/newsdex/default
	rm -rf home/.local
done
