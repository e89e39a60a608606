"""Rules for points in time: times of day, dates in every order, years, decades, their ranges."""

import re

from pipeline.patterns import pattern
from pipeline.spoken.context import Context, Said
from pipeline.spoken.english import numbers, words

_CLOCK = pattern(r"([0-9]{1,2})[:.]([0-9]{2})(am|pm)?", re.IGNORECASE)
_MERIDIEM = pattern(r"([0-9]{1,2})(am|pm)", re.IGNORECASE)
_LASTING = pattern(r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])")
_RATIO = pattern(r"([0-9]+):([0-9]+)")
_DAY = pattern(r"([0-9]{1,2})(st|nd|rd|th)?")
_DAYS = pattern(r"([0-9]{1,2})[–-]([0-9]{1,2})")
_ISO = pattern(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMERIC = pattern(r"([0-9]{1,2})([./-])([0-9]{1,2})\2((?:[0-9]{2})?[0-9]{2})")
_HUNDREDS = {"100s": "hundreds", "1,000s": "thousands", "10,000s": "tens of thousands",
             "100,000s": "hundreds of thousands", "1,000,000s": "millions"}  # fmt: skip
_DECADE = pattern(r"['’ʼ]?([0-9]{2,4})s|['’ʼ]([0-9]0)['’]s|([0-9]{3}0)['’]s")
_SHORT_YEAR = pattern(r"['’ʼ]([0-9]{2})")
_YEARS = pattern(r"([0-9]{3,4})[–-]([0-9]{1,4})|([0-9]{4})[/-]([0-9]{2})")
_OPEN = pattern(r"([0-9]{4})[–-](present|now|today|date)", re.IGNORECASE)
_ERAS = {"BC", "BCE", "CE", "AD"}
_HALVES = {"am", "pm"}
_LAST_HOUR, _LAST_MINUTE, _LAST_DAY, _MONTHS = 24, 59, 31, 12


def clock(context: Context) -> tuple[Said, ...] | None:
    """10:30 → "ten thirty"; 9:00 a.m → "nine A.M"; 5pm → "five P.M"."""
    core = context.core
    if found := _MERIDIEM.fullmatch(core):
        return (Said(f"{numbers.cardinal(found[1])} {_letters(found[2])}"),)
    if found := _LASTING.fullmatch(core):
        hours, minutes = _count(found[1], "hour"), _count(found[2], "minute")
        return (Said(f"{hours}, {minutes} and {_count(found[3], 'second')}"),)
    found = _CLOCK.fullmatch(core)
    if not found or int(found[1]) > _LAST_HOUR or int(found[2]) > _LAST_MINUTE:
        return _ratio(context)
    if _of_the_bible(context):
        return _ratio(context)
    half = (found[3] or context.neighbour(1).replace(".", "")).lower()
    if "." in core and half not in _HALVES:
        return None
    said = _time(found[1], found[2], short=half in _HALVES)
    return (Said(f"{said} {_letters(found[3])}" if found[3] else said),)


def _time(hour: str, minute: str, *, short: bool) -> str:
    if minute == "00":
        full = "" if short else " hundred" if int(hour) > _MONTHS else " o'clock"
        return numbers.cardinal(hour) + full
    oh = "oh " if minute[0] == "0" else ""
    return f"{numbers.cardinal(hour)} {oh}{numbers.cardinal(minute)}"


def _count(digits: str, unit: str) -> str:
    number = str(int(digits))
    return f"{numbers.cardinal(number)} {unit}{'' if number == '1' else 's'}"


def _letters(half: str) -> str:
    return f"{half[0]}.{half[1]}".upper()


def _ratio(context: Context) -> tuple[Said, ...] | None:
    """3:2, and chapter and verse after a book of the Bible."""
    found = _RATIO.fullmatch(context.core)
    if not found:
        return None
    joint = " " if _of_the_bible(context) else " to "
    return (Said(joint.join(map(numbers.cardinal, found.groups()))),)


def _of_the_bible(context: Context) -> bool:
    before = context.neighbour(-1)
    return words.BIBLE.get(before, before) in words.BIBLE_BOOKS


def bible(context: Context) -> tuple[Said, ...] | None:
    """Matt. 5:3 and 1 Cor. 13."""
    core, after = context.core, context.neighbour(1)
    if core in {"1", "2", "3"} and words.BIBLE.get(after, after) in words.SECOND_BOOKS:
        cited = context.neighbour(2)[:1].isdigit()
        return (Said(numbers.ordinal(core).capitalize()),) if cited else None
    cited = context.stopped and bool(re.match(r"[0-9]+(:|$)", after)) and core in words.BIBLE
    alone = core in words.TITLES or core in words.ABBREVIATIONS
    if not cited or (alone and ":" not in after and context.neighbour(-1) not in {"1", "2", "3"}):
        return None
    return (Said(words.BIBLE[core], abbreviated=True),)


def date(context: Context) -> tuple[Said, ...] | None:
    """May 1, 1 May, 1st May, 3–5 June, May 1–4, and months in short before a day or a year."""
    core, after = context.core, context.neighbour(1)
    dated = _DAY.fullmatch(after) or _DAYS.fullmatch(after) or is_year(after)
    if core in words.MONTHS and (dated or _SHORT_YEAR.fullmatch(after)):
        return (Said(words.MONTHS[core], abbreviated=True),)
    if core in words.WEEKDAYS and context.stopped and _weekday_follows(context):
        return (Said(words.WEEKDAYS[core], abbreviated=True),)
    return _day(context, [numbers.ordinal(numeral) for numeral in _days(core)])


def _days(core: str) -> list[str]:
    """The day, or the first and the last, that figures may name."""
    found = _DAY.fullmatch(core) or _DAYS.fullmatch(core)
    days = [part for part in found.groups() if part and part.isdecimal()] if found else []
    rising = len(days) < 2 or int(days[0]) < int(days[1])  # noqa: PLR2004
    return days if rising and all(1 <= int(day) <= _LAST_DAY for day in days) else []


def _day(context: Context, said: list[str]) -> tuple[Said, ...] | None:
    if not said:
        return None
    if _month(context.before):
        return (Said(" to ".join(said)),)
    if _month(context.after):
        first = said[0] if context.before.lower() == "the" else f"the {said[0]}"
        return (Said(" to the ".join([first, *said[1:]]) + " of"),)
    return None


def _month(core: str) -> bool:
    return words.MONTHS.get(core, core) in words.MONTH_NAMES


def _weekday_follows(context: Context) -> bool:
    after = context.neighbour(1)
    return "," in context.tokens[context.at].trail or after[:1].isdigit() or _month(after)


def numeric(context: Context) -> tuple[Said, ...] | None:
    """2021-03-04; 04.03.2021, day first; 3/4/2021, whose order only the country tells."""
    core = context.core
    if found := _ISO.fullmatch(core):
        return _written_out(context, found[3], found[2], found[1], american=not british(context))
    found = _NUMERIC.fullmatch(core)
    if not found or (found[2] != "/" and len(found[4]) == 2):  # noqa: PLR2004
        return None
    first, sign, second, year = found.groups()
    american = context.language.upper().endswith("-US")
    if sign in ".-" or int(first) > _MONTHS or british(context):
        return _written_out(context, first, second, year, american=False)
    if int(second) > _MONTHS or american:
        return _written_out(context, second, first, year, american=True)
    said = [numbers.cardinal(first), numbers.cardinal(second), _any_year(context, year)]
    return (Said(", ".join(said)),)


def _written_out(
    context: Context, day: str, month: str, year: str, *, american: bool
) -> tuple[Said, ...] | None:
    if not (1 <= int(month) <= _MONTHS and 1 <= int(day) <= _LAST_DAY):
        return None
    name, ordinal = words.MONTH_NAMES[int(month) - 1], numbers.ordinal(day)
    said = f"{name} {ordinal}," if american else f"the {ordinal} of {name}"
    return (Said(f"{said} {_any_year(context, year)}"),)


def _any_year(context: Context, year: str) -> str:
    return numbers.second_year(year, british=british(context))


def british(context: Context) -> bool:
    """Whether the language's country says "two thousand and eight" and puts the day first."""
    return context.language.upper()[3:] in {"GB", "UK", "IE", "AU", "NZ", "IN", "ZA"}


def decade(context: Context) -> tuple[Said, ...] | None:
    """1860s, '90s, 1800s, 1960s/70s; 100s and 1,000s, which are no years."""
    if many := _HUNDREDS.get(context.core):
        return (Said(many),)
    first, slash, second = context.core.partition("/")
    if slash and _DECADE.fullmatch(first) and _DECADE.fullmatch(second):
        return (Said(f"{context.piece(first)}, {context.piece(second)}"),)
    found = _DECADE.fullmatch(context.core)
    return (Said(numbers.decade(found[1] or found[2] or found[3])),) if found else None


def year(context: Context) -> tuple[Said, ...] | None:
    """1905, '68, 1886's, 44 BC, AD 476, and 1066 after "in"."""
    core = context.core
    if found := _SHORT_YEAR.fullmatch(core):
        return (Said(numbers.second_year(found[1])),)
    if found := re.fullmatch(r"([0-9]{4})['’]s", core):
        said = numbers.year(found[1], british=british(context)) + "'s"
        return (Said(said),) if is_year(found[1]) else None
    after = context.neighbour(1)
    counts = after.lower() in words.COUNTED_NOUNS and not _month(context.before)
    dated = is_year(core) and not counts
    early = re.fullmatch(r"10[0-9]{2}", core) and context.before in words.YEAR_AFTER
    if dated or (early and not counts) or (re.fullmatch(r"[0-9]{1,4}", core) and _era(context)):
        return (Said(numbers.year(core, british=british(context))),)
    return None


def years(context: Context) -> tuple[Said, ...] | None:
    """1914–18, 1914–1918, 2020/21, 264–146 BC, 1968–present."""
    if found := _OPEN.fullmatch(context.core):
        return (Said(f"{numbers.year(found[1])} to {found[2].lower()}"),)
    found = _YEARS.fullmatch(context.core)
    if not found:
        return None
    first, second = found[1] or found[3], found[2] or found[4]
    if not _era(context) and not (is_year(first) and (len(second) == 2 or is_year(second))):  # noqa: PLR2004
        return None
    said = [numbers.year(first, british=british(context)), _any_year(context, second)]
    return (Said(" to ".join(said)),)


def is_year(core: str) -> bool:
    """Whether four figures are likely a year."""
    return bool(numbers.YEAR.fullmatch(core))


def _era(context: Context) -> bool:
    after, before = (context.neighbour(step).replace(".", "") for step in (1, -1))
    return after in _ERAS or before == "AD"
