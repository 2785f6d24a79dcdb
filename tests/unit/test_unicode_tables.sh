#!/bin/sh
# The committed Unicode tables are what their generator makes of the same
# version of the Unicode Character Database.
ucd=/usr/share/unicode
table=$NEWSDEX_SOURCE/text/unicode_tables.h

echo 1..1
version=$(sed -n '1s/.*from Unicode \([0-9.]*[0-9]\);.*/\1/p' "$table")
if ! command -v python3 >/dev/null; then
	echo "ok 1 # SKIP python3 is not there"
elif ! grep -q "Scripts-$version\\.txt" "$ucd/Scripts.txt" 2>/dev/null; then
	echo "ok 1 # SKIP Unicode $version is not in $ucd (Debian: unicode-data)"
elif python3 "$NEWSDEX_SOURCE/text/unicode_gen.py" "$ucd" | cmp - "$table" >&2; then
	echo "ok 1 - unicode_tables.h is what unicode_gen.py writes"
else
	echo "not ok 1 - unicode_tables.h is what unicode_gen.py writes"
fi
