#!/bin/sh
# --trend as a picture and as a page: well-formed, alone, and with the numbers of
# the rows.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
command -v python3 >/dev/null || skip_all 'python3 is not installed'

cat >check.py <<'END'
import json, re, subprocess, sys
import xml.etree.ElementTree as xml
newsquery, format, queries, options = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]

def run(*more):
    return subprocess.run([newsquery, *options, *more], capture_output=True, text=True, check=True).stdout

S = "{http://www.w3.org/2000/svg}"
text = run("--format=" + format)
root = xml.fromstring(re.sub("<!DOCTYPE html>", "", text))
svg = root if format == "svg" else root.find(".//figure/" + S + "svg")
assert svg.tag == S + "svg" and svg.get("role") == "img" and svg.find(S + "title").text and svg.find(S + "desc").text
for element in root.iter():
    assert not any(name.startswith("on") or name in ("src", "action") or name.endswith("href") and not value.startswith("#")
                   for name, value in element.attrib.items()), element.attrib
    assert element.tag.split("}")[-1] not in ("script", "image", "use", "foreignObject", "link", "iframe"), element.tag
assert "url(" not in text.replace("'none'", "") and "@import" not in text and "@font-face" not in text

rows = [json.loads(line) for line in run("--format=jsonl").splitlines()]
lines, parted = {}, "part" in rows[0]
for row in rows:
    if row["bucket"] != "undated":
        name = row["query"] + (", " + (row["part"] or "(none)") if parted else "")
        lines.setdefault(name, []).append(row)
relative = "--relative" in options
height = lambda row: (row["share"] or 0) if relative else row["articles"]
if len(lines) > 8:
    order = sorted(lines, key=lambda name: -sum(row["articles"] for row in lines[name]))[:8]
    lines = {name: lines[name] for name in lines if name in order}
drawn = svg.findall(S + "polyline")
assert len(drawn) == len(lines), (len(drawn), list(lines))
most = max(height(row) for name in lines for row in lines[name])
scales = set()
for line, (name, want) in zip(drawn, lines.items()):
    points = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
    assert len(points) == len(want)
    assert [x for x, _ in points] == sorted({x for x, _ in points})
    for (_, y), row in zip(points, want):
        assert 46 - 0.1 <= y <= 326.1
        if height(row) == 0:
            assert abs(y - 326) < 0.06, (row, y)
        elif height(row) == most:
            scales.add(round((326 - y) / most, 3) if not relative else 0)
    for other in want:
        assert abs((326 - points[want.index(other)][1]) * most - max(0.0, height(other)) * max(326 - y for line2 in drawn for y in [min(float(p.split(",")[1]) for p in line2.get("points").split())])) < 0.15 * max(1, most), other
assert len(scales) <= 1, scales
legend = [element.text for element in svg.findall(S + "text")]
for name in lines:
    assert name.replace("\uffff", "\ufffd") in legend, (name, legend)
if len(rows) // queries <= 60:
    hollow = sum(circle.get("fill") == "var(--c-paper)" for circle in svg.findall(S + "circle"))
    assert hollow == sum(row["unfinished"] for name in lines for row in lines[name]), hollow
if format == "html":
    cells = [(row.find("th").text.split(" ")[0], [int(cell.text.replace(",", "")) for cell in row.findall("td")[::2]])
             for row in root.iter("tr") if row.find("td") is not None]
    assert cells == [(row["bucket"], [row["articles"], row["occurrences"]]) for row in rows], cells[:3]
END

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" "$samples" || skip_all 'cannot index'
	for format in svg html; do
		check() {
			description=$1
			shift
			ok "$engine: $format: $description" python3 check.py "$NEWSDEX_BUILD/newsquery" $format "$@"
		}
		check 'one word by year' 1 -d "$engine" --trend year huawei
		check 'two words by month, as shares' 2 -d "$engine" --trend month --relative huawei bank
		check 'some days' 1 -d "$engine" --trend day --since 2018-12 --until 2018-12 huawei
		check 'by source' 1 -d "$engine" --trend year --by source huawei
		check 'a hostile query' 2 -d "$engine" --trend year -e '"<script>alert(1)</script> & <b>"' -e huawei
		check 'nine lines are too many' 9 -d "$engine" --trend year -e huawei -e bank -e zte -e ban -e railway -e council -e fog -e port -e "of"
	done
	is "$(newsquery -d "$engine" --trend year --format=svg huawei | cksum)" "$(newsquery -d "$engine" --trend year --format=svg huawei | cksum)" "$engine: the same again"
done
printf '{"id":"1","title":"undated fog"}\n' >undated.jsonl
newsindex -q -d undated undated.jsonl
exits 2 'nothing to draw' newsquery -d undated --trend year --format=svg fog
like "$(cat err)" '*no dated article*' 'is said'
exits 2 'a search is no picture' newsquery -d segment --format=svg huawei
newsquery -d segment --record --format=html huawei >page.html
like "$(cat page.html)" '*id="record"*<dt>fingerprint</dt>*</dl>*</main>*' '--record is on the page'
is "$(grep -c "$work" page.html)" 0 'without where files lie'
python3 -c 'import sys, xml.etree.ElementTree as xml; xml.parse("page.html")'
result $? 'which is well-formed'
