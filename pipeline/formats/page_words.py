"""A page's words, in the reader's language. Promise: one table of them, whole in each language.

`templates/words.tsv` has a column a language; a phrase is known by its English. Pages get the
language of what is read on them, or else of the show, or else English.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent / "templates" / "words.tsv"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """By language, each phrase by its English."""
    names, *rows = (line.split("\t") for line in _TABLE.read_text("utf-8").splitlines())
    return {name: {row[0]: row[at] for row in rows} for at, name in enumerate(names)}


def language_of(*wanted: str) -> str:
    """The first of the languages (as "de-AT") that has words, by its two letters; else English."""
    bases = (each.partition("-")[0].lower() for each in wanted)
    return next((base for base in bases if base in catalogue()), "en")


def word(language: str, phrase: str) -> str:
    """A phrase in one of the catalogue's languages; itself where the table lacks it."""
    return catalogue()[language].get(phrase, phrase)


def counted(language: str, one: str, many: str, count: int) -> str:
    """The one or the other phrase; French counts nothing as one."""
    single = count == 1 or (language == "fr" and count == 0)
    return word(language, one if single else many)


def day(language: str, date: str) -> str:
    """An RFC 3339 date as people read it: 5 March 2024, 5. März 2024."""
    moment = datetime.fromisoformat(date)
    number = "1er" if language == "fr" and moment.day == 1 else moment.day
    month = word(language, _MONTHS[moment.month - 1])
    pattern = word(language, "%(day)s %(month)s %(year)s")
    return pattern % {"day": number, "month": month, "year": moment.year}


def clock(seconds: float) -> str:
    """Whole seconds as people read them: 2:03, or 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
