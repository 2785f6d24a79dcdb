"""The programs that are measured: how each is built, indexes, optimises and answers.

A peer that this machine lacks is left out; why() says what is missing.
"""
import glob
import os
import shutil
import subprocess

JARS = ["/usr/share/java/lucene-core-8*.jar", "/usr/share/java/lucene-analyzers-common-8*.jar"]
SPHINX = """source articles
{
	type = tsvpipe
	tsvpipe_command = %(tsv)s %(corpus)s
	tsvpipe_field = text
}
index articles
{
	source = articles
	path = %(folder)s/articles
	morphology = stem_en
}
indexer
{
	mem_limit = 512M
}
"""


def output_of(command):
    """What COMMAND prints, or None when it cannot be run or fails."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


class Peer:
    """One row of the tables."""
    settings = ""
    stores_text = True
    can_query = True

    def __init__(self, name, threads, source, work):
        self.name = name
        self.threads = threads
        self.source = source    # the folder of this file
        self.work = work
        self.reason = None      # why it is left out

    @property
    def label(self):
        return "%s, %d thread%s" % (self.name, self.threads, "s" if self.threads > 1 else "")

    def folder(self):
        return os.path.join(self.work, "index-" + self.label.replace(", ", "-").replace(" ", "-"))

    def clear(self):
        shutil.rmtree(self.folder(), ignore_errors=True)
        os.makedirs(self.folder())

    def size(self):
        total = 0
        for place, _, names in os.walk(self.folder()):
            total += sum(os.lstat(os.path.join(place, name)).st_size for name in names)
        return total

    def compile(self, name, libraries):
        """Builds peers/NAME.cc into the work folder."""
        program = os.path.join(self.work, name)
        command = os.environ.get("CXX", "c++").split() + [
            "-O2", "-std=c++17", "-o", program,
            os.path.join(self.source, "peers", name + ".cc")] + libraries
        if output_of(command) is None:
            self.reason = "peers/%s.cc cannot be built here (%s)" % (name, " ".join(libraries))
        return program


class Newsdex(Peer):
    def __init__(self, build, engine, threads, source, work, memory="512M"):
        super().__init__("newsdex " + engine, threads, source, work)
        self.build = build
        self.engine = engine
        self.memory = memory
        self.settings = "`--engine=%s --threads %d --memory %s`" % (engine, threads, memory)
        for program in "newsindex", "bench/query-driver":
            if not os.access(os.path.join(build, program), os.X_OK):
                self.reason = program + " is not built"

    def clear(self):
        shutil.rmtree(self.folder(), ignore_errors=True)
        os.makedirs(self.work, exist_ok=True)

    def index(self, corpus):
        return [os.path.join(self.build, "newsindex"), "-q", "-d", self.folder(), "--engine=" + self.engine,
                "--threads", str(self.threads), "--memory", self.memory, corpus]

    def optimize(self):
        return [os.path.join(self.build, "newsindex"), "optimize", "-q", "-d", self.folder()]

    def query(self, queries, rounds):
        return [os.path.join(self.build, "bench/query-driver"), self.folder(), queries, str(rounds)]

    def search(self, words):
        return [os.path.join(self.build, "newsquery"), "-d", self.folder()] + words

    def version(self):
        return (output_of([os.path.join(self.build, "newsindex"), "-V"]) or "").split("\n")[0]


class Lucene(Peer):
    settings = "EnglishAnalyzer, BM25, RAM buffer 256 MB, `-Xmx2g`, 8 s of warming up before queries"

    def __init__(self, threads, source, work):
        super().__init__("Lucene", threads, source, work)
        jars = [jar for pattern in JARS for jar in sorted(glob.glob(os.environ.get("BENCH_LUCENE_JARS", pattern)))[-1:]]
        self.path = ":".join(jars + [work])
        if len(jars) < 2:
            self.reason = "no jars of Lucene 8 in /usr/share/java (Debian: liblucene8-java)"
        elif output_of(["javac", "-cp", self.path, "-d", work, os.path.join(source, "peers/LuceneBench.java")]) is None:
            self.reason = "peers/LuceneBench.java cannot be compiled (Debian: default-jdk-headless)"

    def java(self, *arguments):
        return ["java", "-Xmx2g", "-cp", self.path, "LuceneBench"] + list(arguments)

    def index(self, corpus):
        return self.java("index", self.folder(), corpus, str(self.threads))

    def optimize(self):
        return self.java("optimize", self.folder())

    def query(self, queries, rounds):
        return self.java("query", self.folder(), queries, str(rounds))

    def version(self):
        return "%s, %s" % (output_of(self.java("version")), (output_of(["java", "-version"]) or "").split("\n")[0])


class Native(Peer):
    """A peer of one C++ file and one library."""

    def __init__(self, name, program, libraries, settings, source, work):
        super().__init__(name, 1, source, work)
        self.settings = settings
        self.program = self.compile(program, libraries)

    def path(self):
        return os.path.join(self.folder(), "db")

    def index(self, corpus):
        return [self.program, "index", self.path(), corpus]

    def optimize(self):
        return [self.program, "optimize", self.path()]

    def query(self, queries, rounds):
        return [self.program, "query", self.path(), queries, str(rounds)]

    def version(self):
        return output_of([self.program, "version", "-"])


class Sphinx(Peer):
    settings = "stem_en, mem_limit 512M, no stored text; indexing only"
    stores_text = False
    can_query = False

    def __init__(self, source, work):
        super().__init__("Sphinx", 1, source, work)
        self.tsv = self.compile("tsv", ["-lsimdjson"])
        if not shutil.which("indexer"):
            self.reason = "no indexer (Debian: sphinxsearch)"

    def index(self, corpus):
        config = os.path.join(self.work, "sphinx.conf")
        with open(config, "w") as out:
            out.write(SPHINX % {"tsv": self.tsv, "corpus": corpus, "folder": self.folder()})
        return ["indexer", "--quiet", "-c", config, "--all"]

    def optimize(self):
        return None

    def version(self):
        return (output_of(["indexer", "-v"]) or output_of(["sh", "-c", "indexer | head -1"]) or "").split("\n")[0]


def peers_all(build, source, work, wanted):
    """Every peer whose name starts with one of WANTED (a list; empty: all)."""
    threads = min(2, os.cpu_count() or 1)
    makers = [
        ("newsdex", lambda: [Newsdex(build, "segment", n, source, work) for n in sorted({1, threads})]),
        ("newsdex-xapian", lambda: [Newsdex(build, "xapian", threads, source, work)]),
        ("lucene", lambda: [Lucene(n, source, work) for n in (1, 2)]),
        ("sqlite", lambda: [Native("SQLite FTS5", "sqlite_peer", ["-lsimdjson", "-lsqlite3"],
                                   "porter unicode61, detail=full, one transaction", source, work)]),
        ("sphinx", lambda: [Sphinx(source, work)]),
        ("xapian", lambda: [Native("libxapian TermGenerator", "xapian_peer", ["-lsimdjson", "-lxapian"],
                                   "stems and words, flush every %s documents" %
                                   os.environ.get("XAPIAN_FLUSH_THRESHOLD", "10000"), source, work)]),
    ]
    return [peer for name, make in makers if not wanted or name in wanted for peer in make()]
