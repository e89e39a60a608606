"""Where the subject turns: at headings, and in long stretches where the words change.

In: the paragraphs and headings of a talk in order. Out: parts of three to eight minutes where the
text allows, titled where a heading stands.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.chaptering.phrases import content_words
from pipeline.chaptering.units import Part, Unit
from pipeline.patterns import pattern

_WORDS_A_MINUTE = 155
_SHORTEST, _IDEAL, _LONGEST = (minutes * _WORDS_A_MINUTE for minutes in (3, 5, 9))
_OPENING_WORD = pattern(r"\W*([^\W_]+)")
_WINDOW = 3  # paragraphs compared on each side of a gap

# A paragraph that opens so says itself that something new starts …
_TURNS = pattern(
    r"(?:so |but |and |now )?(?:(?:this|that|which) (?:brings|takes|leads) us|let(?:’|')?s turn|"
    r"let (?:us|me) turn|turning to|i want to turn|to (?:wrap up|conclude|sum up)|in conclusion|"
    r"where does (?:this|that|all)|what(?:’|'| i)s the (?:alternative|answer|way)|"
    r"what (?:about|is to be done)|so what|the next (?:question|part|chapter|thing))",
    re.IGNORECASE,
)
# … and one that opens so often does.
_STEPS = pattern(
    r"(?:but )?(?:another|there(?:’|'| i)s also|on the other (?:side|hand)|finally|first|second|"
    r"third|later|meanwhile|after|today|how|why|one day|years later|in the same vein|in [0-9]{4}|"
    r"from the|by the)\b",
    re.IGNORECASE,
)
# A paragraph that opens so leans on the one before it.
LEANING = (
    "this", "that", "these", "those", "it", "they", "he", "she", "such", "so", "and", "but", "or",
    "because", "here", "there", "both", "neither", "then",
)  # fmt: skip


def divide(units: Sequence[Unit]) -> list[Part]:
    """The parts of a talk in order, those under a heading with its text as their title.

    None for no units.
    """
    return [part for section in _sections(units) for part in _divided(units, *section)]


def _sections(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """`[first, end)` of the stretches under the highest heading that occurs more than once."""
    levels = Counter(unit.level for unit in units if unit.level)
    level = min((lv for lv, n in levels.items() if n > 1), default=min(levels, default=0))
    heads = [i for i, unit in enumerate(units) if 0 < unit.level <= level]
    bounds = sorted({0, *heads, len(units)})
    return list(pairwise(bounds))


def _divided(units: Sequence[Unit], first: int, end: int) -> list[Part]:
    """One section cut where its subject turns, if it is too long for one chapter."""
    title = units[first].text if units[first].level else ""
    lengths = [len(unit.text.split()) for unit in units[first:end]]
    if sum(lengths) <= _LONGEST:
        return [Part(first=first, title=title)]
    cuts = _best_cuts(lengths, _turning(units[first:end]))
    return [Part(first=first, title=title), *(Part(first=first + cut) for cut in cuts)]


def _best_cuts(lengths: Sequence[int], scores: Sequence[float]) -> list[int]:
    """The cuts that please most: strong turns, and parts near the ideal length.

    A shortest path over the gaps; linear, since a part never grows far beyond the longest.
    """
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(lengths) + 1):
        options, words = [], 0
        for start in range(end - 1, -1, -1):
            words += lengths[start]
            cost = best[start][0] + _discomfort(words) - (scores[start] if start else 0)
            options.append((cost, start))
            if words > 2 * _LONGEST:
                break
        best.append(min(options))
    cuts, at = [], len(lengths)
    while at:
        at = best[at][1]
        cuts.append(at)
    return sorted(cut for cut in cuts if cut)


@lru_cache(maxsize=10_000)  # parts have the same lengths again and again
def _discomfort(words: int) -> float:
    """How far from the ideal length; steep beyond the shortest and the longest."""
    apart = abs(math.log(max(words, 1) / _IDEAL))
    return apart**2 + (4.0 if words < _SHORTEST or words > _LONGEST else 0.0)


def _turning(units: Sequence[Unit]) -> list[float]:
    """How much the subject turns before each unit: new words, cues, rules and headings."""
    likeness = _likeness([Counter(content_words(unit.text)) for unit in units])
    return [
        0.0 if gap == 0 else _depth(likeness, gap) + _cue(unit) + (0.25 if unit.fresh else 0.0)
        for gap, unit in enumerate(units)
    ]


def _likeness(bags: Sequence[Counter[str]]) -> list[float]:
    """Of the paragraphs before each gap and those behind it: 1 when they have the same words."""
    near = [
        [_product(bag, other) for other in bags[at : at + 2 * _WINDOW]]
        for at, bag in enumerate(bags)
    ]

    def product(these: range, those: range) -> int:
        return sum(near[min(i, j)][abs(i - j)] for i in these for j in those)

    found = []
    for gap in range(len(bags)):
        left = range(max(0, gap - _WINDOW), gap)
        right = range(gap, min(gap + _WINDOW, len(bags)))
        norm = math.sqrt(product(left, left) * product(right, right))
        found.append(product(left, right) / norm if norm else 0.0)
    return found


def _product(one: Counter[str], other: Counter[str]) -> int:
    return sum(one[word] * other[word] for word in one.keys() & other.keys())


def _depth(likeness: Sequence[float], gap: int) -> float:
    """How deep the valley of likeness at a gap is below the hills beside it."""
    near = likeness[max(1, gap - _WINDOW) : gap + _WINDOW + 1]
    return 2 * (max(near) - likeness[gap])


def _cue(unit: Unit) -> float:
    if unit.level:
        return 1.5
    if _TURNS.match(unit.text):
        return 1.2
    if _STEPS.match(unit.text):
        return 0.35
    return -0.3 if leans(unit.text) else 0.0


def leans(text: str) -> bool:
    """Whether a paragraph opens with a word that points back to the one before."""
    opening = _OPENING_WORD.match(text)
    return opening is not None and opening[1].lower() in LEANING
