#!/bin/sh
# newsindex serve-shard: an index of the xapian engine, asked over a socket.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

command -v xapian-tcpsrv >/dev/null || skip_all 'xapian-tcpsrv is not installed'
newsindex -q -d native "$samples" || skip_all 'the samples cannot be indexed'
newsindex -q -d served --engine=xapian "$samples" 2>why || skip_all "no xapian engine: $(cat why)"

free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# serve ADDRESS: the server's process in $server, once it answers or has ended.
serve() {
	"$NEWSDEX_BUILD/newsindex" serve-shard -d served --listen "$1" 2>log &
	server=$!
	tries=0
	until grep -q . log || ! kill -0 "$server" 2>/dev/null || [ $((tries += 1)) -gt 200 ]; do
		sleep 0.05
	done
}

address=127.0.0.1:$(free_port)
serve "$address"
is "$(cat log)" "newsindex: served: served as xapian+tcp://$address" 'it says how it is reached'
is "$(newsquery -d "xapian+tcp://$address" --json 'huawei OR china')" "$(newsquery -d served --json 'huawei OR china')" \
	'the answers are those of the folder'

newsindex serve-shard -d served --listen "$address" 2>why
is "$?" 2 'a port that is taken is an error'
is "$(wc -l <why)" 1 'of one line'

printf 'Title: Freshly written\n\nNobody wrote flabbergasted yet.\n' >new.txt
newsindex -q -d served new.txt
is "$(newsquery -c -d "xapian+tcp://$address" flabbergasted)" 1 'who asks after a commit gets what it brought'

kill -TERM "$server"
wait "$server"
is "$?" 143 'a signal ends it'
newsquery -c -d "xapian+tcp://$address" huawei >out 2>&1
is "$?" 2 'and nobody answers any more'

# The address in another process: also a server that is killed leaves nothing behind.
serve "$address"
kill -KILL "$server"
wait "$server" 2>/dev/null
tries=0
while newsquery -q -d "xapian+tcp://$address" huawei 2>/dev/null && [ $((tries += 1)) -lt 100 ]; do
	sleep 0.05
done
newsquery -q -d "xapian+tcp://$address" huawei 2>/dev/null
is "$?" 2 'a server that is killed takes its listener with it'

newsindex serve-shard -d native 2>why
is "$?:$(cat why)" "2:newsindex: native: its engine is segment; only an index of newsindex --engine=xapian can be served" \
	'the native engine has no server'
newsindex serve-shard -d nowhere 2>why
is "$?" 2 'no index, no server'
for listen in 4321 :4321 127.0.0.1:0 127.0.0.1:x 127.0.0.1: no.such.host.example:4321; do
	newsindex serve-shard -d served --listen "$listen" 2>why
	is "$?:$(wc -l <why)" 2:1 "--listen $listen is refused in one line"
done
mkdir empty
path=$PATH
PATH=$work/empty
newsindex serve-shard -d served --listen "$address" 2>why
code=$?
PATH=$path
is "$code:$(cat why)" '2:newsindex: xapian-tcpsrv: not installed (Debian has it in xapian-tools)' 'without the program the reason is given'
