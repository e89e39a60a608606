"""Chunks in; those that begin with a name in another type, as interviews set it, with it in bold.

Promise: only capitals, large or small, that three chunks or more begin with alike are touched, and
only their look.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from pipeline.reading.pdf.chunks import Chunk
from pipeline.reading.pdf.page import Word
from pipeline.values import replace

_TURNS = 3
_NAME = 3  # words, at most
_SMALLER = 0.95  # times the text's type


def embolden(chunks: Sequence[Chunk]) -> None:
    """Set labels in bold."""
    found = [words for chunk in chunks if (words := list(_label(chunk)))]
    names = {"".join(word.text for word in words) for words in found}
    if len(found) < _TURNS or len(names) > len(found) / 2:
        return
    for word in (word for words in found for word in words):
        word.look = replace(word.look, bold=True)


def _label(chunk: Chunk) -> Iterator[Word]:
    """The words that a chunk begins with in capitals and in another type than its own."""
    if chunk.kind != "body":
        return
    types = Counter[tuple[float, str]]()
    for word in (word for line in chunk.lines for word in line.words):
        types[word.size, word.look.family] += len(word.text)
    usual = types.most_common(1)[0][0]
    groups = list(takewhile(lambda group: _is_name(group, usual), _groups(chunk.first.words)))
    if len(groups) <= _NAME:
        yield from (word for group in groups for word in group)


def _groups(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words with no blank between them."""
    group: list[Word] = []
    for word in words:
        if group and not word.glued:
            yield group
            group = []
        group.append(word)
    yield group


def _is_name(group: Sequence[Word], usual: tuple[float, str]) -> bool:
    """Whether a word is in capitals of another type, or in small letters set as small capitals."""
    size, family = usual
    smaller = [word for word in group if word.size < _SMALLER * size and not word.raised]
    capitals = all(word.text.isupper() or word in smaller for word in group if word.text.isalpha())
    named = any(word.text.isalpha() for word in group)
    return named and capitals and bool(smaller or any(word.look.family != family for word in group))
