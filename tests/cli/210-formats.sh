#!/bin/sh
# Every machine format, read by other programs.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
command -v jq >/dev/null || skip_all 'jq is not installed'
command -v python3 >/dev/null || skip_all 'python3 is not installed'

{
	articles 1 30 'harbour fog'
	printf '%s\n' '{"id":"odd one","title":"A \"quoted\", odd\ttitle \\ =1+1","body":"Harbour, fog; and the caf\u00e9 \ud83d\ude00 harbour","author":["O\u0027Brien, Ann","Li"],"published":"2019-01-28T20:08:00+08:00"}'
	printf '%s\n' '{"id":"bare","body":"harbour"}'
} >news.jsonl
newsindex -q -d index news.jsonl || skip_all 'cannot index'
NEWSDEX_DB=$work/index
export NEWSDEX_DB

newsquery --format=json -n all harbour >json
newsquery --format=jsonl -n all harbour >jsonl
newsquery --format=tsv -n all harbour >tsv
newsquery --format=csv -n all harbour >csv
ok 'json is JSON' jq -e . json
is "$(jq -c '.[]' json)" "$(jq -c . jsonl)" 'jsonl has the same objects'
is "$(jq -r '[.schema] | unique[]' jsonl | sort -u)" 1 'each with the schema'
is "$(jq -c 'keys_unsorted' jsonl | sort -u)" \
	'["schema","rank","score","id","title","published","modified","source","author","section","tags","language","url","words","snippet","highlights"]' \
	'and all the fields'
is "$(jq -c 'select(.id == "bare") | [.title, .published, .source, .url, .author, .tags]' jsonl)" \
	'[null,null,null,null,[],[]]' 'absent fields are null, lists empty'
is "$(jq -r 'select(.id == "odd one") | .published' jsonl)" 2019-01-28T20:08:00+08:00 'a date keeps its zone'
is "$(jq -r .rank jsonl | tr '\n' ' ')" "$(seq -s ' ' 1 "$(wc -l <jsonl)") " 'ranks count from 1'
is "$(jq -s 'map(.score) == (map(.score) | sort | reverse)' jsonl)" true 'scores fall'

cat >check.py <<'END'
import csv, json, sys
hits = [json.loads(line) for line in open("jsonl", encoding="utf-8")]
rows = list(csv.DictReader(open("csv", encoding="utf-8", newline="")))
assert [r["id"] for r in rows] == [h["id"] for h in hits], "ids"
for row, hit in zip(rows, hits):
    assert list(row) == [k for k in hit if k not in ("schema", "highlights")], list(row)
    for key, cell in row.items():
        value = hit[key]
        want = "" if value is None else "; ".join(value) if isinstance(value, list) else value
        assert cell == want or float(cell) == float(want), (key, cell, want)
unescape = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}
import re
lines = open("tsv", encoding="utf-8").read().split("\n")
assert lines[-1] == ""
head = lines[0].split("\t")
for line, row in zip(lines[1:], rows):
    cells = [re.sub(r"\\.", lambda m: unescape[m.group()], cell) for cell in line.split("\t")]
    assert dict(zip(head, cells)) == dict(row), cells
for hit in hits:
    words = [hit["snippet"][a:b].lower() for a, b in hit["highlights"]]
    assert words and all(word.startswith("harbour") for word in words), (words, hit["snippet"])
END
ok 'csv and tsv have the same values; highlights are code points' python3 check.py
is "$(head -n 1 csv)" 'rank,score,id,title,published,modified,source,author,section,tags,language,url,words,snippet' 'a header'
ok 'no carriage returns' sh -c '! grep -q "$(printf "\r")" csv tsv'

is "$(newsquery --json --fields=id,body fog -n 1 | jq -c 'keys_unsorted')" '["schema","id","body"]' '--fields chooses'
is "$(newsquery --format=tsv --fields=score,rank fog -n 1 | head -n 1)" 'score	rank' 'in the order that was asked for'
exits 2 'an unknown field' newsquery --json --fields=id,titel fog
like "$(cat err)" "newsquery: --fields: no field is called 'titel'; there are rank, score, id, title,*" 'is named'
exits 2 'a field twice' newsquery --json --fields=id,id fog
exits 2 'an empty field' newsquery --json --fields=id, fog
exits 2 'fields of text' newsquery --fields=id fog

newsquery --format=trec --run-tag mine harbour >run
is "$(awk '{ print NF, $1, $2, $4, $6 }' run | sed -n '1p;$p')" "6 1 Q0 1 mine
6 1 Q0 $(wc -l <run) mine" 'a run'
is "$(wc -l <run)" "$(wc -l <jsonl)" 'of up to 1000 articles'
is "$(LC_ALL=C sort -k5,5gr -k3,3 run | awk '{ print $4 }')" "$(awk '{ print $4 }' run)" 'its scores give the rank'
is "$(grep -c 'odd%20one' run)" 1 'a space in an id'
exits 2 'a tag of two words' newsquery --format=trec --run-tag 'a b' harbour

is "$(newsquery -c --format=json harbour)" "{\"schema\": 1, \"query\": \"harbour\", \"articles\": $(newsquery -c harbour)}" 'a count'
like "$(newsquery -l --format=csv harbour)" 'path
*/news.jsonl' 'paths'

newsquery --format=json --record -n 2 --since 2010 --until 2025-06 --any harbour fog >record
is "$(jq -c '[.schema, (.hits | length), .record.query, .record.any, .record.since, .record.before, .record.limit]' record)" \
	'[1,2,"harbour fog",true,"2010-01-01T00:00","2025-07-01T00:00",2]' '--record, json'
is "$(jq -r '.record.articles' record)" "$(newsquery -c --since 2010 --until 2025-06 --any harbour fog)" 'with the total'
is "$(jq -c '.hits[]' record | sed 's/^{/{"schema":1,/')" \
	"$(newsquery --json -n 2 --since 2010 --until 2025-06 --any harbour fog | jq -c .)" 'and the same hits'
is "$(newsquery --json --record -n 2 harbour | head -n 1 | jq -c '[.schema, .record.program]')" '[1,"newsquery"]' '--record, jsonl'
exits 2 '--record of a table' newsquery --format=csv --record harbour

for locale in de_DE.UTF-8 fr_FR.UTF-8 C; do
	is "$(LC_ALL=$locale newsquery --format=csv --fields=score -n 1 harbour | tail -n 1 | tr -d 0-9)" . "a point under $locale"
done

newsquery --json harbour >out 2>err
is "$(wc -l <out)" 10 'ten without -n'
like "$(cat err)" 'newsquery: 10 of 32 articles written; -n N or -n all for more' 'and it is said'
newsquery --json -n 10 harbour >out 2>err
is "$(cat err)" '' 'not when -n asked for it'
