"""Chunks in; those that begin with a name in another type, as interviews set it, with it in bold.

Promise: only words in capitals that three chunks or more begin with alike are touched, and only
their look.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.reading.pdf.chunks import Chunk
from pipeline.reading.pdf.page import Word

_TURNS = 3
_NAME = 3  # words, at most
_SMALLER = 0.95  # times the text's type


def embolden(chunks: Sequence[Chunk]) -> None:
    """Set labels in bold."""
    found = [words for chunk in chunks if (words := list(_label(chunk)))]
    if len(found) < _TURNS or len({words[0].text for words in found}) > len(found) / 2:
        return
    for word in (word for words in found for word in words):
        word.look = replace(word.look, bold=True)


def _label(chunk: Chunk) -> Iterator[Word]:
    words = chunk.first.words
    text = next((word for word in words if not word.text.isupper()), None)
    at = words.index(text) if text else 0
    if chunk.kind == "body" and 0 < at <= _NAME and text:
        yield from (word for word in words[:at] if _differs(word, text))


def _differs(word: Word, text: Word) -> bool:
    return word.size < _SMALLER * text.size or word.look.family != text.look.family
