#!/usr/bin/env python3
"""Compares what newsdex reads from pages with what stands on them: bench/html_pages.py --build BUILD FOLDER.

FOLDER holds pages/ (HTML, may be gzipped) and expected.jsonl, a line a page: page (the file's name), title, published,
authors (a list), summary (a list of standfirsts) and sections (each with headline and paragraphs, lists).  Precision
and recall are of shingles of 4 words, the mean over pages; a page's standfirst counts as text or not, whichever fits
the page better, as some print it and some have it in a meta element only.  A page that is rejected counts as 0.
"""
import argparse
import collections
import datetime
import gzip
import json
import os
import re
import subprocess
import sys
import zlib

WIDE = 0x2E80  # from here on scripts are written without spaces between words


def words(text):
    found = re.findall(r"\w+", text.lower())
    if sum(ord(letter) >= WIDE for letter in text) * 2 > len(text):
        found = list("".join(found))
    return found


def shingles(text):
    found = words(text)
    return collections.Counter(tuple(found[at:at + 4]) for at in range(max(1, len(found) - 3))) if found else collections.Counter()


def overlap(got, expected):
    """Precision, recall and F1."""
    common = sum((got & expected).values())
    precision = common / max(1, sum(got.values()))
    recall = common / max(1, sum(expected.values()))
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def expected_texts(page):
    body = "\n".join(text for section in page["sections"] for text in section["headline"] + section["paragraphs"])
    return body, "\n".join(page.get("summary") or []) + "\n" + body


def same_date(got, expected):
    got, expected = (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (got, expected))
    if got.tzinfo and expected.tzinfo:
        return abs((got - expected).total_seconds()) < 60
    return got.date() == expected.date()


def verdict(got, right):
    return "missing" if not got else "right" if right else "wrong"


def compare(page, article):
    article = article or {}
    texts = [overlap(shingles(article.get("body", "")), shingles(text)) for text in expected_texts(page)]
    row = {"page": page["page"], "text": max(texts, key=lambda found: found[2])}
    if page.get("published"):
        got = article.get("published")
        row["date"] = verdict(got, got and same_date(got, page["published"]))
    if page.get("authors"):
        got = article.get("author") or []
        row["author"] = verdict(got, {name.lower() for name in got} == {name.lower() for name in page["authors"]})
    elif article.get("author"):
        row["invented"] = True
    letters = [re.sub(r"\W+", "", text.lower()) for text in (article.get("title") or "", page["title"])]
    row["title"] = verdict(letters[0], letters[0] == letters[1])
    return row


def read_pages(build, folder):
    """The articles by the name of their page, None for a page that was rejected."""
    names = sorted(os.listdir(os.path.join(folder, "pages")), key=os.fsencode)
    done = subprocess.run([os.path.join(build, "tests/unit/print_articles"), os.path.join(folder, "pages")],
                          stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().splitlines()
    if len(lines) != len(names):
        raise SystemExit("html_pages: %d lines from %d pages" % (len(lines), len(names)))
    return {name: None if line.startswith("!") else json.loads(line) for name, line in zip(names, lines)}


def summary(rows):
    means = [sum(row["text"][at] for row in rows) / len(rows) for at in range(3)]
    found = {"pages": len(rows), "precision": means[0], "recall": means[1], "f1": means[2],
             "invented": sum("invented" in row for row in rows)}
    for field in "date", "author", "title":
        counts = collections.Counter(row[field] for row in rows if field in row)
        found[field] = {kind: counts[kind] for kind in ("right", "wrong", "missing")}
    return found


def measure(build, folder):
    """The summary over all pages, and the rows it is of."""
    with open(os.path.join(folder, "expected.jsonl"), encoding="utf-8") as lines:
        expected = [json.loads(line) for line in lines]
    articles = read_pages(build, folder)
    rows = [compare(page, articles.get(page["page"])) for page in expected]
    return summary(rows), rows


def bytes_unpacked(pages):
    total = 0
    for name in os.listdir(pages):
        with (gzip.open if name.endswith(".gz") else open)(os.path.join(pages, name), "rb") as page:
            total += len(page.read())
    return total


def half(name):
    return zlib.crc32(name.encode()) % 2


def print_summary(label, found):
    print("%-9s %3d pages  precision %.4f  recall %.4f  F1 %.4f" %
          (label, found["pages"], found["precision"], found["recall"], found["f1"]))
    for field in "date", "author", "title":
        print("%9s %-7s %s" % ("", field, "  ".join("%s %d" % pair for pair in found[field].items())))
    print("%9s authors on pages that name none: %d" % ("", found["invented"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=".", help="the build folder")
    parser.add_argument("--halves", action="store_true",
                        help="two halves as well, by a hash of the name: one to look at, one to judge by")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="the N pages with the lowest F1 of the first half")
    parser.add_argument("folder")
    arguments = parser.parse_args()
    found, rows = measure(arguments.build, arguments.folder)
    for row in sorted((row for row in rows if half(row["page"]) == 0), key=lambda row: row["text"][2])[:arguments.worst]:
        print("%-50s precision %.3f  recall %.3f  F1 %.3f" % ((row["page"],) + row["text"]))
    print_summary("all", found)
    for at, label in enumerate(("looked at", "held out")) if arguments.halves else ():
        print_summary(label, summary([row for row in rows if half(row["page"]) == at]))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
