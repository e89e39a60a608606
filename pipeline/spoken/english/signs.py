"""Rules for signs: symbols, slashes, hyphens, dashes, addresses; and for plain words."""

import re
import unicodedata
from functools import lru_cache

from pipeline.patterns import pattern
from pipeline.spoken.context import Context, Said
from pipeline.spoken.english import numbers, units, words
from pipeline.spoken.english.names import GREEK, LATIN

_DASHES = pattern(r"—+|--+|(?<=\s)–|…|\.{2,}|[|\\]")
_UNSAID = pattern(r"[^\w\s'.,;:?!-]|_")
_HYPHENS = pattern(r"[-–‑‐/]")
_TLD = (
    "com|org|net|edu|gov|mil|int|info|biz|co|io|tv|fm|uk|us|ca|au|nz|ie|de|fr|es|nl|eu|za|dk|ch|pl"
    "|ru|cn|jp|br|mx|coop|blog|news|app|dev|xyz"
)
_ADDRESS = pattern(rf"[\w.+-]+@[\w-]+(\.[\w-]+)+|@\w+|([\w-]+\.)+({_TLD})(/\S*)?")
_SCHEME = pattern(r"^(https?|ftp)://(www\.)?|^www\.")
_HASHTAG = pattern(r"#([^\W\d]\w*)")
_CAMEL = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
_LETTERS = 4  # a host without vowels up to so long is spelled: "bbc"
_LATIN_EXTENDED = 0x17F  # the last letter of Latin Extended-A; engines do not know those beyond


def symbol(context: Context) -> tuple[Said, ...] | None:
    """&, §, and/or; a sign that no one says is nothing, or a pause."""
    core = context.core
    if core == "❤" and context.before == "I":
        return (Said("love"),)
    for table in (units.SYMBOLS, units.NAMED, GREEK):
        if core in table:
            return (Said(table[core]),)
    if core.lower() in units.SLASHED:
        return (Said(units.SLASHED[core.lower()]),)
    return (Said(""),) if not any(char.isalnum() for char in core) else None


def elided(context: Context) -> tuple[Said, ...] | None:
    """'til, rock 'n' roll, 'tis."""
    lead = context.tokens[context.at].lead[-1:]
    core = context.core.lstrip("'’ʼ")
    if not (lead and lead in "'’‘ʼ") and core == context.core:
        return None
    said = words.ELIDED.get(core.lower())
    return (Said(said),) if said else None


def address(context: Context) -> tuple[Said, ...] | None:
    """A web address, e-mail or handle in the text, as people say it; of a page, only its host."""
    if found := _HASHTAG.fullmatch(context.core):
        return (Said(f"hashtag {' '.join(_CAMEL.findall(found[1]))}"),)
    stem = re.sub(r"['’]s$", "", context.core)
    host = _SCHEME.sub("", stem)
    if host == stem and not _ADDRESS.fullmatch(stem):
        return None
    parts = re.split(r"([@._])", host.split("/")[0].split("?")[0])
    said = [{"@": "at", ".": "dot", "_": ""}.get(part) or _host(part, parts[-1], context)
            for part in parts if part and part != "_"]  # fmt: skip
    tail = "'s" if stem != context.core else ""
    return (Said(" ".join(filter(None, said)) + tail),)


def _host(part: str, last: str, context: Context) -> str:
    vowelless = part.isalpha() and len(part) <= _LETTERS and not set(part.lower()) & set("aeiouy")
    country = len(part) == 2 and part in {last, "ac"} and part != "co"  # noqa: PLR2004
    if (vowelless or country) and part.isalpha() and len(part) > 1:
        return ".".join(part.upper())
    return context.piece(part)


def joined(context: Context) -> tuple[Said, ...] | None:
    """R&D, AT&T."""
    parts = context.core.split("&")
    if len(parts) < 2 or not all(parts):  # noqa: PLR2004
        return None
    spelled = context.core.replace("&", "").isupper()
    said = [".".join(part) if spelled else context.piece(part) for part in parts]
    return (Said(" and ".join(["eigh" if said[0] == "A" else said[0], *said[1:]])),)


def dashed(context: Context) -> tuple[Said, ...] | None:
    """Words joined by a long dash or dots are words with a pause between."""
    pieces = [piece for piece in _DASHES.split(context.core) if piece]
    if len(pieces) < 2:  # noqa: PLR2004
        return None
    return (Said(", ".join(filter(None, map(context.piece, pieces)))),)


def compound(context: Context) -> tuple[Said, ...] | None:
    """A hyphen or slash between parts of which one is a figure or initials: each on its own."""
    core = context.core
    parts = [part for part in _HYPHENS.split(core) if part]
    if len(parts) < 2 or not any(map(_special, parts)):  # noqa: PLR2004
        return _slashed(core, parts, context) if "/" in core else None
    said = [context.piece(part) for part in parts]
    joined = said[0]
    for left, right, raw in zip(parts, said[1:], parts[1:], strict=False):
        numeric = any(char.isdigit() for char in left + raw) and (left, joined) != ("A", "A")
        joined += (" " if numeric or "/" in core else "-") + right
    return (Said(joined),)


def _slashed(core: str, parts: list[str], context: Context) -> tuple[Said, ...] | None:
    if len(parts) < 2:  # noqa: PLR2004
        return None
    said = ["eigh" if part in {"a", "A"} else context.piece(part) for part in parts]
    return (Said((" " if "-" in core else " slash ").join(filter(None, said))),)


def _special(part: str) -> bool:
    figures = any(char.isdecimal() for char in part) or "." in part
    initials = len(part) > 1 and part.removesuffix("s").isupper()
    return figures or initials


@lru_cache(maxsize=20_000)
def plain(core: str) -> str:
    """A word that needs no rule: typographic signs made plain, anything unsayable dropped."""
    core = re.sub(r"[’‘ʼ`´]", "'", core)
    core = re.sub(r"[–‑‐−]", "-", core)
    core = re.sub(r"(?<=\w)[()\[\]{}]|[()\[\]{}](?=\w)", "", core)
    folded = "".join(map(_letter, core))
    said = " ".join(_UNSAID.sub(" ", folded).split())
    return re.sub(r"(?<![\w'])[-']+(?!\w)|[-']+$|^-+", "", said).strip()


def _letter(char: str) -> str:
    """A letter that engines know, for one of another alphabet or with marks of its own."""
    if char.isnumeric() and not char.isalpha():
        return _numeral(char)
    if ord(char) <= _LATIN_EXTENDED:
        return char
    latin = char.lower().translate(LATIN)
    if latin != char.lower():
        return latin.capitalize() if char.isupper() else latin
    base = unicodedata.normalize("NFKD", char)[:1]
    if base.isascii() and base.isalpha():
        return base
    return char if char.isalpha() else " "


def _numeral(char: str) -> str:
    """A figure among letters, a superscript or another script's digit, by its value."""
    value = unicodedata.numeric(char)
    said = numbers.FRACTIONS.get(char) or numbers.cardinal(
        f"{value:.2f}" if value != int(value) else str(int(value))
    )
    return f" {said} "
