#!/bin/sh
# --expand adds the words that a slow script would add; --eval compares two runs.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

cat >expand.py <<'END'
import json, math, re, subprocess, sys
WORD = r"[^\W_]+(?:['\u2019](?!s\b)[^\W_]+)*"
newsquery, query, names = sys.argv[1], sys.argv[2], sys.argv[3:]

def run(*arguments):
    return subprocess.run([newsquery, *arguments], capture_output=True, text=True)

def articles(*arguments):
    return [json.loads(line) for line in run("--fields=id,title,body,note", "--json", *arguments).stdout.splitlines()]

def words(article):
    return set(re.findall(WORD, ((article["title"] or "") + " " + (article["body"] or "")).lower()))

everything = {article["id"]: words(article) | set(re.findall(WORD, (article["note"] or "").lower()))
              for article in articles("-n", "all", "-e", "words:>=0")}
shown = articles("-n", "all", "-e", "words:>=0") if names else articles("-n", "10", query)
good = [words(article) for article in shown if not names or article["id"] in names]
R, N = len(good), len(everything)
value = {}
for word in set().union(*good):
    r = sum(word in mine for mine in good)
    n = sum(word in mine for mine in everything.values())
    if r >= min(2, R) and len(word) > 1 and not word.isdigit():
        value[word] = r * math.log((r + 0.5) * (N - n - R + r + 0.5) / ((n - r + 0.5) * (R - r + 0.5)))
told = run("-v", "-c", "--expand=8", *(["--from", ",".join(names)] if names else []), query).stderr
added = re.findall(r'"([^"]+)"\^(0\.\d+)', told)
assert len(added) == 8, told
# Stop words and words of the query are left out; else the greatest values come first.
left_out = {word for word in value if value[word] > value[added[-1][0]] and word not in dict(added)}
told = re.search(r"left out, as stop words[^\n]*\n  (.*)", run("--explain", " ".join(["huawei", *sorted(left_out)])).stdout)
stop = set(told.group(1).split()) if told else set()
assert all(word in stop or word.startswith(query[:4]) for word in left_out), left_out - stop
best = value[added[0][0]]
for (word, weight), want in zip(added, sorted((value[word] for word, _ in added), reverse=True)):
    assert abs(value[word] - want) < 1e-9, (word, value[word], want)
    assert abs(float(weight) - 0.5 * value[word] / best) <= 0.00051, (word, weight, value[word] / best)
END

for engine in $engines; do
	articles 1 200 >news.jsonl
	sed 's/"a\([0-9]*\)"/"b\1"/; s/Report/Zebra review/' news.jsonl | sed -n '1,60p' >>news.jsonl
	newsindex --engine="$engine" -q -d "$engine" news.jsonl "$samples" || skip_all 'cannot index'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB

	ok "$engine: words of the first articles" python3 expand.py "$NEWSDEX_BUILD/newsquery" huawei
	ok "$engine: words of named ones" python3 expand.py "$NEWSDEX_BUILD/newsquery" railway nw:2020-07-15:0120 ht-20150808-03
	few=$(newsquery -c huawei)
	[ "$(newsquery -c --expand huawei)" -gt "$few" ]
	result $? "$engine: more articles than without"
	is "$(newsquery --json -n all --expand huawei | jq -r .id | sort >e; newsquery --json -n all huawei | jq -r .id | sort | comm -23 - e | wc -l)" 0 \
		"$engine: all of those among them"
	newsquery --record --json --expand=3 huawei >record.jsonl
	exits 0 "$engine: the record can be run again" newsquery rerun record.jsonl
	like "$(newsquery --explain --expand=1 huawei)" '*read as
  (huawei OR "*"^0.5)
*' "$engine: --explain shows it"
	is "$(newsquery -c --expand 'zzzz' 2>/dev/null)" 0 "$engine: of nothing nothing"
	exits 2 "$engine: an id that there is not" newsquery --expand --from nobody huawei
	is "$(cat err)" "newsquery: --from: no article has the id 'nobody'" "$engine: is said"
done
exits 2 '--expand=0' newsquery --expand=0 huawei
exits 2 '--expand with a report' newsquery --kwic --expand huawei
exits 2 '--from alone' newsquery --from a huawei
exits 2 '--seed alone' newsquery --seed 3 huawei

# Two runs; the slow script tries every sign.
cat >runs.py <<'END'
import random
random.seed(7)
with open("qrels", "w") as qrels, open("one", "w") as one, open("two", "w") as two:
    for query in range(1, 11):
        docs = ["d%d" % i for i in range(20)]
        for doc in docs:
            qrels.write("%d 0 %s %d\n" % (query, doc, random.random() < 0.3))
        for file, tag in ((one, "one"), (two, "two")):
            random.shuffle(docs)
            for rank, doc in enumerate(docs[:15]):
                file.write("%d Q0 %s %d %d %s\n" % (query, doc, rank + 1, 100 - rank, tag))
END
python3 runs.py
cat >paired.py <<'END'
import itertools, json, math, statistics, subprocess, sys

def run(*arguments):
    return [json.loads(line) for line in subprocess.run([sys.argv[1], *arguments, "--json"], capture_output=True, text=True, check=True).stdout.splitlines()]

value = {(row["run"], row["query"], row["measure"]): row["value"] for row in run("--eval", "qrels", "one", "two", "-q")}
for measure in ("map", "P_5", "ndcg_cut_10", "bpref", "recip_rank"):
    d = [value["two", str(query), measure] - value["one", str(query), measure] for query in range(1, 11)]
    mean = statistics.mean(d)
    t = mean / (statistics.stdev(d) / math.sqrt(len(d)))
    # Student's density with 9 degrees of freedom, added up by Simpson's rule.
    density = lambda x: math.gamma(5) / (math.sqrt(9 * math.pi) * math.gamma(4.5)) * (1 + x * x / 9) ** -5
    steps = 20000
    area = sum((4 if i % 2 else 2) * density(abs(t) * i / steps) for i in range(1, steps)) + density(0) + density(abs(t))
    p_t = 1 - 2 * area * abs(t) / steps / 3
    far = sum(abs(sum(s * x for s, x in zip(signs, d))) >= abs(sum(d)) - 1e-9 for signs in itertools.product((1, -1), repeat=10))
    for kind, want in (("difference", mean), ("t", t), ("p_t", p_t), ("p_random", far / 1024)):
        got = value["two-one", "all", measure + "_" + kind]
        assert abs(got - want) < 1e-6 * max(1, abs(want)), (measure, kind, got, want)
END
ok 'differences of two runs as a slow script has them' python3 paired.py "$NEWSDEX_BUILD/newsquery"
like "$(newsquery --eval qrels one two)" '*
runid                 	two-one
map *' 'for people, behind the measures'
is "$(newsquery --eval qrels one | grep -c 'p (t)')" 0 'one run is compared with nothing'
is "$(newsquery --eval qrels one two one | grep -c '^runid.*-one')" 2 'each run with the first'
