"""A captioned answer of a speech server → its sound, and when each of our words is said.

The server tells times of its own words, which need not be ours: it may part "half-hour" and join
"U.S.". So both are compared letter by letter. The promise: times in order, or none.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, TypeAlias

from pipeline.engines.decoding import Sound, sound
from pipeline.model import Word

Span: TypeAlias = tuple[float, float]  # seconds
Times: TypeAlias = Sequence[Span | None] | None  # one a word


class Timestamp(NamedTuple):
    """A word as the server has it, and when it is said, in seconds."""

    word: str
    start: float
    end: float


class Captioned(NamedTuple):
    """Speech and the times of its words."""

    sound: Sound
    timestamps: tuple[Timestamp, ...]


def read(body: bytes) -> Captioned:
    """A JSON object, or several of them, one a line. Raises ValueError when there is no sound."""
    audio, kind, stamps = b"", "", list[Timestamp]()
    for part in _objects(body):
        try:
            audio += base64.b64decode(part["audio"], validate=True)
            kind = str(part.get("audio_format", "")).lower()
            stamps += [_timestamp(each) for each in part.get("timestamps") or ()]
        except (KeyError, TypeError, AttributeError, binascii.Error) as error:
            raise ValueError("what came has no sound, or no times") from error
    whole = kind if "/" in kind else f"audio/{kind}"
    return Captioned(sound(audio, whole), tuple(stamps))


def times(words: Sequence[Word], stamps: Sequence[Timestamp]) -> Times:
    """When each word is said; None as a whole when the server told nothing that fits."""
    ours = [(letter, index) for index, word in enumerate(words) for letter in _letters(word.said)]
    theirs = [each for stamp in stamps for each in _timed(stamp)]
    matcher = SequenceMatcher(
        None, [letter for letter, _ in ours], [letter for letter, _ in theirs], autojunk=False
    )
    spans: list[Span | None] = [None] * len(words)
    for start, other, length in matcher.get_matching_blocks():
        for (_, word), (_, (begin, end)) in zip(
            ours[start : start + length], theirs[other : other + length], strict=True
        ):
            before = spans[word]
            spans[word] = (before[0] if before else begin, end)
    return spans if any(spans) else None


def cut(
    spans: Sequence[Span | None], rate: int, start: int, end: int
) -> tuple[tuple[int, int] | None, ...]:
    """The times in samples of a sound that is cut to `[start, end)`, in order."""
    found, at = list[tuple[int, int] | None](), 0
    for span in spans:
        if span is None:
            found.append(None)
            continue
        first, last = (min(max(round(edge * rate) - start, at), end - start) for edge in span)
        found.append((first, max(first, last)))
        at = max(first, last)
    return tuple(found)


def _objects(body: bytes) -> list[Any]:
    try:
        return [json.loads(body)]
    except ValueError:
        return [json.loads(line) for line in body.splitlines() if line.strip()]


def _timestamp(told: Any) -> Timestamp:
    start, end = float(told["start_time"]), float(told["end_time"])
    if not 0 <= start <= end < float("inf"):
        raise TypeError("a time that is none")
    return Timestamp(str(told["word"]), start, end)


def _timed(stamp: Timestamp) -> Iterator[tuple[str, Span]]:
    """The letters of a word, each with its part of the time."""
    letters = _letters(stamp.word)
    one = (stamp.end - stamp.start) / max(1, len(letters))
    for number, letter in enumerate(letters):
        yield letter, (stamp.start + number * one, stamp.start + (number + 1) * one)


def _letters(text: str) -> list[str]:
    return [each for each in text.casefold() if each.isalnum()]
