"""What a PDF's page holds, as plain values: words with their places and looks, pictures, links.

Promise: lengths are in points (1/72 inch), `x` to the right and `y` down from the page's upper left
corner, however the page was turned.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.values import value

Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom


@value
class Look:
    """How a word is set. `family` is the font's name without its style."""

    family: str = ""
    bold: bool = False
    italic: bool = False
    mono: bool = False


PLAIN = Look()


@dataclass(slots=True)
class Word:
    """Letters in one look with no blank between them; `glued` to the word before it, or not.

    `base` is where it stands on, `size` its type's size, `edges` and `lefts` the edges of each
    letter.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    look: Look = PLAIN
    glued: bool = False
    edges: list[float] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    raised: bool = False  # above the line it stands in
    upright: bool = True
    hidden: bool = False  # nobody sees it: drawn without ink, or beside the page

    @property
    def top(self) -> float:
        """Where its tallest letters end, about."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Where its longest letters end, about."""
        return self.base + 0.25 * self.size


@dataclass(slots=True)
class Anchor:
    """A link's place on its page."""

    box: Box
    url: str


@dataclass(slots=True)
class Page:
    """One page. `rules` are drawn lines, `dots` small shapes, `boxes` larger ones."""

    number: int  # from 0
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """Words on one line of one column, from left to right.

    `within` is its column's left and right edge. `lead` is the space from the line above's base to
    its own, 0 where there is none. `reason` says why it is not read; empty: it is.
    """

    page: int
    words: list[Word]
    base: float
    size: float
    within: tuple[float, float] = (0.0, 0.0)
    lead: float = 0.0
    column: int = 0  # counted through the whole document
    reason: str = ""
    dotted: bool = False  # a drawn dot stands before it, as in a list
    beside: float | None = None  # the left edge of what it stands beside: a drop cap, a quote
    limit: float | None = None  # the right edge that what stands beside it leaves

    @property
    def left(self) -> float:
        """Its first word's left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Its last word's right edge."""
        return max(word.right for word in self.words)

    @property
    def text(self) -> str:
        """Its words, parted by blanks where they are not glued."""
        parts = ((("" if word.glued else " ") + word.text) for word in self.words)
        return "".join(parts).strip()

    @property
    def top(self) -> float:
        """Where its tallest letters end, about."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Where its longest letters end, about."""
        return self.base + 0.25 * self.size

    @property
    def sign(self) -> tuple[str, int]:
        """Its first letters up to a blank, and how many words they are."""
        count = 1
        while count < len(self.words) and self.words[count].glued:
            count += 1
        return "".join(word.text for word in self.words[:count]), count

    @property
    def head(self) -> float:
        """How wide its first letters up to a blank are, in points."""
        return self.words[self.sign[1] - 1].right - self.left

    def share(self, trait: str) -> float:
        """The share of its letters whose look has a trait ("bold", "italic", "mono")."""
        total = sum(len(word.text) for word in self.words)
        having = sum(len(word.text) for word in self.words if getattr(word.look, trait))
        return having / total if total else 0.0
