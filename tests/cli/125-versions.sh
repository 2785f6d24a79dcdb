#!/bin/sh
# Versions of an article and withdrawals, in whatever order and by however many
# threads they are read: the newest counts, now and in later runs.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

counted() { tail -n 1 err | sed 's/ in [0-9.]* s$//'; }
titles() { newsquery -d idx --format=tsv --fields=id,title -n 1000 'title:tugs' | sed 1d | sort; }

# item ID VERSION STATUS TITLE: an item of NewsML-G2; VERSION may be empty.
item() {
	printf '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="%s"%s><itemMeta><itemClass qcode="ninat:text"/><pubStatus qcode="stat:%s"/></itemMeta><contentMeta><headline>%s</headline></contentMeta></newsItem>\n' \
		"$1" "${2:+ version=\"$2\"}" "$3" "$4"
}

# many FILE VERSION STATUS STEP: an item for each STEPth of 300 ids.
many() {
	{
		echo '<newsMessage><itemSet>'
		for i in $(seq "$4" "$4" 300); do item "$i" "$2" "$3" "tugs $i version $2"; done
		echo '</itemSet></newsMessage>'
	} >"$1"
}
mkdir forth back
many forth/1.xml 1 usable 1
many forth/2.xml 2 usable 1
many forth/3.xml 3 usable 2
many forth/4.xml 4 canceled 5
many forth/5.xml 2 withheld 7
for i in 1 2 3 4 5; do cp forth/$i.xml back/$((6 - i)).xml; done
# Newer than all: version 4 of a fifth is withdrawn; what had version 2 as its
# last is too, where 7 divides it.
awk 'BEGIN { for (i = 1; i <= 300; i++) if (i % 5 && (i % 2 == 0 || i % 7))
	printf "%d\ttugs %d version %d\n", i, i, i % 2 ? 2 : 3 }' | sort >want

for engine in $engines; do
	for order in forth back; do
		for threads in 1 4; do
			what="$engine, $order, $threads threads"
			rm -rf idx
			exits 1 "$what: versions and withdrawals" newsindex --engine=$engine --threads=$threads -d idx $order
			is "$(counted)" "852 read: $(wc -l <want | tr -d ' ') indexed, 0 unchanged, $((750 - $(wc -l <want))) duplicate, 102 skipped" \
				"$what: are counted once an id"
			titles >got
			ok "$what: the newest is there" cmp got want
		done
	done
	exits 1 "$engine: reading all again" newsindex -d idx --force back
	is "$(counted)" "852 read: 0 indexed, $(wc -l <want | tr -d ' ') unchanged, $((750 - $(wc -l <want))) duplicate, 102 skipped" \
		"$engine: changes nothing"
	exits 0 "$engine: nor does an older version alone" newsindex -d idx --force forth/1.xml
	is "$(counted)" '300 read: 0 indexed, 0 unchanged, 300 duplicate, 0 skipped' "$engine: which is counted"
	titles >got
	ok "$engine: the newest is still there" cmp got want
	newsindex -d idx optimize -q
	exits 0 "$engine: not after optimize either" newsindex -d idx --force forth/2.xml
	titles >got
	ok "$engine: where the newest stays" cmp got want

	rm -rf idx
	item x 2 usable 'tugs second' >x.xml
	newsindex --engine=$engine -d idx -q x.xml
	item x 3 canceled 'gone' >x.xml
	exits 1 "$engine: a withdrawal in a later run" newsindex -d idx --rejects=rejects x.xml
	is "$(counted)" '1 read: 0 indexed, 0 unchanged, 0 duplicate, 1 skipped' "$engine: is no article"
	is "$(jq -r .reason rejects)" 'no article: withdrawn by its publisher' "$engine: --rejects says why"
	is "$(titles)" '' "$engine: takes the article away"
	item x 2 usable 'tugs second' >x.xml
	exits 0 "$engine: the version before" newsindex -d idx --explain x.xml
	like "$(cat out)" "*#1 (byte 0): duplicate: a newer version of it is known*version   2*" "$engine: --explain says why it stays away"
	newsindex -d idx dump --all >all.jsonl
	rm -rf idx
	newsindex -d idx restore --engine=$engine -q all.jsonl
	newsindex -d idx -q --force x.xml 2>err
	is "$(titles)" '' "$engine: also from a dump"
	item x 4 usable 'tugs fourth' >x.xml
	exits 0 "$engine: a version behind it" newsindex -d idx x.xml
	is "$(titles)" 'x	tugs fourth' "$engine: comes in"
	item x 3 canceled 'gone' >x.xml
	exits 1 "$engine: the withdrawal of an older version" newsindex -d idx x.xml
	is "$(titles)" 'x	tugs fourth' "$engine: takes nothing away"
	item x '' usable 'tugs unnumbered' >x.xml
	exits 0 "$engine: an item without a version" newsindex -d idx x.xml
	is "$(titles)" 'x	tugs unnumbered' "$engine: is taken for the newest"
	item x '' canceled 'gone' >x.xml
	exits 1 "$engine: and its withdrawal" newsindex -d idx --dry-run --explain x.xml
	like "$(cat out)" '*: withdrawn by its publisher*' "$engine: is told"
	newsindex -d idx -q x.xml 2>err
	is "$(titles)" '' "$engine: too"
done
