"""A take's characters → when each is heard. Promise: times rise, and stay in the take.

Where neither the engine nor the aligner knows, a word has its share between those around it.
"""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, zip_longest

from pipeline.formats.plain import one_line
from pipeline.model import FRAME, RATE, Line, Take
from pipeline.values import value

_seen = lru_cache(maxsize=20_000)(one_line)  # words recur


@value
class Anchors:
    """Where characters of a line and samples of its take are known to meet, both rising."""

    places: "array[int]"
    times: "array[int]"


def shown(line: Line) -> list[str]:
    """The words that can be seen, without odd blanks."""
    return [seen for word in line.words if (seen := _seen(word.shown))]


def spans(take: Take, words: Sequence[str]) -> tuple[Sequence[int], Sequence[int]]:
    """The samples at which each of a take's shown `words` begins, and those at which it ends."""
    times = take.times
    if len(words) == len(times) == len(take.line.words) and all(times):  # as nearly always
        known_ = _rising(list(chain.from_iterable(filter(None, times))), take.length)
        return known_[::2], known_[1::2]
    known, starts = anchors(take), list(accumulate((len(word) + 1 for word in words), initial=0))
    begins = [when(known, at) for at in starts[:-1]]
    return begins, [when(known, at - 1) for at in starts[1:]]


def anchors(take: Take) -> Anchors:
    """What is known of a take. Its ends always are: it starts with its line, its pause ends it."""
    known: dict[int, int] = {}
    at = 0
    for word, time in zip_longest(take.line.words, take.times[: len(take.line.words)]):
        if text := _seen(word.shown):
            if time is not None:
                known[at], known[at + len(text)] = time
            at += len(text) + 1
    speech = max(0, take.length - FRAME - round(take.line.pause * RATE))
    ends = {0: 0, max(0, at - 1): speech}
    places, times = zip(*sorted((ends | known).items()), strict=True)
    return Anchors(places=array("Q", places), times=array("Q", _rising(list(times), take.length)))


def _rising(times: list[int], most: int) -> list[int]:
    """The times as they are where they rise from 0 to `most`, else made to."""
    if times[0] >= 0 and times[-1] <= most and sorted(times) == times:
        return times
    return list(accumulate((min(max(0, time), most) for time in times), max))


def when(known: Anchors, at: int) -> int:
    """The sample at which `at` characters have been said, in proportion between the anchors."""
    places, times = known.places, known.times
    after = bisect_right(places, at)
    place, time = places[after - 1], times[after - 1]
    if after == len(places) or place == at:
        return time
    return time + (times[after] - time) * (at - place) // (places[after] - place)
