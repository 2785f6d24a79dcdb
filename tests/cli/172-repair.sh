#!/bin/sh
# repair: an index of which any file is damaged, cut or gone passes check
# again, and no article is lost that could be read or without being named.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

case $engines in
*segment*) ;;
*) skip_all 'the native engine is not built' ;;
esac
dump() { newsindex -d "$1" dump; }
# Damage, by kind, at a place that depends on SEED.
damage() {
	size=$(wc -c <"$2")
	case $1 in
	change)
		for part in 1 2 3; do
			printf '\252' | dd of="$2" bs=1 seek=$(((size * part / 4 + seed * 37) % size)) conv=notrunc 2>/dev/null
		done ;;
	cut) dd of="$2" bs=1 seek=$((size * 2 / 3)) count=0 2>/dev/null ;;
	empty) : >"$2" ;;
	lose) rm "$2" ;;
	esac
}

# Three segments, two with deleted articles, several blocks of text.
awk 'BEGIN {
	srand(3)
	for (i = 1; i <= 600; i++) {
		printf "{\"id\":\"b%d\",\"title\":\"Numbers %d\",\"published\":\"2019-%02d-%02d\",\"body\":\"", i, i, i % 12 + 1, i % 28 + 1
		for (j = 0; j < 60; j++)
			printf "w%d ", rand() * 100000
		print "\"}"
	}
}' >a.jsonl
articles 1 100 >b.jsonl
sed -n '1,20p' a.jsonl | sed 's/Numbers/Figures/' >c.jsonl
for file in a b c; do newsindex -q -d whole $file.jsonl; done
newsindex delete -q -d whole a3 b100
dump whole >want
all=$(wc -l <want)
jq -r .id want | sort >ids

exits 0 'a sound index' newsindex repair -d whole
is "$(cat out)" 'whole: sound, nothing was changed' 'is left alone'
ok 'and has no folder more' sh -c '! ls -d whole/damaged-* 2>/dev/null'
exits 2 'repair where nothing is' newsindex repair -d nowhere
mkdir other && echo hello >other/file
exits 2 'repair of a folder of something else' newsindex repair -d other
is "$(ls other)" file 'leaves it alone'

seed=0
for file in $(cd whole && ls | grep -v lock); do
	set -- cut empty lose
	shift $((seed / 2 % 3))
	for kind in change $1; do
		seed=$((seed + 1))
		rm -rf idx
		cp -r whole idx
		damage $kind idx/$file
		newsindex check -d idx >/dev/null 2>&1
		[ $? -eq 0 ] && continue
		newsindex repair -d idx >out 2>err
		code=$?
		dump idx >got
		jq -r .id got | sort >left
		is "$(newsindex -d idx check 2>&1)" 'idx: sound' "$file, $kind: sound again"
		case $file in
		*.store)
			sed -n 's/^lost: //p' out | sort >lost
			comm -23 ids left >gone
			ok "$file, $kind: exactly those are lost that are named" cmp gone lost
			grep -vxFf got want | wc -l | tr -d ' ' >count
			is "$(cat count) $code" "$(wc -l <gone | tr -d ' ') $((1 - (code == 0)))" "$file, $kind: the others are as they were" ;;
		*.cols)
			ok "$file, $kind: nothing is lost" sh -c "[ -z \"\$(grep -vxFf got want)\" ]"
			[ "$(wc -l <got)" -eq "$all" ] || like "$(cat out)" '*: some may be back*' "$file, $kind: what was deleted is back, and that is said" ;;
		*.del | manifest)
			ok "$file, $kind: nothing is lost" sh -c "[ -z \"\$(grep -vxFf got want)\" ]" ;;
		*)
			ok "$file, $kind: nothing is lost" cmp got want
			is $code 0 "$file, $kind: and so it says" ;;
		esac
		ok "$file, $kind: what was there is kept" sh -c "ls idx/damaged-* | grep -q ."
		newsindex check -d idx >/dev/null && newsindex repair -d idx >out
		is "$(cat out)" 'idx: sound, nothing was changed' "$file, $kind: once is enough"
	done
done

# The lists are made anew: the same is found.
rm -rf idx
cp -r whole idx
newsquery -d whole -n 1000 --format=tsv --fields id,score minister OR numbers OR w7 >want.hits 2>/dev/null
rm idx/*.post idx/*.dict idx/*.pos
newsindex repair -d idx >out
newsquery -d idx -n 1000 --format=tsv --fields id,score minister OR numbers OR w7 >got.hits 2>/dev/null
ok 'without any list' cmp got want
ok 'the same is found' cmp got.hits want.hits

# Everything but the texts.
rm -rf idx
cp -r whole idx
find idx -type f ! -name '*.store' -exec rm {} +
newsindex repair -d idx >out
like "$(cat out)" '*the manifest is lost: * segments are there*' 'texts alone: said'
dump idx >got
is "$(grep -vxFf got want | wc -l | tr -d ' ')" 0 'texts alone: nothing is lost'
is "$(newsindex -d idx check)" 'idx: sound' 'texts alone: sound'
ok "there were articles ($all)" test "$all" -gt 600

if [ "$(echo $engines | wc -w)" -gt 1 ]; then
	newsindex --engine=xapian -q -d xap b.jsonl
	exits 2 'an index of libxapian' newsindex repair -d xap
	like "$(cat err)" 'newsindex: xap: *cannot be repaired*' 'is not repaired'
fi
