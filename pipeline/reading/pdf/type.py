"""All lines in; the measure of the text's usual type out: what is body, what is larger, smaller.

Promise: whatever is said of one line (large, small, indented, short) is said against this measure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.reading.pdf.insets import DISPLAY, SMALL
from pipeline.reading.pdf.page import Line, Page
from pipeline.values import field, replace, value

_LEADING = (0.9, 2.4)  # times its size; other spaces between lines are no leading
_INDENTS = 0.25  # share of paragraphs' ends that an indent follows, where indents part paragraphs
_FEW = 5  # lines; a column with fewer does not show its width
_IN = 0.7  # of its size; so far in, or not
_EVEN = 0.3
_TIMES = 3  # paragraphs whose first line hangs
_MOSTLY = 0.8  # of their first lines are full
_HANGING = 0.4  # share of lines that are set in, where first lines hang
_SAME = 1.0  # points between two lines that begin at one place
_FULL = 0.6  # share of lines set in together that are full; fewer is verse
_SLACK = 0.35  # of its size; a blank in a ragged line


def body_size(pages: Iterable[Page]) -> float:
    """The type size that most letters have, in points."""
    sizes = Counter[float]()
    for page in pages:
        for word in page.words:
            if word.upright:
                sizes[round(word.size * 4) / 4] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


@value
class Measure:
    """The usual type: its size, the space from line to line, whether it is bold or italic.

    `columns` gives each column's left and right edge; `indented`: paragraphs begin with an indent.
    """

    size: float
    leading: float
    bold: bool
    italic: bool
    columns: dict[tuple[int, int], tuple[float, float]]
    indent: float
    rights: dict[int, float] = field(default_factory=dict)
    hanging: float = 0.0  # points that paragraphs' first lines stand further out than the others

    def kind(self, line: Line) -> str:
        """Whether a line's type is "large", "small", "mono" or "body"."""
        if line.share("mono") > 0.9:  # noqa: PLR2004
            return "mono"
        if line.size >= DISPLAY * self.size:
            return "large"
        return "small" if line.size <= SMALL * self.size else "body"

    def edges(self, line: Line) -> tuple[float, float]:
        """The left and right edge that a line is set to: its column's, or its group's."""
        left, right = self.columns[line.page, line.column]
        right = self.rights.get(id(line), right)
        return left, right if line.limit is None else line.limit

    def width(self, line: Line) -> float:
        """How wide a line's column is, in points."""
        left, right = self.columns[line.page, line.column]
        return right - left

    def inset(self, line: Line) -> float:
        """How far right of its column's edge a line begins, in points."""
        left = line.left if line.beside is None else line.beside
        return left - self.edges(line)[0]

    def begins(self, line: Line) -> bool:
        """Whether a line stands where paragraphs begin, and others do not."""
        if self.hanging:
            return self.inset(line) < _EVEN * line.size
        return self.indent > 0 and self.inset(line) > _IN * line.size

    def short(self, line: Line, follower: Line) -> bool:
        """Whether the follower's first word would still have fitted behind a line."""
        return line.right + follower.head + _SLACK * line.size < self.edges(line)[1]


def measured(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> Measure:
    """Measure the usual type."""
    size = body_size(pages)
    read = [line for held in lines for line in held if not line.reason]
    body = [line for line in read if SMALL * size < line.size < DISPLAY * size]
    low, high = _LEADING[0] * size, _LEADING[1] * size
    leads = [round(line.lead * 2) / 2 for line in body if low < line.lead < high]
    leading = Counter(leads).most_common(1)[0][0] if leads else 1.2 * size
    letters = sum(len(line.text) for line in body) or 1
    columns = _columns(read, body)
    told = Measure(
        size=size,
        leading=leading,
        bold=sum(line.share("bold") * len(line.text) for line in body) > letters / 2,
        italic=sum(line.share("italic") * len(line.text) for line in body) > letters / 2,
        columns=columns,
        indent=_indent(body, columns, leading),
    )
    told = replace(told, rights=dict(_set_in(read, told)))
    return replace(told, indent=0.0, hanging=told.indent) if _hangs(body, told) else told


def _hangs(body: Sequence[Line], measure: Measure) -> bool:
    """Whether lines are set in below full ones, again and again: first lines hang."""
    inside = [line for line in body if abs(measure.inset(line) - measure.indent) < _SAME]
    if not measure.indent or len(inside) < _HANGING * len(body):
        return False
    below = [
        not measure.short(above, line)
        for above, line in pairwise(body)
        if (above.page, above.column) == (line.page, line.column)
        and abs(measure.inset(line) - measure.indent) < _SAME
        and measure.inset(above) < _EVEN * line.size
    ]
    return len(below) >= _TIMES and sum(below) > _MOSTLY * len(below)


def _columns(
    read: Sequence[Line], body: Sequence[Line]
) -> dict[tuple[int, int], tuple[float, float]]:
    """Each column's edges: where its body type stands; one of few lines is as wide as others."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    counts = Counter((line.page, line.column) for line in body)
    held: dict[tuple[int, int], list[Line]] = {}
    for line in body:
        held.setdefault((line.page, line.column), []).append(line)
    for key, inside in held.items():
        found[key] = _left([line.left for line in inside]), max(line.right for line in inside)
    for line in read:
        found.setdefault((line.page, line.column), line.within)
    sure = [edges for key, edges in found.items() if counts[key] >= _FEW]
    for key, (left, right) in found.items():
        alike = [
            other[1]
            for other in sure
            if abs(other[0] - left) < 2 and right < other[1]  # noqa: PLR2004
        ]
        if counts[key] < _FEW and alike:
            found[key] = left, min(alike)
    return found


def _left(lefts: Sequence[float]) -> float:
    """Where lines begin: the outermost place that several share, for quotation marks may hang."""
    shared = [at for at in lefts if sum(abs(at - one) < _SAME for one in lefts) > len(lefts) / 10]
    return min(shared, default=min(lefts)) if len(lefts) >= _FEW else min(lefts)


def _set_in(read: Sequence[Line], measure: Measure) -> Iterator[tuple[int, float]]:
    """Right edges, by identity, of lines that are set in together as prose."""
    group: list[Line] = []
    for line in [*read, None]:
        if line and group and _together(group[-1], line):
            group.append(line)
            continue
        if len(group) > 1 and _is_prose(group, measure):
            edge = max(one.right for one in group)
            yield from ((id(one), edge) for one in group)
        group = [line] if line else []


def _is_prose(group: Sequence[Line], measure: Measure) -> bool:
    """Whether lines set in together reach a right edge of their own, as verse does not."""
    size, inset = group[0].size, measure.inset(group[0])
    if inset <= size / 2:
        return False
    edge = max(one.right for one in group)
    if edge >= measure.edges(group[0])[1] - inset - 3 * size:
        return True
    full = sum(above.right + below.head + _SLACK * size >= edge for above, below in pairwise(group))
    lowered = sum(one.text[:1].islower() for one in group)
    return full >= _FULL * (len(group) - 1) and lowered > len(group) / 5


def _together(above: Line, line: Line) -> bool:
    same = (above.page, above.column, above.size) == (line.page, line.column, line.size)
    return same and abs(above.left - line.left) < 1.5 and 0 < line.lead < 2 * line.size  # noqa: PLR2004


def _indent(
    body: Sequence[Line], columns: dict[tuple[int, int], tuple[float, float]], leading: float
) -> float:
    """How far paragraphs' first lines are set in, in points; 0 where spaces part them."""
    insets: list[float] = []
    spaced = 0
    for above, line in pairwise(body):
        if (above.page, above.column) != (line.page, line.column):
            continue
        left, _ = columns[line.page, line.column]
        inset = line.left - left
        if line.lead > 1.3 * leading:
            spaced += 1
        elif 0.5 * line.size < inset < 4 * line.size and above.left - left < 0.3 * line.size:
            insets.append(inset)
    alike = [[one for one in insets if abs(one - inset) < _SAME] for inset in insets]
    most = max(alike, key=len, default=[])
    return median(most) if len(most) >= 2 and len(most) > _INDENTS * spaced else 0.0  # noqa: PLR2004
