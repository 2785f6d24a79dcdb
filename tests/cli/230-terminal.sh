#!/bin/sh
# On a terminal: colours, width, pager, and nothing that a terminal would obey.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
command -v script >/dev/null || skip_all 'script(1) is not installed'
script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip_all 'no pseudo-terminal is to be had here'

printf '%s\n' \
	'{"id":"a1","url":"https://example.com/1","title":"Harbour news","body":"The harbour is full of fog. Nobody can see the boats, and the boats can see nobody. That is how it is by the sea in November, people say, and they go home.","source":"Paper"}' \
	'{"id":"a2","title":"Evil \u001b[2Jharbour\u0007","body":"harbour \u001b]0;owned\u0007 \u202e desserts \u009b31m"}' >news.jsonl
newsindex -q -d index news.jsonl || skip_all 'cannot index'
NEWSDEX_DB=$work/index
TERM=xterm
export NEWSDEX_DB TERM
escape=$(printf '\033')

# on_terminal COMMAND: its output as a terminal of 60 columns gets it.
on_terminal() {
	script -qec "stty cols 60 rows 50; $1" /dev/null </dev/null | tr -d '\r'
}
newsquery=$NEWSDEX_BUILD/newsquery
export NEWSDEX_PAGER=cat

on_terminal "$newsquery boats" >out
like "$(cat out)" "*$escape\\[1mHarbour news*" 'titles are bold'
like "$(cat out)" "*$escape\\[1;31mboats$escape\\[0m*" 'what was found is red'
is "$(sed "s/$escape\\[[0-9;]*m//g" out | awk 'length > 60' | wc -l)" 0 'lines fit the terminal'
is "$(NO_COLOR=1 on_terminal "$newsquery boats" | grep -c "$escape")" 0 'NO_COLOR'
is "$(on_terminal "$newsquery --color=never boats" | grep -c "$escape")" 0 '--color=never'
is "$(TERM=dumb on_terminal "$newsquery boats" | grep -c "$escape")" 0 'TERM=dumb'
is "$(newsquery boats | grep -c "$escape")" 0 'no colours into a pipe'
like "$(NO_COLOR=1 newsquery --color=always boats)" "*$escape\\[1m*" '--color=always into a pipe'
is "$(newsquery boats | sed -n 3p | wc -l)" 1 'lines are not broken in a pipe'
like "$(newsquery boats)" '*see nobody. That is how it is by the sea*' 'however long they are'
like "$(newsquery --hyperlinks boats)" "*$escape]8;;https://example.com/1$escape\\\\Harbour news$escape]8;;$escape\\\\*" '--hyperlinks'
is "$(newsquery boats | grep -c ']8;;')" 0 'no links otherwise'

for options in '' '--show a2' '--explain' '-l' '--terms ha' '-v'; do
	case $options in
	--show*|--terms*) query= ;;
	*) query=harbour ;;
	esac
	# shellcheck disable=SC2086
	newsquery $options $query >out 2>&1
	is "$(tr -d '\n' <out | LC_ALL=C grep -c '[[:cntrl:]]')" 0 "no control characters: $options"
	is "$(LC_ALL=C grep -c "$(printf '\302[\200-\237]\\|\342\200\256')" out)" 0 "nor their like in Unicode: $options"
done
for format in json jsonl; do
	newsquery --format=$format --fields=body harbour >out
	is "$(tr -d '\n' <out | LC_ALL=C grep -c '[[:cntrl:]]')" 0 "no control characters: $format"
	is "$(LC_ALL=C grep -c "$(printf '\302[\200-\237]\\|\342\200\256')" out)" 0 "nor their like in Unicode: $format"
done
like "$(newsquery --json --fields=body harbour | jq -r .body)" "*$escape*" 'which have their values all the same'
on_terminal "$newsquery --no-pager --format=csv --fields=title,body harbour" >out
is "$(tr -d '\n' <out | LC_ALL=C grep -c '[[:cntrl:]]')" 0 'a table on a terminal'
like "$(newsquery --format=csv --fields=body harbour)" "*$escape*" 'has its values as they are elsewhere'
exits 1 'nor in messages' newsquery "$(printf 'no\033[2Jthing')"
is "$(tr -d '\n' <err | LC_ALL=C grep -c '[[:cntrl:]]')" 0 'not one'

cat >pager <<'END'
#!/bin/sh
echo "LESS=${LESS-}" >>"$HOME/paged"
exec cat
END
chmod +x pager
paged() { cat home/paged 2>/dev/null; rm -f home/paged; }
NEWSDEX_PAGER=$work/pager on_terminal "$newsquery boats" >out
like "$(cat out)" '*Harbour news*' 'a pager shows the answer'
is "$(paged)" 'LESS=FRX' 'and is told how'
LESS=S NEWSDEX_PAGER=$work/pager on_terminal "$newsquery boats" >out
is "$(paged)" 'LESS=S' 'unless LESS says it'
NEWSDEX_PAGER="$work/pager | tr a-z A-Z" on_terminal "$newsquery --color=never boats" >out
like "$(cat out)" '*HARBOUR NEWS*' 'a pager may be a shell command'
paged >/dev/null
unset NEWSDEX_PAGER
PAGER=$work/pager on_terminal "$newsquery boats" >out
is "$(paged)" 'LESS=FRX' 'PAGER'
NEWSDEX_PAGER='' PAGER=$work/pager on_terminal "$newsquery boats" >out
is "$(paged)" '' 'an empty NEWSDEX_PAGER'
PAGER=$work/pager on_terminal "$newsquery --no-pager boats" >out
is "$(paged)" '' '--no-pager'
PAGER=$work/pager newsquery boats >out
is "$(paged)" '' 'no pager without a terminal'
PAGER=$work/pager on_terminal "$newsquery zzzz" >out
is "$(paged)" 'LESS=FRX' 'a pager even for nothing' || :
PAGER=$work/none on_terminal "$newsquery --color=never boats; echo status=\$?" >out
like "$(cat out)" '*Harbour news*status=0' 'a pager that is not there'
PAGER='head -n 1' on_terminal "$newsquery --color=never boats; echo status=\$?" >out
like "$(cat out)" '*Harbour news
status=*' 'a pager that is left early'
