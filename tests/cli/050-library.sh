#!/bin/sh
# What libnewsdex shows the world is what newsdex.h says, and no more.
library=$NEWSDEX_BUILD/.libs/libnewsdex.so
echo 1..2

named=$(sed -n 's/^NEWSDEX_API.*[ *]\(newsdex_[a-z_]*\)(.*/\1/p' "$NEWSDEX_SOURCE/lib/newsdex.h" | sort)
shown=$(nm -D --defined-only "$library" | awk '$2 ~ /[A-Z]/ { print $3 }' | sort)
if [ -n "$named" ] && [ "$named" = "$shown" ]; then
	echo 'ok 1 - exported symbols are those of newsdex.h'
else
	echo "$named" >named.$$; echo "$shown" | diff named.$$ - | sed 's/^/# /'; rm -f named.$$
	echo 'not ok 1 - exported symbols are those of newsdex.h'
fi

if readelf -d "$library" | grep -q 'libxapian'; then
	echo 'not ok 2 - libxapian is not linked'
else
	echo 'ok 2 - libxapian is not linked'
fi
