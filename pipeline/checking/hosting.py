"""Rules of the host: files come as apps ask for them. Place → complaints; a folder has no host."""

from collections.abc import Iterator

from pipeline.checking.findings import Complaint, Place, rule, wrong
from pipeline.checking.media import named
from pipeline.fetching import Served
from pipeline.formats.media_types import media_type
from pipeline.formats.namespaces import Element

_PARTIAL = 206
_HEAVY = ("audio/", "image/", "video/")
_READ = {"application/json+chapters", "text/vtt", "application/x-subrip", "application/json"}


@rule("host-head", "must")
def head(place: Place) -> Iterator[Complaint]:
    """A host answers HEAD: Apple asks so before it takes a show."""
    for element, found in _served(place):
        if found.good and found.head != found.status:
            yield wrong(element, f"HEAD of {found.url} is answered with {found.head}", "allow HEAD")


@rule("host-ranges", "must")
def ranges(place: Place) -> Iterator[Complaint]:
    """A host sends parts of a sound or picture: without them, nobody can jump in it (Apple)."""
    for element, found in _served(place):
        heavy = media_type(found.url.partition("?")[0]).startswith(_HEAVY)
        if found.good and heavy and found.partial != _PARTIAL:
            told = f"a range of {found.url} is answered with {found.partial}, not 206"
            yield wrong(element, told, "serve byte ranges")


@rule("host-length", "must")
def length(place: Place) -> Iterator[Complaint]:
    """A host tells a file's length, and sends that much."""
    for element, found in _served(place):
        told = found.headers["content-length"]
        if found.good and told != str(found.size):
            what = f"{found.url} says {told or 'no length'} and has {found.size} bytes"
            yield wrong(element, what, "send a right Content-Length")


@rule("host-type", "must")
def types(place: Place) -> Iterator[Complaint]:
    """A host sends a file with its type."""
    for element, found in _served(place):
        kind = found.headers["content-type"].partition(";")[0].strip().lower()
        path = found.url.partition("?")[0]
        wanted = _ALSO.get(media_type(path).partition(";")[0], {media_type(path).partition(";")[0]})
        if found.good and "application/octet-stream" not in wanted and kind not in wanted:
            told = f"{found.url} comes as {kind or 'nothing'}, not {min(wanted)}"
            yield wrong(element, told, "set the type that the host sends for it")


@rule("host-etag", "should")
def etag(place: Place) -> Iterator[Complaint]:
    """A host tells a file's ETag or date, so that nobody loads again what did not change."""
    for element, found in _served(place):
        if found.good and not found.headers["etag"] and not found.headers["last-modified"]:
            yield wrong(element, f"{found.url} has neither ETag nor date", "send one of them")


@rule("host-cors", "should")
def cors(place: Place) -> Iterator[Complaint]:
    """Chapters and transcripts may be read by web players: Access-Control-Allow-Origin is *."""
    for element, found in _served(place):
        read = media_type(found.url.partition("?")[0]).partition(";")[0] in _READ
        if found.good and read and found.headers["access-control-allow-origin"] != "*":
            yield wrong(element, f"{found.url} is closed to web players", "send the CORS header")


_ALSO = {
    "audio/x-m4a": {"audio/x-m4a", "audio/mp4", "audio/m4a"},
    "application/rss+xml": {"application/rss+xml", "application/xml", "text/xml"},
    "application/json+chapters": {"application/json+chapters", "application/json"},
    "audio/ogg": {"audio/ogg", "audio/opus"},
}


def _served(place: Place) -> Iterator[tuple[Element, Served]]:
    """Each file of the newest items that a host was asked for."""
    seen: set[str] = set()
    for element, url in named(place):
        got = place.files.get(url)
        if got and got.served and url not in seen:
            seen.add(url)
            yield element, got.served


RULES = (head, ranges, length, types, etag, cors)
