"""A voice's MODEL_CARD → the licence it names. The promise: nothing is called free that may not be.

The cards are a few lines that people wrote. What they mean is only sorted here, and the line itself
is always shown.
"""

import re
from enum import StrEnum

from pipeline.patterns import pattern
from pipeline.values import value


class Kind(StrEnum):
    """What may be done with what a voice says."""

    FREE = "free"
    NOT_COMMERCIAL = "not commercial"
    UNKNOWN = "unknown"


@value
class Licence:
    """The card's own words, what kind that is, where its recordings are from, and its parent.

    `parent`: the line that tells which other voice this one was trained from, or nothing.
    """

    line: str
    kind: Kind
    dataset: str = ""
    parent: str = ""


_MOST = 200  # characters of a line that is shown
_LICENCE = pattern(r"^\W*licen[sc]e\W*:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_DATASET = pattern(r"^\W*(?:url|dataset)\W*:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_PARENT = pattern(r".*fine-?\s?tuned\s+from.*", re.IGNORECASE)
_NOT_COMMERCIAL = pattern(
    r"non-?\s?commercial|\bnc\b|by-nc|research|academic|blizzard", re.IGNORECASE
)
_FREE = pattern(
    r"public\s+domain|\bcc-?\s?0|\bcc\W*by\b|creativecommons\.org/licenses/by|apache|\bmit\b|\bbsd\b"
    r"|\bl?gpl|unlicense|zero/1\.0|publicdomain",
    re.IGNORECASE,
)
_UNSURE = pattern(r"\bnd\b|no\W?deriv", re.IGNORECASE)  # is what it says derived from it?


def licence(card: str) -> Licence:
    """Read a card; of several licences in it the least free counts."""
    lines = [each.strip(" *\t\r")[:_MOST] for each in _LICENCE.findall(card)]
    parent = _PARENT.search(card)
    dataset = _DATASET.search(card)
    return Licence(
        line="; ".join(dict.fromkeys(lines)) or "none named",
        kind=_kind(lines, parent[0] if parent else ""),
        dataset=dataset[1].strip()[:_MOST] if dataset else "",
        parent=parent[0].strip(" *-\t\r.")[:_MOST] if parent else "",
    )


def _kind(lines: list[str], parent: str) -> Kind:
    if any(_NOT_COMMERCIAL.search(each) for each in lines):
        return Kind.NOT_COMMERCIAL
    if "lessac" in parent.lower():  # recorded for research; many voices were trained from it
        return Kind.NOT_COMMERCIAL
    free = (_FREE.search(each) and not _UNSURE.search(each) for each in lines)
    return Kind.FREE if lines and not parent and all(free) else Kind.UNKNOWN
