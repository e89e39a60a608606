"""A take's characters → when each is heard. Promise: times rise, and stay in the take.

Where neither the engine nor the aligner knows, a word has its share between those around it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, zip_longest
from operator import itemgetter

from pipeline.formats.plain import one_line
from pipeline.model import FRAME, RATE, Line, Take


def shown(line: Line) -> list[str]:
    """The words that can be seen, without odd blanks."""
    return list(filter(None, (one_line(word.shown) for word in line.words)))


def anchors(take: Take) -> tuple[tuple[int, int], ...]:
    """(characters of the line, samples of the take) where the two are known to meet, rising.

    The ends are always known: a line starts with its take, and ends before its pause.
    """
    known: dict[int, int] = {}
    at = 0
    for word, time in zip_longest(take.line.words, take.times[: len(take.line.words)]):
        if text := one_line(word.shown):
            if time is not None:
                known |= {at: time[0], at + len(text): time[1]}
            at += len(text) + 1
    speech = max(0, take.length - FRAME - round(take.line.pause * RATE))
    ends = {0: 0, max(0, at - 1): speech}
    places = sorted((ends | known).items())
    times = accumulate((min(max(0, time), take.length) for _, time in places), max)
    return tuple((place, time) for (place, _), time in zip(places, times, strict=True))


def when(anchors: Sequence[tuple[int, int]], at: int) -> int:
    """The sample at which `at` characters have been said, in proportion between the anchors."""
    after = bisect_right(anchors, at, key=itemgetter(0))
    place, time = anchors[after - 1]
    if after == len(anchors):
        return time
    next_place, next_time = anchors[after]
    return time + (next_time - time) * (at - place) // (next_place - place)
