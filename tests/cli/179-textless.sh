#!/bin/sh
# An index that keeps no texts (--text=none): what it answers, what it refuses.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

{
	articles 1 59 'In the café.'
	articles 60 60 quicksilver
} >news.jsonl
articles 7 7 quicksilver >changed.jsonl
missing='*needs the texts of articles, and the index keeps none (--text=none)*'

# refused DESCRIPTION COMMAND...
refused() {
	exits 2 "$@"
	like "$(cat err)" "$missing" "$1: says why"
	is "$(wc -l <err | tr -d ' ')" 1 "$1: in one line"
}

for engine in $engines; do
	for text in keep none; do
		ok "$engine: $text" newsindex -q -d $engine-$text --engine=$engine --text=$text news.jsonl
	done
	full=$engine-keep bare=$engine-none

	for query in 'harbour' '"meet the weather"' 'report NEAR/3 strike' 'source:"paper 1" budget'; do
		is "$(newsquery -d $bare -c "$query" 2>/dev/null)" "$(newsquery -d $full -c "$query" 2>/dev/null)" "$engine: as many for $query"
		is "$(newsquery -d $bare --fields=id,title,score,published --format=tsv "$query" 2>/dev/null)" \
			"$(newsquery -d $full --fields=id,title,score,published --format=tsv "$query" 2>/dev/null)" "$engine: the same for $query"
	done
	is "$(newsquery -d $bare --facet=source,tag harbour 2>/dev/null)" "$(newsquery -d $full --facet=source,tag harbour 2>/dev/null)" "$engine: facets"
	is "$(newsquery -d $bare --trend=year harbour 2>/dev/null)" "$(newsquery -d $full --trend=year harbour 2>/dev/null)" "$engine: trends"
	if [ $engine = segment ]; then
		is "$(newsquery -d $bare --collocates harbour 2>&1)" "$(newsquery -d $full --collocates harbour 2>&1)" "$engine: collocates"
		is "$(newsquery -d $bare --keyness quicksilver 2>&1)" "$(newsquery -d $full --keyness quicksilver 2>&1)" "$engine: keyness"
	else
		refused "$engine: --collocates" newsquery -d $bare --collocates harbour
	fi
	like "$(newsquery -d $bare --show a3)" '*(The index keeps no texts.)*' "$engine: an article is shown without its text"
	like "$(newsquery -d $bare harbour 2>/dev/null)" '*The harbour and*' "$engine: results have their titles"

	refused "$engine: --kwic" newsquery -d $bare --kwic harbour
	refused "$engine: --ngrams" newsquery -d $bare --ngrams=2 harbour
	refused "$engine: --like" newsquery -d $bare --like a3
	refused "$engine: spelt so" newsquery -d $bare '=café'
	refused "$engine: dump" newsindex dump -d $bare
	refused "$engine: merge" newsindex merge -q -d target $bare
	rm -rf target

	exits 2 "$engine: texts cannot come back" newsindex -q -d $bare --text=keep news.jsonl
	like "$(cat err)" '*keeps no texts of its articles, and cannot begin to' "$engine: and it is said"
	exits 2 "$engine: nor go" newsindex -q -d $full --text=none news.jsonl
	like "$(cat err)" '*keeps the texts of its articles; only a new index can be without' "$engine: and that too"

	like "$(newsindex -d $bare --force news.jsonl 2>&1)" '*60 read: 0 indexed, 60 unchanged*' "$engine: nothing has changed"
	like "$(newsindex -d $bare --dry-run --force news.jsonl 2>&1)" '*60 unchanged*' "$engine: a dry run knows"
	ok "$engine: a changed article" newsindex -q -d $bare changed.jsonl
	is "$(newsquery -d $bare -c quicksilver)" 2 "$engine: is found"
	if strings -a -n 8 $bare/* 2>/dev/null | grep -q 'Nothing else is known'; then found=1; else found=0; fi
	is $found 0 "$engine: no text in its files"
	ok "$engine: optimize" newsindex optimize -q -d $bare
	refused "$engine: --kwic of the optimised" newsquery -d $bare --kwic quicksilver
	ok "$engine: check" newsindex check -d $bare
done

# What is damaged cannot be indexed again.
printf 'x' | dd of="$(ls segment-none/*.post)" bs=1 seek=40 conv=notrunc 2>/dev/null
newsindex repair -d segment-none >out 2>&1
like "$(cat out)" '*lost*' 'repair: without texts there is nothing to save'
ok 'and what it leaves is sound' newsindex check -d segment-none
