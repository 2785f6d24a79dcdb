#!/bin/sh
# A Xapian index beside the rest of the world: libxapian's own tools read it,
# and nobody who does not open one loads libxapian.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

module=$NEWSDEX_MODULES/newsdex-xapian.so

# ---- What is linked with what ------------------------------------------------

if command -v readelf >/dev/null && command -v nm >/dev/null; then
	for program in newsindex newsquery .libs/libnewsdex.so; do
		[ -e "$NEWSDEX_BUILD/$program" ] || continue
		is "$(readelf -d "$NEWSDEX_BUILD/$program" | grep -c libxapian)" 0 "$program is not linked with libxapian"
	done
	is "$(readelf -d "$module" | grep -c 'NEEDED.*libxapian')" 1 'the module is'
	is "$(nm -D --defined-only "$module" | awk '{ print $3 }')" newsdex_xapian_engine 'the module shows one symbol'
else
	skip 'binutils are not installed'
fi
is "$(cd "$NEWSDEX_SOURCE" && grep -rl --include='*.[ch]' --include='*.cc' '#include <xapian' common corpus text index indexer query | sort)" \
	index/xapian/xapian_guard.h 'one header includes <xapian.h>'
is "$(cd "$NEWSDEX_SOURCE" && grep -rl --include='*.[ch]' --include='*.cc' 'xapian_guard\.h"' . | grep -v '/xapian/xapian_[a-z]*\.\(cc\|h\)$')" \
	'' 'and the C interface alone includes that'

# ---- libxapian's own tools ---------------------------------------------------

newsindex --engine=xapian -q -d idx "$samples"
count=$(newsindex -d idx stats --format=json | jq .articles)
ok 'the samples are indexed' [ "$count" -gt 50 ]
if command -v quest >/dev/null && command -v xapian-delve >/dev/null; then
	like "$(xapian-delve idx)" "*number of documents = $count*has positional information = true*" 'xapian-delve reads the folder'
	is "$(xapian-delve -1 -t Zhuawei idx | grep -c '^[0-9]')" "$(newsquery -d idx --count huawei)" 'and finds as many articles for a stem'
	like "$(xapian-delve -r 1 -d idx)" '*id=*title=*' 'and shows a stored article'
	like "$(xapian-delve -r 1 idx)" '* Q* XPS* Z*' 'and its terms'
	like "$(quest -d idx huawei)" "*MSet:*id=*" 'quest finds articles'
	like "$(quest -d idx '"huawei banned" OR cybersecurity')" '*MSet:*' 'by phrases too'
	database=$(sed 's/^auto //' idx/XAPIANDB)
	like "$(xapian-delve "idx/$database")" "*number of documents = $count*" 'the database itself can be read'
	exits 0 'and searched' newsquery -d "idx/$database" huawei
	exits 2 'but not written to' newsindex --engine=xapian -d "idx/$database" "$samples"
	like "$(cat err)" '*newsindex writes to the folder above*' 'for a stated reason'
else
	skip 'xapian-tools are not installed'
fi

# ---- The module is not there -------------------------------------------------

NEWSDEX_MODULES=$work/nowhere
export NEWSDEX_MODULES
exits 2 'without the module a Xapian index is an error' newsquery -d idx huawei
like "$(cat err)" "*$work/nowhere/newsdex-xapian.so*" 'that names the file'
exits 0 'and all else works' newsindex -q -d plain "$samples"
exits 0 'as ever' newsquery -d plain huawei
