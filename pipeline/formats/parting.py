"""Words in a row → the cues of captions, of two lines at most. Promise: all of them, in order.

No line is too long, unless a single word is; words are parted where a clause ends if they can be.
"""

import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from pipeline.values import value

_CLAUSE = tuple(",;:.!?—–)…”")  # words part well after one of these
_AWKWARD = 24  # characters: how far from even a cut may lie to end a clause
_SHORT, _DANGLING = 3, 9  # characters: "in the" at a line's end, and what avoiding it may cost
_OVERFULL = 100  # weight: rather any cut than a line that is too long

Part = tuple[int, int, int]  # a cue's first word, the one its second line begins with, its end


@value
class Text:
    """Words in a row: behind which character each ends, and how badly a line would end with it."""

    words: Sequence[str]
    ends: Sequence[int]
    costs: Sequence[int]

    def length(self, first: int, end: int) -> int:
        """How many characters the words `[first, end)` have."""
        return self.ends[end - 1] - self.ends[first] + len(self.words[first])


def text_of(words: Sequence[str]) -> Text:
    """The words with what parting them needs to know."""
    ends = [blanks + letters for blanks, letters in enumerate(accumulate(map(len, words)))]
    return Text(words=words, ends=ends, costs=list(map(_cost, words)))


@lru_cache(maxsize=20_000)  # words recur
def _cost(word: str) -> int:
    if word.endswith(_CLAUSE):
        return 0
    return _AWKWARD + (_DANGLING if len(word) <= _SHORT else 0)


def parts(text: Text, width: int) -> Iterator[Part]:
    """The words cue by cue, none longer than two lines unless a single word is."""
    left = [(0, len(text.words))]  # the next comes last
    while left:
        first, end = left.pop()
        length = text.length(first, end)
        if length <= width or end - first == 1:
            yield first, end, end
            continue
        second, short = end, length <= 2 * width + 1
        if short:
            least = length - 1 - width
            second = _cut(text, first, end, aim=length // 2, least=least, most=width)
        if short and max(text.length(first, second), text.length(second, end)) <= width:
            yield first, second, end
        else:
            count = max(2, -(-length // (2 * width)))
            cut = _cut(text, first, end, aim=length // count, least=0, most=2 * width)
            left += [(cut, end), (first, cut)]


def _cut(  # noqa: PLR0913 - which words, and where to cut them
    text: Text, first: int, end: int, *, aim: int, least: int, most: int
) -> int:
    """The word before which to cut: about `aim` characters in, best behind a clause's end.

    Looked for from `aim` on to both sides: what is farther than the best weighs weighs more.
    """
    ends, costs, last = text.ends, text.costs, end - 1
    start = ends[first] - len(text.words[first])
    aim, least, most = start + aim, start + least, start + most
    nearest = min(bisect_left(ends, aim, first, last), last - 1)
    found, lightest = nearest, sys.maxsize
    for side in (range(nearest, last), range(nearest - 1, first - 1, -1)):
        for at in side:
            length = ends[at]
            apart = abs(length - aim)
            if apart > lightest:
                break
            weight = apart + costs[at]
            if not least <= length <= most:
                weight += _OVERFULL * max(length - most, least - length)
            if weight < lightest or (weight == lightest and at < found):
                found, lightest = at, weight
    return found + 1
