"""English as written → English as said: rules tried in order at each word, the first wins.

The result is plain words with plain punctuation, the same for every engine: no digit, no symbol,
no quotation mark. Reading the result again changes nothing.
"""

import re
import unicodedata
from collections.abc import Sequence

from pipeline.spoken import tokens
from pipeline.spoken.context import Context, Rule, Said
from pipeline.spoken.english import figures, letters, numbers
from pipeline.spoken.english.words import SLASHED, SMALL, SYMBOLS
from pipeline.spoken.lexicon import Lexicon
from pipeline.spoken.tokens import Token

_DASHES = re.compile(r"—+|--+|(?<=\s)–|…|\.{2,}")
_UNSAID = re.compile(r"[^\w\s'’.,;:?!-]|_")
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(\.[\w-]+)+|@\w+"
    r"|([\w-]+\.)+(com|org|net|edu|gov|info|ca|uk|de|fr|es|io)(/\S*)?"
)
_PAUSING = "([{—–…"
_MANY_WORDS = 3  # a line of at least so many words in capitals is shouted, not initials


def read(shown: Sequence[str], lexicon: Lexicon, language: str = "en") -> list[str]:
    """What the voice gets for each word of one sentence; empty where it is only a pause."""
    parts = [tokens.split(word) for word in shown]
    said: list[str] = []
    shouted = _shouted(parts)
    while len(said) < len(parts):
        context = Context(parts, len(said), lexicon, shouted=shouted, language=language)
        for word in _first(context):
            token = parts[len(said)]
            if not token.core or any(sign in _PAUSING for sign in token.lead):
                _pause_before(said, tokens.pause(token.lead + token.trail) or ",")
            said.append(_with_trail(word, token, parts[len(said) + 1 :]))
    return said


def _first(context: Context) -> tuple[Said, ...]:
    """What the first rule that knows the word makes of it; most words need none but the lexicon."""
    for rule in RULES[:1] if _ordinary(context) else RULES:
        found = rule(context)
        if found is not None:
            return found
    return (Said(_plain(context.core)),)


def _ordinary(context: Context) -> bool:
    """Small plain letters that abbreviate nothing."""
    core = context.core
    plain = core.isascii() and core.isalpha() and core.islower()
    return plain and not context.stopped and core not in SMALL


def _shouted(parts: Sequence[Token]) -> bool:
    words = [part.core for part in parts if any(char.isalpha() for char in part.core)]
    return len(words) >= _MANY_WORDS and all(word.isupper() for word in words)


def _pause_before(said: list[str], sign: str) -> None:
    """An opening bracket, a dash or bare punctuation is a pause after the word before."""
    before = next((i for i in range(len(said) - 1, -1, -1) if said[i]), None)
    if before is not None:
        said[before] = tokens.with_pause(said[before], sign)


def _with_trail(word: Said, token: Token, rest: Sequence[Token]) -> str:
    trail = token.trail
    if rest and trail.startswith(".") and (word.abbreviated or _goes_on(rest)):
        trail = trail[1:]
    return tokens.with_pause(word.words, tokens.pause(trail))


def _goes_on(rest: Sequence[Token]) -> bool:
    following = next((part.core for part in rest if part.core), "")
    return following[:1].islower() or following[:1].isdigit()


def _plain(core: str) -> str:
    """A word that needs no rule: typographic signs made plain, anything unsayable dropped."""
    folded = "".join(map(_numeral, core.replace("’", "'").replace("–", "-")))
    return " ".join(_UNSAID.sub(" ", folded).split())


def _numeral(char: str) -> str:
    """A figure among letters, a superscript or another script's digit, by its value."""
    if char.isalpha() or not char.isnumeric():
        return char
    value = unicodedata.numeric(char)
    words = numbers.FRACTIONS.get(char) or numbers.cardinal(
        f"{value:g}" if value < 1 else str(int(value))
    )
    return f" {words} "


# --- Rules that hold for any word ------------------------------------------------------------


def _in_lexicon(context: Context) -> tuple[Said, ...] | None:
    like = context.lexicon.like(context.core) if context.core else ""
    return (Said(like),) if like else None


def _symbol(context: Context) -> tuple[Said, ...] | None:
    core = context.core
    if core in SYMBOLS:
        return (Said(SYMBOLS[core]),)
    if core.lower() in SLASHED:
        return (Said(SLASHED[core.lower()]),)
    return (Said(""),) if not any(char.isalnum() for char in core) else None


def _address(context: Context) -> tuple[Said, ...] | None:
    """A web address or e-mail in the text: its host, as people say it."""
    core = re.sub(r"^https?://(www\.)?|^www\.", "", context.core)
    if core == context.core and not _ADDRESS.fullmatch(core):
        return None
    host = core.split("/")[0].replace("@", " at ").replace(".", " dot ").replace("_", " ")
    return (Said(" ".join(_piece(part, context) for part in host.split())),)


def _dashed(context: Context) -> tuple[Said, ...] | None:
    """Words joined by a long dash or dots are words with a pause between."""
    pieces = [piece for piece in _DASHES.split(context.core) if piece]
    if len(pieces) < 2:  # noqa: PLR2004
        return None
    return (Said(", ".join(filter(None, (_piece(piece, context) for piece in pieces)))),)


def _compound(context: Context) -> tuple[Said, ...] | None:
    """A hyphen or slash between parts of which one is a figure or initials: each on its own."""
    core = context.core
    parts = [part for part in re.split(r"[-–‑/]", core) if part]
    if len(parts) < 2 or not any(_special(part) for part in parts):  # noqa: PLR2004
        return _slashed(core, parts, context) if "/" in core else None
    words = [_piece(part, context) for part in parts]
    joined = words[0]
    for left, right, raw in zip(parts, words[1:], parts[1:], strict=False):
        numeric = any(char.isdigit() for char in left + raw)
        joined += (" " if numeric or "/" in core else "-") + right
    return (Said(joined),)


def _slashed(core: str, parts: list[str], context: Context) -> tuple[Said, ...] | None:
    if len(parts) < 2:  # noqa: PLR2004
        return None
    words = [_piece(part, context) for part in parts]
    return (Said((" " if "-" in core else " slash ").join(words)),)


def _special(part: str) -> bool:
    return (
        any(char.isdecimal() for char in part) or "." in part or (len(part) > 1 and part.isupper())
    )


def _piece(text: str, context: Context) -> str:
    """The reading of a part of a word, alone."""
    return " ".join(filter(None, read(text.split(), context.lexicon, context.language))).rstrip(
        tokens.PAUSES
    )


RULES: tuple[Rule, ...] = (
    _in_lexicon,
    figures.clock,
    figures.money,
    figures.date,
    figures.range_of,
    figures.slashed,
    figures.measure,
    figures.decade,
    figures.ordinal,
    figures.number,
    _symbol,
    letters.abbreviation,
    _address,
    letters.initials,
    letters.roman,
    _dashed,
    letters.capitals,
    _compound,
)
