"""Passages in; those that only their looks tell from the text, with what they are, out.

Promise: what a style says stands. A size or an indent means something only where most of the text
has another.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.model import Role
from pipeline.reading.office.passages import Passage
from pipeline.reading.office.styles import Kind, heading
from pipeline.values import replace, value

_LARGER = 1.15  # times the text's size
_HEADING = 14  # words of a heading, at most
_QUOTE = 60  # words of a quote in large type, at most
_PROSE = 20  # words; shorter passages do not tell the text's size
_FEW = 0.25  # share of paragraphs that are set in, when it means a quotation
_ENDS = '.!?…”"’'


def judged(passages: Sequence[Passage]) -> list[Passage]:
    """Find headings by their size, quotations by their indent."""
    plain = [held for held in passages if _is_plain(held)]
    body = _body(plain)
    least = _LARGER * body if body else float("inf")
    title = _title(plain, least)
    heads = [held for held in plain if held is title or _is_headed(held)]
    large = {size for held in heads if (size := _size(held)) >= least}
    ranks = {size: rank for rank, size in enumerate(sorted(large, reverse=True), 1)}
    few = sum(held.inset or held.hangs for held in plain) <= _FEW * len(plain)
    judge = _Judge(ranks=ranks, least=least, inset=few, title=title)
    judged = (judge(held) if _is_plain(held) else held for held in passages)
    return [_pulled(held) if _is_displayed(held, least) else held for held in judged]


def _title(plain: Sequence[Passage], least: float) -> Passage | None:
    """What stands before the text in the largest letters, whatever sign it ends with."""
    front = list(takewhile(lambda held: _size(held) >= least or not _is_prose(held), plain))
    largest = max(map(_size, plain), default=0.0)
    large = (held for held in front if _size(held) == largest >= least)
    return next((held for held in large if len(held.text.split()) <= _HEADING), None)


def _is_prose(held: Passage) -> bool:
    return len(held.text.split()) >= _PROSE


def _is_displayed(held: Passage, least: float) -> bool:
    """Whether a text box holds a sentence or two in large letters."""
    plain = held.kind.role is Role.PARAGRAPH and not (held.kind.skip or held.skip or held.rows)
    said = bool(held.text) and not _is_headed(held) and len(held.text.split()) <= _QUOTE
    return held.boxed and plain and said and _size(held) >= least


def _pulled(held: Passage) -> Passage:
    return replace(held, kind=Kind(role=Role.PULL_QUOTE), boxed=False)


def _is_plain(held: Passage) -> bool:
    kind = held.kind
    plain = kind.role is Role.PARAGRAPH and not (kind.skip or kind.boxed)
    return plain and not (held.skip or held.boxed or held.rows) and bool(held.text)


def _is_headed(held: Passage) -> bool:
    """Whether its words can be a heading."""
    return len(held.text.split()) <= _HEADING and held.text[-1] not in _ENDS


@value
class _Judge:
    """What sizes and indents mean in one text; `least`: the size from which letters are large."""

    ranks: dict[float, int]
    least: float
    inset: bool
    title: Passage | None

    def __call__(self, held: Passage) -> Passage:
        size = _size(held)
        if size >= self.least and (held is self.title or _is_headed(held)):
            return replace(held, kind=heading(self.ranks[size]))
        if size >= self.least and len(held.text.split()) <= _QUOTE:
            return replace(held, boxed=True)
        if self.inset and held.inset:
            return replace(held, kind=Kind(role=Role.BLOCK_QUOTE))
        return held


def _body(plain: Sequence[Passage]) -> float:
    """The size of most of the text, in points; 0 where nothing tells it."""
    sizes: Counter[float] = Counter()
    for held in plain:
        if _is_prose(held):
            for size, count in _sizes(held):
                sizes[size] += count
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _size(held: Passage) -> float:
    """The smallest size of a passage's letters, in points."""
    return min((size for size, _ in _sizes(held)), default=0.0)


def _sizes(held: Passage) -> Iterator[tuple[float, int]]:
    for span in held.spans:
        letters = sum(letter.isalnum() for letter in span.text)
        if letters and not (span.skip or span.raised):
            yield span.size, letters
