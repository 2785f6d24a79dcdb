#!/usr/bin/env python3
"""Makes a crawl of news pages as CC-NEWS is: bench/gen_warc.py --bytes 200000000 <corpus.jsonl >crawl.warc.gz

Each line of the corpus (bench/gen-corpus) becomes a page of a news site, with scripts, styles, menus, related articles and a
footer around it as sites have them, in a response record, one gzip member each; between them lie requests and redirections. The
same lines give the same pages.  Stops behind --bytes of output or at the end of the corpus.
"""
import argparse
import datetime
import html
import json
import random
import sys
import zlib

SYLLABLES = "ba co di fe gu ha jo ka le mi no pa qui ro su ta ve wi xa yo zu bran cler dros fent".split()
MENU = "home world politics business markets opinion science health sport culture travel weather video podcasts live".split()


def name(rng, most=4):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, most)))


class Site:
    """What the pages of one site have in common."""

    def __init__(self, number):
        rng = random.Random(number)
        self.host = "www.%s.example" % name(rng)
        self.title = name(rng).capitalize() + " News"
        rules = (".card__%s--wide{margin:%dpx auto;padding:0 12px;color:#%03x;font-family:Georgia,serif;line-height:1.4}" % (
            name(rng, 2), rng.randint(0, 40), rng.getrandbits(12)) for _ in range(200))
        self.style = "<style>%s</style>" % "\n".join(rules)
        calls = ("window.site=window.site||{};window.site.%s=function(event,target){return window.dataLayer.push({event:'%s',target:target});};" % (
            name(rng, 3), name(rng, 2)) for _ in range(120))
        self.script = "<script>%s</script>" % "".join(calls)
        self.menu = "<nav><ul>%s</ul></nav>" % "".join(
            '<li class="%s"><a href="/%s/" data-track="nav:%d">%s</a></li>' % (name(rng), item, at, item.capitalize())
            for at, item in enumerate(MENU))
        self.footer = "<footer><div>%s</div><p>Copyright %s. All rights reserved.</p></footer>" % (
            "".join('<a class="f" href="/about/%s">%s</a> ' % (name(rng), name(rng)) for _ in range(25)), self.title)


def related(rng, titles):
    return "<aside><h3>Read more</h3>%s</aside>" % "".join(
        '<div class="card card--wide grid__item grid__item--third" id="c%06x"><a class="card__link" href="/%s/%d.html" '
        'data-track="related:click"><picture class="card__media"><source media="(min-width: 640px)" '
        'srcset="https://img.example/%016x.jpg?w=640&amp;q=75 1x, https://img.example/%016x.jpg?w=1280&amp;q=75 2x">'
        '<img class="card__image" loading="lazy" alt=""></picture><span class="card__headline">%s</span></a></div>' % (
            rng.getrandbits(24), rng.choice(MENU), rng.getrandbits(24), picture, picture, html.escape(title))
        for title, picture in ((title, rng.getrandbits(64)) for title in titles))


def page(site, article, url, rng, titles):
    title = html.escape(article["title"])
    published = article.get("published") or ""
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": article["title"], "datePublished": published,
            "author": [{"@type": "Person", "name": author} for author in article.get("author") or []],
            "publisher": {"@type": "Organization", "name": site.title}, "mainEntityOfPage": url}
    paragraphs = (article.get("body") or "").split("\n\n")
    body = "\n".join('<p class="b" data-id="%08x">%s</p>' % (rng.getrandbits(32), html.escape(text)) for text in paragraphs)
    state = json.dumps({"item%d" % at: {"kind": "teaser", "visible": True, "token": "%08x" % rng.getrandbits(32)} for at in range(60)})
    return "".join((
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>%s - %s</title>' % (title, site.title),
        '<meta property="og:title" content="%s"><meta property="og:site_name" content="%s">' % (title, site.title),
        '<link rel="canonical" href="%s"><script type="application/ld+json">%s</script>' % (url, json.dumps(data)),
        site.style, site.script, "</head><body>", site.menu, '<main><article><h1>%s</h1><time datetime="%s">%s</time>' % (
            title, published, published[:10]),
        body, "</article>", related(rng, titles), "</main>", site.footer,
        "<script>window.__STATE__=%s</script>" % state, "</body></html>\n"))


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
        titles = titles[-23:] + [article["title"]]
        for member in records(number, article, sites, titles):
            written += out.write(member)
        if written >= arguments.bytes:
            break


if __name__ == "__main__":
    main()
