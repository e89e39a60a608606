"""Blocks and cuts in, blocks and what was cut out.

Promise: the one place that changes a block's text. Whatever source characters leave a block come
back as skips with a reason, and marks stay on the words they stood on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from pipeline.model import Block, Mark, Run, Skip
from pipeline.patterns import pattern
from pipeline.values import replace, value

_SPARE = pattern(r"\A\s+|\s{2,}|\s+\Z")  # blanks, of which one is kept between words


@value
class Cut:
    """Characters `[start, end)` of a block's text go, `put` comes in their place."""

    start: int
    end: int
    reason: str
    put: str = ""


def spliced(block: Block, cuts: Iterable[Cut]) -> tuple[Block, tuple[Skip, ...]]:
    """Apply cuts that do not overlap. Returns the block and the source characters that left it."""
    ordered = sorted(cuts, key=lambda cut: (cut.start, cut.end))
    if not ordered:
        return block, ()
    runs: list[Run] = []
    skips: list[Skip] = []
    waiting = iter([*ordered, None])
    coming, inside = next(waiting), None
    for offset, run in _split(block.runs, [at for c in ordered for at in (c.start, c.end)]):
        while coming is not None and coming.start <= offset:
            runs.append(Run(text=coming.put, start=None))
            inside, coming = coming, next(waiting)
        if inside is not None and offset < inside.end:
            skips.extend(_skip(run, inside.reason))
        else:
            runs.append(run)
    while coming is not None:
        runs.append(Run(text=coming.put, start=None))
        coming = next(waiting)
    return replace(block, runs=merged(runs), marks=_moved(block.marks, ordered)), tuple(skips)


def parted(block: Block, points: Sequence[int]) -> list[Block]:
    """A block as several, cut before each of the points (offsets in its text, in order)."""
    bounds = [0, *points, len(block.text)]
    runs: list[list[Run]] = [[] for _ in bounds[1:]]
    for offset, run in _split(block.runs, points):
        runs[bisect_right(points, offset)].append(run)
    marks: list[list[Mark]] = [[] for _ in bounds[1:]]
    for mark in block.marks:
        first, last = bisect_right(points, mark.start), bisect_left(points, mark.end)
        for at in range(first, last + 1):
            begin, end = max(mark.start, bounds[at]), min(mark.end, bounds[at + 1])
            marks[at].append(replace(mark, start=begin - bounds[at], end=end - bounds[at]))
    return [
        _piece(block, merged(held), tuple(m for m in marked if m.start < m.end))
        for held, marked in zip(runs, marks, strict=True)
    ]


def _piece(block: Block, runs: tuple[Run, ...], marks: tuple[Mark, ...]) -> Block:
    placed = [(run.start, run.start + len(run.text)) for run in runs if run.start is not None]
    start = min((start for start, _ in placed), default=block.start)
    end = max((end for _, end in placed), default=block.end)
    return replace(block, runs=runs, marks=marks, start=start, end=end)


def joined(pieces: Sequence[tuple[Block, str]]) -> Block:
    """Blocks as one with the first one's role; blank text stands before each but the first."""
    first = pieces[0][0]
    if len(pieces) == 1:
        return first
    runs: list[Run] = []
    marks: list[Mark] = []
    shift = 0
    for block, glue in pieces:
        shift += len(glue)
        runs += [Run(text=glue, start=None), *block.runs]
        marks += [replace(m, start=m.start + shift, end=m.end + shift) for m in block.marks]
        shift += len(block.text)
    return replace(
        first,
        runs=merged(runs),
        marks=tuple(marks),
        start=min(block.start for block, _ in pieces),
        end=max(block.end for block, _ in pieces),
    )


def merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours that are neighbours in the source too; drop empty ones."""
    groups: list[tuple[list[str], int | None, int]] = []
    for run in runs:
        if not run.text:
            continue
        start = -1 if run.start is None else run.start
        if groups and start >= 0 and groups[-1][2] == start:
            parts, first, end = groups[-1]
            parts.append(run.text)
            groups[-1] = (parts, first, end + len(run.text))
        else:
            end = -2 if run.start is None else start + len(run.text)
            groups.append(([run.text], run.start, end))
    return tuple(Run(text="".join(parts), start=start) for parts, start, _ in groups)


def trimmed(block: Block) -> Block:
    """A block without blanks at its ends, and with no two blanks in a row between words."""
    text = block.text
    if " ".join(text.split()) == text:  # as most are, and sooner told
        return block
    cuts = []
    for start, end in (found.span() for found in _SPARE.finditer(text)):
        keep = 0 if start == 0 or end == len(text) else 1
        cuts.append(Cut(start=start + keep, end=end, reason=""))
    return spliced(block, cuts)[0]


def source_skips(block: Block, reason: str) -> tuple[Skip, ...]:
    """All source characters of a block as skips."""
    return tuple(skip for run in block.runs for skip in _skip(run, reason))


class Ruler:
    """Tells where in the source the characters of one block's text stand."""

    def __init__(self, block: Block) -> None:
        self.start = block.start
        self.runs = block.runs
        self.ends = list(accumulate(len(run.text) for run in block.runs))

    def __call__(self, offset: int) -> int:
        """The source offset of the character at `offset`, or of the nearest before it."""
        index = min(bisect_right(self.ends, offset), len(self.runs) - 1)
        for at in range(index, -1, -1):
            run = self.runs[at]
            if run.start is not None:
                inner = offset - (self.ends[at] - len(run.text))
                return run.start + max(0, min(inner, len(run.text)))
        return self.start


def _split(runs: Sequence[Run], points: Iterable[int]) -> Iterator[tuple[int, Run]]:
    wanted = sorted(set(points))
    offset = 0
    for run in runs:
        end = offset + len(run.text)
        inner = wanted[bisect_right(wanted, offset) : bisect_left(wanted, end)]
        for left, right in pairwise([offset, *inner, end]):
            start = None if run.start is None else run.start + left - offset
            yield left, Run(text=run.text[left - offset : right - offset], start=start)
        offset = end


def _skip(run: Run, reason: str) -> Iterator[Skip]:
    if run.start is None or not run.text.strip():
        return
    start = run.start + len(run.text) - len(run.text.lstrip())
    text = run.text.strip()
    yield Skip(text=text, reason=reason, start=start, end=start + len(text))


def _moved(marks: Iterable[Mark], cuts: Sequence[Cut]) -> tuple[Mark, ...]:
    starts = [cut.start for cut in cuts]
    ends = [cut.end for cut in cuts]
    shifts = list(accumulate((len(c.put) - (c.end - c.start) for c in cuts), initial=0))

    def move(at: int, *, closing: bool) -> int:
        done = bisect_left(starts, at) if closing else bisect_right(ends, at)
        if closing and done and ends[done - 1] > at:  # the mark ends inside a cut
            return starts[done - 1] + shifts[done - 1]
        if not closing and done < len(cuts) and starts[done] < at:  # it starts inside one
            return starts[done] + shifts[done] + len(cuts[done].put)
        return at + shifts[done]

    placed = (
        replace(mark, start=move(mark.start, closing=False), end=move(mark.end, closing=True))
        for mark in marks
    )
    return tuple(mark for mark in placed if mark.start < mark.end)
