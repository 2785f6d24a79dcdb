"""What newsdex set out to reach on two cores, beside what was measured."""

from research import LINES_MORE, TARGETS

# of Lucene's time: mode, kind, goal
QUERY_GOALS = [
    ("top10", "word", 0.25), ("top10", "or", 0.16), ("top10", "and", 0.25), ("top10", "phrase", 0.33),
    ("top100", "word", 0.25), ("top100", "or", 0.20), ("top100", "and", 0.25), ("top100", "phrase", 0.33),
    ("count", "or", 0.33), ("count", "and", 0.40), ("count", "phrase", 0.33),
    ("top10", "month", 0.10), ("top10", "newest", 0.10),
]
MODE_NAMES = {"top10": "best 10", "top100": "best 100", "count": "count"}
SPARE_MEMORY = 64 * 2 ** 20
UNITS = {"M": 2 ** 20, "G": 2 ** 30}


def native(rows):
    return [row for row in rows if row["label"].startswith("newsdex segment")]


def row_of(rows, name):
    return next((row for row in rows if row["label"] == name), None)


def at_least(what, goal, value, unit):
    return [what, ">= %g%s" % (goal, unit), "%.3g%s" % (value, unit), value >= goal]


def at_most(what, goal, value, unit, note=""):
    return [what, "<= %.3g%s" % (goal, unit), "%.3g%s%s" % (value, unit, note), value <= goal]


def of_indexing(results):
    rows = results.get("index", [])
    peers = [row["rate"] for row in rows if not row["label"].startswith("newsdex")]
    text = results["corpus"]["text"]
    if not native(rows):
        return
    best = max(native(rows), key=lambda row: row["rate"])
    yield at_least("JSON lines in, committed index out", 100, best["rate"], " MB/s")
    if peers:
        yield at_least("the same against the fastest peer", 6, best["rate"] / max(peers), " times")
    if native(results.get("gzip", [])):
        yield at_least("the same from .gz", 70, max(row["rate"] for row in native(results["gzip"])), " MB/s")
    if results.get("parse"):
        yield at_least("JSON lines to articles, one thread", 500, results["parse"]["rate"], " MB/s")
    yield at_most("index / text", 0.80, best["size"] / text, "")
    yield at_most("index / text, optimised", 0.65, best["optimized"] / text, "")
    smallest = results.get("smallest")
    if smallest:
        yield at_most("index / text, optimised with --smallest", 0.65, smallest["size"] / text, "")
    textless = results.get("textless")
    if textless:
        yield at_most("index without stored text / text", 0.42, textless["size"] / text, "")
        yield at_most("index without stored text / text, optimised", 0.36, textless["optimized"] / text, "")
    if smallest:
        yield at_most("index without stored text / text, optimised with --smallest", 0.36, smallest["textless"] / text, "")


def of_peak(memory, what, rss):
    given = int(memory[:-1]) * UNITS[memory[-1]]
    return at_most("peak memory over --memory %s, %s" % (memory, what), SPARE_MEMORY / 1e6, max(0, rss - given) / 1e6, " MB")


def of_memory(results):
    for row in results.get("memory", []):
        yield of_peak(row["memory"], row["input"], row["rss"])


def of_queries(results):
    ours, lucene = (row_of(results.get("queries", []), name) for name in ("newsdex segment", "Lucene"))
    for mode, kind, goal in QUERY_GOALS if ours and lucene else []:
        key = mode + " " + kind
        mean, late = (mine / theirs for mine, theirs in zip(ours["times"][key], lucene["times"][key]))
        yield at_most("%s, %s, against Lucene" % (MODE_NAMES[mode], kind), goal, mean, "", " (p95 %.2f)" % late)


def of_sizes(results):
    rows = results.get("sizes", [])
    if not rows:
        return
    first, last = rows[0], rows[-1]
    name = "at %d articles" % last["articles"]
    if last["process"]:
        yield at_most("one query process %s" % name, 1.5 * last["empty"] * 1e3 + 3, last["process"] * 1e3, " ms")
    yield at_most("again with nothing changed, of the build, %s" % name, 1, 100 * last["again"] / last["wall"], " %")
    if len(rows) > 1:
        growth = (last["wall"] / last["articles"]) / (first["wall"] / first["articles"]) - 1
        yield at_most("cost of an article, growth from %d to %d" % (first["articles"], last["articles"]), 15,
                      100 * growth, " %")
    yield at_most("1000 articles more %s" % name, 1, last["more"], " s")
    if last.get("memory"):
        yield of_peak(last["memory"], "%d articles" % last["articles"], last["rss"])


def of_research(results):
    rows = {row["name"]: row for row in results.get("research", [])}
    for name, what, goal in TARGETS:
        if name in rows and goal:
            yield at_most("%s, %d articles" % (what, rows[name]["articles"]), goal, rows[name]["wall"] * 1e3, " ms")
    if "kwic" in rows and "kwic tenth" in rows:
        yield at_most("memory of 100000 lines over that of 10000", LINES_MORE, (rows["kwic"]["rss"] - rows["kwic tenth"]["rss"]) / 1e6,
                      " MB")


def of_pages(results):
    found = results.get("pages")
    if not found:
        return
    yield at_least("F1 of the main text of pages", 0.95, found["f1"], "")
    for field, goal in ("date", 95), ("author", 85):
        yield at_least("%ss of pages right" % field, goal, 100 * found[field]["right"] / sum(found[field].values()), " %")
    yield at_least("HTML pages, one thread", 30, found["rate"], " MB/s")


def of_crawl(results):
    row = results.get("crawl")
    if row:
        yield at_least("crawl (.warc.gz), compressed, 2 threads", 20, row["bytes"] / 1e6 / row["wall"], " MB/s")


def of_copies(results):
    if results.get("copies"):
        yield at_least("copies, precision", 0.98, results["copies"]["precision"], "")
        yield at_least("copies, recall", 0.90, results["copies"]["recall"], "")


def goals(results):
    """Rows of what, goal, measured and whether the goal is reached."""
    parts = of_indexing, of_queries, of_memory, of_sizes, of_research, of_pages, of_crawl, of_copies
    return [row for part in parts for row in part(results)]
