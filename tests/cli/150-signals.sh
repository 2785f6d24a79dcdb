#!/bin/sh
# Signals: the first ends a run in order, kill -9 loses nothing that was
# committed, and running again goes on.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

articles_in() { newsindex -d "$1" stats --format=json 2>/dev/null | jq -r .articles; }
has_articles() { [ "$(articles_in "$1")" -gt 0 ]; }
# Whether the run in the background has read something.
reads() { [ "$(grep '^{' err | tail -n 1 | jq '.articles > 0')" = true ]; }
# start OPTION...: a run that reads a pipe which stays open; its pid in $pid.
start() {
	mkfifo pipe
	: >err
	"$NEWSDEX_BUILD/newsindex" --engine=$engine -d idx --memory=32M --threads=2 --progress=json "$@" - <pipe >out 2>err &
	pid=$!
	exec 9>pipe
	cat all.jsonl >&9 &
	feeder=$!
}
stop() {
	wait $pid
	code=$?
	exec 9>&-
	kill $feeder 2>/dev/null
	rm pipe
}
# Whether SIGUSR1 was answered at once.
answers() {
	lines=$(grep -c '^{' err)
	kill -USR1 $pid
	sleep 0.1
	[ "$(grep -c '^{' err)" -gt "$lines" ]
}

articles 1 6000 >all.jsonl
for engine in $engines; do
	for signal in INT TERM; do
		rm -rf idx
		start
		ok "$engine: a run at work" wait_for reads
		ok "$engine: SIGUSR1 shows progress" wait_for answers
		kill -$signal $pid
		stop
		is $code "$([ $signal = INT ] && echo 130 || echo 143)" "$engine: SIG$signal ends it"
		like "$(cat err)" '*newsindex: stopped by a signal: what was read is committed; run the same again to go on*' \
			"$engine: it says so"
		said=$(sed -n 's/^\([0-9]*\) read: \([0-9]*\) indexed, 0 unchanged, 0 duplicate, 0 skipped in .*/\1 \2/p' err)
		kept=$(articles_in idx)
		is "$said" "$kept $kept" "$engine: what was read is in the index"
		exits 0 "$engine: the same again" newsindex --engine=$engine -d idx - <all.jsonl
		like "$(tail -n 1 err)" "6000 read: $((6000 - kept)) indexed, $kept unchanged, 0 duplicate, 0 skipped in *" \
			"$engine: goes on where it was"
	done

	rm -rf idx
	start --commit-every=300K
	ok "$engine: --commit-every makes articles visible before the end" wait_for has_articles idx
	kill -KILL $pid
	stop 2>/dev/null
	kept=$(articles_in idx)
	ok "$engine: kill -9 leaves what was committed" test "$kept" -gt 0
	exits 0 "$engine: which is sound" newsindex -d idx check
	exits 0 "$engine: and nobody holds the lock" newsindex --engine=$engine -d idx - <all.jsonl
	is "$(articles_in idx)" 6000 "$engine: all articles are there then"

	# One writer at a time.
	rm -rf idx
	start
	ok "$engine: a writer at work" wait_for reads
	newsindex --engine=$engine -d idx all.jsonl >out2 2>err2
	is $? 2 "$engine: a second one is refused"
	like "$(cat err2)" "newsindex: *idx*: *$pid*" "$engine: and told which process writes"
	"$NEWSDEX_BUILD/newsindex" --engine=$engine -d idx --wait all.jsonl >out2 2>err2 &
	waiting=$!
	"$NEWSDEX_BUILD/newsindex" --engine=$engine -d idx --wait all.jsonl >out3 2>err3 &
	impatient=$!
	sleep 0.5
	ok "$engine: with --wait it waits" kill -0 $waiting
	kill -INT $impatient
	wait $impatient
	is $? 130 "$engine: ^C ends the waiting"
	kill -TERM $pid
	stop
	wait $waiting
	is $? 0 "$engine: and goes on when the first has left"
	is "$(articles_in idx)" 6000 "$engine: with everything"
done
