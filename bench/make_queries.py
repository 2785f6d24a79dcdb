#!/usr/bin/env python3
"""Draws the queries of the tables from a corpus: make_queries.py CORPUS.jsonl >queries.tsv

Sixty each of single words, OR, AND and phrases, twenty words within a month and
twenty words newest first, spread over classes of document frequency.  The same
corpus gives the same queries.  Words are plain English letters and none of those
that Lucene's EnglishAnalyzer leaves out, but for the inside of phrases.
Lines: kind, tab, words, and for kind month a tab and the month.
"""
import collections
import json
import random
import re
import sys

SAMPLE = 20000            # articles that frequencies are counted on
PHRASE_SAMPLE = 4000
# smallest share of the articles, by class; the last class is of rare words
CLASSES = [0.10, 0.03, 0.01, 0.002, 0.0002]
STOP = set("a an and are as at be but by for if in into is it no not of on or such that the their then there these "
           "they this to was will with".split())
WORD = re.compile(r"[A-Za-z]{3,14}")
RUN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)+")


def sample_read(path):
    """(date, text) of up to SAMPLE articles spread over the file."""
    with open(path, "rb") as corpus:
        lines = sum(1 for _ in corpus)
        corpus.seek(0)
        step = max(1, lines // SAMPLE)
        for number, line in enumerate(corpus):
            if number % step == 0:
                article = json.loads(line)
                text = (article.get("title") or "") + "\n\n" + (article.get("body") or article.get("text") or "")
                yield article.get("published") or article.get("date") or "", text


def classes_of(texts):
    """Words by class of document frequency, each class in byte order."""
    counts = collections.Counter()
    for text in texts:
        counts.update({word.lower() for word in WORD.findall(text)})
    classes = [[] for _ in CLASSES]
    for word, count in sorted(counts.items()):
        at = next((i for i, share in enumerate(CLASSES) if count >= share * len(texts)), None)
        if at is not None and count > 2 and word not in STOP:
            classes[at].append(word)
    return [words for words in classes if words]


def phrases_of(texts):
    """Runs of two to four words by how many articles have them."""
    counts = collections.Counter()
    for text in texts[:PHRASE_SAMPLE]:
        found = set()
        for run in RUN.findall(text):
            words = run.lower().split()
            for length in (2, 3, 4):
                for at in range(len(words) - length + 1):
                    if words[at] not in STOP and words[at + length - 1] not in STOP:
                        found.add(" ".join(words[at:at + length]))
        counts.update(found)
    return counts


def together(draw, texts, classes, length):
    """LENGTH words of different classes that one article has."""
    while True:
        have = {word.lower() for word in WORD.findall(draw.choice(texts))}
        words = []
        for group in draw.sample(classes[:4], min(length, len(classes[:4]))):
            words += draw.sample([word for word in group if word in have], 1) if have & set(group) else []
        if len(words) == length:
            return words


def main():
    draw = random.Random(20130613)
    articles = list(sample_read(sys.argv[1]))
    texts = [text for _, text in articles]
    months = sorted(date[:7] for date, _ in articles if re.match(r"\d{4}-\d\d", date))
    classes = classes_of(texts)
    for i in range(60):
        print("word", draw.choice(classes[i % len(classes)]), sep="\t")
    for i in range(60):
        print("or", " ".join(draw.choice(classes[(i + j * (1 + i % 3)) % len(classes)]) for j in range(2 + i % 3)), sep="\t")
    for i in range(60):
        print("and", " ".join(together(draw, texts, classes, 2 + i % 2)), sep="\t")
    counts = phrases_of(texts)
    for i in range(60):
        low, high = [(40, 10 ** 9), (8, 40), (2, 8)][i % 3]
        length = (2, 2, 2, 3, 3, 4)[i // 3 % 6]
        fit = sorted(phrase for phrase, count in counts.items()
                     if low <= count < high and phrase.count(" ") == length - 1)
        print("phrase", draw.choice(fit or sorted(counts)), sep="\t")
    for i in range(20):
        print("month", draw.choice(classes[i % 3 % len(classes)]), draw.choice(months), sep="\t")
    for i in range(20):
        print("newest", draw.choice(classes[i % 3 % len(classes)]), sep="\t")


main()
