"""One article in every format: whatever it is made of, the plan is the same to the word."""

from collections.abc import Iterable
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from documents.building import write
from documents.part import Document, Part, Piece
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import render
from pipeline.formats.plan import plan_json
from pipeline.model import Article, Role, Show
from pipeline.reading import apart, ledger
from pipeline.render import Request
from pipeline.values import replace

SHOW = Show(title="Talks", guid="6b6b4f6e-6a3c-4d35-9f5e-1f2a6f1f7a77")
SAME = ("md", "html", "docx", "epub", "odt")

Parts = tuple[Part, ...]


def planned(document: Document, suffix: str, folder: Path) -> dict[str, Any]:
    path = folder / f"article.{suffix}"
    path.write_bytes(write(document, suffix))
    plan = render.plan(Request(path=path, slug="same", show=SHOW))
    ledger.prove(plan.article)
    return plan_json(plan.article, plan.script, plan.doubts(), SHOW.cast)


def part(role: Role, text: str, **facts: Any) -> Part:
    return Part(role=role, pieces=(Piece(text=text),), **facts)


SYLLABLES = "ba co di fu ga he jo ki lu ma ne po ra si tu ve wo za".split()  # noqa: SIM905


class Writing:
    """Writes texts of words that occur nowhere else, so that nothing repeats by chance."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0

    def word(self) -> str:
        self.count += 1
        first, rest = divmod(self.count, len(SYLLABLES) ** 2)
        parts = (first, *divmod(rest, len(SYLLABLES)))
        return "".join(SYLLABLES[number % len(SYLLABLES)] for number in parts)

    def words(self, least: int, most: int) -> str:
        return " and ".join(self.word() for _ in range(self.number(least, most)))

    def sentence(self) -> str:
        return f"The {self.words(1, 3)} of the {self.words(1, 3)} was in the {self.word()}."

    def text(self) -> str:
        return " ".join(self.sentence() for _ in range(self.number(1, 3)))

    def number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def yes(self) -> bool:
        return self.draw(st.booleans())

    def paragraph(self) -> Part:
        return part(Role.PARAGRAPH, self.text())

    def linked(self) -> Parts:
        style = self.draw(st.sampled_from(("emphasis", "strong")))
        pieces = (
            Piece(text=f"{self.sentence()} We read "),
            Piece(text=self.words(1, 3), kind="link", url="https://example.org/book"),
            Piece(text=" and "),
            Piece(text=self.words(1, 2), kind=style),
            Piece(text=f" at night. {self.sentence()}"),
        )
        return (Part(role=Role.PARAGRAPH, pieces=pieces),)

    def headed(self) -> Parts:
        level = self.draw(st.sampled_from((2, 2, 3)))
        return part(Role.HEADING, f"On {self.words(1, 3)}", level=level), self.paragraph()

    def listed(self) -> Parts:
        made: list[Part] = []
        ordered = self.yes()
        for _ in range(self.number(1, 5)):
            depth = self.number(0, min(made[-1].depth + 1 if made else 0, 2))
            made.append(part(Role.LIST_ITEM, self.sentence(), ordered=ordered, depth=depth))
        return (self.paragraph(), *made, self.paragraph())

    def pulled(self) -> Parts:
        """A paragraph, and a pull-quote before or after it that says one of its sentences."""
        sentences = [self.sentence() for _ in range(self.number(2, 3))]
        words = part(Role.PARAGRAPH, " ".join(sentences))
        quote = part(Role.PULL_QUOTE, self.draw(st.sampled_from(sentences)))
        return (words, quote) if self.yes() else (quote, words)

    def noted(self) -> Parts:
        mark = Piece(text="?", kind="note")
        pieces = (Piece(text=self.sentence()), mark, Piece(text=f" {self.sentence()}"))
        note = part(Role.FOOTNOTE, self.sentence(), label="?")
        return Part(role=Role.PARAGRAPH, pieces=pieces), note

    def quoted(self) -> Parts:
        by = self.draw(st.sampled_from(("", "Anna Berg")))
        return self.paragraph(), part(Role.BLOCK_QUOTE, self.text(), by=by), self.paragraph()

    def versed(self) -> Parts:
        lines = (f"The {self.words(1, 2)} and I," for _ in range(self.number(3, 5)))
        return self.paragraph(), part(Role.VERSE, "\n".join(lines)), self.paragraph()

    def tabled(self) -> Parts:
        width = self.number(2, 4)
        rows = tuple(
            tuple(self.words(1, 2) for _ in range(width)) for _ in range(self.number(2, 5))
        )
        return self.paragraph(), Part(role=Role.TABLE, rows=rows), self.paragraph()

    def coded(self) -> Parts:
        lines = [f"{' ' * self.number(0, 5)}{self.word()} = 1" for _ in range(self.number(0, 3))]
        code = part(Role.CODE, "\n".join([f"{self.word()} = 2", *lines]))
        return self.paragraph(), code, self.paragraph()

    def captioned(self) -> Parts:
        caption = part(Role.CAPTION, f"The {self.words(2, 4)}, seen from here.")
        return self.paragraph(), caption, self.paragraph()

    def turned(self) -> Parts:
        """A talk of two, whose names are told before each turn."""
        names = ("Ada Lee", "Tom Ray")
        made = (
            part(Role.TURN, self.text(), label=names[number % 2])
            for number in range(self.number(4, 6))
        )
        return tuple(made)

    def head(self) -> Parts:
        made = [part(Role.TITLE, "The Old Mill")]
        if self.yes():
            made.append(part(Role.SUBTITLE, "How a Town Lost Its River"))
        made.append(part(Role.BYLINE, "by Ada Lee"))
        if self.yes():
            made.append(part(Role.STANDFIRST, f"This is an essay about {self.words(2, 5)}."))
        return tuple(made)

    def tail(self) -> Parts:
        bio = "Ada Lee is a writer who lives in Hull."
        return (part(Role.BIO, bio),) if self.yes() else ()


KINDS = (
    lambda writing: (writing.paragraph(),),
    Writing.linked,
    Writing.headed,
    Writing.listed,
    Writing.pulled,
    Writing.noted,
    Writing.quoted,
    Writing.versed,
    Writing.tabled,
    Writing.coded,
    Writing.captioned,
)


@st.composite
def articles(draw: st.DrawFn) -> Document:
    writing = Writing(draw)
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6))
    return document(writing.head(), *(kind(writing) for kind in kinds), writing.tail())


@st.composite
def talks(draw: st.DrawFn) -> Document:
    writing = Writing(draw)
    kinds = draw(st.lists(st.sampled_from((Writing.headed, Writing.linked)), max_size=2))
    first = [one for kind in kinds for one in kind(writing)]
    return document(writing.head(), first, writing.turned(), writing.tail())


def document(*groups: Iterable[Part]) -> Document:
    parts = numbered(one for group in groups for one in group)
    return Document(parts=parts, title="The Old Mill", authors=("Ada Lee",))


def numbered(parts: Iterable[Part]) -> Parts:
    """The parts with their notes' marks in order."""
    called, held = count(1), count(1)
    return tuple(
        replace(
            one,
            label=str(next(held)) if one.role is Role.FOOTNOTE else one.label,
            pieces=tuple(
                replace(piece, text=str(next(called))) if piece.kind == "note" else piece
                for piece in one.pieces
            ),
        )
        for one in parts
    )


def told(plan: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        tuple(segment[key] for key in ("role", "text", "speaker", "spoken", "reason", "repeats"))
        for segment in plan["segments"]
    ]


def written(document: Document) -> list[tuple[str, list[str]]]:
    """Roles and words as the author had them, the notes at the end."""
    parts = [*document.body(), *document.notes().values()]
    return [(one.role.value, _words(one).split()) for one in parts]


def _words(one: Part) -> str:
    by = f" — {one.by}" if one.by else ""
    return " ".join(" ".join(row) for row in one.rows) or f"{one.text}{by}"


def here(entry: str, file: Path) -> Article:
    """Read a file in this process, as the child would: its limits are shown in test_apart."""
    module, _, name = entry.partition(":")
    article: Article = getattr(import_module(module), name)(file)
    return article


def agree(made: Document, folder: Path) -> None:
    plans = {suffix: planned(made, suffix, folder) for suffix in SAME}
    first = plans["md"]
    for suffix, plan in plans.items():
        assert [(role, text.split()) for role, text, *_ in told(plan)] == written(made), suffix
        assert told(plan) == told(first), suffix
        assert plan["authors"] == ["Ada Lee"], suffix
        for key in ("title", "links", "chapters", "lines"):
            assert plan[key] == first[key], (suffix, key)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(apart, "run", here)
    return tmp_path


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(articles())
def test_the_same_article_gives_the_same_plan_in_every_format(folder: Path, made: Document) -> None:
    agree(made, folder)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(talks())
def test_the_same_talk_gives_the_same_plan_in_every_format(folder: Path, made: Document) -> None:
    agree(made, folder)
