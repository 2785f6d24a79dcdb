#!/bin/sh
# More articles than a small --memory can hold the ids of: they are committed on the way, and make few segments.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

awk 'BEGIN { for (i = 0; i < 70000; i++) printf "{\"id\":\"%d\",\"title\":\"number %d\"}\n", i, i * 7 }' >news.jsonl
exits 0 'many articles in little memory' newsindex -d idx --memory=32M --engine=segment news.jsonl
like "$(cat err)" '*70000 read: 70000 indexed, 0 unchanged, 0 duplicate, 0 skipped*' 'all of them are there'
is "$(newsquery -d idx -c number)" 70000 'and are found'
result "$([ "$(newsindex stats -d idx --format=json | jq .generation)" -gt 1 ] && echo 0 || echo 1)" 'there was more than one commit'
result "$([ "$(find idx -name '*.store' | wc -l)" -lt 40 ] && echo 0 || echo 1)" 'segments are few'
exits 0 'the same again' newsindex -d idx --memory=32M --force news.jsonl
like "$(cat err)" '*70000 read: 0 indexed, 70000 unchanged, 0 duplicate, 0 skipped*' 'nothing is new'
sed -n 's/number/changed/;p;n;p' news.jsonl >changed.jsonl
exits 0 'every other one changed' newsindex -d idx --memory=32M changed.jsonl
like "$(cat err)" '*70000 read: 35000 indexed, 35000 unchanged, 0 duplicate, 0 skipped*' 'those come in'
is "$(newsquery -d idx -c number) $(newsquery -d idx -c changed)" '35000 35000' 'in the place of what was there'
