"""A short line in; the date that it is, or holds, as ISO 8601 out.

Promise: only what is written like a date in a language we know is taken for one; a day and a month
in figures count only where their order is sure.
"""

import re
from datetime import date

from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.values import value

_ENGLISH = "january february march april may june july august september october november december"
MONTHS = (tuple(_ENGLISH.split()), *phrases.months())
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_DATES = (
    pattern(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?:T\S*)?"),
    pattern(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
    pattern(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.º|[.º°])?\s+(?:(?:of|de|del)\s+)?"
        rf"{_MONTH},?\s+(?:(?:de|del)\s+)?(?P<year>\d{{4}})\b"
    ),
    pattern(r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>(?:19|20)\d{2})\b"),
    pattern(r"\b(?P<number>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d{2})\b"),
    pattern(
        r"(?<![\d.])(?P<day>\d{1,2})\s?\.\s?(?P<number>\d{1,2})\s?\.\s?(?P<year>\d{2})(?![\d.])"
    ),
    pattern(r"\b(?P<day>1[3-9]|2\d|3[01])/(?P<number>\d{1,2})/(?P<year>(?:19|20)\d{2})\b"),
)
_FIGURED = pattern(r"\b(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>(?:19|20)\d{2})\b")
_LABEL = (
    r"(?:(?:first|last)\s+)?(?:published|posted|updated|modified|revised|delivered|given"
    r"|broadcast|aired|recorded|released|sent|received|accepted)?"
    rf"(?:\s?\bon)?|date|{phrases.forms('dated')}"
)
_WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    rf"|{phrases.forms('weekdays')}"
)
_ZONE = r"am|pm|[ap]\.m\.|gmt|utc|[bcmpe][des]?s?t"
_CLOCK = (
    rf"(?:\s*(?:[,|·•–—-]|\b(?:at|{phrases.forms('clock')})\b))*\s*\d{{1,2}}"
    rf"(?:[:.h]\d{{2}}|(?=\s*(?:{_ZONE}|{phrases.forms('clock')})\b))"
    rf"(?:\s*(?:{_ZONE}|{phrases.forms('clock')})\b\.?)*"
)
_BEFORE = pattern(
    rf"(?:\b(?:{_LABEL})\b\s*:?\s*)?(?:\b(?:{_WEEKDAY}),?\s+(?:(?:the|den|le|el|il)\s+)?)?\Z",
    re.IGNORECASE,
)
_AFTER = pattern(rf"(?:{_CLOCK})?", re.IGNORECASE)
_MINUTES = pattern(
    r"(?:about\s+)?\d+[\s-]*min(?:ute)?s?\.?(?:\s+read(?:ing\s+time)?)?"
    r"|(?:read|view) (?:it )?(?:online|in (?:your )?browser)|lire en ligne|online lesen"
    r"|leer en línea|leggi online|\d{1,2}:\d{2}(?::\d{2})?"  # how long a recording is
    rf"|{phrases.forms('minutes')}",
    re.IGNORECASE,
)
_TWO, _CENTURY = 99, 2000  # a year in two figures
_LONGEST = 160  # characters of a line that is only dates
_REACH = 60  # characters before a date that may lead in to it


@value
class Stamp:
    """A date in a text, with the words that lead in to it and the time of day behind it."""

    date: str  # ISO 8601
    start: int
    end: int


def stamp(text: str) -> Stamp | None:
    """The first date in a text."""
    told = ((found, _iso(found)) for form in _DATES for found in form.finditer(text))
    sure = [(found, when) for found, when in told if when]
    if not sure:
        return None
    found, when = min(sure, key=lambda one: one[0].start())
    before = _BEFORE.search(text[max(0, found.start() - _REACH) : found.start()])
    after = _AFTER.match(text, found.end())
    return Stamp(
        date=when,
        start=found.start() - (len(before[0]) if before else 0),
        end=after.end() if after else found.end(),
    )


def dated(text: str) -> str:
    """The date that a line is, as ISO 8601; empty when it is none, or more than dates."""
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        return ""
    pieces = [piece.strip(" ()[].") for piece in re.split(r"[|·•]|\s[—–]\s", line)]
    told = [_alone(piece) for piece in pieces if piece and not _MINUTES.fullmatch(piece)]
    return told[0] if told and all(told) and len(told) == 1 else ""


def figured(text: str, language: str) -> str:
    """The date in a line that has day and month in figures, in the order of a language.

    Empty when there is none, or when the language does not say which is which.
    """
    found = _FIGURED.search(text)
    american = language.casefold().replace("_", "-") == "en-us"
    if not found or (language[:2].casefold() in {"en", ""} and not american):
        return ""
    one, other = int(found["one"]), int(found["other"])
    try:
        return date(int(found["year"]), *((one, other) if american else (other, one))).isoformat()
    except ValueError:
        return ""


def _alone(piece: str) -> str:
    """The first of the dates that a line is; a line may say when it was changed, too."""
    first, rest = "", piece
    while rest and (found := stamp(rest)) and found.start == 0:
        first = first or found.date
        rest = rest[found.end :].lstrip(" ,;/()–—-")
    return "" if rest else first


def _iso(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = parts.get("month")
    number = _month(month.casefold()) if month else int(parts["number"])
    try:
        year = int(parts["year"])
        return date(year if year > _TWO else _CENTURY + year, number, int(parts["day"])).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    """A month's number by its name or the first letters of it, in any language we know; 0: none."""
    short = "sep" if name == "sept" else name
    for row in MONTHS:
        for number, month in enumerate(row, 1):
            if month.startswith(short):
                return number
    return 0
