"""Rules for amounts: money with its magnitudes, and measures with their units."""

import re
from typing import NamedTuple

from pipeline.patterns import pattern
from pipeline.spoken.context import Context, Said
from pipeline.spoken.english import numbers, units, words

_IN_ONE_WORD = frozenset(map(str, range(13)))  # old pence: "fourpence"
_SIGNS = "".join(units.CURRENCIES)
_PLACES = "|".join(sorted((re.escape(place) for place in units.COUNTRIES), key=len, reverse=True))
_MAGNITUDE = "(?:k|m|mn|mln|bn|b|tn|trn|t)"
_MONEY = pattern(
    rf"([-−–+]?)({_PLACES}|R)?([{_SIGNS}])([-−]?[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)"
    rf"(?:[–-][{_SIGNS}]?([0-9][0-9,.]*[0-9]|[0-9]))?({_MAGNITUDE})?"
    r"(?:/([a-z]+)|-([a-z][a-z-]*))?",
    re.IGNORECASE,
)
_BARE = pattern(rf"({_PLACES}|R)([{_SIGNS}])")
_COINS = pattern(r"([0-9]+)(p|¢|d|s)")
_AFTER = pattern(rf"({numbers.NUMBER})({_MAGNITUDE})?([{_SIGNS}])", re.IGNORECASE)
_RANGE = rf"{numbers.NUMBER}(?:[–-]{numbers.NUMBER})?"
_MEASURE = pattern(rf"({_RANGE})([^0-9\s,.–-].*)")
_FEET = pattern(r"([0-9]+)['’′]([0-9]+)[\"″”]?")
_ANGLE = pattern(r"([0-9]+)°([0-9]+)[′'’](?:([0-9]+)[″\"”])?([NSEW])?")
_MIXED = pattern(rf"([0-9]+[{''.join(numbers.FRACTIONS)}])(.+)")
_RATE = pattern(rf"({numbers.NUMBER})?([^0-9/]+)/([^0-9/]+)")
_BY = pattern(rf"({numbers.NUMBER})[x×]({numbers.NUMBER})([a-z]*)")
_POINTS = {"N": "north", "S": "south", "E": "east", "W": "west"}


class _Money(NamedTuple):
    """What a currency is called: one, many, and its hundredths."""

    one: str
    many: str
    hundredths: str


def money(context: Context) -> tuple[Said, ...] | None:
    """$5.2bn; $5.2 with its "billion" in the next word, which then takes the currency; 20 €."""
    core = context.core
    if found := _MONEY.fullmatch(core):
        return _signed(context, found)
    if found := _BARE.fullmatch(core):
        return (Said(_currency(found[1], found[2]).one),)
    if found := _AFTER.fullmatch(core):
        return (Said(_amount(_currency("", found[3]), found[1], found[2])),)
    return _coins(context) or _coded(context)


def _currency(place: str | None, sign: str) -> _Money:
    if (place or "").upper() == "R" and sign == "$":
        return _Money(*units.REAL)
    one, many, hundredths = units.CURRENCIES[sign]
    country = units.COUNTRIES.get((place or "").upper(), "")
    return _Money(f"{country} {one}".strip(), f"{country} {many}".strip(), hundredths)


def _signed(context: Context, found: re.Match[str]) -> tuple[Said, ...] | None:
    minus, place, sign, amount, upper, magnitude, per, joined = found.groups()
    currency = _currency(place, sign)
    prefix = numbers.cardinal(minus + "1").removesuffix("one") if minus else ""
    amount = amount if not upper else amount + " " + upper
    following = context.after.lower()
    large = len(following) > 1 and units.MAGNITUDES.get(following)
    if context.before in {"a", "an"} or joined:
        currency = currency._replace(many=currency.one)
    if not magnitude and large and not per and not joined:
        return Said(prefix + _span(amount)), Said(f"{large} {currency.many}")
    said = prefix + _amount(currency, amount, magnitude)
    if per:
        unit = units.PER.get(per, per)
        said += f" {'an' if unit[0] in 'aeio' or unit == 'hour' else 'a'} {unit}"
    return (Said(f"{said} {joined.replace('-', ' ')}" if joined else said),)


def _amount(currency: _Money, amount: str, magnitude: str | None) -> str:
    if magnitude:
        return f"{_span(amount)} {units.MAGNITUDES[magnitude.lower()]} {currency.many}"
    whole, dot, cents = amount.partition(".")
    if dot and len(cents) == 2 and currency.hundredths:  # noqa: PLR2004
        small = f"{numbers.cardinal(cents)}"
        if not whole.strip("0,") and int(cents):
            return f"{small} {currency.hundredths}"
        head = f"{numbers.cardinal(whole)} {currency.one if whole == '1' else currency.many}"
        return f"{head} {small}" if int(cents) else head
    return f"{_span(amount)} {currency.one if amount == '1' else currency.many}"


def _span(amount: str) -> str:
    return " to ".join(numbers.cardinal(part) for part in amount.split())


def _coins(context: Context) -> tuple[Said, ...] | None:
    """10p, 50¢, and the old money: 2s. 6d."""
    found = _COINS.fullmatch(context.core)
    if not found:
        return None
    number, coin = found.groups()
    before, after = context.neighbour(-1), context.neighbour(1)
    pounds = before.startswith("£") or bool(re.fullmatch(r"[0-9]+s", before))
    if coin == "s" and not (pounds or re.fullmatch(r"[0-9]+d", after)):
        return None
    if coin == "d" and not (pounds or context.stopped):
        return None
    names = {"p": ("penny", "pence"), "¢": ("cent", "cents"), "s": ("shilling", "shillings")}
    if coin == "d":
        joint = "and " if re.fullmatch(r"[0-9]+s", before) else ""
        coins = numbers.cardinal(number) + ("pence" if number in _IN_ONE_WORD else " pence")
        return (Said(joint + ("a penny" if number == "1" else coins), abbreviated=True),)
    one, many = names[coin]
    words_ = f"{numbers.cardinal(number)} {one if number == '1' else many}"
    return (Said(words_, abbreviated=coin == "s"),)


def _coded(context: Context) -> tuple[Said, ...] | None:
    """USD 500 and 500 USD, Rs 500: the letters are said after the number, rupees before."""
    core, after = context.core, context.after
    if core in units.RUPEES and after[:1].isdigit():
        return (Said("rupees", abbreviated=True),)
    number = re.fullmatch(rf"({numbers.NUMBER})({_MAGNITUDE})?", after, re.IGNORECASE)
    if core in units.CODES and number:
        one, many = units.CODES[core]
        large = f" {units.MAGNITUDES[number[2].lower()]}" if number[2] else ""
        return Said(numbers.cardinal(number[1]) + large), Said(one if after == "1" else many)
    before = context.before
    if core in units.CODES and (numbers.is_number(before) or before.lower() in units.MAGNITUDES):
        one, many = units.CODES[core]
        return (Said(one if before == "1" else many),)
    if core in units.CURRENCIES and numbers.is_number(before):
        return (Said(_currency("", core)[0 if before == "1" else 1]),)
    return None


def measure(context: Context) -> tuple[Said, ...] | None:
    """100%, 20°C, 5km, 1–2 km, 5'10", 12×18, and the unit that stands alone after a number."""
    core = context.core
    if found := _FEET.fullmatch(core):
        return (Said(f"{numbers.cardinal(found[1])} foot {numbers.cardinal(found[2])}"),)
    if found := _ANGLE.fullmatch(core):
        return (Said(_angle(*found.groups())),)
    if found := _BY.fullmatch(core):
        unit = f" {units.UNITS[found[3]]}" if found[3] in units.UNITS else ""
        by = f"{numbers.cardinal(found[1])} by {numbers.cardinal(found[2])}{unit}"
        return (Said(by),) if unit or not found[3] else None
    if found := re.fullmatch(rf"({numbers.NUMBER})x|([0-9]+\.[0-9]+)s", core):
        number, noun = (found[1], "times") if found[1] else (found[2], "seconds")
        return (Said(f"{numbers.cardinal(number)} {noun}"),)
    if (found := _MIXED.fullmatch(core)) and found[2] in units.UNITS:
        return (Said(f"{context.piece(found[1])} {units.UNITS[found[2]]}"),)
    return _alone(context) or _attached(context) or _inches(context) or _per(context)


def _per(context: Context) -> tuple[Said, ...] | None:
    """5 mg/kg, 48 mmol/mol, 37.5 hrs/wk: one unit for another."""
    found = _RATE.fullmatch(context.core)
    if not found or found[2] not in units.UNITS or found[3] not in units.UNITS:
        return None
    if not found[1] and not re.fullmatch(_RANGE, context.before):
        return None
    number = f"{context.piece(found[1])} " if found[1] else ""
    return (Said(f"{number}{units.UNITS[found[2]]} per {one(units.UNITS[found[3]])}"),)


def _angle(degrees: str, minutes: str, seconds: str | None, point: str | None) -> str:
    said = f"{numbers.cardinal(degrees)} degrees {numbers.cardinal(minutes)} minutes"
    said += f" {numbers.cardinal(seconds)} seconds" if seconds else ""
    return f"{said} {_POINTS[point]}" if point else said


def _alone(context: Context) -> tuple[Said, ...] | None:
    core, before = context.core, context.before
    counted = bool(re.fullmatch(_RANGE, before) or _BY.fullmatch(before))
    counted = counted or before[-1:] in numbers.FRACTIONS
    if core not in units.UNITS or not (counted or before in {"sq", "cu"}):
        return None
    if core in units.ATTACHED_ONLY and not context.stopped and core != "ha":
        return None
    if core in {"sq", "cu"} and context.after not in units.UNITS:
        return None
    single = before == "1" or _described(context, -2)
    unit = units.UNITS[core]
    return (Said(one(unit) if single else unit, abbreviated=True),)


def _attached(context: Context) -> tuple[Said, ...] | None:
    found = _MEASURE.fullmatch(context.core)
    if not found or found[2] not in units.UNITS:
        return None
    number, unit = found.groups()
    if unit == "m" and context.after.lower() in words.COUNTED_NOUNS:
        return (Said(f"{numbers.cardinal(number)} million"),)
    single = number == "1" or _described(context, -1)
    said = " to ".join(map(numbers.cardinal, _ends(number)))
    return (Said(f"{said} {one(units.UNITS[unit]) if single else units.UNITS[unit]}",
                 abbreviated=True),)  # fmt: skip


def _ends(span: str) -> list[str]:
    found = re.fullmatch(rf"({numbers.NUMBER})[–-]({numbers.NUMBER})", span)
    return list(found.groups()) if found else [span]


def _inches(context: Context) -> tuple[Said, ...] | None:
    """12" is inches where no quotation is open that the sign could close."""
    token = context.tokens[context.at]
    if '"' in token.lead or token.trail[:1] != '"' or not numbers.is_number(token.core):
        return None
    before = context.tokens[: context.at]
    if sum((each.lead + each.trail).count('"') for each in before) % 2:
        return None
    single = token.core == "1" or context.before in {"a", "an"}
    return (Said(f"{numbers.cardinal(token.core)} {'inch' if single else 'inches'}"),)


def _described(context: Context, step: int) -> bool:
    """Whether a measure describes what follows and has no plural: "a 6ft man"."""
    article, after = context.neighbour(step).lower(), context.after
    noun = after.isalpha() and after.islower() and after not in words.FUNCTION_WORDS
    return noun and article in {"a", "an", "the"} and context.core != "%"


def one(unit: str) -> str:
    """The singular of a unit."""
    head, _, rest = unit.partition(" ")
    if head in units.BEFORE_PLURAL:
        return f"{head} {one(rest)}"
    return f"{units.SINGULAR.get(head, head.removesuffix('s'))} {rest}".strip()
