#!/bin/sh
# References: names in parts where that is sure, and nothing that ends a field early.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

cat >odd.jsonl <<'END'
{"id":"one","title":"#MeToo {and} the Press","published":"2019","author":["J. K. Rowling","Anna van der Berg","Wang Fang","Dr Owen Llewellyn","Lukas Ammann, Bern","Gabriel Maria Serra","Northern Wire","BBC News","Rob and Hume","madonna","Jos\u00e9-Luis O\u2019Hara"],"url":"https://x.example/a{b}?c=d_e%20","body":"fog"}
{"id":"b d","title":"No date and no author","source":"R & D","published":"2000","body":"fog"}
{"id":"b,d","title":"$5","author":"The #Desk","body":"fog","note":"undated"}
END

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" "$samples" && newsindex --engine="$engine" -q -d "odd-$engine" odd.jsonl ||
		skip_all 'cannot index'

	exits 0 "$engine: references to all hits" newsquery -d "odd-$engine" --format=bibtex --sort=date fog
	is "$(sed 's/^\(@.*-\)[0-9a-f]\{8\},/\1HASH,/' out)" '@article{b-d-HASH,
  title = {{No date and no author}},
  journal = {R \& D},
  date = {2000},
  year = {2000}
}
@article{one,
  author = {Rowling, J. K. and van der Berg, Anna and {Wang Fang} and {Dr Owen Llewellyn} and {Lukas Ammann, Bern} and {Gabriel Maria Serra} and {Northern Wire} and {BBC News} and {Rob} and {Hume} and {madonna} and O’Hara, José-Luis},
  title = {{{}\#MeToo \textbraceleft{}and\textbraceright{} the Press}},
  date = {2019},
  year = {2019},
  url = {https://x.example/a%7Bb%7D?c=d_e%20}
}
@article{b-d-HASH,
  author = {{The \#Desk}},
  title = {{{}\$5}}
}' "$engine: as BibTeX"
	grep '^@' out | sort >keys
	is "$(sort -u keys | wc -l)" 3 "$engine: no key twice"
	is "$(newsquery -d "odd-$engine" --format=bibtex --sort=-date fog | grep '^@' | sort)" "$(cat keys)" \
		"$engine: the same keys in any order"

	is "$(newsquery -d "odd-$engine" --format=ris --sort=-date --offset 2 fog)" 'TY  - NEWS
ID  - b,d
TI  - $5
AU  - The #Desk
ER  - ' "$engine: undated, as RIS"
	is "$(newsquery -d "$engine" --cite wd-2023-04-23-shudian --format=ris | grep -v '^KW')" "TY  - NEWS
ID  - wd-2023-04-23-shudian
TI  - $(newsquery -d "$engine" --show wd-2023-04-23-shudian --json | jq -r .title)
AU  - 周以宁
AU  - 林晓舟
T2  - 南湾晚报
PY  - 2023
DA  - 2023/04/23/
LA  - zh
UR  - $(newsquery -d "$engine" --show wd-2023-04-23-shudian --json | jq -r .url)
ER  - " "$engine: Chinese names stay whole"
	is "$(newsquery -d "$engine" --cite ht-20190218-01 --format=csl | jq -c '.[0] | [.author, .issued]')" \
		'[[{"family":"O'\''Brien","given":"Daniel"},{"family":"Aalto","given":"Katrin"}],{"date-parts":[[2019,2,18]]}]' \
		"$engine: two authors"

	exits 0 "$engine: every sample as CSL-JSON" newsquery -d "$engine" --since 1900 -n all --format=csl
	is "$(jq length out)" "$(newsquery -d "$engine" --since 1900 -c)" "$engine: one array of all"
	exits 1 "$engine: nothing to cite" newsquery -d "$engine" --format=csl qqqqq
	is "$(cat out)" '[]' "$engine: an empty array"
	newsquery -d "$engine" --since 1900 -n all --format=bibtex >out
	is "$(tr -cd '{' <out | wc -c)" "$(tr -cd '}' <out | wc -c)" "$engine: braces are balanced"
done
