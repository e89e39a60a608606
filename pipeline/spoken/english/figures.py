"""Rules for words with digits: dates, times, money, ranges, measures, years, numbers."""

import re

from pipeline.spoken.context import Context, Said
from pipeline.spoken.english import numbers, words
from pipeline.spoken.tokens import APOSTROPHES

_NUMBER = r"[-−]?[0-9][0-9,]*(?:\.[0-9]+)?|[-−]?\.[0-9]+"
_MONEY = re.compile(rf"([$£€¥])({_NUMBER})(k|m|mn|bn|b|tn)?", re.IGNORECASE)
_PENCE = re.compile(r"([0-9]+)(p|¢)")
_RANGE = re.compile(rf"({_NUMBER})[–-]({_NUMBER})(%|s)?")
_MEASURE = re.compile(rf"({_NUMBER})([^0-9\s,.].*)")
_DECADE = re.compile(r"['’ʼ]?([0-9]{2,4})s|['’ʼ]([0-9]0)['’]s|([0-9]{3}0)['’]s")
_ORDINAL = re.compile(r"([0-9][0-9,]*)(st|nd|rd|th)", re.IGNORECASE)
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(am|pm)?", re.IGNORECASE)
_MERIDIEM = re.compile(r"([0-9]{1,2})(am|pm)", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_LAST_HOUR, _LAST_MINUTE, _LAST_DAY = 24, 59, 31
# After a bare four-digit number: things that are counted, so that it is no year.
_COUNTED = {"people", "workers", "men", "women", "children", "words", "dollars", "pounds", "euros",
            "miles", "kilometres", "kilometers", "metres", "meters", "feet", "members", "copies",
            "soldiers", "students", "pages", "acres", "tons", "tonnes", "years", "hours", "times",
            "percent", "kg", "km", "others", "votes", "jobs", "homes", "books"}  # fmt: skip


def clock(context: Context) -> tuple[Said, ...] | None:
    """10:30 → "ten thirty"; 9:00 a.m → "nine A.M"; 5pm → "five P.M"."""
    core = context.core
    if found := _MERIDIEM.fullmatch(core):
        return (Said(f"{numbers.cardinal(found[1])} {_letters(found[2])}"),)
    found = _CLOCK.fullmatch(core)
    if not found or int(found[1]) > _LAST_HOUR or int(found[2]) > _LAST_MINUTE:
        return None
    half = found[3] or context.neighbour(1).replace(".", "").lower()
    if "." in core and half not in {"am", "pm"}:
        return None
    minutes = {"00": "" if half in {"am", "pm"} else " o'clock"}.get(found[2])
    if minutes is None:
        spoken = numbers.cardinal(found[2])
        minutes = f" oh {spoken}" if found[2][0] == "0" else f" {spoken}"
    said = numbers.cardinal(found[1]) + minutes
    return (Said(f"{said} {_letters(found[3])}" if found[3] else said),)


def _letters(half: str) -> str:
    return f"{half[0]}.{half[1]}".upper()


def money(context: Context) -> tuple[Said, ...] | None:
    """$5.2bn, or $5.2 with its "billion" in the next word, which then takes the currency."""
    if pence := _PENCE.fullmatch(context.core):
        unit = "pence" if pence[2] == "p" else "cents"
        return (Said(f"{numbers.cardinal(pence[1])} {unit}"),)
    found = _MONEY.fullmatch(context.core)
    if not found:
        return None
    following = context.neighbour(1)
    if not found[3] and following.lower() in numbers.MAGNITUDES and len(following) > 1:
        many = numbers.MONEY[found[1]][1]
        return Said(numbers.cardinal(found[2])), Said(f"{following.lower()} {many}")
    return (Said(numbers.money(found[1], found[2], found[3] or "")),)


def date(context: Context) -> tuple[Said, ...] | None:
    """The day in "May 1" and "1 May" is an ordinal; months are said in full."""
    before, after = context.neighbour(-1), context.neighbour(1)
    if context.core in words.MONTHS and (_DAY.fullmatch(after) or _year(after)):
        return (Said(words.MONTHS[context.core], abbreviated=True),)
    found = _DAY.fullmatch(context.core)
    if not found or not 1 <= int(found[1]) <= _LAST_DAY:
        return None
    if words.MONTHS.get(before, before) in words.MONTH_NAMES:
        return (Said(numbers.ordinal(found[1])),)
    if words.MONTHS.get(after, after) in words.MONTH_NAMES and context.core.isdecimal():
        return (Said(f"the {numbers.ordinal(found[1])} of" if before.lower() != "the" else
                     f"{numbers.ordinal(found[1])} of"),)  # fmt: skip
    return None


def range_of(context: Context) -> tuple[Said, ...] | None:
    """1914–18, 3–4, 5–10%; a hyphen joins a range only where it grows."""
    found = _RANGE.fullmatch(context.core)
    if not found:
        return None
    first, second, unit = found.groups()
    if _year(first) and (len(second) == 2 or _year(second)):  # noqa: PLR2004
        said = f"{numbers.year(first)} to {numbers.second_year(second)}"
        return (Said(numbers.plural(said) if unit == "s" else said),)
    said = f"{numbers.cardinal(first)} to {numbers.cardinal(second)}"
    return (Said(f"{said} percent" if unit == "%" else said),)


def slashed(context: Context) -> tuple[Said, ...] | None:
    """1/2 is a fraction; 9/11 and 24/7 are names; ½ stands alone or after a number."""
    core = context.core
    if core in numbers.FRACTIONS:
        return (Said(numbers.FRACTIONS[core]),)
    if len(core) > 1 and core[-1] in numbers.FRACTIONS and _is_number(core[:-1]):
        return (Said(f"{numbers.cardinal(core[:-1])} and {numbers.FRACTIONS[core[-1]]}"),)
    found = re.fullmatch(r"([0-9]+)/([0-9]+)", core)
    if not found:
        return None
    top, bottom = found.groups()
    if core in {"9/11", "24/7", "7/7"} or int(top) >= int(bottom) or int(bottom) > 100:  # noqa: PLR2004
        return (Said(f"{numbers.cardinal(top)} {numbers.cardinal(bottom)}"),)
    words_ = numbers.fraction(top, bottom)
    return (Said(f"and {words_}" if _is_number(context.neighbour(-1)) else words_),)


def measure(context: Context) -> tuple[Said, ...] | None:
    """100%, 20°C, 5km, #5, and the unit that stands alone after a number."""
    core = context.core
    if core in words.UNITS and core != "in" and _is_number(context.neighbour(-1)):
        unit = words.UNITS[core]
        return (Said(_single(unit) if context.neighbour(-1) == "1" else unit, abbreviated=True),)
    if numbered := re.fullmatch(rf"#({_NUMBER})", core):
        return (Said(f"number {numbers.cardinal(numbered[1])}"),)
    if sections := re.fullmatch(rf"(§+)({_NUMBER})", core):
        kind = "section" if len(sections[1]) == 1 else "sections"
        return (Said(f"{kind} {numbers.cardinal(sections[2])}"),)
    found = _MEASURE.fullmatch(core)
    if not found or found[2] not in words.UNITS:
        return None
    unit = words.UNITS[found[2]]
    return (Said(f"{numbers.cardinal(found[1])} {_single(unit) if found[1] == '1' else unit}"),)


def _single(unit: str) -> str:
    head, _, rest = unit.partition(" ")
    one = words.SINGULAR_UNITS.get(head, head.removesuffix("s"))
    return f"{one} {rest}".strip()


def decade(context: Context) -> tuple[Said, ...] | None:
    """1860s, '90s, 1800s."""
    found = _DECADE.fullmatch(context.core)
    return (Said(numbers.decade(found[1] or found[2] or found[3])),) if found else None


def ordinal(context: Context) -> tuple[Said, ...] | None:
    """21st."""
    found = _ORDINAL.fullmatch(context.core)
    return (Said(numbers.ordinal(found[1])),) if found else None


def number(context: Context) -> tuple[Said, ...] | None:
    """What is left of figures: a year, a code with leading zeros, or a cardinal."""
    core = context.core.rstrip("".join(APOSTROPHES))
    possessive = re.fullmatch(r"([0-9]{4})['’]s", context.core)
    if possessive and numbers.YEAR.fullmatch(possessive[1]):
        return (Said(numbers.year(possessive[1]) + "'s"),)
    if _year(core) and context.neighbour(1).lower() not in _COUNTED:
        return (Said(numbers.year(core)),)
    if re.fullmatch(r"0[0-9]+", core):
        return (Said(numbers.spelled(core)),)
    return (Said(numbers.cardinal(core)),) if _is_number(core) else _mixed(core)


def _mixed(core: str) -> tuple[Said, ...] | None:
    """GPT4, B2B, 4x4, 2nd-order: letters and figures apart."""
    if not any(char in "0123456789" for char in core) or "-" in core or "–" in core or "/" in core:
        return None
    if re.search(r"\w\.\w+\.\w|://|@", core):
        return None
    pieces = re.findall(r"[0-9]+(?:\.[0-9]+)?|[^\W\d_]+|[^\w\s]", core)
    said = (numbers.cardinal(p) if p[0] in "0123456789" else words.SYMBOLS.get(p, _short(p))
            for p in pieces)  # fmt: skip
    return (Said(" ".join(filter(None, said))),)


def _short(piece: str) -> str:
    if not piece.isalpha():
        return ""
    return ".".join(piece.upper()) if len(piece) <= 3 and piece.isupper() else piece  # noqa: PLR2004


def _year(core: str) -> bool:
    return bool(numbers.YEAR.fullmatch(core))


def _is_number(core: str) -> bool:
    return bool(re.fullmatch(_NUMBER, core))
