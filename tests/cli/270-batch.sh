#!/bin/sh
# Many queries at once, and runs measured against judgements.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
newsindex -q -d index "$samples" || skip_all 'the samples cannot be indexed'
NEWSDEX_DB=$work/index
export NEWSDEX_DB

printf 'q1\thuawei\nq2\t"security threat"\n\n  q 3 \tbank OR fog\nnone\tzzzz\n' >queries
exits 0 'a file of queries' newsquery --batch queries
is "$(cut -d ' ' -f 1 out | uniq | tr '\n' ' ')" 'q1 q2 q%203 ' 'each query in its order'
is "$(awk '$1 == "q1"' out | cut -d ' ' -f 3-)" "$(newsquery --format=trec huawei | cut -d ' ' -f 3-)" 'as if it had been asked alone'
is "$(newsquery --batch queries --run-tag mine | awk '{ print $6 }' | sort -u)" mine '--run-tag'
is "$(newsquery --batch - <queries)" "$(cat out)" 'from standard input'
is "$(newsquery --batch queries -n 2 | awk '$1 == "q1"' | wc -l)" 2 '-n is for each query'
is "$(newsquery --batch queries -c)" "q1	$(newsquery -c huawei)
q2	$(newsquery -c '"security threat"')
q 3	$(newsquery -c bank OR fog)
none	0" 'counts'
is "$(newsquery --batch queries -c --format=csv | head -n 2)" "query,articles
q1,$(newsquery -c huawei)" 'counts as a table'
is "$(newsquery --batch queries --json --fields=rank,id -n all | jq -r 'select(.query == "q 3") | .id')" \
	"$(newsquery -n all --json --fields=id bank OR fog | jq -r .id)" 'hits as rows'
is "$(newsquery --batch queries --format=json -n 1 | jq -r '.[0] | keys_unsorted[:3] | join(" ")')" 'schema query rank' 'with the query in each'
is "$(newsquery --batch queries --since 2019 --until 2019 -c | head -n 1)" "q1	$(newsquery --since 2019 --until 2019 -c huawei)" 'a period for all'

cat >topics <<'END'
<top>
<num> Number: 301
<title> Huawei & security

<desc> Description:
What is said of the firm?
</top>
<top>
<num> Number: 302 </num>
<title> Topic: ban (phone) </title>
</top>
<topics><topic number="7"><query>coronavirus OR &quot;pandemic&quot;</query><question>?</question></topic></topics>
END
exits 0 'TREC topics' newsquery --batch topics --any
is "$(awk '$1 == 301' out | cut -d ' ' -f 3-)" "$(newsquery --format=trec --any huawei security | cut -d ' ' -f 3-)" 'their titles'
is "$(newsquery --batch topics -c | sed -n 2p)" "302	$(newsquery -c --literal 'ban (phone)')" 'are plain words'
is "$(newsquery --batch topics -c 2>err | sed -n 3p)" "7	$(newsquery -c --literal 'coronavirus or pandemic')" 'newer topics too'

printf 'Huawei\nsecurity threat\n\nDaniel O%sBrien & (Mei)\n' "'" >names
is "$(newsquery --batch names --literal -c)" "Huawei	$(newsquery -c huawei)
security threat	$(newsquery -c security threat)
Daniel O'Brien & (Mei)	$(newsquery -c --literal "Daniel O'Brien & (Mei)" 2>err)" 'a list of names, each its own id'

newsquery --batch queries --trend year --format=csv >trend
newsquery --trend year --format=csv huawei '"security threat"' 'bank OR fog' zzzz |
	sed 's/^huawei,/q1,/; s/^"""security threat""",/q2,/; s/^bank OR fog,/q 3,/; s/^zzzz,/none,/' >want
ok 'over time, in one table' cmp trend want
is "$(newsquery --trend year --batch queries --format=csv | cksum)" "$(cksum <trend)" 'whichever comes first'
like "$(newsquery --trend year --batch topics)" '301
*
302
*' 'topics over time'
exits 2 'words beside it' newsquery --trend year --batch queries huawei
is "$(cat err)" 'newsquery: --batch: takes its queries from the file' 'are refused'

printf 'a\thuawei\nb\t(huawei\nc\tbank\n' >queries
exits 2 'a query that means nothing' newsquery --batch queries -c
is "$(cut -f 1 out | tr '\n' ' ')" 'a c ' 'does not keep the others back'
like "$(cat err)" 'newsquery: queries: line 2: *bracket*
  (huawei
  ^
newsquery: queries: 1 of 3 queries could not be run' 'and is told with its line'
for bad in 'a	x
no tab here' 'a	x
a	y' '	x' 'a	'; do
	printf '%s\n' "$bad" >queries
	exits 2 "refused: $bad" newsquery --batch queries
	like "$(cat err)" 'newsquery: queries: line *' '  with its line'
done
exits 2 'no such file' newsquery --batch missing
exits 2 'a query beside the file' newsquery --batch topics huawei

# A run of our own, judged so that the figures can be had by hand.
cat >qrels <<'END'
1 0 a 1
1 0 b 0
1 0 c 2
1 0 d 0
2 0 x 1
3 0 y 1
END
cat >run <<'END'
1 Q0 b 9 3.5 tag
1 Q0 a 9 3.5 tag
1 Q0 c 9 1 tag
1 Q0 u 9 2 tag
2 Q0 y 1 1 tag
2 Q0 x 2 0.5 tag
9 Q0 x 2 0.5 tag
END
exits 0 '--eval' newsquery --eval qrels run
figure() { awk -F '\t' -v name="$1" -v query="${2-all}" '{ sub(/ *$/, "", $1) } $1 == name && $2 == query { print $3 }' out; }
is "$(figure num_q) $(figure num_ret) $(figure num_rel) $(figure num_rel_ret) $(figure runid)" '2 6 3 3 tag' 'counts'
# Ties go by name, the last first: b, a, u, c.
is "$(figure map)" 0.5000 'map: ((1/2 + 2/4) / 2 + 1/2) / 2'
is "$(figure P_10)" 0.1500 'P_10'
is "$(figure recall_1000)" 1.0000 'recall_1000'
is "$(figure bpref)" 0.7500 'bpref: ((1/2 + 1/2) / 2 + 1) / 2'
is "$(figure Rprec)" 0.2500 'Rprec'
is "$(figure recip_rank)" 0.5000 'recip_rank'
is "$(figure map 1)" '' 'no queries without -q'
exits 0 '--eval -q' newsquery --eval qrels run -q
is "$(figure map 1) $(figure map 2) $(figure bpref 1)" '0.5000 0.5000 0.5000' 'each query'
is "$(figure gm_map 1)" '' 'but means over queries'
is "$(newsquery --eval qrels run --json | jq -r 'select(.measure == "map") | .value')" 0.5 'as JSON'
printf '9 Q0 x 1 1 tag\n' >other
exits 1 'no query was judged' newsquery --eval qrels other
is "$(cat err)" 'newsquery: other: none of its queries is in qrels' 'and it is said'
exits 2 'no run' newsquery --eval qrels
exits 2 'no judgements' newsquery --eval missing run
printf '1 Q0 a 1 high tag\n' >bad
exits 2 'a score that is none' newsquery --eval qrels bad
is "$(cat err)" "newsquery: bad: line 1: 'high' is not a number" 'has its line'
printf '1 Q0 a 1 2 tag\n1 Q0 a 2 1 tag\n' >bad
exits 2 'an article twice in a run' newsquery --eval qrels bad
printf '1 0 a 1\n1 0 a 0\n' >bad
exits 2 'an article judged twice' newsquery --eval bad run

# The figures again, by a slow script, on random runs.
if command -v python3 >/dev/null; then
	cat >recount.py <<'END'
import math, random, subprocess, sys
random.seed(5)
judged, runs = {}, {}
with open("q", "w") as q, open("r", "w") as r:
    for topic in map(str, range(12)):
        docs = ["d%d" % i for i in range(80)]
        judged[topic] = {d: random.choice([-1, 0, 0, 1, 2, 3]) for d in random.sample(docs, random.randint(1, 60))}
        runs[topic] = [(random.randint(0, 9) / 4, d) for d in random.sample(docs, random.randint(1, 80))]
        for d, rel in judged[topic].items():
            q.write("%s 0 %s %d\n" % (topic, d, rel))
        for score, d in runs[topic]:
            r.write("%s Q0 %s 1 %g t\n" % (topic, d, score))
want = {}
for topic in judged:
    rels = judged[topic]
    order = [rels.get(d) for _, d in sorted(runs[topic], reverse=True)]
    good = [rel is not None and rel > 0 for rel in order]
    total = sum(rel > 0 for rel in rels.values())
    bad = sum(rel == 0 for rel in rels.values())
    def put(name, value):
        want[name, topic] = value
    put("map", sum(sum(good[:i + 1]) / (i + 1) for i in range(len(good)) if good[i]) / total if total else 0)
    put("Rprec", sum(good[:total]) / total if total else 0)
    put("recip_rank", 1 / (good.index(True) + 1) if True in good else 0)
    above, pref = 0, 0
    for rel in order:
        if rel == 0:
            above += 1
        elif rel is not None and rel > 0:
            pref += 1 - min(above, total) / min(bad, total) if above else 1
    put("bpref", pref / total if total else 0)
    def dcg(gains):
        return sum(g / math.log2(i + 2) for i, g in enumerate(gains))
    gains = [rel if rel is not None and rel > 0 else 0 for rel in order]
    best = sorted((rel for rel in rels.values() if rel > 0), reverse=True)
    for n in (5, 10, 15, 20, 30, 100, 200, 500, 1000):
        put("P_%d" % n, sum(good[:n]) / n)
        put("recall_%d" % n, sum(good[:n]) / total if total else 0)
        put("ndcg_cut_%d" % n, dcg(gains[:n]) / dcg(best[:n]) if best else 0)
    put("ndcg", dcg(gains) / dcg(best) if best else 0)
names = {name for name, _ in want}
for name in names:
    want[name, "all"] = sum(want[name, topic] for topic in judged) / len(judged)
seen = 0
for line in subprocess.run([sys.argv[1], "--eval", "q", "r", "-q"], capture_output=True, text=True, check=True).stdout.splitlines():
    name, topic, value = (part.strip() for part in line.split("\t"))
    if name in names:
        seen += 1
        assert abs(float(value) - want[name, topic]) < 0.00005001, (name, topic, value, want[name, topic])
assert seen == len(want), (seen, len(want))
END
	ok 'every figure as a slow script has it' python3 recount.py "$NEWSDEX_BUILD/newsquery"
fi
