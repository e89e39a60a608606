"""Rules of the items: what the feed says of its episodes. Place → complaints."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from pipeline.checking.findings import Complaint, Place, rule, text, wrong
from pipeline.formats.namespaces import NAMESPACES
from pipeline.patterns import pattern

_TYPES = {"audio/mpeg": {".mp3"}, "audio/x-m4a": {".m4a"}, "audio/mp4": {".m4a"}}
_NAME = 128  # characters (podcast namespace)
_LISTED = 3  # chapters (Apple)
_RUNS = pattern(
    r"<\s*(script|iframe|object|embed)|<[^>]*\son\w+\s*=|(href|src)\s*=\s*[\"']?\s*javascript:",
    re.IGNORECASE,
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@rule("item-title", "must")
def title(place: Place) -> Iterator[Complaint]:
    """An item has a title, of plain text."""
    for item in place.items:
        words = text(item, "title")
        if not words or "<" in words:
            yield Complaint(
                where=item,
                what="the title holds < and some apps drop the words after it"
                if words
                else "the item has no title",
                how="write a title without markup",
            )


@rule("item-enclosure", "must")
def enclosure(place: Place) -> Iterator[Complaint]:
    """An item has one enclosure, of a type and an extension that apps play."""
    for item in place.items:
        found = item.findall("enclosure")
        if len(found) != 1:
            yield Complaint(
                where=item, what=f"the item has {len(found)} enclosures", how="give it one"
            )
        for each in found:
            url, kind = each.get("url", ""), each.get("type", "")
            suffix = PurePosixPath(url.partition("?")[0]).suffix.lower()
            if suffix not in _TYPES.get(kind, ()):
                yield Complaint(
                    where=each,
                    what=f"the enclosure {url or 'without an address'} has the type “{kind}”",
                    how="name an .mp3 audio/mpeg, or an .m4a audio/x-m4a",
                )


@rule("enclosure-unique", "must")
def unique(place: Place) -> Iterator[Complaint]:
    """No two items have the same enclosure: directories would drop one."""
    urls = Counter(
        each.get("url", "") for item in place.items for each in item.findall("enclosure")
    )
    for url, count in urls.items():
        if count > 1:
            yield Complaint(
                where=place.channel,
                what=f"{count} items have the enclosure {url}",
                how="give each episode a file of its own",
            )


@rule("item-guid", "must")
def guid(place: Place) -> Iterator[Complaint]:
    """An item has a guid of its own, marked as no address where it is none."""
    seen: set[str] = set()
    for item in place.items:
        found = item.find("guid")
        name = (found.text or "") if found is not None else ""
        if found is None or not name.strip():
            what, how = "the item has no guid", "give it one that never changes"
        elif name != name.strip():
            what, how = "the guid has blanks around it", "take them out"
        elif name in seen:
            what, how = f"the guid {name} stands there twice", "give each item its own"
        elif found.get("isPermaLink") != "false" and not name.startswith(("http://", "https://")):
            what, how = f"the guid {name} counts as an address", 'write isPermaLink="false"'
        else:
            seen.add(name)
            continue
        yield Complaint(where=item, what=what, how=how)


@rule("item-date", "must")
def date(place: Place) -> Iterator[Complaint]:
    """An item has a date of RFC 2822, with a zone and the right day of the week."""
    for item in place.items:
        written = text(item, "pubDate")
        try:
            moment = parsedate_to_datetime(written)
        except ValueError:
            right = False
        else:
            right = moment.tzinfo is not None and written.startswith(_DAYS[moment.weekday()])
        if not right:
            yield Complaint(
                where=item,
                what=f"“{written}” is no date of RFC 2822",
                how="write it as Tue, 05 Mar 2024 09:00:00 +0000",
            )


@rule("enclosure-name", "should")
def name(place: Place) -> Iterator[Complaint]:
    """An enclosure's address is absolute, of plain letters: directories refuse others."""
    for item in place.items:
        for each in item.findall("enclosure"):
            url = each.get("url", "")
            if not url.isascii() or " " in url or not url.startswith(("http://", "https://")):
                yield wrong(each, f"{url} is no plain address", "use a to z, 0 to 9, - and .")


@rule("item-order", "should")
def order(place: Place) -> Iterator[Complaint]:
    """The newest item comes first."""
    times = [_moment(text(item, "pubDate")) for item in place.items]
    known = [time for time in times if time]
    if known != sorted(known, reverse=True):
        yield wrong(place.channel, "the newest item is not the first", "order items by their date")


@rule("item-number", "must")
def numbers(place: Place) -> Iterator[Complaint]:
    """Season and episode are whole numbers from 1 on; the kind is full, trailer or bonus."""
    for item in place.items:
        for what in ("season", "episode"):
            found = item.find(f"itunes:{what}", NAMESPACES)
            if found is not None and not re.fullmatch(r"[1-9][0-9]*", found.text or ""):
                yield wrong(item, f"itunes:{what} is “{found.text}”", "write a number from 1 on")
        kind = text(item, "itunes:episodeType")
        if kind not in {"", "full", "trailer", "bonus"}:
            yield wrong(item, f"itunes:episodeType is “{kind}”", "write full, trailer or bonus")


@rule("item-image", "should")
def image(place: Place) -> Iterator[Complaint]:
    """An item has a link, an image and itunes:explicit of its own."""
    for item in place.items:
        for path in ("link", "itunes:image", "itunes:explicit"):
            if item.find(path, NAMESPACES) is None:
                yield wrong(item, f"the item has no {path}", "build the feed again")


@rule("person-name", "must")
def person(place: Place) -> Iterator[Complaint]:
    """podcast:person has a name of at most 128 characters."""
    for found in place.root.iterfind(".//podcast:person", NAMESPACES):
        if not 0 < len((found.text or "").strip()) <= _NAME:
            yield wrong(found, "podcast:person has no name, or too long a one", "write the name")


@rule("soundbite-inside", "must")
def soundbite(place: Place) -> Iterator[Complaint]:
    """podcast:soundbite lies inside the sound."""
    for item in place.items:
        lasts = _number(text(item, "itunes:duration"))
        for found in item.findall("podcast:soundbite", NAMESPACES):
            start, length = _number(found.get("startTime")), _number(found.get("duration"))
            inside = start is not None and length is not None and length > 0
            if not inside or (lasts is not None and (start or 0) + (length or 0) > lasts + 1):
                yield wrong(found, "podcast:soundbite is not inside the sound", "mend its times")


@rule("alternate-source", "must")
def alternate(place: Place) -> Iterator[Complaint]:
    """podcast:alternateEnclosure has a type and a podcast:source with an address."""
    for found in place.root.iterfind(".//podcast:alternateEnclosure", NAMESPACES):
        sources = found.findall("podcast:source", NAMESPACES)
        if not found.get("type") or not any(source.get("uri") for source in sources):
            yield wrong(found, "podcast:alternateEnclosure lacks type or source", "give it both")


@rule("notes-safe", "must")
def notes(place: Place) -> Iterator[Complaint]:
    """Show notes hold nothing that runs: no script, no event handler, no javascript: address."""
    for item in place.items:
        html = text(item, "content:encoded") + text(item, "description")
        if _RUNS.search(html):
            yield wrong(item, "the notes hold something that runs", "take scripts out of them")


@rule("notes-chapters", "may")
def stamps(place: Place) -> Iterator[Complaint]:
    """Notes list the chapters from 00:00:00 on, three at least: Apple reads them there."""
    for item in place.items:
        found = len(item.findall("psc:chapters/psc:chapter", NAMESPACES))
        html = text(item, "content:encoded")
        if found >= _LISTED and not re.search(r"(?<![\d:])0?0:00(:00)?(?![\d:])", html):
            yield wrong(item, "the notes do not list the chapters", "list them from 00:00:00 on")


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(given: str | None) -> float | None:
    try:
        return float(given or "")
    except ValueError:
        return None


RULES = (title, enclosure, unique, guid, date, name, order, numbers, image, person, soundbite,
         alternate, notes, stamps)  # fmt: skip
