"""Words in a row → the cues of captions, of two lines at most. Promise: all of them, in order.

No line is too long, unless a single word is; words are parted where a clause ends if they can be.
"""

from bisect import bisect_left, bisect_right
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
    ends = accumulate(map(len, words), lambda end, length: end + 1 + length)
    return Text(words=words, ends=list(ends), costs=list(map(_cost, words)))


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
    """The word before which to cut: about `aim` characters in, best behind a clause's end."""
    ends, costs, start = text.ends, text.costs, text.ends[first] - len(text.words[first])

    def weights(places: range) -> list[int]:
        return [
            abs((length := ends[at] - start) - aim)
            + costs[at]
            + _OVERFULL * (length - most if length > most else max(0, least - length))
            for at in places
        ]

    nearest = min(bisect_left(ends, start + aim, first, end - 1), end - 2)
    (reach,) = weights(range(nearest, nearest + 1))  # what is farther from `aim` weighs more
    near = bisect_left(ends, start + aim - reach, first, end - 1)
    far = bisect_right(ends, start + aim + reach, first, end - 1)
    found = weights(range(near, far))
    return near + found.index(min(found)) + 1
