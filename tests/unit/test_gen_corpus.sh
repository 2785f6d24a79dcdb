#!/bin/sh
# The generator: the same bytes for the same seed, wherever it runs.
generate=$NEWSDEX_BUILD/bench/gen-corpus
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
count=0

ok() {  # NAME CONDITION...
	name=$1
	shift
	count=$((count + 1))
	if "$@"; then echo "ok $count - $name"; else echo "not ok $count - $name"; fi
}

jq_ok() {  # NAME FILTER, true for all lines together
	if command -v jq >/dev/null; then
		ok "$1" sh -c 'jq -es "$1" <"$2" >/dev/null' sh "$2" "$work/a"
	else
		count=$((count + 1))
		echo "ok $count # SKIP jq is not installed"
	fi
}

"$generate" --articles 300 --seed 7 --from 2010 --to 2019 >"$work/a"
"$generate" -n 300 -s 7 >"$work/b"
"$generate" -n 300 -s 8 >"$work/c"
"$generate" -n 300 -s 7 --skip 250 >"$work/tail"
tail -n 50 "$work/a" >"$work/a.tail"

sum=$(sha256sum <"$work/a" | cut -c1-64)
echo "# $sum"
ok "the bytes are those they always were" test "$sum" = 181eeabda70e6991707045d1d54d4cc1a28d010fe3d6bccd23d1dba25caa6bec
ok "the same options, the same bytes" cmp -s "$work/a" "$work/b"
ok "another seed, other bytes" sh -c '! cmp -s "$1/a" "$1/c"' sh "$work"
ok "--skip leaves the others as they are" cmp -s "$work/a.tail" "$work/tail"
ok "a line an article" test "$(wc -l <"$work/a")" -eq 300
jq_ok "every line is JSON with all keys" 'all(.[]; keys == ["author", "body", "id", "language", "published", "section", "source", "tags", "title", "url"])'
jq_ok "ids differ" '(map(.id) | unique | length) == 300'
jq_ok "dates are in the years asked for" 'all(.[]; .published >= "2010-01-01" and .published < "2020") and (map(.published[:4]) | unique | length) == 10'
jq_ok "some articles are copies under another name" '[group_by(.body)[] | select(length > 1) | map(.source) | unique | length] | length > 2 and all(.[]; . > 1)'
ok "years in the wrong order are refused" sh -c '! "$1" --from 2019 --to 2010 >/dev/null 2>&1' sh "$generate"
echo "1..$count"
