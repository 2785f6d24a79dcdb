"""Results to Markdown: absolute numbers, and ratios against the fastest peer."""

from goals import goals
from research import TARGETS

MODES = [("top10", "Best 10"), ("top100", "Best 100"), ("count", "Count only")]
KINDS = ["word", "or", "and", "phrase"]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows] + [""]


def number(value):
    """Three digits that count."""
    if value is None:
        return "-"
    return "%d" % round(value) if abs(value) >= 100 else "%.3g" % value


def own(row):
    return row["label"].startswith("newsdex")


def ratio(value, best):
    return "%.2f" % (value / best) if value is not None and best else "-"


def best_peer(rows, key, best=min):
    values = [row[key] for row in rows if not own(row) and row.get(key)]
    return best(values) if values else None


def section_machine(results):
    lines = ["# Measured", "",
             "Made by `make bench`; nothing here is edited by hand. Measured: %s." %
             ", ".join("%s %s" % made for made in results["made"].items()), "",
             "- Machine: %(cpu)s, %(cores)d cores, %(memory).0f GB; %(system)s" % results["machine"],
             "- Runs: medians of %d; programs take turns in every run; files in the page cache" % results["runs"]]
    lines += ["- %s: %s; %s" % (row["label"], row["version"], row["settings"]) for row in results["peers"]]
    lines += ["- Left out: %s: %s" % (row["label"], row["reason"]) for row in results["missing"]]
    lines += ["- Ratios are against the fastest peer in the same table, which is 1.00.", ""]
    return lines


def section_goals(results):
    rows = goals(results)
    return ["## Goals", ""] + table(["", "goal", "measured", ""], [row[:3] + ["reached" if row[3] else "**not reached**"]
                                                                   for row in rows]) if rows else []


def section_index(results):
    corpus = results["corpus"]
    rows = results.get("index", [])
    best = best_peer(rows, "rate", max)
    lines = ["## Indexing", "",
             "%s: %d articles, %.0f MB of JSON lines, %.0f MB of title and text. From the start of the process to its end, "
             "which is a committed index with positions and stored text (Sphinx stores none). Size against title and text."
             % (corpus["name"], corpus["articles"], corpus["bytes"] / 1e6, corpus["text"] / 1e6), ""]
    lines += table(["", "seconds", "user + system", "MB/s", "of the fastest peer's", "peak MB", "index / text",
                    "optimised / text", "optimising, s", "runs"],
                   [[row["label"], number(row["wall"]), number(row["cpu"]), number(row["rate"]),
                     ratio(row["rate"], best), number(row["rss"] / 1e6), "%.2f" % (row["size"] / corpus["text"]),
                     "%.2f" % (row["optimized"] / corpus["text"]) if row.get("optimized") else "-",
                     number(row.get("optimize_wall")), row["runs"]] for row in rows])
    textless = results.get("textless")
    if textless:
        lines += ["newsdex with `--text=none`, which stores no text: %.3g MB/s; index / text %.2f, optimised %.2f."
                  % (textless["rate"], textless["size"] / corpus["text"], textless["optimized"] / corpus["text"]), ""]
    smallest = results.get("smallest")
    if smallest:
        ratios = sorted(smallest["queries"].items(), key=lambda item: item[1])
        lines += ["`newsindex optimize --smallest` takes %.3g s and makes it %.3f of the text, %.3f without stored text. "
                  "Queries then take %.2f (%s) to %.2f (%s) times as long as on the optimised index."
                  % (smallest["wall"], smallest["size"] / corpus["text"], smallest["textless"] / corpus["text"],
                     ratios[0][1], ratios[0][0], ratios[-1][1], ratios[-1][0]), ""]
    if results.get("gzip"):
        lines += ["The same corpus compressed by gzip (%.0f MB):" % (corpus["gzip"] / 1e6), ""]
        lines += table(["", "seconds", "MB/s of JSON lines", "peak MB"],
                       [[row["label"], number(row["wall"]), number(row["rate"]), number(row["rss"] / 1e6)]
                        for row in results["gzip"]])
    if results.get("parse"):
        lines += ["One thread that only makes articles of the corpus reads %.0f MB a second of its time, kernel's included."
                  % results["parse"]["rate"], ""]
    return lines


def section_queries(results):
    rows = results.get("queries", [])
    if not rows:
        return []
    lines = ["## Queries", "",
             "One process, one thread, warm, optimised indexes; microseconds from the query's text to its hits. Mean over "
             "the queries of a kind of each query's median, and behind the stroke the 95th percentile of the queries; "
             "then the mean against the fastest peer's and against Lucene's.", ""]
    for mode, title in MODES:
        head, body = [""], []
        for kind in KINDS:
            head += [kind, "/ fastest", "/ Lucene"]
        for row in rows:
            cells = [row["label"]]
            for kind in KINDS:
                mean, late = row["times"].get(mode + " " + kind, (None, None))
                others = [other["times"][mode + " " + kind][0] for other in rows
                          if not own(other) and mode + " " + kind in other["times"]]
                lucene = [other["times"][mode + " " + kind][0] for other in rows
                          if other["label"].startswith("Lucene") and mode + " " + kind in other["times"]]
                cells += ["%s / %s" % (number(mean), number(late)), ratio(mean, min(others) if others else None),
                          ratio(mean, lucene[0] if lucene else None)]
            body.append(cells)
        lines += ["### " + title, ""] + table(head, body)
    lines += ["### By date: the best 10 of one month; the newest 10", ""]
    body = []
    for row in rows:
        cells = [row["label"]]
        for kind in "month", "newest":
            mean, late = row["times"].get("top10 " + kind, (None, None))
            lucene = [other["times"]["top10 " + kind][0] for other in rows
                      if other["label"].startswith("Lucene") and "top10 " + kind in other["times"]]
            cells += ["%s / %s" % (number(mean), number(late)), ratio(mean, lucene[0] if lucene else None)]
        body.append(cells)
    lines += table(["", "month", "/ Lucene", "newest", "/ Lucene"], body)
    lines += ["### Articles found by all queries of a kind", "",
              "That the programs do the same work; they differ in how they stem and what they take for a word.", ""]
    return lines + table([""] + KINDS, [[row["label"]] + [row["found"].get(kind, "-") for kind in KINDS] for row in rows])


def section_sizes(results):
    rows = results.get("sizes", [])
    if not rows:
        return []
    lines = ["## Growth", "",
             "Generated corpora (`bench/gen-corpus --seed 1`); %s. One process: `newsquery` with one word, start to end, "
             "and an empty C program beside it." % rows[0]["label"], ""]
    return lines + table(["articles", "MB", "runs", "seconds", "microseconds an article", "MB/s", "peak MB",
                          "again, nothing changed: s", "of the build", "1000 more: s", "one query process: ms", "empty program: ms"],
                         [[row["articles"], number(row["bytes"] / 1e6), row["runs"], number(row["wall"]),
                           number(row["wall"] * 1e6 / row["articles"]), number(row["bytes"] / 1e6 / row["wall"]),
                           number(row["rss"] / 1e6), number(row["again"]), "%.2f %%" % (100 * row["again"] / row["wall"]),
                           number(row["more"]), number(row["process"] * 1e3) if row["process"] else "-",
                           number(row["empty"] * 1e3)] for row in rows])


def section_memory(results):
    rows = results.get("memory", [])
    if not rows:
        return []
    return ["## Memory", ""] + table(["input", "--memory", "peak MB", "seconds"],
                                     [[row["input"], row["memory"], number(row["rss"] / 1e6), number(row["wall"])]
                                      for row in rows])


def section_research(results):
    rows = {row["name"]: row for row in results.get("research", [])}
    if not rows:
        return []
    lines = ["## Reports", "",
             "`newsquery` over %d generated articles, as they were indexed: whole processes, start to end, milliseconds. The "
             "frequent word stands in a tenth of the articles, as does that of the sorted concordance; the other lines are of "
             "one in half of them. Memory counts pages of the index that are mapped." %
             next(iter(rows.values()))["articles"], ""]
    lines += table(["", "ms", "least", "user + system", "peak MB"],
                   [[what] + [number(rows[name][key] * 1e3) for key in ("wall", "least", "cpu")] +
                    [number(rows[name]["rss"] / 1e6)] for name, what, _ in TARGETS if name in rows])
    forward = results.get("forward")
    if forward:
        lines += ["", "A forward index (`--forward=keep`, not made unless asked for) takes %s MB of an index of %s MB, of %s MB of "
                  "JSON lines; indexing took %s s with it and %s s without, one after the other." %
                  tuple([number(forward[key] / 1e6) for key in ("bytes", "index", "corpus")] +
                        [number(forward[key]) for key in ("forward", "plain")])]
    return lines


def section_pages(results):
    found = results.get("pages")
    if not found:
        return []
    fields = ["date", "author", "title"]
    return ["## Pages", "",
            "%d HTML pages of news sites, read and compared with what stands on them (`bench/html_pages.py`): shingles of four "
            "words of the main text, precision %.3f, recall %.3f, F1 %.3f, means over pages. One thread reads %.0f MB of pages "
            "a second of its time." % (found["pages"], found["precision"], found["recall"], found["f1"], found["rate"]), ""] + \
        table(["", "right", "wrong", "missing"],
              [[field] + [found[field][kind] for kind in ("right", "wrong", "missing")] for field in fields])


def section_crawl(results):
    row = results.get("crawl")
    if not row:
        return []
    return ["## Crawl", "",
            "A crawl of generated pages as CC-NEWS is, a gzip member a record (`bench/gen_warc.py`), %.0f MB, unpacked %.0f MB, into a "
            "committed index with 2 threads: %s s, %.1f MB/s compressed, %.1f MB/s of pages; %s s of both cores, peak %.0f MB."
            % (row["bytes"] / 1e6, row["unpacked"] / 1e6, number(row["wall"]), row["bytes"] / 1e6 / row["wall"],
               row["unpacked"] / 1e6 / row["wall"], number(row["cpu"]), row["rss"] / 1e6), ""]


def section_copies(results):
    row = results.get("copies")
    if not row:
        return []
    lines = ["## Copies", "",
             "%d generated articles, copies of each other with known edits among them (`bench/gen-copies`), put in groups "
             "by `newsquery --group --count` in %s s. Over pairs of articles: precision %.4f, recall %.4f. Beside their "
             "original (of follow, articles with a quarter of its text, none should be):"
             % (row["articles"], number(row["wall"]), row["precision"], row["recall"]), ""]
    return lines + table(["edit", "found", "of", "share"],
                         [[kind, found, of, "%.3f" % (found / of)] for kind, (found, of) in row["kinds"]])


def report(results):
    lines = []
    for section in (section_machine, section_goals, section_index, section_queries, section_sizes, section_memory, section_research,
                    section_pages, section_crawl, section_copies):
        lines += section(results)
    return "\n".join(lines).rstrip() + "\n"
