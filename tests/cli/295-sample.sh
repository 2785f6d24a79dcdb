#!/bin/sh
# --sample: some of the articles, by lot, the same ones each time.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

articles 1 300 fog >news.jsonl
mkdir one other
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
	echo "Report $n of the fog." >one/$n.txt
	cp one/$n.txt other/
done

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" news.jsonl || skip_all 'cannot index'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB
	newsquery --json --fields=id -n all fog | sort >all
	newsquery --json --fields=id --sample 20 fog >twenty
	is "$(sort twenty | comm -12 - all | wc -l)" 20 "$engine: twenty different ones of all"
	is "$(newsquery --json --fields=id --sample=20 --seed=0 fog)" "$(cat twenty)" "$engine: the same again"
	is "$(newsquery --generic --json --fields=id --sample=20 fog)" "$(cat twenty)" "$engine: without fast paths"
	is "$(newsquery --json --fields=id --sample 50 fog | grep -Fxc -f twenty)" 20 "$engine: a larger sample has the smaller one"
	is "$(newsquery --json --fields=id --sample 20 --sort=date fog | sort)" "$(sort twenty)" "$engine: sorting draws no others"
	is "$(newsquery --json --fields=published --sample 20 --sort=date fog | jq -r .published | sort -c && echo sorted)" sorted "$engine: and sorts"
	is "$(for seed in 1 2 3 4 5; do newsquery --json --fields=id --sample 20 --seed $seed fog; done | sort -u | wc -l | awk '{ print ($1 > 60) }')" 1 \
		"$engine: another seed draws others"
	is "$(newsquery --json --fields=id --sample 1000 -n all fog | sort)" "$(cat all)" "$engine: all where there are no more"
	is "$(newsquery --json --sample 20 fog | jq -c '[.id, .score]' | sort | head -n 3)" \
		"$(newsquery --json -n all fog | jq -c '[.id, .score]' | sort | grep -F "$(jq -r '"[\"" + .id + "\","' twenty)" | head -n 3)" \
		"$engine: with the scores of the whole"
	is "$(newsquery -c --sample 20 fog) $(newsquery -c --sample 1000 fog)" '20 300' "$engine: counted"
	is "$(newsquery --format=csv --fields=id --sample 20 -n 3 --offset 2 fog | tail -n +2)" "$(sed -n 3,5p twenty | jq -r .id)" "$engine: a part of it"
	is "$(newsquery --format=bibtex --sample 20 fog | grep -c '^@')" 20 "$engine: references"
	is "$(newsquery --facet tag --json --sample 20 fog | jq -s 'map(.articles) | add')" 20 "$engine: facets of the sample"
	is "$(newsquery --ngrams=1 --json --sample 20 --containing fog fog | jq .articles)" 20 "$engine: its words"
	is "$(newsquery --clusters=1 --json --sample 20 =fog | jq .articles)" 20 "$engine: words of the query in it"
	is "$(newsquery --sample 20 -n 2 fog | tail -n 1)" '2 of 20 articles, by lot of 300; -n N shows more, --offset 2 the next' "$engine: for people"
	like "$(newsquery --sample 20 --format=html fog)" '*<dd>drawn by lot of 300 articles</dd>*' "$engine: on a page"
	is "$(newsquery --sample 3 --format=trec fog | wc -l)" 3 "$engine: a run"
	exits 1 "$engine: nothing to draw from" newsquery --sample 3 zebra
	cp twenty "twenty-$engine"
	is "$(cat "twenty-$engine")" "$(cat twenty-* | head -n 20)" "$engine: every engine draws the same"
	for folder in one other; do
		(cd $folder && newsindex --engine="$engine" -q -d "$work/$engine-$folder" "$work/$folder")
		newsquery -d "$engine-$folder" -l --sample 4 fog | sed 's/.*\///' | sort >"$folder.drawn"
	done
	ok "$engine: the same files wherever they lie" cmp one.drawn other.drawn
done
exits 2 'not of a trend' newsquery --trend year --sample 3 fog
is "$(cat err)" 'newsquery: --sample: cannot be used with --trend' 'is said'
exits 2 'a seed without a sample' newsquery --seed 3 fog
exits 2 'no article' newsquery --sample 0 fog
