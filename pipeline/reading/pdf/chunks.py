"""Lines in reading order in, chunks of lines that belong together out.

Promise: a chunk never mixes sizes of type; a paragraph begins where its first line is set in, where
there is a space above it, or where the line above ended early.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.model import Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import byline
from pipeline.reading.pdf.cells import table_rows
from pipeline.reading.pdf.page import Line
from pipeline.reading.pdf.type import Measure
from pipeline.reading.wording import ends_sentence

BULLET = pattern(r"[•‣◦▪■●○–*·►➤-]$")
NUMBER = pattern(r"(?:\(?\d{1,2}[.)]|\(?[a-z]\))$")
_EARLY = 20  # lines before which a byline stands
_SPACE = 1.3  # times the leading; more is a space between paragraphs
_LARGE_SPACE = 1.7  # times its own size, for type that is not the body's
_ROW_SPACE = 3.0  # times its size, between a table's rows
_SIZES = 0.06  # of a size; type that differs more is another size
_IN = 0.7  # of its size; a line begins so far in, or not
_EVEN = 0.3
_OFF = 1.5  # points by which an indent may differ from the usual one
_WHOLE = 0.97  # of a line's letters; a full stop may be set otherwise


@dataclass(slots=True)
class Chunk:
    """Lines that are one block. `hard` holds the indexes of lines that begin anew, as in verse."""

    kind: str
    lines: list[Line]
    role: Role = Role.PARAGRAPH
    level: int = 0
    hard: set[int] = field(default_factory=set)
    marker: int = 0  # words at its start that are a list's or a note's sign
    item: bool = False  # of a list
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
    rows = set(table_rows(lines))
    for index, line in enumerate(lines):
        kind = "table" if id(line) in rows else measure.kind(line)
        chunk = made[-1] if made else None
        early = index < front or (chunk is not None and _credited(chunk, line, index, measure))
        fresh = chunk is None or _parts(chunk, line, kind, measure, front=early)
        if fresh or chunk is None:
            below = chunk is not None and _level(chunk.last, line)
            made.append(Chunk(kind, [line], space=below and _spaced(line, measure)))
            made[-1].marker, made[-1].item = _marker(line), begins_item(line)
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


def _credited(chunk: Chunk, line: Line, index: int, measure: Measure) -> bool:
    """Whether one of two lines near the start says who wrote the article."""
    if index > _EARLY or not measure.short(chunk.last, line):
        return False
    return bool(byline(line.text) or (len(chunk.lines) == 1 and byline(chunk.text)))


def _marker(line: Line) -> int:
    text, count = line.sign
    signed = bool(BULLET.match(text) or NUMBER.match(text))
    return count if signed and len(line.words) > count else 0


def begins_item(line: Line) -> bool:
    """Whether a line begins an item of a list."""
    return line.dotted or _marker(line) > 0


def _level(above: Line, line: Line) -> bool:
    return (above.page, above.column) == (line.page, line.column)


def _spaced(line: Line, measure: Measure) -> bool:
    return line.lead > _SPACE * measure.leading


def _parts(chunk: Chunk, line: Line, kind: str, measure: Measure, *, front: bool) -> bool:
    above = chunk.last
    if not _level(above, line) or kind != chunk.kind:
        return True
    if kind == "table":
        return not 0 <= line.lead <= _ROW_SPACE * line.size
    if abs(above.size - line.size) > _SIZES * line.size or _strong(above) != _strong(line):
        return True
    if kind in {"large", "small"}:
        credited = front and kind == "small" and measure.short(above, line)
        return credited or _sized_parts(chunk, line, kind, measure)
    if not 0 <= line.lead <= _SPACE * measure.leading:
        return True
    return kind == "body" and _body_parts(chunk, line, measure, front=front)


def _is_italic_head(chunk: Chunk, line: Line, measure: Measure) -> bool:
    """Whether a short line in italics stands over, or under, lines that are not in italics."""
    if measure.italic or _italic(chunk.last) == _italic(line):
        return False
    if _italic(line):
        return measure.short(chunk.last, line) and not measure.begins(line)
    return all(map(_italic, chunk.lines)) and measure.short(chunk.last, line)


def _sized_parts(chunk: Chunk, line: Line, kind: str, measure: Measure) -> bool:
    """Whether a line of large or small type begins a piece: it has no measure but its own."""
    leads = [one.lead for one in chunk.lines[1:]]
    most = 1.15 * min(leads) if leads else _LARGE_SPACE * line.size
    if not 0 <= line.lead <= most or _italic(chunk.last) != _italic(line):
        return True
    return kind == "small" and _small_parts(chunk, line, measure)


def _small_parts(chunk: Chunk, line: Line, measure: Measure) -> bool:
    noted = line.words[0].raised
    return (
        noted
        or begins_item(line)
        or (ends_sentence(chunk.last.text) and measure.short(chunk.last, line))
    )


def _italic(line: Line) -> bool:
    return line.share("italic") > _WHOLE


def _strong(line: Line) -> bool:
    return line.share("bold") > _WHOLE


def _body_parts(chunk: Chunk, line: Line, measure: Measure, *, front: bool) -> bool:
    above = chunk.last
    inset, before = measure.inset(line), measure.inset(above)
    item = begins_item(line) and (chunk.item or line.dotted or measure.short(above, line))
    if item or _is_italic_head(chunk, line, measure):
        return True
    if chunk.item or measure.hanging:
        return _item_ends(chunk, line, measure) if chunk.item else measure.begins(line)
    far = _IN * line.size
    if measure.indent and max(abs(inset - measure.indent), abs(before - measure.indent)) < _OFF:
        return ends_sentence(above.text) and not line.text[:1].islower()  # two first lines
    if inset - before > far or (before - inset > far and len(chunk.lines) > 1):
        return True
    short = measure.short(above, line)
    if inset > far and abs(inset - measure.indent) > _OFF and not front:
        return False  # set in as a whole: a quotation, or verse
    front = front and not _is_centred(above, line, measure)
    return short and (front or ends_sentence(above.text) or _indented(line, measure))


def _is_centred(above: Line, line: Line, measure: Measure) -> bool:
    """Whether a line of a deck set in the middle goes on below it."""
    both = ((one, *measure.edges(one)) for one in (above, line))
    even = all(abs(one.left - left - right + one.right) < 2 * _OFF for one, left, right in both)
    wide = above.right - above.left > measure.width(above) / 2
    return even and above.left - measure.edges(above)[0] > line.size and wide


def _item_ends(chunk: Chunk, line: Line, measure: Measure) -> bool:
    """Whether a line is no more of a list's item: set further out, or even with a hanging sign."""
    start, inset = measure.inset(chunk.first), measure.inset(line)
    ended = ends_sentence(chunk.last.text) and measure.short(chunk.last, line)
    if ended and abs(inset - measure.indent) < _OFF and not line.text[:1].islower():
        return True  # it begins as a paragraph does
    if start > _IN * line.size:
        return inset < start - _EVEN * line.size
    return inset <= start + _EVEN * line.size and measure.short(chunk.last, line)


def _indented(line: Line, measure: Measure) -> bool:
    return measure.indent > 0 and abs(measure.inset(line) - measure.indent) < _OFF


def _begins_anew(chunk: Chunk, line: Line, measure: Measure) -> bool:
    """Whether a line of a chunk begins anew although the one above had room for its first word."""
    if chunk.kind != "body" or chunk.last.text[-1:] in "-\u00ad‐" or line.text[:1].islower():
        return False
    slack = 1.5 * line.size  # a ragged line's end may leave so much
    _, right = measure.edges(line)
    return chunk.last.right + line.head + slack < right


def joined(first: Chunk, second: Chunk) -> None:
    """Put a chunk's lines behind another's."""
    first.hard |= {at + len(first.lines) for at in second.hard}
    first.lines += second.lines
