"""Rules of the channel: what the feed says of itself. Place → complaints."""

import re
from collections.abc import Iterator

from pipeline.checking.findings import Complaint, Place, rule, text
from pipeline.formats.namespaces import NAMESPACES

_REQUIRED = (
    "title",
    "link",
    "description",
    "language",
    "itunes:explicit",
    "itunes:image",
    "atom:link[@rel='self']",
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_DESCRIPTION = 4000  # bytes (Apple)
_CATEGORIES = frozenset(
    """Arts|Business|Comedy|Education|Fiction|Government|History|Health & Fitness|Kids & Family|
    Leisure|Music|News|Religion & Spirituality|Science|Society & Culture|Sports|Technology|
    True Crime|TV & Film""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)


@rule("feed-rss", "must")
def rss(place: Place) -> Iterator[Complaint]:
    """The feed is RSS 2.0 with one channel."""
    one = len(place.root.findall("channel")) == 1
    if place.root.tag != "rss" or place.root.get("version") != "2.0" or not one:
        yield Complaint(
            where=place.root,
            what="this is not RSS 2.0 with one channel",
            how="give an RSS feed: directories no longer take others",
        )


@rule("feed-namespaces", "must")
def namespaces(place: Place) -> Iterator[Complaint]:
    """The usual prefixes stand for the usual namespaces: some apps read the prefix alone."""
    declared = {
        prefix: uri
        for element in place.root.iter()
        for prefix, uri in element.nsmap.items()
        if prefix
    }
    for prefix, uri in NAMESPACES.items():
        needed = prefix in {"atom", "itunes"} or uri in declared.values()
        if needed and declared.get(prefix) != uri:
            yield Complaint(
                where=place.root,
                what=f"the prefix {prefix} does not stand for {uri}",
                how=f'write xmlns:{prefix}="{uri}" on <rss>',
            )


@rule("channel-required", "must")
def required(place: Place) -> Iterator[Complaint]:
    """Title, link, description, language, explicit, image and self link stand there once."""
    for path in _REQUIRED:
        found = place.channel.findall(path, NAMESPACES)
        filled = [each for each in found if (each.text or "").strip() or each.get("href")]
        if len(found) != 1 or not filled:
            count = "is empty" if found and not filled else f"stands there {len(found)} times"
            yield Complaint(
                where=place.channel, what=f"{path} {count}", how=f"give the channel one {path}"
            )


@rule("channel-category", "must")
def category(place: Place) -> Iterator[Complaint]:
    """The first itunes:category is one of Apple's."""
    found = place.channel.find("itunes:category", NAMESPACES)
    name = found.get("text", "") if found is not None else ""
    if name not in _CATEGORIES:
        yield Complaint(
            where=place.channel if found is None else found,
            what=f"“{name}” is none of Apple's categories" if name else "there is no category",
            how="choose one, for instance Education, Society & Culture or News",
        )


@rule("explicit-value", "must")
def explicit(place: Place) -> Iterator[Complaint]:
    """itunes:explicit is true or false."""
    for found in place.root.iterfind(".//itunes:explicit", NAMESPACES):
        if found.text not in {"true", "false"}:
            yield Complaint(
                where=found, what=f"itunes:explicit is “{found.text}”", how="write true or false"
            )


@rule("channel-language", "must")
def language(place: Place) -> Iterator[Complaint]:
    """The language is a code such as en or en-gb."""
    code = text(place.channel, "language")
    if code and not _LANGUAGE.fullmatch(code):
        yield Complaint(
            where=place.channel,
            what=f"“{code}” is no language code",
            how="write one of ISO 639, such as en or pt-br",
        )


@rule("description-length", "must")
def description(place: Place) -> Iterator[Complaint]:
    """A description has at most 4,000 bytes."""
    for found in (
        *place.channel.findall("description"),
        *place.channel.findall("item/description"),
    ):
        size = len((found.text or "").encode())
        if size > _DESCRIPTION:
            yield Complaint(
                where=found, what=f"the description has {size} bytes", how="cut it to 4,000"
            )


@rule("serial-numbers", "must")
def serial(place: Place) -> Iterator[Complaint]:
    """A serial show numbers every full episode."""
    if text(place.channel, "itunes:type") != "serial":
        return
    for item in place.items:
        full = text(item, "itunes:episodeType") in {"", "full"}
        if full and not text(item, "itunes:episode"):
            yield Complaint(
                where=item,
                what="a serial show has an episode without a number",
                how="give it a number in episode.toml, or make the show episodic",
            )


RULES = (rss, namespaces, required, category, explicit, language, description, serial)
