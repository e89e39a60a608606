"""Rules of the chapters: one list, in every form. Place → complaints."""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from struct import error
from typing import Any, TypeAlias

from mutagen import MutagenError
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from pipeline.checking.findings import Complaint, Place, rule, text, wrong
from pipeline.checking.media import audio, item_of, seconds
from pipeline.formats.namespaces import NAMESPACES, Element

_APART = 1.0  # seconds between a chapter's starts in two lists (AntennaPod merges within)
_FEW = 3  # chapters at least (Apple)
_TAG = 1_000_000  # bytes: chapters behind a longer tag come late
_NERO = 127  # bytes of a title: AntennaPod reads the length as a signed byte
_DAMAGED = (MutagenError, ValueError, LookupError, ArithmeticError, error)  # a file's, not ours
Chapters: TypeAlias = list[tuple[float, str]]


@rule("chapters-agree", "must")
def agree(place: Place) -> Iterator[Complaint]:
    """The chapters in the file, in JSON, in the feed and in other formats are one list."""
    for element, path in audio(place):
        item = item_of(element)
        lists = _lists(place, item, path)
        for (one, first), (other, second) in pairwise(lists.items()):
            if not _same(first, second):
                counts = f"{one} ({_count(first)}) and {other} ({_count(second)})"
                yield wrong(item, f"the chapters of {counts} differ", "render the episode --again")


@rule("chapters-start", "must")
def start(place: Place) -> Iterator[Complaint]:
    """The first chapter starts at 0, and each later than the one before, inside the sound."""
    for element, path in audio(place):
        item = item_of(element)
        lasts = seconds(text(item, "itunes:duration"))
        for form, listed in _lists(place, item, path).items():
            starts = [at for at, _ in listed or ()]
            rising = all(one < two for one, two in pairwise(starts))
            inside = lasts is None or not starts or starts[-1] < lasts
            if starts and (starts[0] > 0 or not rising or not inside):
                yield wrong(item, f"the chapters of {form} do not rise from 0", "mend their times")


@rule("chapters-count", "may")
def few(place: Place) -> Iterator[Complaint]:
    """A list has at least three chapters: Apple shows no shorter one."""
    for item in place.newest:
        listed = _simple(item)
        if listed and len(listed) < _FEW:
            yield wrong(item, f"there are only {len(listed)} chapters", "set more, or none")


@rule("chapters-json", "must")
def form(place: Place) -> Iterator[Complaint]:
    """A chapters file says its version as text, and has its media type in the feed."""
    for item in place.newest:
        for link in item.iterfind("podcast:chapters", NAMESPACES):
            if link.get("type") != "application/json+chapters":
                yield wrong(link, f"chapters have the type “{link.get('type')}”",
                            "write application/json+chapters")  # fmt: skip
            path = place.path(link.get("url", ""))
            held = _loaded(path) if path else {}
            if path and not isinstance(held.get("version"), str):
                yield wrong(link, "the chapters file has no version", 'write "version": "1.2.0"')


@rule("psc-time", "should")
def times(place: Place) -> Iterator[Complaint]:
    """Simple chapters have times as 00:00:00.000: AntennaPod reads bare seconds as 0."""
    for item in place.items:
        for found in item.iterfind("psc:chapters/psc:chapter", NAMESPACES):
            if found.get("start", "").count(":") != 2:  # noqa: PLR2004 - hours, minutes, seconds
                yield wrong(found, f"psc:chapter starts at “{found.get('start')}”",
                            "write it as 00:01:02.000")  # fmt: skip


@rule("id3-version", "must")
def version(place: Place) -> Iterator[Complaint]:
    """A tag with chapters is ID3v2.3: of v2.4, Apple loses all chapters when a title is long."""
    for element, tags in _tagged(place):
        if tags.getall("CHAP") and tags.version[:2] != (2, 3):
            told = "the chapters stand in ID3v2." + str(tags.version[1])
            yield wrong(_file(element), told, "write the tag as ID3v2.3")


@rule("id3-contents", "must")
def contents(place: Place) -> Iterator[Complaint]:
    """A tag with chapters has one table of contents, on top, that names them all, in order."""
    for element, tags in _tagged(place):
        chapters = tags.getall("CHAP")
        tops = [each for each in tags.getall("CTOC") if each.flags & 2]
        if not chapters:
            continue
        inner = [name for each in tags.getall("CTOC") for name in each.child_element_ids]
        names = [each.element_id for each in sorted(chapters, key=lambda each: each.start_time)]
        if len(tops) != 1 or not set(names) <= set(inner):
            told = f"{len(tops)} tables of contents on top, of {len(names)} chapters"
            yield wrong(_file(element), told, "write one CTOC, on top and ordered, of all CHAPs")


@rule("id3-size", "should")
def size(place: Place) -> Iterator[Complaint]:
    """A tag has less than 1 MB: what stands behind it comes late."""
    for element, tags in _tagged(place):
        if tags.size > _TAG:
            yield wrong(_file(element), f"the tag has {tags.size:,} bytes", "use a smaller picture")


@rule("mp4-chapters", "must")
def nero(place: Place) -> Iterator[Complaint]:
    """An M4A's chapter titles have at most 127 bytes: AntennaPod drops all chapters otherwise."""
    for url, path in _others(place, ".m4a"):
        long = [title for _, title in _embedded(path) if len(title.encode()) > _NERO]
        if long:
            told = f"“{long[0][:40]}…” has {len(long[0].encode())} bytes"
            yield wrong(url.rpartition("/")[2], told, "shorten the title")


def _lists(place: Place, item: Element, path: Path) -> dict[str, Chapters | None]:
    """Every form of an episode's chapters that there is, by what it is called."""
    lists: dict[str, Chapters | None] = {"the file": _embedded(path), "the feed": _simple(item)}
    for link in item.iterfind("podcast:chapters", NAMESPACES):
        if beside := place.path(link.get("url", "")):
            lists["the JSON"] = _json(beside)
    for source in item.iterfind("podcast:alternateEnclosure/podcast:source", NAMESPACES):
        url = source.get("uri", "")
        if (other := place.path(url)) and Path(url).suffix in {".m4a", ".opus"}:
            lists[f"the {Path(url).suffix[1:]}"] = _embedded(other)
    return lists


def _others(place: Place, suffix: str) -> Iterator[tuple[str, Path]]:
    for item in place.newest:
        sources = item.iterfind("podcast:alternateEnclosure/podcast:source", NAMESPACES)
        urls = [*(each.get("uri", "") for each in sources),
                *(each.get("url", "") for each in item.findall("enclosure"))]  # fmt: skip
        for url in urls:
            if url.endswith(suffix) and (path := place.path(url)):
                yield url, path


def _tagged(place: Place) -> Iterator[tuple[Element, Any]]:
    for element, path in audio(place):
        try:
            yield element, ID3(str(path), translate=False)  # type: ignore[no-untyped-call]
        except _DAMAGED:
            continue


def _file(element: Element) -> str:
    return element.get("url", "").partition("?")[0].rpartition("/")[2]


def _embedded(path: Path) -> Chapters:
    try:
        if path.suffix == ".m4a":
            return _m4a(path)
        if path.suffix == ".opus":
            return _opus(path)
        tags: Any = ID3(str(path))  # type: ignore[no-untyped-call]
    except _DAMAGED:
        return []
    frames = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
    return [(frame.start_time / 1000, str(frame.sub_frames.get("TIT2", ""))) for frame in frames]


def _m4a(path: Path) -> Chapters:
    file: Any = MP4(str(path))  # type: ignore[no-untyped-call]
    return [(float(each.start), each.title) for each in file.chapters or ()]


def _opus(path: Path) -> Chapters:
    tags: Any = OggOpus(str(path)).tags  # type: ignore[no-untyped-call]
    names = sorted(
        key for key, _ in tags if key.lower().startswith("chapter") and key[7:].isdigit()
    )
    return [(_at(tags[key][0]), tags.get(f"{key}name", [""])[0]) for key in names]


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
    hours, minutes, seconds_ = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds_)


def _loaded(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text("utf-8"))
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _json(path: Path) -> Chapters | None:
    try:
        entries = _loaded(path)["chapters"]
        return [(float(entry["startTime"]), str(entry.get("title", ""))) for entry in entries]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _count(chapters: Sequence[tuple[float, str]] | None) -> str:
    return "unreadable" if chapters is None else str(len(chapters))


def _same(one: Chapters | None, other: Chapters | None) -> bool:
    if one is None or other is None or len(one) != len(other):
        return False
    return all(
        abs(at - again) <= _APART and " ".join(title.split()) == " ".join(said.split())
        for (at, title), (again, said) in zip(one, other, strict=True)
    )


RULES = (agree, start, few, form, times, version, contents, size, nero)
