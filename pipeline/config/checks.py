"""A value from a TOML file → the value as the house keeps it. Promise: what passes can be used.

Each check raises `MistakeError` with the rest of a sentence that begins with the setting's name.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from pipeline.config.names import CATEGORIES, FREQUENCIES
from pipeline.config.page import MistakeError, meant
from pipeline.engines.ipa import unknown
from pipeline.model import FORMATS, Pronunciation, Voice
from pipeline.patterns import pattern

_EMAIL = pattern(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LANGUAGE = pattern(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_VOICE = pattern(r"([A-Za-z0-9_-]+):(\S.*)")
_COLOURS = ("ground", "ink", "accent")
_KINDS = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list"}


def text(given: Any) -> str:
    """Some words, without blanks at the ends."""
    if not isinstance(given, str):
        raise MistakeError(f"must be text in quotes, not {_kind(given)}")
    if not given.strip():
        raise MistakeError("is empty — write something, or take the line out")
    return given.strip()


def at_most(size: int) -> Callable[[Any], str]:
    """Words of at most `size` bytes in UTF-8."""

    def check(given: Any) -> str:
        words = text(given)
        if (length := len(words.encode())) > size:
            raise MistakeError(f"is {length} bytes long, and podcast apps take {size} — shorten it")
        return words

    return check


def email(given: Any) -> str:
    """An address for mail."""
    if not _EMAIL.fullmatch(text(given)):
        raise MistakeError(f'"{given}" is not an email address — write it like "talks@example.org"')
    return text(given)


def url(given: Any) -> str:
    """An address on the web, without a slash at its end."""
    address = text(given)
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or re.search(r"\s", address):
        raise MistakeError(
            f'"{address}" is not a web address — write it like "https://example.org"'
        )
    return address.rstrip("/")


def language(given: Any) -> str:
    """A language by its code: "en", "pt-BR"."""
    if not _LANGUAGE.fullmatch(text(given)):
        raise MistakeError(f'"{given}" is not a language code — write it like "en" or "en-GB"')
    return text(given)


def category(given: Any) -> tuple[str, ...]:
    """One of Apple's categories, and perhaps one of its subcategories."""
    names = given if isinstance(given, list) else str(text(given)).split(" > ")
    names = [text(name) for name in names]
    if not 1 <= len(names) <= 2:  # noqa: PLR2004  a category and a subcategory
        raise MistakeError(
            'takes a category and one subcategory — write it like "Education > Courses"'
        )
    for name, known in zip(names, (tuple(CATEGORIES), CATEGORIES.get(names[0], ())), strict=False):
        if name not in known:
            raise MistakeError(f'"{name}" is not a category of Apple Podcasts' + _near(name, known))
    return tuple(names)


def yes_or_no(given: Any) -> bool:
    """True or false."""
    if not isinstance(given, bool):
        raise MistakeError(f"must be true or false, without quotes, not {_kind(given)}")
    return given


def count(given: Any) -> int:
    """A whole number from 1 on."""
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise MistakeError("must be a whole number from 1 on, without quotes")
    return given


def formats(given: Any) -> tuple[str, ...]:
    """Formats of the sound, as a list or "mp3,m4a"; the MP3 is always among them."""
    names = given if isinstance(given, list) else text(given).split(",")
    chosen = {one_of(*FORMATS)(name) for name in names}
    return tuple(form for form in FORMATS if form in chosen or form == FORMATS[0])


def number(name: str) -> str:
    """A season's number, as the name of a setting."""
    if not name.isascii() or not name.isdigit() or int(name) < 1:
        raise MistakeError('is no season — write it like 1 = "The first year"')
    return name


def frequency(given: Any) -> tuple[str, str]:
    """How often a show appears, in words and as a rule of RFC 5545."""
    words = text(given)
    if words.lower() in FREQUENCIES:
        return words.lower(), FREQUENCIES[words.lower()]
    if not re.fullmatch(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*", words):
        known = ", ".join(FREQUENCIES)
        raise MistakeError(
            f'"{given}" is no rhythm — choose one of {known}, or "FREQ=…" (RFC 5545)'
        )
    return "now and then", words


def between(low: float, high: float) -> Callable[[Any], float]:
    """A number in a range, ends included."""

    def check(given: Any) -> float:
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise MistakeError(f"must be a number without quotes, not {_kind(given)}")
        if not low <= given <= high:
            raise MistakeError(f"is {given:g} — choose a number from {low:g} to {high:g}")
        return float(given)

    return check


def one_of(*known: str) -> Callable[[Any], str]:
    """One of some words."""

    def check(given: Any) -> str:
        if (word := text(given)) not in known:
            raise MistakeError(f'can\'t be "{word}"' + meant(word, known))
        return word

    return check


def day(given: Any) -> str:
    """A date, with or without a time, in ISO 8601."""
    if isinstance(given, date):  # TOML has dates of its own; a datetime is one too
        return given.isoformat()
    try:
        words = text(given)
        return (datetime if "T" in words else date).fromisoformat(words).isoformat()
    except ValueError as error:
        if isinstance(error, MistakeError):
            raise
        raise MistakeError(f'"{given}" is not a date — write it like "2026-05-31"') from None


def uuid(given: Any) -> str:
    """A show's identity."""
    try:
        return str(UUID(text(given)))
    except ValueError as error:
        if isinstance(error, MistakeError):
            raise
        advice = "copy it as it was, or take the line out"
        raise MistakeError(f'"{given}" is not a podcast guid (a UUID) — {advice}') from None


def colours(palettes: tuple[str, ...]) -> Callable[[Any], tuple[str, ...]]:
    """A palette's name, or a table with ground, ink and accent as "#rrggbb"."""

    def check(given: Any) -> tuple[str, ...]:
        if not isinstance(given, dict):
            return (one_of(*palettes)(given),)
        if set(given) != set(_COLOURS):
            raise MistakeError(
                'takes three — write it like {ground = "#17372f", ink = "#f3ecdc", '
                'accent = "#e8b04b"}'
            )
        for name in _COLOURS:
            if not re.fullmatch("#[0-9a-fA-F]{6}", text(given[name])):
                raise MistakeError(f'has no colour in {name} — write it like "#17372f"')
        return tuple(str(given[name]).lower() for name in _COLOURS)

    return check


def voice(given: Any) -> Voice:
    """A voice as "engine:voice", or as a table.

    In it: speed (1 = its own), pitch (semitones), and a fallback, which is a voice again.
    """
    if not isinstance(given, dict):
        return voice_named(given)
    known = ("voice", "speed", "pitch", "fallback")
    if unknown := set(given) - set(known):
        name = min(unknown)
        raise MistakeError(f"has a {name}" + meant(name, known))
    if "voice" not in given:
        raise MistakeError('has no voice — write it like {voice = "espeak:narrator", speed = 1.1}')
    named = voice_named(given["voice"])
    return Voice(
        engine=named.engine,
        name=named.name,
        speed=_part(given, "speed", between(0.5, 2), 1.0),
        pitch=_part(given, "pitch", between(-12, 12), 0.0),
        fallback=_part(given, "fallback", _fallback, None),
    )


def _fallback(given: Any) -> Voice:
    if isinstance(given, dict) and "fallback" in given:
        raise MistakeError("has a fallback of its own — one is all there is")
    return voice(given)


def voice_named(given: Any) -> Voice:
    """A voice as "engine:voice"."""
    found = _VOICE.fullmatch(text(given))
    if not found:
        raise MistakeError(f'"{given}" is not a voice — write it as "engine:voice" (--list-voices)')
    return Voice(engine=found[1], name=found[2])


def pronunciation(given: Any) -> Pronunciation:
    """How a word is said: "dah-ZEL-yo", {ipa = "daˈdzɛʎʎo"}, or both, {ipa = …, like = …}."""
    if not isinstance(given, dict):
        return Pronunciation(like=text(given))
    if not given or set(given) - {"ipa", "like"}:
        raise MistakeError('takes plain letters or IPA — write it like "dah-ZEL-yo" or {ipa = "ɑ"}')
    return Pronunciation(ipa=_part(given, "ipa", ipa, ""), like=_part(given, "like", text, ""))


def ipa(given: Any) -> str:
    """A word in the International Phonetic Alphabet."""
    if sign := unknown(text(given)):
        raise MistakeError(
            f"is not IPA: {sign} is no sign of it — for plain letters, leave out ipa"
        )
    return text(given)


def _part(table: Mapping[str, Any], name: str, check: Callable[[Any], Any], default: Any) -> Any:
    try:
        return check(table[name]) if name in table else default
    except MistakeError as mistake:
        raise MistakeError(f"has a {name} that {mistake}") from None


def _near(name: str, known: tuple[str, ...]) -> str:
    same = [each for each in known if each.lower() == name.lower()]
    return f' — write "{same[0]}"' if same else meant(name, known)


def _kind(given: Any) -> str:
    return next((kind for type_, kind in _KINDS.items() if type(given) is type_), "a table or date")
