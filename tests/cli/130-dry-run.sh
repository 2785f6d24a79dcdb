#!/bin/sh
# --dry-run and --explain: what would happen, and why.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

counted() { tail -n 1 err | sed 's/ in [0-9.]* s$//'; }

articles 1 6 >a.jsonl
exits 0 'without an index' newsindex -d idx --dry-run a.jsonl
is "$(counted)" '6 read: 6 indexed, 0 unchanged, 0 duplicate, 0 skipped' 'it would be indexed'
ok 'and no index is made' test ! -e idx

for engine in $engines; do
	rm -rf idx
	articles 1 6 >a.jsonl
	newsindex --engine=$engine -q -d idx a.jsonl
	before=$(newsindex -d idx stats --format=json | jq -r .fingerprint)
	{ articles 1 2; articles 3 4 corrected; articles 5 8; articles 8 8; } >a.jsonl
	exits 0 "$engine: against an index" newsindex -d idx --dry-run a.jsonl
	is "$(counted)" '9 read: 4 indexed, 4 unchanged, 1 duplicate, 0 skipped' "$engine: new, corrected, unchanged, duplicate"
	is "$(newsindex -d idx stats --format=json | jq -r .fingerprint)" "$before" "$engine: nothing is written"
	cp err dry
	exits 0 "$engine: the same in earnest" newsindex -d idx a.jsonl
	is "$(counted)" "$(tail -n 1 dry | sed 's/ in [0-9.]* s$//')" "$engine: comes out as it was said"
done

cat >story.txt <<'END'
Harbour bridge opens
Updated 20:08, 28-Jan-2019
Ann Porter
["transport"]
The new bridge over the harbour opened on Monday after six years of work.

Thousands of people walked across it before the first cars were let on.
END
exits 0 '--explain' newsindex -d idx2 --dry-run --explain story.txt
like "$(head -n 1 out)" "$work/story.txt#1 (byte 0): new" 'says where it is from'
like "$(cat out)" '*  title     Harbour bridge opens  \[*\]*' 'the title and why'
like "$(cat out)" '*  modified  2019-01-28T20:08  \[*\]*' 'the date'
like "$(cat out)" '*  author    Ann Porter*' 'the author'
like "$(cat out)" '*  tags      transport*' 'the tags'

articles 1 300 >many.jsonl
for threads in 1 4; do
	newsindex -d idx2 --dry-run --explain -q --threads=$threads --memory=32M many.jsonl story.txt >explain.$threads
done
ok 'it does not depend on threads' cmp explain.1 explain.4
newsindex -d idx2 --dry-run --explain many.jsonl 2>err | head -n 1 >out
ok 'no word about a broken pipe' sh -c '! grep -qi "broken pipe" err'
exits 2 'two things for standard output' newsindex -d idx2 --explain --rejects=- a.jsonl
