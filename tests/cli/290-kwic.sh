#!/bin/sh
# Concordances, made again by a slow script.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not installed'

{
	articles 1 120 'Fog, fog and\\tthe   harbour fog.'
	printf '%s\n' '{"id":"n1","title":"Fog","body":"caf\u00e9 \u65b0\u95fb fog \u65b0\u95fb\u65b0\u95fb caf\u00e9\n\nfog","published":"2001-01-01"}' \
		'{"id":"n2","title":"\u001b[31mfog","body":"A fog\u0007horn, un\u202ederhanded fog","published":"2002-01-01"}'
} >news.jsonl

cat >recount.py <<'END'
import json, re, subprocess, sys
newsquery = sys.argv[1]

def run(*arguments):
    done = subprocess.run([newsquery, *arguments, "--format=jsonl"], capture_output=True, text=True)
    assert done.returncode == 0, done
    return [json.loads(line) for line in done.stdout.splitlines()]

def stored(identifier):
    return run("--show", identifier)[0]

def flat(text):
    return re.sub(r"\s+", " ", re.sub("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", " ", text))

width = 25
rows = run("--kwic=%d" % width, "=fog")
articles = {row["id"]: stored(row["id"]) for row in rows}
want = []
for identifier, article in articles.items():
    for field in ("title", "body", "note"):
        text = article[field] or ""
        for match in re.finditer(r"(?<!\w)fog(?!\w)", text, re.I):
            want.append((identifier, field, len(text[:match.start()].encode())))
assert sorted((row["id"], row["field"], row["offset"]) for row in rows) == sorted(want)
for row in rows:
    text = articles[row["id"]][row["field"]]
    at = len(text.encode()[:row["offset"]].decode())
    left, right = text[:at], text[at + len(row["match"]):]
    assert row["match"].lower() == "fog", row
    assert flat(left).endswith(row["left"]) and flat(right).startswith(row["right"]), row
    assert len(row["left"]) <= width and len(row["right"]) <= width, row
    # Whole words, and as many as there is room for.
    rest = left[:len(left) - width].rsplit(None, 1)
    cut = flat(left[-width:]) if len(left) > width else flat(left)
    assert row["left"] == cut.lstrip() or (cut.endswith(row["left"]) and cut[:len(cut) - len(row["left"])].count(" ") <= 1), (row, cut)
dates = [articles[row["id"]]["published"] for row in rows]
assert dates == sorted(dates), "through time"

def word(text, number):
    words = re.findall(r"\w+", text.lower())
    return words[number] if -len(words) <= number < len(words) else ""

plain = [row for row in rows if row["id"].startswith("a")]
ids = set(row["id"] for row in plain)
for keys, key in (("R1", lambda r: word(r["right"], 0)), ("L1", lambda r: word(r["left"], -1)),
                  ("R2,L1", lambda r: (word(r["right"], 1), word(r["left"], -1)))):
    got = [row for row in run("--kwic=%d" % width, "--sort-kwic", keys, "=fog") if row["id"] in ids]
    assert got == sorted(plain, key=key), keys
assert run("--kwic=%d" % width, "-n", "3", "--offset", "2", "=fog") == rows[2:5]
END

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" news.jsonl || skip_all 'cannot index'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB
	ok "$engine: a concordance as a slow script has it" python3 recount.py "$NEWSDEX_BUILD/newsquery"

	exits 0 "$engine: lines for people" newsquery --kwic=20 =fog
	is "$(cut -c 33-35 out | LC_ALL=C grep -ci '^fog' | head -n 1)" "$(grep -cv ' 新闻' out)" "$engine: line up"
	is "$(tr -d '\n' <out | LC_ALL=C grep -c '[[:cntrl:]]')" 0 "$engine: without control characters"
	like "$(newsquery --kwic=30 '"harbour fog"' | tail -n 1)" '* and the harbour fog.*' "$engine: a phrase"
	is "$(newsquery --kwic --json '"harbour fog"' | jq -r .match | tr -d . | tr A-Z a-z | sort -u)" 'harbour fog' "$engine: is one match"
	exits 1 "$engine: nothing" newsquery --kwic zzzz
	is "$(cat out)" '' "$engine: is nothing"
done
