#!/bin/sh
# Whichever write, sync or rename fails: one line says so, and the index is as it was
# before or as it was to be, sound, and open for the same again.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

module=$NEWSDEX_BUILD/tests/cli/.libs/failing_write.so
[ -f "$module" ] || skip_all 'nothing that fails was built'
# failing CALL COMMAND...
failing() {
	NEWSDEX_FAIL_AT=$1 NEWSDEX_FAIL_COUNT=$work/count
	export NEWSDEX_FAIL_AT NEWSDEX_FAIL_COUNT
	shift
	LD_PRELOAD=$module "$NEWSDEX_BUILD/newsindex" "$@"
}
content() { newsindex dump -d "$1" | sort | cksum; }

articles 1 60 >old.jsonl
{ articles 41 90 | sed 's/fog/mist/'; articles 200 230; } >new.jsonl
newsindex -q -d before old.jsonl
failing 0 stats -d before >out 2>err
[ -s count ] || skip_all 'this build does not let anything be loaded before it'

# each NAME COMMAND...: in the folder idx.
each() {
	name=$1
	shift
	rm -rf idx && cp -r before idx
	failing 0 "$@" >out 2>err
	want=$(content idx)
	was=$(content before)
	calls=$(cat count)
	ok "$name: writes" [ "$calls" -gt 5 ]
	wrong=0
	for at in $(seq 1 "$calls"); do
		rm -rf idx && cp -r before idx
		failing "$at" "$@" >out 2>err
		status=$?
		now=$(content idx)
		said=$(grep -c 'newsindex: .*Input/output error' err)
		case $status$said$now in
		"00$want" | "21$want" | "21$was") ;;
		*) note "call $at: $status, $(cat err)" && wrong=$((wrong + 1)) ;;
		esac
		newsindex check -d idx >out 2>&1 || { note "call $at: $(cat out)" && wrong=$((wrong + 1)); }
		newsindex "$@" >out 2>err
		[ "$(content idx)" = "$want" ] || { note "call $at: not the same again: $(cat err)" && wrong=$((wrong + 1)); }
	done
	is "$wrong" 0 "$name: any of its $calls writes may fail"
}

each add -q -d idx new.jsonl
like "$(failing 9 -d before new.jsonl 2>&1)" \
	'newsindex: before/*: Input/output error
newsindex: what was read since the last commit may not be in the index; run the same again' 'nothing else is said'
each delete delete -q -d idx --source 'Paper 1'
newsindex -q -d before new.jsonl
each optimize optimize -q -d idx
