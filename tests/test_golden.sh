#!/bin/sh
# Every tests/golden/FORMAT/NAME.EXT (a file or a folder) is sniffed and read, and
# gives exactly the lines of tests/golden/FORMAT/NAME.expected.
cd "$NEWSDEX_SOURCE/tests/golden" || exit 99
count=0
failed=0
for want in */*.expected; do
	count=$((count + 1))
	for input in "${want%.expected}".*; do
		[ "$input" = "$want" ] || break
	done
	if difference=$("$NEWSDEX_BUILD/tests/unit/print_articles" "$input" 2>&1 | diff -u "$want" -); then
		echo "ok $count - $input"
	else
		failed=1
		echo "not ok $count - $input"
		echo "$difference" | sed 's/^/# /'
	fi
done
echo "1..$count"
exit $failed
