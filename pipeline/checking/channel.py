"""Rules of the channel: what the feed says of itself. Place → complaints."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.checking.findings import Complaint, Place, rule, text, wrong
from pipeline.formats.namespaces import NAMESPACES
from pipeline.patterns import pattern

_REQUIRED = (
    "title",
    "link",
    "description",
    "language",
    "itunes:explicit",
    "itunes:image",
    "atom:link[@rel='self']",
)
_LANGUAGE = pattern(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_DESCRIPTION = 4000  # bytes (Apple)
_VALUE = 255  # characters (Apple)
_NAME = 128  # characters (podcast namespace)
_UUID = pattern(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MEDIA = {"podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher",
          "course", "mixed"}  # fmt: skip
_HERE = {"localhost", "127.0.0.1", "::1"}  # a feed that has no home yet
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


@rule("self-link", "should")
def self_link(place: Place) -> Iterator[Complaint]:
    """The feed's own address is the first atom:link, with its type: some apps take the first."""
    links = place.channel.findall("atom:link", NAMESPACES)
    if links and links[0].get("rel") != "self":
        yield wrong(links[0], "the first atom:link is not rel=self", "put that one first")
    for link in links:
        if link.get("rel") == "self" and link.get("type") != "application/rss+xml":
            yield wrong(link, "the self link has no type", 'write type="application/rss+xml"')


@rule("value-length", "must")
def values(place: Place) -> Iterator[Complaint]:
    """A title or a name has at most 255 characters, and no blank around it (Apple)."""
    for path in ("title", "itunes:author", "item/title", "item/itunes:author"):
        for found in place.channel.findall(path, NAMESPACES):
            words = found.text or ""
            if len(words) > _VALUE:
                told = f"{path.rpartition('/')[2]} has {len(words)} characters"
                yield wrong(found, told, f"cut it to {_VALUE}")
            elif words.strip() and words != words.strip():
                yield wrong(
                    found, f"{path.rpartition('/')[2]} has blanks around it", "cut them off"
                )


@rule("yes-or-nothing", "must")
def yes(place: Place) -> Iterator[Complaint]:
    """itunes:complete and itunes:block say Yes, or are left out: any other word means nothing."""
    for name in ("complete", "block"):
        for found in place.root.iterfind(f".//itunes:{name}", NAMESPACES):
            if (found.text or "").lower() != "yes":
                yield wrong(found, f"itunes:{name} says “{found.text or ''}”", "take it out")


@rule("podcast-guid", "should")
def guid(place: Place) -> Iterator[Complaint]:
    """The show has a podcast:guid, a UUID that is kept when the feed moves."""
    found = text(place.channel, "podcast:guid")
    if not found:
        yield wrong(place.channel, "the show has no podcast:guid", "give it one, once (UUIDv5)")
    elif not _UUID.fullmatch(found):
        yield wrong(place.channel, f"“{found}” is no UUID", "write it as 8-4-4-4-12 hex digits")


@rule("locked-value", "must")
def locked(place: Place) -> Iterator[Complaint]:
    """podcast:locked says yes or no."""
    for found in place.channel.findall("podcast:locked", NAMESPACES):
        if found.text not in {"yes", "no"}:
            yield wrong(found, f"podcast:locked is “{found.text}”", "write yes or no")


@rule("medium-value", "should")
def medium(place: Place) -> Iterator[Complaint]:
    """podcast:medium is one of the namespace's words."""
    for found in place.channel.findall("podcast:medium", NAMESPACES):
        if (found.text or "").removesuffix("L") not in _MEDIA:
            yield wrong(found, f"podcast:medium is “{found.text}”", "write podcast")


@rule("owner-email", "may")
def owner(place: Place) -> Iterator[Complaint]:
    """A show has a role's address (itunes:owner): some directories ask it to prove whose it is."""
    if not text(place.channel, "itunes:owner/itunes:email"):
        yield wrong(place.channel, "no itunes:email", "set email in show.toml, a role's address")


@rule("ai-disclosure", "must")
def disclosure(place: Place) -> Iterator[Complaint]:
    """What a synthetic voice reads says so, as Apple asks: podcast:txt purpose="ai-content"."""
    named = (found.text or "" for found in place.root.iterfind(".//podcast:person", NAMESPACES))
    synthetic = place.ours or any("synthetic" in name.lower() for name in named)
    told = place.channel.findall("podcast:txt[@purpose='ai-content']", NAMESPACES)
    if synthetic and not told:
        yield wrong(
            place.channel,
            "a synthetic voice reads, and the feed does not say so",
            'write <podcast:txt purpose="ai-content">true</podcast:txt>',
        )


@rule("trailer-complete", "must")
def trailer(place: Place) -> Iterator[Complaint]:
    """podcast:trailer has an address, a date and at most 128 characters."""
    for found in place.channel.findall("podcast:trailer", NAMESPACES):
        lacking = [name for name in ("url", "pubdate") if not found.get(name)]
        if lacking or not 0 < len(found.text or "") <= _NAME:
            told = f"lacks {', '.join(lacking)}" if lacking else "has no text, or too long a one"
            yield wrong(found, f"podcast:trailer {told}", "build the feed again")


@rule("page-next", "must")
def pages(place: Place) -> Iterator[Complaint]:
    """The next page of the feed is there: one that is not makes gPodder drop the whole show."""
    for link in place.channel.findall("atom:link[@rel='next']", NAMESPACES):
        got = place.files.get(link.get("href", ""))
        if got and got.path is None:
            yield wrong(link, f"the next page {got.url} {got.told}", "take rel=next out")


@rule("secure-addresses", "should")
def secure(place: Place) -> Iterator[Complaint]:
    """Addresses are https: iPhones load nothing else."""
    for element in place.root.iter():
        url = element.get("url") or element.get("href") or element.get("uri") or ""
        host = urlsplit(url).hostname if url.startswith("http://") else None
        loads = element.tag == "enclosure" or "podcast" in str(element.tag)
        if host and loads and host not in _HERE:
            yield wrong(element, f"{url} is not https", "serve it by https, and say so")


RULES = (rss, namespaces, required, category, explicit, language, description, serial, self_link,
         values, yes, guid, locked, medium, owner, disclosure, trailer, pages, secure)  # fmt: skip
