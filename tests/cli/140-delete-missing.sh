#!/bin/sh
# --delete-missing: what is gone from the files goes from the index, and
# nothing that another file still holds.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

ids() { newsindex -d idx dump | jq -r .id | sort | tr '\n' ' '; }
run() { newsindex --engine=$engine -d idx "$@"; }

for engine in $engines; do
	rm -rf idx news other
	mkdir -p news/deep other
	articles 1 2 >news/a.jsonl
	articles 3 5 >news/deep/b.jsonl
	articles 6 6 >other/c.jsonl
	run -q news other
	is "$(ids)" 'a1 a2 a3 a4 a5 a6 ' "$engine: six articles"

	rm news/a.jsonl other/c.jsonl
	exits 0 "$engine: without the option" run news other
	is "$(ids)" 'a1 a2 a3 a4 a5 a6 ' "$engine: nothing is removed"
	exits 0 "$engine: --dry-run" run --dry-run --delete-missing news
	like "$(cat err)" '*newsindex: 2 articles would be removed*(1 files*' "$engine: says what would be"
	is "$(ids)" 'a1 a2 a3 a4 a5 a6 ' "$engine: and removes nothing"
	exits 0 "$engine: --delete-missing" run --delete-missing news
	is "$(ids)" 'a3 a4 a5 a6 ' "$engine: removes what is gone below the PATH, and only there"

	{ articles 3 3; articles 5 5 corrected; articles 7 7; } >news/deep/b.jsonl
	exits 0 "$engine: an article taken out of a file" run --delete-missing news
	is "$(ids)" 'a3 a5 a6 a7 ' "$engine: is removed"
	exits 0 "$engine: again" run --delete-missing news
	is "$(ids)" 'a3 a5 a6 a7 ' "$engine: nothing more"

	mv news/deep/b.jsonl news/renamed.jsonl
	exits 0 "$engine: a file under a new name" run --delete-missing news
	is "$(ids)" 'a3 a5 a6 a7 ' "$engine: keeps its articles"
	cp news/renamed.jsonl news/copy.jsonl
	run -q news
	mv news/copy.jsonl other/copy.jsonl
	run -q other
	rm news/renamed.jsonl
	exits 0 "$engine: a file of which there is a copy elsewhere" run --delete-missing news
	is "$(ids)" 'a3 a5 a6 a7 ' "$engine: its articles stay"
	articles 3 3 >other/copy.jsonl
	exits 0 "$engine: the copy changes" run --delete-missing other
	is "$(ids)" 'a3 ' "$engine: and what was in it alone is gone"

	articles 8 9 >news/x.jsonl
	{ articles 8 8; articles 10 10; } >other/y.jsonl
	run -q news other
	articles 9 9 >news/x.jsonl
	exits 0 "$engine: taken out of one file, still in an unchanged one" run --delete-missing news
	is "$(ids)" 'a10 a3 a8 a9 ' "$engine: stays"

	rm -r news
	exits 1 "$engine: a PATH that is not there" run --delete-missing news other
	is "$(ids)" 'a10 a3 a8 a9 ' "$engine: removes nothing"
done
