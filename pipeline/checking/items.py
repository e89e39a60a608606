"""Rules of the items: what the feed says of its episodes. Place → complaints."""

from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from pipeline.checking.findings import Complaint, Place, rule, text

_TYPES = {"audio/mpeg": {".mp3"}, "audio/x-m4a": {".m4a"}, "audio/mp4": {".m4a"}}
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


RULES = (title, enclosure, unique, guid, date)
