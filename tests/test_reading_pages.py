"""Whatever bytes a page is: its letters right, or one clear error; never a word lost."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from counting import growth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webpages import PROSE, page, told

from pipeline.errors import SourceError
from pipeline.reading import ledger, read
from pipeline.reading.understanding import understood
from pipeline.reading.web import html

# --- Letters -------------------------------------------------------------------------------------

ACCENTED = "Zoë’s café — “naïve” €2.50, and the jalapeño was très cher, déjà vu, señor."


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", ""),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", ""),
        ("cp1252", "utf-8"),
        ("utf-16", ""),
        ("utf-8-sig", "windows-1252"),
        ("utf-16-le", "utf-8"),
        ("mac-roman", "macintosh"),
    ],
)
def test_letters_come_out_right(charset: str, declared: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    data = page(f"<article><h1>T</h1><p>{ACCENTED} {PROSE}</p></article>", meta).decode()
    assert ACCENTED in told(data.encode(charset)).source


RUSSIAN = "Река поднялась в ту ночь, и никто не удивился, и меньше всех паромщик, который всё знал."


@pytest.mark.parametrize(
    ("declared", "lang"),
    [("windows-1251", "ru"), ("", "ru"), ("windows-1252", "ru"), ("iso-8859-1", "en")],
)
def test_a_russian_page_is_russian(declared: str, lang: str) -> None:
    data = page(
        f"<article><p>{RUSSIAN} {RUSSIAN}</p></article>", f'<meta charset="{declared}">', lang
    ).decode()
    try:
        assert RUSSIAN in told(data.encode("cp1251")).source
    except SourceError as error:
        assert "letters" in str(error)  # noqa: PT017


# --- Pages without an article --------------------------------------------------------------------

WITHOUT = {
    "subscription": f"<article><h1>The River</h1><p>{PROSE}</p>"
    "<div>Subscribe to continue reading. Already a subscriber?</div></article>",
    "login": "<main><h1>Welcome</h1><p>Please log in to see this page and go on.</p>"
    "<form><input type=password></form></main>",
    "list of": "<main>"
    + "".join(
        f"<article><h2><a href=/{n}>Story number {n}</a></h2><p>{PROSE}</p></article>"
        for n in range(9)
    )
    + "</main>",
    "no article": "<nav><a href=/>Home</a></nav><footer>Nothing here</footer>",
}


@pytest.mark.parametrize("what", WITHOUT)
def test_a_page_without_an_article_is_one_clear_error(what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        html.parse(page(WITHOUT[what]), "page.html")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"   ", b"<!-- -->", b"\0\1\2" * 200])
def test_no_page_at_all(data: bytes) -> None:
    with pytest.raises(SourceError):
        html.parse(data, "page.html")


def test_a_page_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "river.html"
    path.write_bytes(page(f"<article><h1>The River</h1><p>{PROSE}</p></article>"))
    assert read(path).metadata.title == "The River"


# --- Hostile pages -------------------------------------------------------------------------------

# Twice as long is twice the work. scripts/bench --reading shows what that is in seconds.
HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "an article": (
        lambda n: '<p>The <a href="https://example.org/r">river</a> <em>rose</em> again.</p>' * n,
        100,
    ),
    "nested divs": (lambda n: "<div>" * n + f"<p>{PROSE}</p>" + "</div>" * n, 1_000),
    "nested marks": (lambda n: "<b><i>" * n + PROSE + "</i></b>" * n, 1_000),
    "nested lists": (lambda n: "<ul><li>one " * n, 500),
    "nested quotes": (lambda n: "<blockquote>one " * n, 500),
    "nested tables": (lambda n: "<table><tr><td>one " * n, 300),
    "one long line": (lambda n: f"{PROSE} " * n, 300),
    "one long word": (lambda n: "x" * n + " " + PROSE, 5_000),
    "long classes": (lambda n: f'<div class="{"post-meta-" * n}">one</div>' * 20, 1_000),
}


def hostile(kind: str, size: int) -> bytes:
    made = HOSTILE[kind][0](size)
    return page(f"<article><h1>T</h1>{made}<p>{PROSE} The end.</p></article>")


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_as_much_page_is_twice_the_work(kind: str) -> None:
    assert growth(lambda n: told(hostile(kind, n)), HOSTILE[kind][1]) < 2.5


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pages_lose_nothing(kind: str) -> None:
    data = hostile(kind, 5 * HOSTILE[kind][1])
    held = html.parse(data, "x")
    ledger.prove(held)
    assert "The end." in held.source
    assert held.source.count("one") == data.count(b"one")


def test_a_link_that_is_no_address_is_only_words() -> None:
    held = told(
        page(f'<article><h1><a href="http://[::1">The River</a></h1><p>{PROSE}</p></article>')
    )
    assert held.metadata.title == "The River"
    assert not held.links


# --- Any page at all -----------------------------------------------------------------------------

_TAGS_TEXT = (
    "p div span em b a blockquote aside section h2 h3 ul ol li table tr td th pre code figure "
    "figcaption nav "
    "footer header sup q br hr dl dt dd cite time article form script-like details summary ruby rt"
)
TAGS = st.sampled_from(_TAGS_TEXT.split())
CLASSES = st.sampled_from(
    [
        "",
        "pullquote",
        "byline",
        "share",
        "credit",
        "footnotes",
        "wp-caption-text",
        "hidden",
        "bio",
        "verse",
    ]
)
WORD = st.from_regex(r"\A[a-z]{2,9}\Z")


def _node(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def built(tag: str, kind: str, inner: list[str], closed: bool) -> str:  # noqa: FBT001
        return f'<{tag} class="{kind}">{"".join(inner)}' + (f"</{tag}>" if closed else "")

    return st.builds(
        built,
        TAGS,
        CLASSES,
        st.lists(children, max_size=4),
        st.sampled_from([True, True, True, False]),
    )


TREES = st.recursive(WORD.map(lambda word: f"{word} "), _node, max_leaves=25)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TREES, min_size=1, max_size=6))
def test_no_word_is_lost_and_none_invented(trees: list[str]) -> None:
    body = "".join(trees)
    held = html.parse(page(f"<article><p>{PROSE}</p>{body}</article>"), "page.html")
    ledger.prove(held)
    wanted = "".join(re.sub("<[^>]*>", "", body).split())
    assert "".join(held.source.split()) == "".join(PROSE.split()) + wanted
    ledger.prove(understood(held, "page.html"))
