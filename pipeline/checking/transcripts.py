"""Rules of the transcripts: strict readers take them, they fit the sound. Place → complaints."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from pipeline.checking.findings import Complaint, Place, rule, text, wrong
from pipeline.checking.media import item_of, seconds
from pipeline.checking.webvtt import cues
from pipeline.formats.namespaces import NAMESPACES, Element
from pipeline.patterns import pattern

_SLACK = 1.5  # seconds that a transcript may go on behind the sound
_COVERED = 0.5  # of the sound, that a transcript must reach
_TYPES = {"text/vtt", "application/x-subrip", "application/srt", "application/json", "text/html",
          "text/plain"}  # fmt: skip
_SRT = pattern(r"(\d+):(\d\d):(\d\d),(\d{3}) --> (\d+):(\d\d):(\d\d),(\d{3})")
_AGAIN = "render the episode --again"
Ends: TypeAlias = list[float]


@rule("transcript-type", "must")
def kinds(place: Place) -> Iterator[Complaint]:
    """A transcript's type is one of five, to the letter: AntennaPod passes others by."""
    for item in place.items:
        for link in item.iterfind("podcast:transcript", NAMESPACES):
            if link.get("type") not in _TYPES:
                yield wrong(
                    link, f"the transcript's type is “{link.get('type')}”", "write text/vtt"
                )


@rule("transcript-there", "should")
def there(place: Place) -> Iterator[Complaint]:
    """An episode has a WebVTT transcript: Apple shows it, with its speakers."""
    for item in place.items:
        types = {each.get("type") for each in item.iterfind("podcast:transcript", NAMESPACES)}
        if "text/vtt" not in types:
            yield wrong(item, "the item has no WebVTT transcript", "give it one")


@rule("transcript-parses", "must")
def parses(place: Place) -> Iterator[Complaint]:
    """A timed transcript can be read, in order, and ends with the sound."""
    for link, path in _timed(place):
        name = link.get("url", "").rpartition("/")[2]
        try:
            ends = _READERS[link.get("type", "")](path.read_text("utf-8"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield wrong(name, str(error) or "the transcript can't be read", _AGAIN)
            continue
        lasts = seconds(text(item_of(link), "itunes:duration"))
        if lasts and ends and ends[-1] > lasts + _SLACK:
            told = f"the transcript ends at {ends[-1]:.1f} s, the sound at {lasts:g} s"
            yield wrong(name, told, _AGAIN)
        elif lasts and (not ends or ends[-1] < lasts * _COVERED):
            at = ends[-1] if ends else 0.0
            yield wrong(name, f"the transcript stops at {at:.1f} s of {lasts:g}", _AGAIN)


def _timed(place: Place) -> Iterator[tuple[Element, Path]]:
    for item in place.newest:
        for link in item.iterfind("podcast:transcript", NAMESPACES):
            path = place.path(link.get("url", ""))
            if path and link.get("type") in _READERS:
                yield link, path


def _vtt(words: str) -> Ends:
    return [end for _, end, _ in cues(words)]


def _srt(words: str) -> Ends:
    """Raises ValueError with the block that a strict reader refuses."""
    ends: Ends = []
    for number, block in enumerate(re.split(r"\n\n+", words.strip()), 1):
        index, _, rest = block.partition("\n")
        stamps, _, said = rest.partition("\n")
        found = _SRT.fullmatch(stamps)
        if index != str(number) or not found or not said.strip():
            raise ValueError(f"block {number}: no number, times as 00:00:01,000 and words")
        ends.append(_in_order(found, ends, number))
    return ends


def _in_order(found: re.Match[str], ends: Ends, number: int) -> float:
    parts = [int(part) for part in found.groups()]
    start, end = (
        hours * 3600 + minutes * 60 + second + thousandths / 1000
        for hours, minutes, second, thousandths in (parts[:4], parts[4:])
    )
    if end <= start or (ends and start < ends[-1] - 1):
        raise ValueError(f"block {number}: the times run backwards")
    return end


def _json(words: str) -> Ends:
    """Raises ValueError for a segment without words or end: it stops AntennaPod's reader."""
    segments = json.loads(words)["segments"]
    for number, each in enumerate(segments, 1):
        if not str(each["body"]).strip() or float(each["endTime"]) < float(each["startTime"]):
            raise ValueError(f"segment {number}: no words, or no end after its start")
    return [float(each["endTime"]) for each in segments]


_READERS = {"text/vtt": _vtt, "application/x-subrip": _srt, "application/json": _json}

RULES = (kinds, there, parses)
