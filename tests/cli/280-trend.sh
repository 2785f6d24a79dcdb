#!/bin/sh
# Articles over time and by field, counted again by a slow script.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
command -v python3 >/dev/null || skip_all 'python3 is not installed'

{
	articles 1 400 'Fog, fog and the harbour fog.'
	printf '%s\n' '{"id":"u1","title":"fog","body":"undated fog"}' \
		'{"id":"x1","title":"Fog","body":"fog","published":"2010-12-31","source":"PAPER 1","author":["Ann","Ann","Li"],"tags":["Fog","fog"],"url":"https://WWW.Paper.example:8080/x?y"}' \
		'{"id":"x2","title":"Fog","body":"fog","published":"2010-12-30","url":"http://me@paper.example"}' \
		'{"id":"x3","title":"Fog","body":"fog","published":"2010-12-30","url":"http://other.example/www.a"}'
} >news.jsonl

cat >recount.py <<'END'
import collections, csv, datetime, json, re, subprocess, sys
newsquery = sys.argv[1]
articles = [json.loads(line) for line in open("news.jsonl")]

def run(*arguments):
    done = subprocess.run([newsquery, *arguments, "--format=jsonl"], capture_output=True, text=True)
    assert done.returncode in (0, 1), done
    return [json.loads(line) for line in done.stdout.splitlines()]

def words(article):
    return re.findall(r"[a-z0-9]+", (article["title"] + " " + article["body"]).lower())

def matches(article, word):
    return word in words(article)

def bucket(article, period):
    if "published" not in article:
        return "undated"
    day = datetime.date.fromisoformat(article["published"])
    return {"day": str(day), "week": "%d-W%02d" % day.isocalendar()[:2], "month": str(day)[:7], "year": str(day)[:4]}[period]

def filled(period):
    days = sorted(a["published"] for a in articles if "published" in a)
    day, last = datetime.date.fromisoformat(days[0]), datetime.date.fromisoformat(days[-1])
    names = []
    while day <= last:
        name = bucket({"published": str(day)}, period)
        if not names or names[-1] != name:
            names.append(name)
        day += datetime.timedelta(1)
    return names + ["undated"]

for period in ("day", "week", "month", "year"):
    rows = run("--trend", period, "=fog", "=harbour")
    for query in ("=fog", "=harbour"):
        mine = [row for row in rows if row["query"] == query]
        assert [row["bucket"] for row in mine] == filled(period), (period, query)
        for row in mine:
            here = [a for a in articles if bucket(a, period) == row["bucket"]]
            found = [a for a in here if matches(a, query[1:])]
            count = sum(words(a).count(query[1:]) for a in found)
            total = sum(len(words(a)) for a in here)
            assert row["articles"] == len(found) and row["total"] == len(here), row
            assert row["occurrences"] == count and row["words"] == total, (row, count, total)
            assert row["share"] == (None if not here else row["share"]) and abs((row["share"] or 0) * len(here) - len(found)) < 1e-9
            assert total == 0 or abs(row["per_million"] - 1e6 * count / total) < 1e-6
        assert sum(row["articles"] for row in mine) == int(subprocess.run([newsquery, "-c", query], capture_output=True).stdout)
    dates = sorted(a["published"] for a in articles if "published" in a)
    first, last = (datetime.date.fromisoformat(dates[i]) for i in (0, -1))
    around = [str(first + datetime.timedelta(i)) for i in range(-400, (last - first).days + 400)]
    cut = {bucket({"published": day}, period) for day in around if not str(first) <= day <= str(last)}
    for row in rows:
        assert row["unfinished"] == (row["bucket"] in cut), row

rows = run("--trend=year")
assert all(row["query"] == "all articles" and row["articles"] == row["total"] and row["occurrences"] == 0 for row in rows), rows
assert sum(row["articles"] for row in rows) == len(articles) == int(subprocess.run([newsquery, "-c"], capture_output=True).stdout)
assert sum(row["articles"] for row in run("--facet=source")) == len(articles)

rows = run("--trend=year", "--by=source", "=fog")
for row in rows:
    here = [a for a in articles if a.get("source") == row["part"] and bucket(a, "year") == row["bucket"]]
    assert row["total"] == len(here) and row["articles"] == sum(matches(a, "fog") for a in here), row
assert sum(row["articles"] for row in rows) == sum(matches(a, "fog") for a in articles)

rows = run("--trend=month", "--since=2012-05", "--until=2013-02-10", "=fog")
assert rows[0]["bucket"] == "2012-05" and rows[-1]["bucket"] == "2013-02", rows
assert [row["unfinished"] for row in rows] == [False] * 9 + [True], rows
for row in rows:
    here = [a for a in articles if "2012-05-01" <= a.get("published", "") <= "2013-02-10" and bucket(a, "month") == row["bucket"]]
    assert row["total"] == len(here) and row["articles"] == sum(matches(a, "fog") for a in here), row

def fold(text):
    return " ".join(text.lower().split())

found = [a for a in articles if matches(a, "fog")]
fields = {
    "source": lambda a: [a["source"]] if "source" in a else [],
    "tag": lambda a: a.get("tags", []),
    "author": lambda a: a.get("author", []),
    "site": lambda a: re.findall("//(?:me@)?(?:WWW.)?([A-Za-z.]+)", a.get("url", "")),
    "date:year": lambda a: [bucket(a, "year")] if "published" in a else [],
    "date:week": lambda a: [bucket(a, "week")] if "published" in a else [],
}
rows = run("--facet", ",".join(fields), "=fog")
for field, values in fields.items():
    mine = [row for row in rows if row["field"] == field]
    want = collections.Counter()
    for a in found:
        seen = set(values(a))
        for value in seen or {None}:
            want[value and fold(value)] += 1
    assert {row["value"] and fold(row["value"]): row["articles"] for row in mine} == want, (field, mine, want)
    assert len(mine) == len(want)
    named = [row for row in mine if row["value"] is not None]
    assert mine[:len(named)] == named
    key = (lambda row: row["value"]) if field.startswith("date") else (lambda row: (-row["articles"], row["value"]))
    assert named == sorted(named, key=key), field
for field in ("source", "date:year"):
    assert sum(row["articles"] for row in rows if row["field"] == field) == len(found)
END

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" news.jsonl || skip_all 'cannot index'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB
	ok "$engine: trends and facets as a slow script has them" python3 recount.py "$NEWSDEX_BUILD/newsquery"

	exits 0 "$engine: bars" newsquery --trend year fog
	is "$(head -n 1 out)" fog "$engine: under the query"
	is "$(grep -c '^20[0-9][0-9]' out)" 10 "$engine: a line a year"
	like "$(grep 2012 out)" '2012  *[0-9]*%*█*' "$engine: with a bar"
	like "$(grep undated out)" 'undated *1 *100.000%*' "$engine: the undated apart"
	exits 0 "$engine: -word belongs to the query before" newsquery --trend year --json fog -harbour ministry
	is "$(jq -r .query out | uniq | tr '\n' ',')" 'fog -harbour,ministry,' "$engine: two queries"
	exits 0 "$engine: -e is a query too" newsquery --trend year --json -e 'fog harbour' -e ministry
	is "$(jq -r .query out | uniq | tr '\n' ',')" 'fog harbour,ministry,' "$engine: each"
	exits 1 "$engine: nothing found" newsquery --trend year zzzz
	is "$(awk '{ sum += $2 } END { print sum + 0 }' out)" 0 "$engine: is zeros"
	exits 2 "$engine: a mistake in one query" newsquery --trend year fog '(fog'

	exits 0 "$engine: facets" newsquery --facet source -n 2 fog
	like "$(cat out)" 'source
* Paper *
*1 value more; -n N shows more

404 articles' "$engine: the values, and that there are more"
	printf '{"id":"x%s","title":"zebra","section":"%s"}\n' 1 A 2 A 3 B 4 C 5 '' >zebras.jsonl
	newsindex --engine="$engine" -q --repeated=keep -d "$engine-zebras" zebras.jsonl
	like "$(newsquery -d "$engine-zebras" --facet section -n 1 zebra)" '*A
*(none)
*2 values more*' "$engine: what has no value is never cut off"
	exits 1 "$engine: facets of nothing" newsquery --facet source zzzz
	is "$(cat out)" '' "$engine: are nothing"
done
