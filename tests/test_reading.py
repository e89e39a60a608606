"""Articles in, roles, repairs and links out: golden articles, then the rules one by one.

Rewrite the goldens with REWRITE_GOLDENS=1 and read the diff like an editor.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from counting import growth

from pipeline.errors import SourceError
from pipeline.model import Article, Block, Role
from pipeline.reading import ledger, markdown, read
from pipeline.reading.placing import SIGN
from pipeline.reading.understanding import understood

ROOT = Path(__file__).parents[1]
CASES = sorted((Path(__file__).parent / "cases" / "reading").iterdir())
REAL = ROOT.parent / "shared" / "articles" / "what-does-internationalism-mean-today.md"
SAMPLE = ROOT / "episodes" / "the-reader-on-the-platform" / "article.md"


def article(source: str) -> Article:
    held = understood(markdown.parse(source, "test.md"), "test.md")
    ledger.prove(held)
    return held


def roles(held: Article) -> list[str]:
    return [str(block.role) for block in held.blocks]


def texts(held: Article, role: Role) -> list[str]:
    return [block.text for block in held.blocks if block.role is role]


def described(held: Article) -> dict[str, Any]:
    meta = held.metadata
    return {
        "metadata": {
            name: getattr(meta, name)
            for name in ("title", "subtitle", "series", "publication", "language", "date")
            if getattr(meta, name)
        }
        | {"authors": list(meta.authors)},
        "blocks": [_block(block) for block in held.blocks],
        "links": [{"text": link.text, "url": link.url} for link in held.links],
        "repairs": [[mended.kind, mended.before, mended.after] for mended in held.repairs],
        "skipped": [[skip.text, skip.reason] for skip in held.skipped if skip.reason != SIGN],
    }


def _block(block: Block) -> dict[str, Any]:
    told: dict[str, Any] = {"role": str(block.role), "text": block.text}
    more = {"level": block.level, "repeats": block.repeats, "skip": block.skip}
    return told | {name: held for name, held in more.items() if held}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Path) -> None:
    held = read(case / "article.md")
    ledger.prove(held)
    golden = case / "golden.json"
    told = json.dumps(described(held), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("REWRITE_GOLDENS"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


# --- The two articles this was first built for --------------------------------------------------


@pytest.mark.skipif(not REAL.exists(), reason="the article belongs to its author; it is not here")
def test_the_real_article() -> None:
    held = read(REAL)
    ledger.prove(held)
    assert held.metadata.title == "What does internationalism mean today?"
    assert held.metadata.authors == ("David Camfield",)
    assert held.metadata.publication == "Tempest"
    assert roles(held)[:7] == ["byline", "title", "byline", *["standfirst"] * 3, "paragraph"]
    assert roles(held)[-4:] == ["disclaimer", "credit", "credit", "bio"]
    quotes = [block for block in held.blocks if block.role is Role.PULL_QUOTE]
    assert [block.repeats for block in quotes] == [True] * 3
    assert texts(held, Role.PARAGRAPH)[0].startswith("I think the starting point for thinking")
    assert texts(held, Role.CREDIT)[1] == (
        "Featured Image credit: National Archives and Records Administration; modified by Tempest."
    )
    assert not any("http" in block.text or "\\" in block.text for block in held.blocks)
    assert len({link.url for link in held.links}) == len(held.links) == 11
    assert sum(mended.kind == "page break" for mended in held.repairs) == 3
    assert {"paragraph", "pull_quote"} == set(roles(held)[6:-4])


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample talk is not in this checkout")
def test_the_sample_talk() -> None:
    held = read(SAMPLE)
    ledger.prove(held)
    assert roles(held)[:3] == ["title", "byline", "standfirst"]
    assert {"bio", "credit", "disclaimer"} <= set(roles(held)[-3:])
    assert held.metadata.authors
    quotes = [block for block in held.blocks if block.role is Role.PULL_QUOTE]
    assert len(quotes) >= 2
    assert all(block.repeats for block in quotes)


# Twice as long is twice the work. scripts/bench --reading shows what that is in seconds.
HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "an article": (
        lambda n: "The [river](https://example.org/r) rose *again* that night.\n\n" * n,
        200,
    ),
    "a long word": (lambda n: "a" * n, 100_000),
    "one long line": (lambda n: "word " * n, 20_000),
    "open brackets": (lambda n: "[" * n + "x", 2_000),
    "deep quotes": (lambda n: ">" * n + " x", 500),
    "nested pictures": (lambda n: "![" * n + "x" + "](y)" * n, 300),
    "doubled links": (lambda n: "**text** (<https://example.org/x>) " * n, 300),
    "hyphens at line ends": (lambda n: "a-\n" * n, 2_000),
    "blanks": (lambda n: "a" + " " * n + "b", 100_000),
    "open tags": (lambda n: "<div>" * n + "x", 2_000),
    "lines that go on": (lambda n: "one line without an end that is\n\n" * n, 200),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_as_much_text_is_twice_the_work(kind: str) -> None:
    make, size = HOSTILE[kind]
    assert growth(lambda n: article(make(n)), size) < 2.5


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_read_to_its_end(kind: str) -> None:
    make, size = HOSTILE[kind]
    assert article(make(5 * size)).blocks


# --- What can't be read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.md", b"", "nothing to read in it"),
        ("signs.md", b"---\n\n***\n", "nothing to read in it"),
        ("comment.md", b"<!-- words -->", "no readable text in it"),
        ("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0", "not UTF-8 text"),
        ("binary.md", b"abc\n\0def", "line 2: a binary file"),
        ("latin.md", b"caf\xe9", "not UTF-8 text (byte 3)"),
        ("article.xyz", b"words", "can't read “.xyz” files"),
        ("yaml.md", b"---\ntitle: [a\n---\nwords", "front matter is not valid YAML"),
        ("toml.md", b"+++\ntitle = \n+++\nwords", "front matter is not valid TOML"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read(tmp_path / "none.md")
    with pytest.raises(SourceError, match="a folder"):
        read(tmp_path)


def test_format_overrides_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("# A title\n\nWords.")
    assert texts(read(path, "md"), Role.TITLE) == ["A title"]
    assert "# A title" in read(path, ".TXT").blocks[0].text


# --- Front matter -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "title", "authors", "date"),
    [
        ("---\ntitle: A\nauthor: B C\ndate: 2024-05-06\n---\n", "A", ("B C",), "2024-05-06"),
        ("---\nTitle: A\nauthors: [B C, {name: D E}]\n---\n", "A", ("B C", "D E"), ""),
        ('+++\ntitle = "A"\nauthor = "B C and D E"\n+++\n', "A", ("B C", "D E"), ""),
        ("---\ntitle: 1984\n...\n", "1984", (), ""),
    ],
)
def test_front_matter(front: str, title: str, authors: tuple[str, ...], date: str) -> None:
    held = article(f"{front}\nWords are here.")
    assert (held.metadata.title, held.metadata.authors) == (title, authors)
    assert held.metadata.date == date
    assert [block.text for block in held.blocks] == ["Words are here."]
    assert held.skipped[0].reason.startswith("front matter")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    held = article("---\n\nWords: these are words.\n\n---\n\nMore of them.")
    assert "Words: these are words." in [block.text for block in held.blocks]


# --- Links --------------------------------------------------------------------------------------

URL = "https://example.org/a_b"


@pytest.mark.parametrize(
    ("source", "text", "links"),
    [
        (f"See [the map]({URL}) ({URL}).", "See the map.", [("the map", URL)]),
        (
            f"See [the map]({URL}) ([https://example.org/a\\\\_b]({URL})).",
            "See the map.",
            [("the map", URL)],
        ),
        (f"See **the map** (<{URL}>).", "See the map.", [("the map", URL)]),
        (f"See **the map**, (<{URL}>) now.", "See the map, now.", [("the map", URL)]),
        (f"See [the map \\({URL}\\)]({URL}).", "See the map.", [("the map", URL)]),
        (f"See **[the map]({URL})** (<{URL}>).", "See the map.", [("the map", URL)]),
        (f"See the map ({URL}).", "See the map.", [("map", URL)]),
        (f"See <{URL}>.", "See example.org.", [("example.org", URL)]),
        (f"See [{URL}]({URL}).", "See example.org.", [("example.org", URL)]),
        ("See [the map](#).", "See the map.", []),
        ("See [the map]().", "See the map.", []),
        (f"See [the map][m].\n\n[m]: {URL}", "See the map.", [("the map", URL)]),
        ("An aside (not an address) stays.", "An aside (not an address) stays.", []),
    ],
)
def test_links(source: str, text: str, links: list[tuple[str, str]]) -> None:
    held = article(f"# T\n\nThe text begins.\n\n{source}")
    assert held.blocks[-1].text == text
    assert [(link.text, link.url) for link in held.links] == links


def test_a_broken_link_takes_the_address_printed_next() -> None:
    held = article(f"Text first.\n\nMade at [the mill](#)\n\n<{URL}>; changed by us.\n\nThe end.")
    assert texts(held, Role.PARAGRAPH)[1] == "Made at the mill; changed by us."
    assert [(link.text, link.url) for link in held.links] == [("the mill", URL)]


# --- Characters and lines -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text", "kind"),
    [
        ("So the ﬁrst ofﬁce opened.", "So the first office opened.", "ligature"),
        ("A cafe\u0301 by the sea.", "A café by the sea.", "accent"),
        ("An in\u00advisible hyphen.", "An invisible hyphen.", "invisible"),
        ("A zero\u200bwidth blank.", "A zerowidth blank.", "invisible"),
        ("A \\* star and a \\_ line.", "A * star and a _ line.", "escape"),
        ("A file\\\\_name in it.", "A file_name in it.", "escape"),
        ("Ampers&amp;nd and &nbsp; blank.", "Ampers&nd and blank.", "entity"),
        ("They were work-\ning. All working.", "They were working. All working.", "hyphen"),
        ("It was well-\nknown. So it was.", "It was well-known. So it was.", "hyphen"),
        ("One line  \nand the next.", "One line and the next.", "line break"),
    ],
)
def test_repairs_are_made_and_recorded(source: str, text: str, kind: str) -> None:
    held = article(f"The text begins.\n\n{source}")
    assert held.blocks[-1].text == text
    assert kind in {mended.kind for mended in held.repairs}


def test_hard_wraps_are_blanks() -> None:
    held = article("The text\nis wrapped\nhard.")
    assert held.blocks[0].text == "The text is wrapped hard."
    assert not held.repairs


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        ("he bridge fell.", "All saw the bridge, and then the bridge fell.", "The bridge fell."),
        ("think it fell.", "Well, I think so.", "I think it fell."),
        ("was born in Ulm.", "It is a town.", "I was born in Ulm."),
        ("n 1931 it fell.", "It fell in winter, in the dark.", "In 1931 it fell."),
        ("zebra crossed the road.", "It was late.", "zebra crossed the road."),
        ("iPhones were not there.", "It was early.", "iPhones were not there."),
    ],
)
def test_a_lost_first_letter(first: str, rest: str, whole: str) -> None:
    held = article(f"# T\n\nBy Ann Lee\n\n{first}\n\n{rest}\n\nAnd the end.")
    assert texts(held, Role.PARAGRAPH)[0] == whole


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("It was the end of the long\n\nroad to the sea.", 1),
        ("It was the end of the long\n\n---\n\n*It was the end*\n\n---\n\nroad to the sea.", 2),
        ("It was the end of the road.\n\nroad signs were gone.", 2),
        ("We had apples\n\npears\n\nplums", 3),
        ("He said this, and he said it to the\n\nBishop of Ulm.", 1),
        ("These were the things we took:\n\nbread and salt.", 2),
    ],
)
def test_paragraphs_cut_by_a_page(source: str, count: int) -> None:
    held = article(f"# T\n\nThe text begins. It was the end of it.\n\n{source}")
    assert len(held.blocks) == count + 2


# --- Roles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "authors", "date"),
    [
        ("by **David Camfield**", ("David Camfield",), ""),
        ("By Ann Lee, Bo Ek and Cy Dow", ("Ann Lee", "Bo Ek", "Cy Dow"), ""),
        ("Words by Ann Lee & Bo Ek", ("Ann Lee", "Bo Ek"), ""),
        ("Interview by Ann Lee", ("Ann Lee",), ""),
        ("By Ludwig van der Berg", ("Ludwig van der Berg",), ""),
        ("By Ann Lee, a teacher in Leeds", ("Ann Lee",), ""),
        ("By Ann Lee | March 3, 2024", ("Ann Lee",), "2024-03-03"),
        ("Ann Lee, 3 March 2024", ("Ann Lee",), "2024-03-03"),
        ("*Ann Lee*", ("Ann Lee",), ""),
        ("Author: Ann Lee", ("Ann Lee",), ""),
        ("By the Harbour Collective", ("the Harbour Collective",), ""),
        ("By [Ann Lee](https://example.org/ann)", ("Ann Lee",), ""),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...], date: str) -> None:
    held = article(f"# A title\n\n{line}\n\nThe text begins here, and goes on.\n\nIt ends.")
    assert roles(held) == ["title", "byline", "paragraph", "paragraph"]
    assert (held.metadata.authors, held.metadata.date) == (authors, date)


@pytest.mark.parametrize(
    "line",
    [
        "By the time we came, the river had risen and the bridge was gone.",
        "By March 3, 2024, it was gone.",
        "Ann Lee was the first to see it.",
        "The Long Bridge fell in the night, and nobody heard it fall.",
    ],
)
def test_what_only_looks_like_a_byline(line: str) -> None:
    held = article(f"# A title\n\n{line}\n\nIt was winter.")
    assert roles(held) == ["title", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# T\n\n## A longer line below\n\nBy Ann Lee\n\nText.", ["title", "subtitle", "byline"]),
        ("# T\n\nBy Ann Lee\n\n## One\n\nText.\n\n## Two\n\nText.", ["title", "byline", "heading"]),
        ("# T\n\n## One\n\nText.\n\n## Two\n\nText.", ["title", "heading", "paragraph"]),
        ("# T\n\nA line below\n\nBy Ann Lee\n\nText.", ["title", "subtitle", "byline"]),
        ("# T\n\n*What it is about.*\n\nText.", ["title", "standfirst", "paragraph"]),
        ("# T\n\nEditor's note: it is long.\n\nText.", ["title", "standfirst", "paragraph"]),
        ("March 3, 2024\n\n# T\n\nText.", ["byline", "title", "paragraph"]),
        ("Talks, part 3\n\n# T\n\nText.", ["byline", "title", "paragraph"]),
        ("T\n===\n\nText.", ["title", "paragraph"]),
    ],
)
def test_the_front(source: str, expected: list[str]) -> None:
    assert roles(article(source))[: len(expected)] == expected


BODY = "# T\n\nBy Ann Lee\n\nThe bridge stood for a hundred years, and then one night it fell.\n\n"


@pytest.mark.parametrize(
    ("quote", "repeats"),
    [
        ("---\n\n*The bridge stood for a hundred years.*\n\n---", True),
        ("> The bridge stood for a hundred years, and then one night it fell.", True),
        ("> The bridge stood … and then one night it fell.", True),
        ("> A bridge stood for a hundred years, and then one night it fell.", True),
        ("**The bridge stood for a hundred years**", True),
        ("***\n\nThe bridge stood for a hundred years\n\n***", True),
        ("---\n\n> “The bridge stood for a hundred years.”\n\n---", True),
        ("### “The bridge stood for a hundred years.”", True),
        ("::: pull-quote\nThe bridge stood for a hundred years.\n:::", True),
        ('<aside class="pullquote">One night it fell</aside>', True),
        ("---\n\n*Nobody ever said why it fell.*\n\n---", False),
    ],
)
def test_pull_quotes(quote: str, repeats: bool) -> None:  # noqa: FBT001
    held = article(f"{BODY}{quote}\n\nIt was a cold night.\n\nSo it was.")
    found = [block for block in held.blocks if block.role is Role.PULL_QUOTE]
    assert [block.repeats for block in found] == [repeats]


@pytest.mark.parametrize(
    "source",
    [
        "> Bridges are promises that towns make to rivers.",
        "---\n\nA plain paragraph between two rules is text like any other.\n\n---",
        "*It was cold.*",
        "### When the bridge stood for a hundred years",
        "> One bridge is as good as another, and a hundred years are nothing to a river.",
    ],
)
def test_what_is_no_pull_quote(source: str) -> None:
    held = article(f"{BODY}{source}\n\nIt was a cold night.\n\nSo it was.")
    assert "pull_quote" not in roles(held)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("*Opinions expressed here are the author's own.*", Role.DISCLAIMER),
        ("Photo: Bo Ek", Role.CREDIT),
        ("Cover image courtesy of the Bridge Museum", Role.CREDIT),
        ("This essay was first published in *Rivers*.", Role.CREDIT),
        ("For more information, see the museum.", Role.CREDIT),
        ("Ann Lee lives in Ulm and builds boats.", Role.BIO),
        ("*Lee is the author of a book on bridges.*", Role.BIO),
        ("## About the author\n\nAnn Lee builds boats.", Role.BIO),
        ("**Ann Lee**, a builder of boats, was born in Ulm.", Role.BIO),
    ],
)
@pytest.mark.parametrize("rule", ["", "---\n\n"])
def test_the_tail(line: str, role: Role, rule: str) -> None:
    held = article(f"{BODY}It was a cold night.\n\n{rule}{line}")
    assert held.blocks[-1].role is role
    assert held.blocks[-1].text not in texts(held, Role.PARAGRAPH)


def test_a_disclaimer_between_rules_is_no_pull_quote() -> None:
    line = "*The views expressed are the author's.*"
    held = article(f"{BODY}It was cold.\n\n---\n\n{line}\n\n---\n\nAnn Lee builds boats.")
    assert roles(held)[-2:] == ["disclaimer", "bio"]


def test_the_last_paragraph_of_a_text_is_text() -> None:
    held = article(f"{BODY}It was a cold night, and for more than one reason.")
    assert roles(held)[-1] == "paragraph"


def test_verse_keeps_its_lines() -> None:
    held = article("It goes:\n\nOut with the morning  \nHome with the moon  \nNever too soon")
    assert texts(held, Role.VERSE) == ["Out with the morning\nHome with the moon\nNever too soon"]


def test_the_masthead_is_the_publication() -> None:
    held = article(
        "# RIVERS\n\n## Why it fell\n\nBy Ann Lee\n\nIt fell.\n\n*First seen in Rivers.*"
    )
    assert held.metadata.publication == "Rivers"
    assert held.metadata.title == "Why it fell"
    assert held.blocks[0].skip


def test_text_that_looks_like_markup_is_only_text() -> None:
    held = article('Say `<break time="3s"/>` or [[əˈbaʊt]] or {{title}}: only text.')
    assert '<break time="3s"/>' in held.blocks[0].text
    assert "[[əˈbaʊt]]" in held.blocks[0].text


def test_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "mill.txt"
    path.write_text(
        "THE OLD MILL\n\nby Jonas Brandt\n\nThe mill stood where the\nroad turned. The con-\n"
        "trol was gone.\n\n  * * *\n\n    Out with the morning\n    Home with the moon\n"
        "    Never too soon\n\nJonas Brandt lives in Ulm.\n",
        encoding="utf-8",
    )
    held = read(path)
    ledger.prove(held)
    assert roles(held) == ["title", "byline", "paragraph", "verse", "bio"]
    assert held.blocks[2].text == "The mill stood where the road turned. The control was gone."
    assert held.blocks[3].text == "Out with the morning\nHome with the moon\nNever too soon"
