"""Roman numerals: World War II, Henry VIII, Chapter IV; never the pronoun, Malcolm X, vitamin C."""

import re

from pipeline.patterns import pattern
from pipeline.spoken.context import Context, Said
from pipeline.spoken.english import numbers, words
from pipeline.spoken.english.names import COUNTED, COUNTED_FIRST, REGNAL, REIGNING, RULERS
from pipeline.spoken.tokens import split

_POSSESSIVE = pattern(r"(.+?)(['’]s)")
_SPAN = pattern(r"([IVXLC]+|[ivxlc]+)[–-]([IVXLC]+|[ivxlc]+)")
_LETTERS_TOO = set("CLcl")  # "Appendix C", "vitamin C"
_SURE = set("IVX")  # in company: no size, no drip, no CD
_PAIRING = {"and", "or", "to", "through", "&"}


def roman(context: Context) -> tuple[Said, ...] | None:
    """The numeral in figures of words, by what stands before it."""
    if span := _SPAN.fullmatch(context.core):
        return _span(context, span[1], span[2])
    found = _POSSESSIVE.fullmatch(context.core)
    stem, tail = (found[1], "'s") if found else (context.core, "")
    value = numbers.roman(stem)
    if value is None:
        return _ordinal(stem)
    if stem in _LETTERS_TOO:
        return None
    return _placed(context, stem, value, tail)


def _placed(context: Context, stem: str, value: int, tail: str) -> tuple[Said, ...] | None:
    said = numbers.cardinal(str(value))
    if _counts(context, stem):
        return (Said((said.title() if stem.isupper() else said) + tail),)
    if context.after.lower() in {"century", "centuries"} and len(stem) > 1:
        return (Said(numbers.ordinal(str(value))),)
    if _reigns(context, stem):
        return (Said(f"the {numbers.ordinal(str(value)).title()}{tail}"),)
    return (Said(said.title() if stem.isupper() else said),) if _marks(context, stem) else None


def _span(context: Context, first: str, second: str) -> tuple[Said, ...] | None:
    low, high = numbers.roman(first), numbers.roman(second)
    pages = context.before.lower() in words.BEFORE_NUMBER
    sure = pages or _known(context.before) or (len(first) > 1 and len(second) > 1)
    if low is None or high is None or low >= high or not sure:
        return None
    said = f"{numbers.cardinal(str(low))} to {numbers.cardinal(str(high))}"
    return (Said(said.title().replace(" To ", " to ") if first.isupper() else said),)


def _ordinal(stem: str) -> tuple[Said, ...] | None:
    """The XXth Congress."""
    found = re.fullmatch(r"([IVXLC]+)(st|nd|rd|th)", stem)
    value = numbers.roman(found[1]) if found else None
    return (Said(numbers.ordinal(str(value))),) if value else None


def _known(before: str) -> bool:
    return before.capitalize().removesuffix("s") in COUNTED or before.capitalize() in COUNTED


def _counts(context: Context, stem: str) -> bool:
    """Whether a word that counts stands before: "Chapter IV", "scene ii", "Wars I and II"."""
    before = context.neighbour(-1)
    if before.lower() in _PAIRING:
        other = context.neighbour(-2)
        return numbers.roman(other) is not None and _known(context.neighbour(-3))
    if before.lower() in words.BEFORE_NUMBER and split(context.tokens[context.at - 1].core).core:
        return len(stem) > 1 and context.tokens[context.at - 1].trail.startswith(".")
    if not _known(before):
        return False
    if before[0].isupper() or len(stem) > 1 or stem.islower():
        return True
    trail = context.tokens[context.at].trail
    return bool(trail) or context.last or before in COUNTED_FIRST


def _reigns(context: Context, stem: str) -> bool:
    """Tell the king from the speaker: "King Charles I was", but "when Charles I saw"."""
    before = context.neighbour(-1)
    if not before[:1].isupper() or not stem.isupper() or not set(stem) <= set("IVX"):
        return False
    known = before.capitalize() in REGNAL
    if len(stem) > 1:
        return known or (before[1:].islower() and not context.shouted)
    ruler = context.neighbour(-2).capitalize() in RULERS
    if stem == "I":
        ended = context.last or bool(context.tokens[context.at].trail)
        return (known or ruler) and (ruler or ended or context.neighbour(1) in REIGNING)
    return known and (stem == "V" or ruler)


def _marks(context: Context, stem: str) -> bool:
    """The number of a point or a heading: "(iii) the", "II. The State"."""
    token = context.tokens[context.at]
    if stem.islower() and token.trail.startswith(")") and token.lead in ("", "("):
        return True
    if len(context.tokens) == 1 and (context.stopped or (len(stem) > 1 and set(stem) <= _SURE)):
        return stem.isupper()
    if context.at or not context.stopped or context.last:
        return False
    return len(stem) > 1 or (stem.isupper() and _heads(context))


def _heads(context: Context) -> bool:
    """A lone I, V or X that opens a line without an end is a heading's number, no initial."""
    following, last = context.neighbour(1), context.tokens[-1]
    return len(following) > 1 and "." not in following and not set(last.trail) & set(".?!")
