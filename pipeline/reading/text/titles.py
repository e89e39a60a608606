"""A group of typed lines and what follows it in; whether it is a heading, and of which level, out.

Promise: only a short group set apart is one: in capitals, centred, counted, or alone above prose.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.bylines import byline
from pipeline.reading.text.typescript import Group, Typescript

INDENT = 2  # columns further in than the text
ITEM = pattern(r"(?:[-*•+‣◦·–](?=\s)|\(?(?:\d{1,3}|[a-zA-Z])[.)](?=\s))\s+")
TITLE_WORDS = 12  # words of a heading, at most

_NUMBERED = pattern(r"(?:(?:\d{1,2}|[IVXL]{1,6})(?:\.\d{1,2})*[.)]?|§\s*\d+\.?)\s+(?=\w)")
_PARTED = pattern(
    r"(?:chapter|part|section|book|act|scene|appendix|kapitel|chapitre|capítulo|capitolo)\s+(?:\d{1,3}"
    r"|[ivxl]{1,6}|one|two|three|four|five|six|seven|eight|nine|ten)\b.{0,60}",
    re.IGNORECASE,
)
_EPISODE = pattern(r"(?:episode|ep\.|folge|part|lecture)\s*\d{1,4}\s*[:.–—-]\s*\S.*", re.IGNORECASE)
_ORDINAL = pattern(r"\w+\s+(?:\d{1,3}|[ivxl]{1,6})\.", re.IGNORECASE)  # "CHAPTER III."
_BY = pattern(rf"(?:by|{phrases.forms('by')})", re.IGNORECASE)
_DASHED = pattern(r"[—–―]\s*\w|--\s*\w")
_OPENERS = frozenset("[(“\"*_'")  # what opens a caption, a quotation, a line in italics
_WIDTH = 75  # columns of a heading, at most
_SENTENCE = 20  # words; a longer group is prose
_CENTRE = 8  # columns by which a centred line may miss the middle, twice


def fronted(group: Group) -> Iterator[Group]:
    """Lines of a front, parted where a byline begins or where capitals end."""
    lines: Group = []
    for line in group:
        capitals = bool(lines) and lines[-1].text.isupper() and not line.text.isupper()
        episode = any(_EPISODE.fullmatch(one.text) for one in (line, *lines[-1:]))
        if lines and (capitals or episode or byline(line.text)):
            yield lines
            lines = []
        lines.append(line)
    yield lines


def named(groups: Sequence[Group]) -> list[Group]:
    """Groups of a front; a "by" that has a line of its own with the name below it."""
    told: list[Group] = []
    for group in groups:
        before = told[-1] if told else []
        by = len(before) == 1 and _BY.fullmatch(before[0].text)
        if by and byline(f"{before[0].text} {group[0].text}"):
            told[-1] = [*before, *group]
        else:
            told.append(group)
    return told


def is_prose(group: Group) -> bool:
    """Whether a group of lines is text, and no title, name or date."""
    words = sum(len(line.text.split()) for line in group)
    return words >= _SENTENCE or (words >= _SENTENCE / 2 and group[-1].text[-1] in '.!?”"')


def is_heading(
    group: Group, script: Typescript, follower: Group | None, *, inside: bool, first: bool
) -> bool:
    """Whether a group is a heading. `inside`: prose stands before and behind it."""
    text = " ".join(line.text for line in group)
    if _is_title(group, script, text, follower, inside=inside):
        return True
    short = len(group) <= 2 and len(text.split()) <= TITLE_WORDS and len(text) <= _WIDTH  # noqa: PLR2004
    early = not inside and not first and text.isupper() and follower and is_prose(follower)
    if not short or not (inside or early) or follower is None:
        return False
    return any(c.isalpha() for c in text) and _is_section(group, script, text, follower)


def _is_section(group: Group, script: Typescript, text: str, follower: Group) -> bool:
    """Whether a short group before another heads it."""
    if text[0] in _OPENERS:
        return False
    parted = bool(_PARTED.fullmatch(text))
    if text[-1] in '.,;:…-–—”"' or _DASHED.match(text):
        centred = text[-1] == "." and text.isupper() and is_centred(group, script)
        return centred or (parted and bool(_ORDINAL.fullmatch(text)))
    if parted or text.isupper():
        return True
    if _NUMBERED.match(text) and not ITEM.match(follower[0].text):
        return True
    plain = len(group) == 1 and text[0].isupper() and ":" not in text and "|" not in text
    return plain and is_prose(follower) and not _is_far_in(group, script)


def _is_title(
    group: Group, script: Typescript, text: str, follower: Group | None, *, inside: bool
) -> bool:
    """Whether lines before the text are its title: in capitals, centred or above a byline."""
    if inside or follower is None or not 1 < len(text.split()) <= 2 * TITLE_WORDS:
        return False
    if _EPISODE.fullmatch(text):
        return True
    signed = bool(byline(follower[0].text)) and not is_prose(follower)
    apart = text.isupper() and not byline(text) and text[-1] not in ",;:-–—"
    return apart and (signed or is_centred(group, script))


def _is_far_in(group: Group, script: Typescript) -> bool:
    return group[0].indent >= script.margin + INDENT and not is_centred(group, script)


def is_centred(group: Group, script: Typescript) -> bool:
    """Whether all lines of a group have as much room on the left as on the right."""
    width = script.width + script.margin
    return script.wrapped and all(
        line.indent >= script.margin + 4
        and abs(line.indent + line.width - width)
        <= (_CENTRE if len(line.text) > script.width / 2 else _CENTRE * 2)  # short ones drift
        for line in group
    )


def level(group: Group, *, inside: bool) -> int:
    """The level of a heading by its number; the title's is 1."""
    found = _NUMBERED.match(group[0].text)
    if not (inside or found):
        text = " ".join(line.text for line in group)
        return 2 if _PARTED.fullmatch(text) and not _EPISODE.fullmatch(text) else 1
    return 2 + (found[0].strip(" .").count(".") if found else 0)
