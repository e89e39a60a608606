"""A feed → figures of the show: how many, how long, how fast, how loud, and which stand out.

Where the records lie beside the sound, as in a feed's own folder, they tell how loud it is, since
they were sealed when it was measured; anybody else's sound is decoded.
"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

from pipeline.checking import sounds
from pipeline.checking.findings import Place, text
from pipeline.checking.media import audio, item_of, seconds
from pipeline.checking.webvtt import cues
from pipeline.errors import PlaceError
from pipeline.formats import records
from pipeline.formats.namespaces import NAMESPACES, Element
from pipeline.patterns import pattern
from pipeline.values import value

_VOICE = pattern(r"<[^>]*>")
_JUDGED = 60  # seconds: a shorter sound's loudness says little
_LEVEL = 1.0  # LU: heard from one episode to the next
_PACE = 0.15  # of the usual words a minute


@value
class Sounding:
    """An episode's loudness in LUFS and its pace; None where nothing tells it."""

    title: str
    loudness: float | None
    words_a_minute: float | None


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
    each: tuple[Sounding, ...] = ()

    def outliers(self) -> Iterator[Sounding]:
        """Those that are louder, softer, faster or slower than a listener of the others expects."""
        for one in self.each:
            far = abs((one.loudness or 0) - (self.loudness or 0)) > _LEVEL
            pace, usual = one.words_a_minute or 0, self.words_a_minute or 0
            if (one.loudness is not None and far) or (pace and abs(pace / usual - 1) > _PACE):
                yield one


def figures(place: Place) -> Figures:
    """The figures; None where nothing tells them."""
    lengths = [seconds(text(item, "itunes:duration")) or 0.0 for item in place.items]
    dates = [text(item, "pubDate") for item in place.items]
    each = tuple(_sounding(place, element, path) for element, path in audio(place))
    levels = [one.loudness for one in each if one.loudness is not None]
    paces = [one.words_a_minute for one in each if one.words_a_minute is not None]
    return Figures(
        episodes=len(lengths),
        hours=round(sum(lengths) / 3600, 2),
        looked=len(place.newest),
        words_a_minute=round(median(paces), 1) if paces else None,
        loudness=round(median(levels), 1) if levels else None,
        spread=round(max(levels) - min(levels), 1) if levels else None,
        first=dates[-1] if dates else "",
        last=dates[0] if dates else "",
        each=each,
    )


def _sounding(place: Place, element: Element, path: Path) -> Sounding:
    item = item_of(element)
    lasts, words = seconds(text(item, "itunes:duration")), next(_words(place, item), 0)
    known = _recorded(path)
    found = None if known else sounds.measured(path)
    level = known or (found.loudness if found and found.seconds >= _JUDGED else None)
    return Sounding(
        title=text(item, "title"),
        loudness=None if level is None else round(level, 1),
        words_a_minute=round(words / (lasts / 60), 1) if lasts and words else None,
    )


def _recorded(path: Path) -> float | None:
    """What the record beside a sound tells of its loudness, if it is this sound's."""
    record = path.with_name("episode.json")
    try:
        episode = records.from_json(record.read_text("utf-8"), str(record))
    except (OSError, ValueError, PlaceError):
        return None
    files = {file.name: file.size for file in episode.files}
    same = files.get(path.name) == path.stat().st_size and episode.seconds >= _JUDGED
    return episode.loudness if same else None


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
