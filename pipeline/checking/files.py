"""Rules of the files: what lies in the folder is what the feed says. Place → complaints."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from mutagen import MutagenError
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from PIL import Image, UnidentifiedImageError

from pipeline.checking.findings import Complaint, Place, rule, text
from pipeline.checking.webvtt import cues
from pipeline.formats.namespaces import NAMESPACES, Element

_SLACK = 1.5  # seconds between the duration that is said and the file's
_APART = 1.0  # seconds between a chapter's starts in two lists (AntennaPod merges within)
_SIDES = (1400, 3000)  # pixels
_ART = 512 * 1024  # bytes
Chapters: TypeAlias = list[tuple[float, str]]


@rule("file-exists", "must")
def exists(place: Place) -> Iterator[Complaint]:
    """Every file of this feed that it names is there."""
    named = (*place.root.iter("enclosure"), *place.root.iter(_in("podcast", "*")))
    images = place.root.iter(_in("itunes", "image"))
    for element in (*named, *images):
        url = element.get("url") or element.get("uri") or element.get("href") or ""
        path = place.file(url)
        if path and path.suffix and not path.is_file():
            yield Complaint(
                where=element, what=f"{url} is not in the folder", how="render the episode --again"
            )


@rule("enclosure-length", "must")
def length(place: Place) -> Iterator[Complaint]:
    """An enclosure's length is the file's size in bytes."""
    for element, path in _audio(place):
        size = path.stat().st_size
        if element.get("length") != str(size):
            yield Complaint(
                where=element,
                what=f"the feed says {element.get('length')} bytes, {path.name} has {size}",
                how="build the feed again",
            )


@rule("item-duration", "must")
def duration(place: Place) -> Iterator[Complaint]:
    """An item's duration is the file's, within 1.5 s."""
    for element, path in _audio(place):
        said = text(_item(element), "itunes:duration")
        found = _seconds(path)
        if found is None:
            yield Complaint(
                where=path.name, what="the file is no MP3", how="render the episode --again"
            )
            continue
        if not said.isdigit() or abs(int(said) - found) > _SLACK:
            yield Complaint(
                where=_item(element),
                what=f"the feed says {said or 'no'} seconds, {path.name} lasts {found:.1f}",
                how="write whole seconds, those of the file",
            )


@rule("chapters-agree", "must")
def chapters(place: Place) -> Iterator[Complaint]:
    """The chapters in the file, in JSON and in the feed are one list."""
    for element, path in _audio(place):
        item = _item(element)
        lists: dict[str, Chapters | None] = {"the file": _embedded(path), "the feed": _simple(item)}
        for link in item.iterfind("podcast:chapters", NAMESPACES):
            beside = place.file(link.get("url", ""))
            if beside and beside.is_file():
                lists["the JSON"] = _json(beside)
        for (one, first), (other, second) in pairwise(lists.items()):
            if not _same(first, second):
                yield Complaint(
                    where=item,
                    what=f"the chapters of {one} ({_count(first)}) and {other} ({_count(second)}) "
                    "differ",
                    how="render the episode --again",
                )


@rule("transcript-parses", "must")
def transcript(place: Place) -> Iterator[Complaint]:
    """A WebVTT transcript can be read, in order, and ends with the sound."""
    for link in place.root.iterfind(".//podcast:transcript[@type='text/vtt']", NAMESPACES):
        path = place.file(link.get("url", ""))
        if path is None or not path.is_file():
            continue
        try:
            ends = [end for _, end, _ in cues(path.read_text("utf-8"))]
        except ValueError as error:
            yield Complaint(where=path.name, what=str(error), how="render the episode --again")
            continue
        said = text(_item(link), "itunes:duration")
        if said.isdigit() and ends and ends[-1] > int(said) + _SLACK:
            yield Complaint(
                where=path.name,
                what=f"the transcript ends at {ends[-1]:.1f} s, the sound at {said} s",
                how="render the episode --again",
            )


@rule("image-fit", "must")
def image(place: Place) -> Iterator[Complaint]:
    """An image is a square JPEG or PNG of 1400 to 3000 pixels, without alpha."""
    for element in place.root.iter(_in("itunes", "image")):
        path = place.file(element.get("href", ""))
        if path is None or not path.is_file():
            continue
        if fault := _unfit(path):
            yield Complaint(
                where=path.name, what=fault, how="use a square JPEG of 3000 pixels, RGB"
            )


@rule("image-size", "should")
def heavy(place: Place) -> Iterator[Complaint]:
    """An image has at most 512 KiB."""
    for element in place.root.iter(_in("itunes", "image")):
        path = place.file(element.get("href", ""))
        if path and path.is_file() and path.stat().st_size > _ART:
            yield Complaint(
                where=path.name,
                what=f"the image has {path.stat().st_size // 1024} KiB",
                how="save it as a JPEG of less quality",
            )


def _in(prefix: str, name: str) -> str:
    return f"{{{NAMESPACES[prefix]}}}{name}"


def _audio(place: Place) -> Iterator[tuple[Element, Path]]:
    """Each enclosure that is an MP3 in the folder."""
    for element in place.root.iter("enclosure"):
        path = place.file(element.get("url", ""))
        if path and path.is_file() and element.get("type") == "audio/mpeg":
            yield element, path


def _item(element: Element) -> Element:
    return next(element.iterancestors("item"), element)


def _seconds(path: Path) -> float | None:
    try:
        info: Any = MP3(str(path)).info  # type: ignore[no-untyped-call]
    except MutagenError:
        return None
    return float(info.length)


def _embedded(path: Path) -> Chapters:
    try:
        tags: Any = ID3(str(path))  # type: ignore[no-untyped-call]
    except MutagenError:
        return []
    frames = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
    return [(frame.start_time / 1000, str(frame.sub_frames.get("TIT2", ""))) for frame in frames]


def _simple(item: Element) -> Chapters | None:
    try:
        return [
            (_at(chapter.get("start", "")), chapter.get("title", ""))
            for chapter in item.iterfind("psc:chapters/psc:chapter", NAMESPACES)
        ]
    except ValueError:
        return None


def _at(stamp: str) -> float:
    """Seconds of a stamp such as 01:02:03.456. Raises ValueError."""
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _json(path: Path) -> Chapters | None:
    try:
        entries = json.loads(path.read_text("utf-8"))["chapters"]
        return [(float(entry["startTime"]), str(entry.get("title", ""))) for entry in entries]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _count(chapters: Chapters | None) -> str:
    return "unreadable" if chapters is None else str(len(chapters))


def _same(one: Chapters | None, other: Chapters | None) -> bool:
    if one is None or other is None or len(one) != len(other):
        return False
    return all(
        abs(start - again) <= _APART and " ".join(title.split()) == " ".join(said.split())
        for (start, title), (again, said) in zip(one, other, strict=True)
    )


def _unfit(path: Path) -> str:
    try:
        with Image.open(path) as picture:
            kind, mode, (width, height) = picture.format, picture.mode, picture.size
    except (OSError, UnidentifiedImageError):
        return "the image can't be read"
    if kind not in {"JPEG", "PNG"} or mode != "RGB":
        return f"the image is {kind} in {mode}"
    if width != height or not _SIDES[0] <= width <= _SIDES[1]:
        return f"the image has {width} × {height} pixels"
    return ""


RULES = (exists, length, duration, chapters, transcript, image, heavy)
