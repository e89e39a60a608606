"""Speech with the engine's own silence → the sound alone, with soft ends. The promise: no click.

What an engine leaves before and behind its words is cut, so that pauses are what the show says;
inside a line, pauses that are too short are drawn out where the engine is silent anyway.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from pipeline.model import RATE
from pipeline.sound.samples import Samples

Span = tuple[int, int]
Times = tuple[Span | None, ...]

SILENT = 0.0016  # linear, -56 dBFS: what stays under it is silence in levelled speech
LEAD, TAIL = 176, 352  # samples, 4 and 8 ms: kept round the sound, faded in and out

_AROUND = RATE // 20  # samples, 50 ms: how far from a word's edge its pause may begin or end
_NEAR = 4_096  # samples: within so many of its ends most speech is heard
_LEAST = RATE // 50  # samples, 20 ms: silence shorter than this is part of a sound


def trim(speech: Samples, silent: float = SILENT) -> tuple[Samples, int]:
    """The sound with faded ends, and how many samples were cut before it.

    Silence alone comes back empty.
    """
    first, last = _first(speech, silent), len(speech) - _first(speech[::-1], silent)
    if first == len(speech):
        return speech[:0], 0
    start = first - LEAD
    sound = np.zeros(LEAD + last - first + TAIL, np.float32)
    kept = speech[max(0, start) : last + TAIL]
    begin = max(0, -start)  # an engine that cut into a sound left no silence to fade in
    end = begin + len(kept)
    sound[begin:end] = kept
    sound[begin : begin + LEAD] *= _fade(LEAD)
    tail = sound[max(0, end - TAIL) : end]
    tail *= _fade(TAIL)[::-1][-len(tail) :]
    return sound, start


def breathe(
    speech: Samples, times: Times, breaths: Sequence[tuple[int, float]], silent: float = SILENT
) -> tuple[Samples, Times]:
    """Speech whose pause behind each (word, seconds) is at least so long, and its words' times.

    A pause is only drawn out where the engine makes one, at its quietest; where a word has no time,
    or the voice goes on without a stop, nothing changes.
    """
    parts, moved, done = [], list(times), 0
    for word, seconds in breaths:
        pause = _silence(speech, times, word, silent)
        more = round(seconds * RATE) - (pause[1] - pause[0]) if pause else 0
        if pause is None or more <= 0:
            continue
        middle = (pause[0] + pause[1]) // 2
        parts += [speech[done:middle], np.zeros(more, np.float32)]
        moved = [
            (span[0] + more, span[1] + more) if span and at > word else span
            for at, span in enumerate(moved)
        ]
        done = middle
    return (np.concatenate((*parts, speech[done:])) if parts else speech), tuple(moved)


def _first(speech: Samples, silent: float) -> int:
    """The first sample that is heard; the length when none is. Looks near the start first."""
    for end in (_NEAR, len(speech)):
        heard = np.abs(speech[:end]) > silent
        if heard.any():
            return int(heard.argmax())
    return len(speech)


def _silence(speech: Samples, times: Times, word: int, silent: float) -> Span | None:
    """The longest silence between a word and the next, in samples, if there is one."""
    before = times[word] if word < len(times) else None
    behind = next((span for span in times[word + 1 :] if span), None)
    if before is None or behind is None:
        return None
    start = max(before[0], before[1] - _AROUND)
    quiet = np.abs(speech[start : behind[0] + _AROUND]) <= silent
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.view(np.int8), [0]))))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return None
    longest = runs[np.argmax(runs[:, 1] - runs[:, 0])]
    if longest[1] - longest[0] < _LEAST:
        return None
    return start + int(longest[0]), start + int(longest[1])


@lru_cache(maxsize=2)
def _fade(length: int) -> Samples:
    """From silence to all of it, without a corner."""
    way = (np.arange(length) + 0.5) / length
    return np.asarray(np.sin(way * np.pi / 2) ** 2, np.float32)
