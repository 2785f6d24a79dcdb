#!/bin/sh
# newsdex-cookbook(7): every line prints what stands below it.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
command -v python3 >/dev/null || skip_all 'python3 is not installed'
command -v jq >/dev/null || skip_all 'jq is not installed'
page=$NEWSDEX_SOURCE/doc/man/newsdex-cookbook.7
PATH=$NEWSDEX_BUILD:$PATH
LC_ALL=C.UTF-8
export PATH LC_ALL

cat >recipes.py <<'END'
import os, re, sys
escapes = {"e": "\\", "-": "-", "&": "", "(aq": "'", "(ga": "`", "(ha": "^", "(ti": "~", "(dq": '"'}
def plain(line):
    return re.sub(r"\\(?:\[u([0-9A-F]+)\]|(\(..|.))", lambda m: chr(int(m[1], 16)) if m[1] else escapes[m[2]], line)
blocks = re.findall(r"^\.Bd -literal -offset indent\n(.*?)^\.Ed\n", open(sys.argv[1], encoding="ascii").read(), re.M | re.S)
for number, block in enumerate(blocks, 1):
    command, *output = [plain(line) for line in block.splitlines()]
    assert command.startswith("$ "), command
    open("recipe-%02d" % number, "w").write(command[2:] + "\n")
    open("want-%02d" % number, "w").write("\n".join(output) + "\n")
END
ok 'the page is read' python3 recipes.py "$page"
for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" "$samples" || skip_all 'the samples cannot be indexed'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB
	for recipe in recipe-*; do
		exits 0 "$engine: $(cat "$recipe")" bash -o pipefail "$recipe"
		is "$(cat out)" "$(cat "want-${recipe#recipe-}")" "$engine: prints that"
	done
done
result "$([ "$(ls recipe-* | wc -l)" -ge 20 ]; echo $?)" 'twenty questions, or more'
if command -v mandoc >/dev/null; then
	is "$(mandoc -T lint -W warning "$page")" '' 'mandoc finds nothing'
fi
if command -v groff >/dev/null; then
	is "$(groff -mdoc -ww -T utf8 -z "$page" 2>&1)" '' 'groff finds nothing'
fi
