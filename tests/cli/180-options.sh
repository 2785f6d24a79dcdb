#!/bin/sh
# The command line, progress, and what goes where.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

said() { newsindex "$@" 2>&1 >/dev/null; }

articles 1 20 >a.jsonl

is "$(said)" 'newsindex: nothing to index: name files or folders, or - for standard input (-h for help)' 'nothing named'
exits 2 'is a mistake' newsindex
like "$(said --memry=1G a.jsonl)" 'newsindex: --memry=1G: no such option; did you mean --memory?' 'a wrong option'
exits 2 'is one too' newsindex --memry=1G a.jsonl
is "$(said --memory=lots a.jsonl)" "newsindex: --memory: 'lots' is not a size, such as 512M or 2G" 'a wrong size'
is "$(said --memory=1M a.jsonl)" 'newsindex: --memory: at least 32M are needed' 'too little memory'
is "$(said --threads=0 a.jsonl)" "newsindex: --threads: '0' is not a number from 1 to 256" 'no threads'
is "$(said --commit-every=5m a.jsonl)" \
	"newsindex: --commit-every: '5m' is not an amount of text (500M, 2G) or a time (90s, 10min, 1h)" '5m could be either'
is "$(said --engine=lucene a.jsonl)" "newsindex: --engine: there is no engine 'lucene'" 'a wrong engine'
is "$(said --progress=often a.jsonl)" "newsindex: --progress: 'often' is not one of auto, never, json" 'a wrong choice'
is "$(said -d)" 'newsindex: -d: needs a value: -d INDEX' 'a value that is missing'
is "$(said -d '' a.jsonl)" 'newsindex: -d: needs the path of an index' 'an empty one'
is "$(said '')" 'newsindex: an empty path' 'an empty path'
is "$(said -d idx check more)" 'newsindex: more: check takes no arguments; name the index with -d' 'an argument too many'
is "$(said help stat)" 'newsindex: stat: no such command; did you mean stats?' 'help for what is none'
ok 'no index was made' test ! -e idx
for amount in 10s 10min 1h 1M 2g; do
	exits 0 "--commit-every=$amount" newsindex -d idx --commit-every=$amount a.jsonl
done
rm -rf idx

exits 0 '-h' newsindex -h
like "$(cat out)" 'Usage: newsindex *-d, --index INDEX*' 'is short help on standard output'
exits 0 '-V' newsindex -V
like "$(cat out)" 'newsindex (newsdex) [0-9]*' 'is the version'
exits 0 '-h of a command' newsindex delete -h
like "$(cat out)" 'Usage: newsindex delete *--origin*' 'is about that command'
newsindex delete -h >one
newsindex help delete >two
ok 'and the same as help' cmp one two

cp a.jsonl stats
exits 0 'a file that is called like a command' newsindex -d idx ./stats
exits 0 'or behind --' newsindex -d idx -- stats
exits 0 '-d before a command' newsindex -d idx stats
like "$(cat out)" '*articles     20*' 'belongs to the command'
exits 0 '-d behind it' newsindex stats -didx
rm -rf idx

exits 0 '-q' newsindex -q -d idx a.jsonl
is "$(cat out err)" '' 'says nothing when nothing is wrong'
exits 0 '-v' newsindex -v -d idx a.jsonl
like "$(cat err)" "*newsindex: $work/a.jsonl: unchanged, 20 articles*" 'names unchanged files'
exits 0 'no terminal' newsindex --force -d idx a.jsonl
ok 'no line is drawn' sh -c '! grep -q "$(printf "\r")" err'

{ cat a.jsonl; sleep 2.2; } | newsindex --force -d idx --progress=json - >out 2>err
ok 'an object a second, and one at the end' test "$(grep -c '^{' err)" -ge 3
is "$(grep '^{' err | tail -n 1 | jq -r 'keys_unsorted | join(" ")')" \
	'articles indexed unchanged duplicate skipped bytes seconds eta' 'with these keys'
is "$(grep '^{' err | tail -n 1 | jq -r '"\(.articles) \(.unchanged) \(.bytes)"')" "20 20 $(wc -c <a.jsonl | tr -d ' ')" \
	'and true values'
is "$(cat out)" '' 'on standard error'
{ cat a.jsonl; sleep 1.2; } | newsindex -d idx --progress=never - 2>err
is "$(wc -l <err | tr -d ' ')" 1 '--progress=never'

if command -v script >/dev/null && script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	mkfifo feed
	{ cat a.jsonl; sleep 1; } >feed &
	script -qec "'$NEWSDEX_BUILD/newsindex' --force -d idx - <feed" /dev/null >terminal </dev/null
	ok 'on a terminal a line is drawn' grep -q 'articles, .* MB, .* MB/s' terminal
	ok 'and wiped' sh -c 'tail -n 1 terminal | grep -q "$(printf "\r\033\\[K")20 read: "'
	wait
else
	skip 'script(1) is missing'
fi

# libxapian is loaded only for an index of that engine.
ok 'libxapian is not linked' sh -c "! ldd '$NEWSDEX_BUILD/newsindex' | grep -q xapian"
