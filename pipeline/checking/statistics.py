"""A feed → figures of the show: how many, how long, how fast, how loud."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from statistics import median

from pipeline.checking import sounds
from pipeline.checking.findings import Place, text
from pipeline.checking.media import audio, item_of, seconds
from pipeline.checking.webvtt import cues
from pipeline.formats.namespaces import NAMESPACES, Element
from pipeline.model import value

_VOICE = re.compile(r"<[^>]*>")
_JUDGED = 60  # seconds: a shorter sound's loudness says little


@value
class Figures:
    """Episodes in the feed and their hours; of those looked at, words a minute and loudness."""

    episodes: int
    hours: float
    looked: int
    words_a_minute: float | None
    loudness: float | None  # LUFS, the middle one
    spread: float | None  # LU between the loudest and the quietest
    first: str
    last: str


def figures(place: Place) -> Figures:
    """The figures; None where nothing tells them."""
    lengths = [seconds(text(item, "itunes:duration")) or 0.0 for item in place.items]
    dates = [text(item, "pubDate") for item in place.items]
    levels = list(_levels(place))
    paces = list(_paces(place))
    return Figures(
        episodes=len(lengths),
        hours=round(sum(lengths) / 3600, 2),
        looked=len(place.newest),
        words_a_minute=round(median(paces), 1) if paces else None,
        loudness=round(median(levels), 1) if levels else None,
        spread=round(max(levels) - min(levels), 1) if levels else None,
        first=dates[-1] if dates else "",
        last=dates[0] if dates else "",
    )


def _levels(place: Place) -> Iterator[float]:
    for _, path in audio(place):
        found = sounds.measured(path)
        if found and found.seconds >= _JUDGED:
            yield found.loudness


def _paces(place: Place) -> Iterator[float]:
    for element, _ in audio(place):
        item = item_of(element)
        lasts = seconds(text(item, "itunes:duration"))
        words = next(_words(place, item), 0)
        if lasts and words:
            yield words / (lasts / 60)


def _words(place: Place, item: Element) -> Iterator[int]:
    """How many words an episode's transcript has, by the first that can be read."""
    for link in item.iterfind("podcast:transcript", NAMESPACES):
        path, kind = place.path(link.get("url", "")), link.get("type")
        try:
            if path and kind == "text/vtt":
                said = (words for _, _, words in cues(path.read_text("utf-8")))
                yield sum(len(_VOICE.sub("", words).split()) for words in said)
            elif path and kind == "application/json":
                held = json.loads(path.read_text("utf-8"))["segments"]
                yield sum(len(str(each["body"]).split()) for each in held)
            elif path and kind == "text/html":
                yield _Text(path.read_text("utf-8")).words
        except (ValueError, KeyError, TypeError):
            continue


class _Text(HTMLParser):
    """Counts the words between the tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = 0
        self.feed(html)

    def handle_data(self, data: str) -> None:
        """Count these."""
        self.words += len(data.split())
