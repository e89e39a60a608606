"""Silence by structure: after each line by what comes next, and inside long ones at their clauses.

In: chapters without pauses. Out: the same lines, with a pause behind each and breaths in the long
ones. A pause belongs to the line before it, so that a change in one line moves no other take.
"""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.model import Chapter, Line, Pauses, Role, Word
from pipeline.patterns import pattern
from pipeline.values import replace

_HEADS = {Role.HEADING, Role.TITLE}
_APART = {Role.PULL_QUOTE: "pull_quote", Role.BLOCK_QUOTE: "block_quote"}
_TIGHT = 0.12  # seconds: after an abbreviation that ends no sentence
# What can't end a sentence: a title before a name, a mark before a number.
_UNFINISHED = pattern(
    r"(?:^|\W)(?:Mr|Mrs|Ms|Dr|Prof|Rev|Gen|Col|Capt|Lt|Sen|Rep|Gov|St|Mt|vol|fig|nos?|pp?|chap|ch|cf|vs"
    r"|approx|ca|e\.g|i\.e|viz|z\.B|bzw|Mme|Mlle|Sr|Sra)\.$"
)
_LONG = 24  # words: a sentence that a reader takes more than one breath for
_BREATH = 8  # words on each side of a breath, at least
_WEAK, _STRONG = (",",), (";", ":", "—", "–", ",—")


def paused(chapters: tuple[Chapter, ...], pauses: Pauses) -> tuple[Chapter, ...]:
    """The chapters with a pause behind every line, and breaths inside the long ones."""
    ends = [pauses.chapter] * (len(chapters) - 1) + [pauses.end]
    return tuple(
        replace(chapter, lines=_between(chapter.lines, pauses, after))
        for chapter, after in zip(chapters, ends, strict=False)
    )


def _between(lines: tuple[Line, ...], pauses: Pauses, after: float) -> tuple[Line, ...]:
    inner = [_pause(line, following, pauses) for line, following in pairwise(lines)]
    return tuple(
        replace(line, pause=pause, breaths=line.breaths or tuple(breaths(line.words, pauses)))
        for line, pause in zip(lines, (*inner, after), strict=True)
    )


def _pause(line: Line, following: Line, pauses: Pauses) -> float:
    if line.block is not None and line.block == following.block:
        unfinished = _UNFINISHED.search(line.words[-1].shown)
        return min(_TIGHT, pauses.sentence) if unfinished else pauses.sentence
    if line.block is None and line.role in {Role.TURN, Role.FOOTNOTE}:  # names who speaks
        return pauses.sentence
    for role, name in _APART.items():
        if role in {line.role, following.role}:
            return float(getattr(pauses, name))
    if {line.role, following.role} & _HEADS:
        return pauses.heading
    turns = following.block is None and following.role is Role.TURN
    return pauses.speaker if turns or line.voice != following.voice else pauses.paragraph


def breaths(words: tuple[Word, ...], pauses: Pauses) -> Iterator[tuple[int, float]]:
    """Behind which words of a long sentence a reader breathes, and for how long at least.

    At a strong sign wherever the parts are long enough; at a comma when it has been a while.
    """
    if len(words) < _LONG:
        return
    since = 0
    for index, word in enumerate(words[:-_BREATH]):
        since += 1
        sign = word.shown.rstrip("”’\"')")
        wanted = _BREATH if sign.endswith(_STRONG) else 2 * _BREATH
        if since >= wanted and sign.endswith((*_STRONG, *_WEAK)):
            yield index, pauses.clause
            since = 0
