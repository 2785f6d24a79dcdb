#!/bin/sh
# What is equal to another article in all but id and address is a duplicate.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

ids() { newsindex -d idx dump | jq -r .id | sort | tr '\n' ' '; }
run() { newsindex --engine=$engine -d idx "$@"; }
sums() { tail -n 1 err | sed 's/ in .*//'; }
say() {
	printf '{"id":"%s","url":"http://x/%s","title":"Harbour","text":"%s","source":"%s","date":"2019-01-%s"}\n' \
		"$1" "$1" "${2-The ships came in.}" "${3-Wire}" "${4-28}"
}

for engine in $engines; do
	rm -rf idx news
	mkdir news
	{ say r1; say r2; say r3 'The ships came in.' Herald; say r4 'The ships came in.' Wire 29; say r5 'They left.'; say r6; } >news/a.jsonl
	exits 0 "$engine: --dry-run" run --dry-run news
	is "$(sums)" '6 read: 4 indexed, 0 unchanged, 2 duplicate, 0 skipped' "$engine: counts"
	exits 0 "$engine: two of six repeat one" run news
	is "$(sums)" '6 read: 4 indexed, 0 unchanged, 2 duplicate, 0 skipped' "$engine: are duplicates"
	like "$(cat err)" 'newsindex: 2 duplicates repeat others in all but id and address (--repeated=keep keeps them)*' "$engine: are told of"
	is "$(ids)" 'r1 r3 r4 r5 ' "$engine: the first stays, and so do another source and another day"
	exits 0 "$engine: again" run --force news
	is "$(sums)" '6 read: 0 indexed, 4 unchanged, 2 duplicate, 0 skipped' "$engine: they still are"

	{ say q1; say q2 'They left.'; say q3 'New.'; say q4 'New.'; } >news/b.jsonl
	exits 0 "$engine: --dry-run of more" run --dry-run news
	is "$(sums)" '10 read: 1 indexed, 6 unchanged, 3 duplicate, 0 skipped' "$engine: counts"
	exits 0 "$engine: more, in another run" run news
	is "$(sums)" '10 read: 1 indexed, 6 unchanged, 3 duplicate, 0 skipped' "$engine: what is in the index is repeated, too"
	is "$(ids)" 'q3 r1 r3 r4 r5 ' "$engine: and not kept twice"

	{ say r1 'They sank.'; say r2; say r3 'The ships came in.' Herald; say r4 'The ships came in.' Wire 29; say r5 'New.'; say r6; } >news/a.jsonl
	exits 0 "$engine: what was repeated changes" run --threads=1 news/a.jsonl
	is "$(sums)" '6 read: 2 indexed, 2 unchanged, 2 duplicate, 0 skipped' "$engine: the next of its text takes its place"
	is "$(ids)" 'q3 r1 r2 r3 r4 ' "$engine: and what repeats another now is gone"
	exits 0 "$engine: check" newsindex -d idx check

	exits 0 "$engine: --repeated=keep" run --repeated=keep news
	is "$(sums)" '10 read: 5 indexed, 5 unchanged, 0 duplicate, 0 skipped' "$engine: reads all again"
	is "$(ids)" 'q1 q2 q3 q4 r1 r2 r3 r4 r5 r6 ' "$engine: and keeps it"

	rm -rf idx
	rm news/*
	say r1 >news/a.jsonl
	{ say r2; say r3 'Else.'; } >news/b.jsonl
	run -q --threads=1 news
	is "$(ids)" 'r1 r3 ' "$engine: of two files"
	rm news/a.jsonl
	exits 0 "$engine: --delete-missing" run --delete-missing news
	is "$(ids)" 'r2 r3 ' "$engine: has what was a duplicate when the other is gone"

	rm -rf idx news
	mkdir news
	say r1 >news/a.jsonl
	{ say r2; say r3 'Else.'; } >articles.jsonl
	printf 'GIF89a\001\377\000' >picture
	tar cf news/b.tar picture articles.jsonl
	run -q --threads=1 news 2>err
	is "$(ids)" 'r1 r3 ' "$engine: of a file and an archive, in which something else comes first"
	rm news/a.jsonl
	run -q --delete-missing news 2>err
	is "$(ids)" 'r2 r3 ' "$engine: the archive is read again, too"

	rm -rf idx news
	mkdir news
	awk 'BEGIN { for (i = 0; i < 9000; i++) { t = ""; for (k = 0; k < 90; k++) t = t " w" (i * 7919 + k * 104729) % 60013;
		printf "{\"id\":\"a%d\",\"title\":\"T%d\",\"text\":\"%s\"}\n", i, i % 8500, (i < 8500 ? t : "x") } }' >news/a.jsonl
	awk '{ if (NR <= 500) { sub(/"a/, "\"b"); print } }' news/a.jsonl >news/b.jsonl
	exits 0 "$engine: many, in a little memory" run --memory=32M --threads=2 news
	is "$(sums)" '9500 read: 9000 indexed, 0 unchanged, 500 duplicate, 0 skipped' "$engine: are counted"
	is "$(ids | tr ' ' '\n' | grep -c b)" 0 "$engine: the first of each stays"
	exits 0 "$engine: check" newsindex -d idx check

	# libxapian takes a term of all articles for damaged when numbers have gaps.
	rm -rf idx
	for lines in "$(say g1)" "$(say g2 Two. Wire 29; say g3 Three.)" "$(say g3 Two. Wire 29)"; do
		echo "$lines" | run -q --repeated=drop -
	done
	is "$(ids)" 'g1 g2 ' "$engine: what is changed into a repetition is gone"
	is "$(newsquery -d idx --json source:wire | jq -r .id | sort | tr '\n' ' ')" 'g1 g2 ' "$engine: and the source of all others is found"
done
