#!/bin/sh
# Pipes that close, disks that are full, indexes that are not there.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
articles 1 3000 >news.jsonl
newsindex -q -d index news.jsonl || skip_all 'cannot index'
NEWSDEX_DB=$work/index
export NEWSDEX_DB

{ newsquery -n all --any harbour network; echo $? >status; } 2>err | head -n 1 >out
is "$(wc -l <out)" 1 'head gets its line'
is "$(cat err)" '' 'a closed pipe is not spoken of'
is "$(cat status)" 141 'which is 141'
{ (trap '' PIPE; newsquery -n all --json --any harbour network); echo $? >status; } 2>err | head -n 1 >out
is "$(cat err)" '' 'nor with SIGPIPE ignored'
is "$(cat status)" 141 'and the status is the same'
if command -v less >/dev/null; then
	is "$(newsquery -n 2 harbour | less | grep -c '^[0-9]*\. ')" 2 'less'
fi

if [ -c /dev/full ]; then
	for options in '' '-c' '--json' '--format=json' '--format=trec' '-l' '--terms=ha' '--explain' '--show=a1' '-h' '-V'; do
		case $options in
		--terms*|-h|-V) query= ;;
		*) query=harbour ;;
		esac
		# shellcheck disable=SC2086
		newsquery $options $query >/dev/full 2>err
		is "$?" 2 "a full disk: $options"
		is "$(cat err)" 'newsquery: standard output: cannot write: No space left on device' '  is told in a line'
	done
fi
newsquery harbour >&- 2>err
is "$?" 2 'a closed standard output'
like "$(cat err)" 'newsquery: standard output: cannot write: *' '  is told'
newsquery -q harbour >&- 2>err
is "$?" 0 'but nobody minds with -q'

unset NEWSDEX_DB
exits 2 'no index' newsquery harbour
is "$(cat err)" "newsquery: $HOME/.local/share/newsdex/default: there is no index here; to make one: newsindex -d $HOME/.local/share/newsdex/default FOLDER" \
	'says where, and how to make one'
exits 2 'no index, -d' newsquery -d missing harbour
like "$(cat err)" 'newsquery: missing: *newsindex -d missing FOLDER' 'says so too'
mkdir empty
exits 2 'a folder that is no index' newsquery -d empty harbour
like "$(cat err)" 'newsquery: empty: is not an index*' 'says so'
exits 2 'a file that is no index' newsquery -d news.jsonl harbour
exits 2 'an address that is none' newsquery -d foo://bar harbour
mkdir -p home/.local/share/newsdex home/.config/newsdex
cp -r index home/.local/share/newsdex/default
ok 'the default index' newsquery -q harbour
echo "index = $work/index" >home/.config/newsdex/config
rm -r home/.local/share/newsdex/default
ok 'the index of the configuration' newsquery -q harbour
exits 2 'NEWSDEX_DB before the configuration' env NEWSDEX_DB="$work/missing" "$NEWSDEX_BUILD/newsquery" harbour
ok '-d before NEWSDEX_DB' env NEWSDEX_DB="$work/missing" "$NEWSDEX_BUILD/newsquery" -d index -q harbour

# A damaged index may be refused or may still answer; it may not crash or hang.
for engine in $engines; do
	rm -rf sound
	newsindex --engine="$engine" -q -d sound news.jsonl
	bad=0
	for file in $(cd sound && find . -type f -size +0); do
		for damage in cut zero; do
			rm -rf broken
			cp -r sound broken
			case $damage in
			cut) truncate -s $(($(stat -c %s "sound/$file") / 2)) "broken/$file" ;;
			zero) head -c "$(stat -c %s "sound/$file")" /dev/zero >"broken/$file" ;;
			esac
			timeout 20 "$NEWSDEX_BUILD/newsquery" -d broken --json -n 20 harbour >out 2>err
			status=$?
			[ $status -le 2 ] || { bad=$((bad + 1)); note "$file $damage: status $status"; }
			[ $status -ne 2 ] || [ -s err ] || { bad=$((bad + 1)); note "$file $damage: silent"; }
		done
	done
	is "$bad" 0 "$engine: a damaged index never crashes"
done
