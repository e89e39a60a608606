"""A W3C pronunciation lexicon (PLS 1.0) → pronunciations by word.

Promise: nothing outside the file is read, no entity is followed, and every mistake is told with its
line, all at once.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.config.page import shown
from pipeline.engines.ipa import unknown
from pipeline.errors import UsageError
from pipeline.model import Pronunciation

_SPACE = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
_LARGEST = 5_000_000  # bytes


def load_pls(path: Path) -> dict[str, Pronunciation]:
    """The first or preferred pronunciation of each grapheme.

    Raises UsageError that lists every mistake as `file:line: what — what to do`, one a line.
    """
    root = _root(path)
    mistakes: list[str] = []
    found: dict[str, Pronunciation] = {}
    for lexeme in root.iterfind(f"{_SPACE}lexeme"):
        words = [text for each in lexeme.iterfind(f"{_SPACE}grapheme") if (text := _text(each))]
        said = _pronunciation(lexeme, root.get("alphabet", ""))
        if not words:
            said = "a lexeme has no grapheme — add <grapheme> with the word"
        if isinstance(said, str):
            mistakes.append(f"{shown(path)}:{lexeme.sourceline}: {said}")
        else:
            found |= dict.fromkeys(words, said)
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return found


def _root(path: Path) -> Any:
    from lxml import etree  # noqa: PLC0415 - only for shows that have such a file

    name = shown(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(
                f"{name}: is larger than a lexicon can be — leave out what is not said"
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root: Any = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{name}: can't be read: {reason} — check the name") from None
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{name}:{error.lineno or 1}: is not XML: {error.msg}") from None
    if root.getroottree().docinfo.doctype:
        raise UsageError(f"{name}: has a DOCTYPE, which no lexicon needs — take it out")
    if root.tag != f"{_SPACE}lexicon":
        raise UsageError(
            f"{name}:{root.sourceline}: is no pronunciation lexicon: its first element should be "
            f'<lexicon xmlns="{_SPACE[1:-1]}">'
        )
    return root


def _pronunciation(lexeme: Any, alphabet: str) -> Pronunciation | str:
    """How a lexeme is said, or what is wrong with it."""
    for each in _preferred_first(lexeme):
        text = _text(each)
        if not text:
            return "a lexeme has an empty pronunciation — write it, or take the element out"
        if each.tag == f"{_SPACE}alias":
            return Pronunciation(like=text)
        if (kind := each.get("alphabet", alphabet)) != "ipa":
            return f'the alphabet "{kind}" is not known here — write alphabet="ipa", and IPA'
        if sign := unknown(text):
            return f"“{text}” is not IPA: {sign} is no sign of it"
        return Pronunciation(ipa=text)
    return "a lexeme says nothing — add <phoneme> or <alias>"


def _preferred_first(lexeme: Any) -> Iterator[Any]:
    said = [each for each in lexeme if each.tag in {f"{_SPACE}phoneme", f"{_SPACE}alias"}]
    return iter(sorted(said, key=lambda each: each.get("prefer") not in {"true", "1"}))


def _text(element: Any) -> str:
    return " ".join((element.text or "").split())
