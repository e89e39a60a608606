"""Rules for words whose letters are said: initials, initialisms, acronyms, stressed capitals.

Initials are said as letters with full stops between and none at the end ("U.S"): engines then
spell them, and make no pause after them. Two letters with an ending take hyphens ("M-P's"), since
an engine reads the stop of "M.P's" as "dot".
"""

import re
from itertools import takewhile

from pipeline.patterns import pattern
from pipeline.spoken.context import Context, Said
from pipeline.spoken.english.names import (
    ACRONYMS,
    DEGREES,
    INITIALISMS,
    PLAIN_CAPITALS,
    SAID,
)
from pipeline.spoken.tokens import APOSTROPHES

_DOTTED = pattern(r"(?:[^\W\d_]\.)+[^\W\d_]")
_PLURAL_DOTTED = pattern(r"((?:[^\W\d_]\.)+[^\W\d_])\.?['’]?s")
_JOINING = frozenset({"AND", "OR", "US", "IT", "WHO"})  # may stand between initials, or be some
_AFTER_LETTER = {"is", "was", "and", "or", "to", "plus", "minus", "equals", "→", "=", "+", "&"}
_WORD_LENGTH = 5  # capitals longer than this are read as a word
_PLURAL = pattern(r"([A-Z]{2,})(['’]?s)")
_POSSESSIVE = pattern(r"(.+?)\.?(['’]s)")
_VOWELS = set("AEIOUY")
_CLUSTER = pattern(r"[^AEIOUY]{3}")  # so many consonants together make no English word
_ONSET = (
    r"(?:[BCDFGHJKLMNPQRSTVWXYZ]|[BCFGPS]L|[BCDFGPTW]R|[CGPSTW]H|S[CKMNPQTW]|SC[HR]|S[PT]R|SPL"
    r"|SHR|THR|KN|QU|TW|DW|GN)"
)
_CODA = (
    r"(?:[BCDFGKLMNPRSTVWXYZH]|[CGLNPRST]H|[CLNRS]K|[CFLNPRSX]T|[LNR]D|[LMRS]P|[LR]M|[LR]N|LF|LL"
    r"|FF|SS|ZZ|NG|GHT|RS[TE]?|RCH|NCH|TCH|RTH|LTH|NTH|NX|MB|[LR]V|CK)"
)
_ENGLISH = pattern(rf"{_ONSET}?[AEIOUY]+(?:{_CODA}?{_ONSET}[AEIOUY]+)*{_CODA}?S?")


def initials(context: Context) -> tuple[Said, ...] | None:
    """U.S., I.W.W., J.P. Morgan, a.m., Ph.D.s, and the single letter of J. P. Morgan."""
    core = context.core
    if degree := _degree(core):
        return (Said(degree, abbreviated=True),)
    if found := _PLURAL_DOTTED.fullmatch(core):
        return (Said(spell(found[1].replace(".", ""), "'s"), abbreviated=True),)
    if _DOTTED.fullmatch(core):
        return (Said(core.upper(), abbreviated=True),)
    if len(core) == 1 and core.isupper() and context.stopped and not context.last:
        # "A Philip Randolph" would be said with the article.
        return (Said(core, abbreviated=core != "A"),)
    return None


def _degree(core: str) -> str:
    stem = re.sub(r"\.?['’]?s$", "", core) if core[-1:] == "s" else core
    if not any(char.isupper() for char in stem) or stem in {"Med", "Bed", "BED", "MED"}:
        return ""
    said = DEGREES.get(stem.replace(".", "").lower(), "") if stem[:1].isupper() else ""
    return f"{said}'s" if said and stem != core else said


def spell(letters: str, tail: str = "") -> str:
    """Letters one by one, and their plural or possessive."""
    return ("-" if tail and len(letters) == 2 else ".").join(letters) + tail  # noqa: PLR2004


def lone(context: Context) -> tuple[Said, ...] | None:
    """The letter A inside a sentence ("vitamin A is"), which engines take for the article."""
    if context.core != "A" or context.last or context.shouted:
        return None
    if not context.at:
        return (Said("eigh"),) if context.after in _AFTER_LETTER else None
    before = context.tokens[context.at - 1]
    inside = not context.tokens[context.at].lead and not set(before.trail) & set('.?!:;”"’')
    return (Said("eigh"),) if inside and before.core and not context.after[:1].isupper() else None


def capitals(context: Context) -> tuple[Said, ...] | None:
    """IWMA by letters, NATO as a word, WWII, MPs; shouted words as words."""
    core = context.core
    stem, tail = core, ""
    found = _PLURAL.fullmatch(core) or _POSSESSIVE.fullmatch(core)
    if found and found[1].isupper():
        stem, tail = found[1], found[2].replace("’", "'")
    if not stem.isupper() or len(stem) == 1 or not _letters(stem).isalnum():
        return None
    if word := _as_word(stem, context):
        return (Said(word + tail),)
    return (Said(spell(stem, "'s" if tail else "")),) if stem.isalpha() else None


def _letters(stem: str) -> str:
    return "".join(char for char in stem if char not in APOSTROPHES)


def _as_word(stem: str, context: Context) -> str:
    """Capitals that are a word; empty for those that are spelled."""
    if stem in SAID:
        return SAID[stem]
    if not stem.isalpha():
        return stem.capitalize().replace("’", "'") if _letters(stem) != stem else ""
    if stem == "WHO" and context.neighbour(-1).lower() == "the":
        return ""
    if stem in ACRONYMS or stem in PLAIN_CAPITALS:
        return stem if stem == "I" else stem.capitalize()
    if context.shouted:
        american = stem == "US" and context.neighbour(-1) == "THE"
        spelled = stem in INITIALISMS or american or not _ENGLISH.fullmatch(stem)
        return "" if spelled and len(stem) <= _WORD_LENGTH else stem.capitalize()
    return stem.capitalize() if len(stem) > _WORD_LENGTH and stem not in INITIALISMS else ""


def shouted(cores: list[str]) -> int:
    """How many words at the start of a line are in capitals for their own sake.

    All of a heading or a shout; the first few where a magazine begins "THE COUNCIL SAYS that".
    """
    run = list(takewhile(lambda core: core == core.upper(), cores))
    words = [core for core in run if any(char.isalpha() for char in core)]
    plain = any(len(word) > 1 and word in PLAIN_CAPITALS - _JOINING for word in words)
    if len(words) > 1 and plain:
        return len(run)
    if not words or len(run) < len(cores):
        return 0
    several = len(words) >= 3  # noqa: PLR2004 - so many are no list of initials
    sayable = all(len(word) > 3 and _ENGLISH.fullmatch(word) for word in words)  # noqa: PLR2004
    return len(cores) if several or sayable else 0


def guessed(core: str) -> bool:
    """Whether capitals are spelled only by rule, though they could be said as a word."""
    plain = core.isalpha() and core.isupper() and 4 <= len(core) <= _WORD_LENGTH  # noqa: PLR2004
    sayable = bool(set(core) & _VOWELS) and not _CLUSTER.search(core)
    return plain and sayable and core not in {*ACRONYMS, *PLAIN_CAPITALS, *SAID, *INITIALISMS}
