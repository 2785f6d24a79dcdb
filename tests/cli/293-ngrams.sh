#!/bin/sh
# --ngrams and --clusters, counted again by a slow script.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

command -v python3 >/dev/null || skip_all 'python3 is not installed'

{
	articles 1 120 'Fog, fog and\tthe   harbour fog; a fog in the harbour.'
	printf '%s\n' '{"id":"n1","title":"Fog","body":"fog \u001b[31mfog\n\nU.S. fog, win-win","published":"2001-01-01"}' \
		'{"id":"n2","title":"Nothing","body":"","published":"2002-01-01","source":"Nowhere"}'
} >news.jsonl

cat >recount.py <<'END'
import collections, json, re, subprocess, sys
newsquery, first, memory = sys.argv[1], sys.argv[2], sys.argv[3:]

def run(*arguments):
    done = subprocess.run([newsquery, *arguments, "--format=jsonl"], capture_output=True, text=True)
    assert done.returncode in (0, 1), done
    return [json.loads(line) for line in done.stdout.splitlines()]

def words(text):
    return re.findall(r"\w+", text.lower().replace("u.s.", "us").replace("-", " "))

articles = [[words(article[field] or "") for field in ("title", "body", "note")]
            for article in run("-n", "all", "--fields=title,body,note", "--since", "1900")]
stop = {row["ngram"] for row in run("--ngrams=1")} - {row["ngram"] for row in run("--ngrams=1", "--stop-words=drop")}
assert "the" in stop and "harbour" not in stop, stop

def check(size, *options, of=lambda texts: True, want=lambda ngram: True, least=1):
    count, having, total = collections.Counter(), collections.Counter(), 0
    for texts in articles:
        if not of(texts):
            continue
        here = [tuple(text[i:i + size]) for text in texts for i in range(len(text) - size + 1)]
        here = [ngram for ngram in here if want(ngram)]
        total += sum(map(len, texts))
        count.update(here)
        having.update(set(here))
    wanted = [{"schema": 1, "ngram": " ".join(ngram), "occurrences": n, "articles": having[ngram], "per_million": n * 1e6 / total}
              for ngram, n in count.items() if n >= least]
    wanted.sort(key=lambda row: (-row["occurrences"], -row["articles"], row["ngram"].split()))
    got = run(*options, *memory)
    for row in got + wanted:
        row["per_million"] = round(row["per_million"], 3)
    assert got == wanted, (options, [pair for pair in zip(got, wanted) if pair[0] != pair[1]][:3], len(got), len(wanted))

def inside(ngram, *part):
    return any(ngram[i:i + len(part)] == part for i in range(len(ngram) - len(part) + 1))

for size in range(1, 6) if first == "all" else [int(first)]:
    check(size, "--ngrams=%d" % size)
    check(size, "--ngrams=%d" % size, "--least", "7", least=7)
    check(size, "--ngrams=%d" % size, "=railway", of=lambda texts: any("railway" in text for text in texts))
    check(size, "--ngrams=%d" % size, "--stop-words=drop", want=lambda ngram: ngram[0] not in stop and ngram[-1] not in stop)
    check(size, "--ngrams=%d" % size, "--starting", "The", want=lambda ngram: ngram[0] == "the")
    check(size, "--ngrams=%d" % size, "--ending", "m?nis*", want=lambda ngram: re.fullmatch("m.nis.*", ngram[-1]) is not None)
    check(size, "--ngrams=%d" % size, "--containing", "*r", want=lambda ngram: any(word.endswith("r") for word in ngram))
    check(size, "--clusters=%d" % size, "=fog", of=lambda texts: any("fog" in text for text in texts), want=lambda ngram: "fog" in ngram)
    if size > 1:
        check(size, "--ngrams=%d" % size, "--containing", "the harbour", want=lambda ngram: inside(ngram, "the", "harbour"))
        check(size, "--clusters=%d" % size, '"=harbour =fog"', "--starting=harbour",
              of=lambda texts: any(inside(tuple(text), "harbour", "fog") for text in texts),
              want=lambda ngram: inside(ngram, "harbour", "fog") and ngram[0] == "harbour")
END

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" news.jsonl || skip_all 'cannot index'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB
	ok "$engine: as a slow script counts them" python3 recount.py "$NEWSDEX_BUILD/newsquery" all
	is "$(newsquery --ngrams=2 --json -n 3 --offset 2)" "$(newsquery --ngrams=2 --json | sed -n 3,5p)" "$engine: a part of the list"
	is "$(newsquery --ngrams=3 --json --containing 'the harbour fog' | jq .occurrences)" \
		"$(newsquery --kwic --json '"=the =harbour =fog"' --stop-words=keep | wc -l)" "$engine: as often as a phrase is found"
	is "$(newsquery --ngrams=1 --format=tsv -n 1 | cut -f 1-3)" "ngram	occurrences	articles
$(newsquery --terms the --json -n 1 | jq -r '"\(.term)\t\(.occurrences)\t\(.articles)"')" "$engine: a table, as the dictionary has it"
	exits 0 "$engine: for people" newsquery --ngrams=2 -n 2
	like "$(cat out)" 'occurrences  articles per million  words
*  *

2 of * n-grams; * occurrences in * words of 122 articles; -n N shows more' "$engine: with what they are of"
	exits 1 "$engine: none" newsquery --ngrams=2 --least 100000
	is "$(cat out err)" 'newsquery: --least: none occurs 100000 times' "$engine: is said"
	exits 1 "$engine: no article" newsquery --ngrams=2 zzzz
	is "$(cat out; head -n 1 err)" 'newsquery: nothing found' "$engine: is said"
	exits 1 "$engine: a query without a place" newsquery --clusters=2 source:nowhere
	is "$(cat err)" 'newsquery: no n-gram of 2 words like that has a place of the query in 1 article' "$engine: is said"
done
is "$(for engine in $engines; do NEWSDEX_DB=$work/$engine newsquery --ngrams=4 --json | cksum; done | sort -u | wc -l)" 1 'engines agree'

exits 2 'too many words' newsquery --ngrams=6
is "$(cat err)" "newsquery: --ngrams: '6' is not a number from 1 to 5" 'is said'
exits 2 'a pattern that is too long' newsquery --ngrams=2 --ending 'a b c'
is "$(cat err)" 'newsquery: --ending: has more words than an n-gram, which has 2' 'is said'
exits 2 'a pattern without a word' newsquery --ngrams=2 --starting ' - '
is "$(cat err)" 'newsquery: --starting: has no word' 'is said'
exits 2 'an option of n-grams elsewhere' newsquery --least 3 fog
exits 2 'too little memory' newsquery --ngrams --memory 10K
exits 2 'clusters of nothing' newsquery --clusters

# More articles than one thread is for, and n-grams than memory has room for.
articles 1 2500 >many.jsonl
newsindex -q -d many many.jsonl
NEWSDEX_DB=$work/many
mkdir spill
TMPDIR=$work/spill
export TMPDIR
ok 'many, as a slow script counts them' python3 recount.py "$NEWSDEX_BUILD/newsquery" 3
ok 'again with files' python3 recount.py "$NEWSDEX_BUILD/newsquery" 4 --memory 1M
is "$(newsquery --ngrams=5 --json --memory 1M | cksum)" "$(newsquery --ngrams=5 --json | cksum)" 'memory changes nothing'
is "$(find spill -type f | wc -l)" 0 'nothing is left behind'
is "$(newsquery --ngrams=5 --json --memory 1M -n 40 | cksum)" "$(newsquery --ngrams=5 --json | head -n 40 | cksum)" 'the first of them'
TMPDIR=$work/nowhere
exits 2 'no place for files' newsquery --ngrams=5 --memory 1M
like "$(cat err)" "newsquery: $work/nowhere: *" 'is named'
