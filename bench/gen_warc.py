#!/usr/bin/env python3
"""Makes a crawl of news pages as CC-NEWS is: bench/gen_warc.py --bytes 200000000 <corpus.jsonl >crawl.warc.gz

Each line of the corpus (bench/gen-corpus) becomes a page of a news site (gen_page.py) in a response record, one gzip member
each; between them lie requests and redirections. The same lines give the same pages.  Stops behind --bytes of output or at the end of the corpus.
"""
import argparse
import datetime
import json
import random
import sys
import zlib

from gen_page import CARDS, MENU, Site, page

def record(kind, url, date, identity, content, content_type):
    head = ("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: %s\r\nWARC-Target-URI: %s\r\n"
            "Content-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, identity, date, url, content_type, len(content)))
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(head.encode() + content + b"\r\n\r\n") + packer.flush()


def records(number, article, sites, titles):
    rng = random.Random(1000003 * number + 7)
    site = sites[number % len(sites)]
    url = "https://%s/%s/%d.html" % (site.host, rng.choice(MENU), number)
    date = (datetime.datetime(2019, 1, 28) + datetime.timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
    identity = "%08x-0000-4000-8000-%012x" % (rng.getrandbits(32), number)
    request = "GET /%d.html HTTP/1.1\r\nHost: %s\r\n\r\n" % (number, site.host)
    yield record("request", url, date, identity, request.encode(), "application/http; msgtype=request")
    if number % 20 == 0:
        moved = "HTTP/1.1 301 Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % url
        yield record("response", url + "?old", date, identity, moved.encode(), "application/http; msgtype=response")
    content = page(site, article, url, rng, titles).encode()
    # As crawls before May 2019: the lengths and encodings of before it was unpacked.
    head = ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
            "Content-Length: %d\r\n\r\n" % (len(content) // 5))
    yield record("response", url, date, identity, head.encode() + content, "application/http; msgtype=response")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bytes", type=int, default=200000000)
    arguments = parser.parse_args()
    sites = [Site(number) for number in range(40)]
    out, titles, written = sys.stdout.buffer, [], 0
    for number, line in enumerate(sys.stdin.buffer):
        article = json.loads(line)
        titles = titles[1 - CARDS:] + [article["title"]]
        for member in records(number, article, sites, titles):
            written += out.write(member)
        if written >= arguments.bytes:
            break


if __name__ == "__main__":
    main()
