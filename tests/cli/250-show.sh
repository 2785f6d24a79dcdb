#!/bin/sh
# One article, the dictionary, explanations.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" "$samples" || skip_all 'the samples cannot be indexed'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB

	exits 0 "$engine: --show" newsquery --show ht-20150808-03
	is "$(head -n 1 out)" 'Fog wins the regatta' "$engine: its title"
	like "$(cat out)" '*
source     Harbour Times
*
Fog won the Commodore*It was accepted by the cook.' "$engine: its fields and all of its text"
	is "$(newsquery --show ht-20150808-03 --json | jq -c '[.id, .author, .tags, .published]')" \
		'["ht-20150808-03",["Rob Castellan"],["sailing","sport","local"],"2015-08-08T19:30:00+01:00"]' "$engine: as JSON"
	is "$(newsquery --show ht-20150808-03 --json | jq -r .body)" \
		"$(jq -r 'select(.id == "ht-20150808-03") | .body' "$samples/harbour-times.jsonl")" "$engine: the body as it was"
	newsquery --show ht-20150808-03 --json fog >out
	is "$(python3 -c 'import json
hit = json.load(open("out"))
print({hit["body"][a:b].lower() for a, b in hit["body_highlights"]})')" "{'fog'}" "$engine: highlights of the body"
	newsquery --show ht-20150808-03 --color=always '"lee shore" OR sausage' >out
	like "$(cat out)" "*given a $(printf '\033')\\[1;31msausage$(printf '\033')\\[0m.*" "$engine: marked in the text"
	exits 1 "$engine: no such article" newsquery --show nothing
	is "$(cat err)" 'newsquery: no article has the id nothing' "$engine: says so"
	exits 2 "$engine: a mistake in its query" newsquery --show ht-20150808-03 '(fog'

	newsquery --terms cyber --json >out
	is "$(jq -r .term out)" "$(jq -r .term out | LC_ALL=C sort -u)" "$engine: terms in order"
	is "$(jq -r 'select(.term | startswith("cyber") | not)' out)" '' "$engine: with the prefix"
	is "$(jq -r 'select(.term == "cybersecurity") | .articles' out)" "$(newsquery -c =cybersecurity)" \
		"$engine: as many articles as a search finds"
	is "$(newsquery --terms CYBER --json)" "$(cat out)" "$engine: in any case"
	is "$(newsquery --terms 'cyber*' --json)" "$(cat out)" "$engine: as a query writes a prefix"
	is "$(newsquery --terms cyber -n 1 --offset 1 --json)" "$(sed -n 2p out)" "$engine: -n and --offset"
	is "$(newsquery --terms source: --json | jq -c '[.term, .articles]' | grep harbour)" \
		"[\"harbour times\",$(newsquery -c 'source:"Harbour Times"')]" "$engine: values of a field"
	is "$(newsquery --terms '' --format=tsv | cut -f 1 | grep -c '^[A-Z]')" 0 "$engine: all words, and nothing else"
	exits 1 "$engine: no such term" newsquery --terms qqqq
	exits 2 "$engine: no such field" newsquery --terms colour:red
	exits 2 "$engine: a field without terms" newsquery --terms date:2019

	is "$(newsquery --cite ht-20150808-03)" '@article{ht-20150808-03,
  author = {Castellan, Rob},
  title = {{Fog wins the regatta}},
  journal = {Harbour Times},
  date = {2015-08-08},
  year = {2015},
  month = {8},
  url = {https://www.harbour-times.example.com/2015/08/08/fog-wins-the-regatta}
}' "$engine: --cite"
	is "$(newsquery --cite ht-20150808-03 --format=ris)" 'TY  - NEWS
ID  - ht-20150808-03
TI  - Fog wins the regatta
AU  - Castellan, Rob
T2  - Harbour Times
PY  - 2015
DA  - 2015/08/08/
KW  - sailing
KW  - sport
KW  - local
LA  - en
UR  - https://www.harbour-times.example.com/2015/08/08/fog-wins-the-regatta
ER  - ' "$engine: --cite, RIS"
	is "$(newsquery --cite ht-20150808-03 --format=csl | jq -c '.[0] | [.type, .title, .author, .issued, ."container-title"]')" \
		'["article-newspaper","Fog wins the regatta",[{"family":"Castellan","given":"Rob"}],{"date-parts":[[2015,8,8]]},"Harbour Times"]' \
		"$engine: --cite, CSL-JSON"
	exits 1 "$engine: cite no article" newsquery --cite nothing
	exits 0 "$engine: --like" newsquery --like ht-20150808-03 -n all --json -v
	is "$(jq -r 'select(.id == "ht-20150808-03") | .id' out)" '' "$engine: without the article itself"
	words=$(sed -n 's/^newsquery: like: //p' err)
	like " $words " '* dredger *' "$engine: by the words that make it"
	is "$(printf '%s\n' $words | sort | uniq -d)" '' "$engine: each once"
	is "$(jq -c '[.id, .score]' out)" \
		"$(newsquery -n all --json --any --literal -e "$words" | jq -c 'select(.id != "ht-20150808-03") | [.id, .score]')" \
		"$engine: as a search for any of them"
	jq -r 'select(.id == "ht-20150808-03") | .title, .body' "$samples/harbour-times.jsonl" >text
	is "$(newsquery --like - -n 1 --json <text | jq -r .id)" ht-20150808-03 "$engine: like a text"
	is "$(newsquery --like ht-20150808-03 --since 2019 --until 2019 -n all --json --fields=date | jq -r '.date[:4]' | sort -u)" \
		2019 "$engine: in a period"
	exits 1 "$engine: like no article" newsquery --like nothing
	exits 1 "$engine: like nothing" newsquery --like - </dev/null
	exits 0 "$engine: --explain" newsquery --explain 'huawei AND (ban OR banned)^2 NOT phone'
	like "$(cat out)" '*read as
  *huawei*ban*phone*
looked up as*Zhuawei*
answered by
*
scores
*' "$engine: the query, its terms, who answers"
	newsquery --explain --generic 'huawei ban' >out
	like "$(cat out)" '*the generic matcher, *' "$engine: --generic"
	# The parts of a score add up to it.
	is "$(awk '/^scores/ { on = 1; next } on && NF == 2 && $2 !~ /^Z/ { if (seen && (sum - total) ^ 2 > 1e-9) bad = 1; total = $1; sum = 0; seen = 1; next }
		on { sum += $1 } END { print bad + 0, seen }' out)" '0 1' "$engine: the parts of a score are its sum"
	is "$(newsquery --explain --json huawei | jq -c '[.schema, .query, .articles]')" \
		"[1,\"huawei\",$(newsquery -c huawei)]" "$engine: as JSON"
done

printf '%s\n' '{"id":"odd {one}","title":"50% & more_ \\ ~ \"x\" \u001b[31m","author":["A_B","D"],"published":"2019-02","body":"x"}' \
	'{"id":"bare","body":"x"}' >odd.jsonl
newsindex -q -d odd odd.jsonl
is "$(newsquery -d odd --cite 'odd {one}' | sed 's/^\(@.*-\)[0-9a-f]\{8\},/\1HASH,/')" '@article{odd--one--HASH,
  author = {{A\_B} and {D}},
  title = {{50\% \& more\_ \textbackslash{} \textasciitilde{} "x"  [31m}},
  date = {2019-02},
  year = {2019},
  month = {2}
}' 'what TeX would obey is escaped'
is "$(newsquery -d odd --cite 'odd {one}' --format=csl | jq -c '.[0] | [.title, .author[1].literal, .issued]')" \
	'["50% & more_ \\ ~ \"x\"  [31m","D",{"date-parts":[[2019,2]]}]' 'CSL-JSON is JSON'
is "$(newsquery -d odd --cite bare --format=ris)" 'TY  - NEWS
ID  - bare
ER  - ' 'what is not known is left out'
