"""Saved pages in: the article alone out, and all that stands round it by its name."""

import pytest
from webpages import MORE, PROSE, article, inside, page, reasons, told

from pipeline.model import Role

# --- Roles ---------------------------------------------------------------------------------------

ROLES = {
    "a heading": ("<h2>Above the weir</h2>", [("heading", "Above the weir")]),
    "a quotation": (
        "<blockquote><p>Water has no patience with maps.</p><cite>Ann Lee</cite></blockquote>",
        [("block_quote", "Water has no patience with maps.\n— Ann Lee")],
    ),
    "a WordPress pull-quote": (
        (
            '<figure class="wp-block-pullquote"><blockquote><p>nobody was surprised at all</p>'
            "</blockquote></figure>"
        ),
        [("pull_quote", "nobody was surprised at all")],
    ),
    "a Ghost pull-quote": (
        '<blockquote class="kg-blockquote-alt">nobody was surprised at all</blockquote>',
        [("pull_quote", "nobody was surprised at all")],
    ),
    "a Substack pull-quote": (
        '<div class="pullquote"><p>nobody was surprised at all</p></div>',
        [("pull_quote", "nobody was surprised at all")],
    ),
    "a typed pull-quote": (
        '<aside role="doc-pullquote"><p>nobody was surprised at all</p></aside>',
        [("pull_quote", "nobody was surprised at all")],
    ),
    "a pull-quote that is new": (
        '<aside class="pull-quote">Nobody ever asks the water.</aside>',
        [("pull_quote", "Nobody ever asks the water.")],
    ),
    "a list in a list": (
        "<ul><li>One<ul><li>One and a half</li></ul></li><li>Two</li></ul>",
        [("list_item", "One"), ("list_item", "One and a half"), ("list_item", "Two")],
    ),
    "a definition list": (
        "<dl><dt>Weir</dt><dd>A low dam.</dd></dl>",
        [("list_item", "Weir"), ("list_item", "A low dam.")],
    ),
    "a table": (
        "<table><tr><th>Year<th>Metres<tr><td>1931<td>4.2</table>",
        [("table", "Year\tMetres\n1931\t4.2")],
    ),
    "a table that lays out": (
        f"<table><tr><td><h2>Above</h2><p>{PROSE} Yes.</p></td><td>Aside</td></tr></table>",
        [("heading", "Above"), ("paragraph", f"{PROSE} Yes."), ("paragraph", "Aside")],
    ),
    "code": ("<pre><code>x = 1\n  y</code></pre>", [("code", "x = 1\n  y")]),
    "a caption and its credit": (
        (
            "<figure><img><figcaption>The weir in May. <span class=credit>Photo: Al "
            "Ray</span></figcaption></figure>"
        ),
        [("caption", "The weir in May."), ("credit", "Photo: Al Ray")],
    ),
    "a WordPress caption": (
        '<div class="wp-caption"><img><p class="wp-caption-text">The weir in May.</p></div>',
        [("caption", "The weir in May.")],
    ),
    "a poem": (
        '<pre class="wp-block-verse">Oh carry me over,\nthe water is wide</pre>',
        [("verse", "Oh carry me over,\nthe water is wide")],
    ),
    "paragraphs that only breaks part": (
        f"{PROSE} One.<br><br>{PROSE} Two.",
        [("paragraph", f"{PROSE} One."), ("paragraph", f"{PROSE} Two.")],
    ),
    "quotation marks of the browser's": (
        f"<p>She said <q>never <q>ever</q> again</q>. {PROSE}</p>",
        [("paragraph", f"She said “never ‘ever’ again”. {PROSE}")],
    ),
    "a raised number": (
        f"<p>It covers 10<sup>3</sup> acres on the 21<sup>st</sup>. {PROSE}</p>",
        [("paragraph", f"It covers 10³ acres on the 21st. {PROSE}")],
    ),
    "ruby": (
        f"<p>They say <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> there. {PROSE}</p>",
        [("paragraph", f"They say 漢 there. {PROSE}")],
    ),
    "notes": (
        (
            f'<p>{PROSE} So it says.<sup id="r1"><a href="#fn1">1</a></sup></p>'
            '<ol class="footnotes"><li id="fn1">The log of 1931. '
            '<a href="#r1" class="footnote-backref">↩</a></li></ol>'
        ),
        [("paragraph", f"{PROSE} So it says."), ("footnote", "The log of 1931.")],
    ),
}


@pytest.mark.parametrize("case", ROLES)
def test_roles(case: str) -> None:
    body, wanted = ROLES[case]
    assert inside(article(body)) == wanted


def test_a_pull_quote_knows_whether_it_repeats() -> None:
    held = article(
        '<aside class="pullquote">nobody was surprised at all</aside>'
        '<aside class="pullquote">New.</aside>'
    )
    assert [b.repeats for b in held.blocks if b.role is Role.PULL_QUOTE] == [True, False]


def test_a_note_knows_its_mark() -> None:
    body = (
        f'<p>{PROSE} One.<sup><a href="#fn1">[1]</a></sup> '
        'Two.<a href="#fn2" role="doc-noteref">2</a></p><section role="doc-endnotes"><ol>'
        '<li id="fn1"><p>First.</p></li><li id="fn2">Second.</li></ol></section>'
    )
    notes = [b for b in article(body).blocks if b.role is Role.FOOTNOTE]
    assert [(note.text, note.label) for note in notes] == [("First.", "1"), ("Second.", "2")]


def test_a_rule_leaves_nothing_behind() -> None:
    held = article("<hr>")
    assert inside(held) == []
    assert all(skip.text for skip in held.skipped)


# --- What surrounds an article -------------------------------------------------------------------

AROUND = {
    '<nav><a href="/">Home</a></nav>': "the site's menu",
    '<div id="onetrust-banner">We use cookies and so do our 812 partners.</div>': "a cookie notice",
    '<div class="related-posts"><a href="/x">Another river</a></div>': "related articles",
    '<div class="newsletter-signup">Our best, every Sunday.</div>': "a newsletter box",
    '<ul class="share-buttons"><li>Tweet</li></ul>': "share buttons",
    '<div class="ad-slot">Buy a boat</div>': "an advertisement",
    '<p style="display: none">You have three left.</p>': "hidden on the page",
    "<p hidden>Not yet.</p>": "hidden on the page",
    '<span class="screen-reader-text">Opens in a new window</span>': "hidden on the page",
    "<template><p>Mustache</p></template>": "not shown by a browser",
    "<noscript>Turn on scripts</noscript>": "not shown by a browser",
    '<div class="post-tags">Tags: water</div>': "the article's keywords",
    '<section id="comments"><p>First!</p></section>': "readers' comments",
    "<form><label>Search</label></form>": "a form",
    "<p>Advertisement</p>": "an advertisement",
    '<p><a href="/b">Read more: The other river</a></p>': "related articles",
    "<p>4 min read</p>": "the page's own buttons and notices",
}


@pytest.mark.parametrize("body", AROUND)
def test_what_is_no_article_is_skipped_with_a_reason(body: str) -> None:
    held = article(body)
    assert inside(held) == []
    assert AROUND[body] in reasons(held).values()


def test_markup_is_no_text() -> None:
    held = article(
        "<script>alert('boo')</script><style>p{}</style><!-- secret --><![CDATA[ cdata ]]>"
    )
    assert inside(held) == []
    assert not any(word in held.source for word in ("boo", "p{}", "secret", "cdata"))


def test_a_long_row_of_signs_before_a_word_is_read_at_once() -> None:
    held = inside(article(f"<p>{'¬=' * 2_000}weir</p>"))
    assert held[-1][1].endswith("weir")


def test_what_a_style_sheet_hides_is_not_read() -> None:
    rules = ".c1{display:none} @media print{.c2{display:none}} p.c3 , .c4{font-style:italic}"
    sheet = f"<style>/* x */ {rules}</style>"
    held = article('<p class="c1">Gone.</p><p class="c2">Here.</p><p class="c3">Aslant.</p>', sheet)
    assert [text for _, text in inside(held)] == ["Here.", "Aslant."]
    assert [mark.kind for b in held.blocks for mark in b.marks] == ["emphasis"]


def test_an_article_without_any_tag_for_it_is_found() -> None:
    body = (
        "<div><div><a href=/>Home</a><a href=/b>Boats</a></div>"
        f"<div><h1>The River</h1><p>{PROSE}</p><p>{MORE}</p><p>{PROSE}</p></div>"
        "<div><b>More</b><a href=/c>A long story about another river entirely</a></div></div>"
    )
    assert inside(told(page(body))) == []


def test_a_class_that_lies_loses_nothing() -> None:
    inner = f"<h1>The River</h1><p>{PROSE}</p><p>{MORE}</p>"
    body = (
        f'<div class="popup comments-off"><article class="metered-content">{inner}</article></div>'
    )
    assert [b.text for b in told(page(body)).blocks] == ["The River", PROSE, MORE]


def test_a_large_first_letter_is_read_once() -> None:
    held = article(f'<p><span aria-hidden="true" class="cap">W</span>ater came. {PROSE}</p>')
    assert inside(held) == [("paragraph", f"Water came. {PROSE}")]
    told_twice = '<span class="sr-only">Water</span><span aria-hidden="true"><b>W</b>ater</span>'
    held = article(f"<p>{told_twice} came. {PROSE}</p>")
    assert inside(held) == [("paragraph", f"Water came. {PROSE}")]


def test_the_head_and_the_tail_of_an_article() -> None:
    held = told(
        page(
            '<article><header><span class="kicker">Essays</span><h1>The River</h1>'
            '<p class="dek">What it took</p><div class="meta"><span class="byline">By '
            "<a rel=author href=/ann>Ann Lee</a></span> · <time>3 May 2024</time></div></header>"
            f'<div class="entry-content"><p>{PROSE}</p><p>{MORE}</p></div>'
            '<footer><div class="author-bio"><p>Ann Lee writes about water.</p>'
            "</div><a>Top</a></footer></article>"
        )
    )
    assert [str(b.role) for b in held.blocks] == [
        "title", "subtitle", "byline", "paragraph", "paragraph", "bio",
    ]  # fmt: skip
    assert held.metadata.subtitle == "What it took"
    assert held.metadata.authors == ("Ann Lee",)
    assert not held.links


# --- Facts ---------------------------------------------------------------------------------------

GRAPH = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"Organization","@id":"#o","name":"The Weir"},
{"@type":["NewsArticle"],"headline":"The River","datePublished":"2024-05-03T06:00:00Z",
"author":[{"@type":"Person","name":"Ann Lee"},{"@type":"Person","name":"Bo Ray"}],
"publisher":{"@id":"#o"},"inLanguage":"en-GB"}]}</script>"""
OPEN = """<title>The River | The Weir</title><meta property="og:title" content="The River">
<meta property="og:site_name" content="The Weir"><meta name="author" content="Ann Lee and Bo Ray">
<meta property="article:published_time" content="2024-05-03T06:00:00Z">"""


@pytest.mark.parametrize(
    "head",
    [GRAPH, OPEN, GRAPH + OPEN, "<script type='application/ld+json'>{broken</script>" + OPEN],
)
def test_facts_from_the_head(head: str) -> None:
    known = article("", head + '<link rel="canonical" href="https://weir.example/river">').metadata
    assert (known.title, known.authors) == ("The River", ("Ann Lee", "Bo Ray"))
    assert (known.publication, known.date) == ("The Weir", "2024-05-03")
    assert known.language == "en"
    assert known.url == "https://weir.example/river"


def test_links() -> None:
    body = (
        '<p>See <a href="/a">one</a>, <a href="https://e.example/b">two</a>,'
        ' <a href="#c">three</a>,'
        f' <a href="javascript:d()">four</a> and <a href="mailto:e@e.example">five</a>. {PROSE}</p>'
    )
    held = article(body, '<link rel="canonical" href="https://weir.example/river">')
    assert [(link.text, link.url) for link in held.links] == [
        ("one", "https://weir.example/a"),
        ("two", "https://e.example/b"),
    ]
