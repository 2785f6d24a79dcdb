#!/bin/sh
# Archives: what is in them is read as if it lay in a folder of that name.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

counted() { tail -n 1 err | sed 's/ in [0-9.]* s$//'; }
ids() { newsindex -d idx dump | jq -r .id | sort | tr '\n' ' '; }
run() { newsindex --engine=$engine -d idx "$@"; }

# pack: pile/news.tar.gz of what is in news/.
pack() { mkdir -p pile; tar -czf pile/news.tar.gz news; }

for engine in $engines; do
	rm -rf idx news
	mkdir -p news/deep
	articles 1 2 >news/a.jsonl
	articles 3 5 >news/deep/b.jsonl
	printf '{"title":"Nameless","body":"No id."}\n' >news/c.jsonl
	printf '\377\330\377\340' >news/d.jpg
	pack
	exits 1 "$engine: an archive with a picture in it" run --rejects=rejects pile/news.tar.gz
	is "$(counted)" '7 read: 6 indexed, 0 unchanged, 0 duplicate, 1 skipped' "$engine: is read but for that"
	is "$(jq -r '.path + ": " + .reason' rejects)" "$work/pile/news.tar.gz/news/d.jpg: not a known format: a JPEG picture" "$engine: which is named"
	is "$(ids)" "$work/pile/news.tar.gz/news/c.jsonl#1 a1 a2 a3 a4 a5 " "$engine: names inside are places"
	exits 1 "$engine: again" run -v pile/news.tar.gz
	is "$(counted)" '7 read: 0 indexed, 6 unchanged, 0 duplicate, 1 skipped' "$engine: nothing has changed"
	like "$(cat err)" "*news.tar.gz: unchanged, 6 articles*" "$engine: it is not even opened"

	rm news/deep/b.jsonl news/d.jpg
	articles 2 2 >news/a.jsonl
	pack
	exits 0 "$engine: --delete-missing" run --delete-missing pile/news.tar.gz
	is "$(ids)" "$work/pile/news.tar.gz/news/c.jsonl#1 a2 " "$engine: removes what is no longer in it"
	newsindex -d idx delete --origin="$work/pile/news.tar.gz/news/a.jsonl" 2>/dev/null
	is "$(ids)" "$work/pile/news.tar.gz/news/c.jsonl#1 " "$engine: a member can be deleted"
	exits 0 "$engine: on standard input" sh -c "'$NEWSDEX_BUILD/newsindex' -d idx - <pile/news.tar.gz"
	rm pile/news.tar.gz
	exits 0 "$engine: an archive that is gone" run --delete-missing pile
	is "$(ids | tr ' ' '\n' | grep -c tar.gz)" 0 "$engine: goes with its articles"
done
rm -rf idx
engine=segment

articles 1 9 >a.jsonl
articles 11 19 >b.jsonl
tar -cf two.tar a.jsonl b.jsonl
exits 1 '--unpack-members' run --unpack-members=1 two.tar b.jsonl
is "$(head -n 1 err)" "newsindex: $work/two.tar: has more members than 1 (--unpack-members); the rest of it is left out" 'is a limit'
is "$(counted)" '19 read: 18 indexed, 0 unchanged, 0 duplicate, 1 skipped' 'other files go on'
exits 0 'without it' run two.tar b.jsonl
is "$(counted)" '27 read: 0 indexed, 18 unchanged, 9 duplicate, 0 skipped' 'everything is read'
exits 2 'a limit of nothing' run --unpack-ratio=0 two.tar
exits 2 'a depth that nobody needs' run --unpack-depth=1000 two.tar
