"""Two readings' segments in, which of one is which of the other out.

The promise: quotation marks, dashes and blanks never part two texts that a listener would hear as
one; what may float (notes, captions, pull-quotes) may stand elsewhere.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from pipeline.values import replace, value

ALIKE = 0.97  # of two texts' characters, for them to be the same segment
_NEAR = 2  # segments by which a pull-quote may be moved to where it interrupts nothing
_JOINED = frozenset({"block_quote", "verse", "pull_quote", "table", "code"})
_ANYWHERE = frozenset({"footnote", "caption", "credit"})
_FLOATING = _ANYWHERE | {"pull_quote"}
_FIRM = 100  # what one segment that keeps its place weighs, in floating ones
_SIGNS = re.compile(r"[“”„«»‹›\"'‘’‚*]")
_BLANKS = re.compile(r"[\s—–-]+")

Json = Mapping[str, Any]


@value
class Segment:
    """A stretch of an article: one segment, or neighbours of one role that belong together."""

    text: str
    role: str
    also: frozenset[str] = frozenset()  # roles that are as good
    others: tuple[str, ...] = ()  # texts that are as good
    speaker: str = ""
    repeats: bool | None = None
    optional: bool = False
    spoken: bool = True


def segments(data: Json) -> list[Segment]:
    """A plan's or a gold reading's segments, neighbours joined where they belong together."""
    made: list[Segment] = []
    for role, group in groupby(data["segments"], key=lambda segment: segment["role"]):
        parts = [_segment(part) for part in group]
        whole = " ".join(part.text for part in parts)
        made += [replace(parts[0], text=whole)] if role in _JOINED else parts
    return made


def _segment(data: Json) -> Segment:
    return Segment(
        text=data["text"],
        role=data["role"],
        also=frozenset(data.get("also", ())),
        others=tuple(data.get("or", ())),
        speaker=data.get("speaker", ""),
        repeats=data.get("repeats"),
        optional=data.get("optional", False),
        spoken=data.get("spoken", True),
    )


def plain(text: str) -> str:
    """Letters as they are; blanks and the forms of quotation marks do not matter."""
    text = text.replace("’", "'").replace("“", '"').replace("”", '"')
    return " ".join(text.split())


def alike(left: str, right: str) -> bool:
    """Whether two texts are the same segment's."""
    left, right = bare(left), bare(right)
    if left == right:
        return True
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return quick >= ALIKE and matcher.ratio() >= ALIKE


def bare(text: str) -> str:
    """What a listener hears of a text, about."""
    text = unicodedata.normalize("NFC", text).replace("…", "...")
    return _BLANKS.sub(" ", _SIGNS.sub("", text)).strip().casefold()


def pairs_of(wanted: Sequence[Segment], ours: Sequence[Segment]) -> dict[int, int]:
    """Which of ours is which wanted one, by index: in order, but for what may float."""
    same = [
        [any(alike(text, our.text) for text in (want.text, *want.others)) for our in ours]
        for want in wanted
    ]
    floating = [want.role in _FLOATING for want in wanted]
    pairs = _in_order(same, [1 if floats else _FIRM for floats in floating])
    for index, want in enumerate(wanted):
        if index not in pairs and floating[index]:
            place = 1 + max((pairs[i] for i in pairs if i < index), default=-1)
            free = [j for j in range(len(ours)) if same[index][j] and j not in pairs.values()]
            near = [j for j in free if want.role in _ANYWHERE or abs(j - place) <= _NEAR]
            pairs |= {index: near[0]} if near else {}
    return pairs


def _in_order(same: Sequence[Sequence[bool]], weights: Sequence[int]) -> dict[int, int]:
    """The heaviest row of pairs that keeps both orders."""
    width = len(same[0]) if same else 0
    best = [[0] * (width + 1) for _ in range(len(same) + 1)]
    for i in reversed(range(len(same))):
        for j in reversed(range(width)):
            paired = weights[i] + best[i + 1][j + 1] if same[i][j] else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs, i, j = {}, 0, 0
    while i < len(same) and j < width:
        if same[i][j] and best[i][j] == weights[i] + best[i + 1][j + 1]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def bounded(word: str, text: str) -> bool:
    """Whether the text has the word, not only as a part of another."""
    start = r"(?<!\w)" if word[0].isalnum() else ""
    end = r"(?!\w)" if word[-1].isalnum() else ""
    return re.search(start + re.escape(word) + end, text) is not None
