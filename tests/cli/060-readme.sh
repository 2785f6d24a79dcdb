#!/bin/sh
# What README.md shows is what the commands answer.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
readme=$NEWSDEX_SOURCE/README.md

newsindex -q "$samples" 2>/dev/null
newsquery -n 2 Huawei >shown
for line in 'Asian suppliers slide' 'Carriers given seven years' '2 of 22 articles; -n N shows more'; do
	ok "Huawei: $line, in both" sh -c "grep -q '$line' shown && grep -q '$line' '$readme'"
done
newsquery --trend year huawei >shown
for year in 2018 2019 2020 2021; do
	row=$(grep "^$year" shown)
	ok "trend: the row of $year" grep -qF "    $row" "$readme"
done
title=$(newsquery --json -n 1 cybersecurity | jq -r .title)
ok "JSON: the first title" grep -qxF "    $title" "$readme"
newsquery huawie 2>shown
while IFS= read -r line; do
	ok "misspelt: $line" grep -qxF "    $line" "$readme"
done <shown

# The commands under "To install", as a shell runs them.
mkdir news && cp "$samples"/text/*.txt news
HOME=$work
printf '1\thuawei\n' >topics.txt
echo '1 0 nobody 1' >qrels.txt
PATH=$NEWSDEX_BUILD:$PATH
sed -n 's/^    \(news[a-z]* .*\)/\1/p' "$readme" | sed '/^newsquery: /d; s/ *# .*//' >commands
ok 'there are commands to try' [ "$(wc -l <commands)" -ge 6 ]
while IFS= read -r command; do
	sh -c "$command" >out 2>err </dev/null
	status=$?
	[ $status -le 1 ] || note "$(cat err)"
	ok "$command" [ $status -le 1 ]
done <commands
