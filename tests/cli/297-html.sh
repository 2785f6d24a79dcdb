#!/bin/sh
# The page of --format=html: well-formed, alone, and deaf to what articles say.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
command -v python3 >/dev/null || skip_all 'python3 is not installed'

cat >hostile.jsonl <<'END'
{"id":"\"><script>alert(1)</script>","title":"</style><script>fog</script> & \"fog\" <img src=x onerror=a>","source":"<b onclick='x'>Paper</b>","author":"<i>A</i>","language":"en","url":"javascript:alert(1)","published":"2019-01-28","body":"Fog <script src=//evil.example/x.js></script> ]]> \u0007\u001b[31m \uffff \u202e fog"}
{"id":"two","title":"Fog & more","url":"https://x.example/a?b=\"><script>&c='d'","published":"2019-03","body":"fog"}
{"id":"three","body":"undated fog"}
END

cat >check.py <<'END'
import json, re, subprocess, sys
import xml.etree.ElementTree as xml
newsquery, arguments = sys.argv[1], sys.argv[2:]

def run(*more):
    return subprocess.run([newsquery, *arguments, *more], capture_output=True, text=True, check=True).stdout

text = run("--format=html", "-n", "all")
assert text.startswith("<!DOCTYPE html>\n")
page = xml.fromstring(text)
hits = [json.loads(line) for line in run("--json", "-n", "all").splitlines()]

allowed = set("html head meta title style body a header nav ul li h1 h2 h3 dl dt dd strong main section figure figcaption "
              "svg desc rect p span details summary table caption thead tbody tr th td ol article time mark code footer".split())
ids = set()
for element in page.iter():
    assert element.tag in allowed, element.tag
    for name, value in element.attrib.items():
        assert not name.startswith("on") and name not in ("src", "srcset", "action", "background", "style"), name
        if name == "href":
            assert element.tag == "a" and re.match("https?://|#", value), value
        if name == "id":
            assert value not in ids, value
            ids.add(value)
for element in page.iter("a"):
    if element.get("href").startswith("#"):
        assert element.get("href")[1:] in ids, element.get("href")
assert "url(" not in page.find("head/style").text and "@import" not in page.find("head/style").text
policy = page.find("head/meta[@http-equiv='Content-Security-Policy']").get("content")
assert "default-src 'none'" in policy and "script" not in policy
assert page.get("lang") == "en" and page.find("body/main") is not None and page.find("body/header/h1") is not None
for element in page.iter("section"):
    assert element.get("aria-labelledby") in ids

def plain(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()

entries = list(page.iter("article"))
assert len(entries) == len(hits)
for entry, hit in zip(entries, hits):
    snippet = "".join(entry.findall("p")[1].itertext())
    assert hit["snippet"].replace("\uffff", "\ufffd") in snippet, (hit["snippet"], snippet)
    marked = [mark.text for mark in entry.findall("p")[1].iter("mark")]
    assert marked == [hit["snippet"][a:b] for a, b in hit["highlights"]], marked
    assert entry.get("lang") == hit["language"]
    links = [a.get("href") for a in entry.iter("a")]
    assert links == ([hit["url"]] if re.match("https?://", hit["url"] or "") else []), links

def number(cell):
    return int(cell.text.replace(",", ""))

rows = page.findall(".//section[@id='sources']/table/tbody/tr")
assert sum(number(row.find("td")) for row in rows) == len(hits)
names = {"".join(row.find("th").itertext()) for row in rows}
assert names == {hit["source"] or "(none given)" for hit in hits}, names
times = page.findall(".//section[@id='time']/details/table/tbody/tr")
dated = [hit for hit in hits if hit["published"] or hit["modified"]]
assert sum(number(row.find("td")) for row in times) == len(dated)
bars = page.findall(".//section[@id='time']/figure/svg/rect")
assert len(bars) == sum(1 for row in times if number(row.find("td")))
assert int(plain(page.find("body/header/dl/dd/strong")).replace(",", "")) == len(hits)
END

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" "$samples" && newsindex --engine="$engine" -q -d "odd-$engine" hostile.jsonl ||
		skip_all 'cannot index'
	page() {
		ok "$1" python3 check.py "$NEWSDEX_BUILD/newsquery" -d "$2" -e "$3"
	}
	page "$engine: one word" "$engine" huawei
	page "$engine: a phrase" "$engine" '"security threat" OR ban'
	page "$engine: many languages" "$engine" 'lang:zh OR lang:ar OR lang:de OR bank'
	page "$engine: hostile articles" "odd-$engine" fog
	page "$engine: a hostile query" "odd-$engine" 'fog OR "<script>alert(1)</script>"'
	newsquery -d "odd-$engine" --format=html fog >out
	is "$(grep -ci -e '<script' -e '<img' -e javascript: out)" 0 "$engine: no scripts"
	is "$(tr -d '\n' <out | LC_ALL=C grep -c "$(printf '[\001-\010\013-\037]')")" 0 "$engine: no control characters"
	is "$(newsquery -d "odd-$engine" --format=html fog | cksum)" "$(cksum <out)" "$engine: the same page again"
	exits 1 "$engine: nothing found" newsquery -d "$engine" --format=html qqqqq
	like "$(cat out)" '*Nothing was found.*</html>' "$engine: says so on a page"
	exits 0 "$engine: a period" newsquery -d "$engine" --format=html --since 2019 --until 2019
	like "$(cat out)" '*<dt>From</dt><dd>2019-01-01T00:00</dd>*' "$engine: which is told"
done
exits 2 'a count is no page' newsquery -d segment -c --format=html huawei
