"""The reports of newsquery over one large generated corpus: each as a whole process, start to end."""
import os
import subprocess

import peers

TARGETS = [  # name, what it is, goal in milliseconds or None, as it is said
    ("trend", "monthly trend of two words", 50), ("facet", "facets by source and month", 50),
    ("kwic", "100000 lines of a concordance", 1000), ("kwic tenth", "10000 lines of a concordance", None),
    ("sorted", "a concordance of all lines, sorted", None), ("sample", "100 lines drawn by lot", None),
    ("collocates", "collocates of a frequent word", 300),
    ("collocates forward", "collocates of a frequent word, with a forward index", 300), ("keyness", "keyness of a rarer word", None),
    ("batch", "10000 queries of a batch", 10000),
]
LINES_MORE = 32  # megabytes that ten times the lines may take more, of which most is mapped: memory is to be constant
SLOW = 2         # seconds: what takes longer is measured twice only


def choose_words(newsquery, index, articles):
    """Words by how many articles have them: nearest to shares of all, and many rarer ones."""
    listed = subprocess.run([newsquery, "-d", index, "--terms", "", "-n", "all", "--format=tsv"], stdout=subprocess.PIPE,
                            universal_newlines=True, check=True).stdout.splitlines()[1:]
    words = [(int(line.split("\t")[1]), line.split("\t")[0]) for line in listed]
    words = sorted(((count, word) for count, word in words if word.isascii() and word.isalpha() and len(word) > 4), reverse=True)

    def nearest(share, but=()):
        return min((pair for pair in words if pair[1] not in but), key=lambda pair: (abs(pair[0] - share * articles), pair[1]))[1]

    tenth = nearest(0.1)
    rarer = [word for count, word in words if count * 2000 > articles] or [word for _, word in words]
    return {"half": nearest(0.5), "tenth": tenth, "other": nearest(0.1, (tenth,)), "hundredth": nearest(0.01),
            "batch": [rarer[number % len(rarer)] for number in range(10000)]}


def commands(words, queries):
    return {
        "trend": ["--trend", "month", "--format=tsv", words["tenth"], words["other"]],
        "facet": ["--facet", "source,date:month", "--format=tsv", words["tenth"]],
        "kwic": ["--kwic", "--format=tsv", "-n", "100000", words["half"]],
        "kwic tenth": ["--kwic", "--format=tsv", "-n", "10000", words["half"]],
        "sorted": ["--kwic", "--format=tsv", "--sort-kwic", "R1,L1", words["tenth"]],
        "sample": ["--kwic", "--format=tsv", "--sample", "100", words["hundredth"]],
        "collocates": ["--collocates", "--format=tsv", words["tenth"]],
        "keyness": ["--keyness", "--format=tsv", words["hundredth"]],
        "batch": ["--batch", queries, "--format=trec", "-n", "10"],
    }


def report(bench, results, name, articles, command):
    times = bench.runs if bench.measure(command)[0].wall < SLOW else min(bench.runs, 2)
    timings = bench.measure(command, times)
    middle = bench.median(timings)
    results["research"].append({"name": name, "articles": articles, "wall": middle.wall, "cpu": middle.cpu, "rss": middle.rss,
                                "least": min(timing.wall for timing in timings)})
    bench.say("%s: %.1f ms, %.1f of processors, %.1f MB" % (name, middle.wall * 1e3, middle.cpu * 1e3, middle.rss / 1e6))


def report_forward(bench, results, peer, articles, options):
    """The same collocates in an index of the same articles with a forward index, and what that costs."""
    corpus = bench.generate(articles)
    plain = bench.measure(peer.index(corpus))[0]
    peer.clear()
    forward = bench.measure(peer.index(corpus) + ["--forward=keep"])[0]
    report(bench, results, "collocates forward", articles, [os.path.join(bench.build, "newsquery"), "-d", peer.folder()] + options)
    files = {name: os.path.getsize(os.path.join(peer.folder(), name)) for name in os.listdir(peer.folder())}
    results["forward"] = {"plain": plain.wall, "forward": forward.wall, "index": sum(files.values()),
                          "bytes": sum(size for name, size in files.items() if name.endswith(".fwd")),
                          "corpus": os.path.getsize(corpus)}


def part_research(bench, results):
    articles = int(os.environ.get("BENCH_RESEARCH") or 1000000)
    peer = peers.Newsdex(bench.build, "segment", min(2, os.cpu_count() or 1), os.path.dirname(os.path.abspath(__file__)),
                         os.path.join(bench.work, "research"))
    newsquery = os.path.join(bench.build, "newsquery")
    results["research"] = []
    if peer.reason or not os.access(newsquery, os.X_OK):
        return
    peer.clear()
    bench.measure(peer.index(bench.generate(articles)))
    index = peer.folder()
    words = choose_words(newsquery, index, articles)
    queries = os.path.join(bench.work, "research.tsv")
    with open(queries, "w") as out:
        out.writelines("%d\t%s\n" % pair for pair in enumerate(words["batch"]))
    asked = commands(words, queries)
    for name, options in asked.items():
        report(bench, results, name, articles, [newsquery, "-d", index] + options)
    peer.clear()
    report_forward(bench, results, peer, articles, asked["collocates"])
    peer.clear()
