"""Pages of news sites around generated articles, as bench/gen_warc.py puts them into a crawl.

Counted on 250 pages of news sites: compressed to a fifth; a third of a page is scripts, a fifth styles, a tenth drawings, two
fifths tags of 68 bytes with an attribute each, most of it classes, addresses and data; a twentieth text, half of it the
article's.  A page of a crawl of news has about 130 kB, half of that of the pages counted; sites differ by a factor of five.
"""
import html
import json
import random

SYLLABLES = "ba co di fe gu ha jo ka le mi no pa qui ro su ta ve wi xa yo zu bran cler dros fent".split()
MENU = "home world politics business markets opinion science health sport culture travel weather video podcasts live".split()
BLOCKS = "card grid headline teaser media list section button label layout container header content image link".split()
CARDS = 24  # teasers below an article


def name(rng, most=4):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, most)))


def classes(rng):
    block = rng.choice(BLOCKS)
    return "%s__%s %s--%s" % (block, rng.choice(BLOCKS), block, rng.choice(SYLLABLES))


def drawing(rng):
    """An icon of lines and curves."""
    curves = "".join("%s%.3f %.3f %.2f %.2f" % (rng.choice("lcsqh"), rng.uniform(-9, 9), rng.uniform(-9, 9), rng.uniform(0, 24),
                                               rng.uniform(0, 24)) for _ in range(rng.randint(4, 16)))
    return ('<svg class="icon icon--%s" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
            '<g fill="none"><path fill="currentColor" fill-rule="evenodd" d="M%s z"/></g></svg>' % (name(rng, 2), curves))


def picture(rng, key):
    address = "https://img.example/%s/%016x/%s.jpg" % (name(rng, 2), key, name(rng))
    widths = ", ".join("%s?w=%d&amp;q=75&amp;fit=crop %dw" % (address, width, width) for width in (320, 640, 1280))
    return ('<picture class="%s"><source media="(min-width: 640px)" srcset="%s" sizes="(max-width: 600px) 100vw, 50vw">'
            '<img class="%s" src="%s" width="640" height="360" loading="lazy" decoding="async" alt=""></picture>'
            % (classes(rng), widths, classes(rng), address))


class Site:
    """What the pages of one site have in common, and how large they are."""

    def __init__(self, number):
        rng = random.Random(number)
        self.size = min(2.5, max(0.4, rng.lognormvariate(-0.2, 0.6)))
        self.host = "www.%s.example" % name(rng)
        self.title = name(rng).capitalize() + " News"
        self.icons = [drawing(rng) for _ in range(20)]
        self.head = self.make_head(rng)
        self.top = self.make_top(rng)
        self.footer = self.make_footer(rng)
        self.widgets = [classes(rng) for _ in range(40)]

    def times(self, count):
        return range(int(count * self.size))

    def make_head(self, rng):
        links = "".join('<link rel="preload" as="font" crossorigin href="https://static.example/%016x/%s.woff2">\n' % (
            rng.getrandbits(64), name(rng)) for _ in self.times(12))
        metas = "".join('<meta name="%s:%s" content="%s %x">\n' % (name(rng, 2), name(rng, 2), name(rng), rng.getrandbits(48))
                        for _ in self.times(15))
        rules = "\n".join(".%s__%s,.%s:hover{margin:%dpx auto;padding:0 %dpx;color:#%03x;line-height:1.%d}" % (
            rng.choice(BLOCKS), name(rng, 3), name(rng, 2), rng.randint(0, 40), rng.randint(0, 9), rng.getrandbits(12), rng.randint(0, 9))
            for _ in self.times(400))
        scripts = "".join("<script>!function(%s,e){%s}(window,document);</script>\n" % (name(rng, 2), "".join(
            "e.%s=function(t,n){if(t<n&&n.%s)return window.dataLayer.push({event:'%s',category:'%s',id:%d})};" % (
                name(rng, 3), rng.choice(BLOCKS), name(rng, 2), rng.choice(MENU), rng.getrandbits(10)) for _ in range(14))) for _ in self.times(24))
        return "%s%s<style>%s</style>\n%s" % (links, metas, rules, scripts)

    def make_top(self, rng):
        entries = "".join('  <li class="%s">\n    <a class="%s" href="/%s/%s" data-track="nav:%d">%s</a>\n  </li>\n' % (
            classes(rng), classes(rng), item, name(rng), at, item.capitalize()) for item in MENU for at in self.times(6))
        return '<header class="%s">\n<nav class="%s"><ul>%s</ul></nav>\n%s</header>\n' % (
            classes(rng), classes(rng), entries, "".join(self.icons[:10]))

    def make_footer(self, rng):
        return '<footer class="%s">\n%s\n%s<p>Copyright %s. All rights reserved.</p></footer>\n' % (
            classes(rng), "".join('<div class="%s"><a class="%s" href="/about/%s">%s</a></div>\n' % (
                classes(rng), classes(rng), name(rng), name(rng).capitalize()) for _ in self.times(50)),
            "".join(self.icons[10:]), self.title)


def related(site, rng, titles):
    """Teasers of other articles."""
    return '<aside class="related"><h3>Read more</h3>\n%s</aside>\n' % "\n".join(
        '<div class="%s" id="c%06x" data-position="%d">\n  <a class="%s" href="/%s/%d.html" data-track="related:click">%s'
        '<span class="%s">%s</span></a>\n</div>' % (
            rng.choice(site.widgets), rng.getrandbits(24), at, rng.choice(site.widgets), rng.choice(MENU), rng.getrandbits(24),
            picture(rng, rng.getrandbits(64)), rng.choice(site.widgets), html.escape(title))
        for at, title in enumerate(titles))


def state(site, rng):
    """What the scripts of a page start from."""
    return json.dumps({"item%d" % at: {"kind": "teaser", "visible": True, "token": "%08x" % rng.getrandbits(32), "widget": rng.choice(
        site.widgets), "slot": [rng.getrandbits(10), rng.getrandbits(8)]} for at in site.times(75)})


def body(site, article, rng):
    """The article's paragraphs, and what stands between them."""
    out = []
    for at, text in enumerate((article.get("body") or "").split("\n\n")):
        out.append('  <p class="b" data-id="%08x">%s</p>' % (rng.getrandbits(32), html.escape(text)))
        if at % 4 == 3:
            out.append('  <div class="ad-slot %s" id="ad-%06x" data-sizes="[[300,250],[320,50]]"><!-- slot %d --></div>' % (
                rng.choice(site.widgets), rng.getrandbits(24), at))
    return "\n".join(out)


def page(site, article, url, rng, titles):
    title = html.escape(article["title"])
    published = article.get("published") or ""
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": article["title"], "datePublished": published,
            "author": [{"@type": "Person", "name": author} for author in article.get("author") or []],
            "publisher": {"@type": "Organization", "name": site.title}, "mainEntityOfPage": url}
    return "".join((
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>%s - %s</title>\n' % (title, site.title),
        '<meta property="og:title" content="%s"><meta property="og:site_name" content="%s">\n' % (title, site.title),
        '<link rel="canonical" href="%s"><script type="application/ld+json">%s</script>\n' % (url, json.dumps(data)),
        site.head, '</head><body class="page page--article">\n', site.top,
        '<main><article><h1>%s</h1><time datetime="%s">%s</time>\n' % (title, published, published[:10]),
        picture(rng, rng.getrandbits(64)), body(site, article, rng), "</article>\n",
        related(site, rng, titles), "</main>\n", site.footer,
        '<script id="state" type="application/json">%s</script></body></html>\n' % state(site, rng)))
