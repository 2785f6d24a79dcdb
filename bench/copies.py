"""How well copies are found: precision and recall over pairs of generated articles with known edits."""
import collections
import os
import shutil
import subprocess


def pairs(count):
    return count * (count - 1) // 2


def read_groups(lines):
    """The groups of newsquery --group --format=tsv --fields=id,reprinted: lists of ids."""
    for line in lines[1:]:
        first, copies = line.split("\t")
        yield [first] + [copy.rsplit(" ", 1)[-1] for copy in copies.split("; ") if copy]


def measure(groups):
    """Ids are FAMILY:KIND; articles of one family belong together."""
    families, found, right, place = collections.Counter(), 0, 0, {}
    for number, ids in enumerate(groups):
        here = collections.Counter(name.split(":")[0] for name in ids)
        families.update(here)
        found += pairs(len(ids))
        right += sum(map(pairs, here.values()))
        place.update((name, number) for name in ids)
    kinds = collections.defaultdict(lambda: [0, 0])
    for name, number in place.items():
        family, kind = name.split(":")
        if kind != "original":
            kinds[kind][0] += place.get(family + ":original") == number
            kinds[kind][1] += 1
    return {"articles": sum(families.values()), "precision": right / found if found else 1.0,
            "recall": right / sum(map(pairs, families.values())), "kinds": sorted(kinds.items())}


def part_copies(bench, results):
    originals = int(os.environ.get("BENCH_COPIES") or 20000)
    path, index = (os.path.join(bench.work, name) for name in ("copies.jsonl", "copies.index"))
    with open(path, "wb") as out:
        subprocess.run([os.path.join(bench.build, "bench/gen-copies"), "-n", str(originals)], stdout=out, check=True)
    shutil.rmtree(index, ignore_errors=True)
    bench.measure([os.path.join(bench.build, "newsindex"), "-q", "--repeated=keep", "-d", index, path])
    command = [os.path.join(bench.build, "newsquery"), "-d", index, "--group", "--since", "1990"]
    answer = subprocess.run(command + ["--sort=date", "-n", "all", "--format=tsv", "--fields=id,reprinted"],
                            stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout
    results["copies"] = measure(read_groups(answer.splitlines()))
    results["copies"]["wall"] = bench.median(bench.measure(command + ["--count"], bench.runs)).wall
    shutil.rmtree(index)
    os.unlink(path)
