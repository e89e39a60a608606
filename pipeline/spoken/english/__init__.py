"""English as written → English as said: rules tried in order at each word, the first wins.

The result is plain words with plain punctuation, the same for every engine: no digit, no symbol,
no quotation mark. Reading the result again changes nothing.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.patterns import pattern
from pipeline.spoken import tokens
from pipeline.spoken.context import Context, Rule, Said
from pipeline.spoken.english import (
    abbreviations,
    amounts,
    dates,
    figures,
    letters,
    romans,
    signs,
    units,
    words,
)
from pipeline.spoken.lexicon import Lexicon
from pipeline.spoken.tokens import Token

_PAUSING = "([{—–…"
_SIGNED = pattern(r"[-−–](?=[$£€¥₹]?\.?[0-9])")
_PLAIN = pattern(r"[A-Za-z '.,-]*")
_SHUT = {"(": ")", "[": "]", "{": "}"}
# Words in small letters that stand for another word, or may.
_SMALL = {"et", "op", "loc", "rev", "til", "nth", "n", "em", "tis", *words.ABBREVIATIONS,
          *words.BEFORE_NUMBER, *words.BEFORE_YEAR, *units.UNITS, "i", "ii", "iii"}  # fmt: skip
_ROMAN = set("ivxlc")


class _Ordinary(NamedTuple):
    """A word that no rule is about, whatever stands around it: as written, said, paused before."""

    core: str
    said: str
    pause: str


def read(shown: Sequence[str], lexicon: Lexicon, language: str = "en") -> list[str]:
    """What the voice gets for each word of one sentence; empty where it is only a pause."""
    parts = [_token(word) for word in shown]
    shouted = letters.shouted([part.core for part in parts])
    said: list[str] = []
    while len(said) < len(parts):
        ordinary = _ordinary(shown[len(said)])
        if ordinary and not lexicon.like(ordinary.core):
            if ordinary.pause:
                _pause_before(said, ordinary.pause)
            said.append(ordinary.said)
            continue
        context = Context(parts, len(said), lexicon, len(said) < shouted, language, read)
        for word in _first(context):
            token = parts[len(said)]
            if pause := _pause_at(word, token):
                _pause_before(said, pause)
            said.append(_with_trail(word, token))
    return _running_on(said, parts)


def _sayable(words_: str) -> str:
    """What a rule gave, without anything that a voice might name."""
    return words_.strip() if _PLAIN.fullmatch(words_) else signs.plain(words_)


@lru_cache(maxsize=20_000)
def _token(word: str) -> Token:
    """The word cut up, with a sign or bracket that is part of it given back to its core."""
    if word in {"<", ">"}:
        return Token("", word, "")
    lead, core, trail = tokens.split("".join(map(_usual, unicodedata.normalize("NFC", word))))
    below = lead == "<" and core[:1].isdigit() and ">" not in trail
    if below or (len(lead) == 1 and _SIGNED.match(lead + core)):
        lead, core = "", lead + core
    for start, end in _SHUT.items():
        if lead.endswith(start) and end in core and start not in core:
            lead, core = lead[:-1], start + core
        if start in core and end not in core and trail.startswith(end):
            core, trail = core + end, trail[1:]
    return Token(lead, core, trail)


def _usual(char: str) -> str:
    """A character as people type it: no joiners, no ligatures, no wide or styled letters."""
    if unicodedata.category(char) in {"Cf", "Cc", "Cs", "Co", "Cn"} or char in "\ufe0e\ufe0f\u20e3":
        return ""
    usual = unicodedata.normalize("NFKC", char)
    same = usual == char or unicodedata.category(char) in {"No", "Sc", "So", "Sm"} or char == "…"
    return char if same or not usual.isalnum() else usual


def _first(context: Context) -> tuple[Said, ...]:
    """What the first rule that knows the word makes of it."""
    for rule in _rules(context.core):
        found = rule(context)
        if found is not None:
            return found
    said = signs.plain(context.core)
    return (Said(said if said == context.core else context.piece(said)),)


@lru_cache(maxsize=20_000)
def _ordinary(word: str) -> _Ordinary | None:
    """A word of small plain letters that abbreviates nothing, as most do; else None."""
    token = _token(word)
    core, ends = token.core, token.trail.startswith(".")
    plain = core.isascii() and core.isalpha() and core.islower()
    if ends or not plain or core in _SMALL or set(core) <= _ROMAN:
        return None
    told = Said(core)
    return _Ordinary(core, _with_trail(told, token), _pause_at(told, token))


def _rules(core: str) -> tuple[Rule, ...]:
    return OF_LETTERS if core.isascii() and core.isalpha() else RULES


def _pause_at(word: Said, token: Token) -> str:
    """The pause that an opening bracket, a dash or a sign that nobody says puts before a word."""
    if word.words:
        return "," if any(sign in _PAUSING for sign in token.lead) else ""
    parting = not token.core or token.core in units.PARTING
    return tokens.pause(token.lead + token.trail) or ("," if parting else "")


def _pause_before(said: list[str], sign: str) -> None:
    before = next((i for i in range(len(said) - 1, -1, -1) if said[i]), None)
    if before is not None:
        said[before] = tokens.with_pause(said[before], sign)


def _with_trail(word: Said, token: Token) -> str:
    trail = token.trail
    if word.abbreviated and trail.startswith("."):
        trail = trail[1:]
    return tokens.with_pause(_sayable(word.words), tokens.pause(trail))


def _running_on(said: list[str], parts: Sequence[Token]) -> list[str]:
    """A full stop within a sentence is no end: a small letter or a figure follows it."""
    end, following = True, False  # at the end of the line; before a word that goes on
    for at in range(len(said) - 1, -1, -1):
        trail = parts[at].trail
        if not said[at]:
            continue
        if end and trail.startswith(".") and said[at][-1] not in tokens.PAUSES:
            said[at] += "."
        elif following and said[at].endswith("."):
            said[at] = tokens.with_pause(said[at][:-1], "," if trail.startswith("..") else "")
        end = False
        following = said[at][0].islower() and not parts[at].core[:1].isupper()
    return said


def _in_lexicon(context: Context) -> tuple[Said, ...] | None:
    like = context.lexicon.like(context.core) if context.core else ""
    return (Said(like),) if like else None


RULES: tuple[Rule, ...] = (
    _in_lexicon,
    abbreviations.glued,
    dates.bible,
    dates.numeric,
    figures.telephone,
    dates.clock,
    amounts.money,
    dates.date,
    dates.years,
    dates.decade,
    figures.range_of,
    figures.fraction,
    amounts.measure,
    figures.equation,
    figures.power,
    figures.ordinal,
    figures.prefixed,
    dates.year,
    figures.number,
    signs.symbol,
    signs.elided,
    romans.roman,
    abbreviations.abbreviation,
    signs.address,
    letters.initials,
    letters.lone,
    signs.joined,
    signs.dashed,
    letters.capitals,
    signs.compound,
)

# What knows no word of plain letters alone: a figure or a sign in the word itself calls for these.
_OF_FIGURES = frozenset(
    (
        abbreviations.glued,
        dates.numeric,
        figures.telephone,
        dates.clock,
        dates.years,
        dates.decade,
        figures.range_of,
        figures.fraction,
        figures.equation,
        figures.power,
        figures.ordinal,
        figures.prefixed,
        dates.year,
        figures.number,
        signs.address,
        signs.joined,
        signs.dashed,
        signs.compound,
    )
)
OF_LETTERS = tuple(rule for rule in RULES if rule not in _OF_FIGURES)
