#!/bin/sh
# Searching the bundled articles: what is found, in which order, how it is told.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" "$samples" || skip_all 'the samples cannot be indexed'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB

	exits 0 "$engine: an article is found" newsquery huawei
	like "$(head -n 1 out)" ' 1. *' "$engine: the first line is its title"
	like "$(tail -n 1 out)" '*[0-9] of * articles; -n N shows more, --offset 10 the next' "$engine: what was cut is said"
	is "$(cat err)" '' "$engine: nothing else is said"

	count=$(newsquery -c huawei)
	exits 0 "$engine: all" newsquery -n all huawei
	is "$(tail -n 1 out)" "$count articles" "$engine: --count agrees with the list"
	is "$(grep -c '^ *[0-9][0-9]*\. ' out)" "$count" "$engine: -n all shows all"
	is "$(newsquery -n all --json huawei | wc -l)" "$count" "$engine: so do machine formats"

	newsquery -n all --json huawei >all
	newsquery -n 3 --offset 2 --json huawei >part
	is "$(jq -c '[.rank, .id]' part)" "$(sed -n 3,5p all | jq -c '[.rank, .id]')" "$engine: --offset goes on where -n ended"
	exits 1 "$engine: --offset behind the end" newsquery --offset 1000 huawei
	like "$(cat err)" 'newsquery: --offset: there are only * articles' "$engine: says so"

	is "$(newsquery -n all --json huawei -phone | jq -r .id | sort)" \
		"$(newsquery -n all --json 'huawei NOT phone' | jq -r .id | sort)" "$engine: -word leaves out"
	is "$(newsquery -c --any huawei reindeer)" "$(newsquery -c huawei OR reindeer)" "$engine: --any"
	is "$(newsquery -c --literal huawei OR reindeer)" 0 "$engine: --literal takes OR for a word"
	is "$(newsquery -c -e '-phone huawei')" "$(newsquery -c huawei -phone)" "$engine: -e begins with a dash"
	is "$(newsquery -c -- huawei -phone)" "$(newsquery -c huawei -phone)" "$engine: behind --"
	printf 'huawei\n  AND (ban OR\n  blacklist)\n' >query
	is "$(newsquery -c -f query)" "$(newsquery -c 'huawei AND (ban OR blacklist)')" "$engine: -f, several lines"
	is "$(newsquery -c -f - <query)" "$(newsquery -c -f query)" "$engine: -f -"

	newsquery -n all --json --sort=date --fields=date huawei | jq -r '.date[:10]' >oldest
	newsquery -n all --json --sort=-date --fields=date huawei | jq -r '.date[:10]' >newest
	is "$(cat oldest)" "$(sort oldest)" "$engine: --sort=date is the oldest first"
	is "$(cat newest)" "$(sort -r newest)" "$engine: --sort=-date is the newest first"

	is "$(newsquery -c --since 2019 --until 2019 huawei)" "$(newsquery -c huawei date:2019)" "$engine: --since, --until"
	is "$(newsquery -c --since 2019-06 huawei)" "$(newsquery -c 'huawei date:>=2019-06')" "$engine: --since a month"
	is "$(newsquery -c --until yesterday huawei)" "$count" "$engine: --until yesterday"
	exits 1 "$engine: nothing since yesterday" newsquery --since yesterday huawei
	like "$(cat err)" '*without --since and --until*' "$engine: the numbers say what they are of"
	exits 0 "$engine: a period alone" newsquery --since 2019 --until 2019
	is "$(newsquery -c --since 2019 --until 2019)" "$(newsquery -c date:2019)" "$engine: is all its articles"

	exits 0 "$engine: -q, found" newsquery -q huawei
	is "$(cat out err)" '' "$engine: -q says nothing"
	exits 1 "$engine: -q, nothing" newsquery -q zzzz
	is "$(cat out err)" '' "$engine: -q says nothing then either"

	exits 1 "$engine: nothing found" newsquery huawai reindeer
	is "$(cat out)" '' "$engine: nothing on standard output"
	like "$(cat err)" "newsquery: nothing found
newsquery: huawai: 0 articles; did you mean 'huawei' (*)?
newsquery: reindeer: * article*" "$engine: each word's articles, and what was meant"
	exits 1 "$engine: a phrase that nobody printed" newsquery '"huawei reindeer huawei"'
	is "$(grep -c '^newsquery: huawei: ' err)" 1 "$engine: a word that stands there twice is told once"
	is "$(newsquery --format=json zzzz 2>err)" '[]' "$engine: nothing as JSON"
	is "$(newsquery --format=csv --fields=id,title zzzz 2>err)" 'id,title' "$engine: nothing as CSV is a header"
	is "$(newsquery --json zzzz 2>err)" '' "$engine: nothing as JSON lines"

	newsquery -n all --json --fields=id,score huawei OR cybersecurity OR bank >fast
	newsquery -n all --json --fields=id,score --generic huawei OR cybersecurity OR bank >generic
	is "$(jq -r .id fast)" "$(jq -r .id generic)" "$engine: --generic gives the same order"

	newsquery -l huawei >paths
	is "$(sort -u paths | wc -l)" "$(wc -l <paths)" "$engine: -l names each file once"
	ok "$engine: -l names files" sh -c 'while read -r path; do test -f "$path" || exit 1; done <paths'
	is "$(newsquery -l -0 huawei | tr '\0' '\n')" "$(cat paths)" "$engine: -l -0"

	exits 0 "$engine: -v shows scores" newsquery -v huawei
	like "$(sed -n 2p out)" '*score [0-9]*' "$engine: with each article"
	like "$(cat err)" 'newsquery: searched in * ms' "$engine: and the time"
done

newsindex -q -d one "$samples/northern-wire.jsonl"
newsindex -q -d two "$samples/harbour-times.jsonl" "$samples/world-desk.jsonl" "$samples/text"
unset NEWSDEX_DB
is "$(newsquery -d one -d two -n all --json --fields=id,score huawei)" \
	"$(newsquery -d "${engines##* }" -n all --json --fields=id,score huawei)" 'two indexes answer as one'
exits 2 'one of two indexes is missing' newsquery -d one -d missing huawei
exits 0 'with --partial the other answers' newsquery --partial -d one -d missing bank
like "$(cat err)" 'newsquery: left out: missing: *' 'and it is said'
