#!/bin/sh
# Copies of an article under the first of them: how well they are found, and how
# they are shown.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

generate=$NEWSDEX_BUILD/bench/gen-copies
"$generate" -n 400 -s 5 >copies.jsonl
total=$(wc -l <copies.jsonl)

for engine in $engines; do
	newsindex -q --repeated=keep --engine=$engine -d $engine copies.jsonl
	newsquery -d $engine --group --since 2000 -n all --sort=date --format=tsv --fields=id,reprinted >groups
	awk -f "$NEWSDEX_SOURCE/tests/cli/pairs.awk" groups >measured
	note "$(cat measured)"
	ok "$engine: precision is at least 0.98" awk '$1 == "precision" { exit !($2 >= 0.98) }' measured
	ok "$engine: recall is at least 0.95" awk '$1 == "recall" { exit !($2 >= 0.95) }' measured
	is "$(awk -F '\t' 'NR > 1 { n += 1 + gsub(/; /, "", $2) + ($2 != "") } END { print n }' groups)" "$total" \
		"$engine: every article is in one group"
	groups=$(($(wc -l <groups) - 1))
	is "$(newsquery -d $engine --group --since 2000 --count)" "$groups" "$engine: --count counts groups"
	cksum <groups >>sums
done
is "$(sort -u sums | wc -l)" 1 'the engines find the same groups'
is "$(newsquery -d segment --since 2000 --count)" "$total" 'without --group every article counts'

body='The ministers of nine countries met in the harbour city on Monday to talk about the price of grain, the
 length of the working day and the new railway across the mountains, officials said, and agreed on nothing.'
printf '{"id":"%s","title":"%s","source":"%s","published":"2019-01-%s","url":"%s","body":"%s"}\n' \
	first 'Ministers meet' Wire 01 'https://wire.example/1' "$body" \
	second 'Nothing agreed' 'The Paper' 02 'https://paper.example/x?a=1&b=2' "(Wire) - $body" \
	third 'Ministers meet, ministers part' 'The Other' 04 '' "$body Copyright Wire." \
	alone 'Ministers rest' Wire 03 '' 'The ministers did not meet on Tuesday.' | tr '\n' ' ' | sed 's/} {/}\n{/g' >four.jsonl
echo >>four.jsonl
newsindex -q -d four four.jsonl
exits 0 'a search with --group' newsquery -d four --group --sort=date ministers
is "$(sed -n 1,12p out | grep -v '^   The')" "1. Ministers meet
   Wire · 2019-01-01
   first
   2 reprints:
     2019-01-02 · The Paper · second
     2019-01-04 · The Other · third
2. Ministers rest
   Wire · 2019-01-03
   alone" 'the copies are listed under the first'
like "$(tail -n 1 out)" '2 groups of 4 articles' 'and counted'
like "$(newsquery -d four --group -n 1 ministers | tail -n 1)" '1 of 2 groups of 4 articles; *' '-n counts groups'
is "$(newsquery -d four --group --sort=-date --format=csv --fields=id,reprints,reprinted,title ministers)" \
	'id,reprints,reprinted,title
third,2,2019-01-02 The Paper second; 2019-01-01 Wire first,"Ministers meet, ministers part"
alone,0,,Ministers rest' 'the newest first, as a table'
is "$(newsquery -d four --group --sort=date --json -n 1 ministers | sed 's/.*"reprints"/"reprints"/')" \
	'"reprints": 2, "reprinted": [{"date": "2019-01-02", "source": "The Paper", "id": "second"}, {"date": "2019-01-04", "source": "The Other", "id": "third"}]}' \
	'as JSON'
like "$(newsquery -d four --group --format=html ministers)" '*<dt>Groups</dt><dd>2,*<summary>2 reprints</summary>*href="https://paper.example/x?a=1&amp;b=2">second</a>*' 'as a page'
is "$(newsquery -d four --group --count --json ministers)" \
	'{"schema": 1, "query": "ministers", "articles": 4, "groups": 2}' 'both numbers as JSON'
is "$(newsquery -d four --group --sort=date --format=jsonl --fields=id,reprints "source:\"the paper\"")" '{"schema": 1, "id": "second", "reprints": 0}' \
	'what does not match is no reprint'
is "$(newsquery -d four --group --offset 1 --sort=date --format=jsonl --fields=id,reprints ministers)" \
	'{"schema": 1, "id": "alone", "reprints": 0}' '--offset leaves out groups'
newsquery -d four --group --record --json --sort=date ministers >answer
exits 0 'an answer in groups is got again' newsquery rerun answer
exits 2 'not with --facet' newsquery -d four --group --facet source ministers
like "$(cat err)" '*--group: is for a search*' 'which is said'
