"""Tables and code: a sentence points to them, and they stand on the page and in the notes."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import feedparser
import podcastparser
import pytest
from making import episode, narration, recording, show

from pipeline import publishing
from pipeline.formats import rss
from pipeline.formats.figures import figure
from pipeline.formats.notes import notes
from pipeline.formats.texts import text_html
from pipeline.model import (
    Article,
    Block,
    Chapter,
    Episode,
    Feed,
    Line,
    MediaFile,
    Narration,
    Notes,
    Role,
    Run,
    Script,
    Take,
    Word,
)

TABLE = "Year\tGrain\n1801\trye & <oats>\n1802\twheat"
CODE = "def mill(river):\n    return river[0]]> 1"
PAGE = "https://talks.example.org/pod/lectores/index.html"
COVER = MediaFile(name="cover-1.jpg", kind="cover", type="image/jpeg", size=1, sha256="")


def newest(made: Feed) -> bytes:
    return rss.page(made)


RECORDED = (
    {"role": "table", "text": TABLE, "start": 5.0},
    {"role": "code", "text": CODE, "start": 9.0},
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def block(role: Role, text: str) -> Block:
    return Block(role=role, runs=(Run(text=text, start=None),))


def described(*blocks: Block) -> tuple[Article, Narration]:
    """An article of these blocks, each described by a sentence of three seconds."""
    take = narration().takes[0]
    lines = tuple(
        Line(words=(Word(shown="There.", said="there"),), role=one.role, about=number)
        for number, one in enumerate(blocks)
    )
    takes = tuple(
        Take(
            line=line,
            key="k",
            length=take.length,
            times=(None,),
            meter=take.meter,
            size=0,
            checksum=0,
        )
        for line in lines
    )
    script = Script(chapters=(Chapter(title="Mills", lines=lines),))
    return Article(source="", blocks=blocks), Narration(script=script, takes=takes)


def test_a_table_keeps_its_cells_and_names_its_columns() -> None:
    html = "".join(figure(Role.TABLE, TABLE).split())
    assert "<thead><tr><th>Year</th><th>Grain</th></tr></thead><tbody><tr><td>1801</td>" in html
    assert "<td>rye&amp;&lt;oats&gt;</td>" in html


@pytest.mark.parametrize("text", ["1801\trye\n1802\twheat", "Rye\t3", "Rye\nOats"])
def test_a_first_row_of_facts_names_no_columns(text: str) -> None:
    assert "<th" not in figure(Role.TABLE, text)


def test_code_keeps_its_blanks_and_lines_and_runs_nowhere() -> None:
    assert figure(Role.CODE, "a <b>\n    c\n\nd") == (
        "<pre><code>a &lt;b&gt;\n    c\n\nd</code></pre>"
    )


def test_the_page_has_each_where_its_sentence_is_said() -> None:
    told, spoken = described(
        block(Role.TABLE, TABLE), block(Role.TABLE, "A\tB"), block(Role.CODE, CODE)
    )
    html = text_html(told, spoken, "x").decode()
    assert html.count("There.") == html.count("<figure") == 3
    assert html.index("There.") < html.index("1801") < html.rindex("There.") < html.index("<pre>")


def entry(made: Episode) -> bytes:
    return newest(Feed(show=show(), episodes=(made,), cover=COVER))


def test_the_notes_have_them_with_their_chapters() -> None:
    html = notes(episode(figures=RECORDED), PAGE)
    assert html.index("<p>Table (The readers)</p>") < html.index("<td>1802</td>")
    assert html.index("<p>Code (Afterwards)</p>") < html.index("<pre><code>def mill(river):\n    ")


def test_readers_of_feeds_find_them() -> None:
    xml = entry(episode(figures=RECORDED))
    (told,) = podcastparser.parse("https://example.org/feed.xml", BytesIO(xml))["episodes"]
    (content,) = feedparser.parse(xml).entries[0].content
    for html in (told["description_html"], content.value):
        assert html.count("<td>") == 4
        assert "<pre>" in html
        assert "    return river[0]]" in html


def published(feed: Path, told: Article, spoken: Narration) -> Episode:
    return publishing.publish(
        told,
        spoken,
        recording(feed, page=text_html(told, spoken, "The readers")),
        show(),
        notes=Notes(),
        feed=feed,
        slug="lectores",
        fingerprint="f",
        now=datetime(2025, 1, 2, tzinfo=UTC),
    )


def test_the_record_holds_what_the_notes_are_built_again_from(tmp_path: Path) -> None:
    made = published(tmp_path, *described(block(Role.TABLE, TABLE), block(Role.CODE, CODE)))
    assert [one["text"] for one in made.figures] == [TABLE, CODE]
    before = (tmp_path / "feed.xml").read_bytes()
    (tmp_path / "feed.xml").unlink()
    publishing.rebuild(show(), tmp_path, NOW)
    assert (tmp_path / "feed.xml").read_bytes() == before
    assert b"<td>1802</td>" in before
    assert b"<td>1802</td>" in (tmp_path / "lectores" / "index.html").read_bytes()


def test_one_too_long_for_every_app_stands_on_the_page_alone(tmp_path: Path) -> None:
    made = published(tmp_path, *described(block(Role.TABLE, "\n".join(["rye\t3"] * 1_000))))
    assert made.figures == ({"role": "table", "text": "", "start": 0.0},)
    link = '<a href="https://talks.example.org/pod/lectores/index.html">Table, on the episode’s'
    assert link in notes(made, PAGE)
    assert (tmp_path / "lectores" / "index.html").read_bytes().count(b"<tr>") == 1_000
