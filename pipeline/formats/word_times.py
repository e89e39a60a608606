"""A take's characters → when each is heard. Promise: times rise, and stay in the take.

Where neither the engine nor the aligner knows, a word has its share between those around it.
"""

from array import array
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, zip_longest

from pipeline.formats.plain import one_line
from pipeline.model import FRAME, RATE, Line, Take, value

_seen = lru_cache(maxsize=20_000)(one_line)  # words recur


@value
class Anchors:
    """Where characters of a line and samples of its take are known to meet, both rising."""

    places: "array[int]"
    times: "array[int]"


def shown(line: Line) -> list[str]:
    """The words that can be seen, without odd blanks."""
    return list(filter(None, (_seen(word.shown) for word in line.words)))


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
    places = sorted((ends | known).items())
    times = accumulate((min(max(0, time), take.length) for _, time in places), max)
    return Anchors(places=array("Q", (place for place, _ in places)), times=array("Q", times))


def when(known: Anchors, at: int) -> int:
    """The sample at which `at` characters have been said, in proportion between the anchors."""
    places, times = known.places, known.times
    after = bisect_right(places, at)
    place, time = places[after - 1], times[after - 1]
    if after == len(places) or place == at:
        return time
    return time + (times[after] - time) * (at - place) // (places[after] - place)
