#!/bin/sh
# The examples of newsindex(1), one after the other, as typed.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

page=$NEWSDEX_SOURCE/doc/man/newsindex.1
mkdir bin news
ln -s "$NEWSDEX_BUILD/newsindex" bin/newsindex
PATH=$work/bin:$PATH
cp "$samples"/text/*.txt news
sed 's/"source": *"[^"]*",*//' "$samples/northern-wire.jsonl" | gzip >wire.jsonl.gz
cp "$samples/harbour-times.jsonl" news
printf '{"top":{"line":"A bridge opens"},"day":"2019-01-28","text":"On Monday."}\n' >export.jsonl

sed -n 's/^\.Dl \$ //p' "$page" | sed 's/\\-/-/g; s/\\(aq/'\''/g; s/\\(dq/"/g; s/\\e/\\/g' >examples
ok 'there are examples' test "$(wc -l <examples)" -ge 15
while read -r example; do
	sh -c "$example" >out 2>err </dev/null
	code=$?
	[ $code -eq 0 ] || note "$(cat err)"
	result $code "$example"
done <examples

# The manual and the option tables name the same options.
for command in '' $(newsindex_commands); do
	newsindex $command -h
done | grep -o '^ *\(-[A-Za-z], \)*--[a-z0-9-]*' | grep -o -- '--[a-z0-9-]*' | sort -u >options
sed 's/\\-/-/g; s/\\&//g' "$page" | grep -o 'Fl \(- \)*-[a-z0-9-]*\|, -[a-z][a-z0-9-]*' |
	sed 's/.*[ ,]-*\([a-z0-9][a-z0-9-]*\)$/--\1/' | grep -- '--[a-z0-9-][a-z0-9-]' | sort -u >manual
if cmp -s options manual; then
	result 0 'the manual tells of every option, and of no other'
else
	diff options manual | sed 's/^/# /'
	result 1 'the manual tells of every option, and of no other'
fi

if command -v mandoc >/dev/null; then
	mandoc -T lint -W warning "$page" | grep -v 'out of conventional order' >lint
	ok 'the page is sound' test ! -s lint
else
	skip 'mandoc is missing'
fi
