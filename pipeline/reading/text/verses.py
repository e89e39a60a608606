"""A group of typed lines in; whether its line ends are those of verse out.

Promise: a quotation that was only wrapped narrower than the text is no verse.
"""

from itertools import pairwise

from pipeline.reading.text.typescript import Group, Typescript

_LINES = 3  # two will do where they are indented
_CAPITALS = 2 / 3  # share of verse lines that begin with a capital
_STANZA = 60  # columns of a line of verse, at most
_SLACK = 8  # columns by which a quotation is set in on the right as well


def is_verse(part: Group, script: Typescript, *, indented: bool) -> bool:
    """Whether the lines of a group are lines; `indented`: it stands further in than the text."""
    if len(part) < (2 if indented else _LINES) or any(len(line.text) > _STANZA for line in part):
        return False
    width = script.width - (_SLACK if indented else 0)
    meant = _meant(part, width) if script.wrapped else len(part) - 1
    if meant < (len(part) - 1) / 2:
        return False
    ends = sum(line.text[-1] in ".!?" for line in part[:-1])
    if not indented and ends > len(part) / 2:
        return False
    capitals = sum(line.text.lstrip("\"'“‘«„(—_*")[:1].isupper() for line in part)
    if capitals == len(part):
        return True
    if indented and not _meant(part, max(line.width for line in part)):
        return False  # full lines, each but the last: prose in a narrower measure
    ragged = indented and meant == len(part) - 1 and len(part) >= _LINES
    return capitals >= _CAPITALS * len(part) or ragged


def _meant(part: Group, width: int) -> int:
    """How many lines end although the next one's first word had room within `width` columns."""
    return sum(
        line.width + 1 + len(after.text.split(maxsplit=1)[0]) <= width
        for line, after in pairwise(part)
    )
