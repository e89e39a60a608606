"""How an element is seen, and the block that is being written: what the walk over a tree holds.

Promise: blanks at a block's ends are no part of it, and no mark covers blanks alone.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model import Block, Mark, Repair, Role, Run, Skip
from pipeline.patterns import pattern
from pipeline.reading.bylines import is_lead
from pipeline.reading.spans import HARD
from pipeline.reading.splicing import Cut, spliced
from pipeline.values import replace, value

_CAPTION = 40  # words of a caption that only its place tells
_LINE = 60  # characters of a line of verse
_DASH = pattern(r"[\s\n]*[—–―-]")
BLANKS = pattern(r"[ \t\n\r\f]+")


@value
class View:
    """How an element is seen from where it stands: what its own text belongs to."""

    role: Role = Role.PARAGRAPH
    skip: str = ""  # the reason why its text is no part of the article
    soft: bool = False  # elements inside may be part of it all the same
    level: int = 0
    verbatim: bool = False
    quiet: str = ""  # why its blocks are kept, but not said
    label: str = ""
    known: bool = False  # its role stays, whatever the elements inside are
    boxed: bool = False
    by: bool = False  # it says whose words a quotation is
    stands: bool = False  # it is a block, though its element is one of those that run in a line
    talk: bool = False  # it is in a list of names and what they say
    centred: bool = False  # set in the middle of the page
    cells: bool = False  # it is in a table of facts, not in one that only lays out a page


@dataclass
class Opened:
    """An element that is open, and how to leave it again."""

    view: View
    border: bool
    marks: list[str]
    quote: str = ""


@dataclass
class Draft:
    """The block being written. `glue` are blanks that only count when more words come."""

    view: View = field(default_factory=View)
    runs: list[Run] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    glue: str = ""

    def put(self, text: str, start: int | None) -> None:
        """Add text. `start` is its place in the source; None: it has none."""
        self.runs.append(Run(text=text, start=start))
        self.length += len(text)

    def pad(self, glue: str) -> None:
        """Blanks between words; of several, the one that parts most stands."""
        order = (" ", "\t", "\n", HARD)
        if self.length and (not self.glue or order.index(glue) > order.index(self.glue)):
            self.glue = glue

    def leads(self) -> bool:
        """Whether the line only leads in to a name: "By", "Text:"."""
        return self.length > 0 and is_lead("".join(run.text for run in self.runs))

    def is_restyled(self, going_on: Collection[str]) -> bool:
        """Whether a line ends here that is all in one style, and the next one is not."""
        if self.view.role is not Role.PARAGRAPH:
            return False
        done = {m.kind for m in self.marks if not m.start and m.end == self.length}
        return bool(done & {"emphasis", "strong"}) and not done & set(going_on)


def extent(runs: Sequence[Run]) -> tuple[int, int] | None:
    """Where a block's own words begin and end in the source; None: it has none."""
    held = [
        (r.start, r.start + len(r.text)) for r in runs if r.start is not None and r.text.strip()
    ]
    return (held[0][0], max(end for _, end in held)) if held else None


def abut(left: str, right: str) -> bool:
    """Whether two texts would run into one word."""
    return left[-1:].isalnum() and right[:1].isalnum()


def fitted(marks: list[Mark], text: str) -> Iterator[Mark]:
    """Marks without the blanks at their ends."""
    for mark in marks:
        words = text[mark.start : mark.end]
        start = mark.start + len(words) - len(words.lstrip())
        end = mark.start + len(words.rstrip())
        if start < end:
            yield Mark(kind=mark.kind, start=start, end=end, url=mark.url)


def laid_out(text: str, marks: Sequence[Mark], *, pictured: bool, begun: bool) -> Role:
    """The role of a paragraph in the middle of the page: under a picture, or line by line."""
    if pictured and len(text.split()) <= _CAPTION:
        return Role.CAPTION
    lines = [line for line in text.split(HARD) if line.strip()]
    bare = not any(mark.kind in {"link", "strong"} for mark in marks)
    short = max(map(len, lines)) <= _LINE and not re.search(r"\d", text)
    return Role.VERSE if len(lines) > 1 and begun and bare and short else Role.PARAGRAPH


def attributed(block: Block) -> tuple[Block, Sequence[Repair]]:
    """A line that says whose words a quotation is, with the dash that pages draw before it."""
    if _DASH.match(block.text):
        return block, ()
    said = " ".join(block.text.split())
    drawn = Repair(kind="attribution", before=said, after=f"— {said}", at=block.start)
    return spliced(block, [Cut(start=0, end=0, reason="", put="— ")])[0], (drawn,)


def labelled(block: Block, noted: Mapping[str, str]) -> Block:
    """A note with the mark that leads to it for its label, where it has only an address."""
    address = block.label.removeprefix("#")
    return replace(block, label=noted.get(address, "")) if address != block.label else block


@dataclass
class Record:
    """The source as it is written, and what of it is skipped."""

    pieces: list[str] = field(default_factory=list)
    at: int = 0
    skips: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def source(self) -> str:
        """All that was written."""
        return "".join(self.pieces)

    def write(self, text: str) -> None:
        """Add text that a block holds."""
        self.pieces.append(text)
        self.at += len(text)

    def skip(self, text: str, reason: str) -> None:
        """Add text that no block holds."""
        plain = BLANKS.sub(" ", text)
        if self.pieces and self.pieces[-1][-1:].isspace():
            plain = plain.lstrip(" ")
        if plain:
            start = self.at
            self.write(plain)
            if self.skips and self.skips[-1][1:] == (start, reason):
                start = self.skips.pop()[0]
            self.skips.append((start, self.at, reason))

    def line(self) -> None:
        """End a line, unless one has just ended."""
        if not self.pieces or self.pieces[-1].endswith("\n"):
            return
        self.write("\n")
        if self.skips and self.skips[-1][1] == self.at - 1:
            start, _, reason = self.skips[-1]
            self.skips[-1] = (start, self.at, reason)

    def skipped(self) -> Iterator[Skip]:
        """All skips, each with its words."""
        source = self.source
        for start, end, reason in self.skips:
            words = source[start:end]
            bare = words.strip()
            if bare:
                first = start + len(words) - len(words.lstrip())
                yield Skip(text=bare, reason=reason, start=first, end=first + len(bare))
