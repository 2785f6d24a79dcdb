#!/bin/sh
# merge: the articles of other indexes, of either engine, added to one.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

articles_in() { newsindex -d "$1" stats --format=json | jq -r .articles; }
fingerprint() { newsindex -d "$1" stats --format=json | jq -r .fingerprint; }
sum_holds() { tail -n 1 err | awk '{ exit $1 != $3 + $5 + $7 + $9 }'; }

articles 1 30 >a.jsonl
articles 21 50 >b.jsonl
# one ID TITLE PUBLISHED MODIFIED
one() { printf '{"id":"%s","title":"%s","published":"%s","modified":"%s","body":"Text."}\n' "$@"; }
{ one n1 old 2019-01-01 2019-01-02; one n2 new 2019-01-01 2019-03-01; one n3 first 2019-01-01 2019-01-02
  one n4 east 2019-01-01 2019-01-02T08:00:00+08:00; } >c.jsonl
{ one n1 new 2019-01-01 2019-02-01; one n2 old 2019-01-01 2019-02-01; one n3 second 2019-01-01 2019-01-02
  one n4 west 2019-01-01 2019-01-02T05:00:00Z; } >d.jsonl
titles() { newsindex -d "$1" dump | jq -r 'select(.id | startswith("n")) | .id + "=" + .title' | sort | tr '\n' ' '; }

for engine in $engines; do
	for other in $engines; do
		name="$engine from $other"
		rm -rf target whole a b c d
		newsindex -q --engine=$engine -d a a.jsonl
		newsindex -q --engine=$other -d b b.jsonl
		newsindex -q --engine=$other -d c c.jsonl
		newsindex -q --engine=$engine -d d d.jsonl
		newsindex -q --engine=$engine -d whole a.jsonl b.jsonl c.jsonl d.jsonl
		exits 0 "$name: a new index from two" newsindex merge --engine=$engine -d target a b
		like "$(tail -n 1 err)" '60 read: 50 indexed, 10 unchanged, 0 duplicate, 0 skipped in *' "$name: sums up"
		is "$(newsindex -d target stats --format=json | jq -r .engine)" $engine "$name: is of its engine"
		exits 0 "$name: again" newsindex merge -d target a b
		like "$(tail -n 1 err)" '60 read: 0 indexed, 60 unchanged, *' "$name: changes nothing"
		ok "$name: the sum holds" sum_holds
		exits 0 "$name: two more" newsindex merge -d target c d
		is "$(titles target)" 'n1=new n2=new n3=second n4=west ' "$name: the newer stays, of two as old the later"
		like "$(tail -n 1 err)" '8 read: 7 indexed, 1 unchanged, *' "$name: what is older changes nothing"
		newsindex -d whole dump | jq -r .id | sort >want
		newsindex -d target dump | jq -r .id | sort >got
		ok "$name: has every article once" cmp want got
		rm -rf target
		newsindex merge -q --engine=$engine -d target d c
		is "$(titles target)" 'n1=new n2=new n3=first n4=west ' "$name: the other way round"
		rm -rf target plain
		newsindex merge -q --engine=$engine -d target a b
		newsindex -q --engine=$engine -d plain a.jsonl b.jsonl
		is "$(fingerprint target)" "$(fingerprint plain)" "$name: is what indexing the files gives"
		exits 0 "$name: and sound" newsindex -d target check
		newsindex -d target delete -q --origin=a.jsonl
		is "$(articles_in target)" 20 "$name: its articles know their files"
	done

	before=$(fingerprint target)
	exits 2 "$engine: into itself" newsindex merge -d target a ./target
	like "$(cat err)" '*./target: is the index that is added to*' "$engine: is refused"
	exits 2 "$engine: from nowhere" newsindex merge -d target c nowhere
	is "$(fingerprint target)" "$before" "$engine: and then nothing was added"
	ok "$engine: no index is made for a source that is missing" \
		sh -c "! '$NEWSDEX_BUILD/newsindex' merge -q -d fresh nowhere 2>/dev/null && test ! -e fresh"
	exits 2 "$engine: nothing named" newsindex merge -d target

	# A source that is damaged half way leaves the last commit.
	rm -rf broken
	cp -R b broken
	for file in $(find broken -type f -size +4k | sort); do
		size=$(wc -c <"$file")
		head -c $((size / 2)) /dev/zero | dd of="$file" bs=65536 seek=1 oflag=seek_bytes conv=notrunc 2>/dev/null
	done
	rm -rf target
	newsindex merge -q --engine=$engine -d target a
	before=$(fingerprint target)
	newsindex merge -q -d target broken 2>/dev/null
	code=$?
	if [ $code -eq 2 ]; then
		is "$(fingerprint target)" "$before" "$engine: a damaged source leaves the last commit"
	fi
	exits 0 "$engine: the target is sound" newsindex -d target check
done

# A signal in the middle.
for engine in $engines; do
	rm -rf target big
	articles 1 30000 >big.jsonl
	newsindex -q --engine=$engine -d big big.jsonl
	newsindex -q --engine=$engine -d target c.jsonl
	before=$(fingerprint target)
	"$NEWSDEX_BUILD/newsindex" merge -d target big 2>err &
	merging=$!
	sleep 0.05
	kill -TERM $merging 2>/dev/null
	wait $merging
	code=$?
	case $code in
	143) is "$(fingerprint target)" "$before" "$engine: interrupted, it is as the last commit left it" ;;
	0) skip "$engine: it was done before the signal" ;;
	*) is $code 143 "$engine: exit status after a signal" ;;
	esac
	exits 0 "$engine: and can be done again" newsindex merge -q -d target big
	is "$(articles_in target)" 30004 "$engine: with all articles"
done
