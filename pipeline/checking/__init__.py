"""A feed's folder → what is wrong with it. Promise: a feed that apps take well has no finding.

The rules are small functions with stable ids, one family a file.
"""

from pathlib import Path

from lxml import etree

from pipeline.checking import channel, files, items
from pipeline.checking.findings import Finding, Place, Rule
from pipeline.errors import PlaceError

__all__ = ["RULES", "Finding", "Rule", "check"]

RULES: tuple[Rule, ...] = (*channel.RULES, *items.RULES, *files.RULES)
NAME = "feed.xml"


def check(feed: Path) -> tuple[Finding, ...]:
    """Every finding in the folder, by rule. Raises PlaceError where there is no feed.xml."""
    path = feed / NAME
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlaceError(
            f"{path} can't be read: render an episode, or name the feed's folder"
        ) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return (_broken(str(error)),)
    place = Place(folder=feed, root=root)
    return tuple(finding for rule in RULES for finding in rule.findings(place))


def _broken(what: str) -> Finding:
    return Finding(
        id="feed-well-formed",
        level="must",
        where=NAME,
        what=what,
        how="build the feed again: no app reads a feed that is not well-formed XML",
    )
