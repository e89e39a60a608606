"""Lines in reading order in, chunks of lines that belong together out.

Promise: a chunk never mixes sizes of type; a paragraph begins where its first line is set in, where
there is a space above it, or where the line above ended early.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.model import Role
from pipeline.reading.pdf_page import Line
from pipeline.reading.pdf_type import Measure
from pipeline.reading.wording import ends_sentence

BULLET = re.compile(r"[•‣◦▪■●○–—*·►➤-]$")
NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-z]\))$")
_SPACE = 1.3  # times the leading; more is a space between paragraphs
_LARGE_SPACE = 1.7  # times its own size, for type that is not the body's
_SIZES = 0.06  # of a size; type that differs more is another size
_IN = 0.7  # of its size; a line begins so far in, or not
_EVEN = 0.3


@dataclass(slots=True)
class Chunk:
    """Lines that are one block. `hard` holds the indexes of lines that begin anew, as in verse."""

    kind: str
    lines: list[Line]
    role: Role = Role.PARAGRAPH
    level: int = 0
    hard: set[int] = field(default_factory=set)
    marker: int = 0  # words at its start that are a list's or a note's sign
    closed: bool = False  # nothing on a later page goes on with it
    space: bool = False  # a space above it

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Its last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """Its lines' words."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Its type's size."""
        return max(line.size for line in self.lines)

    def share(self, trait: str) -> float:
        """The share of its letters that have a trait."""
        total = sum(len(line.text) for line in self.lines) or 1
        return sum(line.share(trait) * len(line.text) for line in self.lines) / total


def chunks(lines: Sequence[Line], measure: Measure) -> list[Chunk]:
    """Part lines into chunks."""
    made: list[Chunk] = []
    front = _front(lines, measure)
    for index, line in enumerate(lines):
        kind = measure.kind(line)
        chunk = made[-1] if made else None
        fresh = chunk is None or _parts(chunk, line, kind, measure, front=index < front)
        if fresh or chunk is None:
            marker = _marker(line)
            made.append(Chunk(kind, [line], marker=marker, space=_spaced(line, measure)))
            continue
        if _begins_anew(chunk, line, measure):
            chunk.hard.add(len(chunk.lines))
        chunk.lines.append(line)
    return made


def _front(lines: Sequence[Line], measure: Measure) -> int:
    """How many lines stand before the text: up to the first that fills its column, in body type."""
    for index, (line, follower) in enumerate(pairwise(lines)):
        same = (line.page, line.column) == (follower.page, follower.column)
        body = measure.kind(line) == measure.kind(follower) == "body"
        if body and same and not measure.short(line, follower):
            return index
    return 0


def _marker(line: Line) -> int:
    first = line.words[0].text
    signed = bool(BULLET.match(first) or NUMBER.match(first))
    return 1 if signed and len(line.words) > 1 and not line.words[1].glued else 0


def _spaced(line: Line, measure: Measure) -> bool:
    return line.lead > _SPACE * measure.leading


def _parts(chunk: Chunk, line: Line, kind: str, measure: Measure, *, front: bool) -> bool:
    above = chunk.last
    if (above.page, above.column) != (line.page, line.column) or kind != chunk.kind:
        return True
    if abs(above.size - line.size) > _SIZES * line.size or _whole(above) != _whole(line):
        if kind != "body" or _strong(above) != _strong(line):
            return True
        if abs(above.size - line.size) > _SIZES * line.size:
            return True
    if kind in {"large", "small"}:
        lead = min((one.lead for one in chunk.lines[1:]), default=_LARGE_SPACE * line.size)
        apart = line.lead > 1.15 * lead if len(chunk.lines) > 1 else line.lead > lead
        return apart or line.lead < 0 or (kind == "small" and _small_parts(chunk, line, measure))
    if line.lead > _SPACE * measure.leading or line.lead < 0:
        return True
    return kind == "body" and _body_parts(chunk, line, measure, front=front)


def _small_parts(chunk: Chunk, line: Line, measure: Measure) -> bool:
    return bool(_marker(line)) or (
        ends_sentence(chunk.last.text) and measure.short(chunk.last, line)
    )


def _whole(line: Line) -> tuple[bool, bool]:
    return line.share("bold") > 0.97, line.share("italic") > 0.97  # noqa: PLR2004


def _strong(line: Line) -> bool:
    return line.share("bold") > 0.97  # noqa: PLR2004


def _body_parts(chunk: Chunk, line: Line, measure: Measure, *, front: bool) -> bool:
    above = chunk.last
    inset, before = measure.inset(line), measure.inset(above)
    if _marker(line) and (chunk.marker or measure.short(above, line)):
        return True
    if chunk.marker:
        return inset <= measure.inset(chunk.first) + _EVEN * line.size and measure.short(
            above, line
        )
    step = inset - before
    if step > _IN * line.size:
        return True
    if -step > _IN * line.size and len(chunk.lines) > 1:
        return True
    short = measure.short(above, line)
    if front and short:
        return True
    if inset > _IN * line.size and abs(inset - measure.indent) > 1.5:  # noqa: PLR2004
        return False  # set in as a whole: a quotation, or verse
    return short and (ends_sentence(above.text) or _indented(line, measure))


def _indented(line: Line, measure: Measure) -> bool:
    return measure.indent > 0 and abs(measure.inset(line) - measure.indent) < 1.5  # noqa: PLR2004


def _begins_anew(chunk: Chunk, line: Line, measure: Measure) -> bool:
    """Whether a line of a chunk begins anew although the one above had room for its first word."""
    if chunk.kind != "body" or chunk.last.text[-1:] in "-\u00ad‐":
        return False
    slack = 1.5 * line.size  # a ragged line's end may leave so much
    _, right = measure.edges(line)
    first = line.words[0]
    return chunk.last.right + first.right - first.left + slack < right


def joined(first: Chunk, second: Chunk) -> None:
    """Put a chunk's lines behind another's."""
    first.hard |= {at + len(first.lines) for at in second.hard}
    first.lines += second.lines
