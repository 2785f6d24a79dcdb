#!/bin/sh
# A full disk: the run ends with the reason, the last commit stays, and the
# same again works once there is room.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

articles_in() { newsindex -d "$1" stats --format=json | jq -r .articles; }

articles 1 100 >few.jsonl
# Too many for the room there is, however well they are packed.
awk 'BEGIN {
	srand(7)
	for (i = 1; i <= 400; i++) {
		printf "{\"id\":\"b%d\",\"title\":\"Numbers\",\"body\":\"", i
		for (j = 0; j < 600; j++)
			printf "w%d ", rand() * 1000000000
		print "\"}"
	}
}' >all.jsonl

for engine in $engines; do
	# A limit on the size of files: every user has that.
	rm -rf idx
	newsindex --engine=$engine -q -d idx few.jsonl
	sh -c "ulimit -f 600; exec '$NEWSDEX_BUILD/newsindex' -d idx all.jsonl" >out 2>err
	is $? 2 "$engine: files may not grow"
	like "$(cat err)" '*newsindex: *File too large*' "$engine: the reason is told"
	is "$(articles_in idx)" 100 "$engine: the last commit stays"
	exits 0 "$engine: the same again, with room" newsindex -d idx all.jsonl
	is "$(articles_in idx)" 500 "$engine: indexes the rest"

	mkdir -p small
	if mount -t tmpfs -o size=1m tmpfs small 2>/dev/null; then
		newsindex --engine=$engine -q -d small/idx few.jsonl
		exits 2 "$engine: a full disk" newsindex -d small/idx all.jsonl
		like "$(cat err)" '*newsindex: *No space left on device*' "$engine: the reason is told"
		is "$(articles_in small/idx)" 100 "$engine: the last commit stays"
		mount -o remount,size=100m small
		exits 0 "$engine: the same again, with room" newsindex -d small/idx all.jsonl
		is "$(articles_in small/idx)" 500 "$engine: indexes the rest"
		umount small
	else
		skip 'only root may mount'
	fi

	if [ "$(id -u)" != 0 ]; then
		mkdir -p closed
		chmod 500 closed
		exits 2 "$engine: no permission" newsindex --engine=$engine -d closed/idx few.jsonl
		like "$(cat err)" 'newsindex: *closed/idx*Permission denied*' "$engine: the reason is told"
		chmod 700 closed
	else
		skip 'root has every permission'
	fi
	mkdir -p taken && echo hello >taken/file
	exits 2 "$engine: a folder that is no index" newsindex --engine=$engine -d taken few.jsonl
	is "$(cat taken/file)" hello "$engine: is left alone"
	exits 2 "$engine: a file that is no index" newsindex --engine=$engine -d taken/file few.jsonl
done
exec 3>/dev/full 2>/dev/null && {
	newsindex -d idx dump >&3 2>err
	is $? 2 'a dump onto a full disk'
	like "$(cat err)" 'newsindex: standard output: No space left on device' 'says so'
	newsindex -d idx --dry-run --rejects=/dev/full few.jsonl 2>err
	yes 'not JSON' | head -n 3000 >rubbish.jsonl
	newsindex -d idx --format=jsonl --rejects=/dev/full rubbish.jsonl 2>err
	is $? 2 'rejects onto a full disk'
	like "$(cat err)" '*newsindex: /dev/full: cannot write: No space left on device*' 'says what it was that went wrong first'
	newsindex -d idx stats >&3 2>err
	is $? 2 'stats onto a full disk'
}
exit 0
