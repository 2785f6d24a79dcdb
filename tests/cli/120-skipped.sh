#!/bin/sh
# What cannot be read is counted, named and left out; nothing else is.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

counted() { tail -n 1 err | sed 's/ in [0-9.]* s$//'; }
run() { newsindex -d idx "$@"; }

articles 1 3 >bad.jsonl
first=$(wc -c <bad.jsonl | tr -d ' ')
{ echo '{"title": "cut'; articles 4 5; echo 'not even that'; articles 6 6; } >>bad.jsonl
exits 1 'a file with two bad lines' run --rejects=rejects.jsonl bad.jsonl
is "$(counted)" '8 read: 6 indexed, 0 unchanged, 0 duplicate, 2 skipped' 'the others are indexed'
like "$(head -n 1 err)" "newsindex: $work/bad.jsonl#4 (byte $first): *" 'file, number and byte are named'
like "$(sed -n 2p err)" "newsindex: $work/bad.jsonl#7 (byte *): *" 'of both'
is "$(jq -r '.path + " \(.offset) \(.number)"' rejects.jsonl | head -n 1)" "$work/bad.jsonl $first 4" '--rejects says the same'
is "$(jq -r .reason rejects.jsonl | grep -c .)" 2 'with a reason each'
exits 1 'running again' run bad.jsonl
is "$(counted)" '8 read: 0 indexed, 6 unchanged, 0 duplicate, 2 skipped' 'does not forget them'
exits 1 '-q' run -q --force bad.jsonl
is "$(wc -l <err | tr -d ' ')" 1 'only counts them'

for i in $(seq 30); do echo "bad $i"; done >many.jsonl
articles 1 1 >>many.jsonl
exits 1 'many bad lines' run --format=jsonl many.jsonl
is "$(grep -c "many.jsonl#" err)" 20 'the first 20 are listed'
like "$(cat err)" '*newsindex: and 10 more (use --rejects FILE)*' 'and how many more there are'
exits 1 '-v' run -v --force --format=jsonl many.jsonl
is "$(grep -c "many.jsonl#" err)" 30 'lists all'

for threads in 1 4; do
	rm -rf idx
	run --threads=$threads --rejects=rejects.$threads bad.jsonl many.jsonl --format=jsonl 2>err.$threads
	sed -i 's/ in [0-9.]* s$//' err.$threads
done
ok 'rejects do not depend on threads' cmp rejects.1 rejects.4
ok 'nor do messages' cmp err.1 err.4

exits 2 'rejects that cannot be written' run --rejects=/nonexistent/x bad.jsonl
exits 1 'rejects on standard output' run --force --rejects=- bad.jsonl
is "$(jq -r .number out | tr '\n' ' ')" '4 7 ' 'are JSON'

# Titles come from anywhere: no control character reaches the terminal.
printf 'x\033]0;pwned\007' >"$(printf 'b\033[31m.jsonl')"
run "$(printf 'b\033[31m.jsonl')" 2>err
ok 'no escape in messages' sh -c '! grep -q "$(printf "\033")" err'
