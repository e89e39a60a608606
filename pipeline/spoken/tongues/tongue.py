"""A language told by a table: its words for figures, signs, dates, money and abbreviations."""

from collections.abc import Callable, Mapping, Sequence

from pipeline.spoken.tongues.machine import Rule
from pipeline.values import value

Pair = tuple[str, str]  # for one, for many


@value
class Tongue:
    """What the shared rules need to know of a language."""

    code: str  # as num2words has it
    comma: str  # of 3,14
    dot: str  # of 3.14
    minus: str
    to: str  # between the ends of a range
    digitwise: bool  # decimals are said digit by digit, not as a number
    short_years: bool  # "1914-18" is said as it is written, not with the century again
    tidied: Callable[[str], str]  # what num2words gets wrong
    agreeing: Callable[[str, str], str]  # a number's words and the word after it
    year: Callable[[int], str] | None  # of four figures from 1100 to 1999, if not as a number
    day: Callable[[int, str], str]  # of a month; with what stands before
    date: str  # "{day} {month} {year}"
    clock: Callable[[str, str], Pair]  # hours and minutes as written; the minutes with their noun
    cents: str  # between "four euros" and "fifty"
    months: Sequence[str]
    short_months: Mapping[str, str]
    units: Mapping[str, Pair]
    money: Mapping[str, tuple[str, str, str]]  # for one, for many, after millions
    magnitudes: Mapping[str, Pair]  # as written: one, many
    joined_magnitudes: Mapping[str, str]  # the M of M€ → a key of magnitudes
    fractions: Mapping[str, str]  # "1/2" and the like
    also: str  # between a number and its fraction
    halves: Mapping[str, str]  # after a number: "½"
    signs: Mapping[str, str]
    at: str
    point: str  # of an address
    parts: str  # pattern of what is counted in roman numerals: chapter, volume
    abbreviations: Mapping[str, str]
    titles: Mapping[str, str]  # only before a name
    numbering: Mapping[str, Pair]  # only before a number; the second before a range
    acronyms: frozenset[str]  # capitals said as a word
    own: Sequence[Rule] = ()  # rules that no other language has
    respelled: Mapping[str, str]  # capitals said as another word


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(words.split())
