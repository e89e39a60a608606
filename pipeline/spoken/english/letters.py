"""Rules for words whose letters matter: abbreviations, initials, acronyms, roman numerals.

Initials are said as letters with full stops between and none at the end ("U.S"): engines then
spell them, and make no pause after them.
"""

import re

from pipeline.spoken.context import Context, Said
from pipeline.spoken.english import numbers, words
from pipeline.spoken.tokens import Token

_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_DEGREES = {"Ph.D": "P.H.D", "PhD": "P.H.D", "PhDs": "P.H.D's", "Ed.D": "E.D.D", "MPhil": "em-phil"}
_WORD_LENGTH = 5  # capitals longer than this are read as a word
_PLURAL = re.compile(r"([A-Z]{2,})(['’]?s)")
_VOWELS = set("AEIOUY")
_CLUSTER = re.compile(r"[^AEIOUY]{3}")  # so many consonants together make no English word


def abbreviation(context: Context) -> tuple[Said, ...] | None:
    """Dr., No. 5, pp. 3–4, e.g., St. Louis, Main St."""
    core, after = context.core, context.neighbour(1)
    if core in {"St", "Ste"}:
        return _street_or_saint(context)
    if context.stopped and core.capitalize() in words.BEFORE_NUMBER and _numbered(core, after):
        return (Said(words.BEFORE_NUMBER[core.capitalize()], abbreviated=True),)
    if _addresses(context):
        return (Said(words.TITLES[core], abbreviated=True),)
    if core == "et" and after == "al":
        return Said("and"), Said("others", abbreviated=True)
    return _shortened(context)


def _addresses(context: Context) -> bool:
    """Tell "Gen. Franco" and "Mr. and Mrs." from the end of a sentence."""
    core, after = context.core, context.neighbour(1)
    if core not in words.TITLES:
        return False
    always = core in words.WITHOUT_STOP and bool(after)
    return (context.stopped and always) or (
        after[:1].isupper() and (context.stopped or core in words.WITHOUT_STOP)
    )


def _shortened(context: Context) -> tuple[Said, ...] | None:
    """An abbreviation that stands for one word wherever it stands."""
    core = context.core
    if core in words.MONTHS and context.stopped:
        return (Said(words.MONTHS[core], abbreviated=True),)
    known = words.ABBREVIATIONS.get(core) or words.ABBREVIATIONS.get(core.lower())
    dotted = context.stopped or core in words.WITHOUT_STOP or "." in core
    if not known or not dotted or (context.last and core.lower() in {"no", "al", "v", "ed"}):
        return None
    return (Said(known, abbreviated=True),)


def _numbered(core: str, after: str) -> bool:
    """Tell "No. 5" and "c. 1917", not "no. Five" nor the end of a sentence."""
    return after[:1].isdigit() or (core[0].isupper() and numbers.roman(after) is not None)


def _street_or_saint(context: Context) -> tuple[Said, ...] | None:
    before, after = context.neighbour(-1), context.neighbour(1)
    if after[:1].isupper() and not (before[:1].isupper() and context.stopped and context.last):
        return (Said("Saint", abbreviated=True),)
    return (Said("Street", abbreviated=True),) if before[:1].isupper() else None


def initials(context: Context) -> tuple[Said, ...] | None:
    """U.S., I.W.W., J.P. Morgan, a.m., and the single letter of J. P. Morgan."""
    core = context.core
    if core in _DEGREES:
        return (Said(_DEGREES[core], abbreviated=True),)
    stem, tail = _possessive(core)
    if _DOTTED.fullmatch(stem):
        return (Said(stem.upper() + tail, abbreviated=True),)
    if len(core) == 1 and core.isupper() and context.stopped and not context.last:
        return (Said(core, abbreviated=True),)
    return None


def _possessive(core: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.+?)\.?(['’]s)", core)
    return (found[1], "'s") if found else (core, "")


def roman(context: Context) -> tuple[Said, ...] | None:
    """World War II, Henry VIII, Chapter IV; never the pronoun, Malcolm X or vitamin C."""
    stem, tail = _possessive(context.core)
    value, before = numbers.roman(stem), context.neighbour(-1)
    if value is None or not before[:1].isupper() or (before, stem) in words.NEVER_REGNAL:
        return None
    if before in words.COUNTED:
        return (Said(numbers.cardinal(str(value)).title() + tail),)
    regnal = before in words.REGNAL
    long_enough = len(stem) > 1 and set(stem) <= set("IVX")
    if not (regnal or long_enough) or (stem == "I" and not _reigns(context)):
        return None
    return (Said(f"the {numbers.ordinal(str(value)).title()}{tail}"),)


def _reigns(context: Context) -> bool:
    """Tell the king from the speaker: "King Charles I was", but "with Charles I went"."""
    before = context.neighbour(-2)
    return (
        context.last
        or before in {"King", "Queen", "Pope", "Tsar", "Emperor", "Kaiser"}
        or (context.neighbour(1) in {"of", "and", "was", "had", "who", "in"})
    )


def capitals(context: Context) -> tuple[Said, ...] | None:
    """IWMA by letters, NATO as a word, WWII, BBCs; shouted words as words."""
    core = context.core
    if core in {"WWI", "WWII"}:
        return (Said("World War One" if core == "WWI" else "World War Two"),)
    if found := _PLURAL.fullmatch(core):
        said = capitals(context._replace(tokens=[Token("", found[1], "")], at=0))
        ending = found[2].replace("’", "'")
        if said is None:
            return None
        spelled = "." in said[0].words
        return (Said(said[0].words + ("'s" if spelled else ending)),)
    if not core.isupper() or not core.isalpha() or len(core) == 1:
        return None
    if context.shouted or core in words.PLAIN_CAPITALS or len(core) > _WORD_LENGTH:
        return (Said(core if core in {"I", "OK"} else core.capitalize()),)
    return (Said(_spell(core)),)


def _spell(letters: str) -> str:
    return letters.capitalize() if letters in words.ACRONYMS else ".".join(letters)


def guessed(core: str) -> bool:
    """Whether capitals are spelled only by rule, though they could be said as a word."""
    plain = core.isalpha() and core.isupper() and 4 <= len(core) <= _WORD_LENGTH  # noqa: PLR2004
    sayable = bool(set(core) & _VOWELS) and not _CLUSTER.search(core)
    return plain and sayable and core not in words.ACRONYMS | words.PLAIN_CAPITALS
