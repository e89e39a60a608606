"""Parts in, rows of type out: each with its size, its place in the column and its notes.

The promise: rows stand in reading order, but a pull-quote or a picture with its caption may stand
in the middle of the paragraph that follows, as in a magazine.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from documents.breaking import Fragment, Line, Word, lines, words
from documents.part import Document, Part, Piece
from pipeline.model import Role
from pipeline.values import replace, value

INDENT = 12.0  # points
_FLOATING = frozenset({Role.PULL_QUOTE, Role.CAPTION})
_INSIDE = 3  # rows of a paragraph before what floats into it


@value
class Look:
    """How a role is set; sizes in points."""

    size: float = 10.0
    family: str = "serif"
    kind: str = ""
    before: float = 0.0
    indent: float = 0.0
    centred: bool = False
    justified: bool = False
    picture: float = 0.0

    @property
    def leading(self) -> float:
        """From one baseline to the next, in points."""
        return self.size * 1.3


@value
class Row:
    """One line of type. `cap` is a large first letter on its left, two rows deep."""

    line: Line
    look: Look
    indent: float = 0.0
    before: float = 0.0
    room: float = 0.0  # to be justified to, in points; 0: ragged
    tab: float = 0.0  # from one table cell to the next, in points
    cap: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """The marks of the footnotes it calls."""
        return tuple(piece.text for word in self.line for piece in word if piece.kind == "note")


Measure = Callable[[Word, Look], float]  # points
_TEXT = Look(justified=True)
_LOOKS = {
    Role.TITLE: Look(size=22, kind="strong"),
    Role.SUBTITLE: Look(size=14, kind="emphasis", before=6),
    Role.BYLINE: Look(size=9, family="sans", before=8),
    Role.STANDFIRST: Look(size=11.5, kind="emphasis", before=10),
    Role.HEADING: Look(size=13, kind="strong", before=12),
    Role.PULL_QUOTE: Look(size=16, kind="emphasis", before=12, centred=True),
    Role.BLOCK_QUOTE: Look(size=9.5, before=6, indent=18),
    Role.VERSE: Look(size=9.5, before=6, indent=24),
    Role.LIST_ITEM: Look(indent=14),
    Role.FOOTNOTE: Look(size=7.5),
    Role.TABLE: Look(size=9, family="sans", before=2),
    Role.CODE: Look(size=9, family="sans", indent=14),
    Role.CAPTION: Look(size=8, family="sans", before=8, picture=70),
    Role.CREDIT: Look(size=7.5, family="sans", before=6),
    Role.DISCLAIMER: Look(size=8.5, kind="emphasis", before=10),
    Role.BIO: Look(size=8.5, family="sans", before=10),
}


@dataclass
class Composer:
    """Sets a document's parts to a column's width, in points."""

    document: Document
    width: float
    measure: Measure

    def rows(self) -> Iterator[Row]:
        """All rows in order, without the footnotes."""
        waiting: list[Row] = []
        first, flush = True, True
        for part in self.document.body():
            rows = self.block(part, flush=flush, cap=first and part.role is Role.PARAGRAPH)
            flush = part.role not in {Role.PARAGRAPH, *_FLOATING}
            first = first and part.role is not Role.PARAGRAPH
            if part.role in _FLOATING:
                waiting.extend(rows)
                continue
            yield from _among(rows, waiting)
            waiting = []
        yield from waiting

    def block(self, part: Part, *, flush: bool = True, cap: bool = False) -> list[Row]:
        """One part's rows."""
        look = _LOOKS.get(part.role, _TEXT)
        if part.role is Role.RULE:
            part = replace(part, pieces=(Piece(text="* * *"),))
            look = Look(before=8, centred=True)
        if part.role is Role.TABLE:
            return self._table(part, look)
        if cap and self.document.asked("drop_cap"):
            return self._capped(part, look)
        start = INDENT if look is _TEXT and not flush else 0.0
        return self._set(part, look, start)

    def _set(self, part: Part, look: Look, start: float) -> list[Row]:
        made: list[Row] = []
        for number, text in enumerate(_printed(part)):
            room = self.width - 2 * look.indent
            rooms = [room - start if not number else room, room]
            made += self._lines(text, look, rooms, start if not number else 0.0)
        return made and [replace(made[0], before=look.before), *made[1:]]

    def _capped(self, part: Part, look: Look) -> list[Row]:
        text = list(words(part.pieces))
        cap, head = text[0][0].text[0], text[0][0].text[1:]
        text[0] = (Fragment(head, *text[0][0][1:]), *text[0][1:])
        indent = self.measure(((Fragment(cap)),), replace(look, size=look.size * 3)) + 3
        rows = self._lines(text, look, [self.width - indent] * 2 + [self.width], 0.0)
        moved = [replace(row, indent=indent) for row in rows[:2]]
        return [replace(moved[0], cap=cap), *moved[1:], *rows[2:]]

    def _lines(
        self, text: Sequence[Word], look: Look, rooms: Sequence[float], start: float
    ) -> list[Row]:
        def room(number: int) -> float:
            return rooms[min(number, len(rooms) - 1)]

        def width(word: Word) -> float:
            return self.measure(word, look)

        broken = lines(
            text, width, room, hyphens=bool(self.document.asked("hyphens", default=True))
        )
        return [
            Row(
                line=line,
                look=look,
                indent=look.indent + (0 if number else start),
                room=room(number) if look.justified and number < len(broken) - 1 else 0.0,
            )
            for number, line in enumerate(broken)
        ]

    def _table(self, part: Part, look: Look) -> list[Row]:
        tab = self.width / len(part.rows[0])
        cells = [tuple((Fragment(cell),) for cell in row) for row in part.rows]
        return [Row(line=line, look=look, tab=tab, before=look.before) for line in cells]


def _printed(part: Part) -> list[list[Word]]:
    """The words of each set line, with what the role puts before and after them."""
    head = {
        Role.TURN: [Piece(text=f"{part.label}:", kind="strong"), Piece(text=" ")],
        Role.FOOTNOTE: [Piece(text=part.label, kind="note"), Piece(text=" ")],
        Role.LIST_ITEM: [Piece(text="• ")],
    }.get(part.role, [])
    texts: list[list[Piece]] = [head]
    for piece in (piece for piece in part.pieces if piece.kind != "deleted"):
        first, *more = piece.text.split("\n")
        texts[-1].append(replace(piece, text=first))
        texts += [[replace(piece, text=line)] for line in more]
    if part.by:
        texts.append([Piece(text=f"— {part.by}")])
    return [list(words(text)) for text in texts]


def _among(rows: list[Row], floating: list[Row]) -> list[Row]:
    inside = _INSIDE if len(rows) > 2 * _INSIDE and floating else 0
    if not floating:
        return rows
    after = replace(rows[inside], before=rows[inside].before + INDENT)
    return [*rows[:inside], *floating, after, *rows[inside + 1 :]]
