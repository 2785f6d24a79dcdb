#!/bin/sh
# Concordances, made again by a slow script.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
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

cat >beside.py <<'END'
import collections, json, math, re, subprocess, sys
newsquery, span = sys.argv[1], int(sys.argv[2])

def run(*arguments):
    return [json.loads(line) for line in
            subprocess.run([newsquery, *arguments, "--format=jsonl"], capture_output=True, text=True, check=True).stdout.splitlines()]

articles = run("-n", "all", "--fields=title,body,note", "-e", "the OR harbour OR fog OR a")
together, alone, node, beside, total = collections.Counter(), collections.Counter(), 0, 0, 0
for article in articles:
    for field in ("title", "body", "note"):
        words = re.findall(r"\w+", (article[field] or "").lower())
        alone.update(words)
        total += len(words)
        places = [i for i, word in enumerate(words) if word == "fog"]
        node += len(places)
        near = [word for i, word in enumerate(words) if word != "fog" and any(abs(i - p) <= span for p in places)]
        together.update(near)
        beside += len(near)
rows = run("--collocates=%d" % span, "=fog")
assert {row["term"]: row["together"] for row in rows} == together, (rows, together)
for row in rows:
    f, g = row["together"], row["alone"]
    assert g == alone[row["term"]], row
    table = [(f, beside, g), (beside - f, beside, total - g), (g - f, total - beside, g), (total - beside - g + f, total - beside, total - g)]
    g2 = 2 * sum(o * math.log(o * total / (r * c)) for o, r, c in table if o)
    for got, want in ((row["logdice"], 14 + math.log2(2 * f / (g + node))), (row["mi"], math.log2(f * total / (beside * g))), (row["loglik"], g2)):
        assert abs(got - want) < 1e-6 * max(1, abs(want)), (row, want)
assert [row["logdice"] for row in rows] == sorted((row["logdice"] for row in rows), reverse=True)
END

cat >key.py <<'END'
import collections, json, math, re, subprocess, sys
newsquery = sys.argv[1]

def run(*arguments):
    return [json.loads(line) for line in
            subprocess.run([newsquery, *arguments, "--format=jsonl"], capture_output=True, text=True, check=True).stdout.splitlines()]

def count(*query):
    words, having, shares = collections.Counter(), collections.Counter(), []
    for article in run("-n", "all", "--fields=title,body,note", *query):
        mine = [word for field in ("title", "body", "note") for word in re.findall(r"\w+", (article[field] or "").lower())]
        words.update(mine)
        having.update(set(mine))
        shares.append({word: mine.count(word) / len(mine) for word in mine})
    return words, having, shares

# Juilland's D over the articles of a.
def spread(word, shares):
    parts = [share.get(word, 0) for share in shares]
    mean = sum(parts) / len(parts)
    deviation = math.sqrt(sum((part - mean) ** 2 for part in parts) / len(parts))
    return 1 if len(parts) == 1 else 1 - deviation / mean / math.sqrt(len(parts) - 1)

def check(rows, a, having_a, shares, b, having_b, terms):
    assert {row["term"] for row in rows} == set(terms)
    m, n = sum(a.values()), sum(b.values())
    for row in rows:
        x, y = a[row["term"]], b[row["term"]]
        assert (row["freq_a"], row["freq_b"]) == (x, y), (row, x, y)
        assert (row["articles_a"], row["articles_b"]) == (having_a[row["term"]], having_b[row["term"]]), row
        want = 2 * sum(o * math.log(o * (m + n) / (t * (x + y))) for o, t in ((x, m), (y, n)) if o)
        ratio = math.log2((x or 0.5) / m / ((y or 0.5) / n))
        for got, right in ((row["loglik"], want), (row["log_ratio"], ratio), (row["per_million_a"], 1e6 * x / m), (row["per_million_b"], 1e6 * y / n)):
            assert abs(got - right) < 1e-6 * max(1, abs(right)), (row, right)
        want = spread(row["term"], shares) if x else 0
        assert abs(row["dispersion"] - want) < 1e-6, (row, want)
    signed = [row["loglik"] * (-1 if row["log_ratio"] < 0 else 1) for row in rows]
    assert signed == sorted(signed, reverse=True)

a, having_a, shares_a = count("harbour")
b, having_b, shares_b = count("ministry")
check(run("--keyness", "harbour", "--against", "ministry"), a, having_a, shares_a, b, having_b, a.keys() | b.keys())
every, having, shares = count("-e", "the OR harbour OR fog OR a")
check(run("--keyness", "ministry"), b, having_b, shares_b, every - b, having - having_b, b.keys())
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
	grep -v '"n[12]"' news.jsonl >plain.jsonl
	newsindex --engine="$engine" -q -d "$engine-plain" plain.jsonl
	for span in 1 3; do
		ok "$engine: collocates within $span as a slow script has them" \
			env NEWSDEX_DB="$work/$engine-plain" python3 beside.py "$NEWSDEX_BUILD/newsquery" $span
	done
	ok "$engine: keyness as a slow script has it" env NEWSDEX_DB="$work/$engine-plain" python3 key.py "$NEWSDEX_BUILD/newsquery"
	exits 0 "$engine: keyness for people" newsquery --keyness -n 3 ministry --against harbour
	like "$(cat out)" '*freq a*log ratio*word
*
3 of * words; a: * articles, b: *; -n N shows more' "$engine: with what it is of"
	exits 1 "$engine: nothing to compare with" newsquery --keyness ministry --against zzzz
	is "$(cat err)" 'newsquery: --against: nothing found to compare with' "$engine: is said"
	exits 2 "$engine: a mistake in the other query" newsquery --keyness ministry --against '(zzzz'
	like "$(cat err)" 'newsquery: --against: *bracket*' "$engine: has its place"
	exits 0 "$engine: collocates for people" newsquery --collocates -n 2 =fog
	like "$(cat out)" '*together*alone*logDice*MI*loglik*word
*
2 of * words beside * places in * articles; -n N shows more' "$engine: with what they are of"
	newsquery --collocates --json =fog | jq -c 'select(.together >= 3)' >want
	is "$(newsquery --collocates --json --least 3 =fog | jq -c . | cksum)" "$(cksum <want)" "$engine: collocates that are there three times"
	newsquery --keyness --json ministry --against harbour | jq -c 'select(.freq_a >= 20 or .freq_b >= 20)' >want
	is "$(newsquery --keyness --json --least 20 ministry --against harbour | jq -c . | cksum)" "$(cksum <want)" "$engine: keywords that are frequent"
	is "$(newsquery --collocates --json =fog | wc -l) $(wc -l <want)" "$(newsquery --collocates --json --least 1 =fog | wc -l) $(newsquery --keyness --json --least 20 ministry --against harbour | wc -l)" "$engine: and no others are left out"
	exits 1 "$engine: none that often" newsquery --collocates --least 100000 =fog
	is "$(cat out err)" 'newsquery: --least: no word stands beside it 100000 times' "$engine: is said"
	exits 1 "$engine: no keyword that often" newsquery --keyness --least 100000 ministry --against harbour
	is "$(cat out err)" 'newsquery: --least: no word occurs 100000 times' "$engine: is said, too"
	exits 2 "$engine: a search has no such words" newsquery --least 2 fog
	exits 1 "$engine: no collocates" newsquery --collocates zzzz
	newsquery --kwic --json =fog >all.jsonl
	newsquery --kwic --json --sample 4 =fog >four.jsonl
	is "$(wc -l <four.jsonl)" 4 "$engine: a sample of four lines"
	is "$(grep -Fxc -f four.jsonl all.jsonl)" 4 "$engine: each of them a line of the whole"
	is "$(grep -Fx -f four.jsonl all.jsonl)" "$(cat four.jsonl)" "$engine: in its order"
	is "$(newsquery --kwic --json --sample=4 --seed=0 =fog)" "$(cat four.jsonl)" "$engine: the same again"
	is "$(for seed in 1 2 3 4 5 6; do newsquery --kwic --json --sample 4 --seed $seed =fog; done | sort -u | wc -l | awk '{ print ($1 > 4) }')" 1 \
		"$engine: another seed draws others"
	is "$(newsquery --kwic --json --sample 100000 =fog)" "$(cat all.jsonl)" "$engine: all where there are no more"
	is "$(newsquery --kwic --json --sample 5 =fog | grep -Fxc -f four.jsonl)" 4 "$engine: a larger sample has the smaller one"
	is "$(newsquery --kwic --json --sample 4 --sort-kwic R1 =fog | sort)" "$(sort four.jsonl)" "$engine: sorting draws no others"
	cp four.jsonl "four-$engine.jsonl"
	is "$(cat "four-$engine.jsonl")" "$(cat four-*.jsonl | head -n 4)" "$engine: every engine draws the same"
	exits 1 "$engine: nothing" newsquery --kwic zzzz
	is "$(cat out)" '' "$engine: is nothing"
done

# So many articles that several threads read them.
articles 1 4000 >many.jsonl
newsindex -q -d many many.jsonl
NEWSDEX_DB=$work/many
newsquery --kwic --json report >lines
is "$(wc -l <lines)" 4000 'four thousand lines'
is "$(newsquery --kwic --json report | cksum)" "$(cksum <lines)" 'the same again'
is "$(newsquery --kwic --json -n 1500 report | cksum)" "$(head -n 1500 lines | cksum)" 'as one thread has the first'
is "$(newsquery --kwic --json -n 3500 report | cksum)" "$(head -n 3500 lines | cksum)" 'cut off in the middle'
is "$(jq -r .published lines | cut -c 1-10 | sort -c && echo sorted)" sorted 'in order of time'
is "$(newsquery --kwic --json --sample 3 report | grep -Fxc -f lines)" 3 'a sample of them'
newsquery --kwic --json report | head -n 1 >first
is "$(cat first)" "$(head -n 1 lines)" 'a reader that goes away'

# Articles in many blocks, parts of the index and windows, stored in no order of time:
# each line is its own article's, all are there, in every order that is asked for.
awk 'BEGIN {
	srand(7)
	for (i = 0; i < 3000; i++) {
		filler = ""
		for (k = 0; k < 40; k++)
			filler = filler sprintf(" w%d", int(1e6 * rand()))
		# A permutation of the days: 2003 has no factor of 3000.
		day = i * 2003 % 3000
		printf "{\"id\":\"b%04d\",\"title\":\"t\",\"published\":\"%04d-%02d-%02d\",\"body\":\"%s l%d signal r%d. %s\\n\\n", \
			day, 2000 + int(day / 336), int(day / 28) % 12 + 1, day % 28 + 1, filler, day, day, filler
		for (k = 0; k < day % 3; k++)
			printf "l%d Signal r%d ", day, day
		printf "\"}\n"
	}
}' >signals.jsonl
for engine in $engines; do
	rm -rf signals
	for part in 1 2 3; do
		awk -v part=$part 'NR % 3 == part - 1' signals.jsonl >part.jsonl
		newsindex --engine="$engine" -q -d signals part.jsonl
	done
	NEWSDEX_DB=$work/signals
	awk 'BEGIN { for (day = 0; day < 3000; day++) for (k = 0; k <= day % 3; k++) printf "b%04d l%d r%d\n", day, day, day }' >want
	told() { newsquery --kwic --format=tsv "$@" =signal | awk -F '\t' 'NR > 1 { n = split($4, l, " "); split($6, r, "[ .]+"); print $1, l[n], r[r[1] == "" ? 2 : 1] }'; }
	told >got
	is "$(cksum <got)" "$(cksum <want)" "$engine: a line for each place, its article's, through time"
	told -n 2600 --offset 700 >got
	is "$(cksum <got)" "$(sed -n 701,3300p want | cksum)" "$engine: some of them"
	told --sort=-date >got
	is "$(sort got | cksum)" "$(sort want | cksum)" "$engine: all of them from the newest"
	is "$(cut -d ' ' -f 1 got | uniq | cksum)" "$(cut -d ' ' -f 1 want | uniq | sort -r | cksum)" "$engine: in that order"
	told --sort-kwic L1 >got
	is "$(cksum <got)" "$(LC_ALL=C sort -s -k 2,2 want | cksum)" "$engine: sorted by the word before"
	told --sort-kwic M >got
	is "$(cksum <got)" "$(cksum <want)" "$engine: equal keys stay in the order of time"
	told --sample 900 >got
	is "$(cksum <got)" "$(told --sample 900 --generic | cksum)" "$engine: a sample"
	LC_ALL=C sort want >sorted
	is "$(wc -l <got) $(LC_ALL=C sort got | LC_ALL=C comm -23 - sorted | wc -l)" '900 0' "$engine: of lines that are there"
done
