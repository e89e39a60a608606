"""A feed → what is wrong with it. Promise: a feed that apps take well has no finding of a must.

The rules are small functions with stable ids, one family a file. Each file that the feed names is
fetched once and measured: in a folder, or on the web.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from pipeline.checking import channel, chapters, hosting, items, media, recorded, transcripts
from pipeline.checking.comparing import Difference, compare
from pipeline.checking.files import Files, Folder, hosts
from pipeline.checking.findings import Finding, Place, Rule, base
from pipeline.checking.statistics import Figures, figures
from pipeline.errors import PlaceError, SourceError

__all__ = [
    "RULES",
    "Difference",
    "Figures",
    "Finding",
    "Place",
    "Rule",
    "check",
    "compare",
    "figures",
    "judge",
    "opened",
]

RULES: tuple[Rule, ...] = (
    *channel.RULES,
    *items.RULES,
    *media.RULES,
    *recorded.RULES,
    *chapters.RULES,
    *transcripts.RULES,
    *hosting.RULES,
)
NAME = "feed.xml"
_LISTENING = frozenset(  # what reads all of the sound; a delivery does so once more by itself
    {"sound-loudness", "sound-peak", "sound-whole", "file-as-recorded"}
)


def check(feed: Path, *, listening: bool = True) -> tuple[Finding, ...]:
    """Every finding in a feed's folder, by rule. Raises PlaceError where there is no feed.xml.

    `listening`: the sound is decoded and measured too, which takes a second for ten minutes.
    """
    with opened(str(feed)) as place:
        return judge(place, listening=listening)


def judge(place: Place, *, listening: bool = True) -> tuple[Finding, ...]:
    """Every finding in a feed that is open, by rule."""
    if place.root.tag == _BROKEN:
        return (_broken(place.root.text or ""),)
    rules = (rule for rule in RULES if listening or rule.id not in _LISTENING)
    return tuple(finding for rule in rules for finding in rule.findings(place))


@contextmanager
def opened(feed: str, looked: int | None = None) -> Iterator[Place]:
    """A feed by its folder, its file or its address. `looked`: of how many items the files count.

    Raises PlaceError when it can't be read.
    """
    if feed.startswith(("http://", "https://")):
        with _reached(feed), hosts(feed) as files:
            got = files.get(feed)
            if got is None or got.path is None:
                raise PlaceError(f"{feed} {got.told if got else 'is no address'}: check it")
            yield _place(got.path.read_bytes(), files, looked)
        return
    path = Path(feed) / NAME if Path(feed).is_dir() else Path(feed)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlaceError(
            f"{path} can't be read: render an episode, or name the feed's folder"
        ) from error
    root = _parsed(data)
    yield _place(data, Folder(path.parent, base(root)), looked, root)


@contextmanager
def _reached(url: str) -> Iterator[None]:
    try:
        yield
    except SourceError as error:
        raise PlaceError(f"{url} can't be reached: {error}") from error


def _place(
    data: bytes, files: Files, looked: int | None, root: "etree._Element | None" = None
) -> Place:
    root = _parsed(data) if root is None else root
    return Place(raw=data, root=root, files=files, looked=len(data) if looked is None else looked)


_BROKEN = "not-well-formed"


def _parsed(data: bytes) -> "etree._Element":
    """The feed's root; of one that is no XML, an element that holds the reason."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        broken = etree.Element(_BROKEN)
        broken.text = str(error)
        return broken


def _broken(what: str) -> Finding:
    return Finding(
        id="feed-well-formed",
        level="must",
        where=NAME,
        what=what,
        how="build the feed again: no app reads a feed that is not well-formed XML",
    )
